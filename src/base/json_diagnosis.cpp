// SPDX-License-Identifier: Apache-2.0
#include "base/json_diagnosis.hpp"

#include <array>
#include <charconv>

#include "base/text.hpp"

namespace sourcing::json {
namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

bool is_word(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$';
}

/// Walks once from the last good token to the mistake.
class Examiner {
 public:
  Examiner(std::string_view bytes, std::size_t offset) : bytes_(bytes), at_(offset) {}

  Diagnosis run(After after, std::string_view key) {
    skip_space();
    switch (after) {
      case After::nothing:
        return expect_value("expected a value");
      case After::object_begin:
        return expect_key("expected a key in double quotes or `}`");
      case After::array_begin:
        in_element_ = true;
        return expect_value("expected a value or `]`");
      case After::key:
        if (peek() != ':') return found("expected `:` after the key " + backticked(key));
        next();
        return expect_value("expected a value after `:`");
      case After::top_value:
        return after_top();
      case After::value_in_object:
        if (peek() != ',') return after_value("expected `,` or `}` after this value");
        next();
        if (peek() == '}') return syntax("a comma before `}` is not allowed");
        return expect_key("expected a key in double quotes after `,`");
      case After::value_in_array:
        if (peek() != ',') return after_value("expected `,` or `]` after this value");
        next();
        in_element_ = true;
        if (peek() == ']') return syntax("a comma before `]` is not allowed");
        return expect_value("expected a value after `,`");
    }
    return syntax("this is not JSON");
  }

 private:
  bool ended() const { return at_ >= bytes_.size(); }
  char peek(std::size_t ahead = 0) const {
    return at_ + ahead < bytes_.size() ? bytes_[at_ + ahead] : '\0';
  }
  void skip_space() {
    while (!ended() && is_space(bytes_[at_])) ++at_;
  }
  void next() {
    ++at_;
    skip_space();
  }

  std::string_view word_at(std::size_t begin) const {
    std::size_t end = begin;
    while (end < bytes_.size() && is_word(bytes_[end])) ++end;
    return bytes_.substr(begin, end - begin);
  }

  Diagnosis problem(std::string code, std::string message, std::string hint = {}) const {
    return {std::move(code), std::move(message), std::move(hint), at_, in_element_};
  }
  Diagnosis syntax(std::string message, std::string hint = {}) const {
    return problem("E0106", std::move(message), std::move(hint));
  }

  bool at_comment() const {
    return peek() == '#' || (peek() == '/' && (peek(1) == '/' || peek(1) == '*'));
  }

  /// What stands at the current place, for the end of a sentence.
  std::string what() const {
    if (ended()) return "the end of the input";
    if (peek() == '`') return "a backtick";
    const std::string_view word = word_at(at_);
    if (!word.empty()) return backticked(word);
    return backticked(bytes_.substr(at_, base::decode_utf8(bytes_, at_).bytes));
  }

  Diagnosis found(const std::string& expected) const {
    if (at_comment()) return syntax("comments are not allowed in JSON");
    return syntax(expected + ", found " + what());
  }

  Diagnosis after_value(const std::string& expected) const {
    // The reader takes the 0 of 012 for a whole number; say what the user did.
    if (at_ > 0 && bytes_[at_ - 1] == '0' && is_digit(peek())) {
      return syntax("a number must not begin with an extra `0`");
    }
    return found(expected);
  }

  Diagnosis after_top() const {
    if (at_ > 0 && bytes_[at_ - 1] == '0' && is_digit(peek())) {
      return syntax("a number must not begin with an extra `0`");
    }
    if (at_comment()) return syntax("comments are not allowed in JSON");
    return syntax("expected nothing more after the end of the document, found " + what());
  }

  Diagnosis expect_key(const std::string& expected) {
    if (peek() == '"') return string();
    if (peek() == '\'') return syntax("a key needs double quotes, not single ones");
    const std::string_view word = word_at(at_);
    if (!word.empty() && !is_digit(word.front())) {
      return syntax("the key " + backticked(word) + " needs double quotes");
    }
    return found(expected);
  }

  Diagnosis expect_value(const std::string& expected) {
    const char c = peek();
    if (ended()) return found(expected);
    if (c == '"') return string();
    if (c == '\'') return syntax("a string needs double quotes, not single ones");
    if (c == '+') return syntax("a number must not begin with `+`");
    if (c == '.' && is_digit(peek(1))) return syntax("a number needs a digit before the point");
    if (is_digit(c) || c == '-') return number();
    if (is_word(c)) return word(expected);
    return found(expected);
  }

