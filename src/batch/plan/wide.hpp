// SPDX-License-Identifier: Apache-2.0
// Loops over the rows of a group are written once, plainly, and compiled twice: for any processor,
// and for one with AVX2, chosen at run time. Both give the same.
#pragma once

/// Inlined into both versions.
#define SOURCING_INLINE inline __attribute__((always_inline))

/// The version for a processor of which `input::has_avx2` says so.
#if defined(__x86_64__) && defined(__GNUC__)
#define SOURCING_WIDE __attribute__((target("avx2,bmi,bmi2,popcnt")))
#else
#define SOURCING_WIDE
#endif

/// Says of the loop that follows that its passes may be taken in any order. GCC can forget what
/// __restrict says once it inlines, and would then ask at run time, in vain.
#if defined(__GNUC__) && !defined(__clang__)
#define SOURCING_INDEPENDENT _Pragma("GCC ivdep")
#else
#define SOURCING_INDEPENDENT
#endif

/// Says of the loop that follows, which has eight passes at most, that they are to be written out.
#if defined(__GNUC__) && !defined(__clang__)
#define SOURCING_UNROLLED _Pragma("GCC unroll 8")
#elif defined(__clang__)
#define SOURCING_UNROLLED _Pragma("unroll")
#else
#define SOURCING_UNROLLED
#endif
