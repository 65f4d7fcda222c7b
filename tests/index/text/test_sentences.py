from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quoth.index.text.sentences import sentence_spans

# Each case is the sentences that a text is put together from.
CASES: list[tuple[str, list[str]]] = [
    ("fr", ["« Nous restons ici », a dit M. Abdelkarim au journal.", "Il est parti."]),
    ("fr", ["Le rendez-vous est fixé à 14 h. 30, M. Roy sera là.", "Les autres suivront."]),
    ("fr", ["L'ouvrage d'A. Dupont et de J.-P. Martin est paru.", "Il se vend bien."]),
    ("fr", ["Mme. Roy et Mlle. Petit ont voté.", "Le Dr. Blanc aussi."]),
    ("fr", ["Ils vendent des pommes, des poires, etc. au marché.", "Tout part vite."]),
    ("fr", ["Il y a du pain, du vin, etc.", "Les clients sont contents."]),
    ("fr", ["« Où allez-vous ? » demande-t-elle.", "Personne ne répond."]),
    ("fr", ["« C'est fini. »", "Le maire quitte la salle."]),
    ("fr", ["Le temple date du IIe s. av. J.-C. selon les experts.", "Il est détruit."]),
    ("fr", ["Voir p. 12 et art. 3 du code.", "Le reste suit."]),
    ("fr", ["Quel bruit !", "Tout le monde sort…", "Puis plus rien."]),
    ("fr", ["Le gén. Martin commande.", "MM. Roy et Petit obéissent."]),
    ("fr", ["Il a gagné 3.5 millions.", "Elle en a perdu 1,2."]),
    ("fr", ["Voir www.exemple.fr pour plus.", "Merci."]),
    ("fr", ["(Il le dit lui-même.)", "Le reste est faux."]),
    ("fr", ["L'O.N.U. a voté.", "Le texte passe."]),
    ("fr", ["Non ! dit-il en riant.", "Elle part."]),
    ("fr", ["Il a pris le plan B.", "Les autres ont ri."]),
    ("en", ["Mr. Smith met Dr. J. R. Brown in St. Louis.", "They ate."]),
    ("en", ["The U.S. Army left at 5 p.m. on Monday.", "Nobody saw it."]),
    ("en", ["It closed at 5 p.m.", "The next day it rained."]),
    ("en", ['"Is it true?" she asked.', "He nodded."]),
    ("en", ['He said, "I am tired."', "Then he left."]),
    ("en", ["Acme Inc. and Foo Ltd. merged.", "Shares rose 2.5 percent."]),
    ("en", ["See e.g. Fig. 3 and No. 7 below.", "It helps."]),
    ("en", ["Gen. Lee and Sgt. Pepper spoke.", "Sen. Roe listened."]),
    ("en", ["She lives in Washington D.C.", "Her brother does not."]),
    ("en", ["“We won.”", "The crowd cheered."]),
    ("en", ["It happened on Jan. 5, 2016.", "Feb. was calm."]),
    ("en", ["Wait... what?", "Yes!"]),
    ("en", ["He asked (why not?) and left.", "(Nobody knew.)", "End."]),
    ("en", ["The plan failed!!!", "Why?!", "No idea."]),
    ("es", ["El Sr. García y la Sra. López llegaron.", "Dr. Ruiz no vino."]),
    ("es", ["¿Dónde está?", "¡Aquí!", "Ya veo."]),
    ("es", ["Vive en EE. UU. desde 1999.", "Le gusta."]),
    ("es", ["Compró pan, leche, etc. en la tienda.", "Volvió tarde."]),
    ("es", ["Véase la pág. 5 y el núm. 3.", "Gracias."]),
    ("es", ["«No hay nada.»", "El juez calló."]),
    ("de", ["Am 29. März 2016 kam Dr. Weber an.", "Es regnete."]),
    ("de", ["Das gilt z. B. für Hunde, d. h. alle Tiere.", "Katzen nicht."]),
    ("de", ["„Ich gehe.“", "Er ging."]),
    ("de", ["Hr. Müller und Fr. Meier wohnen in der Nr. 5.", "Sie lachen."]),
    ("de", ["Der 3. Weltkrieg blieb aus.", "Zum Glück."]),
    ("de", ["Es waren ca. 50 Leute da, u. a. Prof. Klein.", "Danke."]),
    ("ar", ["ماذا حدث في المدينة؟", "لا شيء.", "نعم!"]),
    ("ar", ["قال د. أحمد إنه سيغادر.", "ثم رحل."]),
    ("ar", ["بلغ العدد 3.5 مليون.", "هذا كثير."]),
    ("zh", ["今天很好。", "你呢？", "我也好！"]),
    ("zh", ["他说：“我累了。”", "然后走了。"]),
    ("zh", ["价格是3.5元。", "很便宜……", "真的吗？"]),
]
NASTY = st.text(
    alphabet=st.sampled_from(list("aB1.!?…»«\"”“()'’- \n\t\r。؟د\u2028\u0301\U0001f600"))
)


