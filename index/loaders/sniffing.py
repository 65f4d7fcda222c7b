"""What a file is whose name does not say it, as of a page that was saved as "story.html?id=12"."""

from __future__ import annotations

import re
import stat
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from pathlib import Path
from zipfile import BadZipFile, ZipFile

_HEAD = 4096  # bytes
_MARKS = (
    (re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*"
                rb"<(?:!doctype\s+html|html|head|body|title|meta|article)\b",
                re.IGNORECASE | re.DOTALL), ".html"),
    (re.compile(rb"%PDF-\d"), ".pdf"),
    (re.compile(rb"\s*\{\\rtf\d"), ".rtf"),
    (re.compile(rb"PK\x03\x04.{26}mimetypeapplication/epub\+zip", re.DOTALL), ".epub"),
    (re.compile(rb"PK\x03\x04.{26}mimetypeapplication/vnd\.oasis\.opendocument\.text",
                re.DOTALL), ".odt"),
    (re.compile(rb"WARC/\d\.\d\r?\n"), ".warc"),
    (re.compile(rb"From \S+ .{10,40}\d\r?\n[A-Za-z-]+: ?"), ".mbox"),
    (re.compile(rb"(?:[A-Za-z-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?content-type:\s*multipart/related",
                re.IGNORECASE), ".mhtml"),
    (re.compile(rb"(?=(?:[A-Za-z-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?(?:from|received|return-path):)"
                rb"(?=(?:[A-Za-z-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?(?:subject|message-id|to):)"
                rb"(?:[A-Za-z-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?date:", re.IGNORECASE), ".eml"),
    (re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:\[\s*)?\{(?=.{0,3000}\"(?:headline|title)\"\s*:)"
                rb".{0,3500}?\"(?:text|body|content|articleBody|maintext|article_text)\"\s*:\s*[\"\[{]",
                re.DOTALL),
     ".jsonl"),
)  # fmt: skip


def sniffed(path: Path) -> str:
    """The suffix that a file should have; empty where its content is none that is told so."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return ""
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
        if head.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
            head = head.decode("utf-16", "ignore").encode()
        told = (suffix for mark, suffix in _MARKS if mark.match(head))
        return next(told, "") or (_packed(path) if head.startswith(b"PK\x03\x04") else "")
    except (OSError, ValueError):
        return ""


def _packed(path: Path) -> str:
    """What an archive is that does not say it at its beginning."""
    try:
        with ZipFile(path) as archive:
            return ".docx" if "word/document.xml" in archive.NameToInfo else ""
    except (BadZipFile, NotImplementedError):
        return ""
