// SPDX-License-Identifier: Apache-2.0
#include "sheet/read/xml.hpp"

#include <expat.h>
#include <fmt/format.h>

#include <new>

namespace sourcing::sheet {

namespace {

constexpr unsigned most_depth = 100;
// What one tag, comment or instruction may take: all of it is held until its end is there.
constexpr std::size_t most_silent = std::size_t{4} << 20;

}  // namespace

std::string_view local_name(std::string_view name) noexcept {
  const std::size_t colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

std::optional<std::string_view> Attributes::find(std::string_view name) const noexcept {
  for (const char* const* at = pairs_; *at != nullptr; at += 2) {
    if (local_name(at[0]) == name) return std::string_view(at[1]);
  }
  return std::nullopt;
}

namespace {

// Parts of newer programs: extensions, and the choices that need them; what stands in for such a
// choice is read. Their elements have names of ours and other meanings.
bool is_passed_over(std::string_view name) noexcept { return name == "extLst" || name == "Choice"; }

}  // namespace

struct XmlReader::State {
  XmlHandler& handler;
  XML_Parser parser = nullptr;
  unsigned depth = 0;
  unsigned skipped = 0;    // how deep inside what is passed over
  std::size_t silent = 0;  // bytes since something was read
  std::optional<Problem> problem{};
};

XmlReader::XmlReader(XmlHandler& handler) : state_(new State{handler}) {
  state_->parser = XML_ParserCreate(nullptr);
  if (state_->parser == nullptr) throw std::bad_alloc();
  XML_Parser parser = state_->parser;
  XML_SetUserData(parser, this);
  const auto start = [](void* self, const char* name, const char** attributes) {
    auto& reader = *static_cast<XmlReader*>(self);
    reader.state_->silent = 0;
    if (reader.state_->problem) return;
    if (++reader.state_->depth > most_depth) {
      reader.fail({"E0703", fmt::format("its XML is nested deeper than {} levels", most_depth), "",
                   "", 0, 0, ""});
      return;
    }
    const std::string_view local = local_name(name);
    if (reader.state_->skipped > 0 || is_passed_over(local)) {
      ++reader.state_->skipped;
      return;
    }
    reader.state_->handler.start(local, Attributes(attributes));
  };
  const auto end = [](void* self, const char* name) {
    auto& reader = *static_cast<XmlReader*>(self);
    reader.state_->silent = 0;
    if (reader.state_->problem) return;
    --reader.state_->depth;
    if (reader.state_->skipped > 0) {
      --reader.state_->skipped;
      return;
    }
    reader.state_->handler.end(local_name(name));
  };
  const auto text = [](void* self, const char* piece, int size) {
    auto& reader = *static_cast<XmlReader*>(self);
    reader.state_->silent = 0;
    if (reader.state_->problem || reader.state_->skipped > 0) return;
    reader.state_->handler.text({piece, static_cast<std::size_t>(size)});
  };
  const auto doctype = [](void* self, const char*, const char*, const char*, int) {
    static_cast<XmlReader*>(self)->fail(
        {"E0703", "its XML has a document type (DTD)", "no workbook has one", "", 0, 0, ""});
  };
  const auto comment = [](void* self, const char*) {
    static_cast<XmlReader*>(self)->state_->silent = 0;
  };
  const auto instruction = [](void* self, const char*, const char*) {
    static_cast<XmlReader*>(self)->state_->silent = 0;
  };
  XML_SetElementHandler(parser, start, end);
  XML_SetCommentHandler(parser, comment);
  XML_SetProcessingInstructionHandler(parser, instruction);
  XML_SetCharacterDataHandler(parser, text);
  XML_SetStartDoctypeDeclHandler(parser, doctype);
}

XmlReader::~XmlReader() { XML_ParserFree(state_->parser); }

bool XmlReader::feed(std::string_view bytes, bool last) {
  if (state_->problem) return false;
  state_->silent += bytes.size();
  const XML_Status status =
      XML_Parse(state_->parser, bytes.data(), static_cast<int>(bytes.size()), last ? 1 : 0);
  if (state_->silent > most_silent && !last && !state_->problem) {
    fail({"E0703",
          fmt::format("its XML has a tag or a comment longer than {} MiB", most_silent >> 20U), "",
          "", 0, 0, ""});
  }
  return settle(status != XML_STATUS_ERROR);
}

bool XmlReader::resume() {
  if (state_->problem) return false;
  return settle(XML_ResumeParser(state_->parser) != XML_STATUS_ERROR);
}

bool XmlReader::settle(bool fine) {
  if (!fine && !state_->problem) {
    state_->problem = Problem{
        "E0702",
        fmt::format("its XML is broken: {}", XML_ErrorString(XML_GetErrorCode(state_->parser))),
        "",
        "",
        0,
        0,
        ""};
  }
  return !state_->problem;
}

void XmlReader::pause() { XML_StopParser(state_->parser, XML_TRUE); }

bool XmlReader::paused() const noexcept {
  XML_ParsingStatus status{};
  XML_GetParsingStatus(state_->parser, &status);
  return status.parsing == XML_SUSPENDED;
}

void XmlReader::fail(Problem problem) {
  if (!state_->problem) state_->problem = std::move(problem);
  XML_StopParser(state_->parser, XML_FALSE);
}

const std::optional<Problem>& XmlReader::problem() const noexcept { return state_->problem; }

std::optional<Problem> read_xml(std::string_view document, XmlHandler& handler) {
  XmlReader reader(handler);
  reader.feed(document, true);
  return reader.problem();
}

}  // namespace sourcing::sheet
