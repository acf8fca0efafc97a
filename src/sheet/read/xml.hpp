// SPDX-License-Identifier: Apache-2.0
// XML as events, from bytes that arrive piece by piece. A document type is refused, and with it all
// entities but the five that every XML has. UTF-8, which is nearly all that there is, is read by a
// scanner of our own, since a sheet is mostly tags; other encodings by expat.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <sourcing/problem.hpp>
#include <span>
#include <string>
#include <string_view>

namespace sourcing::sheet {

/// A name without its prefix.
[[nodiscard]] std::string_view local_name(std::string_view name) noexcept;

struct Attribute {
  std::string_view name, value;
};

/// The attributes of an element, good for the call that hands them out.
class Attributes {
 public:
  explicit Attributes(std::span<const Attribute> all) noexcept : all_(all) {}

  /// The value of the attribute of this local name; nothing when there is none.
  [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const noexcept;
  [[nodiscard]] std::string_view get(std::string_view name) const noexcept {
    return find(name).value_or(std::string_view{});
  }
  /// One after the other, for who wants several in one pass; with their prefixes.
  [[nodiscard]] auto begin() const noexcept { return all_.begin(); }
  [[nodiscard]] auto end() const noexcept { return all_.end(); }

 private:
  std::span<const Attribute> all_;
};

/// Is told what is read, less the extensions of newer programs. Names come without their prefixes;
/// texts may come in several pieces.
class XmlHandler {
 public:
  virtual ~XmlHandler() = default;
  virtual void start(std::string_view name, const Attributes& attributes) = 0;
  virtual void end(std::string_view name) = 0;
  virtual void text(std::string_view piece) = 0;
};

/// Not for several threads.
class XmlReader {
 public:
  explicit XmlReader(XmlHandler& handler);
  XmlReader(const XmlReader&) = delete;
  XmlReader& operator=(const XmlReader&) = delete;
  ~XmlReader();

  /// Reads the next bytes, at most 1 GiB; `last`: nothing follows. False when something is wrong.
  /// When the handler called `pause`, the rest of them is read by `resume`.
  bool feed(std::string_view bytes, bool last);
  bool resume();

  /// For the handler: no event comes after the one it is told of until `resume`.
  void pause();
  [[nodiscard]] bool paused() const noexcept;
  /// For the handler: ends the reading with this problem.
  void fail(Problem problem);

  /// Has no place but the line in its part.
  [[nodiscard]] const std::optional<Problem>& problem() const noexcept;

 private:
  struct State;
  bool settle(bool fine);

  std::unique_ptr<State> state_;
};

/// Reads a whole document.
[[nodiscard]] std::optional<Problem> read_xml(std::string_view document, XmlHandler& handler);

}  // namespace sourcing::sheet
