"""Pictures of text: scans and photographs of pages, recognised by Tesseract."""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from quoth.index.articles import LoadedArticle
from quoth.index.errors import LoadError
from quoth.index.loaders.paged.line import Line
from quoth.index.loaders.paged.pdf import article_of
from quoth.index.loaders.paged.recognition import Picture, Recogniser
from quoth.index.loaders.paged.running import without_running_lines

if TYPE_CHECKING:
    from PIL.Image import Image as PILImage

_FORMATS = ("PNG", "JPEG", "TIFF")
_MOST_PIXELS = 150_000_000  # that are opened at all
_KEPT_PIXELS = 40_000_000  # that are recognised: a larger picture is made smaller
_SMALL = 2_000_000  # pixels: a picture of a screen, whose letters are too small as they are
_MOST_PAGES = 5_000  # of a TIFF


def load(path: Path, recogniser: Recogniser | None = None) -> Iterator[LoadedArticle]:
    """The article on a picture or, page by page, on those in a TIFF."""
    recogniser = recogniser or Recogniser()
    data = path.read_bytes()
    if recogniser.program is None:
        raise recogniser.missing("a picture")
    pages = list(_pages(data, recogniser))
    lines = without_running_lines(pages)
    if not any(lines):
        raise LoadError("is a picture in which no text is recognised", "Scan it again, or sharper.")
    article = article_of(lines, [True] * len(lines))
    yield article if len(lines) > 1 else replace(article, page_starts=())


def _pages(data: bytes, recogniser: Recogniser) -> Iterator[list[Line]]:
    try:
        from PIL import Image, ImageSequence
    except ImportError as error:
        message = "is a picture: to have its text recognised, install quoth[ocr]"
        raise LoadError(message, "pip install 'quoth[ocr]'") from error
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of odd tags, and of a size that is bounded below
        try:
            image = Image.open(BytesIO(data), formats=_FORMATS)
            count = getattr(image, "n_frames", 1)
            if image.width * image.height > _MOST_PIXELS or count > _MOST_PAGES:
                raise LoadError("is too large a picture", "Split it, or save it smaller.")
            for number, frame in enumerate(ImageSequence.Iterator(image), 1):
                doing = f"recognising page {number:,} of {count:,}"
                yield recogniser.lines(_picture(frame), doing)
        except Image.DecompressionBombError as error:
            raise LoadError("is too large a picture", "Split it, or save it smaller.") from error
        # A damaged file fails wherever the library happened to be; each is only that.
        except (OSError, ValueError, SyntaxError) as error:
            raise LoadError("is damaged: no picture", "Save it again.") from error


def _picture(frame: PILImage) -> Picture:
    """The picture upright and in grey, on white where one looks through it."""
    from PIL import Image, ImageOps

    if frame.width * frame.height > _MOST_PIXELS:
        raise ValueError("a page of it is too large")
    frame = ImageOps.exif_transpose(frame)
    if frame.has_transparency_data:
        frame = frame.convert("RGBA")
        frame = Image.alpha_composite(Image.new("RGBA", frame.size, "white"), frame)
    grey = ImageOps.grayscale(frame.convert("RGB"))
    pixels = grey.width * grey.height
    factor = 2.0 if pixels < _SMALL else min(1.0, math.sqrt(_KEPT_PIXELS / pixels))
    if factor != 1:
        size = (max(1, int(grey.width * factor)), max(1, int(grey.height * factor)))
        grey = grey.resize(size, Image.Resampling.LANCZOS)
    return Picture(grey.width, grey.height, grey.tobytes(), 1.0)
