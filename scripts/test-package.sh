#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# usage: scripts/test-package.sh dist/sourcing_*.deb [ROOT]
# Installs the .deb into a clean Debian 12 (debootstrap, needs root) and tries everything in it:
# program, man pages, completions, library by CMake and by pkg-config; then removes it again.
# ROOT is where the clean system goes: kept and used again when named, else temporary.
# Takes some minutes and the machine's configured Debian mirror; not part of the normal suite.
# shellcheck disable=SC2016  # what stands in single quotes is for another shell, or for apt
set -euo pipefail
if (($# < 1)) || [[ ! -f $1 ]]; then
  sed -n '3,7s/^# \?//p' "${BASH_SOURCE[0]}" >&2
  exit 2
fi
package=$(realpath "$1")
sources=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
exec </dev/null

suite=bookworm
if [[ -n ${2-} ]]; then
  mkdir -p "$2"
  root=$(realpath "$2")
else
  root=$(mktemp -d)
  trap 'rm -rf "$root"' EXIT
fi
base="$root/base.tar" tree="$root/tree"

mirror=$(apt-get indextargets --format '$(REPO_URI) $(RELEASE)' 'Created-By: Packages' |
  sed -nE "s/^([^ ]+) $suite\$/\1/p" | head -1)
if [[ ! -f $base ]]; then
  echo "=== A clean $suite"
  rm -rf "$tree"
  debootstrap --variant=minbase --include=ca-certificates "$suite" "$tree" "$mirror" >"$root/debootstrap.log"
  # How this machine reaches its mirror is how the clean system has to.
  for file in /etc/apt/apt.conf.d/99* /etc/resolv.conf; do
    [[ -f $file ]] && cp --dereference "$file" "$tree$file"
  done
  tar --create --file "$base.part" --directory "$tree" .
  mv "$base.part" "$base"
fi
# Only what `base.tar` holds: no trace of an earlier run.
rm -rf "$tree"
mkdir "$tree"
tar --extract --file "$base" --directory "$tree"

# With a /proc, as every running system has one (bash needs it for `<(…)`); in a mount namespace of its
# own, so that nothing stays mounted whatever happens.
in_root() {
  unshare --mount --propagation private bash -c 'mount -t proc proc "$1/proc" && exec chroot "$@"' bash \
    "$tree" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 \
    DEBIAN_FRONTEND=noninteractive "$@"
}
step() { printf '=== %s\n' "$*"; }
fail() { printf 'FAILED: %s\n' "$*" >&2; exit 1; }

step "Installing $(basename "$package")"
cp "$package" "$tree/tmp/"
in_root apt-get update -qq
in_root apt-get install -y -qq "/tmp/$(basename "$package")" >"$root/install.log" 2>&1 ||
  { tail -20 "$root/install.log" >&2; fail 'apt-get install'; }

step 'The program'
in_root sourcing --version
in_root ldd /usr/bin/sourcing | grep -q libc.so.6 || fail 'libc is not linked dynamically'
in_root sourcing new payroll -o /tmp/payroll.json
in_root sourcing classify /tmp/payroll.json --format json >"$root/verdict.json"
grep -q '"engagement"' "$root/verdict.json" || fail 'no verdict'
in_root sourcing explain E0203 >/dev/null

step 'Man pages, completions and the library, each in what reads it'
in_root apt-get install -y -qq --no-install-recommends man-db bash-completion zsh fish g++ cmake make \
  pkg-config python3 >"$root/tools.log" 2>&1 || { tail -20 "$root/tools.log" >&2; fail 'tools'; }
for page in $(in_root dpkg -L sourcing | sed -nE 's#^/usr/share/man/man1/(.*)\.1\.gz$#\1#p'); do
  in_root man -l "/usr/share/man/man1/$page.1.gz" | grep -q 'EXIT STATUS' || fail "man $page"
done
in_root dpkg -L sourcing | grep -c '/man1/' | grep -qv '^0$' || fail 'no man pages'
in_root bash -c '
  set -e
  . /usr/share/bash-completion/bash_completion
  _completion_loader sourcing || true
  complete -p sourcing
  COMP_LINE="sourcing cla" COMP_POINT=12 COMP_WORDS=(sourcing cla) COMP_CWORD=1
  _sourcing
  test "${COMPREPLY[*]}" = classify' >/dev/null || fail 'bash completions'
in_root zsh -c '
  autoload -U compinit && compinit -u -D && test "${_comps[sourcing]}" = _sourcing' || fail 'zsh completions'
in_root fish -c 'complete -C "sourcing cla"' | grep -q '^classify' || fail 'fish completions'

version=$(in_root sourcing --version | sed 's/^sourcing //')
cp -r "$sources/tests/install/consumer" "$tree/tmp/consumer"
in_root cmake -S /tmp/consumer -B /tmp/consumer/build "-DEXPECTED_VERSION=$version" >/dev/null ||
  fail 'find_package(sourcing)'
in_root cmake --build /tmp/consumer/build >/dev/null || fail 'linking by CMake'
in_root /tmp/consumer/build/consumer "$version" || fail 'the program linked by CMake'
in_root bash -c 'c++ -std=c++20 /tmp/consumer/main.cpp $(pkg-config --cflags --libs sourcing) -o /tmp/by_pkg_config' ||
  fail 'linking by pkg-config'
in_root /tmp/by_pkg_config "$version" || fail 'the program linked by pkg-config'

step 'Removing it'
in_root apt-get purge -y -qq sourcing >"$root/purge.log" 2>&1 || fail 'apt-get purge'
left=$(find "$tree/usr" "$tree/etc" -name '*sourcing*' ! -path '*/tmp/*')
[[ -z $left ]] || fail "left behind: $left"
echo 'The package works in a clean Debian 12, and leaves nothing behind.'
