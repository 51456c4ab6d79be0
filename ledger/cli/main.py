"""Entry point of the command ``songdeed``."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from ledger.cli.speech import Speech, t


def main() -> None:
    """Run the command line; exit codes are those of ledger.errors."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command; its exit code."""
    import typer
    from typer._click.exceptions import ClickException  # typer carries its own Click
    from typer.main import get_command

    from ledger.cli.app import app
    from ledger.errors import SongdeedError

    speech = Speech(as_json="--json" in arguments)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        result = get_command(app)(args=arguments, prog_name="songdeed", standalone_mode=False)
        return int(result) if isinstance(result, int) else 0
    except SongdeedError as error:
        speech.failed(error)
        return error.exit
    except typer.Exit as error:
        return int(error.exit_code)
    except (KeyboardInterrupt, typer.Abort):
        speech.note(t("interrupted"))
        return 130
    except ClickException as error:
        return _usage(speech, error.format_message())
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception:
        return _fault(speech)


def _usage(speech: Speech, message: str) -> int:
    if speech.as_json:
        speech.answer({"error": "USAGE", "message": message, "hint": t("usage_hint"), "exit": 64})
    else:
        speech.note(f"{message}\n{t('usage_hint')}")
    return 64


def _fault(speech: Speech) -> int:
    import traceback

    handle, name = tempfile.mkstemp(prefix="songdeed-", suffix=".log")
    with os.fdopen(handle, "w", encoding="utf-8") as log:
        log.write(traceback.format_exc())
    speech.note(t("fault", path=str(Path(name))))
    return 70


if __name__ == "__main__":
    main()
