"""What can go wrong, as a user is told it.

    QuothError
    ├── UsageError           the words of a command or a setting are off        (exit 2)
    ├── LibraryError         the index cannot be opened, read or written
    │   ├── EmptyLibrary     nothing has been indexed yet
    │   ├── IndexMoved       what was being read has been replaced meanwhile; read again
    │   ├── ServerError      a Chroma server does not do its part
    │   ├── LibraryBusy      another rebuild is running
    │   ├── ModelMismatch    the index was written with another embedder
    │   └── ConsentNeeded    the library wants what its user has not agreed to
    ├── LoadError            one file cannot be read; the others are indexed
    ├── FetchError           a page or a feed cannot be fetched
    ├── ConversationsError   conversations cannot be kept or read
    ├── EmbedderError        a model cannot be found, made or run
    └── ModelError           a chat model cannot be opened, or gives no answer

Every error carries one line that says what is wrong and one that says what to do. Bugs are not
caught: they are not QuothErrors.
"""

from __future__ import annotations


class QuothError(Exception):
    """An expected failure: `message` says what is wrong, `hint` what to do about it."""

    exit_code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(QuothError):
    exit_code = 2


class LibraryError(QuothError):
    pass


class EmptyLibrary(LibraryError):
    pass


class IndexMoved(LibraryError):
    pass


class ServerError(LibraryError):
    pass


class LibraryBusy(LibraryError):
    pass


class ModelMismatch(LibraryError):
    pass


class ConsentNeeded(LibraryError):
    pass


class LoadError(QuothError):
    pass


class FetchError(QuothError):
    pass


class ConversationsError(QuothError):
    pass


class EmbedderError(QuothError):
    pass


class ModelError(QuothError):
    pass
