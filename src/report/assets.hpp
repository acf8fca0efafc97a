// SPDX-License-Identifier: Apache-2.0
// The style and the script of the page: files of data/report/, embedded by the build.
#pragma once

#include <string_view>

namespace sourcing::report {

extern const std::string_view report_css, list_js, report_js, moves_js;

}  // namespace sourcing::report
