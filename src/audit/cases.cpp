// SPDX-License-Identifier: Apache-2.0
#include "audit/cases.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "audit/expectation.hpp"
#include "base/files.hpp"
#include "base/text.hpp"

namespace sourcing::audit {

namespace {

class CaseReader {
 public:
  explicit CaseReader(const std::string& path) : path_(path) {}

  Result<std::vector<Case>> read(std::string_view bytes) {
    json::Limits limits;
    limits.bytes = most_case_bytes;
    json::ParseResult parsed = json::parse(bytes, path_, limits);
    if (!parsed.ok()) return std::move(parsed.problems);
    document(parsed.root);
    if (!problems_.empty()) return std::move(problems_);
    return std::move(cases_);
  }

 private:
  void fail(json::Position at, std::string_view pointer, std::string_view code, std::string message,
            std::string hint = {}) {
    problems_.push_back(Problem{std::string(code), std::move(message), std::move(hint), path_,
                                at.line, at.column, std::string(pointer)});
  }

  template <std::size_t N>
  void allow(const json::Value& object, std::string_view pointer,
             const std::array<std::string_view, N>& keys) {
    for (const json::Member& member : object.members) {
      if (member.key == "$schema" || member.key.starts_with("x_")) continue;
      if (std::find(keys.begin(), keys.end(), member.key) != keys.end()) continue;
      const std::string near = base::nearest(member.key, keys);
      fail(member.key_at, json::pointer_append(pointer, member.key), "E0802",
           fmt::format("unknown key `{}`", base::printable(member.key)),
           near.empty() ? "" : fmt::format("did you mean `{}`?", near));
    }
  }

  void document(const json::Value& root) {
    if (root.kind != json::Kind::object) {
      fail(root.at, "", "E0801", "a cases file is an object with `schema` and `cases`");
      return;
    }
    const json::Value* schema = root.find("schema");
    if (schema == nullptr || schema->text != cases_schema) {
      fail(schema == nullptr ? root.at : schema->at, "/schema", "E0801",
           fmt::format("a cases file has \"schema\": \"{}\"", cases_schema));
      return;
    }
    allow(root, "", std::array<std::string_view, 2>{"schema", "cases"});
    const json::Value* cases = root.find("cases");
    if (cases == nullptr || cases->kind != json::Kind::array) {
      fail(cases == nullptr ? root.at : cases->at, "/cases", "E0801", "`cases` must be an array");
      return;
    }
    for (std::size_t i = 0; i < cases->items.size(); ++i) {
      one(cases->items[i], fmt::format("/cases/{}", i));
    }
  }

  void one(const json::Value& value, const std::string& pointer) {
    if (value.kind != json::Kind::object) {
      fail(value.at, pointer, "E0801", "a case must be an object");
      return;
    }
    allow(value, pointer, std::array<std::string_view, 4>{"name", "task", "task_file", "expect"});
    Case out;
    out.source = path_;
    out.pointer = pointer;
    out.line = value.at.line;
    const json::Value* name = value.find("name");
    if (name == nullptr || name->kind != json::Kind::string || name->text.empty()) {
      fail(name == nullptr ? value.at : name->at, pointer + "/name", "E0801",
           "a case needs a `name`");
    } else {
      out.name = name->text;
    }
    task(value, pointer, out);
    const json::Value* expect = value.find("expect");
    if (expect == nullptr) {
      fail(value.at, pointer, "E0801", "a case needs `expect`");
    } else {
      for (Problem& problem : check_expectation(*expect, pointer + "/expect")) {
        problem.source = path_;
        problems_.push_back(std::move(problem));
      }
      out.expect = *expect;
    }
    cases_.push_back(std::move(out));
  }

  void task(const json::Value& value, const std::string& pointer, Case& out) {
    const json::Value* task = value.find("task");
    const json::Value* file = value.find("task_file");
    if ((task == nullptr) == (file == nullptr)) {
      fail(value.at, pointer, "E0801", "a case has one of `task` and `task_file`");
      return;
    }
    if (task != nullptr) {
      out.task = *task;
      out.task_source = path_;
      out.task_pointer = pointer + "/task";
      return;
    }
    if (file->kind != json::Kind::string) {
      fail(file->at, pointer + "/task_file", "E0801", "`task_file` must be a file name");
      return;
    }
    const std::size_t slash = path_.rfind('/');
    const bool absolute = file->text.starts_with('/');
    const std::string path =
        (absolute || slash == std::string::npos ? "" : path_.substr(0, slash + 1)) + file->text;
    const base::ReadResult read = base::read_file(path, most_case_bytes);
    if (!read.error.empty()) {
      fail(file->at, pointer + "/task_file", "E0501",
           fmt::format("cannot read {}: {}", base::printable(path), read.error));
      return;
    }
    json::ParseResult parsed = json::parse(read.bytes, path);
    if (!parsed.ok()) {
      // Whoever wrote the cases chose the file: what lies in it is not for them to see.
      for (Problem& problem : parsed.problems) {
        problem.message = "the `task_file` cannot be read as JSON";
        problem.hint = "`sourcing classify` on the file says why";
        problems_.push_back(std::move(problem));
      }
      return;
    }
    out.task = std::move(parsed.root);
    out.task_source = path;
  }

  const std::string& path_;
  std::vector<Problem> problems_;
  std::vector<Case> cases_;
};

}  // namespace

Result<std::vector<Case>> read_cases(std::string_view json, const std::string& path) {
  return CaseReader(path).read(json);
}

}  // namespace sourcing::audit
