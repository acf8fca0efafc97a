// SPDX-License-Identifier: Apache-2.0
// What the renderer's tests share: a small model in three languages, decisions made with it, and
// whole outputs compared with approved files.
#pragma once

#include <sourcing/sourcing.hpp>
#include <string>
#include <string_view>

namespace render_tests {

std::string read(const std::string& path);

/// The model in small_model.json.
const sourcing::Engine& small_engine();

/// Decides a task of the small model; `language` is that of the sentences. What the searches find
/// (`possible`, `next_questions`) is put in by hand: they have tests of their own.
sourcing::Decision decide(std::string_view task, std::string_view language = "en");

/// A failure with two problems, one of them with everything that a problem can have.
sourcing::Failure failure();

/// All of what a renderer of the small model writes for these.
std::string render(const sourcing::RenderOptions& options,
                   const std::vector<sourcing::Decision>& decisions,
                   const std::vector<sourcing::Failure>& failures = {});
sourcing::RenderOptions options(sourcing::Format format, std::string_view language = "en");

/// A name that tries everything: terminal, bidi, Markdown, HTML, formulas, tabs, line ends.
extern const std::string hostile_name;

/// The text of approved/`name`, or `text` itself after writing it there when SOURCING_APPROVE is
/// set: look at the difference before committing it. `@VERSION@` stands for the library's version.
std::string approved(const std::string& name, const std::string& text);

/// What a command prints, with its exit status as the first line.
std::string run(const std::string& command, const std::string& input);

}  // namespace render_tests
