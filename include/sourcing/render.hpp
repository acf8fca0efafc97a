// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <sourcing/decision.hpp>
#include <sourcing/engine.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace sourcing {

/// How decisions are written. `brief` is one tab-separated line for scripts, `memo` a text to paste
/// into a mail, `html` the same as one page that prints.
enum class Format : std::uint8_t { text, json, ndjson, csv, tsv, markdown, brief, memo, html };

/// Behaviour of a renderer. A plain value, but for `language`, which must outlive the call it is
/// given to.
struct RenderOptions {
  Format format = Format::text;
  /// Of headings and sentences; machine formats keep their names. Empty: that in which the first
  /// decision was decided, so that no document speaks two languages.
  std::string_view language = {};
  std::size_t width = 80;  ///< text: columns to fit into, at least 40
  bool color = false;      ///< text: ANSI colours; never the only sign of anything
  bool full = false;       ///< text, markdown: everything instead of what matters most
  bool many = false;       ///< json: an array even if there is one entry
  bool raw = false;        ///< csv, tsv: do not neutralise cells that look like formulas
};

/// An input that could not be judged; it is reported, never dropped. A plain value that owns
/// everything in it.
struct Failure {
  std::string id;                 ///< as read; may be empty
  std::string name;               ///< as read; may be empty
  std::uint64_t row = 0;          ///< 1-based place in its input
  std::vector<Field> fields;      ///< of the task, as far as they could be read
  std::vector<Problem> problems;  ///< at least one
};

/// Turns decisions into bytes. It computes nothing and prints nothing: it appends to `out`.
/// Not thread-safe; make one per thread. Nothing is kept of what a call is given.
class Renderer {
 public:
  virtual ~Renderer() = default;
  /// Once, before everything else: the header of a CSV, the bracket of a JSON array.
  virtual void begin(std::string& out) = 0;
  /// A decision of the renderer's engine, in the order in which they are to stand.
  virtual void decision(std::string& out, const Decision& decision) = 0;
  /// An input without a decision, in its place among them.
  virtual void failure(std::string& out, const Failure& failure) = 0;
  /// Once, after everything else.
  virtual void end(std::string& out) = 0;
};

/// A renderer for `options.format`. `engine` must outlive the renderer. Never null. Thread-safe.
[[nodiscard]] std::unique_ptr<Renderer> make_renderer(const Engine& engine,
                                                      const RenderOptions& options);

}  // namespace sourcing
