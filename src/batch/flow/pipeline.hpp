// SPDX-License-Identifier: Apache-2.0
// Blocks through workers, and out again in order.
//
// Each thread owns one block and takes it all the way: reads it (one thread at a time), splits it,
// learns how many rows came before it (in order), judges it, and writes what came out (in order).
// There are as many blocks in memory as threads, however long the input is.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <sourcing/batch.hpp>

#include "batch/flow/worker.hpp"
#include "input/csv_blocks.hpp"

namespace sourcing::batch {

class Pipeline {
 public:
  Pipeline(const Plan& plan, input::BlockReader& reader, ByteSource& source, ByteSink& out,
           ByteSink* rejects, BatchObserver& observer, BatchReport& report, Counts& counts);

  void run(const std::function<std::unique_ptr<Worker>()>& make_worker);

 private:
  struct Lane {
    std::unique_ptr<Worker> worker;
    input::Block block;
    Judged judged;
    Dropped dropped{};
  };

  [[nodiscard]] bool write(std::uint64_t offset, std::string_view bytes);
  void work(Lane& lane) noexcept;
  bool take(Lane& lane);
  void pass(Lane& lane);
  bool guarded(const std::function<bool()>& write);
  void put(Lane& lane, bool write);
  Extent rows_before(const input::Block& block, const Extent& extent);
  bool commit(Lane& lane, Extent before);
  void locate(Judged& judged) const;
  void note_bad(Judged& judged);
  [[nodiscard]] bool write_rejects(const Judged& judged);
  void end(BatchEnd why);
  [[nodiscard]] Wanted wanted(const Extent& before);
  void tell_repeated_ids();
  void tell_missing_keys();
  void tell_nones();
  void tell_totals();

  const Plan& plan_;
  input::BlockReader& reader_;
  ByteSource& source_;
  ByteSink& out_;
  ByteSink* rejects_;
  BatchObserver& observer_;
  BatchReport& report_;
  Counts& counts_;
  std::map<std::string, std::uint64_t, std::less<>> bad_by_code_;

  std::mutex reading_;
  std::mutex order_;  // guards all below
  std::condition_variable turn_;
  std::uint64_t counted_ = 0, committed_ = 0, put_ = 0;  // blocks that have passed each gate
  IdSet ids_;
  TotalRows totals_;
  Extent before_;  // of the block that is counted next
  std::uint64_t written_ = 0;
  bool ended_ = false;
  std::exception_ptr failure_;
};

}  // namespace sourcing::batch
