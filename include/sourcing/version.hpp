// SPDX-License-Identifier: Apache-2.0
#pragma once

#if defined(_MSVC_LANG) ? _MSVC_LANG < 202002L : __cplusplus < 202002L
#error "sourcing needs C++20: compile with -std=c++20 or later"
#endif

#include <string_view>

/// The version of these headers, for the preprocessor: `#if SOURCING_VERSION >= 100` is 0.1.0 or
/// later (major * 10,000 + minor * 100 + patch).
#define SOURCING_VERSION_MAJOR 0
#define SOURCING_VERSION_MINOR 1
#define SOURCING_VERSION_PATCH 0
#define SOURCING_VERSION \
  (SOURCING_VERSION_MAJOR * 10000 + SOURCING_VERSION_MINOR * 100 + SOURCING_VERSION_PATCH)

namespace sourcing {

/// The version of the library that is linked, such as "0.1.0". Points at static storage.
[[nodiscard]] std::string_view version() noexcept;

}  // namespace sourcing
