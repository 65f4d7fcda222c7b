"""Text in pictures, recognised by Tesseract where it is installed: a program of its own, run without
a shell, on one picture at a time, for a limited time.
"""

from __future__ import annotations

import hashlib
import os
import resource
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property

from quoth.index.errors import LoadError
from quoth.index.loaders.paged.kept_pages import KeptPages
from quoth.index.loaders.paged.line import Line

PROGRAM = "tesseract"
TO_BE_INSTALLED = "to have its text recognised, install Tesseract"
_HOW = f"{TO_BE_INSTALLED} (apt install tesseract-ocr, or brew install tesseract)"
_PAGE_SECONDS = 300.0  # a newspaper's page takes a minute where others use the processor too
_ASKED_SECONDS = 30.0  # for its version and its languages
_TICK = 0.5  # seconds between two signs of life
_MOST_LANGUAGES = 3  # each takes its time
_NO_LANGUAGES = frozenset(["osd", "equ"])  # data of Tesseract's for a page's turn and for formulas

Tell = Callable[[str], None]
"""Called again and again while a page is recognised, with what is being done."""


def program() -> str | None:
    """The absolute path of Tesseract, if it is in an absolute folder of PATH."""
    for folder in os.environ.get("PATH", os.defpath).split(os.pathsep):
        file = os.path.join(folder, PROGRAM)
        if os.path.isabs(folder) and os.path.isfile(file) and os.access(file, os.X_OK):
            return file
    return None


def is_due(reason: str) -> bool:
    """Whether a file that was skipped for this reason can be read now that Tesseract is there."""
    return TO_BE_INSTALLED in reason and program() is not None


@dataclass(frozen=True, slots=True)
class Picture:
    """A grey picture of a page, a byte for each of `width` times `height` pixels, of which there
    are `scale` in the unit that the page is measured in.
    """

    width: int
    height: int
    pixels: bytes
    scale: float

    def encoded(self) -> bytes:
        """As a PGM, which holds nothing that could be mistaken for a list of files to read."""
        return b"P5 %d %d 255\n%b" % (self.width, self.height, self.pixels)


