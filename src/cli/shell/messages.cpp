// SPDX-License-Identifier: Apache-2.0
#include "cli/shell/messages.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <utility>

#include "base/json_writer.hpp"
#include "base/problem.hpp"
#include "base/text.hpp"

namespace sourcing::cli {

namespace {

std::atomic<bool> told{false};

std::string as_json(const Problem& problem, std::string_view severity) {
  std::string out;
  json::Writer writer(out);
  writer.begin_object();
  writer.text("severity", severity);
  writer.text_or_null("code", problem.code);
  writer.text_or_null("message", problem.message);
  writer.text_or_null("hint", problem.hint);
  writer.text_or_null("file", problem.source);
  writer.count_or_null("line", problem.line);
  writer.count_or_null("column", problem.column);
  writer.text_or_null("pointer", problem.pointer);
  writer.end_object();
  return out + "\n";
}

// https://docs.github.com/actions: workflow commands escape % and line breaks, in their properties
// also what separates those.
std::string github_escape(std::string_view text, bool property) {
  std::string out;
  for (const char c : text) {
    if (c == '%' || c == '\n' || c == '\r' || (property && (c == ',' || c == ':'))) {
      out += fmt::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    } else {
      out += c;
    }
  }
  return out;
}

std::string as_github(const Problem& problem, std::string_view severity) {
  std::string out = fmt::format("::{} ", severity);
  if (!problem.source.empty()) {
    out += "file=" + github_escape(base::printable(problem.source), true) + ",";
  }
  if (problem.line > 0) out += fmt::format("line={},", problem.line);
  if (problem.line > 0 && problem.column > 0) out += fmt::format("col={},", problem.column);
  if (!problem.code.empty()) out += "title=" + problem.code + ",";
  out.pop_back();  // the comma, or the blank where there is nothing to say
  out += "::" + github_escape(problem.message, false);
  if (!problem.hint.empty()) out += "; " + github_escape(problem.hint, false);
  return out + "\n";
}

std::string render(const Messages& messages, const Problem& problem, std::string_view severity) {
  switch (messages.format) {
    case ErrorFormat::json:
      return as_json(problem, severity);
    case ErrorFormat::github:
      return as_github(problem, severity);
    case ErrorFormat::text:
      break;
  }
  std::string out;
  if (problem.source.empty()) out += "sourcing: ";
  if (severity == "error") {
    out += messages.say(problem);
  } else {
    if (severity == "warning") out += messages.say("warning") + ": ";
    out += messages.say(base::without_code(problem));
  }
  return out + "\n";
}

}  // namespace

void write_error(std::string_view bytes) noexcept {
  while (!bytes.empty()) {
    const ssize_t wrote = ::write(STDERR_FILENO, bytes.data(), bytes.size());
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote <= 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(wrote));
  }
}

std::string Messages::say(std::string_view sentence) const {
  return translated ? translated(sentence) : std::string(sentence);
}

// `… [E0204]`. Where the sentence has no translation, what the code is called says something:
// `… [E0204: no es un valor del criterio]`.
std::string Messages::say(const Problem& problem) const {
  Problem said = problem;
  said.message = say(problem.message);
  said.hint = problem.hint.empty() ? std::string() : say(problem.hint);
  if (said.message != problem.message || problem.code.empty() || !title_of_code) {
    return to_string(said);
  }
  const std::string title = title_of_code(problem.code);
  if (title.empty()) return to_string(said);
  return fmt::format("{} [{}: {}]", base::without_code(said), problem.code, title);
}

bool anything_told() noexcept { return told; }

void Messages::error(const Problem& problem) const {
  told = true;
  write_error(render(*this, problem, "error"));
}

void Messages::errors(const std::vector<Problem>& problems) const {
  constexpr std::size_t most = 20;
  told = told || !problems.empty();
  std::string out;
  for (std::size_t i = 0; i < problems.size() && i < most; ++i) {
    out += render(*this, problems[i], "error");
  }
  write_error(out);
  if (problems.size() > most) {
    // Said even if quiet, since nothing else tells that there is more.
    write_error(render(*this,
                       Problem{"", fmt::format("and {} more problems", problems.size() - most), "",
                               problems.back().source, 0, 0, ""},
                       "notice"));
  }
}

void Messages::error(std::string_view code, std::string message, std::string hint,
                     std::string source) const {
  error(
      Problem{std::string(code), std::move(message), std::move(hint), std::move(source), 0, 0, ""});
}

void Messages::warning(std::string_view text) const {
  if (!quiet) {
    write_error(render(*this, Problem{"", std::string(text), "", "", 0, 0, ""}, "warning"));
  }
}

void Messages::note(std::string_view text) const {
  if (!quiet) {
    write_error(render(*this, Problem{"", std::string(text), "", "", 0, 0, ""}, "notice"));
  }
}

void Messages::detail(std::string_view text) const {
  if (verbose) note(text);
}

}  // namespace sourcing::cli
