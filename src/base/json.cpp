// SPDX-License-Identifier: Apache-2.0
#include "base/json.hpp"

#include <algorithm>
#include <deque>
#include <iterator>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <utility>

#include "base/json_bytes.hpp"
#include "base/json_diagnosis.hpp"
#include "base/text.hpp"

namespace sourcing::json {
namespace {

constexpr std::size_t most_problems = 100;
constexpr std::size_t linear_search_up_to = 32;  // members; beyond, an index pays

/// An iterator over the input that tells how far the lexer has read. nlohmann's own
/// positions are of little use here: they count bytes, and only inside error messages.
class CountingIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  CountingIterator(const char* at, const char** reached) : at_(at), reached_(reached) {}

  reference operator*() const { return *at_; }
  CountingIterator& operator++() {
    *reached_ = ++at_;
    return *this;
  }
  friend bool operator==(const CountingIterator& a, const CountingIterator& b) {
    return a.at_ == b.at_;
  }

 private:
  const char* at_;
  const char** reached_;
};

/// Receives nlohmann's events and builds the values. Positions of tokens are found from the source:
/// between the end of one token and the begin of the next there is only white space and
/// punctuation, for the events come in an order that the grammar allows.
class Builder {
 public:
  using number_integer_t = nlohmann::json::number_integer_t;
  using number_unsigned_t = nlohmann::json::number_unsigned_t;
  using number_float_t = nlohmann::json::number_float_t;
  using string_t = nlohmann::json::string_t;
  using binary_t = nlohmann::json::binary_t;

  Builder(std::string_view bytes, std::string_view source, const Limits& limits,
          std::uint32_t first_line, ParseResult& result)
      : bytes_(bytes),
        source_(source),
        limits_(limits),
        locator_(bytes, first_line),
        result_(result),
        reached_(bytes.data()) {
    if (bytes.starts_with(utf8_mark)) {
      end_ = utf8_mark.size();
      locator_.skip_mark();
    }
  }

  /// Reads everything. Afterwards the result holds the document or the problems.
  void run() {
    constexpr std::size_t usual_depth = 8;
    frames_.reserve(usual_depth);
    const CountingIterator first(bytes_.data(), &reached_);
    const CountingIterator last(bytes_.data() + bytes_.size(), &reached_);
    nlohmann::json::sax_parse(first, last, this);
  }

  // The interface that nlohmann calls.

  bool null() { return literal(Kind::null, 4, false); }
  bool boolean(bool value) { return literal(Kind::boolean, value ? 4 : 5, value); }
  bool number_integer(number_integer_t) { return number(); }
  bool number_unsigned(number_unsigned_t) { return number(); }
  bool number_float(number_float_t, const string_t&) { return number(); }

  bool string(string_t& text) {
    Value* value = begin_value(Kind::string);
    if (value == nullptr) return false;
    if (text.size() > limits_.string_bytes) return too_long("string", value->at);
    take(text, value->text);
    end_ = reached();
    return true;
  }

  bool binary(binary_t&) { return false; }  // never comes from text

  bool start_object(std::size_t) { return begin_container(Kind::object); }
  bool start_array(std::size_t) { return begin_container(Kind::array); }
  bool end_object() { return end_container(); }
  bool end_array() { return end_container(); }

  bool key(string_t& text) {
    const Position at = locator_.locate(token_begin());
    end_ = reached();
    if (text.size() > limits_.string_bytes) return too_long("key", at);
    Frame& frame = frames_.back();
    const Member* first = find_member(frame, text);
    after_key_ = true;
    if (first != nullptr) {
      frame.discarding = true;
      frame.discarded_key = text;
      report("E0108",
             "duplicate key " + backticked(text) + ", first at " +
                 std::to_string(first->key_at.line) + ":" + std::to_string(first->key_at.column),
             {}, at, pointer(false));
      return result_.problems.size() < most_problems;
    }
    frame.discarding = false;
    Member& member = frame.container->members.emplace_back();
    take(text, member.key);
    member.key_at = at;
    if (!frame.index.empty()) frame.index.insert(frame.container->members.size() - 1);
    return true;
  }

  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) {
    const Diagnosis found = diagnose(bytes_, end_, after(), current_key());
    report(found.code, found.message, found.hint, locator_.locate(found.offset),
           pointer(found.in_element));
    return false;
  }

