"""Any cross-encoder of sentence-transformers as a reader: it scores each sentence by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from quoth.index.articles import ArticleCard
from quoth.index.errors import EmbedderError
from quoth.qa.reading.reader import ReadSentence
from quoth.qa.reading.windows import Window


class CrossEncoderReader:
    """Reads the question against every sentence under its article's title. It names no words."""

    sees_neighbours = False

    def __init__(self, name: str, folder: Path | None) -> None:
        """`name` is a hub name or a folder. Raises EmbedderError when the model cannot be had, or
        gives more than one score.
        """
        from quoth.index.embedders.hub import load  # most questions need it not

        self.name = name
        self._model = load("CrossEncoder", "reader", name, folder)
        if (scores := self._model.config.num_labels) != 1:
            raise EmbedderError(
                f"The reader {name} gives {scores} scores for a pair of texts",
                "Name a CrossEncoder with one score, or a model for question answering.",
            )

    def read(
        self, question: str, windows: Sequence[Window], cards: Mapping[str, ArticleCard]
    ) -> list[ReadSentence]:
        """Every sentence of the windows, in order, with the model's own logit."""
        import torch  # which the model has loaded

        sentences = [(window.passage, span) for window in windows for span in window.sentences]
        if not sentences:
            return []
        pairs = [(question, f"{cards[p.article_id].title}\n{p.quote(s)}") for p, s in sentences]
        logits = self._model.predict(
            pairs, show_progress_bar=False, activation_fn=torch.nn.Identity()
        )
        return [
            ReadSentence(passage, span, float(logit), None)
            for (passage, span), logit in zip(sentences, logits, strict=True)
        ]
