// SPDX-License-Identifier: Apache-2.0
#include "input/csv_index.hpp"

#include <array>
#include <bit>
#include <cstring>

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>
#define SOURCING_X86 1
#else
#define SOURCING_X86 0
#endif

namespace sourcing::input {

namespace {

constexpr std::size_t word_bytes = 64;

// A bit for each of 64 bytes.
struct Bits {
  std::uint64_t delimiter, terminator, quote;
  std::uint64_t other;  // neither printable ASCII nor structure; a CR before LF is set too
  std::uint64_t cr;
};

// What does not ask for vector instructions.
struct Scalar {
  // Bit i of the result is the exclusive-or of bits 0 to i.
  static inline __attribute__((always_inline)) std::uint64_t running_xor(
      std::uint64_t bits) noexcept {
    for (unsigned shift = 1; shift < 64; shift *= 2) bits ^= bits << shift;
    return bits;
  }
  // Writes where the bits are, from `base` on, and may write up to 64 entries.
  static inline __attribute__((always_inline)) void flatten(std::uint64_t bits, std::uint32_t base,
                                                            std::uint32_t* out) noexcept {
    // The branch is taken less often so; what lands past the last is written over.
    for (; bits != 0; out += 8) {
      for (int i = 0; i < 8; ++i) {
        out[i] = base + static_cast<std::uint32_t>(std::countr_zero(bits));
        bits &= bits - 1;
      }
    }
  }
};

struct Portable : Scalar {
  static Bits compare(const char* at, Dialect dialect) noexcept {
    Bits bits{};
    for (std::size_t i = 0; i < word_bytes; ++i) {
      const char c = at[i];
      const auto u = static_cast<unsigned char>(c);
      const std::uint64_t bit = std::uint64_t{1} << i;
      if (c == dialect.delimiter) bits.delimiter |= bit;
      if (c == dialect.terminator) bits.terminator |= bit;
      if (c == '"') bits.quote |= bit;
      if (c == '\r') bits.cr |= bit;
      if ((u < 0x20 && c != dialect.delimiter && c != dialect.terminator) || u >= 0x7F) {
        bits.other |= bit;
      }
    }
    return bits;
  }
};

#if SOURCING_X86
struct Sse2 : Scalar {
  static Bits compare(const char* at, Dialect dialect) noexcept {
    Bits bits{};
    const __m128i delimiter = _mm_set1_epi8(dialect.delimiter);
    const __m128i terminator = _mm_set1_epi8(dialect.terminator);
    for (unsigned i = 0; i < 4; ++i) {
      const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at + 16 * i));
      const auto mask = [i](__m128i found) {
        return static_cast<std::uint64_t>(static_cast<unsigned>(_mm_movemask_epi8(found)))
               << (16 * i);
      };
      const std::uint64_t is_terminator = mask(_mm_cmpeq_epi8(bytes, terminator));
      const std::uint64_t is_delimiter = mask(_mm_cmpeq_epi8(bytes, delimiter));
      // Signed: bytes from 0x80 on are below zero.
      const std::uint64_t odd = mask(_mm_or_si128(_mm_cmplt_epi8(bytes, _mm_set1_epi8(0x20)),
                                                  _mm_cmpeq_epi8(bytes, _mm_set1_epi8(0x7F))));
      bits.delimiter |= is_delimiter;
      bits.terminator |= is_terminator;
      bits.quote |= mask(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')));
      bits.cr |= mask(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('\r')));
      bits.other |= odd & ~is_terminator & ~is_delimiter;
    }
    return bits;
  }
};

struct Avx2 : Scalar {
  __attribute__((target("avx2"))) static inline Bits compare(const char* at,
                                                             Dialect dialect) noexcept {
    const __m256i low = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(at));
    const __m256i high = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(at + 32));
    const __m256i delimiter = _mm256_set1_epi8(dialect.delimiter);
    const __m256i terminator = _mm256_set1_epi8(dialect.terminator);
    const __m256i quote = _mm256_set1_epi8('"');
    const __m256i cr = _mm256_set1_epi8('\r'), space = _mm256_set1_epi8(0x20);
    const __m256i del = _mm256_set1_epi8(0x7F);
#define SOURCING_MASK(a, b)                                                          \
  (static_cast<std::uint64_t>(static_cast<std::uint32_t>(_mm256_movemask_epi8(a))) | \
   static_cast<std::uint64_t>(static_cast<std::uint32_t>(_mm256_movemask_epi8(b))) << 32)
