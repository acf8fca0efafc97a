// SPDX-License-Identifier: Apache-2.0
#include "sheet/read/workbook.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <map>

#include "base/text.hpp"
#include "sheet/read/xml.hpp"

namespace sourcing::sheet {

namespace {

constexpr std::size_t most_bytes = std::size_t{16} << 20;
constexpr std::size_t most_sheets = 10'000;

struct Relation {
  std::string type, target;
  bool external = false;
};
using Relations = std::map<std::string, Relation, std::less<>>;

class RelationReader : public XmlHandler {
 public:
  Relations relations;

  void start(std::string_view name, const Attributes& attributes) override {
    if (name != "Relationship") return;
    std::string_view type = attributes.get("Type");
    type.remove_prefix(std::min(type.rfind('/') + 1, type.size()));
    relations.emplace(attributes.get("Id"),
                      Relation{std::string(type), std::string(attributes.get("Target")),
                               attributes.get("TargetMode") == "External"});
  }
  void end(std::string_view) override {}
  void text(std::string_view) override {}
};

class WorkbookReader : public XmlHandler {
 public:
  struct Sheet {
    std::string name, relation;
    SheetState state;
  };
  std::vector<Sheet> sheets;
  bool from_1904 = false, recalculates = false;

  void start(std::string_view name, const Attributes& attributes) override {
    const auto flag = [&](std::string_view of) {
      const std::string_view value = attributes.get(of);
      return value == "1" || value == "true" || value == "on";
    };
    if (name == "workbookPr") from_1904 = flag("date1904");
    if (name == "calcPr") recalculates = flag("fullCalcOnLoad");
    if (name != "sheet" || sheets.size() > most_sheets) return;
    const std::string_view state = attributes.get("state");
    sheets.push_back({std::string(attributes.get("name")), std::string(attributes.get("id")),
                      state == "hidden"       ? SheetState::hidden
                      : state == "veryHidden" ? SheetState::very_hidden
                                              : SheetState::visible});
  }
  void end(std::string_view) override {}
  void text(std::string_view) override {}
};

// The used range is among the first things that a sheet says.
class DimensionReader : public XmlHandler {
 public:
  std::string dimension;

