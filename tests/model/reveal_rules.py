"""Rules of ICopyrightRegistry for sealed works, and random reveals of them."""

from __future__ import annotations

from dataclasses import replace

from ledger.core.model import ZERO_HASH
from ledger.core.operations import RevealFile
from ledger.core.unsealing import Reveal, Sealed, Version
from tests.fakes import an_id
from tests.model import hashes
from tests.model.keys import PEOPLE
from tests.model.title_rules import Effect, one_signs
from tests.model.wishes import Draw
from tests.model.world import OPEN, Refusals, World

FILE = an_id("file")


def tag_of(record: int) -> str:
    """The file tag of a record's works: two sealed under their own salts, one without a file, one open."""
    return [hashes.seal(FILE, salt_of(record)), ZERO_HASH, FILE, hashes.seal(FILE, salt_of(record))][record]


def salt_of(record: int) -> str:
    """What a record keeps secret."""
    return an_id("salt", record)


def reveal(world: World, step: RevealFile, sender: str, now: int, refusals: Refusals) -> Effect:
    """A sealed asset is shown to be of a file: once, by its registrant, with its old priority."""
    text, words = step.text, step.words
    one_signs(world, refusals, text, words.registrant, step.signature, sender, now)
    refusals.when(text.file == ZERO_HASH, "ZeroFile")
    made = hashes.seal(text.file, text.salt)
    refusals.when(made != words.file_tag, "WrongSeal", words.file_tag, made)
    refusals.when(text.asset in world.revealed, "AlreadyRevealed", text.asset)
    facts = hashes.facts_hash(words.asset_type, words.file_tag, words.links)
    other = hashes.asset_id(words.record_hash, words.registrant, facts) != text.asset
    refusals.when(other, "WrongOrigin", text.asset)
    key = hashes.title_key(text.asset, words.layer)
    work = world.works.get(text.asset)
    moved = other or work is None or words.priority != work.priority or words.versions != history(world, key)
    refusals.when(moved, "TitleMoved", None, world.title_hash(key))

    def effect(block: int) -> None:
        world.revealed[text.asset] = text.file
        world.claim(text.file, words.priority, words.registrant)

    return effect


def history(world: World, key: str) -> tuple[Version, ...]:
    """All versions of a title, their tables by their hashes."""
    return tuple(
        Version(title.since, title.confirmed, hashes.table_hash(title.shares, title.unclaimed))
        for title in world.titles.get(key, ())
    )


def drawn(draw: Draw, world: World, now: int) -> tuple[Reveal, Sealed]:
    """A reveal of some work, now and then with something wrong."""
    asset = draw.pick([*world.works])
    work = world.works[asset]
    record = next(n for n in range(4) if an_id("record", n) == work.text.record_hash)
    deadline = draw.pick([OPEN, OPEN, OPEN, OPEN, now, now - 1])
    text = Reveal(asset, FILE, salt_of(record), deadline)
    layer = draw.pick(work.text.splits).layer
    words = Sealed(
        work.registrant, work.text.record_hash, work.text.asset_type, work.text.file_tag, work.text.links,
        layer, history(world, hashes.title_key(asset, layer)), work.priority,
    )  # fmt: skip
    if not draw.chance(3):
        return text, words
    return draw.pick(
        [
            (replace(text, salt=an_id("salt")), words),
            (replace(text, file=ZERO_HASH), replace(words, file_tag=hashes.seal(ZERO_HASH, text.salt))),
            (replace(text, asset=an_id("asset")), words),
            (text, replace(words, registrant=PEOPLE[4])),
            (text, replace(words, priority=words.priority - 1)),
            (text, replace(words, versions=words.versions[:-1])),
            (text, replace(words, versions=words.versions * 2)),
            (text, replace(words, layer=4)),
        ]
    )
