// SPDX-License-Identifier: Apache-2.0
// A decision record: what is needed to stand in front of an auditor (docs/records.md).
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <sourcing/decision.hpp>
#include <sourcing/engine.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.hpp"

namespace sourcing::audit {

inline constexpr std::string_view record_schema_id = "sourcing.record/1";
/// What the first record of a log has for the hash of the line before it.
inline constexpr std::string_view no_previous =
    "0000000000000000000000000000000000000000000000000000000000000000";

/// A person's decision beside the computed one.
struct Override {
  std::vector<std::pair<std::string, std::string>> values;  ///< axis and value
  std::string because;
  std::string by;                  ///< who decided; empty: not said
  std::vector<std::string> gates;  ///< gates that it goes against, on purpose
};

/// What a verdict depends on besides the task and the model.
struct RecordOptions {
  std::vector<std::string> assume;  ///< `criterion=value`, as given
  std::string language = "en";
  std::uint64_t cells = 0, nodes = 0;
};

/// A moment in UTC to the second, and whether SOURCE_DATE_EPOCH said it and not the clock.
struct Moment {
  std::string text;
  bool given = false;
};

/// The record of one decision, without its place in a log.
[[nodiscard]] json::Value make_record(const Engine& engine, std::string_view task_text,
                                      const Decision& decision, const RecordOptions& options,
                                      const Override& override, const Moment& time);

/// Fills what the task does not answer by `criterion=value` texts, as `--assume` does. Returns what
/// is wrong with these.
[[nodiscard]] std::vector<Problem> assume(const Engine& engine,
                                          const std::vector<std::string>& texts, Task& task);

/// The record with the hash of the line before it, and its own: one line with its line feed.
/// `hash` receives its hash.
[[nodiscard]] std::string seal(json::Value record, std::string_view previous, std::string& hash);

/// Signs the hash of a record; nothing, with the reason in `error`, when it cannot.
using Sign = std::function<std::optional<std::string>(std::string_view hash, std::string& error)>;
/// As above, with a signature of the hash in the line, where `sign` is not empty; it is no part of
/// what is hashed. Empty, with the reason in `error`, when it cannot be signed.
[[nodiscard]] std::string seal(json::Value record, std::string_view previous, std::string& hash,
                               const Sign& sign, std::string& error);

/// The hash that a record should have: of its canonical form without `hash` and `signature`.
[[nodiscard]] std::string hash_of(const json::Value& record);

/// Whether `line`, without its line feed, is byte for byte what sealing writes of this record.
[[nodiscard]] bool is_canonical(const json::Value& record, std::string_view line);

/// The JSON object of a decision, as `classify --format ndjson` writes it.
[[nodiscard]] json::Value verdict_value(const Engine& engine, const Decision& decision,
                                        std::string_view language);

/// The time now, or what SOURCE_DATE_EPOCH says: whole seconds since 1970, to the end of the year
/// 9999. Nothing when it says anything else; empty is as if it were not set.
[[nodiscard]] std::optional<Moment> time_now();

}  // namespace sourcing::audit