 private:
  /// Orders members by key, so that a large object finds its duplicates in logarithmic time
  /// whatever the keys are (hash tables can be attacked).
  struct ByKey {
    using is_transparent = void;
    const Value* object;

    std::string_view key(std::size_t i) const { return object->members[i].key; }
    bool operator()(std::size_t a, std::size_t b) const { return key(a) < key(b); }
    bool operator()(std::size_t a, std::string_view b) const { return key(a) < b; }
    bool operator()(std::string_view a, std::size_t b) const { return a < key(b); }
  };

  /// A container that is being read. The pointer is stable: only the innermost container grows.
  struct Frame {
    explicit Frame(Value* value) : container(value), index(ByKey{value}) {}

    Value* container;
    std::set<std::size_t, ByKey> index;  // empty while the object is small
    bool discarding = false;             // the current member has a duplicate key
    std::string discarded_key;
  };

  static void take(std::string& from, std::string& to) {
    // A short string is copied, so that the lexer keeps its buffer and we no spare capacity.
    if (from.size() < 64) {
      to.assign(from);
    } else {
      to = std::move(from);
    }
  }

  std::size_t reached() const { return static_cast<std::size_t>(reached_ - bytes_.data()); }

  std::size_t token_begin() const {
    std::size_t at = end_;
    while (is_space(bytes_[at]) || bytes_[at] == ',' || bytes_[at] == ':') ++at;
    return at;
  }

  const Member* find_member(Frame& frame, std::string_view key) const {
    const std::vector<Member>& members = frame.container->members;
    if (members.size() <= linear_search_up_to) {
      for (const Member& member : members) {
        if (member.key == key) return &member;
      }
      return nullptr;
    }
    if (frame.index.empty()) {
      for (std::size_t i = 0; i < members.size(); ++i) frame.index.insert(i);
    }
    const auto found = frame.index.find(key);
    return found == frame.index.end() ? nullptr : &members[*found];
  }

  /// The place for the value that begins now; null when there are too many.
  Value* begin_value(Kind kind) {
    begin_ = token_begin();
    const Position at = locator_.locate(begin_);
    Value* value = &result_.root;
    if (!frames_.empty()) {
      Frame& frame = frames_.back();
      if (frame.container->kind == Kind::array) {
        value = &frame.container->items.emplace_back();
      } else if (frame.discarding) {
        value = &discarded_.emplace_back();
      } else {
        value = &frame.container->members.back().value;
      }
    }
    after_key_ = false;
    value->kind = kind;
    value->at = at;
    if (++values_ > limits_.values) {
      report("E0111", "the input holds more than " + std::to_string(limits_.values) + " values", {},
             at, pointer(false));
      return nullptr;
    }
    return value;
  }

  bool literal(Kind kind, std::size_t length, bool truth) {
    Value* value = begin_value(kind);
    if (value == nullptr) return false;
    value->boolean = truth;
    end_ = begin_ + length;
    return true;
  }

  bool number() {
    Value* value = begin_value(Kind::number);
    if (value == nullptr) return false;
    const std::size_t last = number_end(begin_);
    if (last - begin_ > limits_.string_bytes) return too_long("number", value->at);
    end_ = last;
    value->text.assign(bytes_.substr(begin_, last - begin_));
    return true;
  }

  /// The end of the number that begins at `at`, which the lexer found well-formed. It looks one
  /// byte ahead and does not give the text of integers, so the extent is found again here.
  std::size_t number_end(std::size_t at) const {
    const auto digits = [&] {
      while (at < bytes_.size() && bytes_[at] >= '0' && bytes_[at] <= '9') ++at;
    };
    const auto is = [&](char a, char b) {
      return at < bytes_.size() && (bytes_[at] == a || bytes_[at] == b);
    };
    if (is('-', '-')) ++at;
    if (is('0', '0')) {
      ++at;  // of 012 the lexer takes only the 0
    } else {
      digits();
    }
    if (is('.', '.')) {
      ++at;
      digits();
    }
    if (is('e', 'E')) {
      ++at;
      if (is('+', '-')) ++at;
      digits();
    }
    return at;
  }

  bool begin_container(Kind kind) {
    Value* value = begin_value(kind);
    if (value == nullptr) return false;
    end_ = begin_ + 1;
    if (frames_.size() >= limits_.depth) {
      report("E0107", "nested deeper than " + std::to_string(limits_.depth) + " levels", {},
             value->at, pointer(false));
      return false;
    }
    frames_.emplace_back(value);
    return true;
  }

