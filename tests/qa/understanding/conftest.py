"""The articles of a small town, asked with the reader."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from quoth.index.embedders.base import Embedder
from quoth.index.library import Library
from quoth.index.settings import IndexSettings
from quoth.qa.engine import QuestionAnswerer
from quoth.qa.reading.reader import Reader

TOWN = Path(__file__).parent / "town"


@pytest.fixture(scope="module")
def town(
    tmp_path_factory: pytest.TempPathFactory, embedder: Embedder, reader: Reader
) -> Iterator[QuestionAnswerer]:
    library = Library(tmp_path_factory.mktemp("town") / "library", IndexSettings())
    library.rebuild([TOWN])
    with QuestionAnswerer(library.open(), embedder, reader=reader) as opened:
        yield opened
