"""From what is said of a song to the assets that are signed: which there are, and what stands in each."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ledger.core.drafting import Draft, Particulars, draft, identify, names_in
from ledger.core.hashing import digest
from ledger.core.identifiers import Identifier, IdentifierKind
from ledger.core.model import ZERO_HASH, Link, Split
from ledger.core.record import Record, file_tag, from_bytes
from ledger.core.record_parts import FileRef, TrainingKey, TrainingRule, TrainingUse
from ledger.core.record_words import Credit, Role, TitleText
from ledger.core.rights import AssetType, Layer, LinkKind
from ledger.core.unixfs import UNIXFS_2025
from ledger.errors import BadInput, UsageError
from tests.fakes import an_id
from tests.unit.core.world import World, party, table

LIN = party("lin")
WRK, PRF, PHN, AVP = Layer
TITLES = (TitleText("连城", "zh"), TitleText("Liancheng"))
AUDIO = digest(b"music")
FILE = FileRef(AUDIO.sha256, AUDIO.size, AUDIO.cid)
COMPOSER, SINGER = Credit(Role.COMPOSER, "林"), Credit(Role.VOCALIST, "郝")
ISWC = Identifier(IdentifierKind.ISWC, "T0345246801")
ISRC, ISRC_2 = (Identifier(IdentifierKind.ISRC, f"USS1Z990000{last}") for last in "12")
DCI = Identifier(IdentifierKind.DCI, "dci-9")
RULE = TrainingRule(TrainingKey.AI_TRAINING, TrainingUse.NOT_ALLOWED)
EMBODIES, CONTAINS, DERIVED, VERSION, SAMPLES = (Link(kind, an_id(kind)) for kind in LinkKind)
CONTACT = "mailto:ask@music.example"


def held(*layers: Layer) -> tuple[Split, ...]:
    """Layers that are Lin's alone."""
    return tuple(Split(layer, table([LIN])) for layer in layers)


ALL = Particulars(
    TITLES, held(PHN, WRK, PRF), None, AUDIO, (SAMPLES, VERSION, DERIVED, SAMPLES), (COMPOSER,), (SINGER,),
    (ISWC, ISRC_2, ISRC, DCI, ISRC), published="2026-03", fixed="2026-02", performed="2026-01", language="zh",
    recorded_lawfully=True, reserved=True, training=(RULE,), contact=CONTACT,
)  # fmt: skip
PLAIN = Particulars(TITLES, held(WRK, PRF, PHN), file=AUDIO)


def records(found: Draft) -> list[Record]:
    return [from_bytes(data) for data in found.records]


def salted(record: Record) -> Record:
    return replace(record, salt=an_id("salt", record.type))


def test_a_file_makes_a_song_and_then_its_recording_each_with_what_belongs_to_it() -> None:
    song, recording = records(draft(LIN, ALL))
    assert song == Record(
        AssetType.MUSICAL_WORK, LIN, TITLES, creators=(COMPOSER,), identifiers=(ISWC,), published="2026-03",
        recorded_lawfully=True, reserved=True, language="zh", links=(DERIVED, VERSION), training=(RULE,),
        contact=CONTACT,
    )  # fmt: skip
    assert recording == Record(
        AssetType.SOUND_RECORDING, LIN, TITLES, performers=(SINGER,), files=(FILE,),
        identifiers=(DCI, ISRC, ISRC_2), published="2026-03", fixed="2026-02", performed="2026-01",
        links=(Link(LinkKind.EMBODIES, identify(song)), SAMPLES), training=(RULE,), contact=CONTACT,
    )  # fmt: skip


def test_a_song_alone_has_all_that_is_said_of_it() -> None:
    wanted = replace(ALL, kind=AssetType.MUSICAL_WORK, splits=held(WRK), identifiers=(ISWC, DCI, ISWC))
    assert records(draft(LIN, wanted)) == [
        Record(
            AssetType.MUSICAL_WORK, LIN, TITLES, (COMPOSER,), (SINGER,), (FILE,), (DCI, ISWC),
            published="2026-03", fixed="2026-02", performed="2026-01", recorded_lawfully=True, reserved=True,
            language="zh", links=(DERIVED, VERSION, SAMPLES), training=(RULE,), contact=CONTACT,
        )
    ]  # fmt: skip


def test_a_stem_is_made_with_its_song_too() -> None:
    found = draft(LIN, replace(PLAIN, kind=AssetType.STEM))
    assert [asset.asset_type for asset in found.assets] == [AssetType.MUSICAL_WORK, AssetType.STEM]


def test_a_recording_of_a_song_that_is_there_is_made_alone() -> None:
    found = draft(LIN, replace(PLAIN, splits=held(PRF, PHN), links=(EMBODIES,)))
    (recording,) = records(found)
    assert (recording.type, recording.links) == (AssetType.SOUND_RECORDING, (EMBODIES,))
    assert found.works == (EMBODIES.target,)


