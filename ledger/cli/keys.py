"""songdeed key …"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from ledger import papers
from ledger.cli.app import key
from ledger.cli.common import Run, command
from ledger.cli.completing import key_names
from ledger.cli.names import called, party
from ledger.cli.recipients import encryption_json, tell_encryption
from ledger.cli.speech import LANG, t
from ledger.core.wraps import Kem
from ledger.errors import BadInput, ServiceDown, UsageError
from ledger.text import message_of

Name = Annotated[str, typer.Argument(help=t("arg.key"), autocompletion=key_names)]
_MAX_KEY_BYTES = 1 << 16
_MAX_BACKUP_BYTES = 1 << 20
_MAX_LINE = 4096
_MOST_LINES = 24
_KEMS = {"hybrid": Kem.HYBRID, "x25519": Kem.X25519}


@command(key, "new", "key_new")
def new(run: Run, name: Name) -> None:
    """Make a key."""
    _check_free(run, name)
    info = run.home.keys.new(name, run.password(name, new=True))
    run.say(t("key_made", name=name, address=info.address, path=str(info.path)))
    card = run.home.own_cards.find(name)
    tell_encryption(run, card)
    run.note(t("key_warning"))
    run.done({"name": name, "address": info.address, "path": str(info.path), **encryption_json(card)})


def _check_free(run: Run, name: str) -> None:
    """A name stands for one account: a key called as a contact would sign, or be paid, in his place."""
    other = run.home.contacts.find(name)
    if other is not None:
        raise BadInput("PARTY_EXISTS", name=other.name, address=other.address)


@command(key, "list", "key_list")
def list_(run: Run) -> None:
    """List keys."""
    found = run.home.keys.names()
    for name in found:
        run.say(_told(run, name))
    run.done({"keys": [_plain(run, name) for name in found]})


def _told(run: Run, name: str) -> str:
    info, signer = run.home.keys.show(name), run.home.keys.remote(name)
    place = str(info.path) if signer is None else signer.shown
    return f"{info.name}  {info.address}  {t('a_wallet') if run.home.keys.is_wallet(name) else place}"


def _plain(run: Run, name: str) -> dict[str, Any]:
    info, signer = run.home.keys.show(name), run.home.keys.remote(name)
    more: dict[str, Any] = {} if signer is None else {"signer": signer.shown}
    more |= {"wallet": True} if run.home.keys.is_wallet(name) else {}
    more |= {"remembered": True} if run.home.remembered.has(info.address) else {}
    return {"name": info.name, "address": info.address, "path": str(info.path), **more}


@command(key, "add", "key_add")
def add(
    run: Run,
    name: Name,
    address: Annotated[str, typer.Argument(help=t("arg.address"))],
    signer: Annotated[str | None, typer.Option("--signer", help=t("opt.signer"))] = None,
    wallet: Annotated[bool, typer.Option("--wallet", help=t("opt.wallet"))] = False,
) -> None:
    """Enter an account whose secret is elsewhere, or a wallet contract, which has none."""
    if wallet == (signer is not None):
        raise UsageError("SIGNER_OR_WALLET")
    _check_free(run, name)
    account = party(run.home, address)
    if signer is not None:
        info = run.home.add_signer(name, account, signer)
        run.say(t("signer_added", name=name, address=info.address))
        _ask_signer(run, name)
    else:
        info = run.home.add_wallet(name, account)
        run.say(t("wallet_added", name=name, address=info.address))
    run.done({**_plain(run, name), **(_seen(run, account) if wallet else {})})


def _ask_signer(run: Run, name: str) -> None:
    """Note if nobody answers there, or not for this account: better now than when something is signed."""
    signer = run.home.keys.remote(name)
    if signer is None:
        raise AssertionError("it was entered just now")
    try:
        if signer.lists() is False:
            run.note(t("signer_lists_others", url=signer.shown, address=signer.address))
    except ServiceDown as error:
        run.note(t("signer_silent", reason=message_of(error, LANG)))


def _seen(run: Run, address: str) -> dict[str, Any]:
    """What the chain says of a wallet now, told; it may not be there yet, or not be asked."""
    account = run.home.station.glance(address)
    if account is None:
        run.note(t("wallet_not_seen"))
        return {}
    owners = ", ".join(called(run.home, owner) for owner in account.owners)
    run.say(t(f"account.{account.kind.value}", version=account.version, threshold=account.threshold,
              count=len(account.owners), owners=owners, delegate=account.delegate))  # fmt: skip
    return {
        "kind": account.kind.value,
        "version": account.version,
        "owners": list(account.owners),
        "threshold": account.threshold,
    }


@command(key, "show", "key_show")
def show(run: Run, name: Name) -> None:
    """A key's address, the fingerprint of its encryption key, and of a wallet, what the chain says."""
    run.say(_told(run, name))
    plain, card = _plain(run, name), run.home.own_cards.find(name)
    if "wallet" in plain:
        run.done({**plain, **_seen(run, plain["address"])})
        return
    tell_encryption(run, card)
    run.done({**plain, **encryption_json(card)})


@command(key, "encryption", "key_encryption")
def encryption(
    run: Run,
    name: Name,
    kem: Annotated[str, typer.Option("--kem", help=t("opt.kem"))] = "hybrid",
    source: Annotated[
        str | None, typer.Option("--from", help=t("opt.encryption_from"), autocompletion=key_names)
    ] = None,
) -> None:
    """Make the encryption key of a key."""
    if kem.lower() not in _KEMS:
        raise UsageError("KEM_UNKNOWN", value=kem)
    if source is not None:
        run.home.keys.encrypt_by(name, source)
    cards = run.home.own_cards
    card = cards.make(name, run.password(cards.source(name)), _KEMS[kem.lower()])
    run.say(_told(run, name))
    tell_encryption(run, card)
    run.note(t("encryption_hint", name=name))
    run.done({**_plain(run, name), **encryption_json(card)})


