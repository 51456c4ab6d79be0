"""What every command has in common: the options --home, --json, --lang and --password-file."""

from __future__ import annotations

import functools
import inspect
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, get_type_hints

import typer

from ledger.cli.speech import LANG, Speech, t
from ledger.home import Home, folder_of
from ledger.ports import Payer

_COMMON: dict[str, tuple[Any, Any]] = {
    "home": (Annotated[Path | None, typer.Option("--home", help=t("opt.home"))], None),
    "as_json": (Annotated[bool, typer.Option("--json", help=t("opt.json"))], False),
    "lang": (Annotated[str, typer.Option("--lang", help=t("opt.lang"))], LANG),
    "password_file": (
        Annotated[Path | None, typer.Option("--password-file", help=t("opt.password_file"))],
        None,
    ),
}


class Run:
    """One run of a command: its data folder and its voice."""

    def __init__(self, home: Home, speech: Speech) -> None:
        self.home = home
        self.speech = speech
        self.say, self.note = speech.say, speech.note

    def done(self, document: dict[str, Any]) -> None:
        """The answer for a program, marked when it proves nothing to others."""
        network = self.home.__dict__.get("chain")
        if network is not None and network.network.local:
            document = {**document, "local": True}
            self.note(t("local"))
        self.speech.answer(document)

    def password(self, name: str, *, new: bool = False) -> str:
        """A key's password."""
        return self.speech.password(name, new=new)

    def payer(self, name: str | None) -> Payer | None:
        """Who pays: the embedded chain's own payer unless a key is named."""
        return self.home.keys.payer(name, self.password(name)) if name else None

    def progress(self, label: str) -> Callable[[int, int], None] | None:
        """A progress bar on a terminal."""
        if not sys.stderr.isatty():
            return None
        return lambda done, total: print(
            f"\r{label} {100 * done // max(total, 1)} %", end="", file=sys.stderr
        )


def command(app: typer.Typer, name: str, key: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Add a command with the common options; its help is the sentence ``cli.help.KEY`` with its example."""

    def add(function: Callable[..., Any]) -> Callable[..., Any]:
        own = inspect.signature(function)
        hints = get_type_hints(function, include_extras=True)
        parameters = [
            one.replace(annotation=hints[one.name]) for one in list(own.parameters.values())[1:]
        ] + [
            inspect.Parameter(option, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=kind)
            for option, (kind, default) in _COMMON.items()
        ]

        @functools.wraps(function)
        def wrapped(**values: Any) -> Any:
            common = {option: values.pop(option) for option in _COMMON}
            speech = Speech(common["as_json"], common["password_file"])
            with Home(folder_of(common["home"])) as home:
                return function(Run(home, speech), **values)

        del wrapped.__wrapped__  # else its signature is looked up again
        wrapped.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        wrapped.__annotations__ = {one.name: one.annotation for one in parameters}
        app.command(name, help=t(f"help.{key}"))(wrapped)
        return function

    return add
