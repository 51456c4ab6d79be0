"""songdeed key …"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ledger.cli.app import key
from ledger.cli.common import Run, command
from ledger.cli.completing import key_names
from ledger.cli.speech import t
from ledger.errors import BadInput

Name = Annotated[str, typer.Argument(help=t("arg.key"), autocompletion=key_names)]
_MAX_KEY_BYTES = 1 << 16


@command(key, "new", "key_new")
def new(run: Run, name: Name) -> None:
    """Make a key."""
    _check_free(run, name)
    info = run.home.keys.new(name, run.password(name, new=True))
    run.say(t("key_made", name=name, address=info.address, path=str(info.path)))
    run.note(t("key_warning"))
    run.done({"name": name, "address": info.address, "path": str(info.path)})


def _check_free(run: Run, name: str) -> None:
    """A name stands for one account: a key called as a contact would sign, or be paid, in his place."""
    other = run.home.contacts.find(name)
    if other is not None:
        raise BadInput("PARTY_EXISTS", name=other.name, address=other.address)


@command(key, "list", "key_list")
def list_(run: Run) -> None:
    """List keys."""
    found = [run.home.keys.show(name) for name in run.home.keys.names()]
    for info in found:
        run.say(f"{info.name}  {info.address}  {info.path}")
    run.done({"keys": [{"name": i.name, "address": i.address, "path": str(i.path)} for i in found]})


@command(key, "show", "key_show")
def show(run: Run, name: Name) -> None:
    """Show a key's address."""
    info = run.home.keys.show(name)
    run.say(f"{info.name}  {info.address}  {info.path}")
    run.done({"name": info.name, "address": info.address, "path": str(info.path)})


@command(key, "export", "key_export")
def export(run: Run, name: Name, out: Annotated[Path, typer.Option("--out", help=t("opt.out"))]) -> None:
    """Write a key's encrypted file."""
    if out.exists():
        raise BadInput("FILE_EXISTS", path=str(out))
    run.home.replace_file(out, run.home.keys.export(name, run.password(name)), private=True)
    run.say(t("key_exported", name=name, path=str(out)))
    run.done({"name": name, "address": run.home.keys.address_of(name), "path": str(out)})


@command(key, "import", "key_import")
def import_(run: Run, name: Name, file: Annotated[Path, typer.Argument(help=t("arg.key_file"))]) -> None:
    """Take over a key file."""
    _check_free(run, name)
    data = run.home.read_file(file, _MAX_KEY_BYTES)
    info = run.home.keys.import_(name, data, run.password(name))
    run.say(t("key_made", name=name, address=info.address, path=str(info.path)))
    run.note(t("key_warning"))
    run.done({"name": name, "address": info.address, "path": str(info.path)})


@command(key, "passwd", "key_passwd")
def passwd(
    run: Run,
    name: Name,
    new_password_file: Annotated[
        Path | None, typer.Option("--new-password-file", help=t("opt.new_password"))
    ] = None,
) -> None:
    """Change a key's password."""
    old = run.password(name)
    changed = run.speech.new_password(name, new_password_file)
    run.home.keys.passwd(name, old, changed)
    run.say(t("password_changed", name=name))
    run.done({"name": name, "address": run.home.keys.address_of(name)})