  void start(std::string_view name, const Attributes& attributes) override {
    constexpr std::size_t longest = 40;
    if (name == "dimension") dimension = attributes.get("ref").substr(0, longest);
  }
  void end(std::string_view) override {}
  void text(std::string_view) override {}
};

std::string folder_of(std::string_view part) {
  return std::string(part.substr(0, part.rfind('/') + 1));
}

// A target is an address: `my%20sheet.xml`.
std::string unescaped(std::string_view target) {
  std::string out;
  for (std::size_t at = 0; at < target.size(); ++at) {
    unsigned value = 0;
    const char* const digits = target.data() + at + 1;
    if (target[at] == '%' && target.size() - at > 2 &&
        std::from_chars(digits, digits + 2, value, 16).ptr == digits + 2 && value != 0) {
      out += static_cast<char>(value);
      at += 2;
    } else {
      out += target[at] == '\\' ? '/' : target[at];
    }
  }
  return out;
}

// The part that a target means, seen from the folder of the part that names it.
std::string part_of(std::string_view folder, std::string_view written) {
  const std::string whole = unescaped(written);
  std::string_view target(whole);
  if (target.starts_with('/')) return std::string(target.substr(1));
  std::string path(folder);
  while (target.starts_with("../") || target.starts_with("./")) {
    if (target.starts_with("../")) {
      if (!path.empty()) path.pop_back();
      path = folder_of(path);
      target.remove_prefix(1);
    }
    target.remove_prefix(2);
  }
  return path + std::string(target);
}

std::optional<Problem> read_document(Package& package, const std::string& part,
                                     XmlHandler& handler) {
  const auto document = package.whole(part, most_bytes);
  if (!document) return package.problem();
  auto problem = read_xml(*document, handler);
  if (problem) problem->message = fmt::format("`{}`: {}", base::excerpt(part), problem->message);
  return problem;
}

std::string relations_part(std::string_view part) {
  const std::string folder = folder_of(part);
  return fmt::format("{}_rels/{}.rels", folder, part.substr(folder.size()));
}

std::string dimension_of(Package& package, const std::string& part) {
  constexpr std::size_t looked_at = 8192;
  std::array<char, looked_at> bytes{};
  DimensionReader reader;
  if (package.begin(part)) return {};
  const std::size_t got = package.read(bytes.data(), bytes.size());
  XmlReader(reader).feed({bytes.data(), got}, false);
  return reader.dimension;
}

std::string listed(const std::vector<SheetEntry>& sheets) {
  constexpr std::size_t most = 10;
  std::string out;
  for (std::size_t i = 0; i < sheets.size() && i < most; ++i) {
    out += fmt::format("{}`{}`{}", i > 0 ? ", " : "", base::excerpt(sheets[i].name),
                       sheets[i].state == SheetState::visible ? "" : " (hidden)");
  }
  return sheets.size() > most ? out + fmt::format(" and {} more", sheets.size() - most) : out;
}

}  // namespace

std::string_view name(SheetState state) noexcept {
  switch (state) {
    case SheetState::visible:
      return "visible";
    case SheetState::hidden:
      return "hidden";
    case SheetState::very_hidden:
      return "very hidden";
  }
  return {};
}

std::optional<Problem> Workbook::read(Package& package) {
  std::string root = "xl/workbook.xml";
  if (package.has("_rels/.rels")) {
    RelationReader relations;
    if (auto problem = read_document(package, "_rels/.rels", relations)) return problem;
    for (const auto& [id, relation] : relations.relations) {
      if (relation.type == "officeDocument") root = part_of("", relation.target);
    }
  }
  if (!package.has(root) || root.ends_with(".bin") || root.starts_with("word/")) {
    const std::string kind = foreign_kind(package);
    return Problem{"E0701", fmt::format("this is {}", kind), "save it as .xlsx or CSV", "", 0, 0,
                   ""};
  }
  WorkbookReader book;
  if (auto problem = read_document(package, root, book)) return problem;
  RelationReader relations;
  if (package.has(relations_part(root))) {
    if (auto problem = read_document(package, relations_part(root), relations)) return problem;
  }
  const std::string folder = folder_of(root);
  for (const auto& [id, relation] : relations.relations) {
    if (relation.external) continue;
    const std::string part = part_of(folder, relation.target);
    if (relation.type == "sharedStrings") strings = part;
    if (relation.type == "styles") styles = part;
    if (relation.type == "vbaProject") macros = true;
  }
  if (!package.has(strings)) strings.clear();
  if (!package.has(styles)) styles.clear();
  from_1904 = book.from_1904;
  recalculates = book.recalculates;
  for (WorkbookReader::Sheet& sheet : book.sheets) {
    SheetEntry entry{std::move(sheet.name), sheet.state, {}, {}};
    const auto found = relations.relations.find(sheet.relation);
    if (found != relations.relations.end() && !found->second.external &&
        found->second.type == "worksheet") {
      entry.part = part_of(folder, found->second.target);
    }
    sheets.push_back(std::move(entry));
  }
  constexpr std::size_t most_measured = 100;
  for (std::size_t i = 0; i < sheets.size() && i < most_measured; ++i) {
    if (package.has(sheets[i].part)) sheets[i].dimension = dimension_of(package, sheets[i].part);
  }
  return std::nullopt;
}

const SheetEntry* Workbook::choose(std::string_view wanted, Problem& problem) const {
  const SheetEntry* chosen = nullptr;
  const std::string folded = base::ascii_lower(wanted);
  for (const SheetEntry& sheet : sheets) {
    if (chosen != nullptr) break;
    const bool fits = wanted.empty() ? sheet.state == SheetState::visible && !sheet.part.empty()
                                     : base::ascii_lower(sheet.name) == folded;
    if (fits) chosen = &sheet;
  }
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(wanted.data(), wanted.data() + wanted.size(), number);
  if (chosen == nullptr && !wanted.empty() && error == std::errc{} &&
      end == wanted.data() + wanted.size() && number >= 1 && number <= sheets.size()) {
    chosen = &sheets[number - 1];
  }
  problem = {"E0704", "", "", "", 0, 0, ""};
  if (chosen == nullptr) {
    std::vector<std::string_view> names;
    for (const SheetEntry& sheet : sheets) names.push_back(sheet.name);
    const std::string near = base::nearest(wanted, names);
    problem.message = wanted.empty() ? "the workbook has no visible sheet with cells"
                                     : fmt::format("there is no sheet `{}`", base::excerpt(wanted));
    problem.hint = near.empty() || wanted.empty()
                       ? fmt::format("--sheet takes one of {}", listed(sheets))
                       : fmt::format("did you mean `{}`?", base::excerpt(near));
    if (sheets.empty()) problem.hint.clear();
  } else if (chosen->part.empty()) {
    problem.message = fmt::format(
        "the sheet `{}` has no cells of its own: it is a chart, or stands "
        "in another file",
        base::excerpt(chosen->name));
    problem.hint = fmt::format("--sheet takes one of {}", listed(sheets));
    chosen = nullptr;
  }
  return chosen;
}

}  // namespace sourcing::sheet
