"""Words that end in a full stop without ending a sentence, and the words that begin one."""

from __future__ import annotations

# Always followed by a name, a word or a number.
_BOUND = {
    "fr": "M MM Mme Mmes Mlle Mlles Dr Drs Pr Prs Me Mgr St Ste Gén gén Col Cdt cdt Cap Lt adj"
    " cf av apr",
    "en": "Mr Mrs Ms Dr Prof Gen Lt Sgt Capt Cpt Col Maj Sen Rep Gov Pres Rev Hon St Mt e.g i.e vs"
    " cf Fig",
    "es": "Sr Sra Srta Sres Dr Dra D Dña Ud Uds Gral Cap Cnel Lic Ing Prof Sto Sta p.ej cf EE",
    "de": "Hr Hrn Fr Dr Prof Dipl Ing Hptm St z z.B d d.h u u.a i i.d v n o bzw ca vgl Nr Str",
    "it": "Sig Sigg Dott Prof Avv On Gen Ing cfr",
    "pt": "Sr Sra Dr Dra Prof Exmo Gen",
}
_BOUND_WORDS = {language: frozenset(words.split()) for language, words in _BOUND.items()}
_ALL_BOUND_WORDS = frozenset[str]().union(*_BOUND_WORDS.values())

# May end a sentence too, so they only hold on to a digit or a lower-case letter.
LOOSE = frozenset(
    "etc env vol art p pp n no nos nr num núm pág págs fig éd ed ex h hr hrs min sec s t chap al"
    " ch a.m p.m m km kg jr sr inc ltd co corp jan feb mar apr jun jul aug sep sept oct nov dec"
    " janv févr avr juill déc bd tél aprox dept mio mrd usw evtl inkl tel abs jh chr uu".split()
)

# What follows a capital and a full stop, or a German ordinal, only at the start of a sentence.
STARTERS = frozenset(
    "le la les l un une des il elle ils elles on ce cette ces et mais puis en dans selon"
    " the a an he she it they we i you this that these his her but and in on then"
    " el los las una uno su y pero en der die das es er sie wir ich ein eine und aber am im".split()
)


def bound(language: str) -> frozenset[str]:
    """The abbreviations that never end a sentence; those of every language when it is unknown."""
    return _ALL_BOUND_WORDS if language == "und" else _BOUND_WORDS.get(language, frozenset())
