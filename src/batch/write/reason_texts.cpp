// SPDX-License-Identifier: Apache-2.0
#include "batch/write/reason_texts.hpp"

namespace sourcing::batch {

char* ReasonTexts::put_new(char* out, ReasonKey key) {
  char* end = Texts::put_code(out, texts_.codes[code_of(key)]);
  *end++ = is_negative(key) ? '-' : '+';
  end = texts_.hundredths[size_of(key)].put(end);
  *end++ = ';';
  const auto size = static_cast<std::size_t>(end - out);
  if (size <= longest) {
    Known& known = known_[slot_of(key)];
    known.key = key;
    known.size = static_cast<std::uint8_t>(size);
    std::memcpy(known.text.data(), out, size);
  }
  return end;
}

}  // namespace sourcing::batch
