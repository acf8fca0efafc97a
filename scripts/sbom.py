#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes an SBOM (SPDX 2.3, JSON) from what a build says of itself.

usage: sbom.py BUILD_FOLDER PROGRAM >sbom.spdx.json

The same build gives the same bytes: the time is SOURCE_DATE_EPOCH, the namespace the program's hash.
"""
import datetime
import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

# name: (licence, where it comes from, how it is part of the program)
HEADERS = {
    "fmt": ("MIT", "https://github.com/fmtlib/fmt"),
    "nlohmann_json": ("MIT", "https://github.com/nlohmann/json"),
    "CLI11": ("BSD-3-Clause", "https://github.com/CLIUtils/CLI11"),
}
LIBRARIES = {
    "zlib": ("Zlib", "https://zlib.net"),
    "zstd": ("BSD-3-Clause", "https://github.com/facebook/zstd"),
    "minizip": ("Zlib", "https://github.com/madler/zlib"),
    "expat": ("MIT", "https://libexpat.github.io"),
    "libxlsxwriter": ("BSD-2-Clause", "https://github.com/jmcnamara/libxlsxwriter"),
    "libstdc++": ("GPL-3.0-or-later WITH GCC-exception-3.1", "https://gcc.gnu.org"),
    "glibc": ("LGPL-2.1-or-later", "https://www.gnu.org/software/libc/"),
}


def glibc_version():
    done = subprocess.run(["getconf", "GNU_LIBC_VERSION"], capture_output=True, text=True, check=False)
    words = done.stdout.split()
    return words[1] if len(words) == 2 else ""


def writer_version():
    done = subprocess.run(["pkg-config", "--modversion", "xlsxwriter"], capture_output=True, text=True, check=False)
    return done.stdout.strip()


def package(name, version, licence, origin):
    entry = {
        "SPDXID": "SPDXRef-" + name.replace("_", "-").replace("+", "p"),
        "name": name,
        "downloadLocation": origin,
        "filesAnalyzed": False,
        "licenseConcluded": licence,
        "licenseDeclared": licence,
        "copyrightText": "NOASSERTION",
    }
    if version:
        entry["versionInfo"] = version
    return entry


def sbom(build, program):
    facts = json.loads((build / "build_facts.json").read_text(encoding="utf-8"))
    digest = hashlib.sha256(program.read_bytes()).hexdigest()
    epoch = int(os.environ.get("SOURCE_DATE_EPOCH", "0"))
    created = datetime.datetime.fromtimestamp(epoch, datetime.timezone.utc)
    own = package("sourcing", facts["version"], "Apache-2.0", "NOASSERTION")
    own["checksums"] = [{"algorithm": "SHA256", "checksumValue": digest}]
    own["primaryPackagePurpose"] = "APPLICATION"
    own["copyrightText"] = "2026 The sourcing authors"
    packages, relations = [own], [
        {"spdxElementId": "SPDXRef-DOCUMENT", "relationshipType": "DESCRIBES",
         "relatedSpdxElement": own["SPDXID"]}]

    def add(name, version, known, relation):
        entry = package(name, version, *known[name])
        packages.append(entry)
        relations.append({"spdxElementId": own["SPDXID"], "relationshipType": relation,
                          "relatedSpdxElement": entry["SPDXID"]})

    for name in HEADERS:
        add(name, facts[name], HEADERS, "CONTAINS")
    linked = "STATIC_LINK" if facts["static"] else "DYNAMIC_LINK"
    for name in ("zlib", "zstd", "minizip", "expat"):
        if facts[name]:
            add(name, facts[name], LIBRARIES, linked)
    if facts["compiler"] == "GNU":
        add("libstdc++", facts["compiler_version"], LIBRARIES, linked)
    add("glibc", glibc_version(), LIBRARIES, linked)
    # The program that writes workbooks is one of its own: it alone uses the library, which is shared.
    if any(build.glob("**/sourcing-xlsx")):
        entry = package("libxlsxwriter", writer_version(), *LIBRARIES["libxlsxwriter"])
        packages.append(entry)
        relations.append({"spdxElementId": entry["SPDXID"], "relationshipType": "OPTIONAL_DEPENDENCY_OF",
                          "relatedSpdxElement": own["SPDXID"]})
    return {
        "spdxVersion": "SPDX-2.3",
        "dataLicense": "CC0-1.0",
        "SPDXID": "SPDXRef-DOCUMENT",
        "name": f"sourcing-{facts['version']}",
        "documentNamespace": f"urn:sha256:{digest}",
        "creationInfo": {
            "created": created.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "creators": ["Tool: sourcing-sbom"],
            "comment": f"compiled with {facts['compiler']} {facts['compiler_version']}",
        },
        "packages": packages,
        "relationships": relations,
    }


def main():
    if len(sys.argv) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    json.dump(sbom(Path(sys.argv[1]), Path(sys.argv[2])), sys.stdout, indent=2)
    print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
