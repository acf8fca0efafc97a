// SPDX-License-Identifier: Apache-2.0
#include "sheet/read/package.hpp"

#include <fmt/format.h>
#include <minizip/unzip.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "base/text.hpp"

namespace sourcing::sheet {

namespace {

Problem damaged(std::string message, std::string hint = {}) {
  return {"E0702", std::move(message), std::move(hint), "", 0, 0, ""};
}

Problem refused(std::string message) {
  return {
      "E0703", std::move(message), "no workbook of a spreadsheet program is like that", "", 0, 0,
      ""};
}

/// A descriptor as minizip reads one.
struct Stream {
  int descriptor = -1;
  std::uint64_t at = 0;
};

voidpf open_stream(voidpf opaque, const void*, int) { return opaque; }

uLong read_stream(voidpf, voidpf stream, void* into, uLong size) {
  auto& from = *static_cast<Stream*>(stream);
  uLong filled = 0;
  while (filled < size) {
    const ssize_t got = ::pread(from.descriptor, static_cast<char*>(into) + filled, size - filled,
                                static_cast<off_t>(from.at));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    from.at += static_cast<std::uint64_t>(got);
    filled += static_cast<uLong>(got);
  }
  return filled;
}

ZPOS64_T tell_stream(voidpf, voidpf stream) { return static_cast<Stream*>(stream)->at; }

long seek_stream(voidpf, voidpf stream, ZPOS64_T offset, int origin) {
  auto& from = *static_cast<Stream*>(stream);
  std::uint64_t base = 0;
  if (origin == ZLIB_FILEFUNC_SEEK_CUR) base = from.at;
  if (origin == ZLIB_FILEFUNC_SEEK_END) {
    const off_t end = ::lseek(from.descriptor, 0, SEEK_END);
    if (end < 0) return -1;
    base = static_cast<std::uint64_t>(end);
  }
  std::uint64_t to = 0;
  constexpr std::uint64_t most = std::uint64_t{1} << 62;
  if (__builtin_add_overflow(base, offset, &to) || to > most) return -1;
  from.at = to;
  return 0;
}

int close_stream(voidpf, voidpf) { return 0; }
int error_of_stream(voidpf, voidpf) { return 0; }

std::string folded(std::string_view name) { return base::ascii_lower(name); }

/// Why a part's name is none that a spreadsheet program gives; empty when it may be one.
std::string_view odd_name(std::string_view name) {
  if (name.empty()) return "without a name";
  if (name.find('\0') != std::string_view::npos) return "with a NUL in its name";
  if (name.front() == '/') return "with an absolute name";
  while (!name.empty()) {
    const std::size_t slash = std::min(name.find('/'), name.size());
    if (name.substr(0, slash) == "..") return "that points outside of it";
    name.remove_prefix(std::min(slash + 1, name.size()));
  }
  return {};
}

std::string first_bytes(int descriptor, std::size_t most) {
  std::string bytes(most, '\0');
  std::size_t filled = 0;
  while (filled < most) {
    const ssize_t got =
        ::pread(descriptor, bytes.data() + filled, most - filled, static_cast<off_t>(filled));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    filled += static_cast<std::size_t>(got);
  }
  bytes.resize(filled);
  return bytes;
}

std::string utf16(std::string_view ascii) {
  std::string wide;
  for (const char c : ascii) {
    wide += c;
    wide += '\0';
  }
  return wide;
}

}  // namespace

struct Package::Archive {
  Stream stream;
  unzFile file = nullptr;
};

Package::Package(const PackageLimits& limits)
    : limits_(limits), archive_(std::make_unique<Archive>()) {}

Package::~Package() {
  if (archive_->file == nullptr) return;
  unzCloseCurrentFile(archive_->file);
  unzClose(archive_->file);
}

std::optional<Problem> Package::open(int descriptor) {
  archive_->stream = {descriptor, 0};
  zlib_filefunc64_def functions{};
  functions.zopen64_file = open_stream;
  functions.zread_file = read_stream;
  functions.ztell64_file = tell_stream;
  functions.zseek64_file = seek_stream;
  functions.zclose_file = close_stream;
  functions.zerror_file = error_of_stream;
  functions.opaque = &archive_->stream;
  archive_->file = unzOpen2_64("", &functions);
  if (archive_->file == nullptr) {
    return damaged("the workbook has no list of its parts at its end",
                   "was it copied or downloaded to its end?");
  }
  return list();
}

std::optional<Problem> Package::list() {
  unzFile const file = archive_->file;
  std::array<char, 1024> name{};
  std::uint64_t count = 0;
  int code = unzGoToFirstFile(file);
  for (; code == UNZ_OK; code = unzGoToNextFile(file)) {
    if (++count > limits_.entries) {
      return refused(fmt::format("the workbook has more than {} parts", limits_.entries));
    }
    unz_file_info64 info{};
    unz64_file_pos place{};
    if (unzGetCurrentFileInfo64(file, &info, name.data(), name.size() - 1, nullptr, 0, nullptr,
                                0) != UNZ_OK ||
        unzGetFilePos64(file, &place) != UNZ_OK) {
      return damaged("the list of the workbook's parts is broken");
    }
    if (info.size_filename >= name.size() - 1) return refused("a part has an endless name");
    Part part;
    part.name.assign(name.data(), info.size_filename);
    // As an archiver of Windows that knows no better writes them.
    std::replace(part.name.begin(), part.name.end(), '\\', '/');
    if (const std::string_view odd = odd_name(part.name); !odd.empty()) {
      return refused(fmt::format("the workbook holds a part {}", odd));
    }
    part.place = place.pos_in_zip_directory;
    part.number = place.num_of_file;
    part.packed = info.compressed_size;
    part.unpacked = info.uncompressed_size;
    part.method = static_cast<std::uint32_t>(info.compression_method);
    part.encrypted = (info.flag & 1U) != 0;
    const auto [at, fresh] = parts_.emplace(folded(part.name), part);
    if (!fresh) {
      return refused(fmt::format("the workbook holds two parts `{}`", base::excerpt(part.name)));
    }
  }
  if (code != UNZ_END_OF_LIST_OF_FILE) return damaged("the list of the workbook's parts is broken");
  return std::nullopt;
}

bool Package::has(std::string_view name) const { return parts_.contains(folded(name)); }

std::uint64_t Package::declared_size(std::string_view name) const {
  const auto found = parts_.find(folded(name));
  return found == parts_.end() ? 0 : found->second.unpacked;
}

std::optional<Problem> Package::begin(std::string_view name) {
  if (open_ != nullptr) unzCloseCurrentFile(archive_->file);
  open_ = nullptr;
  problem_.reset();
  unpacked_ = 0;
  const auto found = parts_.find(folded(name));
  if (found == parts_.end()) {
    fail(damaged(fmt::format("the workbook lacks its part `{}`", base::excerpt(name))));
    return problem_;
  }
  const Part& part = found->second;
  const unz64_file_pos place{part.place, part.number};
  if (part.encrypted) {
    fail({"E0701", "the archive is encrypted", "save it without a password", "", 0, 0, ""});
  } else if (part.method != 0 && part.method != Z_DEFLATED) {
    fail(damaged(fmt::format("the workbook's part `{}` is packed by a method (number {}) that no "
                             "spreadsheet program uses",
                             base::excerpt(part.name), part.method),
                 "unpack it and pack it again by Deflate, or save it with a spreadsheet program"));
  } else if (unzGoToFilePos64(archive_->file, &place) != UNZ_OK ||
             unzOpenCurrentFile(archive_->file) != UNZ_OK) {
    fail(damaged(fmt::format("the workbook's part `{}` is not what its list of parts says",
                             base::excerpt(part.name))));
  } else {
    open_ = &part;
  }
  return problem_;
}

std::size_t Package::read(char* into, std::size_t size) {
  if (open_ == nullptr) return 0;
  constexpr std::size_t most = std::size_t{1} << 30;
  const int got =
      unzReadCurrentFile(archive_->file, into, static_cast<unsigned>(std::min(size, most)));
  if (got < 0) {
    return fail(damaged(
        fmt::format("the workbook's part `{}` cannot be unpacked", base::excerpt(open_->name)),
        "was it copied or downloaded to its end?"));
  }
  if (got == 0) {
    finish_part();
    return 0;
  }
  unpacked_ += static_cast<std::uint64_t>(got);
  if (unpacked_ > limits_.free_bytes && unpacked_ / limits_.expansion > open_->packed) {
    return fail(refused(fmt::format("the part `{}` unpacks to more than {} times its size",
                                    base::excerpt(open_->name), limits_.expansion)));
  }
  return static_cast<std::size_t>(got);
}

// At the end: the checksum, and whether all came that was promised.
void Package::finish_part() {
  const Part& part = *open_;
  open_ = nullptr;
  const int code = unzCloseCurrentFile(archive_->file);
  if (code == UNZ_OK && unpacked_ == part.unpacked) return;
  fail(
      damaged(fmt::format("the workbook's part `{}` is not as long as its list of parts says, or "
                          "was changed on the way",
                          base::excerpt(part.name))));
}

std::size_t Package::fail(Problem problem) {
  if (open_ != nullptr) unzCloseCurrentFile(archive_->file);
  open_ = nullptr;
  problem_ = std::move(problem);
  return 0;
}

std::optional<std::string> Package::whole(std::string_view name, std::size_t most) {
  if (begin(name)) return std::nullopt;
  std::string bytes;
  constexpr std::size_t piece = std::size_t{64} << 10;
  while (true) {
    const std::size_t filled = bytes.size();
    bytes.resize(filled + piece);
    const std::size_t got = read(bytes.data() + filled, piece);
    bytes.resize(filled + got);
    if (got == 0) break;
    if (bytes.size() > most) {
      fail(refused(
          fmt::format("the part `{}` is longer than {} MiB", base::excerpt(name), most >> 20U)));
      break;
    }
  }
  if (problem_) return std::nullopt;
  return bytes;
}

std::string foreign_kind(int descriptor) {
  // Where a compound file's directory stands is not worth reading it: its names are there in full.
  constexpr std::size_t looked_at = std::size_t{8} << 20;
  const std::string start = first_bytes(descriptor, 8);
  if (start.starts_with("PK\x03\x04") || start.starts_with("PK\x05\x06")) return {};
  if (!start.starts_with("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")) return "no workbook";
  const std::string bytes = first_bytes(descriptor, looked_at);
  const auto names = [&](std::string_view name) {
    return bytes.find(utf16(name)) != std::string::npos;
  };
  if (names("EncryptedPackage")) return "a workbook with a password";
  if (names("Workbook") || names("Book")) return "a workbook of Excel 97 (.xls)";
  return names("WordDocument") ? "a Word document" : "an old Office document";
}

std::string foreign_kind(Package& package) {
  if (package.has("xl/workbook.bin")) return "a binary workbook (.xlsb)";
  if (package.has("word/document.xml")) return "a Word document";
  if (package.has("ppt/presentation.xml")) return "a presentation";
  if (package.has("mimetype")) {
    constexpr std::size_t most = 1 << 20;
    const std::string type = package.whole("mimetype", most).value_or("");
    if (type.find("opendocument.spreadsheet") != std::string::npos) {
      return "an OpenDocument spreadsheet (.ods)";
    }
    if (type.find("opendocument") != std::string::npos) return "an OpenDocument file";
  }
  return "a zip archive, but no workbook";
}

}  // namespace sourcing::sheet
