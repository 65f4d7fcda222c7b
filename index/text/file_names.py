"""What the name of a file says of the article in it."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from quoth.index.text.dates import find_date

_DAY = re.compile(
    r"(?<!\d)(?:(?P<y1>[12]\d{3})(?P<s1>[-_.])(?P<m1>\d{2})(?P=s1)(?P<d1>\d{2})"
    r"|(?P<y2>(?:19|20)\d\d)(?P<m2>0[1-9]|1[0-2])(?P<d2>0[1-9]|[12]\d|3[01])"
    r"|(?P<d3>\d{1,2})(?P<s3>[-_.])(?P<m3>\d{1,2})(?P=s3)(?P<y3>(?:19|20)\d\d))(?!\d)"
)
_MADE = re.compile(r"[\W\d_]*|.?|(?=.*\d)[0-9a-f-]{12,}", re.IGNORECASE)  # numbers, letters, hashes
_SUBJECT_WORD = re.compile(r"(?<!\w)[^\W\d_]{2,}(?!\w)")


def title_in(path: Path) -> str:
    """The name without its suffix, as words where it was written for an address; a name that is
    only a number or a letter gives nothing, one that is a day gives it.
    """
    stem = path.stem.strip()
    found = _DAY.search(stem)
    rest = _DAY.sub(" ", stem).strip(" -_.") if found else stem
    if _MADE.fullmatch(rest):
        return found[0] if found else ""
    return rest if " " in rest else re.sub(r"[-_]+", " ", rest)


def subject_in(path: Path) -> str:
    """The name as `title_in` gives it, where it is of two words at least or written as a name is,
    with a capital or in a script that has none; empty for others, such as "scan001" or "notes".
    """
    name = title_in(path)
    words = _SUBJECT_WORD.findall(name)
    return name if len(words) > 1 or any(not word[0].islower() for word in words) else ""


def day_in(path: Path) -> date | None:
    """The day that a name states in full, as 2024-03-18, 20240318, 18.03.2024 or 18 March 2024."""
    found = _DAY.search(path.stem)
    if found is None:
        return find_date(path.stem.replace("_", " "))
    form = next(form for form in "123" if found[f"y{form}"])
    try:
        return date(*(int(found[f"{part}{form}"]) for part in "ymd"))
    except ValueError:  # 2024-13-40
        return None


def named(title: str, path: str) -> str:
    """A title with the words of the file's name that it does not say, for the search of words."""
    name = title_in(Path(path))
    said = set(re.findall(r"\w+", title.casefold()))
    words = [word for word in re.findall(r"\w+", name) if word.casefold() not in said]
    return " ".join([title, *words])