#define SOURCING_EQUAL(what) \
  SOURCING_MASK(_mm256_cmpeq_epi8(low, what), _mm256_cmpeq_epi8(high, what))
    Bits bits{};
    bits.delimiter = SOURCING_EQUAL(delimiter);
    bits.terminator = SOURCING_EQUAL(terminator);
    bits.quote = SOURCING_EQUAL(quote);
    bits.cr = SOURCING_EQUAL(cr);
    const std::uint64_t odd = SOURCING_MASK(_mm256_cmpgt_epi8(space, low),  // signed, as above
                                            _mm256_cmpgt_epi8(space, high)) |
                              SOURCING_EQUAL(del);
    bits.other = odd & ~bits.terminator & ~bits.delimiter;
    return bits;
#undef SOURCING_EQUAL
#undef SOURCING_MASK
  }
};

#define SOURCING_AVX512 \
  __attribute__((target("avx512f,avx512bw,avx512vbmi,avx512vbmi2,pclmul,bmi,bmi2,lzcnt,popcnt")))
struct Avx512 {
  SOURCING_AVX512 static inline Bits compare(const char* at, Dialect dialect) noexcept {
    const __m512i bytes = _mm512_loadu_si512(at);
    const auto equal = [bytes](char c) SOURCING_AVX512 {
      return static_cast<std::uint64_t>(_mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(c)));
    };
    Bits bits{};
    bits.delimiter = equal(dialect.delimiter);
    bits.terminator = equal(dialect.terminator);
    bits.quote = equal('"');
    bits.cr = equal('\r');
    const std::uint64_t odd =
        _mm512_cmplt_epi8_mask(bytes, _mm512_set1_epi8(0x20)) | equal(0x7F);  // signed, as above
    bits.other = odd & ~bits.terminator & ~bits.delimiter;
    return bits;
  }

  // To multiply by all ones without carries is to add up, without carries, all that is below.
  SOURCING_AVX512 static inline std::uint64_t running_xor(std::uint64_t bits) noexcept {
    const __m128i word = _mm_set_epi64x(0, static_cast<long long>(bits));
    return static_cast<std::uint64_t>(
        _mm_cvtsi128_si64(_mm_clmulepi64_si128(word, _mm_set1_epi8(-1), 0)));
  }

  // The numbers 0 to 63 are squeezed to those whose bit is set, then widened.
  SOURCING_AVX512 static inline void flatten(std::uint64_t bits, std::uint32_t base,
                                             std::uint32_t* out) noexcept {
    alignas(64) static constexpr std::array<std::uint8_t, word_bytes> numbers = [] {
      std::array<std::uint8_t, word_bytes> all{};
      for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<std::uint8_t>(i);
      return all;
    }();
    const __m512i found = _mm512_maskz_compress_epi8(bits, _mm512_load_si512(numbers.data()));
    // The masks let all lanes through: GCC 12 warns of the plain forms in its own header.
    const __m512i from = _mm512_set1_epi32(static_cast<int>(base));
    const auto put = [out, from](std::size_t at, __m128i sixteen) SOURCING_AVX512 {
      _mm512_storeu_si512(out + at,
                          _mm512_add_epi32(_mm512_maskz_cvtepu8_epi32(0xFFFF, sixteen), from));
    };
    // Nearly every word has some, and about as many have more than 16 as have not.
    put(0, _mm512_maskz_extracti32x4_epi32(0xF, found, 0));
    put(16, _mm512_maskz_extracti32x4_epi32(0xF, found, 1));
    if (std::popcount(bits) <= 32) return;
    put(32, _mm512_maskz_extracti32x4_epi32(0xF, found, 2));
    put(48, _mm512_maskz_extracti32x4_epi32(0xF, found, 3));
  }
};
#endif

// Adds rows to an index as their ends are found.
struct RowWriter {
  Index& index;
  const char* data;
  bool lf;
  std::uint32_t begin = 0;

  // The terminator stands at `at`; its entry in `ends` is the last of `count`.
  // Returns how many entries remain: an empty line's is taken back.
  std::size_t close(std::size_t at, std::size_t count) noexcept {
    auto end = static_cast<std::uint32_t>(at);
    while (lf && end > begin && data[end - 1] == '\r') --end;  // some write CR CR LF
    const std::uint32_t here = begin;
    begin = static_cast<std::uint32_t>(at) + 1;
    if (end == here) return count - 1;
    index.ends[count - 1] = end;
    index.begin[index.rows] = here;
    index.first[++index.rows] = static_cast<std::uint32_t>(count);
    return count;
  }
};

