"""Splits: exact, plain about what is missing (RIGHTS 3; THREATS 28, 29)."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.core.model import Share, Split, Unclaimed
from ledger.core.rights import WHOLE, AssetType, Layer
from ledger.core.titles import check_split, equal_shares, parse_split, percent, splits_for
from ledger.errors import BadInput
from ledger.text import LANGS, hint_of, message_of

A, B, C = ("0x" + digit * 40 for digit in "abc")
NAMES = {"lin": B, "hao": A, "林": C, "b": B}


def resolve(name: str) -> str:
    if name.startswith("0x"):
        return name
    if name not in NAMES:
        raise BadInput("UNKNOWN_KEY", name=name)
    return NAMES[name]


def address(index: int) -> str:
    return f"0x{index:040x}"


@pytest.mark.parametrize(
    ("text", "shares"),
    [
        ("WRK:lin=60,hao=40", ((A, 40_000_000), (B, 60_000_000))),
        ("wrk: lin = 33.333334 , hao=66.666666", ((A, 66_666_666), (B, 33_333_334))),
        ("WRK:lin=60%,hao=40 %", ((A, 40_000_000), (B, 60_000_000))),
        ("WRK：林＝９９，hao＝1".replace("９９", "99"), ((A, 1_000_000), (C, 99_000_000))),
        ("WRK:lin=100", ((B, WHOLE),)),
        ("WRK:lin=99.999999,hao=0.000001", ((A, 1), (B, 99_999_999))),
        ("WRK:lin=50.5,hao=49.500", ((A, 49_500_000), (B, 50_500_000))),
        (f"WRK:{C}=1,hao=99", ((A, 99_000_000), (C, 1_000_000))),
        ("WRK:lin,hao,林", ((A, 33_333_334), (B, 33_333_333), (C, 33_333_333))),
        ("WRK:lin", ((B, WHOLE),)),
    ],
)
def test_splits_as_typed(text: str, shares: tuple[tuple[str, int], ...]) -> None:
    assert parse_split(text, resolve) == Split(Layer.WRK, tuple(Share(*row) for row in shares))


def test_who_has_no_key_yet_is_known_by_the_hash_of_his_name() -> None:
    chen, dou = ("0x" + hashlib.sha256(name.encode()).hexdigest() for name in ("陈小姐", "Dou"))
    split = parse_split("PRF:hao=60,? 陈小姐 =30,?Dou=10", resolve)
    assert split.shares == (Share(A, 60_000_000),)
    rows = [Unclaimed(chen, 30_000_000), Unclaimed(dou, 10_000_000)]
    assert split.unclaimed == tuple(sorted(rows, key=lambda row: row.who))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("WRK", "SPLIT_SYNTAX"),
        ("WRK:", "SPLIT_SYNTAX"),
        ("WRK: ", "SPLIT_SYNTAX"),
        ("WRK:lin,,hao", "SPLIT_SYNTAX"),
        ("WRK:lin=60,", "SPLIT_SYNTAX"),
        ("WRK:=60", "SPLIT_SYNTAX"),
        ("MIX:lin=100", "SPLIT_LAYER_UNKNOWN"),
        ("WRK:lin=60,hao", "SPLIT_MIXED"),
        ("WRK:lin=60,hao=39", "SPLIT_SUM"),
        ("WRK:lin=60,hao=40.000001", "SPLIT_SUM_OVER"),
        ("WRK:lin=50,b=50", "SPLIT_DUPLICATE"),
        ("WRK:lin,b", "SPLIT_DUPLICATE"),
        ("WRK:lin=,hao=100", "SPLIT_PERCENT"),
        ("WRK:lin=0,hao=100", "SPLIT_PERCENT"),
        ("WRK:lin=0.0000001,hao=99.9999999", "SPLIT_PERCENT"),
        ("WRK:lin=-1,hao=101", "SPLIT_PERCENT"),
        ("WRK:lin=100.000001", "SPLIT_PERCENT"),
        ("WRK:lin=1e2", "SPLIT_PERCENT"),
        ("WRK:lin=.5,hao=99.5", "SPLIT_PERCENT"),
        ("WRK:lin=½,hao=99.5", "SPLIT_PERCENT"),
        ("WRK:lin=٥٠,hao=50", "SPLIT_PERCENT"),
        ("WRK:lin=60=1,hao=40", "SPLIT_PERCENT"),
        ("WRK:nobody=100", "UNKNOWN_KEY"),
        ("WRK:li\u202en=100", "TEXT_FORBIDDEN_CHARACTER"),
        ("PRF:" + ",".join(address(i) for i in range(1, 66)), "SPLIT_TOO_MANY"),
    ],
)
def test_t28_refused(text: str, code: str) -> None:
    with pytest.raises(BadInput) as caught:
        parse_split(text, resolve)
    assert caught.value.code == code


def test_the_message_names_what_is_missing() -> None:
    with pytest.raises(BadInput) as caught:
        parse_split("WRK:lin=60,hao=39.5", resolve)
    assert (
        message_of(caught.value, "en")
        == "The shares of WRK add up to 99.5 per cent: 0.5 per cent are missing."
    )
    assert message_of(caught.value, "zh") == "WRK 的份额合计为 99.5%，还差 0.5%。"


def test_28_performers() -> None:
    shares = equal_shares(address(i) for i in range(28, 0, -1))
    assert [share.units for share in shares] == [3_571_429] * 16 + [3_571_428] * 12
    assert [share.holder for share in shares] == [address(i) for i in range(1, 29)]


@given(st.sets(st.integers(1, 2**160 - 1), min_size=1, max_size=64))
def test_equal_parts_are_whole_and_even(holders: set[int]) -> None:
    shares = equal_shares(address(holder) for holder in holders)
    units = [share.units for share in shares]
    assert sum(units) == WHOLE and units == sorted(units, reverse=True) and units[0] - units[-1] <= 1
    check_split(Split(Layer.PRF, shares), AssetType.SOUND_RECORDING)


@pytest.mark.parametrize(("given", "code"), [([], "SPLIT_TOO_MANY"), ([A, A], "SPLIT_DUPLICATE")])
def test_equal_parts_of_whom(given: list[str], code: str) -> None:
    with pytest.raises(BadInput) as caught:
        equal_shares(given)
    assert caught.value.code == code


@given(st.lists(st.integers(1, 10**8), min_size=1, max_size=8), st.data())
def test_percent_round_trip(parts: list[int], data: st.DataObject) -> None:
    cuts = sorted(set(part for part in parts if part < WHOLE))
    units = [high - low for low, high in zip([0, *cuts], [*cuts, WHOLE], strict=True)]
    holders = [address(index + 1) for index in range(len(units))]
    order = data.draw(st.permutations(list(zip(holders, units, strict=True))))
    text = "PHN:" + ",".join(f"{holder}={percent(part)}" for holder, part in order)
    assert [share.units for share in parse_split(text, resolve).shares] == units


@pytest.mark.parametrize(
    ("units", "text"),
    [(1, "0.000001"), (WHOLE, "100"), (10_000_000, "10"), (33_333_334, "33.333334"), (0, "0")],
)
def test_percent(units: int, text: str) -> None:
    assert percent(units) == text


def split(layer: int, *rows: tuple[str, int], unclaimed: tuple[Unclaimed, ...] = ()) -> Split:
    return Split(layer, tuple(Share(*row) for row in rows), unclaimed)


WHO = Unclaimed("0x" + "07" * 32, 1)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (split(Layer.AVP, (A, WHOLE)), "SPLIT_LAYER_EXTRA"),
        (split(9, (A, WHOLE)), "SPLIT_LAYER_EXTRA"),
        (split(Layer.PRF, (B, 1), (A, WHOLE - 1)), "SPLIT_ORDER"),
        (split(Layer.PRF, (A, 1), (A, WHOLE - 1)), "SPLIT_ORDER"),
        (split(Layer.PRF, (A, WHOLE - 2), unclaimed=(WHO, WHO)), "SPLIT_ORDER"),
        (split(Layer.PRF, (A, 0), (B, WHOLE)), "SPLIT_ZERO"),
        (split(Layer.PRF, ("0x" + "00" * 20, 1), (B, WHOLE - 1)), "SPLIT_ZERO"),
        (split(Layer.PRF, (A, WHOLE - 1), unclaimed=(Unclaimed("0x" + "00" * 32, 1),)), "SPLIT_ZERO"),
        (split(Layer.PRF, (A, WHOLE - 1)), "SPLIT_SUM"),
        (split(Layer.PRF), "SPLIT_SUM"),
        (split(Layer.PRF, (A, WHOLE), unclaimed=(WHO,)), "SPLIT_SUM_OVER"),
        (split(Layer.PRF, *((address(i), 1) for i in range(1, 66))), "SPLIT_TOO_MANY"),
    ],
)
def test_t28_t29_tables_that_the_contract_would_refuse(given: Split, code: str) -> None:
    with pytest.raises(BadInput) as caught:
        check_split(given, AssetType.SOUND_RECORDING)
    assert caught.value.code == code


def test_a_keyless_holder_counts() -> None:
    table = split(Layer.PRF, (A, WHOLE - 1), unclaimed=(WHO,))
    assert check_split(table, AssetType.STEM) == table


WRK, PRF, PHN = (split(layer, (A, WHOLE)) for layer in (Layer.WRK, Layer.PRF, Layer.PHN))
BOTH = (AssetType.MUSICAL_WORK, AssetType.SOUND_RECORDING)


def test_splits_are_shared_out() -> None:
    assert splits_for([PHN, WRK, PRF], BOTH) == ((WRK,), (PRF, PHN))
    assert splits_for([], [AssetType.COMPILATION]) == ((Split(0, ()),),)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ([WRK, PHN], "SPLIT_LAYER_MISSING"),
        ([WRK, PRF, PHN, split(Layer.AVP, (A, WHOLE))], "SPLIT_LAYER_EXTRA"),
        ([WRK, PRF, PHN, PRF], "SPLIT_TWICE"),
        ([WRK, PRF, split(Layer.PHN, (A, 1))], "SPLIT_SUM"),
    ],
)
def test_splits_that_do_not_fit(given: list[Split], code: str) -> None:
    with pytest.raises(BadInput) as caught:
        splits_for(given, BOTH)
    assert caught.value.code == code
    for lang in LANGS:
        assert message_of(caught.value, lang) and hint_of(caught.value, lang)


def test_what_to_add_is_said() -> None:
    with pytest.raises(BadInput) as caught:
        splits_for([PRF], BOTH)
    assert hint_of(caught.value, "en") == "Add for instance: --split WRK:NAME=100 --split PHN:NAME=100"


def told(function: object, *arguments: object) -> tuple[str, dict[str, object]]:
    with pytest.raises(BadInput) as caught:
        function(*arguments)  # type: ignore[operator]
    return caught.value.code, caught.value.params


MANY = ",".join(address(index) for index in range(1, 66))


@pytest.mark.parametrize(
    ("text", "code", "params"),
    [
        ("WRK", "SPLIT_SYNTAX", {"value": "WRK"}),
        ("WRK: ", "SPLIT_SYNTAX", {"value": "WRK:"}),
        ("lin=60:", "SPLIT_SYNTAX", {"value": "lin=60:"}),
        ("WRK:lin,,hao", "SPLIT_SYNTAX", {"value": "WRK:lin,,hao"}),
        ("MIX:lin", "SPLIT_LAYER_UNKNOWN", {"value": "MIX", "known": "WRK, PRF, PHN, AVP"}),
        ("MIX:WRK:lin", "SPLIT_LAYER_UNKNOWN", {"value": "MIX", "known": "WRK, PRF, PHN, AVP"}),
        ("WRK:lin=60,hao", "SPLIT_MIXED", {"layer": "WRK"}),
        ("PRF:" + MANY, "SPLIT_TOO_MANY", {"given": 65, "limit": 64}),
        ("WRK:lin=0,hao=100", "SPLIT_PERCENT", {"layer": "WRK", "name": "lin", "value": "0"}),
        ("PHN:lin=100.000001", "SPLIT_PERCENT", {"layer": "PHN", "name": "lin", "value": "100.000001"}),
        ("WRK:lin=60,b=40", "SPLIT_DUPLICATE", {"name": "b", "other": "lin"}),
        ("WRK:?林", "SPLIT_KEYLESS", {"layer": "WRK"}),
        ("WRK:?=100", "SPLIT_SYNTAX", {"value": ""}),
    ],
)
def test_an_error_says_what_was_typed(text: str, code: str, params: dict[str, object]) -> None:
    assert told(parse_split, text, resolve) == (code, params)


def test_sixty_four_holders_and_no_more() -> None:
    most = ",".join(MANY.split(",")[:64])
    split = parse_split("PRF:" + most, resolve)
    assert len(split.shares) == 64 and check_split(split, AssetType.SOUND_RECORDING) == split
    rows = tuple(Share(address(index), WHOLE // 65) for index in range(1, 66))
    many = Split(Layer.PRF, rows)
    assert told(check_split, many, AssetType.SOUND_RECORDING) == (
        "SPLIT_TOO_MANY",
        {"given": 65, "limit": 64},
    )


KEYLESS = Unclaimed("0x" + "11" * 32, 1)


@pytest.mark.parametrize(
    ("split", "code", "params"),
    [
        (Split(Layer.PHN, (Share(A, WHOLE),)), "SPLIT_LAYER_EXTRA", {"layer": "PHN", "type": "MUSICAL_WORK"}),
        (Split(9, (Share(A, WHOLE),)), "SPLIT_LAYER_EXTRA", {"layer": "9", "type": "MUSICAL_WORK"}),
        (Split(Layer.WRK, (Share(B, 1), Share(A, WHOLE - 1))), "SPLIT_ORDER", {"layer": "WRK"}),
        (Split(Layer.WRK, (Share(A, 1), Share(A, WHOLE - 1))), "SPLIT_ORDER", {"layer": "WRK"}),
        (Split(Layer.WRK, (Share(A, WHOLE - 2),), (KEYLESS, KEYLESS)), "SPLIT_ORDER", {"layer": "WRK"}),
        (Split(Layer.WRK, (Share(A, 0), Share(B, WHOLE))), "SPLIT_ZERO", {"layer": "WRK"}),
        (Split(Layer.WRK, (Share("0x" + "0" * 40, WHOLE),)), "SPLIT_ZERO", {"layer": "WRK"}),
    ],
)
def test_a_split_that_no_contract_takes(split: Split, code: str, params: dict[str, object]) -> None:
    assert told(check_split, split, AssetType.MUSICAL_WORK) == (code, params)


def test_what_is_missing_or_too_much_is_named() -> None:
    work, sound = AssetType.MUSICAL_WORK, AssetType.SOUND_RECORDING
    whole = [Split(layer, (Share(A, WHOLE),)) for layer in (Layer.WRK, Layer.PRF, Layer.PHN, Layer.AVP)]
    assert told(splits_for, whole[:1], [work, sound]) == (
        "SPLIT_LAYER_MISSING",
        {"layers": "PRF, PHN", "example": "--split PRF:NAME=100 --split PHN:NAME=100"},
    )
    assert told(splits_for, whole, [work, sound]) == (
        "SPLIT_LAYER_EXTRA",
        {"layer": "AVP", "type": "MUSICAL_WORK, SOUND_RECORDING"},
    )
    assert told(splits_for, [whole[0], whole[0]], [work]) == ("SPLIT_TWICE", {"layer": "WRK"})


def test_a_sum_says_what_lacks() -> None:
    less, more = (told(parse_split, f"WRK:lin={part},hao=40", resolve) for part in ("59.999999", "60.000001"))
    assert less == ("SPLIT_SUM", {"layer": "WRK", "sum": "99.999999", "off": "0.000001"})
    assert more == ("SPLIT_SUM_OVER", {"layer": "WRK", "sum": "100.000001", "off": "0.000001"})


def test_equal_parts_of_nobody_or_of_one_twice() -> None:
    assert told(equal_shares, []) == ("SPLIT_TOO_MANY", {"given": 0, "limit": 64})
    assert told(equal_shares, [A, B, A]) == ("SPLIT_DUPLICATE", {"name": A, "other": A})
