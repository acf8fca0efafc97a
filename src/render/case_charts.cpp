// SPDX-License-Identifier: Apache-2.0
#include "render/case_charts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

#include "base/escape.hpp"
#include "render/wording.hpp"

namespace sourcing::render {

namespace {

using money::Wide;

constexpr int width = 720, label_width = 230, row_height = 26, top = 40, bottom = 12;
constexpr int plot_width = width - label_width - 20;
constexpr std::size_t most_drivers = 12;

std::string escaped(std::string_view text) {
  std::string out;
  base::append_html(out, text);
  return out;
}

// Whole units, thousands apart as the language has it.
std::string whole(Wide cents, std::string_view language) {
  std::string digits;
  money::append_amount(digits, money::rounded(cents, 100) * 100);
  digits.erase(digits.find('.'));
  const std::size_t sign = digits.front() == '-' ? 1 : 0;
  constexpr std::size_t group = 3;
  for (std::size_t at = digits.size(); at > sign + group; at -= group) {
    digits.insert(at - group, language == "en" ? "," : ".");
  }
  return digits;
}

// From amounts to the width of the plot, by integers.
class Scale {
 public:
  void take(Wide value) {
    low_ = std::min(low_, value);
    high_ = std::max(high_, value);
  }
  [[nodiscard]] int at(Wide value) const {
    const Wide span = std::max<Wide>(high_ - low_, 1);
    return label_width + static_cast<int>((value - low_) * plot_width / span);
  }

 private:
  Wide low_ = 0, high_ = 0;  // zero is always in the picture
};

class Drawing {
 public:
  Drawing(std::string_view title, std::size_t rows) {
    const auto height = top + row_height * static_cast<int>(rows) + bottom;
    put("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {} {}\" role=\"img\" "
        "class=\"case\" font-family=\"sans-serif\" font-size=\"11\"><title>{}</title>\n",
        width, height, escaped(title));
    put("<text x=\"0\" y=\"16\" font-size=\"13\" font-weight=\"bold\" fill=\"currentColor\">{}"
        "</text>\n",
        escaped(title));
  }

  void label(std::string_view text) {
    put("<text x=\"0\" y=\"{}\" fill=\"currentColor\">{}</text>\n", y_ + 15, escaped(text));
  }
  void bar(int from, int to, std::string_view colour, std::string_view said) {
    put("<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"16\" fill=\"{}\"><title>{}</title></rect>\n",
        std::min(from, to), y_ + 3, std::max(std::abs(to - from), 1), colour, escaped(said));
  }
  void whisker(int from, int to) {
    put("<path d=\"M{0} {2}v6m0-3H{1}m0-3v6\" stroke=\"currentColor\" fill=\"none\"/>\n",
        std::min(from, to), std::max(from, to), y_ + 8);
  }
  void line(int x) {
    put("<path d=\"M{} {}V{}\" stroke=\"currentColor\" stroke-opacity=\".5\"/>\n", x, top - 8, y_);
  }
  void next() { y_ += row_height; }
  std::string end() {
    out_ += "</svg>\n";
    return std::move(out_);
  }

