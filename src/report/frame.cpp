// SPDX-License-Identifier: Apache-2.0
#include "report/frame.hpp"

#include <fmt/format.h>

#include "base/sha256.hpp"
#include "report/assets.hpp"
#include "report/base64.hpp"
#include "report/markup.hpp"

namespace sourcing::report {

namespace {

std::string csp_hash(std::string_view text) {
  base::Sha256 hash;
  hash.update(text);
  return fmt::format("'sha256-{}'", base64(hash.finish()));
}

}  // namespace

std::string begin_page(std::string_view language, std::string_view title, std::string_view script) {
  return fmt::format(
      "<!doctype html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\">"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src {}; "
      "style-src {}; "
      "img-src data:; base-uri 'none'; form-action 'none'\">"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
      "<meta name=\"color-scheme\" content=\"light "
      "dark\"><title>{}</title><style>{}</style></head><body>\n",
      html(language), csp_hash(script), csp_hash(report_css), html(title), report_css);
}

void append_data(std::string& out, std::string_view id, std::string_view json) {
  out += fmt::format("<script type=\"application/json\" id=\"{}\">{}</script>\n", id,
                     script_safe(json));
}

std::string end_page(std::string_view script) {
  return fmt::format("<script type=\"module\">{}</script></body></html>\n", script);
}

}  // namespace sourcing::report
