"""Every sentence a user reads, in English and Chinese.

Each module under ``ledger.text.catalog`` holds one dictionary ``MESSAGES``: key to (English, Chinese),
both with the same ``{named}`` placeholders. A test compares the placeholders and the keys that the code
uses with these.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from typing import Literal, Protocol

from ledger.text import catalog

Lang = Literal["en", "zh"]
LANGS: tuple[Lang, ...] = ("en", "zh")


class Told(Protocol):
    """What an error says of itself (``ledger.errors.SongdeedError``)."""

    @property
    def code(self) -> str:
        """Machine-readable name."""
        ...

    @property
    def params(self) -> Mapping[str, object]:
        """What its sentence names."""
        ...


@cache
def messages() -> dict[str, tuple[str, str]]:
    """All catalogues in one dictionary.

    Raises:
        ValueError: A key stands in two catalogues.
    """
    merged: dict[str, tuple[str, str]] = {}
    for info in pkgutil.iter_modules(catalog.__path__):
        part: dict[str, tuple[str, str]] = importlib.import_module(f"{catalog.__name__}.{info.name}").MESSAGES
        twice = merged.keys() & part.keys()
        if twice:
            raise ValueError(f"message keys defined twice: {sorted(twice)}")
        merged |= part
    return merged


def text(key: str, lang: Lang, /, **params: object) -> str:
    """The sentence of a key.

    Args:
        key: Catalogue key, e.g. ``error.FILE_EMPTY``.
        lang: ``en`` or ``zh``.
        params: Values of the sentence's placeholders.

    Raises:
        KeyError: No such key, or a placeholder without a value: both are bugs.
    """
    return messages()[key][LANGS.index(lang)].format(**params)


def message_of(error: Told, lang: Lang) -> str:
    """What went wrong, as a sentence."""
    return text(f"error.{error.code}", lang, **error.params)


def hint_of(error: Told, lang: Lang) -> str:
    """What the user can do about it, as a sentence."""
    return text(f"hint.{error.code}", lang, **error.params)
