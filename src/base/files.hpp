// SPDX-License-Identifier: Apache-2.0
/// \file
/// Reading files, and writing them so that they are whole or absent.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace sourcing::base {

/// What a file holds, or why it could not be read.
struct ReadResult {
  std::string bytes;  ///< empty when there is an error
  std::string error;  ///< the reason without the path ("No such file or directory"); empty = fine
  bool too_large = false;  ///< the error is that the file holds more than the limit
};

/// Reads all of `path` ("-" is standard input; a FIFO is fine). More than `limit` bytes is an
/// error.
ReadResult read_file(const std::string& path, std::size_t limit);

/// True when the file can be read and begins with these bytes.
[[nodiscard]] bool begins_with(const std::string& path, std::string_view bytes);

/// True for a FIFO under a name of its own, which may never have a writer. What a shell makes of
/// `<(command)` is none: it has one.
[[nodiscard]] bool is_named_fifo(const std::string& path);

/// True when both paths lead to the same file (links followed). False when one cannot be looked at.
bool same_file(const std::string& path_a, const std::string& path_b);

/// True when what is written to both would end in one regular file ("-" is standard output): the
/// same file, or, where it is not there yet, the same place with all links followed.
bool same_output(const std::string& path_a, const std::string& path_b);

/// A file that appears whole or not at all: written under a temporary name beside the target and
/// renamed by `commit`. Without `commit` the destructor removes it and the target stays untouched.
/// "-" (standard output) and targets that are no regular file (a FIFO, /dev/null) are written
/// straight through. A symbolic link is followed, not replaced. Not copyable; not thread-safe.
///
/// Every function that can fail returns false and then `error()` says why, without the path; from
/// then on all calls fail.
class OutputFile {
 public:
  OutputFile() = default;
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;
  /// Removes what was not committed.
  ~OutputFile();

  /// Begins writing to `path`; call once. A new file gets the mode that the umask leaves, an
  /// existing one keeps its mode; one that is write-protected is refused.
  [[nodiscard]] bool open(const std::string& path);

  /// Adds bytes. They are buffered: an error may show at a later call.
  [[nodiscard]] bool write(std::string_view bytes);

  /// Hands what is buffered to the system (for a reader at the other end of a pipe).
  [[nodiscard]] bool flush();

  /// True for a file under a temporary name: `write_at` may be used.
  bool positional() const noexcept { return !temporary_.empty(); }

  /// Writes all bytes at an offset, past the buffer; may be called by several threads at once, and
  /// not mixed with `write`. Returns the errno of a failure, else 0; pass it to `give_up`.
  [[nodiscard]] int write_at(std::uint64_t offset, std::string_view bytes) const noexcept;

  /// Fails as if a call had failed with this errno. Always false.
  bool give_up(int error_number) { return fail(error_number); }

  /// Makes the file appear: flush, fsync, rename, fsync of the directory. Call once, last.
  [[nodiscard]] bool commit();

  /// Why the last call failed, such as "No space left on device"; empty when none did.
  const std::string& error() const noexcept { return error_; }

  /// The errno of that failure (EPIPE for a closed pipe), 0 when there is none.
  int error_number() const noexcept { return error_number_; }

 private:
  bool open_temporary(unsigned existing_mode, bool exists);
  bool fail(int error_number);
  void abandon() noexcept;

  std::string target_;
  std::string temporary_;  ///< empty when written straight through
  std::string buffer_;
  std::string error_;
  int error_number_ = 0;
  int descriptor_ = -1;
  int slot_ = -1;  ///< in the registry of temporary files
  bool owns_descriptor_ = false;
};

/// Removes the temporary file of every `OutputFile` that is not committed. Async-signal-safe: made
/// to be called from a signal handler just before the process ends. Up to 16 files are known.
void unlink_temporary_files() noexcept;

}  // namespace sourcing::base
