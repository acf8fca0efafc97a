// SPDX-License-Identifier: Apache-2.0
#include "engine/program.hpp"

#include <algorithm>

namespace sourcing::engine {

std::size_t find_criterion(const Program& program, std::string_view id) noexcept {
  std::size_t index = 0;
  while (index < program.criteria.size() && program.criteria[index].id != id) ++index;
  return index;
}

std::string_view phrase(const Program& program, std::string_view key,
                        std::size_t language) noexcept {
  const auto found =
      std::lower_bound(program.phrases.begin(), program.phrases.end(), key,
                       [](const Phrase& a, std::string_view b) { return a.key < b; });
  if (found == program.phrases.end() || found->key != key) return key;
  return program.text(found->text, language);
}

std::size_t find_language(const Program& program, std::string_view language) noexcept {
  for (std::size_t i = 0; i < program.languages.size(); ++i) {
    if (program.languages[i] == language) return i;
  }
  return 0;
}

}  // namespace sourcing::engine
