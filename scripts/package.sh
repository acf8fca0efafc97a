#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# usage: scripts/package.sh [--deb] [--tarball] [--verify]
# Builds the packages into dist/ (both when neither is named):
#   sourcing_VERSION-1_ARCH.deb           program, man pages, completions, library; libc dynamic
#   sourcing-VERSION-linux-ARCH.tar.gz    the same tree with one static program; unpack anywhere
# --verify builds the tarball once more in another folder and demands the same bytes.
# SOURCE_DATE_EPOCH (default: the time of the last commit) is the only date that gets in.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
exec </dev/null

deb=false tarball=false verify=false
for option in "$@"; do
  case "$option" in
    --deb) deb=true ;;
    --tarball) tarball=true ;;
    --verify) verify=true tarball=true ;;
    *) sed -n '3,8s/^# \?//p' "${BASH_SOURCE[0]}" >&2; exit 2 ;;
  esac
done
if ! $deb && ! $tarball; then deb=true tarball=true; fi

if [[ -z ${SOURCE_DATE_EPOCH-} ]]; then
  SOURCE_DATE_EPOCH=$(git log -1 --format=%ct 2>/dev/null) ||
    { echo "not a git clone: set SOURCE_DATE_EPOCH" >&2; exit 2; }
fi
export SOURCE_DATE_EPOCH LC_ALL=C TZ=UTC
umask 022
version=$(sed -nE 's/^project\(sourcing VERSION ([0-9.]+).*/\1/p' CMakeLists.txt)
machine=$(uname -m)
name="sourcing-$version-linux-$machine"
mkdir -p dist

configure_and_build() {  # PRESET, from the folder of a source tree
  cmake --preset "$1" >/dev/null
  cmake --build "build/$1" --parallel "${SOURCING_JOBS:-2}" >/dev/null
}

# The tree that is packed, under its own name, then sorted, ownerless and of one time.
make_tarball() {  # SOURCE_TREE OUTPUT
  local staging
  staging=$(mktemp -d)
  (
    cd "$1"
    configure_and_build tarball
    cmake --install build/tarball --strip --prefix "$staging/$name" >/dev/null
    strip --strip-debug --enable-deterministic-archives "$staging/$name/lib/libsourcing.a"
    gzip -9nf "$staging/$name"/share/man/man1/*.1
    python3 scripts/sbom.py build/tarball "$staging/$name/bin/sourcing" \
      >"$staging/$name/share/doc/sourcing/sbom.spdx.json"
  )
  tar --create --directory "$staging" --sort=name --format=gnu --owner=0 --group=0 --numeric-owner \
    --mode='u+rwX,go+rX,go-w' --mtime="@$SOURCE_DATE_EPOCH" "$name" | gzip -9n >"$2"
  rm -rf "$staging"
}

if $deb; then
  echo "=== .deb"
  configure_and_build deb
  rm -rf build/deb/_CPack_Packages
  (cd build/deb && cpack -G DEB >/dev/null)
  package=$(echo build/deb/sourcing_"$version"-*.deb)
  cp "$package" dist/
  # The headers and the static library come along in one package, which is meant.
  if command -v lintian >/dev/null; then
    lintian --fail-on error,warning "dist/$(basename "$package")"
  else
    echo "lintian is not installed: the .deb was not checked" >&2
  fi
  (cd dist && sha256sum "$(basename "$package")")
fi

if $tarball; then
  echo "=== tarball"
  make_tarball . "dist/$name.tar.gz"
  (cd dist && sha256sum "$name.tar.gz")
fi

if $verify; then
  echo "=== tarball, once more elsewhere"
  elsewhere=$(mktemp -d)
  trap 'rm -rf "$elsewhere"' EXIT
  mkdir "$elsewhere/a different folder"
  git ls-files -z | tar --create --null --files-from=- | tar --extract --directory "$elsewhere/a different folder"
  # No compiler cache: what it would return is the first build.
  CCACHE_DISABLE=1 make_tarball "$elsewhere/a different folder" "$elsewhere/$name.tar.gz"
  if ! cmp "dist/$name.tar.gz" "$elsewhere/$name.tar.gz"; then
    echo "The two builds differ." >&2
    exit 1
  fi
  echo "The second build is the same, bit for bit."
fi
