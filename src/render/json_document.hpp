// SPDX-License-Identifier: Apache-2.0
/// \file
/// What the JSON documents about tasks have in common.
#pragma once

#include <cstdint>
#include <functional>
#include <sourcing/decision.hpp>
#include <sourcing/engine.hpp>
#include <sourcing/render.hpp>
#include <string>
#include <string_view>

#include "base/json_writer.hpp"

namespace sourcing::render {

/// Which task a document is about: its id and name, empty where it has none, and its number in the
/// input, from 1.
struct TaskHead {
  std::string_view id;
  std::string_view name;
  std::uint64_t row = 0;
};

/// Writes the first members of the open object: the schema, the tool, the model.
void write_model(json::Writer& json, std::string_view schema, const Engine& engine);
/// The same, and the task. One without an id is told by its number.
void write_head(json::Writer& json, std::string_view schema, const Engine& engine,
                const TaskHead& task);

/// What is wrong with an input, as an object.
void write_problem(json::Writer& json, const Problem& problem);

/// `answered`, `assumed`, `profile` or `unknown`, as the schemas name it.
std::string_view origin_name(Origin origin) noexcept;

/// Lays documents out one after another: as lines (ndjson), pretty, or pretty in one array where
/// there are many. Calls `begin` and `end` around them.
class JsonDocuments {
 public:
  explicit JsonDocuments(const RenderOptions& options)
      : pretty_(options.format == Format::json), array_(pretty_ && options.many) {}

  void begin(std::string& out) const;

  // For documents that are put together elsewhere:
  [[nodiscard]] json::Layout layout() const noexcept {
    return pretty_ ? json::Layout::pretty : json::Layout::compact;
  }
  /// Appends a part of a document as it stands among the others, from one in `layout`.
  void part(std::string& out, std::string_view text) const;
  /// What comes before the next document …
  void before(std::string& out);
  /// … and after it.
  [[nodiscard]] std::string_view after() const noexcept { return array_ ? "" : "\n"; }

  /// Appends the document that `write` writes with the writer it is given.
  void entry(std::string& out, const std::function<void(json::Writer&)>& write);
  void end(std::string& out) const;

 private:
  bool pretty_;
  bool array_;
  bool any_ = false;
};

}  // namespace sourcing::render
