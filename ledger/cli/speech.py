"""How the command line speaks: its language, its answers and its errors."""

from __future__ import annotations

import codecs
import json
import os
import re
import sys
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ledger.cli.streams import fitting, spelled
from ledger.errors import BadInput, Refused, SongdeedError
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


_MAX_PASSWORD_BYTES = 1 << 16
_ENDLESS = 10_000  # columns
_BYTES = re.compile("[\ud800-\udfff]+")
_OBEYED = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")

LANG: Lang = language(sys.argv[1:], os.environ)


def t(key: str, /, **params: object) -> str:
    """A sentence of the command line in the user's language."""
    return text(f"cli.{key}", LANG, **params)


def printable(value: str) -> str:
    """Text without control characters, which could move a terminal's cursor (THREATS.md 47).

    Spaces of other widths are spaces, and bytes that were no text are spelled out.
    """
    spaced = (" " if unicodedata.category(char) == "Zs" else char for char in spelled(value))
    return "".join(char for char in spaced if char.isprintable() or char == "\n")


def json_text(document: Mapping[str, Any], encoding: str) -> str:
    """A document as JSON that programs read in every locale and that does nothing to a terminal.

    Args:
        document: What to tell.
        encoding: Of the stream: in another than UTF-8 all letters beyond ASCII are escaped, since JSON has
            no other encoding (RFC 8259).
    """
    unicode = codecs.lookup(encoding).name.startswith("utf")
    words = json.dumps(document, ensure_ascii=False, indent=1)
    # Within strings alone can these stand: bytes that were no text, and letters that a terminal obeys.
    words = _BYTES.sub(lambda found: spelled(found[0]).replace("\\", "\\\\"), words)
    words = _OBEYED.sub(lambda found: f"\\u{ord(found[0]):04x}", words)
    return words if unicode else json.dumps(json.loads(words), indent=1)


def password_in(path: Path) -> str:
    """The password in a file: its text without a byte order mark and without the line end.

    Raises:
        BadInput: ``PASSWORD_FILE``.
    """
    try:
        with path.open("rb") as file:
            # An editor of Windows may put a mark before the text, which nobody typed.
            return file.read(_MAX_PASSWORD_BYTES).decode("utf-8-sig").rstrip("\r\n")
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "UTF-8"
        raise BadInput("PASSWORD_FILE", path=str(path), reason=reason) from error


def _typed(prompt: str, *, twice: bool) -> str:
    import getpass

    def ask(words: str) -> str:
        try:
            return getpass.getpass(fitting(words, sys.stderr), stream=sys.stderr)
        except EOFError:
            raise KeyboardInterrupt from None
        except UnicodeDecodeError as error:
            raise BadInput("PASSWORD_ENCODING", encoding=error.encoding) from None

    found = ask(prompt)
    if twice and found != ask(t("ask_again")):
        raise Refused("PASSWORDS_DIFFER")
    return found


def _given(name: str) -> str | None:
    """A password in the environment.

    Raises:
        BadInput: ``PASSWORD_ENCODING``: it would be another in the next locale.
    """
    found = os.environ.get(name)
    if found is not None and spelled(found) != found:
        raise BadInput("PASSWORD_ENCODING", encoding=sys.getfilesystemencoding())
    return found


@dataclass
class Speech:
    """What one command says. With ``--json`` one document goes to stdout and all else to stderr."""

    as_json: bool = False
    password_file: Path | None = None
    document: dict[str, Any] = field(default_factory=dict)

    def say(self, line: str) -> None:
        """A line for a person."""
        print(printable(line), file=sys.stderr if self.as_json else sys.stdout)

    def tree(self, top: str, rows: Iterable[tuple[int, str]]) -> None:
        """Something with branches, for a person.

        Args:
            top: The root.
            rows: Depth from 1, and words, in order; no row is deeper than the one before by more than one.
        """
        from rich.console import Console
        from rich.text import Text
        from rich.tree import Tree

        branches = [Tree(Text(printable(top)))]
        for depth, words in rows:
            del branches[depth:]
            branches.append(branches[-1].add(Text(printable(words))))
        stream = sys.stderr if self.as_json else sys.stdout
        # Off a terminal a line is a line: what reads it should not find it broken at 80 letters.
        width = None if stream.isatty() else _ENDLESS
        Console(file=stream, width=width, soft_wrap=not stream.isatty()).print(branches[0])

    def note(self, line: str) -> None:
        """A line beside the answer."""
        print(printable(line), file=sys.stderr)

    def answer(self, document: dict[str, Any]) -> None:
        """The answer for a program."""
        if self.as_json:
            print(json_text(document, sys.stdout.encoding or "utf-8"))

    @property
    def has_password(self) -> bool:
        """Whether a password is given without asking anybody."""
        return self.password_file is not None or "SONGDEED_PASSWORD" in os.environ

    def password(self, name: str, *, new: bool = False) -> str:
        """A password: from ``--password-file``, ``SONGDEED_PASSWORD``, or a prompt.

        Raises:
            Refused: ``PASSWORD_NEEDED``: there is no terminal to ask at; ``PASSWORDS_DIFFER``.
        """
        if self.password_file is not None:
            return password_in(self.password_file)
        if (given := _given("SONGDEED_PASSWORD")) is not None:
            return given
        if not sys.stdin.isatty():
            raise Refused("PASSWORD_NEEDED", name=name)
        return _typed(t("ask_password", name=name), twice=new)

    def new_password(self, name: str, file: Path | None) -> str:
        """The password that shall replace another: from a file, ``SONGDEED_NEW_PASSWORD``, or a prompt.

        Raises:
            Refused: ``NEW_PASSWORD_NEEDED``, ``PASSWORDS_DIFFER``.
        """
        if file is not None:
            return password_in(file)
        if (given := _given("SONGDEED_NEW_PASSWORD")) is not None:
            return given
        if not sys.stdin.isatty():
            raise Refused("NEW_PASSWORD_NEEDED", name=name)
        return _typed(t("ask_new", name=name), twice=True)

    def failed(self, error: SongdeedError, document: Mapping[str, Any] | None = None) -> None:
        """An error, for a person or a program.

        Args:
            error: What went wrong.
            document: What else a program should know.
        """
        self.problem(error.code, message_of(error, LANG), hint_of(error, LANG), error.exit, document)

    def problem(
        self, code: str, message: str, hint: str, exit_code: int, document: Mapping[str, Any] | None = None
    ) -> None:
        """Something that went wrong, in words already."""
        if self.as_json:
            told = {"error": code, "message": message, "hint": hint, "exit": exit_code}
            self.answer({**(document or {}), **told})
        else:
            self.note(f"{message}\n{hint}")
