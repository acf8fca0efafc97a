// SPDX-License-Identifier: Apache-2.0
// Signatures of records by ssh-keygen (OpenSSH 8.2 or later): everybody who signs commits or logs
// in has the keys and the tool already, and no cryptography has to be linked.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sourcing::audit {

/// What the signatures are of, so that none can be taken from elsewhere.
inline constexpr std::string_view signature_namespace = "sourcing.record";

/// The signature (armoured SSH signature) of `hash` with the private key in the file `key`, or with
/// an agent's where that is a public one. Nothing, with the reason in `error`, when there is none.
[[nodiscard]] std::optional<std::string> sign(const std::string& key, std::string_view hash,
                                              std::string& error);

/// Whether `signature` is one of `hash` by somebody in `allowed`, a file of allowed signers
/// (ssh-keygen(1)). False, with the reason in `error`, also when that cannot be told.
[[nodiscard]] bool is_signed(const std::string& allowed, std::string_view hash,
                             std::string_view signature, std::string& error);

}  // namespace sourcing::audit
