// SPDX-License-Identifier: Apache-2.0
// A floor for `sourcing batch`: reads a CSV without quotes, finds every field with memchr, and
// writes a row of the size that a verdict has. No value is looked at.
//
// usage: split_only FILE > OUT
#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>
#include <memory>
#include <string>

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const int file = ::open(argv[1], O_RDONLY | O_CLOEXEC);
  if (file < 0) return 5;
  constexpr std::size_t block = std::size_t{256} << 10;
  auto data = std::make_unique<char[]>(2 * block);
  std::string out;
  const std::string verdict =
      ",outsource,KPO,58.12,nearshore,41.00,52.25,47.75,decided,"
      "judgment=+10.00;volume=-6.00;cost_pressure=+12.00;language=+6.00,,name of it,true,8.12\n";
  std::size_t kept = 0, fields = 0;
  while (true) {
    const ssize_t got = ::read(file, data.get() + kept, block);
    if (got <= 0) break;
    const char* const end = data.get() + kept + got;
    const char* row = data.get();
    while (true) {
      const auto* line =
          static_cast<const char*>(std::memchr(row, '\n', static_cast<std::size_t>(end - row)));
      if (line == nullptr) break;
      const char* field = row;
      const char* first = nullptr;
      while (const auto* comma = static_cast<const char*>(
                 std::memchr(field, ',', static_cast<std::size_t>(line - field)))) {
        if (first == nullptr) first = comma;
        ++fields;
        field = comma + 1;
      }
      out.append(row, first == nullptr ? line : first);
      out += verdict;
      row = line + 1;
    }
    if (::write(STDOUT_FILENO, out.data(), out.size()) < 0) return 5;
    out.clear();
    kept = static_cast<std::size_t>(end - row);
    std::memmove(data.get(), row, kept);
  }
  ::close(file);
  std::fprintf(stderr, "%zu fields\n", fields);
}
