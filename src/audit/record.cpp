// SPDX-License-Identifier: Apache-2.0
#include "audit/record.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <sourcing/render.hpp>
#include <sourcing/version.hpp>

#include "audit/json_value.hpp"
#include "base/decimal.hpp"
#include "base/json_canonical.hpp"
#include "base/sha256.hpp"

namespace sourcing::audit {

json::Value verdict_value(const Engine& engine, const Decision& decision,
                          std::string_view language) {
  RenderOptions options;
  options.format = Format::ndjson;
  options.language = language;
  const auto renderer = make_renderer(engine, options);
  std::string text;
  renderer->begin(text);
  renderer->decision(text, decision);
  renderer->end(text);
  return std::move(json::parse(text, "").root);
}

std::vector<Problem> assume(const Engine& engine, const std::vector<std::string>& texts,
                            Task& task) {
  std::vector<Problem> problems;
  Task assumed = make_task(engine);
  for (const std::string_view text : texts) {
    const std::size_t equals = std::min(text.find('='), text.size());
    const std::string_view value = text.substr(std::min(equals + 1, text.size()));
    const auto some = set_answer(engine, assumed, text.substr(0, equals), value, Origin::option);
    problems.insert(problems.end(), some.begin(), some.end());
  }
  for (std::size_t c = 0; c < task.answers.size(); ++c) {
    if (assumed.answers[c].origin != Origin::option) continue;
    if (task.answers[c].origin != Origin::answered) task.answers[c] = assumed.answers[c];
  }
  return problems;
}

json::Value make_record(const Engine& engine, std::string_view task_text, const Decision& decision,
                        const RecordOptions& options, const Override& override,
                        const Moment& time) {
  json::Value record = object();
  put(record, "schema", string(record_schema_id));
  put(record, "time", string(time.text));
  // A log is read as if its times were the clock's: one that is not says so.
  if (time.given) put(record, "time_source", string("SOURCE_DATE_EPOCH"));
  json::Value tool = object();
  put(tool, "name", string("sourcing"));
  put(tool, "version", string(version()));
  put(record, "tool", std::move(tool));
  json::Value model = object();
  put(model, "id", string(engine.model_id()));
  put(model, "version", string(engine.model_version()));
  put(model, "sha256", string(engine.model_sha256()));
  put(record, "model", std::move(model));
  json::Value task = object();
  // As text: an object would lose how its numbers were written, and with it the proof.
  put(task, "json", string(task_text));
  put(task, "sha256", string(base::sha256_hex(task_text)));
  put(record, "task", std::move(task));
  json::Value how = object();
  json::Value assume = array();
  for (const std::string& text : options.assume) assume.items.push_back(string(text));
  put(how, "assume", std::move(assume));
  put(how, "language", string(options.language));
  put(how, "cells", number(options.cells));
  put(how, "nodes", number(options.nodes));
  put(record, "options", std::move(how));
  put(record, "verdict", verdict_value(engine, decision, options.language));
  if (!override.values.empty()) {
    json::Value values = object();
    for (const auto& [axis, value] : override.values) put(values, axis, string(value));
    json::Value entry = object();
    put(entry, "values", std::move(values));
    put(entry, "because", string(override.because));
    if (!override.by.empty()) put(entry, "by", string(override.by));
    if (!override.gates.empty()) {
      json::Value gates = array();
      for (const std::string& gate : override.gates) gates.items.push_back(string(gate));
      put(entry, "against_gates", std::move(gates));
    }
    put(record, "override", std::move(entry));
  }
  return record;
}

std::string hash_of(const json::Value& record) {
  base::Sha256 hash;
  json::canonical(record, [&](std::string_view piece) { hash.update(piece); },
                  {"hash", "signature"});
  return hash.finish_hex();
}

bool is_canonical(const json::Value& record, std::string_view line) {
  bool same = true;
  json::canonical(record, [&](std::string_view piece) {
    same = same && line.substr(0, piece.size()) == piece;
    if (same) line.remove_prefix(piece.size());
  });
  return same && line.empty();
}

std::string seal(json::Value record, std::string_view previous, std::string& hash) {
  std::string error;
  return seal(std::move(record), previous, hash, {}, error);
}

std::string seal(json::Value record, std::string_view previous, std::string& hash, const Sign& sign,
                 std::string& error) {
  put(record, "previous", string(previous));
  hash = hash_of(record);
  put(record, "hash", string(hash));
  if (sign) {
    std::optional<std::string> signature = sign(hash, error);
    if (!signature) return {};
    put(record, "signature", string(*signature));
  }
  return json::canonical(record) + "\n";
}

std::optional<Moment> time_now() {
  constexpr std::int64_t last = 253402300799;  // of the year 9999, so that a year has four digits
  std::time_t now = std::time(nullptr);
  Moment moment;
  if (const char* epoch = std::getenv("SOURCE_DATE_EPOCH"); epoch != nullptr && *epoch != '\0') {
    const base::ScaledResult given = base::parse_scaled(epoch, 0, false);
    // Another time than was asked for would be recorded as if it were the one.
    if (given.error != base::DecimalError::none || given.value < 0 || given.value > last) {
      return std::nullopt;
    }
    now = static_cast<std::time_t>(given.value);
    moment.given = true;
  }
  std::tm utc{};
  if (::gmtime_r(&now, &utc) == nullptr) return std::nullopt;
  moment.text = fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", utc.tm_year + 1900,
                            utc.tm_mon + 1, utc.tm_mday, utc.tm_hour, utc.tm_min, utc.tm_sec);
  return moment;
}

}  // namespace sourcing::audit
