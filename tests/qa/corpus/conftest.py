"""The articles of the small town and of a fire on its quay, asked with the reader."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from quoth.index.embedders.base import Embedder
from quoth.index.library import Library
from quoth.index.settings import IndexSettings
from quoth.qa.engine import QuestionAnswerer
from quoth.qa.reading.reader import Reader

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def quay(
    tmp_path_factory: pytest.TempPathFactory, embedder: Embedder, reader: Reader
) -> Iterator[QuestionAnswerer]:
    library = Library(tmp_path_factory.mktemp("quay") / "library", IndexSettings())
    library.rebuild([HERE / "quay", HERE.parent / "understanding" / "town"])
    with QuestionAnswerer(library.open(), embedder, reader=reader) as opened:
        yield opened
