// SPDX-License-Identifier: Apache-2.0
// A temporary file without a name.
#pragma once

#include <string>

namespace sourcing::base {

/// A new file, to be written and read, that is gone when it is closed, whatever happens; nobody
/// else can open it. It lies in TMPDIR or /tmp: `folder` says which. The caller closes the
/// descriptor; -1 with `errno` where none could be made. Safe from several threads while none sets
/// variables.
[[nodiscard]] int unnamed_file(std::string& folder);

}  // namespace sourcing::base
