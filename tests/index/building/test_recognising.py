"""A rebuild over scans: their pages are recognised once, and what is said of them comes through."""

from __future__ import annotations

from pathlib import Path

import pytest

from quoth.index.building.rebuild import rebuild
from quoth.index.building.report import RebuildReport
from quoth.index.embedders.base import Embedder
from quoth.index.loaders.paged.kept_pages import FOLDER, size
from quoth.index.progress import Progress
from quoth.index.settings import IndexSettings
from quoth.index.store.local import LocalGeneration
from quoth.index.store.publishing import live_generation
from tests.index.loaders.print_files import MILL, canvas, draw, wrapped
from tests.index.loaders.samples import sample
from tests.index.loaders.tesseract import SAID, install, uninstall

FRENCH = (
    "Le bac revient\n\nLe bac de Brenn navigue de nouveau depuis mardi, dit le maire du village,"
    " qui en a payé la réparation avec l'argent des pêcheurs.\n"
)


@pytest.mark.usefixtures("own_processes")
def test_scans_are_recognised_once_in_the_librarys_languages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, embedder: Embedder
) -> None:
    articles, library = tmp_path / "articles", tmp_path / "library"
    articles.mkdir()
    (articles / "z.txt").write_text(FRENCH, encoding="utf-8")
    page = sample(".png", articles)
    mixed = canvas(articles / "mixed.pdf")
    draw(mixed, wrapped(MILL, 400), 60, 780)
    mixed.showPage()
    mixed.drawImage(str(page), 0, 0, 595, 842)
    mixed.save()
    seen: list[Progress] = []

    def index(*, full: bool = False, reread: bool = False) -> RebuildReport:
        settings = IndexSettings()
        return rebuild(
            library, [articles], settings, lambda: embedder, seen.append, full=full, reread=reread
        )

    def asked() -> list[str]:
        return [line for line in log.read_text().splitlines() if line.startswith("stdin")]

    uninstall(tmp_path, monkeypatch)
    partly, skipped = index().skipped
    assert skipped.path == str(page)
    assert "install Tesseract (apt install tesseract-ocr" in skipped.reason
    assert partly.path == str(articles / "mixed.pdf")
    assert partly.reason.startswith("is read without a page that is a scan: to have its text")
    again = index()
    assert not again.published
    assert again.skipped == (partly, skipped)

    log = install(tmp_path / "bin", monkeypatch, languages=["deu", "eng", "fra"], seconds=1)
    seen.clear()
    done = index()
    assert (done.added, done.unchanged, done.skipped, len(asked())) == (1, 2, (), 2)
    assert "-l fra " in asked()[0]
    assert any("recognising page 1 of 1" in progress.detail for progress in seen)
    assert list((library / FOLDER).glob("*/*"))

    folder = live_generation(library)
    assert folder is not None
    generation = LocalGeneration(folder)
    cards = {Path(card.path).name: card for card in generation.catalog.articles()}
    generation.close()
    assert cards[page.name].title == SAID[0][1]
    assert [(part.start, part.end > 60) for part in cards[page.name].recognised] == [(0, True)]
    assert cards["z.txt"].recognised == ()
    assert len(cards["mixed.pdf"].recognised) == 1
    assert 0 < size(library) < 100_000
    assert not index().published

    index(reread=True)
    assert len(asked()) == 2
    index(full=True)
    assert len(asked()) == 4
