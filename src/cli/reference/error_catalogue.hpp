// SPDX-License-Identifier: Apache-2.0
// What every error and exit code means, why it happens and what mends it: data/errors.json.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sourcing::cli {

/// data/errors.json as it is; the source is written by the build.
extern const std::string_view embedded_errors_json;

/// One code in one language.
struct CatalogueEntry {
  std::string code;  ///< `E0203`, `exit-3`
  std::string title, cause, mend;
};

/// The languages that every entry has, in the catalogue's order.
[[nodiscard]] std::vector<std::string> catalogue_languages();

/// All entries, in the catalogue's order; in English where it does not have the language.
[[nodiscard]] std::vector<CatalogueEntry> catalogue(std::string_view language);

/// The code that somebody means who writes `e0203`, `0203`, `3`, `exit 3` or `exit-3`. What fits
/// none of these forms stays as it is.
[[nodiscard]] std::string canonical_code(std::string_view written);

}  // namespace sourcing::cli
