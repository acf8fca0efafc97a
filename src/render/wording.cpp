// SPDX-License-Identifier: Apache-2.0
#include "render/wording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <sourcing/version.hpp>

#include "base/decimal.hpp"
#include "base/text.hpp"

namespace sourcing::render {

namespace {

// Enough of a hash to tell two models apart by eye.
constexpr std::size_t short_hash = 12;

std::string_view unquoted(std::string_view json) {
  if (json.size() < 2 || json.front() != '"' || json.back() != '"') return json;
  return json.substr(1, json.size() - 2);
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// What is filled in and holds a point between digits without being a number: names and texts.
bool is_name(std::string_view name) {
  constexpr std::array<std::string_view, 12> names = {"id",       "version",   "tool", "hash",
                                                      "task",     "row",       "text", "label",
                                                      "question", "criterion", "rule", "amount"};
  return std::find(names.begin(), names.end(), name) != names.end();
}

// Numbers as a language writes them: 22,50 where its decimal sign is a comma.
void append_numbers(std::string& out, std::string_view text, std::string_view decimal) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool point = text[i] == '.' && i > 0 && i + 1 < text.size() && is_digit(text[i - 1]) &&
                       is_digit(text[i + 1]);
    if (point) {
      out += decimal;
    } else {
      out += text[i];
    }
  }
}

// How people read a word of a scale. A value comes without its criterion: where two scales share a
// word and read it differently, it stays as it is.
std::string read_word(const engine::Program& program, std::string_view word, std::size_t language) {
  std::string_view found;
  for (const engine::Criterion& criterion : program.criteria) {
    for (const engine::Level& level : criterion.levels) {
      if (level.word.empty() || level.word != word) continue;
      const std::string_view read = program.text(level.words, language);
      if (!found.empty() && found != read) return std::string(word);
      found = read;
    }
  }
  return std::string(found.empty() ? word : found);
}

std::string fill_in(std::string_view phrase, std::initializer_list<Filling> fillings,
                    std::string_view decimal) {
  std::string out;
  while (!phrase.empty()) {
    const std::size_t open = phrase.find('{');
    const std::size_t close = open == std::string_view::npos ? open : phrase.find('}', open);
    if (close == std::string_view::npos) break;
    out += phrase.substr(0, open);
    const std::string_view name = phrase.substr(open + 1, close - open - 1);
    std::string_view replacement = phrase.substr(open, close - open + 1);
    for (const auto& [known, value] : fillings) {
      if (known == name) replacement = value;
    }
    if (decimal == "." || is_name(name)) {
      out += replacement;
    } else {
      append_numbers(out, replacement, decimal);
    }
    phrase.remove_prefix(close + 1);
  }
  out += phrase;
  return out;
}

}  // namespace

std::string fill(std::string_view phrase, std::initializer_list<Filling> fillings) {
  return fill_in(phrase, fillings, ".");
}

void append_item(std::string& out, std::string_view item) {
  if (!out.empty()) out += ", ";
  out += item;
}

std::string fixed2(std::int64_t hundredths) {
  std::string out;
  base::append_fixed2(out, hundredths);
  return out;
}

std::string Wording::say(std::string_view key, std::initializer_list<Filling> fillings) const {
  return fill_in(engine::phrase(program_, key, language_), fillings, decimal_);
}

std::string Wording::say_count(std::string_view key, std::uint64_t count,
                               std::initializer_list<Filling> fillings) const {
  return count == 1 ? say(std::string(key) + "_one", fillings) : say(key, fillings);
}

std::string Wording::number(std::string_view shown) const {
  std::string out;
  append_numbers(out, shown, decimal_);
  return out;
}

std::string Wording::text(engine::TextId text) const {
  return std::string(program_.text(text, language_));
}

std::string Wording::task(std::string_view id, std::string_view name, std::uint64_t row) const {
  id = base::trim(id);
  name = base::trim(name);
  if (!name.empty() && !id.empty()) return fmt::format("{} ({})", name, id);
  if (!name.empty()) return std::string(name);
  if (!id.empty()) return std::string(id);
  if (row == 0) return say("task.unnamed");
  return say("task.row", {{"row", fmt::format_int(row).c_str()}});
}

