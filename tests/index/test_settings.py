"""Settings files: two of them, checked key by key."""

from __future__ import annotations

from pathlib import Path

import pytest

from quoth.index.errors import UsageError
from quoth.index.settings import IndexSettings, columns_of, read_table, settings_files


def read(tmp_path: Path, *contents: str) -> IndexSettings:
    files = []
    for number, content in enumerate(contents):
        file = tmp_path / f"settings-{number}.toml"
        file.write_text(content, encoding="utf-8")
        files.append(file)
    return read_table(IndexSettings, "index", files)


def test_absent_files_leave_the_defaults(tmp_path: Path) -> None:
    assert read_table(IndexSettings, "index", settings_files(tmp_path)) == IndexSettings()


def test_the_later_file_wins_key_by_key(tmp_path: Path) -> None:
    settings = read(
        tmp_path,
        '[index]\nembedder = "a/b"\npassage_tokens = 90\n',
        '[index]\nembedder = "c/d"\n',
    )
    assert settings == IndexSettings(embedder="c/d", passage_tokens=90)


@pytest.mark.parametrize(
    ("content", "named", "hint"),
    [
        ('[index]\nembeder = "x"\n', "'embeder'", "embedder"),
        ('embedder = "x"\n', "'embedder'", "[index]"),
        ("[idnex]\n", "'idnex'", "index, qa, tui"),
        ("[index]\npassage_tokens = true\n", "passage_tokens", "a whole number"),
        ("[index]\npassage_tokens = 3\n", "passage_tokens", "16"),
        ("[index\n", "settings-0.toml", "Fix line 1 of settings-0.toml."),
        ("[index]\ncolumns = 'headline=Story'\n", "'headline=Story'", "title, date"),
        ("[index]\ncolumns = 'title=A, text'\n", "'text'", "title=Headline"),
        ("[index]\ncolumns = 'title=A, title=B'\n", "'title=B'", "title=Headline"),
    ],
)
def test_what_is_off_is_named(tmp_path: Path, content: str, named: str, hint: str) -> None:
    with pytest.raises(UsageError) as raised:
        read(tmp_path, content)
    assert named in raised.value.message
    assert hint in raised.value.hint


def test_other_layers_tables_are_left_to_them(tmp_path: Path) -> None:
    assert read(tmp_path, "[qa]\ntop_k = 3\n[tui]\ntheme = 'x'\n") == IndexSettings()


def test_columns_are_named_by_their_facts(tmp_path: Path) -> None:
    settings = read(tmp_path, '[index]\ncolumns = "title = Head line, text=Story,"\n')
    assert columns_of(settings.columns) == {"title": "Head line", "text": "Story"}
    assert columns_of("") == {}
