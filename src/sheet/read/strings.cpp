// SPDX-License-Identifier: Apache-2.0
#include "sheet/read/strings.hpp"

#include <fmt/format.h>

#include <array>

#include "base/text.hpp"

namespace sourcing::sheet {

namespace {

// `_xHHHH_` at `at`: the number; -1 when it is none.
int escaped(std::string_view text, std::size_t at) noexcept {
  constexpr std::size_t length = 7;
  if (text.size() - at < length || text[at + 1] != 'x' || text[at + 6] != '_') return -1;
  int value = 0;
  for (std::size_t i = at + 2; i < at + 6; ++i) {
    const char c = text[i];
    int digit = 0;
    if (c >= '0' && c <= '9') {
      digit = c - '0';
    } else if (c >= 'A' && c <= 'F') {
      digit = c - 'A' + 10;
    } else if (c >= 'a' && c <= 'f') {
      digit = c - 'a' + 10;
    } else {
      return -1;
    }
    value = value * 16 + digit;
  }
  return value;
}

bool may_stand_in_text(int value) noexcept {
  if (value < 0x20) return value == '\t' || value == '\n';
  return value != 0x7F && (value < 0xD800 || value > 0xDFFF) && value < 0xFFFE;
}

}  // namespace

void append_text(std::string& out, std::string_view written) {
  if (written.find_first_of("_\r") == std::string_view::npos) {
    out += written;
    return;
  }
  constexpr std::size_t escape = 7;
  bool returned = false;  // a line feed behind a carriage return ends the same line
  for (std::size_t at = 0; at < written.size();) {
    const char c = written[at];
    const int coded = c == '_' ? escaped(written, at) : -1;
    const int value = coded >= 0 ? coded : static_cast<unsigned char>(c);
    const bool again = returned && value == '\n';
    returned = value == '\r';
    if (returned) {
      out += '\n';
    } else if (coded >= 0 && may_stand_in_text(coded)) {
      if (!again) base::append_utf8(out, static_cast<char32_t>(coded));
    } else if (coded >= 0) {
      out += written.substr(at, escape);
    } else if (!again) {
      out += c;
    }
    at += coded >= 0 ? escape : 1;
  }
}

void TextCollector::start(std::string_view name) noexcept {
  if (name == "rPh") ++phonetic_;
  wanted_ = name == "t" && phonetic_ == 0;
}

void TextCollector::end(std::string_view name) noexcept {
  if (name == "rPh" && phonetic_ > 0) --phonetic_;
  wanted_ = false;
}

std::optional<Problem> read_part(Package& package, std::string_view part, XmlReader& reader) {
  if (auto problem = package.begin(part)) return problem;
  constexpr std::size_t piece = std::size_t{64} << 10;
  const auto bytes = std::make_unique<std::array<char, piece>>();
  while (true) {
    const std::size_t got = package.read(bytes->data(), piece);
    if (package.problem()) return package.problem();
    if (!reader.feed({bytes->data(), got}, got == 0)) return reader.problem();
    if (got == 0) return std::nullopt;
  }
}

class SharedStrings::Reader : public XmlHandler {
 public:
  explicit Reader(SharedStrings& strings) : strings_(strings), xml_(*this) {}

  [[nodiscard]] XmlReader& xml() noexcept { return xml_; }

  void start(std::string_view name, const Attributes&) override {
    if (name == "si") text_.clear();
    text_.start(name);
  }

  void end(std::string_view name) override {
    text_.end(name);
    if (name != "si") return;
    append_text(strings_.bytes_, text_.written());
    strings_.ends_.push_back(static_cast<std::uint32_t>(strings_.bytes_.size()));
    if (strings_.ends_.size() > most_texts) {
      too_much(fmt::format("the workbook shares more than {} texts", most_texts));
    }
  }

  void text(std::string_view piece) override {
    text_.text(piece);
    if (strings_.bytes_.size() + text_.written().size() > most_bytes) {
      too_much(
          fmt::format("the workbook's shared texts are longer than {} MiB", most_bytes >> 20U));
    }
  }

 private:
  void too_much(std::string message) {
    xml_.fail({"E0703", std::move(message), "save the sheet as CSV", "", 0, 0, ""});
  }

  SharedStrings& strings_;
  TextCollector text_;
  XmlReader xml_;
};

std::optional<Problem> SharedStrings::read(Package& package, std::string_view part) {
  Reader reader(*this);
  return read_part(package, part, reader.xml());
}

}  // namespace sourcing::sheet
