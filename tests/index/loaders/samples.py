"""A good file of each format that is read."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from pathlib import Path

import docx
from PIL import Image

from tests.index.loaders.office_files import MILL_ODT, MILL_RTF, write_odt

FIXTURES = Path(__file__).parent / "fixtures"


def make_docx(path: Path) -> Path:
    document = docx.Document()
    document.core_properties.title = "Le moulin d'Orsel tourne encore"
    document.core_properties.author = "Paul Aubin"
    document.core_properties.language = "fr-FR"
    document.add_heading("Le moulin d'Orsel tourne encore", 0)
    document.add_paragraph("ORSEL, 3 juin 2011 (Belga) - Le meunier moud de nouveau son blé.")
    document.add_heading("Les horaires", 1)
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, ("Jour", "Heures", "Mardi", "9 h"), strict=True):
        cell.text = text
    document.add_paragraph("L'entrée est libre.")
    document.save(str(path))
    return path


PICTURES = frozenset([".png", ".jpg", ".jpeg", ".tif", ".tiff"])
WITHOUT_HEADINGS = frozenset([".jsonl", ".ndjson", ".csv", ".tsv"])
_ROW = {
    "title": "Lighthouse sold",
    "date": "2019-05-02",
    "source": "Tarrow Post",
    "text": "The lighthouse of Skar was sold on Thursday to Ida Rem, for 800,000 crowns.",
}


def sample(suffix: str, folder: Path) -> Path:
    """A good file of the format; a picture's text is what the stand-in for Tesseract says."""
    if suffix == ".docx":
        return make_docx(folder / "mill.docx")
    if suffix == ".odt":
        return write_odt(folder / "mill.odt", MILL_ODT)
    if suffix == ".rtf":
        (folder / "mill.rtf").write_text(MILL_RTF)
        return folder / "mill.rtf"
    if suffix in PICTURES:
        Image.linear_gradient("L").save(folder / f"page{suffix}")
        return folder / f"page{suffix}"
    if suffix == ".mbox":
        letter = (FIXTURES / "strike.eml").read_bytes()
        (folder / "letters.mbox").write_bytes(b"From elise@example.org Wed Nov 9 2005\n" + letter)
        return folder / "letters.mbox"
    names = {
        ".txt": "harbour.txt",
        ".pdf": "canal.pdf",
        ".epub": "ferry.epub",
        ".eml": "strike.eml",
        ".mbox": "strike.eml",
        ".md": "lighthouse.md",
        ".markdown": "lighthouse.md",
    }
    file = folder / f"sample{suffix}"
    file.write_bytes(_wrapped(suffix, (FIXTURES / names.get(suffix, "market.html")).read_bytes()))
    return file


def _wrapped(suffix: str, data: bytes) -> bytes:
    """A good file of another format as one of the formats that hold such files."""
    match suffix:
        case ".jsonl" | ".ndjson":
            return json.dumps(_ROW).encode()
        case ".csv" | ".tsv":
            comma = "," if suffix == ".csv" else "\t"
            rows = (_ROW.keys(), [f'"{value}"' for value in _ROW.values()])
            return "\n".join(comma.join(row) for row in rows).encode()
        case ".mbox":
            return b"From a@b.example Mon Nov  4 10:00:00 2019\n" + data
        case ".mhtml" | ".mht":
            head = b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\n"
            return head + b"Content-Type: text/html; charset=utf-8\n\n" + data + b"\n--x--\n"
        case ".warc" | ".warc.gz":
            return make_warc({"https://market.example/": data}, zipped=suffix == ".warc.gz")
    return data


def make_warc(pages: Mapping[str, bytes], *, zipped: bool = False) -> bytes:
    records = []
    for address, page in pages.items():
        answer = b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n" + page
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\n"
            "Content-Type: application/http; msgtype=response\r\n"
            f"Content-Length: {len(answer)}\r\n\r\n"
        )
        records.append(head.encode() + answer + b"\r\n\r\n")
    return b"".join(map(gzip.compress, records) if zipped else records)
