"""A file -> an article and the texts of its passages, ready to be embedded."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Container, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.articles import Article, ArticleCard, LoadedArticle, Passage, Skipped, Span
from index.building.discovery import fingerprint
from index.building.passages import Piece, split_passages
from index.embedders.base import Embedder, PassageText
from index.errors import LoadError
from index.loaders import load
from index.text.language import language_of, passage_language
from index.text.sentences import sentence_spans

_ID_LENGTH = 12
_LEAST_TOKENS = 16
_READINGS = 3


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """An article cut into pieces; `texts[i]` is what the model sees of `pieces[i]`."""

    article: Article
    pieces: tuple[Piece, ...]
    texts: tuple[PassageText, ...]

    def passages(self, first: int) -> list[Passage]:
        """The passages, numbered from `first`."""
        card = self.article.card
        return [
            Passage(
                id=f"{card.id}:{piece.span.start}",
                number=first + offset,
                article_id=card.id,
                span=piece.span,
                text=piece.span.of(self.article.text),
                heading=piece.heading,
                language=passage_language(piece.span.of(self.article.text), card.language),
                sentences=piece.sentences,
            )
            for offset, piece in enumerate(self.pieces)
        ]


def article_id(path: str, taken: Container[str]) -> str:
    """A short name for an article, which it keeps when its text is edited or its file renamed.

    It comes from the path, unless an article that was there before has taken that name along.
    """
    id = hashlib.sha256(os.fsencode(path)).hexdigest()[:_ID_LENGTH]
    return id if id not in taken else article_id(path + "+", taken)


def read_article(
    path: str, content_hash: str, embedder: Embedder, budget: int, taken: Container[str]
) -> ReadArticle:
    """Load a file and cut it into passages of at most `budget` tokens. Raises LoadError.

    `content_hash` is that of the file a while ago; the article has that of what was read. `taken`
    are the ids that other articles have.
    """
    loaded, content_hash = _load_settled(path, content_hash)
    language = loaded.language or language_of(loaded.text)
    card = ArticleCard(
        id=article_id(path, taken),
        path=path,
        content_hash=content_hash,
        title=loaded.title,
        published=loaded.published,
        source=loaded.source,
        author=loaded.author,
        language=language,
        tags=loaded.tags,
        page_starts=loaded.page_starts,
    )
    sentences = sentence_spans(loaded.text, language)
    room = embedder.max_tokens - _prompt_tokens(
        embedder, loaded.title, loaded.headings, loaded.text
    )
    pieces = split_passages(
        loaded.text,
        sentences,
        loaded.headings,
        max(_LEAST_TOKENS, min(budget, room)),
        embedder.count_tokens,
    )
    if not pieces:
        raise LoadError("holds no sentence", "")
    texts = tuple(_embedded(card.title, piece, loaded.text) for piece in pieces)
    return ReadArticle(Article(card, loaded.text), tuple(pieces), texts)


def skipped(path: str, content_hash: str, error: LoadError) -> Skipped:
    """A file that failed so. Bytes that the disk did not give, or that were changing, are not what
    is wrong: they are not remembered.
    """
    lasting = not isinstance(error.__cause__, OSError)
    return Skipped(path, content_hash if lasting else "", error.message)


def context_of(title: str, heading: str) -> str:
    """What stands in front of a passage for the model: its article's title and its heading."""
    return " — ".join(part for part in (title, heading) if part)


def _load_settled(path: str, content_hash: str) -> tuple[LoadedArticle, str]:
    """What a file says and the hash of its bytes, which were the same before and after."""
    for _ in range(_READINGS):
        loaded = load(Path(path))
        found = fingerprint(path)
        if found == content_hash:
            return loaded, content_hash
        content_hash = "" if isinstance(found, Skipped) else found
    reason = "keeps changing while it is read"
    raise LoadError(reason, "Run the rebuild again when it is done.") from OSError(reason)


def _embedded(title: str, piece: Piece, text: str) -> PassageText:
    start = piece.span.start
    sentences = tuple((span.start - start, span.end - start) for span in piece.sentences)
    return PassageText(context_of(title, piece.heading), piece.span.of(text), sentences)


def _prompt_tokens(embedder: Embedder, title: str, headings: Sequence[Span], text: str) -> int:
    """The most tokens that can stand in front of a passage, special tokens included."""
    longest = max((heading.of(text) for heading in headings), key=len, default="")
    prompt = embedder.identity.passage_prompt + context_of(title, longest)
    return embedder.count_tokens([prompt])[0] + 4
