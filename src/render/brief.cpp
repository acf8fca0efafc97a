// SPDX-License-Identifier: Apache-2.0
// One tab-separated line for scripts: id, disposition, engagement, location, status, hybrid.
#include <fmt/format.h>

#include "base/text.hpp"
#include "render/renderers.hpp"

namespace sourcing::render {

namespace {

class BriefRenderer : public Renderer {
 public:
  void begin(std::string&) override {}

  void decision(std::string& out, const Decision& decision) override {
    const Verdict& verdict = decision.verdict;
    id(out, decision.id, decision.row);
    field(out, verdict.disposition);
    field(out, verdict.engagement);
    field(out, verdict.location);
    out += '\t';
    out += name(decision.status);
    out += '\t';
    if (verdict.engagement) out += decision.hybrid ? "true" : "false";
    out += '\n';
  }

  void failure(std::string& out, const Failure& failure) override {
    id(out, failure.id, failure.row);
    out += "\t\t\t\t";
    out += name(Status::error);
    out += "\t\n";
  }

  void end(std::string&) override {}

 private:
  static void id(std::string& out, std::string_view text, std::uint64_t row) {
    if (!text.empty()) {
      out += base::printable(text);
    } else if (row != 0) {
      out += fmt::format_int(row).c_str();
    }
  }

  template <class T>
  static void field(std::string& out, const std::optional<T>& value) {
    out += '\t';
    if (value) out += name(*value);
  }
};

}  // namespace

std::unique_ptr<Renderer> make_brief() { return std::make_unique<BriefRenderer>(); }

}  // namespace sourcing::render
