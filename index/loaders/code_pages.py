"""Which of the old code pages of Latin letters a text is written in.

The bytes of õ and of ő are the same: a page is believed where the language that its text has is one
written in that page, and where no sign or capital stands inside a word.
"""

from __future__ import annotations

import re

from quoth.index.text.language import language_of

_SAMPLE = 20_000  # bytes
_CENTRAL = frozenset("bs cs hr hu pl ro sk sl sq".split())
_CARONS = frozenset("bs cs hr sk sl".split())  # in Windows' page, š and ž are controls of ISO's
_TURKIC = frozenset("az tr".split())
_BALTIC = frozenset("et lt lv".split())
_OTHERS = _CENTRAL | _TURKIC | _BALTIC | {"vi"}
_PAGES = (  # the more usual ones first; None is for all languages that are in no other set
    ("cp1252", None),
    ("iso8859-15", None),
    ("iso8859-2", _CARONS),
    ("cp1250", _CENTRAL),
    ("iso8859-2", _CENTRAL),
    ("cp1254", _TURKIC),
    ("cp1257", _BALTIC),
    ("cp1258", frozenset(("vi",))),
    ("mac_roman", None),
    ("cp850", None),
    ("cp852", _CENTRAL),
    ("cp857", _TURKIC),
)
_TURKISH = ("cp1254", _TURKIC)
_ICELANDIC = frozenset("ýþðÝÞÐ".encode("cp1252"))
_ODD = re.compile(
    "[\x80-\x9f¤]"  # controls, and the sign that had the place of the euro
    r"|(?<=[^\W\d_])(?![’‘'·\u00ad\u00a0])[^\x00-\x7f\w\s]+(?=[^\W\d_])"  # a sign inside a word
    r"|(?<=[^\W\d_])[¹²³¼½¾ªº](?=[^\W\d_])"
    r"|(?<=[a-zß-öø-ÿ])[À-ÖØ-ÞŒŠŽŸ]"  # a capital inside a word
    r"|(?<=[^\W\d_])[À-ÖØ-Þ](?=[a-zß-öø-ÿ])"
    r"|(?<=[a-z])¡|¿(?=\s)"
)
_MOST_ACCENTED = 0.4  # of the letters; other scripts, read as Latin, have nothing else


def decode_latin(data: bytes) -> str | None:
    """The text, if it is in one of the code pages of Latin letters."""
    sample = data[:_SAMPLE]
    rough = sample.decode("cp1252", errors="replace")
    accented = sum(c > "\x7f" for c in rough)
    if accented >= _MOST_ACCENTED * max(1, sum(c.isalpha() for c in rough)):
        return None
    best, fewest = "", accented
    # The bytes of ı, ş and ğ are those of ý, þ and ð, with which a text has a language too.
    pages = (_TURKISH, *_PAGES) if _ICELANDIC.intersection(sample) else _PAGES
    for page, languages in pages:
        try:
            text = sample.decode(page)
        except UnicodeDecodeError:
            continue
        odd = len(_ODD.findall(text))
        if odd < fewest or (not best and odd <= fewest):
            language = language_of(text)
            if language in languages if languages is not None else language not in _OTHERS:
                best, fewest = page, odd
        if best and not fewest:
            break
    if not best or fewest > max(1, 0.1 * accented):
        return None
    return data.decode(best, errors="replace")
