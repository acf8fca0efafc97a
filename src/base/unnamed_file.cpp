// SPDX-License-Identifier: Apache-2.0
#include "base/unnamed_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>

namespace sourcing::base {

int unnamed_file(std::string& folder) {
  const char* const set = std::getenv("TMPDIR");
  folder = set != nullptr && *set != '\0' ? set : "/tmp";
#ifdef O_TMPFILE
  const int descriptor = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (descriptor >= 0) return descriptor;
#endif
  std::string name = folder + "/sourcing-XXXXXX";
  const int made = ::mkostemp(name.data(), O_CLOEXEC);
  if (made >= 0) ::unlink(name.c_str());
  return made;
}

}  // namespace sourcing::base
