"""What every command has in common: the options --home, --json, --lang and --password-file."""

from __future__ import annotations

import functools
import inspect
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any, get_type_hints

import typer

from ledger.cli.arguments import settled
from ledger.cli.bars import Bar
from ledger.cli.helping import HelpingCommand
from ledger.cli.names import called
from ledger.cli.paying import AskingPayer, coins
from ledger.cli.speech import LANG, Speech, t
from ledger.cli.streams import fitting
from ledger.core.belonging import Belonging
from ledger.errors import BadInput, Denied, NotYet, Refused, SongdeedError
from ledger.home import Home, folder_of
from ledger.ports import AccountKind, Payer

_COMMON: dict[str, tuple[Any, Any]] = {
    "home": (Annotated[Path | None, typer.Option("--home", help=t("opt.home"))], None),
    "as_json": (Annotated[bool, typer.Option("--json", help=t("opt.json"))], False),
    "lang": (Annotated[str, typer.Option("--lang", help=t("opt.lang"))], LANG),
    "password_file": (
        Annotated[Path | None, typer.Option("--password-file", help=t("opt.password_file"))],
        None,
    ),
}

_OWNERS = Annotated[list[str] | None, typer.Option("--owner", help=t("opt.owner"))]
"""Every command that signs as somebody has it."""

_VIA = Annotated[str | None, typer.Option("--via", help=t("opt.via"))]
"""Every command that writes, i.e. that names a payer, has it."""
_PATIENCE = Annotated[float, typer.Option("--patience", min=0.1, max=3600, help=t("opt.patience"))]

Yes = Annotated[bool, typer.Option("--yes", help=t("opt.yes"))]
Confirm = Annotated[bool, typer.Option("--confirm", help=t("opt.confirm"))]
Ready = Annotated[str | None, typer.Option("--signature", help=t("opt.signature"))]
PayerName = Annotated[str | None, typer.Option("--payer", help=t("opt.payer"))]


