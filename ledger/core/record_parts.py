"""Other parts of a record: files, links, identifiers, reservations, as dataclasses that check themselves."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ledger.core import cid as cids
from ledger.core.fields import Fields, Json, without_empty
from ledger.core.identifiers import Identifier, IdentifierKind
from ledger.core.model import Link, check_hash
from ledger.core.record_words import check_line
from ledger.core.rights import LinkKind
from ledger.core.strictjson import MAX_INT
from ledger.core.unixfs import PROFILE, PROFILES
from ledger.errors import BadInput


class TrainingKey(StrEnum):
    """What may be reserved: keys of the CAWG training and data-mining assertion 1.1."""

    DATA_MINING = "cawg.data_mining"
    AI_INFERENCE = "cawg.ai_inference"
    AI_TRAINING = "cawg.ai_training"
    AI_GENERATIVE_TRAINING = "cawg.ai_generative_training"


class TrainingUse(StrEnum):
    """Values of that assertion."""

    ALLOWED = "allowed"
    NOT_ALLOWED = "notAllowed"
    CONSTRAINED = "constrained"


class AiPart(StrEnum):
    """A part of the music that an AI system may have made."""

    COMPOSITION = "COMPOSITION"
    LYRICS = "LYRICS"
    VOCALS = "VOCALS"
    INSTRUMENTS = "INSTRUMENTS"
    VIDEO = "VIDEO"
    POST_PRODUCTION = "POST_PRODUCTION"


class AiDegree(StrEnum):
    """How far it made it."""

    NONE = "NONE"
    ASSISTED = "ASSISTED"
    GENERATED = "GENERATED"


@dataclass(frozen=True, slots=True)
class FileRef:
    """A file: SHA-256 (0x, 32 bytes), bytes, UnixFS CIDv1 and the import profile that gives it."""

    sha256: str
    size: int
    cid: str
    profile: str = PROFILE

    def __post_init__(self) -> None:
        check_hash(self.sha256)
        if not 1 <= self.size <= MAX_INT:
            raise BadInput("FILE_SIZE", value=self.size)
        if self.profile not in PROFILES:
            raise BadInput("FILE_PROFILE", value=self.profile[:100], known=", ".join(PROFILES))
        # A file of one chunk is its own raw block, so its two names can be compared here; a larger one is a
        # tree.
        parsed = cids.parse(self.cid)
        if self.size > PROFILES[self.profile].chunk:
            agrees = parsed.codec == cids.DAG_PB
        else:
            agrees = self.cid == cids.raw_cid(bytes.fromhex(self.sha256[2:]))
        if not agrees:
            raise BadInput("FILE_CID", cid=self.cid, sha256=self.sha256)

    def to_json(self) -> Json:
        """Its JSON object."""
        return {"sha256": self.sha256, "size": self.size, "cid": self.cid, "profile": self.profile}

    @staticmethod
    def from_json(value: object, where: str) -> FileRef:
        """The file in a JSON object."""
        fields = Fields(value, where)
        file = FileRef(
            fields.text("sha256"), fields.integer("size"), fields.text("cid"), fields.text("profile")
        )
        fields.done()
        return file


@dataclass(frozen=True, slots=True)
class TrainingRule:
    """Whether machines may learn from it; ``constraint`` says under which condition."""

    key: TrainingKey
    use: TrainingUse
    constraint: str | None = None

    def __post_init__(self) -> None:
        if (self.use is TrainingUse.CONSTRAINED) != (self.constraint is not None):
            raise BadInput("TRAINING_CONSTRAINT", key=self.key.value)
        if self.constraint is not None:
            check_line(self.constraint, "training")

    def to_json(self) -> Json:
        """Its JSON object."""
        return without_empty({"key": self.key.value, "use": self.use.value, "constraint": self.constraint})

    @staticmethod
    def from_json(value: object, where: str) -> TrainingRule:
        """The rule in a JSON object."""
        fields = Fields(value, where)
        rule = TrainingRule(
            fields.choice("key", TrainingKey),
            fields.choice("use", TrainingUse),
            fields.text_or_none("constraint"),
        )
        fields.done()
        return rule


@dataclass(frozen=True, slots=True)
class AiUse:
    """How far an AI system made a part of the music."""

    part: AiPart
    degree: AiDegree

    def to_json(self) -> Json:
        """Its JSON object."""
        return {"part": self.part.value, "degree": self.degree.value}

    @staticmethod
    def from_json(value: object, where: str) -> AiUse:
        """The disclosure in a JSON object."""
        fields = Fields(value, where)
        use = AiUse(fields.choice("part", AiPart), fields.choice("degree", AiDegree))
        fields.done()
        return use


def link_to_json(link: Link) -> Json:
    """JSON object of a link, its kind by name."""
    return {"kind": LinkKind(link.kind).name, "target": link.target}


def link_from_json(value: object, where: str) -> Link:
    """The link in a JSON object."""
    fields = Fields(value, where)
    link = Link(fields.named("kind", LinkKind), fields.text("target"))
    fields.done()
    return link


def identifier_to_json(identifier: Identifier) -> Json:
    """JSON object of an identifier."""
    return {"kind": identifier.kind.value, "value": identifier.value}


def identifier_from_json(value: object, where: str) -> Identifier:
    """The identifier in a JSON object, which must be in compact form."""
    fields = Fields(value, where)
    identifier = Identifier(fields.choice("kind", IdentifierKind), fields.text("value"))
    fields.done()
    return identifier
