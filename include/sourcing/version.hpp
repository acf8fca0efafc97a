// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace sourcing {

/// The version of the library that is linked, such as "0.1.0". Points at static storage.
[[nodiscard]] std::string_view version() noexcept;

}  // namespace sourcing