  Diagnosis word(const std::string& expected) const {
    const std::string_view text = word_at(at_);
    const std::string lower = base::ascii_lower(text);
    if (lower == "nan" || lower == "infinity" || lower == "inf") {
      return syntax(backticked(text) + " is not a number in JSON");
    }
    if (lower == "none" || lower == "nil" || lower == "undefined") {
      return syntax(backticked(text) + " is not a value in JSON", "did you mean `null`?");
    }
    static constexpr std::array<std::string_view, 3> literals{"true", "false", "null"};
    const std::string near = base::nearest(text, literals);
    if (!near.empty() && near != text) {
      return syntax(backticked(text) + " is not a value in JSON", "did you mean `" + near + "`?");
    }
    return syntax(expected + ", found " + backticked(text) + ", which needs double quotes");
  }

  /// A number that is malformed, or else too large.
  Diagnosis number() {
    const std::size_t begin = at_;
    if (peek() == '-') {
      ++at_;
      const std::string_view text = word_at(at_);
      const std::string lower = base::ascii_lower(text);
      if (lower == "nan" || lower == "infinity" || lower == "inf") {
        at_ = begin;
        return syntax(backticked(bytes_.substr(begin, text.size() + 1)) +
                      " is not a number in JSON");
      }
      if (!is_digit(peek())) return found("expected a digit after `-`");
    }
    if (peek() == '0' && is_digit(peek(1))) {
      return syntax("a number must not begin with an extra `0`");
    }
    while (is_digit(peek())) ++at_;
    if (peek() == '.') {
      ++at_;
      if (!is_digit(peek())) return found("expected a digit after the point");
      while (is_digit(peek())) ++at_;
    }
    if (peek() == 'e' || peek() == 'E') {
      ++at_;
      if (peek() == '+' || peek() == '-') ++at_;
      if (!is_digit(peek())) return found("expected a digit of the exponent");
      while (is_digit(peek())) ++at_;
    }
    const std::string text = backticked(bytes_.substr(begin, at_ - begin));
    at_ = begin;
    return problem("E0110", "the number " + text + " is too large");
  }

  /// A string that has no end, or holds what it must not.
  Diagnosis string() {
    const std::size_t begin = at_;
    ++at_;
    while (!ended()) {
      const char c = peek();
      if (static_cast<unsigned char>(c) < 0x20U) {
        if (c == '\n' || c == '\r') {
          return syntax("a string must end on its line; write a line end as `\\n`");
        }
        if (c == '\t') return syntax("a tab in a string must be written as `\\t`");
        return syntax("the control character " + backticked(bytes_.substr(at_, 1)) +
                      " in a string must be written as `\\u00" + hex2(c) + "`");
      }
      if (c == '"') break;
      if (c != '\\') {
        ++at_;
        continue;
      }
      const char escape = peek(1);
      if (escape == 'u') {
        if (!four_hex(at_ + 2)) {
          return syntax("`\\u` in a string needs four hexadecimal digits");
        }
        const unsigned unit = unit_at(at_ + 2);
        if (unit >= 0xDC00U && unit <= 0xDFFFU) return lone_surrogate();
        if (unit >= 0xD800U && unit <= 0xDBFFU) {
          const bool paired = peek(6) == '\\' && peek(7) == 'u' && four_hex(at_ + 8) &&
                              unit_at(at_ + 8) >= 0xDC00U && unit_at(at_ + 8) <= 0xDFFFU;
          if (!paired) return lone_surrogate();
          at_ += 6;
        }
        at_ += 6;
      } else if (escape != '\0' &&
                 std::string_view("\"\\/bfnrt").find(escape) != std::string_view::npos) {
        at_ += 2;
      } else if (at_ + 1 >= bytes_.size()) {
        break;
      } else {
        const std::size_t length = base::decode_utf8(bytes_, at_ + 1).bytes;
        return syntax(backticked(bytes_.substr(at_, 1 + length)) +
                      " is not an escape sequence of JSON strings");
      }
    }
    at_ = begin;
    return syntax("this string has no closing quote");
  }

  Diagnosis lone_surrogate() const {
    return problem("E0104", backticked(bytes_.substr(at_, 6)) + " is half of a surrogate pair");
  }

  bool four_hex(std::size_t begin) const {
    if (begin + 4 > bytes_.size()) return false;
    for (std::size_t i = begin; i < begin + 4; ++i) {
      if (!is_hex(bytes_[i])) return false;
    }
    return true;
  }

  unsigned unit_at(std::size_t begin) const {
    unsigned unit = 0;
    std::from_chars(bytes_.data() + begin, bytes_.data() + begin + 4, unit, 16);
    return unit;
  }

  static std::string hex2(char c) {
    static constexpr std::string_view digits = "0123456789abcdef";
    const auto byte = static_cast<unsigned char>(c);
    return {digits[byte >> 4U], digits[byte & 15U]};
  }

  std::string_view bytes_;
  std::size_t at_;
  bool in_element_ = false;
};

}  // namespace

Diagnosis diagnose(std::string_view bytes, std::size_t offset, After after, std::string_view key) {
  return Examiner(bytes, offset).run(after, key);
}

std::string backticked(std::string_view text) { return '`' + base::excerpt(text) + '`'; }

}  // namespace sourcing::json
