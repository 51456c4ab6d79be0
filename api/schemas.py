"""What answers look like: models for the OpenAPI document. Tests hold every real answer against them."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Hash = Field(pattern="^0x[0-9a-f]{64}$", examples=["0x" + "3f" * 32])
Address = Field(pattern="^0x[0-9a-f]{40}$", examples=["0x" + "1a" * 20])
Seconds = Field(description="UTC seconds", examples=[1767225600])
Local = Field(default=None, description="The chain of this machine alone: proves nothing to others.")
Called = Field(description="What the works are called, by id, where their records are to be had")
Contact = Field(default=None, description="Where to ask the registrant, as the record says: https or mailto.")


class Strict(BaseModel):
    """A document with these fields and no others."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Block(Strict):
    """A block of the chain."""

    number: int
    hash: str = Hash


class TimedBlock(Block):
    """A block with its time."""

    time: int = Seconds


class Linked(Strict):
    """A link to another work."""

    kind: int = Field(description="1 EMBODIES, 2 CONTAINS, 3 DERIVED_FROM, 4 VERSION_OF, 5 SAMPLES")
    target: str = Hash


class Revealed(Strict):
    """When a sealed work was shown to be of a file."""

    file: str = Field(description="SHA-256 of the file")
    time: int = Seconds
    time_iso: str
    transaction: str = Hash
    block: Block


class Asset(Strict):
    """A registered work."""

    asset: str = Hash
    type: str = Field(examples=["SOUND_RECORDING"])
    registrant: str = Address
    priority: int = Seconds
    priority_iso: str
    record_cid: str
    transaction: str = Hash
    block: Block
    links: list[Linked]
    revealed: Revealed | None = Field(None, description="Only of a work that was sealed and is no more")


class Work(Asset):
    """A registered work, and the block at which the answer is true."""

    contact: str | None = Contact
    as_of: Block
    local: Literal[True] | None = Local


class Claims(Strict):
    """Which works claim a file. Each is named, none is picked."""

    match: bool
    assets: list[Asset]
    sha256: str = Hash
    block: Block
    local: Literal[True] | None = Local


class Held(Strict):
    """One holder's part of a layer."""

    holder: str = Address
    units: int = Field(description="Hundred-millionths of the layer")
    percent: str


class TitleVersion(Strict):
    """One version of one title."""

    asset: str = Hash
    layer: Literal["WRK", "PRF", "PHN", "AVP"]
    version: int
    title: str = Hash
    since: int = Seconds
    since_iso: str
    transaction: str = Hash
    confirmed: bool = Field(description="Every holder has signed this split himself")
    shares: list[Held]


class Kept(Strict):
    """Units of somebody who has no key yet."""

    who: str = Hash
    units: int
    percent: str


class TitleEvent(Strict):
    """What happened to a title: a table, a signature under it, a dispute."""

    time: int = Seconds
    time_iso: str
    transaction: str = Hash
    block: Block
    asset: str = Hash
    layer: Literal["WRK", "PRF", "PHN", "AVP"]
    what: Literal[
        "REGISTERED", "REPLACED", "CLAIMED", "ASSIGNED", "CONFIRMED", "DISPUTED", "WITHDRAWN", "UPHELD",
        "DISMISSED", "VOIDED",
    ]  # fmt: skip
    who: str | None = Field(description="Who confirmed or disputes it")
    shares: list[Held]
    unclaimed: list[Kept]


class Titles(Strict):
    """Chain of title of a work and of what it is linked to."""

    asset: str = Hash
    titles: list[TitleVersion]
    timeline: list[TitleEvent] = Field(description="Oldest first")
    contact: str | None = Contact
    block: Block
    local: Literal[True] | None = Local


class Line(Strict):
    """One permission."""

    index: int
    layer: Literal["WRK", "PRF", "PHN", "AVP"]
    licensee: str = Address
    uses: list[str]
    territories: list[str]
    start: int | None = Seconds
    start_iso: str | None
    end: int | None = Field(description="First second after the last; null is open")
    end_iso: str | None
    exclusivity: Literal["NONEXCLUSIVE", "SOLE", "EXCLUSIVE"]
    revocation: Literal["AT_WILL", "FOR_CAUSE", "IRREVOCABLE"]
    revoker: str = Address
    notice: int = Field(description="Seconds")
    ended: int | None = Field(description="Since when it is terminated; null if it is not")
    ended_iso: str | None


class Deal(Strict):
    """A deal that is or was in force."""

    deal: str = Hash
    status: Literal["ACTIVE", "ENDED"]
    signers: list[str]
    terms: str = Hash
    transaction: str = Hash
    block: Block
    time: int = Seconds
    time_iso: str
    lines: list[Line]


class Deals(Strict):
    """Deals on a work, oldest first."""

    asset: str = Hash
    deals: list[Deal]
    block: Block
    local: Literal[True] | None = Local


class Entry(Strict):
    """An entry of a hash chain: the words that its hash binds."""

    number: int = Field(description="From 1")
    deal: str = Hash
    index: int
    usage: int = Field(description="Mask of uses")
    territory: str = Field(description="Bitmap of countries, decimal")
    start: str = Field(description="UTC seconds, decimal")
    end: str = Field(description="UTC seconds, decimal")
    exclusivity: int = Field(description="1 NONEXCLUSIVE, 2 SOLE, 3 EXCLUSIVE")
    licensee: str = Address


