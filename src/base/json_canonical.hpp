// SPDX-License-Identifier: Apache-2.0
/// \file
/// The canonical form of a JSON document, for hashing.
#pragma once

#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>

#include "base/json.hpp"

namespace sourcing::json {

/// `value` in the canonical form of RFC 8785 (JCS): no white space, keys sorted by UTF-16 code
/// units, numbers as ECMAScript prints the nearest double. So integers past 2^53 lose digits and
/// `-0` becomes `0`; a number that overflows a double (which `parse` refuses) becomes `null`.
std::string canonical(const Value& value);

/// The same piece by piece, so that a long document is not in memory twice. Members of the
/// outermost object that are named in `without` are left out.
void canonical(const Value& value, const std::function<void(std::string_view)>& piece,
               std::initializer_list<std::string_view> without = {});

}  // namespace sourcing::json
