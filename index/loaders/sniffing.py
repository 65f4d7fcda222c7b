"""What a file is whose name does not say it, as of a page that was saved as "story.html?id=12"."""

from __future__ import annotations

import re
import stat
from pathlib import Path

_HEAD = 2048  # bytes
_MARKS = (
    (re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b",
                re.IGNORECASE | re.DOTALL), ".html"),
    (re.compile(rb"%PDF-\d"), ".pdf"),
    (re.compile(rb"PK\x03\x04.{26}mimetypeapplication/epub\+zip", re.DOTALL), ".epub"),
    (re.compile(rb"WARC/\d\.\d\r?\n"), ".warc"),
    (re.compile(rb"From \S+ .{10,40}\d\r?\n[A-Za-z-]+: ?"), ".mbox"),
    (re.compile(rb"(?:[A-Za-z-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?content-type:\s*multipart/related",
                re.IGNORECASE), ".mhtml"),
)  # fmt: skip


def sniffed(path: Path) -> str:
    """The suffix that a file should have; empty where its content is none that is told so."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return ""
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
    except (OSError, ValueError):
        return ""
    return next((suffix for mark, suffix in _MARKS if mark.match(head)), "")
