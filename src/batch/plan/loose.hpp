// SPDX-License-Identifier: Apache-2.0
// Vectors at any address. memcpy would say the same, but compilers that tune for no processor in
// particular split it into halves, and what is then read as a whole waits for both.
#pragma once

#include "batch/plan/wide.hpp"

namespace sourcing::batch {

template <class Vector>
struct __attribute__((packed, may_alias)) Loose {
  Vector vector;
};

template <class Vector>
SOURCING_INLINE void load(Vector& vector, const void* from) noexcept {
  vector = static_cast<const Loose<Vector>*>(from)->vector;
}

template <class Vector>
SOURCING_INLINE void store(void* to, const Vector& vector) noexcept {
  static_cast<Loose<Vector>*>(to)->vector = vector;
}

}  // namespace sourcing::batch