@command(key, "export", "key_export")
def export(run: Run, name: Name, out: Annotated[Path, typer.Option("--out", help=t("opt.out"))]) -> None:
    """Write a key's encrypted file."""
    if out.exists():
        raise BadInput("FILE_EXISTS", path=str(out))
    papers.replace_file(out, run.home.keys.export(name, run.password(name)), private=True)
    run.say(t("key_exported", name=name, path=str(out)))
    run.done({"name": name, "address": run.home.keys.address_of(name), "path": str(out)})


@command(key, "import", "key_import")
def import_(run: Run, name: Name, file: Annotated[Path, typer.Argument(help=t("arg.key_file"))]) -> None:
    """Take over a key file."""
    _check_free(run, name)
    data = papers.read_file(file, _MAX_KEY_BYTES)
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
    if run.home.remembered.has(run.home.keys.address_of(name)):
        run.home.remembered.keep(run.home.keys.address_of(name), changed)
        run.say(t("password_remembered_anew"))
    run.done({"name": name, "address": run.home.keys.address_of(name)})


@command(key, "remember", "key_remember")
def remember(run: Run, name: Name) -> None:
    """Give a key's password to the system's keyring."""
    address, password = run.home.keys.address_of(name), run.password(name)
    run.home.keys.export(name, password)  # a password that does not open the key is not kept
    keyring = run.home.remembered.keep(address, password)
    run.say(t("password_remembered", name=name, keyring=keyring))
    run.note(t("remembered_warning"))
    run.done({"name": name, "address": address, "keyring": keyring})


@command(key, "forget", "key_forget")
def forget(run: Run, name: Name) -> None:
    """Take a key's password out of the system's keyring; the key stays."""
    address = run.home.keys.address_of(name)
    found = run.home.remembered.forget(address)
    run.say(t("password_forgotten" if found else "password_not_kept", name=name))
    run.done({"name": name, "address": address, "forgotten": found})


NewPassword = Annotated[Path | None, typer.Option("--new-password-file", help=t("opt.backup_password"))]


@command(key, "backup", "key_backup")
def backup(
    run: Run,
    out: Annotated[Path, typer.Option("--out", help=t("opt.out"))],
    names: Annotated[list[str] | None, typer.Argument(help=t("arg.keys"), autocompletion=key_names)] = None,
    new_password_file: NewPassword = None,
) -> None:
    """Put keys into one file."""
    if out.exists():
        raise BadInput("FILE_EXISTS", path=str(out))
    wanted = list(dict.fromkeys(names or run.home.keys.names()))
    if not wanted:
        raise BadInput("NO_KEYS")
    addresses = {name: run.home.keys.address_of(name) for name in wanted}
    passwords = {name: run.password(name) for name in wanted}
    password = run.speech.new_password(t("the_backup"), new_password_file)
    papers.replace_file(out, run.home.keys.backup(passwords, password), private=True)
    run.say(t("backed_up", count=len(wanted), path=str(out)))
    if without := [name for name in wanted if _has_no_secret(run, name)]:
        run.note(t("backed_up_without", names=", ".join(without)))
    run.note(t("backup_warning"))
    run.done({"path": str(out), "keys": [{"name": n, "address": a} for n, a in addresses.items()]})


def _has_no_secret(run: Run, name: str) -> bool:
    return run.home.keys.remote(name) is not None or run.home.keys.is_wallet(name)


@command(key, "words", "key_words")
def words(
    run: Run,
    name: Name,
    language: Annotated[str, typer.Option("--language", help=t("opt.word_language"))] = LANG,
) -> None:
    """Show a key as words, to be written on paper."""
    if language not in ("en", "zh"):
        raise UsageError("WORD_LANGUAGE", value=language)
    found = run.home.keys.words(name, run.password(name), language)
    for first in range(0, len(found), 4):
        row = enumerate(found[first : first + 4], first + 1)
        run.say("   ".join(f"{number:2}. {word:<10}" for number, word in row).rstrip())
    run.note(t("words_warning", address=run.home.keys.address_of(name)))
    run.done({"name": name, "address": run.home.keys.address_of(name), "words": list(found)})


@command(key, "restore", "key_restore")
def restore(
    run: Run,
    file: Annotated[Path | None, typer.Argument(help=t("arg.backup"))] = None,
    from_words: Annotated[str | None, typer.Option("--words", help=t("opt.from_words"))] = None,
    new_password_file: NewPassword = None,
) -> None:
    """Take keys over from a backup, or one from its words."""
    if (file is None) == (from_words is None):
        raise UsageError("RESTORE_WHAT")
    if file is not None:
        data = papers.read_file(file, _MAX_BACKUP_BYTES)
        found = run.home.keys.restore(data, run.password(t("the_backup")))
    else:
        name = str(from_words)
        _check_free(run, name)
        info = run.home.keys.from_words(
            name, _words_typed(run), run.speech.new_password(name, new_password_file)
        )
        found = [(info, True)]
    for info, new in found:
        run.say(t("key_restored" if new else "key_was_there", name=info.name, address=info.address))
        if _has_no_secret(run, info.name):
            run.note(t("restored_without", name=info.name))
    keys = [{"name": info.name, "address": info.address, "new": new} for info, new in found]
    run.done({"keys": keys})


def _words_typed(run: Run) -> str:
    """Lines until an empty one, 24 lines, or the end of what is piped in."""
    run.note(t("ask_words"))
    typed = ""
    for _ in range(_MOST_LINES):
        line = sys.stdin.readline(_MAX_LINE)
        if not line.strip() or not line.endswith("\n"):
            return typed + line
        typed += line
    return typed
