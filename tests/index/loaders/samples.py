"""A good file of each format that is read."""

from __future__ import annotations

from pathlib import Path

import docx

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


def sample(suffix: str, folder: Path) -> Path:
    """A good file of the format."""
    if suffix == ".docx":
        return make_docx(folder / "mill.docx")
    if suffix == ".mbox":
        letter = (FIXTURES / "strike.eml").read_bytes()
        (folder / "letters.mbox").write_bytes(b"From elise@example.org Wed Nov 9 2005\n" + letter)
        return folder / "letters.mbox"
    names = {
        ".txt": "harbour.txt",
        ".pdf": "canal.pdf",
        ".epub": "ferry.epub",
        ".eml": "strike.eml",
    }
    name = names.get(suffix)
    name = name or ("lighthouse.md" if suffix.startswith(".m") else "market.html")
    copy = folder / f"sample{suffix}"
    copy.write_bytes((FIXTURES / name).read_bytes())
    return copy