void make_room(Index& index, std::size_t bytes) {
  // Each byte may end a field, and a row has at least two bytes; flattening writes a little past.
  if (index.ends.size() >= bytes + word_bytes) return;
  index.ends.resize(bytes + word_bytes);
  index.begin.resize(bytes / 2 + 2);
  index.first.resize(bytes / 2 + 3);
  index.flags.resize(bytes / 2 + 2);
}

// False when a quote stands where none should: the index is then worthless.
template <class Compared>
inline __attribute__((always_inline)) bool index_words(std::string_view block, Dialect dialect,
                                                       bool quotes, Index& index) {
  RowWriter rows{index, block.data(), dialect.terminator == '\n'};
  std::uint32_t* const ends = index.ends.data();
  std::size_t count = 0;
  std::uint64_t inside = 0;       // all ones: the word begins inside quotes
  std::uint64_t may_open = 1;     // bit 0: a quote at the next byte opens a field
  std::uint64_t after_close = 0;  // bit 0: the byte before the word closed a field
  index.first[0] = 0;
  for (std::size_t base = 0; base < block.size(); base += word_bytes) {
    Bits bits = Compared::compare(block.data() + base, dialect);
    if (const std::size_t left = block.size() - base; left < word_bytes) {
      const std::uint64_t within = (std::uint64_t{1} << left) - 1;
      bits.delimiter &= within, bits.terminator &= within, bits.quote &= within;
      bits.other &= within, bits.cr &= within;
    }
    std::uint64_t structure = bits.delimiter | bits.terminator;
    index.lines += static_cast<std::size_t>(std::popcount(bits.terminator));
    if (quotes) {  // without another branch: in blocks with quotes any word may have some
      const std::uint64_t plain_ends = structure;
      const std::uint64_t within =
          Compared::running_xor(bits.quote) ^ inside;  // the opening quote counts
      const std::uint64_t opens = bits.quote & within, closes = bits.quote & ~within;
      // An opening quote follows a structural byte or the quote before it; after a closing one
      // come structure, a quote, or the CR of a line end.
      const std::uint64_t outside = ~within & ~bits.quote;
      const std::uint64_t may_begin = ((plain_ends & outside) << 1) | (bits.quote << 1) | may_open;
      const std::uint64_t must_end = (closes << 1) | after_close;
      if ((opens & ~may_begin) != 0) return false;
      if ((must_end & ~(plain_ends | bits.quote | bits.cr)) != 0) return false;
      after_close = closes >> 63;
      inside = std::uint64_t{0} - (within >> 63);
      may_open = ((plain_ends & outside) | bits.quote) >> 63;
      structure &= ~within;
      bits.terminator &= ~within;
    }
    const std::size_t row_before = index.rows;
    const std::size_t count_before = count;
    Compared::flatten(structure, static_cast<std::uint32_t>(base), ends + count);
    count += static_cast<std::size_t>(std::popcount(structure));
    if (bits.terminator != 0) {
      std::size_t shift = 0;  // entries taken back for empty lines in this word
      for (std::uint64_t left = bits.terminator; left != 0; left &= left - 1) {
        const auto bit = static_cast<unsigned>(std::countr_zero(left));
        const std::uint64_t up_to =
            (bit == 63 ? ~std::uint64_t{0} : (std::uint64_t{1} << (bit + 1)) - 1);
        const std::size_t here =
            count_before + static_cast<std::size_t>(std::popcount(structure & up_to)) - shift;
        const std::size_t kept = rows.close(base + bit, here);
        if (kept == here) continue;
        std::memmove(ends + kept, ends + here, (count - here) * sizeof(std::uint32_t));
        ++shift;
        --count;
      }
      for (std::size_t row = row_before; row < index.rows; ++row) index.flags[row + 1] = 0;
    }
    const std::uint64_t lf_after_cr =
        dialect.terminator == '\n' ? bits.cr & (bits.terminator >> 1) : 0;
    std::uint64_t odd = bits.other & ~lf_after_cr;
    if ((odd >> 63) != 0 && (bits.cr >> 63) != 0 && dialect.terminator == '\n' &&
        base + word_bytes < block.size() && block[base + word_bytes] == '\n') {
      odd &= ~(std::uint64_t{1} << 63);
    }
    // Of the rows that this word has a part of: nearly always one or two.
    const auto flags =
        static_cast<std::uint8_t>((odd != 0 ? row_check : 0) | (bits.quote != 0 ? row_quote : 0));
    index.flags[row_before] |= flags;
    index.flags[index.rows] |= flags;
    for (std::size_t row = row_before + 1; row < index.rows; ++row) index.flags[row] |= flags;
  }
  return true;
}

