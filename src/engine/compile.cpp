// SPDX-License-Identifier: Apache-2.0
#include "engine/compile.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "engine/box.hpp"
#include "engine/condition_code.hpp"
#include "engine/phrase_order.hpp"

namespace sourcing::engine {

namespace {

constexpr Centipoints full_scale = 10'000;

class Compiler {
 public:
  Compiler(ProgramStorage& out) : out_(out), model_(out.model) {}

  void run() {
    for (const std::string& language : model_.languages) out_.languages.push_back(language);
    criteria();
    axes();
    rules();
    neutralise();
    catalogue();
    compile_names(out_);
    finish();
  }

 private:
  TextId text(const model::Text& text) {
    if (text.empty()) return no_text;
    const auto id = static_cast<TextId>(out_.texts.size() / model_.languages.size());
    for (const std::string& sentence : text) out_.texts.push_back(sentence);
    return id;
  }

  void criteria() {
    out_.levels.reserve(model_.criteria.size());
    std::uint32_t table = 0;
    for (const model::Criterion& source : model_.criteria) {
      std::vector<Level>& levels = out_.levels.emplace_back();
      for (const model::Level& level : source.levels) {
        const TextId words = text(level.words);
        levels.push_back({level.at, level.word, text(level.text), level.from, level.to, words});
      }
      Criterion criterion{};
      criterion.id = source.id;
      criterion.label = text(source.label);
      criterion.question = text(source.question);
      criterion.unit = text(source.unit);
      criterion.scale = source.scale;
      criterion.immutable = source.immutable;
      criterion.neutral = source.neutral;
      criterion.last = static_cast<std::uint16_t>(grid_size(source) - 1);
      criterion.minimum = source.minimum;
      criterion.maximum = source.maximum;
      criterion.step = source.step;
      criterion.levels = levels;
      criterion.table = table;
      table += criterion.last + 1U;
      out_.criteria.push_back(criterion);
    }
    out_.contributions.assign(table, 0);
  }

  // The step that a position has on an axis, and the greatest step, R.
  static std::pair<std::int64_t, std::int64_t> step_of(const model::Weight& weight,
                                                       const Criterion& criterion, std::size_t at) {
    const auto k = static_cast<std::int64_t>(at);
    switch (weight.toward) {
      case model::Direction::high:
        return {k, criterion.last};
      case model::Direction::low:
        return {criterion.last - k, criterion.last};
      case model::Direction::steps:
        break;
    }
    return {weight.steps[at], *std::max_element(weight.steps.begin(), weight.steps.end())};
  }

