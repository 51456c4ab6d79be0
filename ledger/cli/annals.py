"""songdeed dispute …, songdeed attest, songdeed statement"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from ledger import papers
from ledger.cli.app import app, dispute
from ledger.cli.changes import DEFAULT_OUT, Out, Signers, gather
from ledger.cli.common import PayerName, Run, Yes, command
from ledger.cli.completing import key_names
from ledger.cli.drafts import layer_of
from ledger.cli.names import called, party
from ledger.cli.signing import receipt_json
from ledger.cli.speech import t
from ledger.cli.titles import opened, signer
from ledger.core import dealfile, operation_json, strictjson, times
from ledger.core.annals import Decision, Ruling, StatementKind
from ledger.core.eip712 import digest
from ledger.core.ids import title_key
from ledger.core.merkle import Tree, row_leaf
from ledger.core.model import ZERO_HASH, check_hash
from ledger.core.rights import Layer
from ledger.errors import BadInput, NotYet, UsageError

As = Annotated[str, typer.Option("--as", help=t("opt.as"), autocompletion=key_names)]
Subject = Annotated[str, typer.Argument(help=t("arg.subject"))]
LayerName = Annotated[str | None, typer.Option("--layer", help=t("opt.layer_subject"))]
OneOf = Annotated[str | None, typer.Option("--asset", help=t("opt.asset"))]
Opener = Annotated[str, typer.Option("--opener", help=t("opt.opener"), autocompletion=key_names)]

_DECISIONS = {"upheld": Decision.UPHELD, "dismissed": Decision.DISMISSED}
_STATEMENTS = {"usage": StatementKind.USAGE, "royalty": StatementKind.ROYALTY}
_MAX_ROWS_BYTES = 64 << 20
_MAX_RULING_BYTES = 4096
_CHINA = ("CN",)


def _subject(run: Run, given: str, layer: str | None, asset: str | None) -> str:
    """The title of a work's layer, or a deal named by its file or id."""
    if layer is not None:
        return title_key(*_place(run, given, layer_of(layer), asset))
    if given.startswith("0x") and len(given) == len(ZERO_HASH):
        return check_hash(given.lower())
    return dealfile.from_bytes(papers.read_file(Path(given), dealfile.MAX_BYTES)).id


def _place(run: Run, work: str, layer: Layer, asset: str | None) -> tuple[str, Layer]:
    _, version = opened(run, work, asset, layer)
    return version.title.asset, layer


@command(dispute, "open", "dispute_open")
def open_(
    run: Run,
    subject: Subject,
    by: As,
    evidence: Annotated[Path, typer.Option("--evidence", help=t("opt.evidence"))],
    layer: LayerName = None,
    asset: OneOf = None,
    payer: PayerName = None,
    yes: Yes = False,
) -> None:
    """Dispute a title, or the consent to a deal."""
    about, who = _subject(run, subject, layer, asset), run.home.keys.address_of(by)
    run.confirm(t("dispute_ask"), yes)
    paper = papers.digest(evidence).sha256
    receipt = run.home.recounting.open(about, paper, who, signer(run, by), run.payer(payer, yes))
    run.say(t("dispute_opened", subject=about))
    run.done({"subject": about, "opener": who, "evidence": paper, **receipt_json(receipt)})


@command(dispute, "withdraw", "dispute_withdraw")
def withdraw(
    run: Run,
    subject: Subject,
    by: As,
    layer: LayerName = None,
    asset: OneOf = None,
    payer: PayerName = None,
    yes: Yes = False,
) -> None:
    """Give a dispute up."""
    about, who = _subject(run, subject, layer, asset), run.home.keys.address_of(by)
    receipt = run.home.recounting.withdraw(about, who, signer(run, by), run.payer(payer, yes))
    run.say(t("dispute_withdrawn"))
    run.done({"subject": about, "opener": who, **receipt_json(receipt)})


@command(dispute, "resolve", "dispute_resolve")
def resolve(
    run: Run,
    subject: Subject,
    by: As,
    opener: Opener,
    decision: Annotated[str, typer.Option("--decision", help=t("opt.decision"))],
    reasons: Annotated[Path, typer.Option("--reasons", help=t("opt.reasons"))],
    out: Annotated[Path | None, typer.Option("--out", help=t("opt.ruling_out"))] = None,
    layer: LayerName = None,
    asset: OneOf = None,
    payer: PayerName = None,
    yes: Yes = False,
) -> None:
    """Rule on a dispute as an arbiter."""
    if decision not in _DECISIONS:
        raise UsageError("UNKNOWN_DECISION", value=decision, known=", ".join(_DECISIONS))
    home, about = run.home, _subject(run, subject, layer, asset)
    paper, who = papers.digest(reasons).sha256, home.keys.address_of(by)
    text = home.recounting.ruling(about, party(home, opener), _DECISIONS[decision], paper, who)
    signature = signer(run, by)(text)
    if out is not None:
        papers.replace_file(out, strictjson.canonical(operation_json.plain(text)))
    receipt = home.recounting.resolve(text, signature, run.payer(payer, yes))
    run.say(t(f"dispute_{decision}"))
    ruling = digest(home.chain.network.registry_domain, text)
    run.done({"subject": about, "ruling": ruling, "decision": decision, **receipt_json(receipt)})


