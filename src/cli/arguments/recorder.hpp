// SPDX-License-Identifier: Apache-2.0
// `classify --record FILE`, with `--override axis=value --because "…"`.
#pragma once

#include <optional>
#include <sourcing/decision.hpp>
#include <string>
#include <vector>

#include "audit/record.hpp"
#include "cli/shell/session.hpp"

namespace sourcing::cli {

/// What the command line says about recording.
struct RecordRequest {
  std::string path, because, by;
  std::string key;  ///< to sign with; empty: records are not signed
  std::vector<std::string> overrides;
  bool against_gate = false;  ///< the override may go against a gate
};

/// Collects the records of a run and appends them to the log before the verdicts are printed.
class Recorder {
 public:
  /// Tells what is wrong with the request and returns nothing, or a recorder (idle without a path).
  [[nodiscard]] static std::optional<Recorder> make(const Session& session,
                                                    const RecordRequest& request,
                                                    audit::RecordOptions options);

  [[nodiscard]] bool active() const noexcept { return !path_.empty(); }

  /// Returns false (told) when an override would apply to a second task, says what was computed, or
  /// goes against a gate without saying so.
  [[nodiscard]] bool add(const Session& session, const Engine& engine, std::string_view task_text,
                         const Decision& decision);

  /// Appends what was collected. False (told) when it could not.
  [[nodiscard]] bool flush(const Session& session);

  /// About how many bytes of tasks were collected since the last flush.
  [[nodiscard]] std::size_t pending_bytes() const noexcept { return pending_bytes_; }

  /// Says where the log ends now.
  void finish(const Session& session) const;

  audit::RecordOptions options;

 private:
  [[nodiscard]] bool allowed(const Session& session, const Engine& engine,
                             const Decision& decision);

  std::string path_, key_, head_;
  audit::Moment time_;
  bool against_gate_ = false;
  audit::Override override_;
  std::vector<json::Value> pending_;
  std::size_t pending_bytes_ = 0;
  std::uint64_t count_ = 0;
};

}  // namespace sourcing::cli
