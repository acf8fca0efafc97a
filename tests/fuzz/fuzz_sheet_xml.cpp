// SPDX-License-Identifier: Apache-2.0
// The scanner of a sheet's XML beside expat, which reads the same document in UTF-16: what expat
// takes, the scanner takes too, and both tell the same. However the bytes arrive, however often the
// reading pauses, the scanner tells the same.
#include "base/text.hpp"
#include "sheet/read/xml.hpp"
#include "support.hpp"

namespace {

using namespace sourcing;
using fuzz::check;

class Transcript final : public sheet::XmlHandler {
 public:
  std::string said;
  sheet::XmlReader* pausing = nullptr;

  void start(std::string_view name, const sheet::Attributes& attributes) override {
    said.append("\n(").append(name);
    for (const auto& [key, value] : attributes) said.append("\n ").append(key) += value;
    said += '\n';
    if (pausing != nullptr) pausing->pause();
  }
  void end(std::string_view) override { said += ")"; }
  void text(std::string_view piece) override { said += piece; }
};

struct Told {
  std::string said;
  bool fine = false;
};

Told read(std::string_view document, std::size_t piece, bool pauses) {
  Transcript transcript;
  sheet::XmlReader reader(transcript);
  if (pauses) transcript.pausing = &reader;
  bool fine = true;
  for (std::size_t at = 0; fine && at <= document.size(); at += piece) {
    fine = reader.feed(document.substr(at, piece), at + piece > document.size());
    while (fine && reader.paused()) fine = reader.resume();
  }
  if (reader.problem()) fuzz::check_problems({*reader.problem()});
  check(fine == !reader.problem(), "what is wrong is told");
  return {std::move(transcript.said), fine};
}

std::string utf16(std::string_view text) {
  std::string out("\xff\xfe", 2);
  const auto unit = [&](char32_t value) {
    out += static_cast<char>(value & 0xFFU);
    out += static_cast<char>(value >> 8U);
  };
  for (std::size_t at = 0; at < text.size();) {
    const auto point = base::decode_utf8(text, at);
    constexpr char32_t plane = 0x10000;
    if (point.value < plane) {
      unit(point.value);
    } else {
      unit(0xD800 + ((point.value - plane) >> 10U));
      unit(0xDC00 + ((point.value - plane) & 0x3FFU));
    }
    at += point.bytes;
  }
  return out;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) return 0;
  const std::string_view document = fuzz::text_of(data + 1, size - 1);
  const Told whole = read(document, document.size() + 1, false);
  const Told parts = read(document, 1 + data[0] % 64, (data[0] & 64U) != 0);
  check(parts.fine == whole.fine, "the pieces do not matter to what is taken");
  if (whole.fine) check(parts.said == whole.said, "the pieces do not matter to what is told");
  if (!base::valid_utf8(document, nullptr) || document.starts_with("\xef\xbb\xbf")) return 0;
  const Told expat = read(utf16(document), document.size() * 4 + 4, false);
  if (!expat.fine) return 0;
  // Names beyond ASCII are not looked at closely, and a document may say itself what it is in.
  check(whole.fine || document.find("encoding") != std::string_view::npos,
        "what expat takes is taken");
  if (whole.fine) check(expat.said == whole.said, "both tell the same");
  return 0;
}
