// SPDX-License-Identifier: Apache-2.0
#include <memory>

#include "base/json_writer.hpp"
#include "base/table.hpp"
#include "cli/shell/command.hpp"
#include "cli/shell/option_list.hpp"

namespace sourcing::cli {

namespace {

ExitCode run(Session& session, const std::string& wanted) {
  const auto format = choose_format(session, wanted, Format::text, {Format::text, Format::json});
  if (!format) return ExitCode::usage;
  std::vector<Setting> settings(session.settings.entries.begin(), session.settings.entries.end());
  const auto flag = [&](SettingIndex index, const std::string& value, const char* name) {
    if (value.empty()) return;
    settings[index].value = value;
    settings[index].origin = name;
  };
  flag(setting_model, session.common.model, "flag --model");
  flag(setting_language, session.common.language, "flag --lang");
  flag(setting_format, wanted, "flag --format");
  flag(setting_color, session.common.color, "flag --color");

  if (*format == Format::json) {
    std::string out;
    json::Writer writer(out, json::Layout::pretty);
    writer.begin_object();
    writer.begin_object("settings");
    for (const Setting& setting : settings) {
      writer.begin_object(setting.key);
      writer.text_or_null("value", setting.value);
      writer.text("origin", setting.origin);
      writer.end_object();
    }
    writer.end_object();
    writer.begin_array("files");
    for (const ConfigurationSource& file : session.settings.files) {
      writer.begin_object();
      writer.text("path", file.path);
      writer.flag("read", file.read);
      writer.end_object();
    }
    writer.end_array();
    writer.end_object();
    return print(session, out + "\n");
  }
  base::Table table({{}, {}, {}});
  const Messages& messages = session.messages;
  table.add_row({messages.say("setting"), messages.say("value"), messages.say("from")});
  table.add_rule();
  for (const Setting& setting : settings) {
    table.add_row({std::string(setting.key), setting.value.empty() ? "-" : setting.value,
                   messages.say(setting.origin)});
  }
  base::Table files({{}, {}});
  for (const ConfigurationSource& file : session.settings.files) {
    files.add_row({file.path, messages.say(file.read ? "read" : "not there")});
  }
  // Paths are to be copied, so they are never broken.
  return print(session, table.render(0) + '\n' + messages.say("Files, the first one wins") + '\n' +
                            files.render(0, 2));
}

}  // namespace

Run set_up_config(OptionList& list) {
  auto format = std::make_shared<std::string>();
  list.add_option("-f,--format", format.get(), "text or json (default: text)")
      .type_name("text|json");
  return [format](Session& session) { return run(session, *format); };
}

}  // namespace sourcing::cli
