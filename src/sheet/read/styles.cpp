// SPDX-License-Identifier: Apache-2.0
#include "sheet/read/styles.hpp"

#include <charconv>
#include <cstdint>
#include <map>
#include <string>

#include "sheet/read/strings.hpp"
#include "sheet/read/xml.hpp"

namespace sourcing::sheet {

namespace {

// Excel itself stops at 65,490.
constexpr std::size_t most_styles = 1'000'000;

std::uint64_t number_of(std::string_view text) noexcept {
  std::uint64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

class StylesReader : public XmlHandler {
 public:
  explicit StylesReader(std::vector<DateKind>& kinds) : kinds_(kinds), xml_(*this) {}

  [[nodiscard]] XmlReader& xml() noexcept { return xml_; }

  void start(std::string_view name, const Attributes& attributes) override {
    if (name == "numFmt") {
      formats_[number_of(attributes.get("numFmtId"))] =
          kind_of_format(attributes.get("formatCode"));
    } else if (name == "cellXfs") {
      cells_ = true;
    } else if (name == "xf" && cells_) {
      const std::uint64_t format = number_of(attributes.get("numFmtId"));
      const auto own = formats_.find(format);
      kinds_.push_back(own == formats_.end() ? kind_of_format(format) : own->second);
    }
    if (kinds_.size() + formats_.size() > most_styles) {
      xml_.fail({"E0703", "the workbook has a million styles", "", "", 0, 0, ""});
    }
  }
  void end(std::string_view name) override {
    if (name == "cellXfs") cells_ = false;
  }
  void text(std::string_view) override {}

 private:
  std::vector<DateKind>& kinds_;
  std::map<std::uint64_t, DateKind> formats_;
  bool cells_ = false;
  XmlReader xml_;
};

}  // namespace

std::optional<Problem> Styles::read(Package& package, std::string_view part) {
  StylesReader reader(kinds_);
  return read_part(package, part, reader.xml());
}

}  // namespace sourcing::sheet
