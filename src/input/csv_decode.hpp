// SPDX-License-Identifier: Apache-2.0
// Decoders between a source and its reader. Each owns the source that it reads from.
#pragma once

#include <cstdint>
#include <memory>
#include <sourcing/batch.hpp>

namespace sourcing::input {

/// Decompressed output may be at most this many times the input, once it is past the free part: a
/// small file that unpacks without end is an attack, not data.
inline constexpr std::uint64_t most_expansion = 500;
inline constexpr std::uint64_t free_expansion = std::uint64_t{256} << 20;

/// gzip, several members in a row included. Without zlib: a source that only has a problem.
[[nodiscard]] std::unique_ptr<ByteSource> make_gunzip(std::unique_ptr<ByteSource> packed);
/// Zstandard, several frames in a row included. Without libzstd: a source that only has a problem.
[[nodiscard]] std::unique_ptr<ByteSource> make_unzstd(std::unique_ptr<ByteSource> packed);
/// UTF-16 to UTF-8; a lone surrogate or half a unit is a problem.
[[nodiscard]] std::unique_ptr<ByteSource> make_utf16(std::unique_ptr<ByteSource> units,
                                                     bool big_endian);

/// An encoding with one byte a character, which ASCII is part of.
enum class SingleByte : std::uint8_t { windows_1252, iso_8859_1, iso_8859_15 };
/// To UTF-8; a byte that stands for nothing is a problem.
[[nodiscard]] std::unique_ptr<ByteSource> make_single_byte(std::unique_ptr<ByteSource> bytes,
                                                           SingleByte encoding);

/// Has a problem and nothing else.
[[nodiscard]] std::unique_ptr<ByteSource> make_refused(Problem problem);

}  // namespace sourcing::input
