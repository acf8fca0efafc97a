// SPDX-License-Identifier: Apache-2.0
#include "sheet/read/xml_scanner.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include "base/text.hpp"

namespace sourcing::sheet {

namespace {

constexpr std::string_view invalid = "not well-formed (invalid token)";
constexpr std::size_t none = std::string_view::npos;

// What a byte is to the scanner; several may hold.
enum : std::uint8_t {
  name_byte = 1,
  control = 2,    // no XML has it
  returns = 4,    // a line end to be made alike
  refers = 8,     // `&`
  brackets = 16,  // `]`, of which two and `>` end CDATA and stand nowhere else
  high = 32,      // part of a character beyond ASCII
  blank = 64,
  opens = 128,  // `<`
};

constexpr std::array<std::uint8_t, 256> make_table() {
  std::array<std::uint8_t, 256> table{};
  for (unsigned c = 0; c < 0x20; ++c) table[c] = control;
  for (const unsigned c : {0x20U, 0x09U, 0x0AU}) table[c] = blank;
  table['\r'] = blank | returns;
  table['&'] = refers;
  table[']'] = brackets;
  table['<'] = opens;
  for (unsigned c = 'a'; c <= 'z'; ++c) table[c] = table[c - 'a' + 'A'] = name_byte;
  for (unsigned c = '0'; c <= '9'; ++c) table[c] = name_byte;
  for (const char c : {'_', ':', '-', '.'}) table[static_cast<unsigned char>(c)] = name_byte;
  for (unsigned c = 0x80; c < 0x100; ++c) table[c] = name_byte | high;
  return table;
}
constexpr auto table = make_table();

std::uint8_t kind(char c) noexcept { return table[static_cast<unsigned char>(c)]; }
bool is(char c, std::uint8_t what) noexcept { return (kind(c) & what) != 0; }
bool begins_name(char c) noexcept {
  return is(c, name_byte) && (c < '0' || c > '9') && c != '-' && c != '.';
}

bool may_be_referred_to(std::uint32_t value) noexcept {
  if (value < 0x20) return value == '\t' || value == '\n' || value == '\r';
  return value <= 0x10FFFF && (value < 0xD800 || value > 0xDFFF) && value != 0xFFFE &&
         value != 0xFFFF;
}

}  // namespace

XmlScanner::Step XmlScanner::broken(std::string_view why) {
  events_.broken(why);
  return Step::more;
}

void XmlScanner::feed(std::string_view bytes, bool last) {
  buffer_.erase(0, at_);
  at_ = 0;
  buffer_ += bytes;
  last_ = last;
  scan();
}

void XmlScanner::resume() {
  paused_ = false;
  scan();
}

void XmlScanner::scan() {
  if (!started_ && !begin()) return;
  while (at_ < buffer_.size() && !paused_ && !events_.problem()) {
    const Step step = buffer_[at_] == '<' ? markup() : characters();
    if (step == Step::more) break;
  }
  if (last_ && !paused_ && !events_.problem()) finish();
}

// A byte order mark and the declaration may stand at the very beginning, and nowhere else. False:
// the end of it is not there yet, or something is wrong.
bool XmlScanner::begin() {
  const std::size_t mark = buffer_.starts_with("\xef\xbb\xbf") ? 3 : 0;
  at_ = mark;
  if (buffer_.compare(mark, 5, "<?xml") == 0 && instruction() == Step::more) {
    at_ = 0;
    if (last_) broken("unclosed token");
    return false;
  }
  started_ = true;
  return true;
}

void XmlScanner::finish() {
  if (at_ < buffer_.size()) {
    broken("unclosed token");
  } else if (!ends_.empty() || !seen_root_) {
    broken("no element found");
  }
}

// ---- texts ------------------------------------------------------------------------------------

// A long text is handed out in pieces. None ends inside of a character, a reference, a line end, or
// what may become the end of CDATA.
std::size_t XmlScanner::cut_of_text() const noexcept {
  constexpr std::size_t longest_reference = 64;
  std::size_t cut = buffer_.size();
  const std::size_t from = std::max(at_, cut - std::min(cut, longest_reference));
  const std::size_t ampersand = std::string_view(buffer_).substr(from).rfind('&');
  if (ampersand != none && buffer_.find(';', from + ampersand) == none) cut = from + ampersand;
  while (cut > at_ && (is(buffer_[cut - 1], high | returns | brackets))) --cut;
  return cut;
}

XmlScanner::Step XmlScanner::characters() {
  constexpr std::size_t long_text = std::size_t{64} << 10;
  std::size_t end = buffer_.find('<', at_);
  if (end == none) {
    end = buffer_.size();
    if (!last_) {
      if (end - at_ < long_text) return Step::more;
      end = cut_of_text();
      if (end == at_) return Step::more;
    }
  }
  const std::string_view text = std::string_view(buffer_).substr(at_, end - at_);
  at_ = end;
  if (ends_.empty()) {
    const bool blanks = std::all_of(text.begin(), text.end(), [](char c) { return is(c, blank); });
    if (!blanks) return broken(seen_root_ ? "junk after document element" : invalid);
    return Step::done;
  }
  return hand_out(text, true) ? Step::done : Step::more;
}

bool XmlScanner::hand_out(std::string_view text, bool references) {
  std::uint8_t seen = 0;
  for (const char c : text) seen |= kind(c);
  const bool odd = (seen & control) != 0 ||
                   ((seen & high) != 0 && !base::valid_utf8(text, nullptr)) ||
                   (references && (seen & brackets) != 0 && text.find("]]>") != none);
  if (odd) {
    events_.broken(invalid);
    return false;
  }
  if ((seen & returns) == 0 && (!references || (seen & refers) == 0)) {
    events_.text(text);
    return true;
  }
  text_.clear();
  if (!decode(text, references, false, text_)) return false;
  events_.text(text_);
  return true;
}

bool XmlScanner::decode(std::string_view text, bool references, bool attribute, std::string& out) {
  while (!text.empty()) {
    const char c = text.front();
    if (c == '&' && references) {
      if (!reference(text, out)) return false;
      continue;
    }
    text.remove_prefix(1);
    if (c == '\r') {
      if (text.starts_with('\n')) text.remove_prefix(1);
      out += attribute ? ' ' : '\n';
    } else {
      out += attribute && (c == '\n' || c == '\t') ? ' ' : c;
    }
  }
  return true;
}

// `&lt;`, `&#65;`, `&#x41;` at the front of `rest`.
bool XmlScanner::reference(std::string_view& rest, std::string& out) {
  const std::size_t end = rest.find(';');
  if (end == none) {
    events_.broken(invalid);
    return false;
  }
  std::string_view name = rest.substr(1, end - 1);
  rest.remove_prefix(end + 1);
  if (!name.starts_with('#')) {
    constexpr std::array<std::pair<std::string_view, char>, 5> known = {
        {{"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}}};
    for (const auto& [word, character] : known) {
      if (name != word) continue;
      out += character;
      return true;
    }
    const bool a_name =
        !name.empty() && begins_name(name[0]) &&
        std::all_of(name.begin(), name.end(), [](char c) { return is(c, name_byte); });
    events_.broken(a_name ? "undefined entity" : invalid);
    return false;
  }
  const bool hexadecimal = name.starts_with("#x");
  name.remove_prefix(hexadecimal ? 2 : 1);
  const std::uint32_t radix = hexadecimal ? 16 : 10;
  constexpr std::uint32_t past_all = 0x110000;
  std::uint32_t value = 0;
  for (const char c : name) {
    const std::uint32_t digit = c >= '0' && c <= '9'   ? static_cast<std::uint32_t>(c - '0')
                                : c >= 'a' && c <= 'f' ? static_cast<std::uint32_t>(c - 'a' + 10)
                                : c >= 'A' && c <= 'F' ? static_cast<std::uint32_t>(c - 'A' + 10)
                                                       : radix;
    if (digit >= radix) {
      events_.broken(invalid);
      return false;
    }
    value = std::min(value * radix + digit, past_all);
  }
  if (name.empty() || !may_be_referred_to(value)) {
    events_.broken(name.empty() ? invalid : "reference to invalid character number");
    return false;
  }
  base::append_utf8(out, static_cast<char32_t>(value));
  return true;
}

// ---- tags -------------------------------------------------------------------------------------

XmlScanner::Step XmlScanner::markup() {
  if (buffer_.size() - at_ < 2) return Step::more;
  switch (buffer_[at_ + 1]) {
    case '/':
      return end_tag();
    case '?':
      return instruction();
    case '!':
      return declaration();
    default:
      return start_tag();
  }
}

void XmlScanner::push(std::string_view name) {
  open_ += name;
  ends_.push_back(open_.size());
}

XmlScanner::Step XmlScanner::start_tag() {
  if (!begins_name(buffer_[at_ + 1])) return broken(invalid);
  if (ends_.empty() && seen_root_) return broken("junk after document element");
  std::size_t at = at_ + 2;
  while (at < buffer_.size() && is(buffer_[at], name_byte)) ++at;
  const std::string_view name = std::string_view(buffer_).substr(at_ + 1, at - at_ - 1);
  attributes_.clear();
  if (!decoded_.empty()) decoded_.clear();
  while (true) {
    const std::size_t before = at;
    while (at < buffer_.size() && is(buffer_[at], blank)) ++at;
    if (at == buffer_.size()) return Step::more;
    if (buffer_[at] == '>' || buffer_[at] == '/') break;
    if (at == before || !begins_name(buffer_[at])) return broken(invalid);
    if (!attribute(at)) return Step::more;
  }
  const bool alone = buffer_[at] == '/';
  if (alone && ++at == buffer_.size()) return Step::more;
  if (buffer_[at] != '>') return broken(invalid);
  if (!unique_names()) return broken("duplicate attribute");
  at_ = at + 1;
  seen_root_ = true;
  if (!alone) push(name);
  events_.start(name, Attributes(attributes_));
  if (alone) events_.end(name);
  return events_.problem() ? Step::more : Step::done;
}

// `name = "value"` at `at`. False: something is wrong, or its end is not there yet.
bool XmlScanner::attribute(std::size_t& at) {
  const std::string_view all(buffer_);
  const std::size_t begin = at;
  while (at < all.size() && is(all[at], name_byte)) ++at;
  const std::string_view name = all.substr(begin, at - begin);
  while (at < all.size() && is(all[at], blank)) ++at;
  if (at == all.size()) return false;
  if (all[at] != '=') {
    events_.broken(invalid);
    return false;
  }
  ++at;
  while (at < all.size() && is(all[at], blank)) ++at;
  if (at == all.size()) return false;
  const char quote = all[at];
  if (quote != '"' && quote != '\'') {
    events_.broken(invalid);
    return false;
  }
  const std::size_t end = all.find(quote, at + 1);
  if (end == none) return false;
  attributes_.push_back({name, {}});
  if (!value(all.substr(at + 1, end - at - 1))) return false;
  at = end + 1;
  return true;
}

bool XmlScanner::value(std::string_view text) {
  std::uint8_t seen = 0;
  bool breaks = false;
  for (const char c : text) {
    seen |= kind(c);
    breaks = breaks || (c == '\n' || c == '\t');
  }
  if ((seen & (control | opens)) != 0 || ((seen & high) != 0 && !base::valid_utf8(text, nullptr))) {
    events_.broken(invalid);
    return false;
  }
  if (breaks || (seen & (returns | refers)) != 0) {
    decoded_.emplace_back();
    if (!decode(text, true, true, decoded_.back())) return false;
    text = decoded_.back();
  }
  attributes_.back().value = text;
  return true;
}

bool XmlScanner::unique_names() {
  constexpr std::size_t few = 12;
  if (attributes_.size() > few) {
    std::vector<std::string_view> names;
    for (const Attribute& attribute : attributes_) names.push_back(attribute.name);
    std::sort(names.begin(), names.end());
    return std::adjacent_find(names.begin(), names.end()) == names.end();
  }
  for (std::size_t i = 1; i < attributes_.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (attributes_[i].name == attributes_[j].name) return false;
    }
  }
  return true;
}

XmlScanner::Step XmlScanner::end_tag() {
  const std::size_t end = buffer_.find('>', at_);
  if (end == none) return Step::more;
  std::string_view name = std::string_view(buffer_).substr(at_ + 2, end - at_ - 2);
  while (!name.empty() && is(name.back(), blank)) name.remove_suffix(1);
  if (ends_.empty()) return broken(invalid);
  const std::size_t begin = ends_.size() > 1 ? ends_[ends_.size() - 2] : 0;
  if (std::string_view(open_).substr(begin) != name) return broken("mismatched tag");
  at_ = end + 1;
  open_.resize(begin);
  ends_.pop_back();
  events_.end(name);
  return events_.problem() ? Step::more : Step::done;
}

// ---- what is no element -----------------------------------------------------------------------

XmlScanner::Step XmlScanner::instruction() {
  const std::size_t end = buffer_.find("?>", at_ + 2);
  if (end == none) return Step::more;
  const bool named = begins_name(buffer_[at_ + 2]);
  const std::string_view target = std::string_view(buffer_).substr(at_ + 2, 4);
  const bool declares = target.starts_with("xml") && !is(target[3], name_byte);
  if (!named || (declares && started_)) return broken(invalid);
  at_ = end + 2;
  return Step::done;
}

XmlScanner::Step XmlScanner::declaration() {
  const std::string_view rest = std::string_view(buffer_).substr(at_);
  constexpr std::string_view comment = "<!--", data = "<![CDATA[", type = "<!DOCTYPE";
  if (rest.starts_with(comment)) {
    const std::size_t dashes = rest.find("--", comment.size());
    if (dashes == none || dashes + 2 == rest.size()) return Step::more;
    if (rest[dashes + 2] != '>') return broken(invalid);
    at_ += dashes + 3;
    return Step::done;
  }
  if (rest.starts_with(data)) return cdata();
  if (rest.starts_with(type)) {
    events_.fail(
        {"E0703", "its XML has a document type (DTD)", "no workbook has one", "", 0, 0, ""});
    return Step::more;
  }
  const bool cut_off =
      comment.starts_with(rest) || data.starts_with(rest) || type.starts_with(rest);
  return cut_off ? Step::more : broken(invalid);
}

XmlScanner::Step XmlScanner::cdata() {
  constexpr std::size_t head = 9;
  const std::size_t end = buffer_.find("]]>", at_ + head);
  if (end == none) return Step::more;
  if (ends_.empty()) return broken(invalid);
  const std::string_view text = std::string_view(buffer_).substr(at_ + head, end - at_ - head);
  at_ = end + 3;
  return hand_out(text, false) ? Step::done : Step::more;
}

}  // namespace sourcing::sheet
