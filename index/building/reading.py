"""A file -> its articles and the texts of their passages, ready to be embedded."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Container, Sequence
from dataclasses import dataclass
from pathlib import Path

from quoth.index.articles import Article, ArticleCard, LoadedArticle, Passage, Skipped, Span
from quoth.index.building.discovery import ADDED, fingerprint
from quoth.index.building.passages import Piece, split_passages
from quoth.index.embedders.base import Embedder, PassageText
from quoth.index.errors import LoadError
from quoth.index.fetching.saving import source_url
from quoth.index.loaders import Loader, load_all
from quoth.index.text.clean import one_line
from quoth.index.text.language import language_of, passage_language
from quoth.index.text.sentences import sentence_spans

_ID_DIGITS = 12
_MIN_TOKENS = 16
_MAX_READINGS = 3


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """An article cut into pieces; `texts[i]` is what the model sees of `pieces[i]`. `unread` says what
    of its file is not in it, and what that takes.
    """

    article: Article
    pieces: tuple[Piece, ...]
    texts: tuple[PassageText, ...]
    unread: str = ""

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


def article_id(path: str, key: str, taken: Container[str]) -> str:
    """A short name for an article, which it keeps when its text is edited or its file renamed.

    It comes from the path and from what tells the article from the others of its file, unless an
    article that was there before has taken that name along.
    """
    name = os.fsencode(path) + (b"\0" + key.encode("utf-8", "surrogatepass") if key else b"")
    id = hashlib.sha256(name).hexdigest()[:_ID_DIGITS]
    return id if id not in taken else article_id(path + "+", key, taken)


def read_articles(
    path: str,
    content_hash: str,
    embedder: Embedder,
    budget: int,
    taken: Collection[str],
    load_file: Loader = load_all,
    prevailing: Collection[str] = (),
) -> list[ReadArticle]:
    """Load a file and cut its articles into passages of at most `budget` tokens. Raises LoadError.

    `content_hash` is that of the file a while ago; the articles have that of what was read. `taken`
    are the ids that other files' articles have; `load_file` loads, here or in another process;
    `prevailing` are the languages that most of those articles are in.
    """
    articles, content_hash = _load_settled(path, content_hash, load_file)
    ids = set(taken)
    found = []
    for loaded in articles:
        id = article_id(path, loaded.key, ids)
        ids.add(id)
        language = language_of(loaded.text, loaded.language, prevailing)
        card = _card(id, path, content_hash, loaded, language)
        found += _read(card, loaded, embedder, budget)
    if not found:
        raise LoadError("holds no sentence", "")
    return found


def _card(
    id: str, path: str, content_hash: str, loaded: LoadedArticle, language: str
) -> ArticleCard:
    return ArticleCard(
        id=id,
        path=path,
        content_hash=content_hash,
        title=loaded.title,
        published=loaded.published,
        source=loaded.source,
        author=loaded.author,
        language=language,
        tags=loaded.tags,
        page_starts=loaded.page_starts,
        offset=loaded.offset,
        url=_fetched_from(Path(path)),
        recognised=loaded.recognised,
    )


def _fetched_from(path: Path) -> str:
    """The address of a page that was fetched into the library; "" for the user's own files."""
    return one_line(source_url(path)) if path.parent.name == ADDED else ""


def _read(
    card: ArticleCard, loaded: LoadedArticle, embedder: Embedder, budget: int
) -> list[ReadArticle]:
    """The article cut into passages; nothing where it holds no sentence."""
    sentences = sentence_spans(loaded.text, card.language)
    room = embedder.max_tokens - _prompt_tokens(
        embedder, loaded.title, loaded.headings, loaded.text
    )
    pieces = split_passages(
        loaded.text,
        sentences,
        loaded.headings,
        max(_MIN_TOKENS, min(budget, room)),
        embedder.count_tokens,
    )
    texts = tuple(_embedded(card.title, piece, loaded.text) for piece in pieces)
    article = Article(card, loaded.text)
    return [ReadArticle(article, tuple(pieces), texts, loaded.unread)] if pieces else []


def skipped(path: str, content_hash: str, error: LoadError) -> Skipped:
    """A file that failed so. Bytes that the disk did not give, or that were changing, are not what
    is wrong: they are not remembered.
    """
    lasting = not isinstance(error.__cause__, OSError)
    return Skipped(path, content_hash if lasting else "", error.message)


def context_of(title: str, heading: str) -> str:
    """What stands in front of a passage for the model: its article's title and its heading."""
    return " — ".join(part for part in (title, heading) if part)


def _load_settled(
    path: str, content_hash: str, load_file: Loader
) -> tuple[Sequence[LoadedArticle], str]:
    """What a file says and the hash of its bytes, which were the same before and after."""
    for _ in range(_MAX_READINGS):
        loaded = tuple(load_file(Path(path)))
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
