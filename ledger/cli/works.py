"""songdeed register, cid"""

from __future__ import annotations

import secrets
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from ledger import papers
from ledger.cli.app import app
from ledger.cli.cautions import caution_name
from ledger.cli.common import PayerName, Run, Yes, command
from ledger.cli.completing import key_names, types
from ledger.cli.holding import sign_one
from ledger.cli.names import called, party
from ledger.cli.speech import LANG, t
from ledger.cli.stores import publish_audio
from ledger.core import drafting, eip712, times
from ledger.core.characters import clean_text
from ledger.core.contacturi import check_contact
from ledger.core.credits import parse_credit
from ledger.core.drafting import Draft, Particulars
from ledger.core.hashing import FileDigest
from ledger.core.identifiers import Identifier, identifier
from ledger.core.model import Link, Registration, check_hash
from ledger.core.record import Record
from ledger.core.record_parts import TrainingKey, TrainingRule, TrainingUse
from ledger.core.record_words import Role, TitleText
from ledger.core.rights import AssetType, LinkKind
from ledger.core.titles import parse_split
from ledger.core.unixfs import KUBO, PROFILES, ImportProfile
from ledger.errors import ServiceDown, UsageError
from ledger.services.registrar import Outcome
from ledger.text import message_of

File = Annotated[Path, typer.Argument(help=t("arg.file"))]
Profile = Annotated[
    str | None, typer.Option("--profile", help=t("opt.profile"), autocompletion=lambda: list(PROFILES))
]


def _option(flag: str, key: str) -> Any:
    return typer.Option(None, flag, help=t(f"opt.{key}"))


@command(app, "register", "register")
def register(
    run: Run,
    by: Annotated[str, typer.Option("--as", help=t("opt.as"), autocompletion=key_names)],
    title: Annotated[list[str], typer.Option("--title", help=t("opt.title"))],
    file: Annotated[Path | None, typer.Argument(help=t("arg.file_or_none"))] = None,
    split: list[str] | None = _option("--split", "split"),
    kind: Annotated[str | None, typer.Option("--type", help=t("opt.type"), autocompletion=types)] = None,
    embodies: list[str] | None = _option("--embodies", "embodies"),
    contains: list[str] | None = _option("--contains", "contains"),
    derived_from: list[str] | None = _option("--derived-from", "derived_from"),
    version_of: list[str] | None = _option("--version-of", "version_of"),
    samples: list[str] | None = _option("--samples", "samples"),
    creator: list[str] | None = _option("--creator", "creator"),
    performer: list[str] | None = _option("--performer", "performer"),
    isrc: str | None = _option("--isrc", "isrc"),
    iswc: str | None = _option("--iswc", "iswc"),
    upc: str | None = _option("--upc", "upc"),
    published: str | None = _option("--published", "published"),
    fixed: str | None = _option("--fixed", "fixed"),
    performed: str | None = _option("--performed", "performed"),
    language: str | None = _option("--language", "language"),
    contact: str | None = _option("--contact", "contact_uri"),
    reserved: Annotated[bool, typer.Option("--reserved", help=t("opt.reserved"))] = False,
    recorded_lawfully: Annotated[
        bool, typer.Option("--recorded-lawfully", help=t("opt.recorded_lawfully"))
    ] = False,
    no_ai: Annotated[bool, typer.Option("--no-ai", help=t("opt.no_ai"))] = False,
    payer: PayerName = None,
    store_audio: Annotated[bool, typer.Option("--store-audio", help=t("opt.store_audio"))] = False,
    public_audio: Annotated[bool, typer.Option("--public-audio", help=t("opt.public_audio"))] = False,
    profile: Profile = None,
    sealed: Annotated[bool, typer.Option("--sealed", help=t("opt.sealed"))] = False,
    direct: Annotated[bool, typer.Option("--direct", help=t("opt.direct"))] = False,
    contest: Annotated[bool, typer.Option("--contest", help=t("opt.contest"))] = False,
    yes: Yes = False,
) -> None:
    """Register a work."""
    home = run.home
    registrant = home.keys.address_of(by)
    splits = tuple(parse_split(text, lambda name: party(home, name)) for text in split or ())
    digest = None if file is None else papers.digest(file, run.bar("hashing"), profile_named(profile))
    links = {
        LinkKind.EMBODIES: embodies, LinkKind.CONTAINS: contains, LinkKind.DERIVED_FROM: derived_from,
        LinkKind.VERSION_OF: version_of, LinkKind.SAMPLES: samples,
    }  # fmt: skip
    wanted = Particulars(
        tuple(TitleText(clean_text(text)) for text in title), splits, _type(kind), digest,
        tuple(link for kind_, ids in links.items() for link in _links(ids, kind_)),
        tuple(parse_credit(text, Role.AUTHOR) for text in creator or ()),
        tuple(parse_credit(text, Role.MAIN_ARTIST) for text in performer or ()),
        _identifiers(ISRC=isrc, ISWC=iswc, UPC_EAN=upc), published, fixed, performed, language,
        recorded_lawfully, reserved, _training(no_ai), contact and check_contact(contact),
    )  # fmt: skip
    _warn(run, wanted, sealed)
    if contact:
        run.note(t("contact_public", contact=contact))
        # Giving it is the consent where there is nobody to ask, but not for an address of a person's mail.
        run.confirm(t("contact_ask"), yes or not (contact.startswith("mailto:") or sys.stdin.isatty()))
    if sealed and (store_audio or public_audio):
        raise UsageError("SEALED_STORE_AUDIO")
    draft = drafting.draft(registrant, wanted, partial(salted, home.sealed.like) if sealed else None)
    if file is not None and digest is not None and not sealed:
        _keep_audio(run, file, digest, store_audio or public_audio)
    if direct and home.chain.network.public_mempool:
        run.note(t("direct_risk"))
    domain = home.chain.network.registry_domain

    def sign(text: Registration) -> bytes:
        run.say(t("digest", digest=eip712.digest(domain, text)))
        return sign_one(run, by, domain, text)

    outcome = home.registrar.register(
        registrant, draft, sign,
        payer=run.payer(payer, yes), direct=direct, contest=contest,
    )  # fmt: skip
    if sealed:
        _tell_sealed(run, registrant)
    else:
        hand_over(run, zip(draft.ids, draft.records, strict=True))
    if public_audio and file is not None:
        publish_audio(run, outcome.asset)
    _tell(run, outcome, digest, registrant, draft)


