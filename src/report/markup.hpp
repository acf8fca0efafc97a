// SPDX-License-Identifier: Apache-2.0
// Pieces of HTML.
#pragma once

#include <sourcing/verdict.hpp>
#include <string>
#include <string_view>

#include "base/escape.hpp"

namespace sourcing::report {

[[nodiscard]] inline std::string html(std::string_view text) {
  std::string out;
  base::append_html(out, text);
  return out;
}

/// JSON inside a script element: nothing in it ends the element or a line.
[[nodiscard]] inline std::string script_safe(std::string_view json) {
  std::string out;
  out.reserve(json.size());
  for (std::size_t i = 0; i < json.size(); ++i) {
    if (json[i] == '<') {
      out += "\\u003c";
    } else if (json.substr(i).starts_with("\xE2\x80\xA8") ||
               json.substr(i).starts_with("\xE2\x80\xA9")) {
      out += json[i + 2] == '\xA8' ? "\\u2028" : "\\u2029";
      i += 2;
    } else {
      out += json[i];
    }
  }
  return out;
}

/// The shape and colour of a disposition, by its number.
[[nodiscard]] inline std::string key_of(Disposition disposition) {
  switch (disposition) {
    case Disposition::retain:
      return "<span class=\"key k1\" aria-hidden=\"true\">■</span>";
    case Disposition::automate_first:
      return "<span class=\"key k2\" aria-hidden=\"true\">◆</span>";
    case Disposition::outsource:
      break;
  }
  return "<span class=\"key k0\" aria-hidden=\"true\">●</span>";
}
[[nodiscard]] inline unsigned shape_of(Disposition disposition) {
  return disposition == Disposition::retain           ? 1
         : disposition == Disposition::automate_first ? 2
                                                      : 0;
}

}  // namespace sourcing::report
