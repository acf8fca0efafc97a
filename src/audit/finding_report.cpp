// SPDX-License-Identifier: Apache-2.0
#include "audit/finding_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <sourcing/version.hpp>

#include "base/json_writer.hpp"
#include "base/text.hpp"

namespace sourcing::audit {

namespace {

void write_witness(json::Writer& writer, const std::vector<WitnessValue>& witness) {
  writer.begin_object();
  for (const WitnessValue& value : witness) writer.json(value.criterion, value.value);
  writer.end_object();
}

// RFC 3986: what may stand in a path goes as it is.
std::string as_uri(std::string_view path) {
  constexpr std::string_view hex = "0123456789ABCDEF";
  std::string out;
  for (const char c : path) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view("-._~/").find(c) != std::string_view::npos;
    if (plain) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += '%';
      out += hex[byte >> 4U];
      out += hex[byte & 15U];
    }
  }
  return out;
}

// A member that is an object with a text.
void sarif_message(json::Writer& writer, std::string_view key, std::string_view text) {
  writer.begin_object(key);
  writer.text("text", text);
  writer.end_object();
}

void sarif_tool(json::Writer& writer) {
  writer.begin_object("tool");
  writer.begin_object("driver");
  writer.text("name", "sourcing");
  writer.text("version", version());
  writer.begin_array("rules");
  for (const FindingKind& kind : finding_kinds()) {
    writer.begin_object();
    writer.text("id", kind.id);
    sarif_message(writer, "shortDescription", kind.meaning);
    writer.begin_object("defaultConfiguration");
    writer.text("level", name(kind.severity));
    writer.end_object();
    writer.end_object();
  }
  writer.end_array();
  writer.end_object();
  writer.end_object();
}

void sarif_place(json::Writer& writer, const Finding& finding, std::string_view source) {
  writer.begin_array("locations");
  writer.begin_object();
  writer.begin_object("physicalLocation");
  writer.begin_object("artifactLocation");
  writer.text("uri", source.empty() ? "data/model.json" : as_uri(source));
  writer.end_object();
  writer.begin_object("region");
  writer.count("startLine", std::max<std::uint64_t>(finding.line, 1));
  writer.count("startColumn", std::max<std::uint64_t>(finding.column, 1));
  writer.end_object();
  writer.end_object();
  writer.begin_array("logicalLocations");
  writer.begin_object();
  writer.text("fullyQualifiedName", finding.pointer);
  writer.end_object();
  writer.end_array();
  writer.end_object();
  writer.end_array();
}

void sarif_result(json::Writer& writer, const Finding& finding, std::string_view source) {
  writer.begin_object();
  writer.text("ruleId", finding.id);
  const auto& kinds = finding_kinds();
  const auto kind = std::find_if(kinds.begin(), kinds.end(),
                                 [&](const auto& one) { return one.id == finding.id; });
  writer.count("ruleIndex", static_cast<std::uint64_t>(kind - kinds.begin()));
  writer.text("level", name(finding.severity));
  std::string text = finding.message;
  if (!finding.witness.empty()) text += ". Task: " + task_json(finding.witness);
  if (!finding.proof.empty()) text += ". Proof: " + finding.proof;
  sarif_message(writer, "message", text);
  sarif_place(writer, finding, source);
  writer.begin_object("partialFingerprints");
  writer.text("place/v1", finding.id + finding.pointer);
  writer.end_object();
  if (finding.suppressed) {
    writer.begin_array("suppressions");
    writer.begin_object();
    writer.text("kind", "external");
    writer.text("justification", finding.because);
    writer.end_object();
    writer.end_array();
  }
  writer.end_object();
}

}  // namespace

std::string task_json(const std::vector<WitnessValue>& witness) {
  std::string out;
  json::Writer writer(out);
  write_witness(writer, witness);
  return out;
}

