// SPDX-License-Identifier: Apache-2.0
// The strict JSON reader. What it accepts and the writer writes again is the same document.
#include "base/json.hpp"
#include "base/json_canonical.hpp"
#include "base/json_writer.hpp"
#include "support.hpp"

namespace {

using sourcing::fuzz::check;
using sourcing::json::Value;
using sourcing::json::Writer;

bool same(const Value& a, const Value& b) {
  if (a.kind != b.kind || a.boolean != b.boolean || a.text != b.text) return false;
  if (a.items.size() != b.items.size() || a.members.size() != b.members.size()) return false;
  for (std::size_t i = 0; i < a.items.size(); ++i) {
    if (!same(a.items[i], b.items[i])) return false;
  }
  for (std::size_t i = 0; i < a.members.size(); ++i) {
    if (a.members[i].key != b.members[i].key) return false;
    if (!same(a.members[i].value, b.members[i].value)) return false;
  }
  return true;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sourcing;
  // The first byte chooses the limits: their edges are as interesting as the grammar.
  if (size == 0) return 0;
  json::Limits limits;
  if (data[0] % 2 == 1) limits = {64, 3, 8, 12};
  const auto parsed = json::parse(fuzz::text_of(data + 1, size - 1), "<in>", limits);
  if (!parsed.ok()) {
    fuzz::check_problems(parsed.problems);
    check(parsed.problems.size() <= 100, "at most 100 problems");
    return 0;
  }
  for (const json::Layout layout : {json::Layout::compact, json::Layout::pretty}) {
    std::string text;
    Writer writer(text, layout);
    write(writer, parsed.root);
    check(base::valid_utf8(text, nullptr), "what is written is UTF-8");
    const auto again = json::parse(text, "<out>");
    check(again.ok() && same(parsed.root, again.root), "what is written reads the same");
  }
  const std::string canonical = json::canonical(parsed.root);
  const auto again = json::parse(canonical, "<canonical>");
  check(again.ok() && json::canonical(again.root) == canonical, "the canonical form is stable");
  return 0;
}