  bool end_container() {
    end_ = token_end_of_bracket();
    frames_.pop_back();
    return true;
  }

  std::size_t token_end_of_bracket() const {
    std::size_t at = end_;
    while (is_space(bytes_[at])) ++at;
    return at + 1;
  }

  After after() const {
    if (frames_.empty()) return values_ == 0 ? After::nothing : After::top_value;
    const Value& container = *frames_.back().container;
    if (container.kind == Kind::array) {
      return container.items.empty() ? After::array_begin : After::value_in_array;
    }
    if (after_key_) return After::key;
    return container.members.empty() ? After::object_begin : After::value_in_object;
  }

  std::string_view current_key() const {
    if (frames_.empty() || !after_key_) return {};
    const Frame& frame = frames_.back();
    return frame.discarding ? std::string_view(frame.discarded_key)
                            : std::string_view(frame.container->members.back().key);
  }

  /// The JSON pointer of the value that was begun last, or of the element after it.
  std::string pointer(bool next_element) const {
    std::string path;
    for (std::size_t i = 0; i < frames_.size(); ++i) {
      const Frame& frame = frames_[i];
      const Value& container = *frame.container;
      if (container.kind == Kind::array) {
        std::size_t element = container.items.size();
        const bool next = next_element && i + 1 == frames_.size();
        if (element == 0 && !next) break;
        if (!next) --element;
        path += '/' + std::to_string(element);
      } else if (frame.discarding) {
        path = pointer_append(path, frame.discarded_key);
      } else if (!container.members.empty()) {
        path = pointer_append(path, container.members.back().key);
      }
    }
    return path;
  }

  bool too_long(std::string_view what, Position at) {
    report("E0109",
           "this " + std::string(what) + " is longer than " + size_text(limits_.string_bytes), {},
           at, pointer(false));
    return false;
  }

  void report(std::string code, std::string message, std::string hint, Position at,
              std::string pointer) {
    if (result_.problems.size() >= most_problems) return;
    result_.problems.push_back({std::move(code), std::move(message), std::move(hint),
                                std::string(source_), at.line, at.column, std::move(pointer)});
  }

  std::string_view bytes_;
  std::string_view source_;
  const Limits& limits_;
  Locator locator_;
  ParseResult& result_;
  const char* reached_;    // one past the last byte the lexer took
  std::size_t begin_ = 0;  // of the current value
  std::size_t end_ = 0;    // of the last token that was understood
  std::size_t values_ = 0;
  bool after_key_ = false;
  std::vector<Frame> frames_;
  std::deque<Value> discarded_;  // values of duplicate keys: read for their own mistakes only
};

}  // namespace

const Value* Value::find(std::string_view key) const noexcept {
  for (const Member& member : members) {
    if (member.key == key) return &member.value;
  }
  return nullptr;
}

ParseResult parse(std::string_view bytes, std::string_view source, const Limits& limits,
                  std::uint32_t first_line) {
  ParseResult result;
  if (std::optional<Problem> refused = not_json(bytes, source, limits, first_line)) {
    result.problems.push_back(std::move(*refused));
    return result;
  }
  Builder(bytes, source, limits, first_line, result).run();
  if (!result.readable()) result.root = Value();
  return result;
}

bool ParseResult::readable() const {
  return problems.size() < most_problems &&
         std::all_of(problems.begin(), problems.end(),
                     [](const Problem& problem) { return problem.code == "E0108"; });
}

void sort_by_place(std::vector<Problem>& problems) {
  std::stable_sort(problems.begin(), problems.end(), [](const Problem& a, const Problem& b) {
    return std::pair(a.line, a.column) < std::pair(b.line, b.column);
  });
}

std::string pointer_append(std::string_view pointer, std::string_view key) {
  std::string longer;
  longer.reserve(pointer.size() + 1 + key.size());
  longer += pointer;
  longer += '/';
  for (const char c : key) {
    if (c == '~') {
      longer += "~0";
    } else if (c == '/') {
      longer += "~1";
    } else {
      longer += c;
    }
  }
  return longer;
}

std::string_view kind_name(Kind kind) noexcept {
  switch (kind) {
    case Kind::null:
      return "null";
    case Kind::boolean:
      return "true or false";
    case Kind::number:
      return "a number";
    case Kind::string:
      return "a string";
    case Kind::array:
      return "an array";
    case Kind::object:
      return "an object";
  }
  return "a value";
}

}  // namespace sourcing::json
