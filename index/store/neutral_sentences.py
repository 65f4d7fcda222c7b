"""Sentences about nothing in particular, in several languages.

What a question's cosine with them is, tells what its cosine with any text of that language is; a
small library cannot tell, as all of it may be about the question (see `qa.search.abstention`).
"""

from __future__ import annotations

import numpy as np

from quoth.index.embedders.base import Embedder, FloatArray, PassageText

SENTENCES = {
    "fr": (
        "Le conseil municipal a voté hier soir le budget de l'année prochaine.",
        "Les abeilles récoltent le nectar des fleurs au printemps.",
        "Cette recette demande trois œufs, du sucre et une pincée de sel.",
        "L'équipe a gagné le match grâce à un but dans les dernières minutes.",
        "Le train pour la côte part chaque matin de la gare centrale.",
        "La température des océans dépend des courants et des saisons.",
        "Le musée expose une collection de tableaux du siècle dernier.",
        "Une nouvelle loi encadre le travail de nuit dans les usines.",
        "Les chercheurs ont publié les résultats de leur étude.",
        "Le prix du blé a baissé sur les marchés.",
    ),
    "en": (
        "The town council voted on next year's budget last night.",
        "Bees gather nectar from flowers in the spring.",
        "This recipe needs three eggs, some sugar and a pinch of salt.",
        "The team won the match with a goal in the last minutes.",
        "The train to the coast leaves the main station every morning.",
        "The temperature of the oceans depends on currents and seasons.",
        "The museum shows a collection of paintings from the last century.",
        "A new law governs night work in factories.",
        "The researchers have published the results of their study.",
        "The price of wheat has fallen on the markets.",
    ),
    "es": (
        "El ayuntamiento votó anoche el presupuesto del próximo año.",
        "Las abejas recogen el néctar de las flores en primavera.",
        "Esta receta lleva tres huevos, azúcar y una pizca de sal.",
        "El equipo ganó el partido con un gol en los últimos minutos.",
        "El tren hacia la costa sale cada mañana de la estación central.",
        "La temperatura de los océanos depende de las corrientes y las estaciones.",
        "El museo expone una colección de cuadros del siglo pasado.",
        "Una nueva ley regula el trabajo nocturno en las fábricas.",
        "Los investigadores han publicado los resultados de su estudio.",
        "El precio del trigo ha bajado en los mercados.",
    ),
    "de": (
        "Der Stadtrat hat gestern Abend den Haushalt für das nächste Jahr beschlossen.",
        "Die Bienen sammeln im Frühling den Nektar der Blüten.",
        "Für dieses Rezept braucht man drei Eier, Zucker und eine Prise Salz.",
        "Die Mannschaft gewann das Spiel durch ein Tor in den letzten Minuten.",
        "Der Zug an die Küste fährt jeden Morgen vom Hauptbahnhof ab.",
        "Die Temperatur der Meere hängt von Strömungen und Jahreszeiten ab.",
        "Das Museum zeigt eine Sammlung von Gemälden aus dem letzten Jahrhundert.",
        "Ein neues Gesetz regelt die Nachtarbeit in den Fabriken.",
        "Die Forscher haben die Ergebnisse ihrer Studie veröffentlicht.",
        "Der Weizenpreis ist auf den Märkten gefallen.",
    ),
    "ar": (
        "صوّت المجلس البلدي مساء أمس على ميزانية العام المقبل.",
        "يجمع النحل رحيق الأزهار في الربيع.",
        "تحتاج هذه الوصفة إلى ثلاث بيضات وسكر ورشة ملح.",
        "فاز الفريق بالمباراة بهدف في الدقائق الأخيرة.",
        "ينطلق القطار إلى الساحل كل صباح من المحطة الرئيسية.",
        "تعتمد حرارة المحيطات على التيارات والفصول.",
        "يعرض المتحف مجموعة من لوحات القرن الماضي.",
        "ينظم قانون جديد العمل الليلي في المصانع.",
        "نشر الباحثون نتائج دراستهم.",
        "انخفض سعر القمح في الأسواق.",
    ),
}


def embed_cohort(embedder: Embedder) -> FloatArray:
    """Embed the neutral sentences: (sentences, dimension), one language after the other."""
    texts = [PassageText("", text) for texts in SENTENCES.values() for text in texts]
    return np.stack([made.passage for made in embedder.embed_passages(texts)])


def rows_of(language: str) -> list[int]:
    """The rows of a language in `embed_cohort`'s result; all of them for one that it lacks."""
    languages = [name for name, texts in SENTENCES.items() for _ in texts]
    own = [row for row, name in enumerate(languages) if name == language]
    return own or list(range(len(languages)))
