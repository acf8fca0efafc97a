// SPDX-License-Identifier: Apache-2.0
#include "sheet/read/xml.hpp"

#include <expat.h>
#include <fmt/format.h>

#include <new>
#include <vector>

#include "base/text.hpp"
#include "sheet/read/xml_events.hpp"
#include "sheet/read/xml_scanner.hpp"

namespace sourcing::sheet {

namespace {

// What one tag, comment or instruction may take: all of it is held until its end is there.
constexpr std::size_t most_silent = std::size_t{4} << 20;
// Where a document says in which encoding it is, if at all.
constexpr std::size_t looked_at = 256;

// Whether the beginning of a document is one of UTF-8.
bool is_utf8(std::string_view head) {
  if (head.starts_with("\xef\xbb\xbf")) head.remove_prefix(3);
  if (head.find('\0') != std::string_view::npos || head.starts_with("\xff\xfe") ||
      head.starts_with("\xfe\xff")) {
    return false;
  }
  if (!head.starts_with("<?xml")) return true;
  head = head.substr(0, head.find("?>"));
  std::size_t at = head.find("encoding");
  if (at == std::string_view::npos) return true;
  at = head.find_first_of("'\"", at);
  if (at == std::string_view::npos) return true;
  const std::string_view rest = head.substr(at + 1);
  const std::string name = base::ascii_lower(rest.substr(0, rest.find(head[at])));
  return name == "utf-8" || name == "utf8" || name == "us-ascii" || name == "ascii";
}

// expat, for what is not in UTF-8.
class ExpatReader {
 public:
  explicit ExpatReader(XmlEvents& events) : events_(events), parser_(XML_ParserCreate(nullptr)) {
    if (parser_ == nullptr) throw std::bad_alloc();
    XML_SetUserData(parser_, this);
    XML_SetElementHandler(parser_, started, ended);
    XML_SetCharacterDataHandler(parser_, told);
    XML_SetCommentHandler(parser_, [](void* self, const char*) { reader(self).silent_ = 0; });
    XML_SetProcessingInstructionHandler(
        parser_, [](void* self, const char*, const char*) { reader(self).silent_ = 0; });
    XML_SetStartDoctypeDeclHandler(
        parser_, [](void* self, const char*, const char*, const char*, int) {
          reader(self).events_.fail(
              {"E0703", "its XML has a document type (DTD)", "no workbook has one", "", 0, 0, ""});
          reader(self).stop_at_problem();
        });
  }
  ExpatReader(const ExpatReader&) = delete;
  ExpatReader& operator=(const ExpatReader&) = delete;
  ~ExpatReader() { XML_ParserFree(parser_); }

  void feed(std::string_view bytes, bool last) {
    silent_ += bytes.size();
    settle(XML_Parse(parser_, bytes.data(), static_cast<int>(bytes.size()), last ? 1 : 0));
    if (last) silent_ = 0;
  }
  void resume() { settle(XML_ResumeParser(parser_)); }
  void pause() { XML_StopParser(parser_, XML_TRUE); }
  [[nodiscard]] bool paused() const noexcept {
    XML_ParsingStatus status{};
    XML_GetParsingStatus(parser_, &status);
    return status.parsing == XML_SUSPENDED;
  }
  [[nodiscard]] std::size_t waiting() const noexcept { return silent_; }

 private:
  static ExpatReader& reader(void* self) { return *static_cast<ExpatReader*>(self); }

  static void started(void* self, const char* name, const char** attributes) {
    ExpatReader& the = reader(self);
    the.silent_ = 0;
    the.attributes_.clear();
    for (const char** at = attributes; *at != nullptr; at += 2) {
      the.attributes_.push_back({at[0], at[1]});
    }
    the.events_.start(name, Attributes(the.attributes_));
    the.stop_at_problem();
  }
  static void ended(void* self, const char* name) {
    reader(self).silent_ = 0;
    reader(self).events_.end(name);
    reader(self).stop_at_problem();
  }
  static void told(void* self, const char* piece, int size) {
    reader(self).silent_ = 0;
    reader(self).events_.text({piece, static_cast<std::size_t>(size)});
    reader(self).stop_at_problem();
  }

  void stop_at_problem() {
    if (events_.problem()) XML_StopParser(parser_, XML_FALSE);
  }
  void settle(XML_Status status) {
    if (status == XML_STATUS_ERROR) events_.broken(XML_ErrorString(XML_GetErrorCode(parser_)));
  }

  XmlEvents& events_;
  XML_Parser parser_;
  std::size_t silent_ = 0;  // bytes since something was read
  std::vector<Attribute> attributes_;
};

}  // namespace

std::string_view local_name(std::string_view name) noexcept {
  const std::size_t colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

std::optional<std::string_view> Attributes::find(std::string_view name) const noexcept {
  for (const Attribute& attribute : all_) {
    if (local_name(attribute.name) == name) return attribute.value;
  }
  return std::nullopt;
}

struct XmlReader::State {
  explicit State(XmlHandler& handler) : events(handler), scanner(events) {}

  XmlEvents events;
  XmlScanner scanner;
  std::unique_ptr<ExpatReader> expat;  // in place of the scanner
  std::string head;                    // what came before it was known which of them reads
  bool chosen = false;
};

XmlReader::XmlReader(XmlHandler& handler) : state_(std::make_unique<State>(handler)) {}

XmlReader::~XmlReader() = default;

bool XmlReader::feed(std::string_view bytes, bool last) {
  State& state = *state_;
  if (state.events.problem()) return false;
  if (!state.chosen) {
    state.head += bytes;
    if (state.head.size() < looked_at && !last) return true;
    state.chosen = true;
    if (!is_utf8(std::string_view(state.head).substr(0, looked_at))) {
      state.expat = std::make_unique<ExpatReader>(state.events);
    }
    bytes = state.head;
  }
  if (state.expat) {
    state.expat->feed(bytes, last);
  } else {
    state.scanner.feed(bytes, last);
  }
  state.head.clear();
  const std::size_t waits = state.expat ? state.expat->waiting() : state.scanner.waiting();
  if (waits > most_silent && !last && !paused()) {
    fail({"E0703",
          fmt::format("its XML has a tag or a comment longer than {} MiB", most_silent >> 20U), "",
          "", 0, 0, ""});
  }
  return !state.events.problem();
}

bool XmlReader::resume() {
  if (state_->events.problem()) return false;
  if (state_->expat) {
    state_->expat->resume();
  } else {
    state_->scanner.resume();
  }
  return !state_->events.problem();
}

void XmlReader::pause() {
  if (state_->expat) {
    state_->expat->pause();
  } else {
    state_->scanner.pause();
  }
}

bool XmlReader::paused() const noexcept {
  return state_->expat ? state_->expat->paused() : state_->scanner.paused();
}

void XmlReader::fail(Problem problem) { state_->events.fail(std::move(problem)); }

const std::optional<Problem>& XmlReader::problem() const noexcept {
  return state_->events.problem();
}

std::optional<Problem> read_xml(std::string_view document, XmlHandler& handler) {
  XmlReader reader(handler);
  reader.feed(document, true);
  return reader.problem();
}

}  // namespace sourcing::sheet