  void axes() {
    std::int64_t rounding = 0;
    for (std::size_t a = 0; a < axis_count; ++a) {
      const model::ScoreAxis& source = model_.axes[a];
      std::vector<std::int64_t> relative;
      for (const model::Weight& weight : source.weights) relative.push_back(weight.weight);
      const std::vector<Centipoints> normalised = normalise(relative);
      ScoreAxis& axis = out_.program.axes[a];
      for (std::size_t i = 0; i < source.weights.size(); ++i) {
        const model::Weight& weight = source.weights[i];
        const Criterion& criterion = out_.criteria[weight.criterion];
        Weight compiled{};
        compiled.criterion = static_cast<std::uint16_t>(weight.criterion);
        compiled.centipoints = static_cast<std::uint16_t>(normalised[i]);
        compiled.relative = weight.weight;
        compiled.direction = weight.toward == model::Direction::high  ? std::int8_t{1}
                             : weight.toward == model::Direction::low ? std::int8_t{-1}
                                                                      : std::int8_t{0};
        compiled.for_text = text(weight.for_text);
        compiled.against_text = text(weight.against_text);
        compiled.steps = weight.steps;
        out_.weights[a].push_back(compiled);
        for (std::size_t at = 0; at <= criterion.last; ++at) {
          const auto [k, last] = step_of(weight, criterion, at);
          const Centipoints points = contribution(normalised[i], k, last);
          const std::int64_t off =
              std::abs(std::int64_t{points} * last - std::int64_t{normalised[i]} * k);
          rounding = std::max(rounding, (off * 10'000 + last - 1) / last);
          out_.contributions[criterion.table + at] |= static_cast<Lanes>(points) << (16 * a);
        }
        axis.base += lane(out_.contributions[criterion.table + criterion.neutral], a);
      }
      axis.label = text(source.label);
      axis.low = text(source.low);
      axis.high = text(source.high);
      axis.weights = out_.weights[a];
    }
    out_.program.rounding = static_cast<std::uint32_t>(rounding);
    for (Criterion& criterion : out_.criteria) {
      criterion.bends = bends(criterion);
      line_or_curve(criterion);
    }
  }

  void line_or_curve(const Criterion& criterion) {
    const auto index = static_cast<std::uint16_t>(&criterion - out_.criteria.data());
    const std::span<const Lanes> all =
        std::span(out_.contributions).subspan(criterion.table, criterion.last + std::size_t{1});
    const Lanes step = all[1] - all[0];  // a scale has two positions at least
    bool straight = true;
    for (std::size_t at = 1; at < all.size(); ++at) {
      straight = straight && all[at] - all[at - 1] == step;
    }
    if (!straight) {
      out_.curves.push_back({criterion.table, index});
      return;
    }
    out_.program.start += all[0];
    if (step != 0) out_.lines.push_back({step, index});
  }

  [[nodiscard]] std::uint8_t bends(const Criterion& criterion) const {
    const auto bent = [&](auto value) {
      bool rises = true, falls = true;
      for (std::size_t at = 1; at <= criterion.last; ++at) {
        const Centipoints before = value(out_.contributions[criterion.table + at - 1]);
        const Centipoints after = value(out_.contributions[criterion.table + at]);
        rises = rises && after >= before;
        falls = falls && after <= before;
      }
      return !rises && !falls;
    };
    unsigned result = 0;
    for (std::size_t a = 0; a < axis_count; ++a) {
      if (bent([a](Lanes lanes) { return lane(lanes, a); })) result |= bend_of(a);
      for (std::size_t b = a + 1; a > 0 && b < axis_count; ++b) {
        if (bent([a, b](Lanes lanes) { return lane(lanes, a) - lane(lanes, b); })) {
          result |= bend_between(a, b);
        }
      }
    }
    return static_cast<std::uint8_t>(result);
  }

  Node atom(std::size_t criterion, std::uint16_t low, std::uint16_t high) {
    out_.atoms.push_back({static_cast<std::uint16_t>(criterion), low, high});
    return {NodeKind::atom, static_cast<std::uint32_t>(out_.atoms.size() - 1), 0};
  }

  Node parent(NodeKind kind, const std::vector<Node>& children) {
    const auto first = static_cast<std::uint32_t>(out_.nodes.size());
    out_.nodes.insert(out_.nodes.end(), children.begin(), children.end());
    return {kind, first, static_cast<std::uint32_t>(children.size())};
  }

  Node condition(const model::Condition& source) {
    using model::Operator;
    const std::size_t c = source.criterion;
    const auto& operands = source.operands;
    const std::uint16_t last = source.operands.empty() ? std::uint16_t{0} : out_.criteria[c].last;
    // Holds nowhere, and lies above every box: `above` the last position, `below` the first.
    constexpr std::uint16_t nowhere_low = 0xFFFF, nowhere_high = 0;
    switch (source.op) {
      case Operator::is:
        return atom(c, operands[0], operands[0]);
      case Operator::is_not:
        return parent(NodeKind::not_, {atom(c, operands[0], operands[0])});
      case Operator::between:
        return atom(c, operands[0], operands[1]);
      case Operator::at_least:
        return atom(c, operands[0], last);
      case Operator::at_most:
        return atom(c, 0, operands[0]);
      case Operator::above:
        return operands[0] == last ? atom(c, nowhere_low, nowhere_high)
                                   : atom(c, static_cast<std::uint16_t>(operands[0] + 1), last);
      case Operator::below:
        return operands[0] == 0 ? atom(c, nowhere_low, nowhere_high)
                                : atom(c, 0, static_cast<std::uint16_t>(operands[0] - 1));
      case Operator::one_of: {
        // Neighbours become one interval, so that a long list is no longer than it needs to be.
        std::vector<std::uint16_t> sorted = operands;
        std::sort(sorted.begin(), sorted.end());
        std::vector<Node> each;
        for (std::size_t i = 0; i < sorted.size();) {
          const std::uint16_t low = sorted[i];
          std::uint16_t high = low;
          while (i < sorted.size() && sorted[i] <= high + 1) high = sorted[i++];
          each.push_back(atom(c, low, high));
        }
        return each.size() == 1 ? each.front() : parent(NodeKind::any, each);
      }
      case Operator::all:
      case Operator::any:
      case Operator::not_:
        break;
    }
    std::vector<Node> children;
    for (const model::Condition& child : source.children) children.push_back(condition(child));
    return parent(source.op == Operator::all   ? NodeKind::all
                  : source.op == Operator::any ? NodeKind::any
                                               : NodeKind::not_,
                  children);
  }

  void rules() {
    for (const model::Rule& source : model_.rules) {
      const Node root = condition(source.when);
      out_.nodes.push_back(root);
      Rule rule{};
      rule.id = source.id;
      rule.gate = source.gate;
      rule.label = text(source.label);
      rule.because = text(source.because);
      rule.lifted_by = text(source.lifted_by);
      rule.condition = static_cast<std::uint32_t>(out_.nodes.size() - 1);
      for (std::size_t a = 0; a < axis_count; ++a) {
        rule.points[a] = static_cast<std::int16_t>(source.points[a]);
      }
      for (std::size_t l = 0; l < location_count; ++l) {
        if (source.excluded[l]) rule.excluded |= static_cast<std::uint8_t>(1U << l);
      }
      write_condition_code(out_, root, rule);
      rule.disposition =
          source.disposition ? static_cast<std::int8_t>(*source.disposition) : no_disposition;
      out_.rules.push_back(rule);
    }
  }

  // A model that gives back what a criterion took, where the rule says which answer it was, is as
  // quick as one that does so in points.
  void neutralise() {
    Program view = out_.program;  // what conditions and contributions are read from
    view.criteria = out_.criteria;
    view.contributions = out_.contributions;
    view.atoms = out_.atoms;
    view.nodes = out_.nodes;
    std::vector<std::size_t> named(out_.criteria.size(), 0);
    for (const model::Rule& source : model_.rules) {
      for (const std::size_t c : source.neutralised) ++named[c];
    }
    out_.neutralised.reserve(model_.rules.size());
    for (std::size_t r = 0; r < out_.rules.size(); ++r) {
      Rule& rule = out_.rules[r];
      std::vector<Neutralised>& list = out_.neutralised.emplace_back();
      std::vector<std::size_t> sorted = model_.rules[r].neutralised;
      std::sort(sorted.begin(), sorted.end());
      for (const std::size_t c : sorted) {
        const bool folded = named[c] == 1 && fold(view, c, rule);
        list.push_back({static_cast<std::uint16_t>(c), folded});
        rule.varies = rule.varies || !folded;
      }
      rule.neutralised = list;
      out_.program.varies = out_.program.varies || rule.varies;
    }
  }

  // Adds what neutralising comes to where that is the same wherever the rule can fire.
  static bool fold(const Program& program, std::size_t c, Rule& rule) {
    Box box = whole(program);
    std::optional<Lanes> here;
    for (std::size_t at = 0; at <= program.criteria[c].last; ++at) {
      box.low[c] = box.high[c] = static_cast<std::uint16_t>(at);
      if (truth(program, rule.condition, box) == Truth::no) continue;
      const Lanes value = program.contribution(c, at);
      if (here && *here != value) return false;
      here = value;
    }
    if (!here) return true;  // it never fires
    const Lanes neutral = program.contribution(c, program.criteria[c].neutral);
    for (std::size_t a = 0; a < axis_count; ++a) {
      const Centipoints back = lane(neutral, a) - lane(*here, a);
      rule.points[a] = static_cast<std::int16_t>(rule.points[a] + back);
      rule.folded[a] = static_cast<std::int16_t>(rule.folded[a] + back);
    }
    return true;
  }

  void catalogue() {
    out_.profiles.reserve(model_.activities.size());
    for (const model::Activity& source : model_.activities) {
      std::vector<ProfileEntry>& profile = out_.profiles.emplace_back();
      for (const model::ProfileEntry& entry : source.profile) {
        profile.push_back(
            {static_cast<std::uint16_t>(entry.criterion), entry.low, entry.high, entry.shown});
      }
      out_.activities.push_back(
          {source.id, text(source.names), source.label, source.source, profile});
    }
    std::sort(out_.phrase_source.begin(), out_.phrase_source.end(),
              [](const auto& a, const auto& b) { return phrase_before(a.key, b.key); });
    for (const model::Phrase& source : out_.phrase_source) {
      out_.phrases.push_back({source.key, text(source.text)});
    }
  }

  void finish() {
    Program& program = out_.program;
    program.id = model_.id;
    program.version = model_.version;
    program.sha256 = model_.sha256;
    program.title = text(model_.title);
    program.retain = text(model_.retain);
    program.automate_first = text(model_.automate_first);
    program.outsource = text(model_.outsource);
    program.no_location = text(model_.no_location);
    program.threshold = model_.axes[0].threshold;
    program.hybrid_band = model_.axes[0].hybrid_band;
    program.location_band = model_.location_band;
    program.languages = out_.languages;
    program.texts = out_.texts;
    program.criteria = out_.criteria;
    program.contributions = out_.contributions;
    program.lines = out_.lines;
    program.curves = out_.curves;
    program.atoms = out_.atoms;
    program.nodes = out_.nodes;
    program.tests = out_.tests;
    program.clauses = out_.clauses;
    program.rules = out_.rules;
    program.activities = out_.activities;
    program.phrases = out_.phrases;
    program.criterion_names = out_.criterion_names;
    program.activity_names = out_.activity_names;
  }

  ProgramStorage& out_;
  const model::Model& model_;
};

}  // namespace

std::vector<Centipoints> normalise(const std::vector<std::int64_t>& weights) {
  const std::int64_t sum = std::accumulate(weights.begin(), weights.end(), std::int64_t{0});
  std::vector<Centipoints> result;
  std::vector<std::int64_t> remainders;
  Centipoints given = 0;
  for (const std::int64_t weight : weights) {
    result.push_back(static_cast<Centipoints>(full_scale * weight / sum));
    remainders.push_back(full_scale * weight % sum);
    given += result.back();
  }
  std::vector<std::size_t> order(weights.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return remainders[a] > remainders[b]; });
  for (std::size_t i = 0; given < full_scale; ++i, ++given) ++result[order[i]];
  return result;
}

std::shared_ptr<const ProgramStorage> compile(model::Model model,
                                              std::vector<model::Phrase> phrases) {
  auto storage = std::make_shared<ProgramStorage>();
  storage->model = std::move(model);
  storage->phrase_source = std::move(phrases);
  Compiler(*storage).run();
  return storage;
}

}  // namespace sourcing::engine
