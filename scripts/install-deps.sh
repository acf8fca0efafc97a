#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# usage: scripts/install-deps.sh [--tests] [--release] [--bench]
# Installs what building needs (Debian, Ubuntu); with --tests also what the checks need, with
# --release what scripts/package.sh, test-package.sh and coverage.sh do, with --bench what
# bench/run.py compares with. Does nothing when everything is there, so it may run as often as you
# like.
set -euo pipefail

packages=(g++ cmake make libcli11-dev nlohmann-json3-dev libfmt-dev catch2 zlib1g-dev libzstd-dev
  libminizip-dev libexpat1-dev libxlsxwriter-dev pkg-config)
for option in "$@"; do
  case $option in
    --tests)
      packages+=(bash chromium clang clang-format clang-tidy cmark fish git groff-base jq libclang-rt-dev
        libreoffice-calc-nogui libsqlite3-dev libz3-dev mandoc mariadb-server poppler-utils postgresql python3 python3-openpyxl
        reuse shellcheck sqlite3 valgrind zsh)
      # Any node will do, from wherever it came; the packaged npm would drag in a second one.
      command -v node >/dev/null || packages+=(nodejs)
      command -v npm >/dev/null || packages+=(npm)
      ;;
    --release) packages+=(debootstrap dpkg-dev gcovr lintian python3) ;;
    --bench) packages+=(mawk miller python3 python3-pandas) ;;
    *) echo "usage: $0 [--tests] [--release] [--bench]" >&2; exit 2 ;;
  esac
done

if ! command -v apt-get >/dev/null; then
  echo "This is not Debian or Ubuntu. Please install by hand what these packages hold:" >&2
  echo "  ${packages[*]}" >&2
  exit 0
fi

missing=()
for package in "${packages[@]}"; do
  status=$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null || true)
  [[ $status == installed ]] || missing+=("$package")
done
if ((${#missing[@]} == 0)); then
  echo "Everything is installed: ${packages[*]}"
  exit 0
fi

as_root=()
if ((EUID != 0)); then
  as_root=(sudo)
fi
echo "Installing: ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
"${as_root[@]}" apt-get update -qq </dev/null
"${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" </dev/null