def sentences(text: str, language: str) -> list[str]:
    return [span.of(text) for span in sentence_spans(text, language)]


@pytest.mark.parametrize(("language", "expected"), CASES, ids=[case[1][0] for case in CASES])
def test_sentences_of_many_languages(language: str, expected: list[str]) -> None:
    text = ("" if language == "zh" else " ").join(expected)
    assert sentences(text, language) == expected


def test_a_long_quotation_is_split_inside() -> None:
    text = '"Nous avons perdu six jours. Les quais ont tenu", a-t-il dit. La mer est calme.'
    assert sentences(text, "fr") == [
        '"Nous avons perdu six jours.',
        'Les quais ont tenu", a-t-il dit.',
        "La mer est calme.",
    ]


def test_a_wrapped_line_is_no_end_and_a_heading_is() -> None:
    text = (
        "Un titre court\n"
        "Les chalutiers ont repris la mer mardi, a dit M.\n"
        "Le Goff au journal de Kervano, et il n'y a plus\n"
        "de vent."
    )
    assert sentences(text, "fr") == ["Un titre court", text.partition("\n")[2]]


def test_list_items_and_table_rows_stand_alone() -> None:
    assert sentences("Il faut\n- du pain\n- de l'eau\n2. du sel", "fr") == [
        "Il faut", "- du pain", "- de l'eau", "2. du sel",
    ]  # fmt: skip
    assert sentences("Jour | Heure\nMardi | 8 h", "fr") == ["Jour | Heure", "Mardi | 8 h"]


def test_a_blank_line_ends_a_sentence() -> None:
    assert sentences("sans point\n \nfin", "fr") == ["sans point", "fin"]


def test_regional_codes_are_accepted() -> None:
    assert sentences("M. Roy dort. Il rêve.", "fr-FR") == ["M. Roy dort.", "Il rêve."]


@given(NASTY | st.text(), st.sampled_from(["fr", "en", "de", "ar", "zh", "und", "xx", ""]))
@example("» ", "fr")
@example("B\u2028.", "en")  # the library panics on it
@example("a\u2029\u0085b. C", "und")
def test_spans_cover_the_text_in_order(text: str, language: str) -> None:
    spans = sentence_spans(text, language)
    assert all(span.start < span.end for span in spans)
    assert all(left.end <= right.start for left, right in pairwise(spans))
    assert all(span.of(text) == span.of(text).strip() for span in spans)
    assert not any("\n\n" in span.of(text) for span in spans)
    inside = "".join(span.of(text) for span in spans)
    assert "".join(inside.split()) == "".join(text.split())


@pytest.mark.parametrize("unit", ["» ", "« ", "a", ". ", '"', "A. ", "\n ", "Il dort, M. Roy. "])
def test_a_hostile_text_takes_no_more_than_seconds(unit: str) -> None:
    start = time.perf_counter()
    sentence_spans(unit * (200_000 // len(unit)), "fr")
    assert time.perf_counter() - start < 5
