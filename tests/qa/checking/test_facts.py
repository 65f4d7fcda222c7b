"""Numbers, dates and names as languages write them."""

from __future__ import annotations

from datetime import date

import pytest

from quoth.qa.checking.figures.numbers import quantities
from quoth.qa.checking.figures.units import periods
from quoth.qa.checking.names import folded_words, known_names, names_in
from quoth.qa.understanding.dates import of_day, stated_dates

SAME = [
    ("1,200 people", "en", "1.200 Menschen", "de"),
    ("1,200 people", "en", "1 200 personnes", "fr"),
    ("1,200 people", "en", "1200 personas", "es"),
    ("1,200 people", "en", "1\u202f200 personnes", "fr"),
    ("7.6 million euros", "en", "7,6 Millionen Euro", "de"),
    ("7.6 million euros", "en", "7 600 000 euros", "fr"),
    ("twenty-three people", "en", "Vingt-trois personnes", "fr"),
    ("31 dead", "en", "einunddreißig Tote", "de"),
    ("20 pumps", "en", "عشرين مضخة", "ar"),
    ("130 families", "en", "مئة وثلاثين عائلة", "ar"),
    ("345 hectares", "en", "٣٤٥ هكتار", "ar"),
    ("9 per cent", "en", "9 %", "fr"),
    ("5:20 p.m.", "en", "17h20", "fr"),
    ("5 p.m.", "en", "dix-sept heures", "fr"),
    ("nine residents", "en", "neuf pensionnaires", "fr"),
    ("£286,000", "en", "286 000 £", "fr"),
    ("28 nanometres", "en", "28 nm", "fr"),
    ("345 hectares", "en", "345 هكتار", "ar"),
    ("145 hectares", "en", "358 acres", "en"),
    ("4.8 km", "en", "3 miles", "en"),
    ("50 %", "en", "la moitié des colons", "fr"),
    ("75 %", "de", "drei Viertel der Fläche", "de"),
    ("1.5 million", "en", "one and a half million people", "en"),
    ("1.5 million", "en", "un million et demi", "fr"),
    ("1.5 million", "en", "anderthalb Millionen", "de"),
    ("1.5 million", "en", "millón y medio", "es"),
    ("1.5 million", "en", "مليون ونصف المليون", "ar"),
    ("the second system", "en", "le deuxième système", "fr"),
    ("the second system", "en", "el segundo sistema", "es"),
    ("three in four", "en", "75 %", "fr"),
    ("trois habitants sur quatre", "fr", "75 per cent", "en"),
    ("un dixième", "fr", "10 %", "fr"),
    ("ein Fünftel", "de", "20 %", "es"),
    ("una quinta parte", "es", "20 per cent", "en"),
    ("zwei von drei", "de", "deux tiers", "fr"),
    ("two dozen", "en", "24 bateaux", "fr"),
    ("une vingtaine", "fr", "20 boats", "en"),
    ("ein Dutzend", "de", "12", "en"),
    ("una docena", "es", "twelve", "en"),
    ("half an hour", "en", "30 Minuten", "de"),
    ("une heure et demie", "fr", "90 minutes", "en"),
    ("una hora y media", "es", "90 minutes", "en"),
    ("anderthalb Stunden", "de", "90 minutes", "en"),
    ("eine Viertelstunde", "de", "un quart d'heure", "fr"),
    ("نصف ساعة", "ar", "30 minutes", "en"),
    ("eighteen months", "en", "un an et demi", "fr"),
    ("500 m", "en", "half a kilometre", "en"),
    ("$3bn", "en", "3 billion dollars", "en"),
    ("5m euros", "en", "5 M€", "fr"),
    ("2 mil millones", "es", "2 Milliarden", "de"),
    ("ثلاثة ملايين", "ar", "3 million", "en"),
    ("مليونين", "ar", "2,000,000", "en"),
    ("les années 90", "fr", "the 1990s", "en"),
    ("siglo XIX", "es", "the 19th century", "en"),
    ("للمرة الثالثة", "ar", "for the third time", "en"),
    ("8 in the evening", "en", "20 Uhr", "de"),
    ("noon", "en", "12 h", "fr"),
    ("٥٠٠ يورو", "ar", "500 €", "fr"),
    ("20 pounds", "en", "9 kg", "fr"),
    ("a tenth", "en", "the 10th boat", "en"),
]
OTHER = [
    ("1,200 people", "en", "1,300 people", "en"),
    ("1,200 people", "en", "12,00 Menschen", "de"),
    ("7.6 million euros", "en", "7,6 milliards d'euros", "fr"),
    ("7.6 million euros", "en", "7.6 euros", "en"),
    ("41 metres", "en", "41 kilometres", "en"),
    ("9 %", "en", "9 euros", "en"),
    ("5:20 p.m.", "en", "5h20", "fr"),
    ("thirteen", "en", "thirty", "en"),
    ("28 nm", "en", "28 mm", "en"),
    ("145 ha", "en", "145 acres", "en"),
    ("3 كيلومترات", "ar", "3 أمتار", "ar"),
    ("345 أشهر", "ar", "345 سنوات", "ar"),
    ("the second system", "en", "the third system", "en"),
    ("80 %", "en", "80 people", "en"),
    ("1994", "ar", "بين عامي 1980 و1984", "ar"),
    ("5 euros", "fr", "5 francs", "fr"),
    ("500 dollars", "en", "500 pounds", "en"),
    ("12 Kronen", "de", "12 Euro", "de"),
    ("500 جنيه", "ar", "500 دولار", "ar"),
    ("5 pesos", "es", "5 yenes", "es"),
    ("145 هكتار", "ar", "145 فدان", "ar"),
    ("20 كيلومترا", "ar", "20 ميلا", "ar"),
    ("5 MWh", "en", "5 MW", "en"),
    ("20 hPa", "en", "20 bar", "en"),
    ("20 Meter", "de", "20 Fuß", "de"),
    ("three in four", "en", "two thirds", "en"),
    ("8 in the evening", "en", "8 a.m.", "en"),
    ("$3bn", "en", "$3m", "en"),
    ("a fifth", "en", "a quarter", "en"),
]


