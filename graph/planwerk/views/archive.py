"""Office files are archives; these are the same bytes for the same content, whenever and wherever they are made."""

from __future__ import annotations

import io
import re
import zipfile

_BEFORE_ALL = (1980, 1, 1, 0, 0, 0)  # the format knows no earlier time


def settled(content: bytes) -> bytes:
    """Take out of an office file when and on which system it was written."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as written, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as settled:
        for name in written.namelist():
            part = written.read(name)
            if name == "docProps/core.xml":
                part = re.sub(rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>", b"", part)
            entry = zipfile.ZipInfo(name, _BEFORE_ALL)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0  # the same on every system
            settled.writestr(entry, part)
    return out.getvalue()
