"""The one error tree.

::

    SongdeedError            code, sentence, hint, exit code
    ├── Denied          1    the answer is no
    ├── NotYet          2    pending: something or somebody is missing
    ├── CannotTell      3    the ledger can't decide
    ├── UsageError     64    the command or request itself is wrong (unknown use, territory, option)
    ├── BadInput       65    data is wrong: a file, a signature, a deal, an address
    ├── ServiceDown    69    a chain, store or index does not answer, or not truthfully
    └── Refused        77    password, permission, a network that may not be used

Exit codes above 63 are those of BSD sysexits(3). An error carries no prose: its sentence and hint are
looked up in ``ledger.text`` under ``error.CODE`` and ``hint.CODE`` with its parameters, in the reader's
language.
"""

from __future__ import annotations

from typing import ClassVar


class SongdeedError(Exception):
    """Anything that Songdeed refuses or fails at.

    Args:
        code: Machine-readable name in capitals, e.g. ``FILE_EMPTY``; its sentences are
            ``error.CODE`` and ``hint.CODE``.
        params: What the sentence names: what was expected, what came.
    """

    exit: ClassVar[int] = 70

    def __init__(self, code: str, /, **params: object) -> None:
        super().__init__(code, params)
        self.code = code
        self.params: dict[str, object] = params

    def __str__(self) -> str:
        from ledger.text import message_of  # the catalogues are only read when a sentence is wanted

        return message_of(self, "en")


class Denied(SongdeedError):
    """The answer is no."""

    exit = 1


class NotYet(SongdeedError):
    """Something or somebody is still missing; the same call may succeed later."""

    exit = 2


class CannotTell(SongdeedError):
    """The ledger cannot decide."""

    exit = 3


class UsageError(SongdeedError):
    """The command or request itself is wrong."""

    exit = 64


class BadInput(SongdeedError):
    """Data given to Songdeed is wrong."""

    exit = 65


class ServiceDown(SongdeedError):
    """A chain, a store or an index does not answer, or answers what can't be true."""

    exit = 69


OF_CONTENT = frozenset({"BLOCK_MISMATCH", "BLOCK_TOO_LARGE", "STORE_MISSING", "TREE_SIZES", "TREE_TOO_LARGE"})
"""Codes of ServiceDown about one piece of content: the rest of the store may be in order."""


class Refused(SongdeedError):
    """A password, a permission or a network forbids it."""

    exit = 77
