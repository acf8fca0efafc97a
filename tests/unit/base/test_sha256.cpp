// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <string>
#include <string_view>

#include "base/sha256.hpp"
#include "catch.hpp"

using sourcing::base::Sha256;
using sourcing::base::sha256_hex;

TEST_CASE("SHA-256 gives the digests that NIST publishes") {
  struct Case {
    std::string text, digest;
  };
  const auto [text, digest] = GENERATE(values<Case>({
      {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
      {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
      {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
       "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
      {"abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn"
       "hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
       "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"},
      {std::string(1'000'000, 'a'),
       "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"},
  }));
  CHECK(sha256_hex(text) == digest);
}

TEST_CASE("SHA-256 does not depend on how the bytes are split") {
  for (std::size_t length = 0; length < 200; ++length) {
    std::string text;
    for (std::size_t i = 0; i < length; ++i) text += static_cast<char>(i * 7);
    const std::string whole = sha256_hex(text);
    for (std::size_t split = 0; split <= length; split += 13) {
      Sha256 hash;
      hash.update(std::string_view(text).substr(0, split));
      hash.update(std::string_view(text).substr(split));
      if (hash.finish_hex() != whole) FAIL(length << " split at " << split);
    }
  }
}