 private:
  template <class... Values>
  void put(fmt::format_string<Values...> format, Values&&... values) {
    fmt::format_to(std::back_inserter(out_), format, std::forward<Values>(values)...);
  }
  std::string out_;
  int y_ = top;
};

Wide middle(const money::WideInterval& ends) { return money::rounded(ends.low + ends.high, 2); }

money::WideInterval wide(const money::Interval& ends) { return {ends.low, ends.high}; }

}  // namespace

std::string option_label(const Engine& engine, money::Option option, std::string_view language) {
  const Wording wording(engine.program(), language);
  constexpr std::array<std::string_view, money::option_count> keys = {
      "case.keep",     "case.onshore", "case.nearshore",
      "case.offshore", "case.captive", "case.automate"};
  return wording.say(keys[static_cast<std::size_t>(option)]);
}

money::Option case_subject(const CaseReport& report) noexcept {
  if (report.advice.option != money::Option::keep) return report.advice.option;
  const money::Option verdict = report.advice.verdict.value_or(money::Option::offshore);
  return verdict == money::Option::keep ? money::Option::offshore : verdict;
}

std::string tornado_svg(const Engine& engine, const CaseReport& report, money::Option option,
                        std::string_view language) {
  const Wording wording(engine.program(), language);
  std::vector<const money::Driver*> shown;
  Scale scale;
  for (const money::Driver& each : report.drivers) {
    if (each.option != option || shown.size() == most_drivers) continue;
    shown.push_back(&each);
    scale.take(each.npv_from);
    scale.take(each.npv_to);
  }
  Drawing drawing(wording.say("case.drivers", {{"option", option_label(engine, option, language)}}),
                  shown.size());
  for (const money::Driver* each : shown) {
    const money::Assumption& at = report.plan->assumptions()[each->assumption];
    const money::Unit unit = money::kind(at.line).unit;
    const std::string ends =
        fmt::format("{} … {}", money::shown(unit, each->from), money::shown(unit, each->to));
    drawing.label(fmt::format("{}: {}", at.id, ends));
    drawing.bar(scale.at(each->npv_from), scale.at(each->npv_to), "#2b6cb0",
                fmt::format("{} … {} {}", whole(each->npv_from, language),
                            whole(each->npv_to, language), report.money->currency));
    drawing.next();
  }
  drawing.line(scale.at(0));
  return drawing.end();
}

Waterfall waterfall_of(const Engine& engine, const CaseReport& report, money::Option option,
                       std::string_view language) {
  const money::OptionCase& one = (*report.options)[static_cast<std::size_t>(option)];
  const Wording wording(engine.program(), language);
  const std::string task = wording.task(report.task.id, report.task.name, report.task.row);
  return {fmt::format("{}: {}", task, option_label(engine, option, language)),
          std::string(report.money->currency),
          report.money->work.base,
          report.plan->horizon().years,
          wide(one.saving),
          wide(one.one_off),
          wide(one.npv)};
}

Waterfall waterfall_of(const Engine& engine, const CaseGroup& group, const money::Horizon& horizon,
                       bool independent, std::string_view language) {
  const Wording wording(engine.program(), language);
  std::string title;
  for (const auto& [column, value] : group.key) append_item(title, column + " " + value);
  if (title.empty()) title = wording.say("case.all");
  const money::OptionTotal total = group.totals.verdicts(independent);
  return {title + ": " + wording.say("case.verdicts"),
          group.currency,
          group.totals.base(),
          horizon.years,
          total.saving,
          total.one_off,
          total.npv};
}

std::string waterfall_svg(const Engine& engine, const Waterfall& waterfall,
                          std::string_view language) {
  const Wording wording(engine.program(), language);
  const int years = waterfall.years;
  const Wide base = waterfall.base * years;
  const money::WideInterval saving = {waterfall.saving.low * years, waterfall.saving.high * years};
  const Wide saved = middle(saving), once = middle(waterfall.one_off);
  const Wide net = middle(waterfall.npv);
  // What waiting, learning, growing prices and discounting take or give: all the rest.
  const Wide rest = saved - once - net;
  struct Step {
    std::string_view key;
    Wide from, to, low, high;
    std::string_view colour;
  };
  const Wide after = base - saved, paid = after + once;
  const std::array<Step, 5> steps = {{
      {"case.step_base", 0, base, base, base, "#4a5568"},
      {"case.step_saving", base, after, base - saving.low, base - saving.high, "#1b7f4b"},
      {"case.step_one_off", after, paid, after + waterfall.one_off.low,
       after + waterfall.one_off.high, "#b7791f"},
      {"case.step_rest", paid, paid + rest, paid + rest, paid + rest, "#b7791f"},
      {"case.step_net", 0, base - net, base - waterfall.npv.low, base - waterfall.npv.high,
       "#4a5568"},
  }};
  Scale scale;
  for (const Step& step : steps) {
    for (const Wide value : {step.from, step.to, step.low, step.high}) scale.take(value);
  }
  Drawing drawing(waterfall.title, steps.size());
  for (const Step& step : steps) {
    drawing.label(wording.say(step.key, {{"years", std::to_string(years)}}));
    const std::string low = whole(step.low, language), high = whole(step.high, language);
    drawing.bar(scale.at(step.from), scale.at(step.to), step.colour,
                fmt::format("{} → {} {} ({} … {})", whole(step.from, language),
                            whole(step.to, language), waterfall.currency, low, high));
    if (step.low != step.high) drawing.whisker(scale.at(step.low), scale.at(step.high));
    drawing.next();
  }
  drawing.line(scale.at(0));
  return drawing.end();
}

}  // namespace sourcing::render
