// SPDX-License-Identifier: Apache-2.0
#include "render/html_page.hpp"

#include "base/escape.hpp"

namespace sourcing::render {

void append_tag(std::string& out, std::string_view open, std::string_view text) {
  out += '<';
  out += open;
  out += '>';
  base::append_html(out, text);
  out += "</";
  out += open.substr(0, open.find(' '));
  out += ">\n";
}

void append_page_begin(std::string& out, std::string_view title, std::string_view language,
                       std::string_view style) {
  out += "<!DOCTYPE html>\n<html lang=\"";
  base::append_html(out, language);
  out +=
      "\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" "
      "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n<meta name=\"viewport\" "
      "content=\"width=device-width\">\n";
  append_tag(out, "title", title);
  out += "<style>";
  out += style;
  out += "</style>\n</head>\n<body>\n<main>\n";
}

void append_page_end(std::string& out, std::string_view footer) {
  out += "</main>\n";
  append_tag(out, "footer", footer);
  out += "</body>\n</html>\n";
}

}  // namespace sourcing::render
