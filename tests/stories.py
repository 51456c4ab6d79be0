"""A stage for the twelve stories of RIGHTS.md 7: people with folders of their own, on one chain with a clock.

Everybody types commands in his own folder, with his own keys and his own index; what passes between people
are files. Commands run in this process: the program is the same, only its start is spared.
"""

from __future__ import annotations

import json
import shlex
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from tests.shells import typed

BEIJING = timezone(timedelta(hours=8))
PASSWORD = "correct horse"
EVERY_LAYER = ("WRK", "PRF", "PHN")

Json = dict[str, Any]


class Person:
    """Somebody with a folder, a key of his name and, if he is on the chain, his own view of it."""

    def __init__(self, stage: Stage, name: str, folder: Path | None = None) -> None:
        self.stage, self.name = stage, name
        self.folder = folder or stage.folder / name
        self.folder.mkdir(exist_ok=True)
        (self.folder / "password").write_text(PASSWORD)
        self.address: str = self.does(f"key new {name}")["address"]

    def __str__(self) -> str:
        """His address: what others type for him."""
        return self.address

    def does(self, line: str, expected: int = 0) -> Json:
        """Type a command (without ``songdeed``) and look at its exit code: the document it prints."""
        home, password = self.folder / "home", self.folder / "password"
        words = [*shlex.split(line), "--json", "--home", str(home), "--password-file", str(password)]
        done = typed(words, self.folder)
        assert done.returncode == expected, (self.name, line, done.returncode, done.stdout, done.stderr)
        document: Json = json.loads(done.stdout)
        return document

    def writes(self, line: str) -> Json:
        """Type a command that records something, and pay for it."""
        return self.does(f"{line} --payer {self.name} --yes")

    def is_refused(self, line: str, error: str, expected: int = 1) -> str:
        """Type a command that records something and is refused by that error: what it says."""
        said = self.does(f"{line} --payer {self.name} --yes", expected)
        assert said["error"] == error, (self.name, line, said)
        return str(said["message"])

    def signs(self, kind: str, file: str) -> None:
        """Sign a deal or a mandate."""
        self.does(f"{kind} sign {file} --as {self.name} --yes")

    def sends(self, file: str, to: Person, name: str | None = None) -> str:
        """Send somebody a file: what it is called there."""
        name = name or file
        shutil.copyfile(self.folder / file, to.folder / name)
        return name

    def has(self, file: str, words: str) -> str:
        """Keep something in a file."""
        (self.folder / file).write_text(words, encoding="utf-8")
        return file


@dataclass
class Stage:
    """One chain with both contracts, the time on it, and everybody who plays.

    Args:
        folder: Where everybody's folder lies.
        url: The node, which everybody asks.
        fund: Gives an account coins.
        pass_to: Lets the next blocks have a time, UTC seconds; None on a client whose clock is its own.
        shift: Days between the dates of the story and those that are played.
        profile: What everybody says of the network: that of a consortium, or nothing for a public one.
    """

    folder: Path
    url: str
    fund: Callable[[str], None]
    pass_to: Callable[[int], None] | None = None
    shift: timedelta = timedelta(0)
    profile: str = "--private --finality 0"
    contracts: str = ""

    def deployed(self) -> Stage:
        """Put the contracts on the chain."""
        founder = Person(self, "founder")
        self.fund(founder.address)
        line = f"chain deploy --name network --rpc {self.url} {self.profile}"
        made = founder.writes(line)
        self.contracts = f"--registry {made['registry']} --licensing {made['licensing']}"
        return self

    def signer(self, name: str) -> Person:
        """Somebody who signs what is sent to him, and needs no chain for that."""
        return Person(self, name)

    def person(self, name: str) -> Person:
        """Somebody who follows the chain and can pay."""
        one = Person(self, name)
        self.fund(one.address)
        one.does(f"chain add network --rpc {self.url} {self.contracts} {self.profile}")
        return one

    def beside(self, other: Person, name: str) -> Person:
        """Somebody at another's desk, where what can't be signed apart is signed."""
        one = Person(self, name, other.folder)
        self.fund(one.address)
        return one

    def persons(self, *names: str) -> list[Person]:
        """Several who follow the chain and can pay."""
        return [self.person(name) for name in names]

    def it_is(self, day: str, hour: int = 12) -> None:
        """From now on blocks have this day, in Beijing; nothing happens where the clock can't be set."""
        if self.pass_to is not None:
            start = datetime.fromisoformat(day).replace(tzinfo=BEIJING, hour=hour)
            self.pass_to(int(start.timestamp()))

    def day(self, story: str) -> str:
        """A date of the story as it is played."""
        return (datetime.fromisoformat(story) + self.shift).date().isoformat()

    def span(self, start: str, until: str) -> str:
        """Options for a term whose dates are the story's, its last day included."""
        return f"--from {self.day(start)} --until {self.day(until)}"