std::string Wording::engagement(Engagement engagement) const {
  return engagement == Engagement::bpo ? low() : high();
}

std::string Wording::disposition(Disposition disposition) const {
  switch (disposition) {
    case Disposition::retain:
      return say("disposition.retain");
    case Disposition::automate_first:
      return say("disposition.automate_first");
    case Disposition::outsource:
      break;
  }
  return say("disposition.outsource");
}

std::string Wording::status(Status status) const {
  switch (status) {
    case Status::decided:
      return say("status_word.decided");
    case Status::tentative:
      return say("status_word.tentative");
    case Status::undetermined:
      return say("status_word.undetermined");
    case Status::error:
      break;
  }
  return say("status_word.error");
}

std::string Wording::criterion(std::string_view id) const {
  const std::size_t c = engine::find_criterion(program_, id);
  return c < program_.criteria.size() ? text(program_.criteria[c].label) : std::string(id);
}

std::string Wording::rule(std::string_view id) const {
  for (const engine::Rule& rule : program_.rules) {
    if (rule.id == id) return text(rule.label);
  }
  return std::string(id);
}

std::string Wording::single_value(std::string_view json) const {
  if (json == "true") return say("value.true");
  if (json == "false") return say("value.false");
  const std::string_view plain = unquoted(json);
  if (plain.size() != json.size()) return read_word(program_, plain, language_);
  std::string out;
  append_numbers(out, plain, decimal_);
  return out;
}

std::string Wording::value(std::string_view json) const {
  // Words of a scale hold neither commas nor brackets, so that the ends of a range are easy to see.
  const std::size_t comma = json.find(',');
  if (json.empty() || json.front() != '[' || comma == std::string_view::npos) {
    return single_value(json);
  }
  const std::string low = single_value(base::trim(json.substr(1, comma - 1)));
  const std::string high =
      single_value(base::trim(json.substr(comma + 1, json.size() - comma - 2)));
  return low == high ? low : say("value.range", {{"low", low}, {"high", high}});
}

std::string Wording::verdict(const Decision& decision) const {
  const Verdict& verdict = decision.verdict;
  if (!verdict.engagement) {
    std::string known;
    if (verdict.disposition) append_item(known, disposition(*verdict.disposition));
    if (verdict.location) append_item(known, name(*verdict.location));
    return known.empty() ? say("verdict.nothing") : say("verdict.partial", {{"list", known}});
  }
  const bool location_open = decision.location_status == Status::undetermined;
  if (!verdict.location && !location_open) return say("verdict.no_location");
  std::string target = engagement(*verdict.engagement);
  append_item(target, verdict.location ? std::string(name(*verdict.location))
                                       : say("target.location_open"));
  if (!verdict.disposition) return say("verdict.open", {{"target", target}});
  switch (*verdict.disposition) {
    case Disposition::retain:
      return say("verdict.retain", {{"target", target}});
    case Disposition::automate_first:
      return say("verdict.automate_first", {{"target", target}});
    case Disposition::outsource:
      break;
  }
  return say("verdict.outsource", {{"target", target}});
}

std::string Wording::possible(const Verdict& verdict) const {
  std::string out;
  if (verdict.disposition) append_item(out, disposition(*verdict.disposition));
  if (verdict.engagement) append_item(out, engagement(*verdict.engagement));
  append_item(out,
              verdict.location ? std::string(name(*verdict.location)) : say("target.no_location"));
  return out;
}

std::string Wording::engagement_line(const Decision& decision) const {
  const std::string label = text(program_.axes[0].label);
  if (!decision.verdict.engagement) {
    return say("engagement.undetermined", {{"label", label}, {"low", low()}, {"high", high()}});
  }
  const std::string which = engagement(*decision.verdict.engagement);
  const std::string score = fixed2(decision.scores[0]);
  const std::string threshold = fixed2(decision.threshold);
  const std::string distance = fixed2(std::abs(decision.margin));
  const std::string_view key = decision.hybrid       ? "engagement.hybrid"
                               : decision.margin > 0 ? "engagement.above"
                                                     : "engagement.below";
  return say(key, {{"label", label},
                   {"engagement", which},
                   {"score", score},
                   {"threshold", threshold},
                   {"distance", distance},
                   {"low", low()},
                   {"high", high()}});
}

