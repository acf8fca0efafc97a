// SPDX-License-Identifier: Apache-2.0
// What the parts of the page share.
#pragma once

#include <fmt/format.h>

#include <initializer_list>
#include <string>
#include <string_view>

#include "base/decimal.hpp"
#include "engine/program.hpp"
#include "render/wording.hpp"
#include "report/document.hpp"
#include "report/markup.hpp"

namespace sourcing::report {

struct Context {
  const Engine& engine;
  const engine::Program& program;
  const Document& document;
  const render::Wording& words;

  /// A phrase, as HTML.
  [[nodiscard]] std::string say(std::string_view key,
                                std::initializer_list<render::Filling> fillings = {}) const {
    return html(words.say(key, fillings));
  }
  [[nodiscard]] std::string location_name(std::size_t l) const {
    return l < location_count ? std::string(name(static_cast<Location>(l)))
                              : words.say("report.none");
  }
  [[nodiscard]] std::string disposition_name(std::size_t d) const {
    return d < 3 ? words.disposition(static_cast<Disposition>(d)) : words.say("report.none");
  }
  [[nodiscard]] std::string engagement_name(std::size_t e) const {
    return e < 2 ? words.engagement(static_cast<Engagement>(e)) : words.say("report.none");
  }
  /// Hundredths, without decimals that say nothing.
  [[nodiscard]] std::string number(std::int64_t hundredths) const {
    return words.number(base::shortest2(hundredths));
  }
};

/// Opens a section with its heading, both named `id`.
inline void open_section(const Context& context, std::string& out, std::string_view id,
                         std::string_view heading) {
  out += fmt::format("<section id=\"{}\" aria-labelledby=\"h-{}\"><h2 id=\"h-{}\">{}</h2>\n", id,
                     id, id, context.say(heading));
}

}  // namespace sourcing::report
