// SPDX-License-Identifier: Apache-2.0
#include "cli/commands/model_show_graph.hpp"

#include <fmt/format.h>

#include <array>
#include <set>
#include <utility>

#include "base/decimal.hpp"
#include "base/text.hpp"

namespace sourcing::cli {

namespace {

// Both languages quote a label with `"`. Mermaid makes HTML of the label, which is no one's to
// write but the page's.
std::string label(std::string_view text, GraphFormat format) {
  const auto escaped = [&](char c) -> std::string_view {
    if (format == GraphFormat::dot) return c == '"' ? "\\\"" : c == '\\' ? "\\\\" : "";
    switch (c) {
      case '"':
        return "#quot;";
      case '#':
        return "#35;";
      case '<':
        return "#lt;";
      case '>':
        return "#gt;";
      case '&':
        return "#amp;";
      case '`':
        return "#96;";
      default:
        return "";
    }
  };
  std::string out;
  for (const char c : base::printable(text)) {
    const std::string_view instead = escaped(c);
    out += instead.empty() ? std::string_view(&c, 1) : instead;
  }
  return out;
}

class Graph {
 public:
  Graph(const engine::Program& program, GraphFormat format, std::size_t language)
      : program_(program), format_(format), language_(language) {}

  std::string run() {
    out_ = dot() ? "digraph model {\n  rankdir=LR;\n  node [shape=box];\n" : "flowchart LR\n";
    for (const engine::Criterion& criterion : program_.criteria) {
      node("c_", criterion.id, say(criterion.label), Shape::box);
    }
    for (std::size_t a = 0; a < axis_count; ++a) {
      node("a_", name(static_cast<Axis>(a)), say(program_.axes[a].label), Shape::round);
    }
    for (const engine::Rule& rule : program_.rules) {
      node("r_", rule.id, say(rule.label), rule.gate ? Shape::hexagon : Shape::diamond);
    }
    node("v_", "engagement", "engagement", Shape::round);
    node("v_", "location", "location", Shape::round);
    node("v_", "disposition", "disposition", Shape::round);
    weights();
    rules();
    edge("a_engagement", "v_engagement", fmt::format("threshold {}", points(program_.threshold)));
    for (std::size_t l = 0; l < location_count; ++l) {
      edge(fmt::format("a_{}", name(static_cast<Location>(l))), "v_location", "");
    }
    return out_ + (dot() ? "}\n" : "");
  }

 private:
  enum class Shape : std::uint8_t { box, round, hexagon, diamond };

  [[nodiscard]] bool dot() const noexcept { return format_ == GraphFormat::dot; }
  [[nodiscard]] std::string_view say(engine::TextId text) const {
    return program_.text(text, language_);
  }

  static std::string points(Centipoints value) {
    std::string out;
    base::append_fixed2(out, value);
    return out;
  }

  void node(std::string_view prefix, std::string_view id, std::string_view text, Shape shape) {
    const std::string shown = label(text, format_);
    const auto kind = static_cast<std::size_t>(shape);
    if (dot()) {
      constexpr std::array<std::string_view, 4> shapes = {"box", "ellipse", "hexagon", "diamond"};
      out_ += fmt::format("  {}{} [label=\"{}\", shape={}];\n", prefix, id, shown, shapes[kind]);
      return;
    }
    constexpr std::array<std::pair<std::string_view, std::string_view>, 4> brackets = {
        {{"[", "]"}, {"([", "])"}, {"{{", "}}"}, {"{", "}"}}};
    out_ += fmt::format("  {}{}{}\"{}\"{}\n", prefix, id, brackets[kind].first, shown,
                        brackets[kind].second);
  }

  void edge(const std::string& from, const std::string& to, const std::string& text) {
    if (dot()) {
      out_ += fmt::format("  {} -> {} [label=\"{}\"];\n", from, to, label(text, format_));
    } else if (text.empty()) {
      out_ += fmt::format("  {} --> {}\n", from, to);
    } else {
      out_ += fmt::format("  {} -->|\"{}\"| {}\n", from, label(text, format_), to);
    }
  }

  void weights() {
    for (std::size_t a = 0; a < axis_count; ++a) {
      for (const engine::Weight& weight : program_.axes[a].weights) {
        const std::string_view way = weight.direction > 0   ? "high"
                                     : weight.direction < 0 ? "low"
                                                            : "its words";
        edge(fmt::format("c_{}", program_.criteria[weight.criterion].id),
             fmt::format("a_{}", name(static_cast<Axis>(a))),
             fmt::format("{} {}", points(weight.centipoints), way));
      }
    }
  }

  void tested(const engine::Node& node, std::set<std::size_t>& criteria) const {
    if (node.kind == engine::NodeKind::atom) {
      criteria.insert(program_.atoms[node.first].criterion);
      return;
    }
    for (const engine::Node& child : program_.nodes.subspan(node.first, node.count)) {
      tested(child, criteria);
    }
  }

  void rules() {
    for (const engine::Rule& rule : program_.rules) {
      const std::string from = fmt::format("r_{}", rule.id);
      std::set<std::size_t> criteria;
      tested(program_.nodes[rule.condition], criteria);
      for (const std::size_t c : criteria) {
        edge(fmt::format("c_{}", program_.criteria[c].id), from, "");
      }
      for (std::size_t a = 0; a < axis_count; ++a) {
        if (rule.points[a] == 0) continue;
        std::string text;
        base::append_signed2(text, rule.points[a]);
        edge(from, fmt::format("a_{}", name(static_cast<Axis>(a))), text);
      }
      for (std::size_t l = 0; l < location_count; ++l) {
        if (((rule.excluded >> l) & 1U) == 0) continue;
        edge(from, fmt::format("a_{}", name(static_cast<Location>(l))), "excludes");
      }
      if (rule.disposition != engine::no_disposition) {
        edge(from, "v_disposition", std::string(name(static_cast<Disposition>(rule.disposition))));
      }
    }
  }

  const engine::Program& program_;
  GraphFormat format_;
  std::size_t language_;
  std::string out_;
};

}  // namespace

std::string model_graph(const engine::Program& program, GraphFormat format, std::size_t language) {
  return Graph(program, format, language).run();
}

}  // namespace sourcing::cli
