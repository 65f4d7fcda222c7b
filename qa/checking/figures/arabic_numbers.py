"""Arabic number words: مئة وثلاثين -> 130. text2num, which reads the others, has no Arabic."""

from __future__ import annotations

import re

_TABLE = """
2 اثنان اثنين اثنتان اثنتين
3 ثلاث ثلاثة
4 أربع أربعة اربع اربعة
5 خمس خمسة
6 ست ستة
7 سبع سبعة
8 ثمان ثماني ثمانية
9 تسع تسعة
10 عشر عشرة
20 عشرون عشرين
30 ثلاثون ثلاثين
40 أربعون أربعين اربعين
50 خمسون خمسين
60 ستون ستين
70 سبعون سبعين
80 ثمانون ثمانين
90 تسعون تسعين
100 مئة مائة
200 مئتان مئتين مئتي مائتين مائتي
300 ثلاثمئة ثلاثمائة
400 أربعمئة أربعمائة
500 خمسمئة خمسمائة
600 ستمئة ستمائة
700 سبعمئة سبعمائة
800 ثمانمئة ثمانمائة
900 تسعمئة تسعمائة
1000 ألف آلاف ألفاً
2000 ألفان ألفين ألفي
1000000 مليون مليونا مليونًا
2000000 مليونان مليونين مليوني
"""
_VALUES = {
    word: int(row.split()[0]) for row in _TABLE.strip().split("\n") for word in row.split()[1:]
}
_ANY = "|".join(sorted(_VALUES, key=len, reverse=True))
_RUN = re.compile(rf"(?<!\w)(?:[وب]?ل?)?(?:{_ANY})(?!\w)(?:\s+و?(?:{_ANY})(?!\w))*")
_MARKS = re.compile("[\u064b-\u0652\u0640]")


_ORDINALS = {
    word: number
    for number, row in enumerate(
        "ثاني ثانية|ثالث ثالثة|رابع رابعة|خامس خامسة|سادس سادسة|سابع سابعة|ثامن ثامنة|تاسع تاسعة|عاشر عاشرة".split(
            "|"
        ),
        start=2,
    )
    for word in row.split()
}
_ORDINAL = re.compile(rf"(?<!\w)(?:[وبف]?(?:ال|لل))(?P<word>{'|'.join(_ORDINALS)})(?!\w)")


def with_digits(text: str) -> str:
    """The text without vowel marks, each run of number words as digits and ordinals as "3th"."""
    text = _ORDINAL.sub(lambda match: f"{_ORDINALS[match['word']]}th", _MARKS.sub("", text))
    return _RUN.sub(lambda match: str(_value(match[0])), text)


def _value(run: str) -> int:
    """Smaller numbers add up; a thousand multiplies what stands before it."""
    total = 0
    for word in re.findall(rf"(?:{_ANY})(?!\w)", run):
        value = _VALUES[word]
        if value == 1000 and 0 < total < 1000:
            total *= 1000
        elif value == 10 and 2 <= total < 10:  # ثلاثة عشر
            total += 10
        else:
            total += value
    return total
