// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <sourcing/decision.hpp>
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

  [[nodiscard]] std::string_view model_id() const noexcept;
  [[nodiscard]] std::string_view model_version() const noexcept;
  /// SHA-256 of the model's canonical form (RFC 8785), 64 lower-case hexadecimal digits.
  [[nodiscard]] std::string_view model_sha256() const noexcept;

  /// For the layers of this project; not part of the stable interface.
  [[nodiscard]] const engine::Program& program() const noexcept { return *program_; }

 private:
  Engine(const engine::Program* program, std::shared_ptr<const void> owner) noexcept
      : program_(program), owner_(std::move(owner)) {}

  const engine::Program* program_;
  std::shared_ptr<const void> owner_;  // empty for the embedded model
};

}  // namespace sourcing