void index_portable(std::string_view block, Dialect dialect, bool quotes, Index& index,
                    bool& fine) {
  fine = index_words<Portable>(block, dialect, quotes, index);
}
#if SOURCING_X86
void index_sse2(std::string_view block, Dialect dialect, bool quotes, Index& index, bool& fine) {
  fine = index_words<Sse2>(block, dialect, quotes, index);
}
__attribute__((target("avx2,bmi,bmi2,lzcnt,popcnt"))) void index_avx2(std::string_view block,
                                                                      Dialect dialect, bool quotes,
                                                                      Index& index, bool& fine) {
  fine = index_words<Avx2>(block, dialect, quotes, index);
}
SOURCING_AVX512 void index_avx512(std::string_view block, Dialect dialect, bool quotes,
                                  Index& index, bool& fine) {
  fine = index_words<Avx512>(block, dialect, quotes, index);
}
#endif

}  // namespace

Compare best_compare() noexcept {
#if SOURCING_X86
  static const bool has_avx2 = __builtin_cpu_supports("avx2") != 0 &&
                               __builtin_cpu_supports("bmi2") != 0 &&
                               __builtin_cpu_supports("popcnt") != 0;
  static const bool has_avx512 = has_avx2 && __builtin_cpu_supports("avx512bw") != 0 &&
                                 __builtin_cpu_supports("avx512vbmi2") != 0 &&
                                 __builtin_cpu_supports("pclmul") != 0;
  return has_avx512 ? Compare::avx512 : has_avx2 ? Compare::avx2 : Compare::sse2;
#else
  return Compare::portable;
#endif
}

void index_block(std::string_view block, Dialect dialect, bool quotes, Compare compare,
                 Index& index) {
  make_room(index, block.size());
  index.rows = index.lines = 0;
  index.flags[0] = 0;
  bool fine = true;
  switch (compare) {
#if SOURCING_X86
    case Compare::avx512:
      index_avx512(block, dialect, quotes, index, fine);
      break;
    case Compare::avx2:
      index_avx2(block, dialect, quotes, index, fine);
      break;
    case Compare::sse2:
      index_sse2(block, dialect, quotes, index, fine);
      break;
#else
    case Compare::avx512:
    case Compare::avx2:
    case Compare::sse2:
#endif
    case Compare::portable:
      index_portable(block, dialect, quotes, index, fine);
      break;
  }
  if (!fine) index_slowly(block, dialect, index);
}

void index_slowly(std::string_view block, Dialect dialect, Index& index) {
  make_room(index, block.size());
  index.rows = index.lines = 0;
  index.first[0] = 0;
  RowWriter rows{index, block.data(), dialect.terminator == '\n'};
  enum class State : std::uint8_t { begin, plain, quoted, closed } state = State::begin;
  std::size_t count = 0;
  std::uint8_t flags = 0;
  for (std::size_t at = 0; at < block.size(); ++at) {
    const char c = block[at];
    const auto u = static_cast<unsigned char>(c);
    const bool line_end_cr = c == '\r' && dialect.terminator == '\n' && state != State::quoted &&
                             at + 1 < block.size() && block[at + 1] == '\n';
    if (c == dialect.terminator) ++index.lines;
    if (c == '"') flags |= row_quote;
    if ((u < 0x20 || u >= 0x7F) && !line_end_cr && c != dialect.terminator &&
        c != dialect.delimiter) {
      flags |= row_check;
    }
    if (state == State::quoted) {
      if (c == '"') state = State::closed;
      continue;
    }
    if (c == '"' && state != State::plain) {  // opens, or is the second of two
      state = State::quoted;
      continue;
    }
    if (c != dialect.delimiter && c != dialect.terminator) {
      if (state == State::closed && !line_end_cr) flags |= row_check;
      if (!(state == State::closed && line_end_cr)) state = State::plain;
      continue;
    }
    index.ends[count++] = static_cast<std::uint32_t>(at);
    state = State::begin;
    if (c != dialect.terminator) continue;
    const std::size_t before = index.rows;
    count = rows.close(at, count);
    if (index.rows > before) index.flags[before] = flags;
    flags = 0;
  }
}

}  // namespace sourcing::input
