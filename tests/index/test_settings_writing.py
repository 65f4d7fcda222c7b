"""A setting is changed; what else the file holds stays as it was written."""

from __future__ import annotations

from pathlib import Path

import pytest

from quoth.index.errors import UsageError
from quoth.index.settings import IndexSettings, read_table
from quoth.index.settings_writing import write_setting


def test_comments_and_unknown_content_stay(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(
        "# mine\n[index]\npassage_tokens = 200  # larger\n\n[unheard]\nof = [1, 2]\n", "utf-8"
    )
    write_setting(file, "index", "passage_tokens", 300)
    write_setting(file, "tui", "theme", 'a "b"')
    assert file.read_text("utf-8") == (
        "# mine\n[index]\npassage_tokens = 300  # larger\n\n[unheard]\nof = [1, 2]\n\n"
        '[tui]\ntheme = "a \\"b\\""\n'
    )


def test_a_file_is_begun(tmp_path: Path) -> None:
    file = tmp_path / "new" / "settings.toml"
    write_setting(file, "index", "passage_tokens", 99)
    assert read_table(IndexSettings, "index", [file]).passage_tokens == 99


@pytest.mark.parametrize("content", [b"[index", b"\xff\xfe", b"index = 3\n"])
def test_what_is_no_settings_file_is_left_alone(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "settings.toml"
    file.write_bytes(content)
    with pytest.raises(UsageError, match="not valid TOML"):
        write_setting(file, "index", "passage_tokens", 99)
    assert file.read_bytes() == content
    assert list(tmp_path.iterdir()) == [file]