std::string findings_text(const ModelFindings& found, std::string_view source) {
  std::string out;
  const auto to = std::back_inserter(out);
  std::array<std::size_t, 3> counts{};
  std::size_t suppressed = 0;
  for (const Finding& finding : found.findings) {
    if (finding.suppressed) {
      ++suppressed;
      fmt::format_to(to, "{}:{}:{}: accepted: {} [{}]\n  at {}\n  because {}\n",
                     source.empty() ? "<embedded>" : base::printable(source), finding.line,
                     finding.column, base::printable(finding.message), finding.id, finding.pointer,
                     base::printable(finding.because));
      continue;
    }
    ++counts[static_cast<std::size_t>(finding.severity)];
    fmt::format_to(to, "{}:{}:{}: {}: {} [{}]\n  at {}\n",
                   source.empty() ? "<embedded>" : base::printable(source), finding.line,
                   finding.column, name(finding.severity), base::printable(finding.message),
                   finding.id, finding.pointer);
    if (!finding.witness.empty()) fmt::format_to(to, "  task {}\n", task_json(finding.witness));
    if (!finding.proof.empty()) fmt::format_to(to, "  proof: {}\n", finding.proof);
  }
  for (const Unproven& one : found.unproven) {
    fmt::format_to(to, "{}: {}: not proven within the budget\n", one.pointer, one.id);
  }
  if (counts[0] + counts[1] + counts[2] == 0) {
    out += "no findings";
  } else {
    const auto count = [&](std::size_t of, std::string_view what) {
      return fmt::format("{} {}{}", counts[of], what, counts[of] == 1 ? "" : "s");
    };
    fmt::format_to(to, "{}, {}, {}", count(0, "error"), count(1, "warning"), count(2, "note"));
  }
  if (suppressed > 0) fmt::format_to(to, ", {} suppressed", suppressed);
  if (!found.unproven.empty()) {
    fmt::format_to(to, ", {} questions not proven within the budget", found.unproven.size());
  }
  fmt::format_to(to, " ({} nodes)\n", found.nodes);
  return out;
}

std::string findings_json(const ModelFindings& found, std::string_view source,
                          std::string_view sha256) {
  std::string out;
  json::Writer writer(out, json::Layout::pretty);
  writer.begin_object();
  writer.text("schema", "sourcing.findings/1");
  writer.text("file", source);
  writer.text("sha256", sha256);
  writer.begin_array("findings");
  for (const Finding& finding : found.findings) {
    writer.begin_object();
    writer.text("id", finding.id);
    writer.text("severity", name(finding.severity));
    writer.text("pointer", finding.pointer);
    writer.count("line", finding.line);
    writer.count("column", finding.column);
    writer.text("message", finding.message);
    writer.key("witness");
    if (finding.witness.empty()) {
      writer.null();
    } else {
      write_witness(writer, finding.witness);
    }
    writer.text_or_null("proof", finding.proof);
    writer.key("suppressed");
    if (finding.suppressed) {
      writer.string(finding.because);
    } else {
      writer.null();
    }
    writer.end_object();
  }
  writer.end_array();
  writer.begin_array("unproven");
  for (const Unproven& one : found.unproven) {
    writer.begin_object();
    writer.text("id", one.id);
    writer.text("pointer", one.pointer);
    writer.end_object();
  }
  writer.end_array();
  writer.count("nodes", found.nodes);
  writer.end_object();
  return out + "\n";
}

std::string findings_sarif(const ModelFindings& found, std::string_view source) {
  std::string out;
  json::Writer writer(out, json::Layout::pretty);
  writer.begin_object();
  writer.text("$schema",
              "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/"
              "sarif-schema-2.1.0.json");
  writer.text("version", "2.1.0");
  writer.begin_array("runs");
  writer.begin_object();
  sarif_tool(writer);
  writer.text("columnKind", "unicodeCodePoints");
  writer.begin_array("results");
  for (const Finding& finding : found.findings) sarif_result(writer, finding, source);
  writer.end_array();
  writer.end_object();
  writer.end_array();
  writer.end_object();
  return out + "\n";
}

}  // namespace sourcing::audit