std::string Wording::location_line(const Decision& decision) const {
  if (!decision.verdict.location) {
    return decision.location_status == Status::undetermined ? say("location.undetermined")
                                                            : say("location.none");
  }
  const Location chosen = *decision.verdict.location;
  const std::string score = fixed2(decision.scores[static_cast<std::size_t>(axis_of(chosen))]);
  if (!decision.runner_up) {
    return say("location.only", {{"location", name(chosen)}, {"score", score}});
  }
  const std::string margin = fixed2(decision.location_margin);
  return say(decision.location_margin == 0 ? "location.tied" : "location.ahead",
             {{"location", name(chosen)},
              {"score", score},
              {"margin", margin},
              {"runner_up", name(*decision.runner_up)}});
}

std::string Wording::status_line(const Decision& decision) const {
  std::string out;
  if (decision.status == Status::undetermined) {
    out = say("status.undetermined");
  } else if (decision.status == Status::decided) {
    const bool complete = decision.unknown.empty() && decision.assumed.empty();
    out = say(complete ? "status.complete" : "status.decided");
  } else {
    std::string open;
    if (decision.engagement_status != Status::decided) {
      append_item(open, say("topic.engagement", {{"low", low()}, {"high", high()}}));
    }
    if (decision.location_status != Status::decided) append_item(open, say("topic.location"));
    if (decision.disposition_status != Status::decided) append_item(open, say("topic.disposition"));
    out = say("status.tentative", {{"list", open}});
  }
  if (!decision.proven) {
    out += ' ';
    out += say("status.not_proven");
  }
  return out;
}

std::vector<std::string> Wording::firm_lines(const Decision& decision, Step named) const {
  std::vector<std::string> lines;
  const Verdict& verdict = decision.verdict;
  if (!verdict.engagement && !verdict.location) return lines;
  if (verdict.engagement && decision.hybrid) {
    lines.push_back(say("firm.hybrid", {{"engagement", engagement(*verdict.engagement)},
                                        {"distance", fixed2(std::abs(decision.margin))}}));
  }
  if (decision.close.value_or(false)) {
    lines.push_back(say(decision.location_margin == 0 ? "firm.tied" : "firm.close",
                        {{"location", name(*verdict.location)},
                         {"runner_up", name(*decision.runner_up)},
                         {"margin", fixed2(decision.location_margin)}}));
  }
  if (decision.flip_step && named == Step::unnamed) {
    lines.push_back(say("firm.one_step"));
  } else if (decision.flip_step) {
    lines.push_back(say("firm.fragile", {{"step", step(decision, *decision.flip_step)}}));
  } else if (lines.empty()) {
    lines.push_back(say("firm.clear"));
  }
  return lines;
}

// Only what is another: the rest of the verdict stands.
std::string Wording::say_step(std::string_view key, const Decision& decision,
                              const FlipStep& flip) const {
  std::string then;
  const Verdict &before = decision.verdict, &after = flip.verdict;
  if (after.disposition != before.disposition) {
    append_item(then, after.disposition ? std::string(disposition(*after.disposition))
                                        : say("firm.open_disposition"));
  }
  if (after.engagement != before.engagement) {
    append_item(then, after.engagement ? std::string(engagement(*after.engagement))
                                       : say("firm.open_engagement"));
  }
  if (after.location != before.location) {
    // Nowhere to outsource to is a verdict, and it is retained then.
    const bool nowhere = after.disposition == Disposition::retain;
    append_item(then, after.location ? std::string(name(*after.location))
                      : nowhere      ? say("target.no_location")
                                     : say("firm.open_location"));
  }
  return say(key, {{"criterion", criterion(flip.criterion)},
                   {"from", value(flip.from)},
                   {"to", value(flip.to)},
                   {"verdict", then}});
}

std::string Wording::step(const Decision& decision, const FlipStep& flip) const {
  return say_step("firm.step", decision, flip);
}

std::string Wording::would_give(const Decision& decision, const FlipStep& flip) const {
  return say_step("change.step", decision, flip);
}

