// SPDX-License-Identifier: Apache-2.0
#include "places/atlas.hpp"

namespace sourcing::places {

std::string_view Texts::in(std::string_view language) const noexcept {
  const std::string_view* english = nullptr;
  for (const auto& [code, text] : texts_) {
    if (code == language) return text;
    if (code == "en") english = &text;
  }
  if (english != nullptr) return *english;
  return texts_.empty() ? std::string_view{} : texts_.front().second;
}

const Fact* Place::fact(std::string_view id) const noexcept {
  for (const auto& [name, fact] : facts) {
    if (name == id) return &fact;
  }
  return nullptr;
}

std::string_view Atlas::keep(std::string text) {
  if (text.empty()) return {};
  if (kept == nullptr) kept = std::make_shared<std::deque<std::string>>();
  return kept->emplace_back(std::move(text));
}

const Place* Atlas::place(std::string_view iso2) const noexcept {
  for (const Place& each : places) {
    if (each.iso2 == iso2) return &each;
  }
  return nullptr;
}

std::string_view Atlas::source(std::string_view id) const noexcept {
  for (const Source& each : sources) {
    if (each.id == id) return each.title;
  }
  return id;
}

std::string_view Atlas::language(std::string_view code, std::string_view in) const noexcept {
  for (const auto& [each, names] : languages) {
    if (each == code) return names.in(in);
  }
  return code;
}

}  // namespace sourcing::places
