// SPDX-License-Identifier: Apache-2.0
/// \file
/// What the JSON documents about one task have in common.
#pragma once

#include <cstdint>
#include <sourcing/decision.hpp>
#include <sourcing/engine.hpp>
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

/// Writes the first members of the open object: the schema, the tool, the model, the task. A task
/// without an id is told by its number.
void write_head(json::Writer& json, std::string_view schema, const Engine& engine,
                const TaskHead& task);

/// `answered`, `assumed`, `profile` or `unknown`, as the schemas name it.
std::string_view origin_name(Origin origin) noexcept;

}  // namespace sourcing::render
