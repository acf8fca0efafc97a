// SPDX-License-Identifier: Apache-2.0
#include <sourcing/schema.hpp>

#include "cli/shell/command.hpp"

namespace sourcing::cli {

Run set_up_schema_task(OptionList&) {
  return [](Session& session) {
    ExitCode code = ExitCode::done;
    const auto engine = session.load_engine(code);
    if (!engine) return code;
    return print(session, task_schema(*engine, session.language(*engine, Format::json)));
  };
}

Run set_up_schema_model(OptionList&) {
  return [](Session& session) { return print(session, model_schema()); };
}

Run set_up_schema_verdict(OptionList&) {
  return [](Session& session) { return print(session, verdict_schema()); };
}

Run set_up_schema_whatif(OptionList&) {
  return [](Session& session) { return print(session, whatif_schema()); };
}

Run set_up_schema_mapping(OptionList&) {
  return [](Session& session) { return print(session, mapping_schema()); };
}

Run set_up_schema_places(OptionList&) {
  return [](Session& session) { return print(session, places_schema()); };
}

Run set_up_schema_locate(OptionList&) {
  return [](Session& session) { return print(session, locate_schema()); };
}

Run set_up_schema_money(OptionList&) {
  return [](Session& session) { return print(session, money_schema()); };
}

Run set_up_schema_case(OptionList&) {
  return [](Session& session) { return print(session, case_schema()); };
}

Run set_up_schema_record(OptionList&) {
  return [](Session& session) { return print(session, record_schema()); };
}

}  // namespace sourcing::cli