class Run:
    """One run of a command: its data folder and its voice."""

    def __init__(self, home: Home, speech: Speech) -> None:
        self.home = home
        self.speech = speech
        self.say, self.note = speech.say, speech.note
        self.owners: Sequence[str] = ()
        """Keys of the owners who shall sign for a wallet; those that are here, if none are named."""
        self.gathered: dict[str, dict[str, bytes]] = {}
        """What owners of wallets signed in this run: by digest, the signature of each."""
        self.held: dict[str, Any] = {}
        """What a program should know of an operation that waits for a wallet."""
        self.reminded = False
        """Whether a password came from the keyring."""
        self._passwords: dict[str, str] = {}
        self._bars: list[Bar] = []
        home.station.progress = self.bar("following")

    def close(self) -> None:
        """Take away what is still drawn."""
        for bar in self._bars:
            bar.close()

    def done(self, document: dict[str, Any], *, local: bool = False, place: Belonging | None = None) -> None:
        """The answer for a program, marked when it proves nothing to others.

        Args:
            document: The answer.
            local: Whether what it tells is of the embedded chain though that was not asked now.
            place: To which ledger the file belongs that it tells of, if it tells of one.
        """
        opened = self.home.station.opened
        local = local or (place is not None and place.local)
        if local or (opened is not None and opened.network.local):
            document = {**document, "local": True}
            chain = None if place is None else place.chain_id
            self.note(t("local" if self.home.station.owns(chain) else "borrowed"))
        self.speech.answer(document)

    def failed(self, error: SongdeedError, document: dict[str, Any]) -> int:
        """An error whose answer says more than the error; its exit code."""
        self.speech.failed(error, document)
        return error.exit

    def password(self, name: str, *, new: bool = False) -> str:
        """A key's password, asked for once; empty for one whose secret is elsewhere."""
        keys = self.home.keys
        if not new and (keys.remote(name) is not None or keys.is_wallet(name)):
            return ""
        if new or name not in self._passwords:
            found = None if new or self.speech.has_password else self._remembered(name)
            self._passwords[name] = self.speech.password(name, new=new) if found is None else found
        return self._passwords[name]

    def _remembered(self, name: str) -> str | None:
        """The password that the keyring has, if it was given that key's."""
        if name not in self.home.keys.names():
            return None
        address = self.home.keys.address_of(name)
        found = self.home.remembered.password(address) if self.home.remembered.has(address) else None
        self.reminded |= found is not None
        return found

    def why(self, error: SongdeedError) -> SongdeedError:
        """The same error, or a plainer one.

        A password that the keyring had opens the key no more; an account that has code refused a signature
        that looks right.
        """
        if error.code == "WRONG_PASSWORD" and self.reminded:
            return Refused("REMEMBERED_WRONG")
        if error.code != "CONTRACT_BAD_SIGNATURE":
            return error
        address = str(error.params["account"]).lower()
        account, name = self.home.station.glance(address), called(self.home, address)
        if account is None or account.kind is AccountKind.KEY:
            return error
        if account.delegate:
            return Denied("ACCOUNT_HAS_CODE", name=name, code=account.delegate)
        return Denied("WALLET_REFUSES", wallet=name)

    def confirm(self, question: str, yes: bool) -> None:
        """Go on only if the user agrees.

        Raises:
            Refused: ``NOT_CONFIRMED``; ``CONFIRMATION_NEEDED``: there is no terminal to ask at.
        """
        if yes:
            return
        if not sys.stdin.isatty():
            raise Refused("CONFIRMATION_NEEDED")
        if not typer.confirm(fitting(question, sys.stderr), err=True):
            raise Refused("NOT_CONFIRMED")

    def payer(self, name: str | None, yes: bool = False) -> Payer | None:
        """Who pays: the embedded chain's own payer unless a key is named, which then sees the price first.

        Raises:
            Refused: ``PAYER_NEEDS_NODE``.
        """
        if name is None:
            return None
        self.home.station.check_payable()

        def agree(gas: int, wei: int) -> None:
            self.note(t("price", gas=gas, coins=coins(wei), name=name))
            # Naming the payer is the consent where there is nobody to ask.
            self.confirm(t("price_ask"), yes or not sys.stdin.isatty())

        return AskingPayer(self.home.keys.payer(name, self.password(name)), agree)

    def bar(self, label: str) -> Bar:
        """A progress bar; ``label`` is a key ``cli.bar.…``."""
        self._bars.append(Bar(t(f"bar.{label}")))
        return self._bars[-1]


def command(app: typer.Typer, name: str, key: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Add a command with the common options; its help is ``cli.help.KEY`` and ``cli.example.KEY``."""

    def add(function: Callable[..., Any]) -> Callable[..., Any]:
        own = inspect.signature(function)
        hints = get_type_hints(function, include_extras=True)
        writes = "payer" in own.parameters and name != "serve"
        signs = "by" in own.parameters and key != "deal_activate"
        relayed = {"via": (_VIA, None), "patience": (_PATIENCE, 60.0)}
        common_options = _COMMON | (relayed if writes else {})
        common_options |= {"owner": (_OWNERS, None)} if signs else {}
        parameters = [
            one.replace(annotation=hints[one.name]) for one in list(own.parameters.values())[1:]
        ] + [
            inspect.Parameter(option, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=kind)
            for option, (kind, default) in common_options.items()
        ]

        @functools.wraps(function)
        def wrapped(**values: Any) -> Any:
            common = {option: values.pop(option) for option in common_options}
            speech = Speech(common["as_json"], common["password_file"])
            values = settled(values, speech)
            with Home(folder_of(common["home"])) as home:
                home.station.via = common.get("via")
                home.station.patience = common.get("patience", home.station.patience)
                run = Run(home, speech)
                run.owners = common.get("owner") or ()
                try:
                    return function(run, **values)
                except NotYet as error:
                    if error.code != "WALLET_SIGNATURES":
                        raise
                    return run.failed(error, run.held)
                except (BadInput, Refused) as error:
                    raise run.why(error) from error
                finally:
                    run.close()

        del wrapped.__wrapped__  # else its signature is looked up again
        wrapped.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        wrapped.__annotations__ = {one.name: one.annotation for one in parameters}
        app.command(name, cls=HelpingCommand, help=t(f"help.{key}"), epilog=t(f"example.{key}"))(wrapped)
        return function

    return add
