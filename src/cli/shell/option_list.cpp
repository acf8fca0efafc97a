// SPDX-License-Identifier: Apache-2.0
#include "cli/shell/option_list.hpp"

namespace sourcing::cli {

namespace {

// Calls `each` with the names one by one until it returns true; whether it did.
template <class Each>
bool any_name(std::string_view names, Each each) {
  while (!names.empty()) {
    const std::size_t end = names.find(',');
    if (each(names.substr(0, end))) return true;
    names = end == std::string_view::npos ? std::string_view{} : names.substr(end + 1);
  }
  return false;
}

}  // namespace

std::vector<std::string_view> Option::names() const {
  std::vector<std::string_view> list;
  any_name(names_, [&](std::string_view name) {
    list.push_back(name);
    return false;
  });
  return list;
}

std::string_view Option::spoken_name() const noexcept {
  const std::size_t comma = names_.rfind(',');
  return comma == std::string_view::npos ? names_ : names_.substr(comma + 1);
}

std::vector<std::string_view> Option::values() const {
  std::vector<std::string_view> list;
  if (const auto* one = std::get_if<std::string*>(&target_); one != nullptr) {
    if (!(*one)->empty()) list.emplace_back(**one);
  } else if (const auto* many = std::get_if<std::vector<std::string>*>(&target_); many != nullptr) {
    list.assign((*many)->begin(), (*many)->end());
  }
  return list;
}

const Option* OptionList::find(std::string_view name) const noexcept {
  for (const Option& option : options_) {
    if (any_name(option.declared_names(), [&](std::string_view each) { return each == name; })) {
      return &option;
    }
  }
  return nullptr;
}

bool Option::may_be_named_by(std::string_view argument) const noexcept {
  return any_name(names_, [&](std::string_view name) {
    if (name.starts_with("--")) return argument.substr(0, argument.find('=')) == name;
    // Letters can stand together, the value behind the last one.
    return argument.starts_with('-') && !argument.starts_with("--") &&
           argument.find(name[1]) != std::string_view::npos;
  });
}

}  // namespace sourcing::cli
