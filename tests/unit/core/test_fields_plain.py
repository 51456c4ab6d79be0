"""JSON objects are read strictly: each field once, of its kind, none empty, none left over."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum, StrEnum

import pytest

from ledger.core.fields import Fields, without_empty
from ledger.errors import BadInput


class Colour(StrEnum):
    RED = "red"
    GREEN = "green"


class Size(IntEnum):
    SMALL = 1
    LARGE = 2


def fields(**given: object) -> Fields:
    return Fields(given, "top")


def refusal(act: Callable[[], object]) -> tuple[str, object]:
    """The code of an error, and the place that it names."""
    with pytest.raises(BadInput) as caught:
        act()
    return caught.value.code, caught.value.params["field"]


@pytest.mark.parametrize("value", [None, [], "text", 7, True])
def test_what_is_no_object_has_no_fields(value: object) -> None:
    assert refusal(lambda: Fields(value, "top")) == ("FIELD_TYPE", "top")
    with pytest.raises(BadInput) as caught:
        Fields(value)
    assert caught.value.params == {"field": "", "expected": "object"}


def test_places_within_the_document_itself_begin_with_no_dot() -> None:
    assert refusal(lambda: Fields({}).text("name")) == ("FIELD_MISSING", "name")
    assert refusal(lambda: fields().text("name")) == ("FIELD_MISSING", "top.name")


def test_a_field_is_taken_once() -> None:
    given = fields(name="a")
    assert given.text("name") == "a"
    assert refusal(lambda: given.text("name")) == ("FIELD_MISSING", "top.name")
    given.done()


def test_reading_takes_nothing_from_what_was_given() -> None:
    source = {"name": "a", "inner": {"x": 1}}
    given = Fields(source, "top")
    given.text("name")
    given.mapping("inner")["x"] = 2
    assert source == {"name": "a", "inner": {"x": 1}}


def test_what_was_not_taken_is_refused_by_its_place() -> None:
    assert refusal(fields(name="a").done) == ("FIELD_UNKNOWN", "top.name")
    code, place = refusal(fields(**{"x" * 500: 1}).done)
    assert code == "FIELD_UNKNOWN" and len(str(place)) == 100, "an error is no place for half a megabyte"


READERS: dict[str, Callable[[Fields], object]] = {
    "text": lambda given: given.text("x"),
    "text_or_none": lambda given: given.text_or_none("x"),
    "integer": lambda given: given.integer("x"),
    "whole": lambda given: given.whole("x", 5),
    "truth": lambda given: given.truth("x"),
    "flag": lambda given: given.flag("x"),
    "choice": lambda given: given.choice("x", Colour),
    "named": lambda given: given.named("x", Size),
    "part": lambda given: given.part("x"),
    "items": lambda given: given.items("x", lambda value, where: value),
    "listed": lambda given: given.listed("x", lambda value, where: value),
    "texts": lambda given: given.texts("x"),
    "mapping": lambda given: given.mapping("x"),
}
WRONG_KINDS: dict[str, list[object]] = {
    "text": [1, True, ["a"]],
    "text_or_none": [1, False],
    "integer": ["1", 1.0, True],
    "whole": ["1", 1.5, False],
    "truth": [0, 1, "true"],
    "flag": [1, "true"],
    "choice": [1],
    "named": [1],
    "part": ["x", []],
    "items": ["x", {}],
    "listed": ["x", {}],
    "texts": ["x", {}],
    "mapping": ["x", []],
}
KINDS = dict.fromkeys(("integer", "whole"), "int") | dict.fromkeys(("truth", "flag"), "bool")
KINDS |= dict.fromkeys(("items", "listed", "texts"), "list") | dict.fromkeys(("part", "mapping"), "dict")


@pytest.mark.parametrize(
    ("reader", "value"), [(name, value) for name, values in WRONG_KINDS.items() for value in values]
)
def test_a_field_of_another_kind_is_refused(reader: str, value: object) -> None:
    with pytest.raises(BadInput) as caught:
        READERS[reader](fields(x=value))
    assert caught.value.code == "FIELD_TYPE"
    assert caught.value.params == {"field": "top.x", "expected": KINDS.get(reader, "str")}


@pytest.mark.parametrize("reader", READERS)
def test_null_is_no_way_to_write_an_absent_field(reader: str) -> None:
    assert refusal(lambda: READERS[reader](fields(x=None))) == ("FIELD_TYPE", "top.x")


@pytest.mark.parametrize("reader", ["text", "integer", "choice", "named"])
def test_what_must_be_there_is_missed(reader: str) -> None:
    assert refusal(lambda: READERS[reader](fields())) == ("FIELD_MISSING", "top.x")


@pytest.mark.parametrize(
    ("reader", "absent"),
    [
        ("text_or_none", None),
        ("whole", 5),
        ("truth", False),
        ("flag", False),
        ("part", None),
        ("items", ()),
        ("listed", ()),
        ("texts", ()),
        ("mapping", {}),
    ],
)
def test_what_may_be_absent_has_its_default(reader: str, absent: object) -> None:
    assert READERS[reader](fields()) == absent


@pytest.mark.parametrize(
    ("reader", "empty"),
    [("text", ""), ("text_or_none", ""), ("flag", False), ("choice", ""), ("part", {}), ("items", [])],
)
def test_what_has_one_spelling_is_left_out_and_not_written_empty(reader: str, empty: object) -> None:
    assert refusal(lambda: READERS[reader](fields(x=empty))) == ("FIELD_EMPTY", "top.x")


@pytest.mark.parametrize(
    ("reader", "value", "read"),
    [
        ("integer", 0, 0),
        ("whole", 0, 0),
        ("integer", -1, -1),
        ("truth", False, False),
        ("truth", True, True),
        ("flag", True, True),
        ("listed", [], ()),
        ("texts", [], ()),
        ("mapping", {}, {}),
        ("choice", "red", Colour.RED),
        ("named", "SMALL", Size.SMALL),
    ],
)
def test_nought_false_and_empty_are_values_where_both_may_be_written(
    reader: str, value: object, read: object
) -> None:
    assert READERS[reader](fields(x=value)) == read


def test_a_default_may_be_true() -> None:
    assert fields().truth("x", True) is True
    assert fields(x=False).truth("x", True) is False


def test_a_default_may_be_none_and_one_of_a_word_is_no_word() -> None:
    assert fields().whole("x", None) is None and fields(x=0).whole("x", None) == 0
    assert fields().mapping_or_none("x") is None and fields(x={}).mapping_or_none("x") == {}
    words = {"one": 1, "two": 2}
    assert fields().one_of("x", words, 0) == 0 and fields(x="two").one_of("x", words, 0) == 2
    assert refusal(lambda: fields().one_of("x", words)) == ("FIELD_MISSING", "top.x")
    assert refusal(lambda: fields(x="").one_of("x", words, 0)) == ("FIELD_EMPTY", "top.x")
    assert refusal(lambda: fields(x="three").one_of("x", words, 0)) == ("FIELD_CHOICE", "top.x")


@pytest.mark.parametrize(
    ("reader", "word"), [("choice", "RED"), ("choice", "b" * 101), ("named", "small"), ("named", "1")]
)
def test_a_word_of_a_closed_set_is_written_in_one_way(reader: str, word: str) -> None:
    with pytest.raises(BadInput) as caught:
        READERS[reader](fields(x=word))
    known = "red, green" if reader == "choice" else "SMALL, LARGE"
    assert caught.value.code == "FIELD_CHOICE"
    assert caught.value.params == {"field": "top.x", "value": word[:100], "known": known}


def test_the_members_of_a_list_know_their_places() -> None:
    def places(value: object, where: str) -> str:
        return f"{where}={value}"

    assert fields(x=["a", "b"]).items("x", places) == ("top.x[0]=a", "top.x[1]=b")
    assert fields(x=["a", "b"]).listed("x", places) == ("top.x[0]=a", "top.x[1]=b")
    assert refusal(lambda: fields(x=["a", ""]).texts("x")) == ("FIELD_TYPE", "top.x[1]")
    with pytest.raises(BadInput) as caught:
        fields(x=[1]).texts("x")
    assert caught.value.params == {"field": "top.x[0]", "expected": "str"}


def test_an_object_within_knows_its_place() -> None:
    part = fields(x={"y": 1}).part("x")
    assert part is not None and part.where == "top.x"
    assert refusal(part.done) == ("FIELD_UNKNOWN", "top.x.y")


def test_a_field_that_may_be_one_word_is_left_if_it_is_not() -> None:
    given = fields(territories="WORLD")
    assert given.taken("territories", "WORLD")
    given.done()
    given = fields(territories=["CN"])
    assert not given.taken("territories", "WORLD")
    assert given.texts("territories") == ("CN",)
    assert not fields().taken("territories", "WORLD")


def test_an_absent_field_is_written_in_one_way() -> None:
    value: dict[str, object] = {
        "a": None,
        "b": False,
        "c": (),
        "d": [],
        "e": {},
        "f": "",
        "g": "x",
        "h": True,
    }
    assert without_empty(value) == {"f": "", "g": "x", "h": True}