def seconds(moment: str) -> int:
    """UTC seconds of an instant with offset."""
    return int(datetime.fromisoformat(moment).astimezone(UTC).timestamp())


def song(by: Person, file: str | None, *, splits: str = "", title: str = "") -> str:
    """Somebody registers a recording and the song in it, or a song alone if there is no file; all his own
    unless shares are given. Its asset id."""
    layers = EVERY_LAYER if file else ("WRK",)
    splits = splits or " ".join(f"--split {layer}:{by.name}=100" for layer in layers)
    if file and not (by.folder / file).exists():
        by.has(file, f"music of {by.name}: {file}")
    what = file if file else "--type MUSICAL_WORK"
    made = by.writes(f"register {what} --as {by.name} --title '{title or file or 'song'}' {splits}")
    return str(made["asset"])


def drawn_up(maker: Person, terms: str, file: str = "deal.json") -> Json:
    """A deal on paper that nobody has signed."""
    return maker.does(f"deal new {terms} --out {file}")


def signed_apart(maker: Person, file: str, *signers: Person) -> Json:
    """Everybody signs a copy of his own, and whoever drew the deal up puts the copies together."""
    copies = []
    for signer in signers:
        if signer.folder == maker.folder:
            signer.signs("deal", file)
            continue
        maker.sends(file, signer)
        signer.signs("deal", file)
        copies.append(signer.sends(file, maker, f"{file}-of-{signer.name}"))
    if not copies:
        return maker.does(f"deal show {file}")
    return maker.does(f"deal merge {file} {' '.join(copies)}")


def agreed(maker: Person, terms: str, *signers: Person, file: str = "deal.json") -> Json:
    """A deal drawn up, signed by everybody named, and in force."""
    drawn_up(maker, terms, file)
    signed_apart(maker, file, *signers)
    return maker.writes(f"deal activate {file}")


def not_agreed(
    maker: Person, terms: str, *signers: Person, error: str, file: str = "refused.json", expected: int = 1
) -> str:
    """A deal drawn up and signed by everybody named that the ledger refuses: what it says."""
    drawn_up(maker, terms, file)
    signed_apart(maker, file, *signers)
    return maker.is_refused(f"deal activate {file}", error, expected)


def given(giver: Person, to: Person, terms: str) -> str:
    """A mandate: the giver draws it up and signs, it is sent to the mandatary, who signs and records it. The
    file's name with both."""
    file = f"{giver.name}-to-{to.name}.json"
    giver.does(f"mandate new {giver.name} --to {to} {terms} --out {file}")
    giver.signs("mandate", file)
    giver.sends(file, to)
    to.signs("mandate", file)
    to.writes(f"mandate activate {file}")
    return file


@dataclass(frozen=True, slots=True)
class Answer:
    """What the ledger says: all codes (of the layers and of the whole), and the document."""

    codes: frozenset[str]
    whole: Json

    @property
    def chain(self) -> list[tuple[str, str]]:
        """The hops: layer and kind of each."""
        return [(hop["layer"], hop["kind"]) for hop in self.whole["chain"]]

    @property
    def flags(self) -> list[str]:
        """What else is to be known."""
        return list(self.whole["flags"])

    def of(self, layer: str) -> list[str]:
        """Codes of the layers of that kind."""
        return [code for each in self.whole["layers"] if each["layer"] == layer for code in each["codes"]]

    def names(self, one: Person) -> bool:
        """Whether the sentences name somebody."""
        return one.address in json.dumps(self.whole["layers"])


_EXITS = {
    "AUTHORISED": 0,
    "AUTHORISED_WITH_DUTIES": 0,
    "NOT_AUTHORISED": 1,
    "CONDITIONAL": 2,
    "INDETERMINATE": 3,
}


def may(
    asker: Person, who: Person, use: str, work: str, at: str, *, where: str = "CN", verdict: str
) -> Answer:
    """Ask the one question; the answer has this verdict, and its exit code.

    Args:
        asker: Who asks.
        who: Whether he may.
        use: What.
        work: Asset id, or a file.
        at: A date of the story, or an instant with offset.
        where: Country.
        verdict: What must be answered.
    """
    moment = at if "T" in at else f"{asker.stage.day(at)}T12:00:00+08:00"
    said = asker.does(f"may {who} {use} {work} {where} --at {moment}", _EXITS[verdict])
    assert said["verdict"] == verdict, said
    codes = {*said["codes"], *(code for layer in said["layers"] for code in layer["codes"])}
    return Answer(frozenset(codes), said)