@dataclass(frozen=True)
class Recogniser:
    """Recognises pages in a library's `languages` (ISO 639-1), the most frequent first; none where
    they are unknown. What was recognised is `kept`, `tell` is told what is being done.
    """

    languages: Sequence[str] = ()
    kept: KeptPages | None = None
    tell: Tell = field(default=lambda _: None)
    is_off: bool = False

    @cached_property
    def program(self) -> str | None:
        """The absolute path of Tesseract; None where there is none, or where it is not to be run."""
        return None if self.is_off else program()

    def missing(self, kind: str) -> LoadError:
        """Why a file that is `kind`, such as a scan, is not read without Tesseract."""
        return LoadError(f"is {kind}: {_HOW}", "Then run: quoth rebuild")

    def unread(self, pages: int) -> str:
        """Why a file's `pages` that are pictures are left out; "" where nothing is to be done."""
        if not pages or self.program is not None or self.is_off:
            return ""
        which = "a page that is a scan" if pages == 1 else f"{pages:,} pages that are scans"
        return f"is read without {which}: {_HOW}"

    def lines(self, picture: Picture, doing: str) -> list[Line]:
        """The lines of a page. Raises LoadError where it takes too long or Tesseract fails."""
        from quoth.index.loaders.paged.hocr import recognised_lines

        self.tell(doing)
        data = picture.encoded()
        said = self._version + "\0" + "+".join(self._chosen)
        key = hashlib.sha256(said.encode() + b"\0" + data).hexdigest()
        hocr = self.kept.get(key) if self.kept else None
        if hocr is None:
            hocr = self._run(data, doing)
            if self.kept:
                self.kept.put(key, hocr)
        try:
            return recognised_lines(hocr, picture.scale)
        except ValueError as error:
            raise LoadError("cannot be recognised", "Look for a newer Tesseract.") from error

    @cached_property
    def _version(self) -> str:
        return self._asked("--version").partition("\n")[0]

    @cached_property
    def _installed(self) -> list[str]:
        """The codes of the languages whose data Tesseract has, by its own naming."""
        lines = self._asked("--list-langs").splitlines()[1:]
        codes = [line.strip() for line in lines if line.strip()]
        return [code for code in codes if "/" not in code and not code.endswith("_vert")]

    @cached_property
    def _chosen(self) -> list[str]:
        """The codes of the library's languages. Raises LoadError where none of them is installed."""
        installed = [code for code in self._installed if code not in _NO_LANGUAGES]
        if not self.languages:
            return installed[:_MOST_LANGUAGES]
        wanted = [_canonical(language) for language in self.languages]
        found = [code for name in wanted for code in installed if _canonical(code) == name]
        if not found:
            names = ", ".join(self.languages[:_MOST_LANGUAGES])
            raise LoadError(
                f"is to be recognised in {names}: {TO_BE_INSTALLED}'s data for it"
                " (apt install tesseract-ocr-all, or brew install tesseract-lang)",
                "Then run: quoth rebuild",
            )
        return found[:_MOST_LANGUAGES]

    def _asked(self, option: str) -> str:
        assert self.program is not None
        try:
            done = subprocess.run(
                [self.program, option],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=_ASKED_SECONDS,
                check=True,
                cwd="/",
            )
        except (OSError, subprocess.SubprocessError) as error:
            raise _failed(error) from error
        return (done.stdout or done.stderr).decode("utf-8", "replace")

    def _run(self, data: bytes, doing: str) -> bytes:
        assert self.program is not None
        turned = ["--psm", "1"] if "osd" in self._installed else []
        command = [self.program, "stdin", "stdout", "-l", "+".join(self._chosen)]
        command += ["--dpi", "300", *turned, "hocr"]
        try:
            # A file, not a pipe: communicate() with a time limit may lose what it was still to write.
            with tempfile.TemporaryFile() as given:
                given.write(data)
                given.seek(0)
                with subprocess.Popen(
                    command,
                    stdin=given,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    cwd="/",
                    env={**os.environ, "OMP_THREAD_LIMIT": "1"},  # it is slower with more
                ) as process:
                    return self._output(process, doing)
        except OSError as error:
            raise _failed(error) from error

    def _output(self, process: subprocess.Popen[bytes], doing: str) -> bytes:
        """What the program says; it is ended if it takes too long or is no longer wanted."""
        _limit(process.pid)
        deadline = time.monotonic() + _PAGE_SECONDS
        try:
            while time.monotonic() < deadline:
                with suppress(subprocess.TimeoutExpired):
                    said = process.communicate(timeout=_TICK)[0]
                    if process.returncode:
                        raise LoadError("makes Tesseract fail", "Save the picture again.")
                    return said
                self.tell(doing)
            message = f"has a page that takes more than {_PAGE_SECONDS:.0f} s to recognise"
            raise LoadError(message, "Split it, or scan it coarser.")
        finally:
            process.kill()


def _limit(pid: int) -> None:
    """End Tesseract of itself some time, where the system can, should nobody be left to end it."""
    if hasattr(resource, "prlimit"):
        with suppress(OSError):
            seconds = int(_PAGE_SECONDS)
            resource.prlimit(pid, resource.RLIMIT_CPU, (seconds, seconds))


def _failed(error: Exception) -> LoadError:
    return LoadError(
        f"is not recognised: Tesseract fails ({type(error).__name__})", "Install it again."
    )


def _canonical(code: str) -> str:
    """The ISO 639-1 code of a language by Tesseract's or any other code (chi_sim: zh)."""
    from babel.core import get_global

    base = code.partition("_")[0]
    return str(get_global("language_aliases").get(base, base))
