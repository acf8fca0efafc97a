// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <sourcing/decision.hpp>
#include <sourcing/description.hpp>
#include <sourcing/result.hpp>
#include <sourcing/task.hpp>
#include <string_view>

namespace sourcing {

namespace engine {
struct Program;
}

/// A compiled model, ready to decide. Immutable; copies share it; safe to use from any thread.
class Engine {
 public:
  /// The default model, embedded in the library. Costs nothing to make.
  [[nodiscard]] static Engine embedded() noexcept;

  /// Reads, checks and compiles a model. `source` labels the problems.
  /// Errors: every structural problem of the model.
  [[nodiscard]] static Result<Engine> from_json(std::string_view json,
                                                std::string_view source = {});

  /// Id and version of the model, as it says; live as long as a copy of this engine.
  [[nodiscard]] std::string_view model_id() const noexcept;
  [[nodiscard]] std::string_view model_version() const noexcept;
  /// SHA-256 of the model's canonical form (RFC 8785), 64 lower-case hexadecimal digits.
  [[nodiscard]] std::string_view model_sha256() const noexcept;

  /// How many criteria the model has: 1 to 256.
  [[nodiscard]] std::size_t criteria() const noexcept;
  /// Id of a criterion, counted from 0 in model order; lives as long as a copy of this engine.
  /// Empty where there is none.
  [[nodiscard]] std::string_view criterion_id(std::size_t criterion) const noexcept;
  /// Index of the criterion with this id, or nothing.
  [[nodiscard]] std::optional<std::size_t> find(std::string_view id) const noexcept;
  /// What a form shows: every question with its levels, the axes, gates, rules and activities, in a
  /// language of the model; in its first one where it does not have that.
  [[nodiscard]] Description describe(std::string_view language = "en") const;
  /// The greatest position on a criterion's grid, 0 to 10,000; the smallest is 0. Also 0 where
  /// there is no such criterion.
  [[nodiscard]] std::uint16_t last_position(std::size_t criterion) const noexcept;

  /// For the layers of this project; not part of the stable interface.
  [[nodiscard]] const engine::Program& program() const noexcept { return *program_; }

 private:
  Engine(const engine::Program* program, std::shared_ptr<const void> owner) noexcept
      : program_(program), owner_(std::move(owner)) {}

  const engine::Program* program_;
  std::shared_ptr<const void> owner_;  // empty for the embedded model
};

}  // namespace sourcing
