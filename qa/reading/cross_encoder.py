"""Any cross-encoder of sentence-transformers as a reader: it scores each sentence by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from quoth.index.articles import ArticleCard
from quoth.index.errors import EmbedderError
from quoth.qa.reading.reader import ReadSentence
from quoth.qa.reading.windows import Window


class CrossEncoderReader:
    """Reads the question against every sentence under its article's title. It names no words."""

    sees_neighbours = False

    def __init__(self, name: str, model: Any) -> None:
        """`model` is a CrossEncoder, `name` what the user calls it. Raises EmbedderError for one that
        gives more than one score.
        """
        self.name = name
        self._model = model
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
