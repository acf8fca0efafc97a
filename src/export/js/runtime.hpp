// SPDX-License-Identifier: Apache-2.0
// The runtime of the module: files of data/export/, embedded by the build.
#pragma once

#include <string_view>

namespace sourcing::js {

extern const std::string_view tables_mjs, values_mjs, box_mjs, compile_mjs, decide_mjs, write_mjs,
    api_mjs;

}  // namespace sourcing::js
