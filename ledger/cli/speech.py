"""How the command line speaks: its language, its answers and its errors."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ledger.errors import Refused, SongdeedError
from ledger.text import LANGS, Lang, hint_of, message_of, text


def language(arguments: Iterable[str], environment: Mapping[str, str]) -> Lang:
    """``--lang`` if given, else the locale's language: Chinese for zh, English for all others."""
    words = list(arguments)
    for place, word in enumerate(words):
        given = word.partition("=")[2] if word.startswith("--lang=") else None
        if word == "--lang" and place + 1 < len(words):
            given = words[place + 1]
        for lang in LANGS:
            if given == lang:
                return lang
    locale = environment.get("LC_ALL") or environment.get("LC_MESSAGES") or environment.get("LANG") or ""
    return "zh" if locale.lower().startswith("zh") else "en"


LANG: Lang = language(sys.argv[1:], os.environ)


def t(key: str, /, **params: object) -> str:
    """A sentence of the command line in the user's language."""
    return text(f"cli.{key}", LANG, **params)


def printable(value: str) -> str:
    """Text without control characters, which could move a terminal's cursor (THREATS.md 47)."""
    return "".join(char for char in value if char.isprintable() or char == "\n")


@dataclass
class Speech:
    """What one command says. With ``--json`` one document goes to stdout and all else to stderr."""

    as_json: bool = False
    password_file: Path | None = None
    document: dict[str, Any] = field(default_factory=dict)

    def say(self, line: str) -> None:
        """A line for a person."""
        print(printable(line), file=sys.stderr if self.as_json else sys.stdout)

    def note(self, line: str) -> None:
        """A line beside the answer."""
        print(printable(line), file=sys.stderr)

    def answer(self, document: dict[str, Any]) -> None:
        """The answer for a program."""
        if self.as_json:
            print(json.dumps(document, ensure_ascii=False, indent=1))

    def password(self, name: str, *, new: bool = False) -> str:
        """A password: from ``--password-file``, ``SONGDEED_PASSWORD``, or a prompt.

        Raises:
            Refused: ``PASSWORD_NEEDED``: there is no terminal to ask at; ``PASSWORDS_DIFFER``.
        """
        if self.password_file is not None:
            return self.password_file.read_text(encoding="utf-8").rstrip("\r\n")
        if (given := os.environ.get("SONGDEED_PASSWORD")) is not None:
            return given
        if not sys.stdin.isatty():
            raise Refused("PASSWORD_NEEDED", name=name)
        import getpass

        found = getpass.getpass(t("ask_password", name=name))
        if new and found != getpass.getpass(t("ask_again")):
            raise Refused("PASSWORDS_DIFFER")
        return found

    def failed(self, error: SongdeedError) -> None:
        """An error, for a person or a program."""
        message, hint = message_of(error, LANG), hint_of(error, LANG)
        if self.as_json:
            self.answer({"error": error.code, "message": message, "hint": hint, "exit": error.exit})
        else:
            self.note(f"{message}\n{hint}")
