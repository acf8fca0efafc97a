// SPDX-License-Identifier: Apache-2.0
// The frame of a page that stands alone: it opens from disk and asks nothing of any server.
#pragma once

#include <string>
#include <string_view>

namespace sourcing::render {

/// An element with a text, which is escaped. `open` may have attributes, which are not.
void append_tag(std::string& out, std::string_view open, std::string_view text);

/// Up to what is said; `style` is that of the page.
void append_page_begin(std::string& out, std::string_view title, std::string_view language,
                       std::string_view style);
void append_page_end(std::string& out, std::string_view footer);

}  // namespace sourcing::render
