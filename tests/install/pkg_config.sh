#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# usage: pkg_config.sh LIBDIR COMPILER SOURCE PROGRAM VERSION
set -euo pipefail
export PKG_CONFIG_PATH="$1/pkgconfig"
read -ra flags <<<"$("${PKG_CONFIG:-pkg-config}" --cflags --libs sourcing)"
"$2" -std=c++20 "$3" "${flags[@]}" -o "$4"
exec "$4" "$5"