class Chain(Strict):
    """A page of a hash chain of lines: keccak256(head, entry) of each entry in turn gives the head."""

    chain: str = Hash
    head: str = Hash
    entries: list[Entry]
    count: int
    next: int | None = Field(description="Ask on with after=; null at the end")
    block: Block
    local: Literal[True] | None = Local


Answered = Literal[
    "AUTHORISED", "AUTHORISED_WITH_DUTIES", "CONDITIONAL", "NOT_AUTHORISED", "INDETERMINATE"
]  # fmt: skip


class Hop(Strict):
    """One step of the chain of authority."""

    kind: Literal["title", "mandate", "line"]
    asset: str = Hash
    layer: Literal["WRK", "PRF", "PHN", "AVP"]
    ref: str = Field(
        description="Title hash, mandate id, or deal id # number of the line",
        pattern="^0x[0-9a-f]{64}(#[0-9]+)?$",
    )
    givers: list[str] = Field(
        alias="from", description="Who gave it: givers of a mandate, licensors; none for a title"
    )
    to: list[str] = Field(
        description="Who got it: a title's holders, the mandatary, the licensee (the zero account: anybody)"
    )
    transaction: str = Hash
    block: Block
    time: int = Seconds
    time_iso: str
    cid: str = Field(
        description="CID of the work's record (title), or of the terms that were signed, if there are any"
    )


class Ground(Strict):
    """Something else that bears on a layer: another licence, a blanket, the own title."""

    kind: Literal["title", "line", "blanket"]
    ref: str | None
    verdict: Answered
    verdict_words: str
    codes: list[str]
    sentences: list[str]


class LayerVerdict(Strict):
    """What one layer of one work says, by what chain; and what else bears on it."""

    asset: str = Hash
    layer: Literal["WRK", "PRF", "PHN", "AVP"]
    verdict: Answered
    verdict_words: str
    codes: list[str]
    sentences: list[str]
    flags: list[str]
    chain: list[Hop]
    others: list[Ground]


class ParentVerdict(Strict):
    """Whether something that a work was made from is cleared."""

    asset: str = Hash
    kind: Literal["DERIVED_FROM", "VERSION_OF", "SAMPLES"]
    parent: str = Hash
    verdict: Answered
    verdict_words: str
    codes: list[str]
    sentences: list[str]
    layers: list[LayerVerdict]


class TrackVerdict(Strict):
    """The verdict on one track of an album."""

    asset: str = Hash
    verdict: Answered
    verdict_words: str
    flags: list[str]
    codes: list[str]
    sentences: list[str]
    layers: list[LayerVerdict]
    parents: list[ParentVerdict]


class Answer(Strict):
    """The verdict on one work."""

    verdict: Answered
    verdict_words: str
    flags: list[str]
    codes: list[str]
    sentences: list[str]
    duties: list[str] = Field(description="What is owed for the use, in words")
    layers: list[LayerVerdict]
    parents: list[ParentVerdict]
    tracks: list[TrackVerdict]
    summary: dict[str, int] = Field(description="Of an album: how many tracks have each verdict")
    chain: list[Hop]
    party: str = Address
    use: str
    asset: str = Hash
    territory: str
    at: int = Seconds
    at_iso: str
    until: int | None = Field(
        description="First second at which the verdict is another, if nothing new is recorded"
    )
    until_iso: str | None


class Verdict(Answer):
    """The verdict, and the block at which it is true."""

    titles: dict[str, str] = Called
    block: Block
    local: Literal[True] | None = Local


class SeveralVerdicts(Strict):
    """The answer for a file that several works claim: one for each, none is picked."""

    verdict: Literal["INDETERMINATE"]
    verdict_words: str
    codes: list[str]
    flags: list[str]
    answers: list[Answer]
    titles: dict[str, str] = Called
    block: Block
    local: Literal[True] | None = Local


class BadQuestion(Strict):
    """A question of a list that is not understood."""

    verdict: Literal["INDETERMINATE"]
    verdict_words: str
    codes: list[str]
    flags: list[str]
    error: str
    sentences: list[str]


class Verdicts(Strict):
    """Answers to a list of questions, in its order, all by one state of the ledger."""

    answers: list[Verdict | SeveralVerdicts | BadQuestion]
    summary: dict[str, int]
    block: Block
    local: Literal[True] | None = Local


class Operation(Strict):
    """What is known about a relayed operation."""

    operation: str = Hash
    kind: str = Field(examples=["register"])
    state: Literal["PENDING", "MINED", "REFUSED"]
    transaction: str | None
    block: TimedBlock | None
    level: Literal["sent", "mined", "safe", "final"] | None = Field(
        description="How sure it is that it stays; null if nothing was sent"
    )
    reason: str | None = Field(description="Code for which it was refused last, or of what it waits for")
    already: bool = Field(description="It was recorded before, nothing was sent")
    local: Literal[True] | None = Local


class Health(Strict):
    """The process runs."""

    status: Literal["ok"]


class NetworkName(Strict):
    """A chain."""

    name: str
    chain_id: int


class Ready(Strict):
    """Chain, index and store answer."""

    status: Literal["ready"]
    network: NetworkName
    block: Block
    local: Literal[True] | None = Local


class Problem(Strict):
    """An error (RFC 9457)."""

    type: str = Field(examples=["urn:songdeed:problem:UNKNOWN_WORK"])
    title: str = Field(examples=["Not found"])
    status: int = Field(examples=[404])
    detail: str
    instance: str = Field(examples=["urn:uuid:6f1c1f0e-6f0e-4d4c-8a3a-0f6d3d1c2b1a"])
    code: str = Field(examples=["UNKNOWN_WORK"])
    hint: str
