// SPDX-License-Identifier: Apache-2.0
#include "base/json.hpp"

#include <algorithm>
#include <deque>
#include <optional>
#include <set>
#include <utility>

#include "base/json_bytes.hpp"
#include "base/json_diagnosis.hpp"
#include "base/json_tokens.hpp"
#include "base/text.hpp"

namespace sourcing::json {
namespace {

constexpr std::size_t most_problems = 100;
constexpr std::size_t linear_search_up_to = 32;  // members; beyond, an index pays

/// Reads the grammar from left to right and builds the values as it goes. It keeps its own stack,
/// so that depth is a limit of ours and not of the machine.
class Reader {
 public:
  Reader(std::string_view bytes, std::string_view source, const Limits& limits,
         std::uint32_t first_line, ParseResult& result)
      : bytes_(bytes),
        source_(source),
        limits_(limits),
        locator_(bytes, first_line),
        tokens_(bytes),
        result_(result) {
    if (bytes.starts_with(utf8_mark)) {
      tokens_.skip(end_ = utf8_mark.size());
      locator_.skip_mark();
    }
  }

  /// Reads everything. Afterwards the result holds the document or the problems.
  void run() {
    constexpr std::size_t usual_depth = 8;
    frames_.reserve(usual_depth);
    tokens_.skip_space();
    bool going = value();
    while (going && !frames_.empty()) going = element();
    tokens_.skip_space();
    if (going && !tokens_.at_end()) syntax_error();
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
    bool begun = false;                  // something has been read in it
    bool discarding = false;             // the current member has a duplicate key
    std::string discarded_key;
  };

  bool value() {
    switch (tokens_.peek()) {
      case '{':
        return begin_container(Kind::object);
      case '[':
        return begin_container(Kind::array);
      case '"':
        return string();
      case 't':
        return literal(Kind::boolean, "true");
      case 'f':
        return literal(Kind::boolean, "false");
      case 'n':
        return literal(Kind::null, "null");
      default:
        return number();
    }
  }

  // The next member or element of the innermost container, or its end.
  bool element() {
    Frame& frame = frames_.back();
    const bool object = frame.container->kind == Kind::object;
    tokens_.skip_space();
    if (tokens_.passes(object ? '}' : ']')) {
      end_ = tokens_.at();
      frames_.pop_back();
      return true;
    }
    if (std::exchange(frame.begun, true)) {
      if (!tokens_.passes(',')) return syntax_error();
      tokens_.skip_space();
    }
    if (object) {
      if (!key()) return false;
      tokens_.skip_space();
      if (!tokens_.passes(':')) return syntax_error();
      tokens_.skip_space();
    }
    return value();
  }

  bool key() {
    const std::size_t begin = tokens_.at();
    if (!tokens_.string()) return syntax_error();
    const Position at = locator_.locate(begin);
    end_ = tokens_.at();
    const std::string& name = tokens_.text();
    if (name.size() > limits_.string_bytes) return too_long("key", at);
    Frame& frame = frames_.back();
    const Member* first = find_member(frame, name);
    after_key_ = true;
    if (first != nullptr) {
      frame.discarding = true;
      frame.discarded_key = name;
      report("E0108",
             "duplicate key " + backticked(name) + ", first at " +
                 std::to_string(first->key_at.line) + ":" + std::to_string(first->key_at.column),
             {}, at, pointer(false));
      return result_.problems.size() < most_problems;
    }
    frame.discarding = false;
    Member& member = frame.container->members.emplace_back();
    take(member.key);
    member.key_at = at;
    if (!frame.index.empty()) frame.index.insert(frame.container->members.size() - 1);
    return true;
  }

  // A short text is copied, so that the tokens keep their room and we have no spare capacity.
  void take(std::string& to) {
    constexpr std::size_t is_short = 64;
    std::string& text = tokens_.text();
    if (text.size() < is_short) {
      to.assign(text);
    } else {
      to = std::move(text);
    }
  }

  bool string() {
    const std::size_t begin = tokens_.at();
    if (!tokens_.string()) return syntax_error();
    Value* value = begin_value(Kind::string, begin);
    if (value == nullptr) return false;
    if (tokens_.text().size() > limits_.string_bytes) return too_long("string", value->at);
    take(value->text);
    end_ = tokens_.at();
    return true;
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
  Value* begin_value(Kind kind, std::size_t begin) {
    const Position at = locator_.locate(begin);
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

  bool literal(Kind kind, std::string_view word) {
    const std::size_t begin = tokens_.at();
    if (!tokens_.passes(word)) return syntax_error();
    Value* value = begin_value(kind, begin);
    if (value == nullptr) return false;
    value->boolean = word == "true";
    end_ = tokens_.at();
    return true;
  }

  bool number() {
    const std::size_t begin = tokens_.at();
    std::string_view text;
    if (!tokens_.number(text)) return syntax_error();
    Value* value = begin_value(Kind::number, begin);
    if (value == nullptr) return false;
    if (text.size() > limits_.string_bytes) return too_long("number", value->at);
    end_ = tokens_.at();
    value->text.assign(text);
    return true;
  }

  bool begin_container(Kind kind) {
    Value* value = begin_value(kind, tokens_.at());
    if (value == nullptr) return false;
    tokens_.skip(1);
    end_ = tokens_.at();
    if (frames_.size() >= limits_.depth) {
      report("E0107", "nested deeper than " + std::to_string(limits_.depth) + " levels", {},
             value->at, pointer(false));
      return false;
    }
    frames_.emplace_back(value);
    return true;
  }

  // Tells why what stands behind the last token is none. False: reading ends.
  bool syntax_error() {
    const Diagnosis found = diagnose(bytes_, end_, after(), current_key());
    report(found.code, found.message, found.hint, locator_.locate(found.offset),
           pointer(found.in_element));
    return false;
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
  Tokens tokens_;
  ParseResult& result_;
  std::size_t end_ = 0;  // of the last token that was understood
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
  Reader(bytes, source, limits, first_line, result).run();
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
