"""The tokenizer of multilingual-e5-small, as a `tokenizers` pipeline."""

from __future__ import annotations

from tokenizers import (
    AddedToken,
    Regex,
    Tokenizer,
    decoders,
    models,
    normalizers,
    pre_tokenizers,
    processors,
)

from quoth.index.embedders.builtin.unigram import DROPPED, MANY_SPACES, SPACES, SPECIAL


def make_tokenizer(pieces: list[tuple[str, float]]) -> Tokenizer:
    """`pieces` in the order of their ids, the five special ones among them."""
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=SPECIAL.index("<unk>")))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Replace(Regex(DROPPED), ""),
            normalizers.Replace(Regex(SPACES), " "),
            normalizers.NFKC(),
            normalizers.Replace(Regex(MANY_SPACES), " "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.decoder = decoders.Metaspace()
    tokenizer.add_special_tokens([AddedToken(name, special=True) for name in SPECIAL])
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[(name, SPECIAL.index(name)) for name in ("<s>", "</s>")],
    )
    return tokenizer
