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

/// How decisions are written. `brief` is one tab-separated line for scripts.
enum class Format : std::uint8_t { text, json, ndjson, csv, tsv, markdown, brief };

/// Behaviour of a renderer.
struct RenderOptions {
  Format format = Format::text;
  std::string_view language =
      "en";                ///< of headings and sentences; machine formats keep their names
  std::size_t width = 80;  ///< text: columns to fit into, at least 40
  bool color = false;      ///< text: ANSI colours; never the only sign of anything
  bool full = false;       ///< text, markdown: everything instead of what matters most
  bool many = false;       ///< json: an array even if there is one entry
  bool raw = false;        ///< csv, tsv: do not neutralise cells that look like formulas
};

/// An input that could not be judged; it is reported, never dropped.
struct Failure {
  std::string id;
  std::string name;
  std::uint64_t row = 0;
  std::vector<Problem> problems;
};

/// Turns decisions into bytes. It computes nothing and prints nothing: it appends to `out`.
/// Not thread-safe; make one per thread.
class Renderer {
 public:
  virtual ~Renderer() = default;
  virtual void begin(std::string& out) = 0;
  virtual void decision(std::string& out, const Decision& decision) = 0;
  virtual void failure(std::string& out, const Failure& failure) = 0;
  virtual void end(std::string& out) = 0;
};

/// `engine` must outlive the renderer.
[[nodiscard]] std::unique_ptr<Renderer> make_renderer(const Engine& engine,
                                                      const RenderOptions& options);

}  // namespace sourcing