namespace {

// The phrase of a comparison; the names are the model's.
std::string_view wanted_phrase(std::string_view op) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 8> phrases = {{
      {"is", "wanted.is"},
      {"is_not", "wanted.is_not"},
      {"at_least", "wanted.at_least"},
      {"at_most", "wanted.at_most"},
      {"above", "wanted.above"},
      {"below", "wanted.below"},
      {"between", "wanted.between"},
      {"not", "wanted.not"},
  }};
  for (const auto& [name, phrase] : phrases) {
    if (name == op) return phrase;
  }
  return phrases.front().second;
}

// By Fires; there is no rule that sets `outsource`.
std::string_view considered_phrase(Disposition disposition, Fires fires) {
  constexpr std::array<std::array<std::string_view, 3>, 2> phrases = {{
      {"considered.retain_no", "considered.retain_maybe", "considered.retain_yes"},
      {"considered.automate_first_no", "considered.automate_first_maybe",
       "considered.automate_first_yes"},
  }};
  return phrases[disposition == Disposition::retain ? 0 : 1][static_cast<std::size_t>(fires)];
}

}  // namespace

// `{"at_least":4}`, as a person says it.
std::string Wording::lacking(const Lacking& one) const {
  const std::string_view wanted = one.wanted;
  const std::size_t colon = wanted.find(':');
  if (wanted.size() < 5 || colon == std::string_view::npos) return criterion(one.criterion);
  const std::string_view op = wanted.substr(2, colon - 3);
  std::string_view operand = wanted.substr(colon + 1, wanted.size() - colon - 2);
  if (const std::size_t ends = operand.find('['); op == "not" && ends != std::string_view::npos) {
    operand = operand.substr(ends, operand.size() - 1 - ends);
  }
  const std::string needs =
      say(wanted_phrase(op), {{"criterion", criterion(one.criterion)}, {"value", value(operand)}});
  if (one.value == "null") return say("wanted.unknown", {{"wanted", needs}});
  return say("wanted.now", {{"wanted", needs}, {"value", value(one.value)}});
}

std::string Wording::considered(const Decision& decision, const Considered& rule) const {
  const std::string_view key = considered_phrase(rule.disposition, rule.fires);
  if (rule.fires == Fires::yes) {
    for (const Reason& reason : decision.reasons) {
      if (reason.code == rule.code) return say(key, {{"text", reason.text}});
    }
  }
  std::string list;
  for (const Lacking& one : rule.lacking) append_item(list, lacking(one));
  if (list.empty()) return say("considered.never", {{"rule", this->rule(rule.code)}});
  return say(key, {{"list", list}});
}

std::string Wording::other_locations(const Decision& decision) const {
  std::string list;
  for (std::size_t l = 0; l < location_count; ++l) {
    const auto location = static_cast<Location>(l);
    if (decision.verdict.location == location) continue;
    std::string item = fmt::format("{} {}", name(location), fixed2(decision.scores[l + 1]));
    if (decision.excluded[l]) {
      item += fmt::format(" ({})", say("mark.excluded"));
    } else if (decision.maybe_excluded[l]) {
      item += fmt::format(" ({})", say("mark.maybe_excluded"));
    }
    append_item(list, item);
  }
  return say(decision.verdict.location ? "location.others" : "location.scores", {{"list", list}});
}

std::string Wording::place_mark(const Decision& decision, std::size_t l) const {
  if (decision.excluded[l]) return say("mark.excluded");
  if (!decision.verdict.location) return {};
  const auto chosen = static_cast<std::size_t>(*decision.verdict.location);
  if (l == chosen) return say("location_mark.chosen");
  const Centipoints behind = decision.scores[chosen + 1] - decision.scores[l + 1];
  std::string mark = behind == 0 ? say("location_mark.tied")
                                 : say("location_mark.behind", {{"margin", fixed2(behind)}});
  if (decision.maybe_excluded[l]) mark += ", " + say("mark.maybe_excluded");
  return mark;
}

std::string Wording::footer() const {
  return say("footer.model", {{"id", program_.id},
                              {"version", program_.version},
                              {"hash", program_.sha256.substr(0, short_hash)},
                              {"tool", version()}});
}

}  // namespace sourcing::render
