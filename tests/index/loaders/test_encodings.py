from __future__ import annotations

from random import Random

import pytest

from quoth.index.errors import LoadError
from quoth.index.loaders.decoding import decode, decode_as

TEXTS = {
    "hu": "A hajók hétfőn hajnalban elhagyták a kikötőt. Az idős kapitány szerint az időjárás rossz "
    "volt, a hűvös szél erősödött, a tűz is kialudt a fedélzeten.",
    "pl": "Statki opuściły port w poniedziałek o świcie. Kapitan powiedział, że pogoda była zła, a "
    "wiatr się wzmagał, więc załoga zgasiła ogień na pokładzie.",
    "cs": "Lodě opustily přístav v pondělí za úsvitu. Kapitán řekl, že počasí bylo špatné a vítr "
    "sílil, takže posádka uhasila oheň na palubě.",
    "tr": "Gemiler pazartesi günü şafakta limandan ayrıldı. Kaptan, havanın kötü olduğunu ve rüzgarın "
    "şiddetlendiğini söyledi, çünkü Şule Çağlar öyle istedi.",
    "fr": "Les bateaux ont quitté le port lundi à l’aube. Le capitaine a dit que la météo était "
    "mauvaise ; l’équipage, très fatigué, a éteint le feu où il brûlait. Ça coûte 3 œufs.",
    "de": "Die Schiffe verließen am Montag früh den Hafen. Der Kapitän sagte, das Wetter sei schlecht, "
    "und die Mannschaft löschte das Feuer über Deck.",
    "pt": "Os navios deixaram o porto na segunda-feira ao amanhecer. O capitão disse que a situação "
    "não era boa e que as previsões são más.",
    "lt": "Laivai pirmadienį auštant paliko uostą. Kapitonas sakė, kad oras buvo blogas, o vėjas "
    "stiprėjo, todėl įgula užgesino ugnį denyje.",
    "is": "Skipin yfirgáfu höfnina á mánudag í dögun. Skipstjórinn sagði að veðrið væri slæmt og að "
    "vindurinn hefði aukist, því þurfti að slökkva eldinn.",
    "ru": "Корабли покинули порт в понедельник на рассвете. Капитан сказал, что погода была плохой, "
    "а ветер усиливался.",
    "ja": "灯台の修理が終わる。月曜日の朝、漁船は港を出た。船長は天気が悪かったと言った。\n風が強くなった。",
}


@pytest.mark.parametrize(
    ("language", "encoding"),
    [
        ("hu", "cp1250"), ("hu", "iso8859-2"), ("pl", "cp1250"), ("pl", "iso8859-2"),
        ("cs", "cp1250"), ("cs", "iso8859-2"), ("tr", "cp1254"), ("tr", "iso8859-9"),
        ("fr", "cp1252"), ("fr", "mac_roman"), ("de", "cp1252"), ("de", "latin-1"),
        ("de", "cp850"), ("pt", "cp1252"), ("lt", "cp1257"), ("is", "cp1252"),
        ("ru", "cp1251"), ("ru", "koi8-r"), ("ru", "utf-16-le"), ("ru", "utf-16-be"),
        ("ru", "utf-32-le"), ("fr", "utf-32-be"), ("fr", "utf-16-be"), ("ja", "utf-16-le"),
        ("ja", "iso2022_jp"), ("ja", "shift_jis"), ("ja", "euc_jp"), ("ja", "utf-32-be"),
    ],
)  # fmt: skip
def test_old_encodings(language: str, encoding: str) -> None:
    text = TEXTS[language]
    assert decode(text.encode(encoding)) == text


def test_the_euro_of_latin_9() -> None:
    text = "La grue coûte 41 €, et l'œuvre de Šimon 3 €. Il est né à Brest."
    assert decode(text.encode("iso8859-15")) == text
    assert decode("Il y a 2½ tonnes à Brest, l'été.".encode("latin-1")).endswith("l'été.")


def test_escapes_that_announce_nothing_are_left() -> None:
    assert decode(b"\x1b[31mred\x1b[0m ~{ home ~}") == "\x1b[31mred\x1b[0m ~{ home ~}"
    assert "BB" in decode(b"\x1b$BB")


@pytest.mark.parametrize("seed", range(6))
def test_noise_is_no_text(seed: int) -> None:
    with pytest.raises(LoadError):
        decode(Random(seed).randbytes(4000))


def test_turkish_without_its_capitals_is_not_icelandic() -> None:
    text = (
        "Pazartesi sabahı balıkçılar limandan ayrıldı, fırtına kuzeyden yaklaşıyordu. Kaptan akşam "
        "döneceklerini söyledi. Eşi kıyıda bekliyordu, çünkü yağmur başlamıştı."
    )
    assert decode(text.encode("cp1254")) == text


def test_a_short_russian_text_is_not_japanese() -> None:
    text = (
        "Паромная линия закрылась в пятницу после сорока лет работы. Капитан сказал, что скучает."
    )
    assert decode(text.encode("koi8-r")) == text


@pytest.mark.parametrize(
    ("label", "encoding", "text"),
    [
        ("iso-8859-1", "cp1252", "“Quoted” – for €5…"),
        ("us-ascii", "cp1252", "‘so’"),
        ("iso-8859-9", "cp1254", "“Şule”"),
        ("gb2312", "gb18030", "镕基"),
        ("shift_jis", "cp932", "①髙"),
    ],
)
def test_a_label_means_the_code_page_that_adds_to_it(label: str, encoding: str, text: str) -> None:
    assert decode_as(text.encode(encoding), label) == text
    assert decode_as(b"\xff\xfe\x81", "utf-8") is decode_as(b"x", "no-such-thing") is None