@command(dispute, "void", "dispute_void")
def void(
    run: Run,
    work: Annotated[str, typer.Argument(help=t("arg.work"))],
    layer: Annotated[str, typer.Option("--layer", help=t("opt.layer"))],
    ruling: Annotated[Path, typer.Option("--ruling", help=t("opt.ruling"))],
    by: Signers = None,
    out: Out = DEFAULT_OUT,
    asset: OneOf = None,
    payer: PayerName = None,
    yes: Yes = False,
) -> int:
    """Void a title: its holders and the opener accept the arbiter who upheld the dispute."""
    home = run.home
    body = strictjson.loads(papers.read_file(ruling, _MAX_RULING_BYTES), max_bytes=_MAX_RULING_BYTES)
    decided: Ruling = operation_json.struct(Ruling, body)
    _, version = opened(run, work, asset, layer_of(layer))
    done = gather(run, home.recounting.arbitration(version, decided), by, out, payer, yes)
    if done is None:
        return NotYet.exit
    run.say(t("title_voided"))
    run.done({"asset": version.title.asset, "layer": layer_of(layer).name, **done})
    return 0


@command(dispute, "show", "dispute_show")
def show(run: Run, subject: Subject, layer: LayerName = None, asset: OneOf = None) -> None:
    """Every dispute about a title or deal."""
    about = _subject(run, subject, layer, asset)
    rows: list[dict[str, Any]] = []
    for (_, opener), known in run.home.recounting.about(about).disputes.items():
        state = "WITHDRAWN" if known.withdrawn else "OPEN"
        run.say(t(f"dispute_state.{state}", opener=called(run.home, opener),
                  time=times.iso(known.opened.at.time, True)))  # fmt: skip
        rulings = []
        for one in known.rulings:
            name = Decision(one.decision).name
            run.say(t(f"dispute_ruling.{name}", arbiter=called(run.home, one.arbiter)))
            rulings.append({"arbiter": one.arbiter, "decision": name, "reasons": one.reasons})
        rows.append({"opener": opener, "state": state, "evidence": known.opened.evidence, "rulings": rulings})
    if not rows:
        run.say(t("dispute_none"))
    run.done({"subject": about, "disputes": rows})


@command(app, "attest", "attest")
def attest(
    run: Run,
    who: Annotated[str, typer.Argument(help=t("arg.party"), autocompletion=key_names)],
    by: As,
    kind: Annotated[int, typer.Option("--kind", min=1, max=2**32 - 1, help=t("opt.attestation"))],
    evidence: Annotated[Path | None, typer.Option("--evidence", help=t("opt.evidence"))] = None,
    back: Annotated[bool, typer.Option("--withdraw", help=t("opt.attest_back"))] = False,
    payer: PayerName = None,
    yes: Yes = False,
) -> None:
    """Testify about an account."""
    if back == (evidence is not None):
        raise UsageError("ATTEST_EVIDENCE")
    home = run.home
    paper = papers.digest(evidence).sha256 if evidence else ZERO_HASH
    account, own = party(home, who), home.keys.address_of(by)
    receipt = home.recounting.attest(account, kind, paper, own, signer(run, by), run.payer(payer, yes))
    run.say(t("attest_back" if back else "attested", who=called(home, account), kind=kind))
    run.done({"party": account, "kind": kind, "by": own, "evidence": paper, **receipt_json(receipt)})


@command(app, "statement", "statement")
def statement(
    run: Run,
    subject: Annotated[str, typer.Argument(help=t("arg.statement_subject"))],
    rows: Annotated[Path, typer.Option("--rows", help=t("opt.rows"))],
    by: As,
    start: Annotated[str, typer.Option("--from", help=t("opt.from"))],
    until: Annotated[str, typer.Option("--until", help=t("opt.period_until"))],
    kind: Annotated[str, typer.Option("--kind", help=t("opt.statement_kind"))] = "usage",
    payer: PayerName = None,
    yes: Yes = False,
) -> None:
    """Commit to a usage report or royalty statement."""
    if kind not in _STATEMENTS:
        raise UsageError("UNKNOWN_STATEMENT", value=kind, known=", ".join(_STATEMENTS))
    begin, end = times.parse_from(start, _CHINA), times.parse_until(until, _CHINA)
    if begin >= end:
        raise UsageError("INTERVAL_EMPTY", start=start, until=until)
    home, about = run.home, _subject(run, subject, None, None)
    lines = [line for line in papers.read_file(rows, _MAX_ROWS_BYTES).split(b"\n") if line.strip()]
    if not lines:
        raise BadInput("STATEMENT_EMPTY", path=str(rows))
    root = Tree(row_leaf(number, line) for number, line in enumerate(lines)).root
    own = home.keys.address_of(by)
    period = begin, end
    receipt = home.recounting.state(
        about, _STATEMENTS[kind], period, root, own, signer(run, by), run.payer(payer, yes)
    )
    run.say(t("stated", count=len(lines), root=root))
    run.done({"subject": about, "kind": kind, "rows": len(lines), "root": root, "from": begin, "to": end,
              **receipt_json(receipt)})  # fmt: skip