@pytest.mark.parametrize(
    ("kind", "splits", "links"),
    [
        (AssetType.LYRICS, held(WRK), ()),
        (AssetType.AUDIOVISUAL, held(AVP), ()),
        (AssetType.COMPILATION, (), (CONTAINS,)),
    ],
)
def test_other_works_are_made_alone_too(
    kind: AssetType, splits: tuple[Split, ...], links: tuple[Link, ...]
) -> None:
    file = AUDIO if kind is AssetType.AUDIOVISUAL else None
    found = draft(LIN, Particulars(TITLES, splits, kind, file, links))
    assert [(asset.asset_type, asset.links) for asset in found.assets] == [(kind, links)]
    assert found.works == ()


def test_a_draft_is_what_the_chain_will_know() -> None:
    found, world = draft(LIN, PLAIN), World()
    for asset, name in zip(found.assets, found.ids, strict=True):
        links = [(LinkKind(link.kind), link.target) for link in asset.links]
        made = world.register(
            LIN, AssetType(asset.asset_type), file=asset.file_tag, record=asset.record_hash, links=links
        )
        assert made == name
    song, recording = found.assets
    assert [song.record_hash, recording.record_hash] == [digest(data).sha256 for data in found.records]
    assert (song.file_tag, recording.file_tag) == (ZERO_HASH, AUDIO.sha256)
    assert (song.splits, recording.splits) == (held(WRK), held(PRF, PHN))
    assert found.works == (found.ids[0],)
    assert (found.file, found.sealed) == (AUDIO.sha256, False)


def test_a_sealed_draft_salts_every_record_and_hides_its_file() -> None:
    found = draft(LIN, PLAIN, salted)
    song, recording = records(found)
    assert (song.salt, recording.salt) == (an_id("salt", song.type), an_id("salt", recording.type))
    assert recording.links == (Link(LinkKind.EMBODIES, identify(song)),), "the sealed song"
    assert found.assets[1].file_tag == file_tag(AUDIO.sha256, recording.salt)
    assert (found.file, found.sealed) == (AUDIO.sha256, True)
    (alone,) = records(draft(LIN, Particulars(TITLES, held(WRK), AssetType.LYRICS), salted))
    assert alone.salt == an_id("salt", AssetType.LYRICS)


def test_a_song_without_a_file() -> None:
    found = draft(LIN, Particulars(TITLES, held(WRK), AssetType.MUSICAL_WORK))
    assert found.file is None and records(found)[0].files == ()


def test_a_file_is_named_as_it_was_imported() -> None:
    large = digest(b"music", UNIXFS_2025)
    recording = records(draft(LIN, replace(PLAIN, file=large)))[-1]
    assert recording.files == (FileRef(large.sha256, large.size, large.cid, UNIXFS_2025.name),)


def test_neither_a_file_nor_a_type() -> None:
    with pytest.raises(UsageError) as caught:
        draft(LIN, replace(PLAIN, file=None))
    assert caught.value.code == "REGISTER_NOTHING"


@pytest.mark.parametrize("kind", [AssetType.SOUND_RECORDING, AssetType.STEM, AssetType.AUDIOVISUAL])
def test_what_is_heard_or_seen_needs_its_file(kind: AssetType) -> None:
    with pytest.raises(UsageError) as caught:
        draft(LIN, replace(PLAIN, kind=kind, file=None))
    assert caught.value.code == "REGISTER_FILE_NEEDED" and caught.value.params == {"type": kind.name}


@pytest.mark.parametrize(
    ("splits", "missing"), [((), "WRK, PRF, PHN"), (held(PRF, PHN), "WRK"), (held(WRK), "PRF, PHN")]
)
def test_a_recording_lacks_splits_and_not_a_link(splits: tuple[Split, ...], missing: str) -> None:
    with pytest.raises(BadInput) as caught:
        draft(LIN, replace(PLAIN, splits=splits))
    assert caught.value.code == "SPLIT_LAYER_MISSING" and caught.value.params["layers"] == missing


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"links": (EMBODIES,)}, "SPLIT_LAYER_EXTRA"),
        ({"links": (SAMPLES,), "splits": held(PRF, PHN)}, "RECORD_NEEDS_WORK"),
        ({"links": (CONTAINS,)}, "RECORD_LINK"),
    ],
)
def test_what_does_not_fit_a_recording(changes: dict[str, object], code: str) -> None:
    with pytest.raises(BadInput) as caught:
        draft(LIN, replace(PLAIN, **changes))  # type: ignore[arg-type]
    assert caught.value.code == code


@pytest.mark.parametrize("seal", [None, salted])
@pytest.mark.parametrize(
    "changes",
    [
        {"titles": (*TITLES, TitleText("13800138000"))},
        {"creators": (COMPOSER, Credit(Role.LYRICIST, "13800138000"))},
        {"performers": (SINGER, Credit(Role.VOCALIST, "13800138000"))},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_t60_no_telephone_number_gets_into_a_record(changes: dict[str, object], seal: object) -> None:
    with pytest.raises(BadInput) as caught:
        draft(LIN, replace(PLAIN, **changes), seal)  # type: ignore[arg-type]
    assert caught.value.code == "PERSONAL_PHONE"


def test_names_are_those_of_authors_then_of_performers() -> None:
    wanted = replace(ALL, creators=(COMPOSER, Credit(Role.AUTHOR, party=LIN)))
    assert names_in(wanted) == ("林", "郝")
    assert names_in(records(draft(LIN, wanted))[0]) == ("林",)