def agree(one: str, language: str, other: str, other_language: str) -> bool:
    (claimed,) = quantities(one, language)
    assert quantities(other, other_language, generous=True)
    return any(claimed.agrees_with(q) for q in quantities(other, other_language, generous=True))


@pytest.mark.parametrize("pair", SAME, ids=lambda pair: f"{pair[0]} = {pair[2]}")
def test_one_number_in_many_forms(pair: tuple[str, str, str, str]) -> None:
    assert agree(*pair)


@pytest.mark.parametrize("pair", OTHER, ids=lambda pair: f"{pair[0]} ≠ {pair[2]}")
def test_two_numbers(pair: tuple[str, str, str, str]) -> None:
    assert not agree(*pair)


@pytest.mark.parametrize(
    ("text", "language", "unit"),
    [
        ("46 000 euros par mois", "fr", "duration-month"),
        ("140 vuelos semanales", "es", "duration-week"),
        ("40 daily flights", "en", "duration-day"),
        ("1.8 مليون حاوية سنوياً", "ar", "duration-year"),
        ("300 Gäste jährlich", "de", "duration-year"),
    ],
)
def test_how_often_is_told(text: str, language: str, unit: str) -> None:
    assert list(periods(text, language)) == [unit]
    assert quantities(text, language)[0].unit != unit


def test_an_article_is_no_number() -> None:
    assert quantities("Une étudiante a vu un phare", "fr") == []
    assert quantities("One of them saw a ship", "en") == []


