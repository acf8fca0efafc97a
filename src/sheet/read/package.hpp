// SPDX-License-Identifier: Apache-2.0
// A workbook as a zip archive: its parts by name, unpacked piece by piece within limits.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <sourcing/problem.hpp>
#include <string>
#include <string_view>

namespace sourcing::sheet {

/// What a stranger's archive may ask for. No number that a file declares of itself is believed.
struct PackageLimits {
  std::uint64_t entries = 10'000;
  /// A part may unpack to `free_bytes`, past them to `expansion` times what it takes packed.
  std::uint64_t free_bytes = std::uint64_t{256} << 20;
  std::uint64_t expansion = 500;
};

/// Read only, from a descriptor that can seek, which must outlive it. Not for several threads.
class Package {
 public:
  explicit Package(const PackageLimits& limits = {});
  Package(const Package&) = delete;
  Package& operator=(const Package&) = delete;
  ~Package();

  /// Reads the list of parts. Nothing: it is fine.
  [[nodiscard]] std::optional<Problem> open(int descriptor);

  /// Whether there is a part of this name; case does not count.
  [[nodiscard]] bool has(std::string_view name) const;
  /// What the archive says the part unpacks to: good for a guess only.
  [[nodiscard]] std::uint64_t declared_size(std::string_view name) const;

  /// Begins to unpack a part; the one before it is left.
  [[nodiscard]] std::optional<Problem> begin(std::string_view name);
  /// The next bytes of it, up to `size`; 0 at its end or when something is wrong.
  [[nodiscard]] std::size_t read(char* into, std::size_t size);
  /// What was wrong with the part; it is complete only after the end was read.
  [[nodiscard]] const std::optional<Problem>& problem() const noexcept { return problem_; }

  /// A whole part of at most `most` bytes. Nothing: `problem` says why.
  [[nodiscard]] std::optional<std::string> whole(std::string_view name, std::size_t most);

 private:
  struct Archive;
  struct Part {
    std::string name;  // as it stands in the archive
    std::uint64_t place = 0, number = 0, packed = 0, unpacked = 0;
    std::uint32_t method = 0;
    bool encrypted = false;
  };

  [[nodiscard]] std::optional<Problem> list();
  void finish_part();
  std::size_t fail(Problem problem);

  PackageLimits limits_;
  std::unique_ptr<Archive> archive_;
  std::map<std::string, Part, std::less<>> parts_;  // by folded name
  const Part* open_ = nullptr;
  std::uint64_t unpacked_ = 0;
  std::optional<Problem> problem_;
};

/// What a file is that is no workbook of the kind read here, in the words of whoever sent it; empty
/// when its first bytes are those of a zip archive. `descriptor` can seek.
[[nodiscard]] std::string foreign_kind(int descriptor);

/// The same of an archive without the parts of a workbook.
[[nodiscard]] std::string foreign_kind(Package& package);

}  // namespace sourcing::sheet
