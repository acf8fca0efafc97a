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

bool Option::may_be_named_by(std::string_view argument) const noexcept {
  return any_name(names_, [&](std::string_view name) {
    if (name.starts_with("--")) return argument.substr(0, argument.find('=')) == name;
    // Letters can stand together, the value behind the last one.
    return argument.starts_with('-') && !argument.starts_with("--") &&
           argument.find(name[1]) != std::string_view::npos;
  });
}

}  // namespace sourcing::cli