@pytest.mark.parametrize(
    "text",
    [
        "le 29 août 2015", "on 29 August 2015", "August 29, 2015", "am 29. August 2015",
        "el 29 de agosto de 2015", "29 أغسطس 2015", "في 29 آب 2015", "2015-08-29", "29/08/2015",
    ],
)  # fmt: skip
def test_one_day_in_many_forms(text: str) -> None:
    (stated,) = stated_dates(text)
    (day, weekday) = of_day(date(2015, 8, 29))
    assert stated.agrees_with(day, frozenset())
    assert not stated.agrees_with(weekday, frozenset())
    assert not stated.agrees_with(of_day(date(2015, 8, 30))[0], frozenset())
    assert text[stated.span.start : stated.span.end] in text


def test_a_date_may_be_stated_in_part() -> None:
    (month,) = stated_dates("in August 2015")
    (day,) = stated_dates("le 29 août")
    (other,) = stated_dates("im August 2016")
    assert month.agrees_with(day, frozenset((2015,)))
    assert not month.agrees_with(day, frozenset((2016,)))
    assert not other.agrees_with(month, frozenset((2015,)))
    assert not day.agrees_with(month, frozenset((2015,)))  # which names no day


def test_words_that_are_months_only_sometimes() -> None:
    assert stated_dates("He may march in the sept of his mind") == []
    assert [stated.month for stated in stated_dates("It opens in May and closes in March")] == [
        5,
        3,
    ]
    assert [stated.weekday for stated in stated_dates("mardi, Tuesday, martes, Dienstag")] == [
        2
    ] * 4


def test_both_days_of_a_range() -> None:
    assert [d.day for d in stated_dates("on the night of 13 to 14 March")] == [14, 13]


@pytest.mark.parametrize(
    ("text", "language", "names"),
    [
        ("The engineer Alan Thorburn came from Leith.", "en", ["Alan Thorburn", "Leith"]),
        ("On Monday Halley's Comet returned.", "en", ["Halley's Comet"]),
        ("L'armée a repris Al-Qaryatayn, selon l'OSDH.", "fr", ["Al-Qaryatayn", "OSDH"]),
        ("Selon Maud Ferrandi, il a plu.", "fr", ["Maud Ferrandi"]),
        ("Tourists walk. Some run.", "en", []),
        ("El faro de Torre del Mar luce.", "es", ["Torre del Mar"]),
        ("Die Moorbeauftragte Wiebke Tönnies schloss das Wehr.", "de", ["Wiebke Tönnies"]),
        ("Das Wasser steigt am Rand der Fläche.", "de", []),
        ("Она живёт в Москве с Иваном Петровым.", "ru", ["Москве", "Иваном Петровым"]),
    ],
)
def test_names_are_told_from_other_capitals(text: str, language: str, names: list[str]) -> None:
    assert [name.text for name in names_in(text, language)] == names


@pytest.mark.parametrize(
    ("name", "word", "same"),
    [
        ("Zubaidi", "الزبيدي", True), ("Hassoun", "حسون", True), ("Luc", "لوك", True),
        ("Karim", "وكريم", True), ("Bekele", "بيكيلي", True), ("Ivan", "Иван", True),
        ("Poland", "بولندا", True), ("Hassoun", "حداد", False),
    ],
)  # fmt: skip
def test_a_name_stands_in_another_script(name: str, word: str, same: bool) -> None:
    (found,) = names_in(f"The baker {name} slept.", "en")
    words = folded_words(f"قال {word} ذلك")
    assert found.stands_in(words, lambda: words, loosely=True) is same


def test_a_first_word_is_a_name_where_the_passages_say_so() -> None:
    known = known_names([("Yesterday the farmer Cano slept.", "en")])
    assert [name.text for name in names_in("Cano asegura que no.", "es", known)] == ["Cano"]
    assert names_in("Nadie asegura nada.", "es", known) == []


def test_a_shortened_name_is_completed_by_the_article() -> None:
    (name,) = names_in("He met Davy Mouat.", "en")
    passage = folded_words("Mr Mouat was surprised.")
    assert name.stands_in(passage, lambda: folded_words("Davy slept."))
    assert not name.stands_in(passage, lambda: folded_words("Isla slept."))
    assert not name.stands_in(folded_words("Nobody."), lambda: folded_words("Davy Mouat"))
