// SPDX-License-Identifier: Apache-2.0
// Linked into `sourcing-faulty`: the program itself, in which the n-th call of one kind fails.
//
//   SOURCING_FAULT        what fails: new, read (and pread), write (and pwrite, ftruncate), open,
//                         close, fsync, rename
//   close, fsync, rename SOURCING_FAULT_AT     which call, from 1; absent: none, calls are only
//   counted SOURCING_FAULT_STICKY set: that call and all after it SOURCING_FAULT_ERRNO  the error,
//   a number; SOURCING_FAULT_SHORT set: no error, one byte only SOURCING_FAULT_TELL   a descriptor
//   that gets one byte for each call that was made to fail
//
// The linker (--wrap) leads the calls of our own code here, so this works in a static executable
// and beside a sanitizer, where a preloaded library does not.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <new>

// The names are the linker's.
// NOLINTBEGIN(bugprone-reserved-identifier)
extern "C" {
ssize_t __real_read(int descriptor, void* buffer, size_t count);
ssize_t __real_write(int descriptor, const void* buffer, size_t count);
int __real_open(const char* path, int flags, ...);
int __real_close(int descriptor);
int __real_fsync(int descriptor);
int __real_rename(const char* from, const char* to);
ssize_t __real_pread(int descriptor, void* buffer, size_t count, off_t offset);
ssize_t __real_pwrite(int descriptor, const void* buffer, size_t count, off_t offset);
int __real_ftruncate(int descriptor, off_t size);
ssize_t __wrap_read(int descriptor, void* buffer, size_t count);
ssize_t __wrap_pread(int descriptor, void* buffer, size_t count, off_t offset);
ssize_t __wrap_pwrite(int descriptor, const void* buffer, size_t count, off_t offset);
int __wrap_ftruncate(int descriptor, off_t size);
ssize_t __wrap_write(int descriptor, const void* buffer, size_t count);
int __wrap_open(const char* path, int flags, ...);
int __wrap_close(int descriptor);
int __wrap_fsync(int descriptor);
int __wrap_rename(const char* from, const char* to);
}

namespace {

long number(const char* name, long otherwise) noexcept {
  const char* value = std::getenv(name);
  return value == nullptr ? otherwise : std::strtol(value, nullptr, 10);
}

/// True when this call, of this kind, is one that has to fail; errno is set then.
bool fails(const char* kind) noexcept {
  static const char* const wanted = std::getenv("SOURCING_FAULT");
  if (wanted == nullptr || std::strcmp(wanted, kind) != 0) return false;
  static const long at = number("SOURCING_FAULT_AT", 0);
  static const bool sticky = std::getenv("SOURCING_FAULT_STICKY") != nullptr;
  static const int error = static_cast<int>(number("SOURCING_FAULT_ERRNO", EIO));
  static const int tell = static_cast<int>(number("SOURCING_FAULT_TELL", -1));
  static std::atomic<long> calls = 0, told = 0;  // by several threads
  const long call = ++calls;
  if (at == 0 || (sticky ? call < at : call != at)) return false;
  if (tell >= 0 && told++ < 1'000) (void)__real_write(tell, "x", 1);  // a pipe holds no more
  errno = error;
  return true;
}

bool cut_short() noexcept {
  static const bool wanted = std::getenv("SOURCING_FAULT_SHORT") != nullptr;
  return wanted;
}

}  // namespace

ssize_t __wrap_read(int descriptor, void* buffer, size_t count) {
  if (fails("read")) {
    if (!cut_short()) return -1;
    count = count > 0 ? 1 : 0;
  }
  return __real_read(descriptor, buffer, count);
}

ssize_t __wrap_write(int descriptor, const void* buffer, size_t count) {
  // Standard error is where the message has to arrive.
  if (descriptor != STDERR_FILENO && fails("write")) {
    if (!cut_short()) return -1;
    count = count > 0 ? 1 : 0;
  }
  return __real_write(descriptor, buffer, count);
}

ssize_t __wrap_pread(int descriptor, void* buffer, size_t count, off_t offset) {
  if (fails("read")) {
    if (!cut_short()) return -1;
    count = count > 0 ? 1 : 0;
  }
  return __real_pread(descriptor, buffer, count, offset);
}

ssize_t __wrap_pwrite(int descriptor, const void* buffer, size_t count, off_t offset) {
  if (fails("write")) {
    if (!cut_short()) return -1;
    count = count > 0 ? 1 : 0;
  }
  return __real_pwrite(descriptor, buffer, count, offset);
}

int __wrap_ftruncate(int descriptor, off_t size) {
  return fails("write") && !cut_short() && errno != EINTR ? -1 : __real_ftruncate(descriptor, size);
}

int __wrap_open(const char* path, int flags, ...) {
  mode_t mode = 0;
  if ((flags & O_CREAT) != 0) {
    va_list arguments;
    va_start(arguments, flags);
    mode = va_arg(arguments, mode_t);
    va_end(arguments);
  }
  return fails("open") ? -1 : __real_open(path, flags, mode);
}

int __wrap_close(int descriptor) {
  const bool failing = fails("close");
  const int error = errno;
  const int result = __real_close(descriptor);  // a close that fails has closed all the same
  if (!failing) return result;
  errno = error;
  return -1;
}

int __wrap_fsync(int descriptor) { return fails("fsync") ? -1 : __real_fsync(descriptor); }

int __wrap_rename(const char* from, const char* to) {
  return fails("rename") ? -1 : __real_rename(from, to);
}
// NOLINTEND(bugprone-reserved-identifier)

void* operator new(std::size_t size) {
  void* memory = fails("new") ? nullptr : std::malloc(size == 0 ? 1 : size);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}

void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
