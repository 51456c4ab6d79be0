"""Help pages and usage errors in the user's language.

Typer speaks English alone: its headings and its own sentences are replaced here. An example stands under
every page, on one line, so that it can be copied.
"""

from __future__ import annotations

import inspect
import re

from typer._click import Context, HelpFormatter  # typer carries its own Click
from typer._click.exceptions import (
    BadOptionUsage,
    BadParameter,
    ClickException,
    MissingParameter,
    NoArgsIsHelpError,
    NoSuchOption,
)
from typer.core import TyperCommand, TyperGroup

from ledger.cli.speech import t
from ledger.cli.streams import fitting

# In the order in which somebody meets them; others follow as they were added.
_ORDER = (
    *("init", "key", "register", "check", "cid", "title", "may", "deal", "terminate", "mandate", "explain"),
    "seal",
    *("assign", "serve", "chain", "store", "demo", "new", "join", "sign", "merge", "renew", "show", "status"),
    *("activate", "cancel", "withdraw", "dispute", "attest", "statement", "open", "resolve", "void", "audit"),
)
_EXTRA = re.compile(r"  ?\[([^\[\]]*)\]$")
_NO_COMMAND = re.compile(r"No such command '(.*?)'\.(?: Did you mean (.*)\?)?", re.DOTALL)
_SURPLUS = re.compile(r"Got unexpected extra arguments?(?:\(s\))? \((.*)\)", re.DOTALL)
_MISSING_COMMAND = "Missing command."


class HelpingCommand(TyperCommand):
    """A command whose help page is all in one language."""

    def get_help(self, ctx: Context) -> str:
        """The page, in letters that the terminal has."""
        return fitting(super().get_help(ctx))

    def format_usage(self, ctx: Context, formatter: HelpFormatter) -> None:
        """The line of usage."""
        _usage(self, ctx, formatter)

    def format_options(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Arguments and options."""
        _options(self, ctx, formatter)

    def format_epilog(self, ctx: Context, formatter: HelpFormatter) -> None:
        """The example."""
        _example(self.epilog, formatter)


class HelpingGroup(TyperGroup):
    """A group of commands whose help page is all in one language."""

    def get_help(self, ctx: Context) -> str:
        """The page, in letters that the terminal has."""
        return fitting(super().get_help(ctx))

    def format_usage(self, ctx: Context, formatter: HelpFormatter) -> None:
        """The line of usage."""
        _usage(self, ctx, formatter)

    def format_options(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Options and commands."""
        _options(self, ctx, formatter)
        rows = []
        for name in sorted(self.list_commands(ctx), key=_place):
            found = self.get_command(ctx, name)
            if found is not None and not found.hidden:
                rows.append((name, inspect.cleandoc(found.help or "").partition("\n")[0]))
        with formatter.section(t("help.commands")):
            formatter.write_dl(rows)

    def format_epilog(self, ctx: Context, formatter: HelpFormatter) -> None:
        """The example."""
        _example(self.epilog, formatter)


class ShowingGroup(HelpingGroup):
    """A group that shows what it is given: ``title song.wav`` is ``title show song.wav``."""

    usual = "show"
    """The command that is meant where none is named."""

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """The arguments, with the usual command before a first one that names no command."""
        if args and not args[0].startswith("-") and args[0] not in self.commands:
            args = [self.usual, *args]
        return super().parse_args(ctx, args)


class SealingGroup(ShowingGroup):
    """A group that seals what it is given: ``seal song.wav`` is ``seal new song.wav``."""

    usual = "new"


class AddingGroup(ShowingGroup):
    """A group that adds what it is given: ``pin song.wav --to b`` is ``pin add song.wav --to b``."""

    usual = "add"


def _place(name: str) -> int:
    return _ORDER.index(name) if name in _ORDER else len(_ORDER)


def _usage(command: TyperCommand | TyperGroup, ctx: Context, formatter: HelpFormatter) -> None:
    pieces = " ".join(command.collect_usage_pieces(ctx))
    formatter.write_usage(ctx.command_path, pieces, prefix=f"{t('help.usage')} ")


def _options(command: TyperCommand | TyperGroup, ctx: Context, formatter: HelpFormatter) -> None:
    rows: dict[str, list[tuple[str, str]]] = {"argument": [], "option": []}
    for parameter in command.get_params(ctx):
        record = parameter.get_help_record(ctx)
        if record is None:
            continue
        name, words = record
        if "--help" in parameter.opts:
            words = t("opt.help")
        rows[parameter.param_type_name].append((name, _EXTRA.sub(_translated, words)))
    for kind, heading in (("argument", "help.arguments"), ("option", "help.options")):
        if rows[kind]:
            with formatter.section(t(heading)):
                formatter.write_dl(rows[kind])


def _translated(extra: re.Match[str]) -> str:
    """``[default: x; required]`` in the user's language."""
    parts = []
    for part in extra[1].split("; "):
        if part == "required":
            parts.append(t("help.required"))
        elif part.startswith("default: "):
            parts.append(t("help.default", value=part.removeprefix("default: ")))
        else:
            parts.append(part)  # a range of numbers
    return f"  [{'; '.join(parts)}]"


def _example(example: str | None, formatter: HelpFormatter) -> None:
    if example:
        formatter.write_paragraph()
        formatter.write(f"{t('help.example')}\n  {example}\n")


def usage_message(error: ClickException) -> str:
    """What is wrong with a command line, as a sentence."""
    match error:
        case NoArgsIsHelpError():
            return error.format_message()
        case NoSuchOption():
            known = ", ".join(sorted(error.possibilities or ()))
            return t("usage.option_near" if known else "usage.option", name=error.option_name, known=known)
        case MissingParameter():
            return t("usage.missing", name=_hint(error))
        case BadParameter():
            return t("usage.value", name=_hint(error), reason=error.message)
        case BadOptionUsage():
            return t("usage.option_value", name=error.option_name)
    return _plain_usage(error.format_message())


def _plain_usage(message: str) -> str:
    if found := _NO_COMMAND.match(message):
        near = (found[2] or "").replace(" or ", ", ")
        return t("usage.command_near" if near else "usage.command", name=found[1], known=near)
    if found := _SURPLUS.match(message):
        return t("usage.surplus", names=found[1])
    if message == _MISSING_COMMAND:
        return t("usage.no_command")
    return t("usage.other", message=message)


def _hint(error: BadParameter) -> str:
    if isinstance(error.param_hint, str):
        return error.param_hint
    if error.param_hint is not None:
        return ", ".join(error.param_hint)
    return error.param.get_error_hint() if error.param is not None else "?"