def hand_over(run: Run, records: Iterable[tuple[str, bytes]]) -> None:
    """On a shared network others read the records from its server; without them answers are flagged."""
    try:
        run.home.station.sharing.hand_over(records)
    except ServiceDown as error:
        run.note(t("record_not_taken", reason=message_of(error, LANG)))


def salted(like: Callable[[Record], Record | None], record: Record) -> Record:
    """A record with its salt: a new one of 256 bits, or that of the same record if it was sealed before."""
    return like(record) or replace(record, salt="0x" + secrets.token_hex(32))


def _tell_sealed(run: Run, registrant: str) -> None:
    run.note(t("sealed_public", key=called(run.home, registrant)))
    run.note(t("sealed_kept", folder=str(run.home.sealed.folder)))


def _warn(run: Run, wanted: Particulars, sealed: bool) -> None:
    """Letters of another script that look like Latin ones; what is published."""
    people = drafting.names_in(wanted)
    caution_name(run, " ".join([*(title.text for title in wanted.titles), *people]))
    if sealed:
        return
    run.note(t("becomes_public"))
    if people:
        run.note(t("names_public", names=", ".join(people)))


def _keep_audio(run: Run, file: Path, digest: FileDigest, wanted: bool) -> None:
    if wanted:
        run.home.store.put_file(file, digest.cid, run.bar("storing"), profile=PROFILES[digest.profile])
        run.note(t("audio_stored", cid=digest.cid, store=run.home.store.name))
    else:
        run.note(t("audio_stays"))


def _tell(run: Run, outcome: Outcome, digest: FileDigest | None, registrant: str, draft: Draft) -> None:
    state, _ = run.home.asking.about(asset=outcome.asset)
    event = state.assets[outcome.asset]
    run.say(t("registered" if outcome.receipt else "registered_before", asset=outcome.asset))
    for work in outcome.works:
        run.say(t("song_known" if work in outcome.reused else "embodies", work=work))
    time = times.iso(event.priority, True)
    run.say(t("committed", time=time, key=called(run.home, registrant)))
    run.done(
        {
            "asset": outcome.asset,
            "works": list(outcome.works),
            "cid": outcome.cid,
            "file_cid": None if digest is None or draft.sealed else digest.cid,
            "transaction": event.at.transaction,
            "block": {"number": event.at.block, "hash": event.at.block_hash},
            "time": event.priority,
            "time_iso": time,
            "already": outcome.receipt is None,
            **({"sealed": True} if draft.sealed else {}),
        }
    )


def _type(given: str | None) -> AssetType | None:
    if given is None:
        return None
    try:
        return AssetType[given.upper()]
    except KeyError:
        raise UsageError("UNKNOWN_TYPE", value=given, known=", ".join(AssetType.__members__)) from None


def _links(given: list[str] | None, kind: LinkKind) -> tuple[Link, ...]:
    return tuple(Link(kind, check_hash(target.lower())) for target in given or ())


def _identifiers(**given: str | None) -> tuple[Identifier, ...]:
    return tuple(identifier(kind, text) for kind, text in given.items() if text is not None)


def _training(reserved: bool) -> tuple[TrainingRule, ...]:
    keys = sorted(TrainingKey, key=lambda key: key.value) if reserved else ()
    return tuple(TrainingRule(key, TrainingUse.NOT_ALLOWED) for key in keys)


@command(app, "cid", "cid")
def cid(run: Run, file: File, profile: Profile = None) -> None:
    """The IPFS address of a file."""
    digest = papers.digest(file, run.bar("hashing"), profile_named(profile))
    run.say(digest.cid)
    document = {"cid": digest.cid, "sha256": digest.sha256, "size": digest.size}
    run.done({**document, "profile": digest.profile})


def profile_named(given: str | None) -> ImportProfile:
    """An import profile by its name in records; that of ``ipfs add --cid-version=1`` for None."""
    if given is None:
        return KUBO
    if given not in PROFILES:
        raise UsageError("UNKNOWN_PROFILE", value=given[:100], known=", ".join(PROFILES))
    return PROFILES[given]
