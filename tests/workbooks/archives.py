# SPDX-License-Identifier: Apache-2.0
"""The same workbook in every form of archive that programs write, and in those that none should."""
import io
import zipfile

from __main__ import HEADER, batch, expect, folder_of_cases, parts, run, workbook

CONTENTS = parts(HEADER + "<row r='2'><c r='A2' t='s'><v>0</v></c><c r='B2'><v>3</v></c></row>",
                 "<si><t>x</t></si>")


class Pipe(io.RawIOBase):
    """Cannot seek: sizes come behind the data, as from a program that streams its download."""

    def __init__(self):
        super().__init__()
        self.bytes = b""

    def writable(self):
        return True

    def write(self, piece):
        self.bytes += bytes(piece)
        return len(piece)


def streamed():
    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in CONTENTS.items():
            archive.writestr(name, text)
    return pipe.bytes


def large():
    bytes_ = io.BytesIO()
    with zipfile.ZipFile(bytes_, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in CONTENTS.items():
            with archive.open(name, "w", force_zip64=True) as part:
                part.write(text.encode())
    return bytes_.getvalue()


def plain(**more):
    bytes_ = io.BytesIO()
    with zipfile.ZipFile(bytes_, "w", more.get("method", zipfile.ZIP_DEFLATED)) as archive:
        archive.comment = more.get("comment", b"")
        for folder in more.get("folders", ()):
            archive.writestr(folder, "")
        for name, text in CONTENTS.items():
            archive.writestr(name, text)
    return bytes_.getvalue()


def check():
    wanted = batch(workbook("archive.xlsx", CONTENTS))
    expect("an archive", wanted.returncode == 0 and b"\nx," in wanted.stdout, wanted)
    forms = {
        "sizes behind the data": streamed(), "zip64": large(), "stored": plain(method=zipfile.ZIP_STORED),
        "with a comment": plain(comment=b"made by hand " * 100), "folders have entries": plain(folders=("xl/", "_rels/")),
        "bytes after its end": plain() + bytes(4000)}
    path = folder_of_cases() / "form.xlsx"
    for name, content in forms.items():
        path.write_bytes(content)
        result = batch(path)
        expect(name, result.stdout == wanted.stdout and result.returncode == 0, result)
        result = run("batch", "-", "--columns", "id,status,error", stdin=content)
        expect(f"{name}, from a pipe", result.stdout == wanted.stdout and result.returncode == 0, result)
    for name, method, number in (("bzip2", zipfile.ZIP_BZIP2, 12), ("lzma", zipfile.ZIP_LZMA, 14)):
        path.write_bytes(plain(method=method))
        result = batch(path)
        expect(name, result.returncode == 3 and f"packed by a method (number {number})" in result.stderr.decode(), result)
    whole = plain()
    for cut in range(0, len(whole), 97):
        path.write_bytes(whole[:cut])
        result = batch(path)
        # Without its end it has no list of parts; with less than two bytes it is nothing at all.
        expect(f"cut at byte {cut}", result.returncode == 3 and result.stderr and not result.stdout, result)
    at = whole.index(b"xl/worksheets/sheet9.xml") + 40
    path.write_bytes(whole[:at] + bytes([whole[at] ^ 8]) + whole[at + 1:])
    result = batch(path)
    expect("a changed byte", result.returncode == 3 and result.stderr, result)
