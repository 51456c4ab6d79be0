"""Entry point of the command ``songdeed``."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from ledger.cli import streams
from ledger.cli.speech import Speech, t
from ledger.text import LANGS

_COMMON = ("--home", "--json", "--password-file")

INTERRUPTED = 130
"""Exit code after Ctrl-C: 128 and the number of SIGINT, as shells have it."""

_LOST = 69
"""The answer could not be written: as when a service is down, the same may succeed later."""

FAULT = 70
"""A fault of ours: EX_SOFTWARE of sysexits(3)."""


def main() -> None:
    """Run the command line; exit codes are those of ledger.errors."""
    _no_core_dumps()
    streams.settle(streams.surroundings())
    code = run(sys.argv[1:])
    error = streams.lost(sys.stdout)
    if error is not None:
        reason = error.strerror or str(error)
        Speech().problem(
            "ANSWER_LOST", t("answer_lost", reason=reason), t("answer_lost_hint", code=code), _LOST
        )
        code = _LOST
    streams.lost(sys.stderr)
    sys.exit(code)


def run(arguments: list[str]) -> int:
    """Run one command; its exit code."""
    from typer import Abort, Exit
    from typer._click.exceptions import ClickException  # typer carries its own Click

    from ledger.errors import SongdeedError

    speech = Speech(as_json="--json" in arguments)
    try:
        code = _invoke(arguments)
    except SongdeedError as error:
        speech.failed(error)
        return error.exit
    except Exit as error:
        code = int(error.exit_code)
    except (KeyboardInterrupt, EOFError, Abort):
        code = INTERRUPTED
    except ClickException as error:
        return _usage(speech, error)
    except Exception:
        return _fault(speech)
    if code == INTERRUPTED:
        speech.problem("INTERRUPTED", t("interrupted"), t("interrupted_hint"), INTERRUPTED)
    return code


def _no_core_dumps() -> None:
    """A crash must not write an opened key to the disk (THREATS.md 62)."""
    try:
        import resource
    except ImportError:  # Windows writes none
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def ordered(arguments: list[str]) -> list[str]:
    """The arguments as Typer wants them: common options stand after the command, ``--lang`` nowhere.

    The language was taken from the command line before anything else (``ledger.cli.speech``), so that help
    pages speak it too.

    Raises:
        UsageError: ``BAD_LANGUAGE``.
    """
    from ledger.errors import UsageError

    words, moved, rest = list[str](), list[str](), list(arguments)
    while rest:
        word = rest.pop(0)
        name, equals, value = word.partition("=")
        if word == "--":
            return [*words, *moved, word, *rest]
        if name == "--lang":
            value = value if equals else rest.pop(0) if rest else ""
            if value not in LANGS:
                raise UsageError("BAD_LANGUAGE", value=value)
        elif name in _COMMON and not any(not each.startswith("-") for each in words):
            moved += [word] if equals or name == "--json" else [word, *rest[:1]]
            rest = rest if equals or name == "--json" else rest[1:]
        else:
            words.append(word)
    return [*words, *moved]


@cache
def _program() -> Callable[..., object]:
    """All commands; making them takes a fifth of a second."""
    from typer.main import get_command

    from ledger.cli.commands import app

    program = get_command(app)
    for parameter in program.params:
        if parameter.name in ("install_completion", "show_completion"):
            parameter.help = t(f"opt.{parameter.name}")  # type: ignore[attr-defined]
    return program


def _invoke(arguments: list[str]) -> int:
    result = _program()(args=ordered(arguments), prog_name="songdeed", standalone_mode=False)
    return int(result) if isinstance(result, int) else 0


def _usage(speech: Speech, error: Exception) -> int:
    from typer._click.exceptions import ClickException

    from ledger.cli.helping import usage_message

    assert isinstance(error, ClickException)
    speech.problem("USAGE", usage_message(error), t("usage_hint"), 64)
    return 64


def _fault(speech: Speech) -> int:
    import traceback

    handle, name = tempfile.mkstemp(prefix="songdeed-", suffix=".log")
    with os.fdopen(handle, "w", encoding="utf-8") as log:
        log.write(traceback.format_exc())
    speech.problem("FAULT", t("fault", path=str(Path(name))), t("fault_hint"), FAULT)
    return FAULT


if __name__ == "__main__":
    main()
