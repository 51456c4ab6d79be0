"""How verdicts are told to a person: a tree, or a line in a list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ledger.cli.common import Run
from ledger.cli.names import with_names
from ledger.cli.speech import LANG, t
from ledger.core.model import ZERO_ADDRESS
from ledger.core.verdict import STRENGTH, Status
from ledger.text import text

Answer = dict[str, Any]
Rows = list[tuple[int, str]]

_SHORT = 18  # digits of an id that a person can tell apart from others at a glance
_PEOPLE = 4  # named in a step of the chain


def tell(run: Run, answer: Answer) -> None:
    """One verdict as a tree: the answer, its layers, the chain of each, and what else bears on it."""
    words = {"use": answer["use"], "territory": answer["territory"], "time": answer["at_iso"]}
    works = answer.get("titles", {})
    rows: Rows = [(1, t("question", **words))]
    rows += [(1, sentence) for sentence in answer["sentences"]]
    if answer["tracks"]:
        rows.append((1, _told_tracks(answer["tracks"], works)))
    for track in answer["tracks"]:
        rows.append((1, f"{work(track['asset'], works)}  {_status(track)}"))
        rows += [(2, sentence) for sentence in track["sentences"]]
        rows += [(2, _flag(flag)) for flag in track["flags"]]
        rows += _layers(track["layers"], 2, works) + _parents(track["parents"], 2, works)
    rows += _layers(answer["layers"], 1, works) + _parents(answer["parents"], 1, works)
    rows += [(1, t("duty", duty=duty)) for duty in answer["duties"]]
    rows += [(1, _flag(flag)) for flag in answer["flags"] if not answer["tracks"]]
    if answer["until_iso"]:
        rows.append((1, t("until", time=answer["until_iso"])))
    named = [(depth, with_names(run.home, words)) for depth, words in rows]
    run.speech.tree(_status(answer), named)


def tell_row(run: Run, number: int, answer: Answer) -> None:
    """One answer of a list, on one line, and what is missing below it."""
    where = work(answer["asset"], answer.get("titles", {})) if "asset" in answer else ""
    run.say(f"{number:>5}  {_status(answer)}  {where}".rstrip())
    said = _reasons(answer) if Status(answer["verdict"]).exit else []
    said += [t("duty", duty=duty) for duty in answer.get("duties", ())]
    for sentence in said + [_flag(flag) for flag in answer["flags"]]:
        run.say("       " + with_names(run.home, sentence))


def told_summary(counts: dict[str, int]) -> str:
    """How many answers there are of each verdict, in words as well."""
    whole = sum(counts.values())
    parts = [f"{count} {status} ({text(f'verdict.{status}', LANG)})" for status, count in counts.items()]
    return t("summary", whole=whole, parts=", ".join(parts))


def _told_tracks(tracks: list[Answer], works: Mapping[str, str]) -> str:
    """``11/12 AUTHORISED, 1 CONDITIONAL: 《T7》``: the best first, the others by name."""
    found = {status: [one for one in tracks if one["verdict"] == status] for status in STRENGTH}
    (best, here), *others = [(status, ones) for status, ones in found.items() if ones]
    rest = [
        f", {len(ones)} {status}: {', '.join(work(one['asset'], works) for one in ones)}"
        for status, ones in others
    ]
    return f"{len(here)}/{len(tracks)} {best}{''.join(rest)}"


def _flag(flag: str) -> str:
    return t("flag", flag=text(f"flag.{flag}", LANG))


def work(asset: str, titles: Mapping[str, str]) -> str:
    """A work by what its record calls it, and its id, cut."""
    return f"《{titles[asset]}》 {short(asset)}" if asset in titles else short(asset)


def short(ref: str) -> str:
    """An id, cut; which line of a deal it is stays."""
    hashed, _, index = ref.partition("#")
    return f"{hashed[:_SHORT]}…" + (f"#{index}" if index else "")


def _status(answer: Answer) -> str:
    """A verdict's name, and its words where they say something else."""
    name, words = answer["verdict"], answer["verdict_words"]
    return name if words.upper() == name else f"{name} · {words}"


def _reasons(answer: Answer) -> list[str]:
    """Every sentence about what keeps an answer from being yes, each once."""
    found = list(answer.get("sentences", ()))
    for part in (answer, *answer.get("answers", ()), *answer.get("tracks", ())):
        for layer in (*part.get("parents", ()), *part.get("layers", ())):
            if Status(layer["verdict"]).exit:
                found += layer["sentences"]
    return list(dict.fromkeys(found))


def _layers(layers: list[Answer], depth: int, works: Mapping[str, str]) -> Rows:
    rows: Rows = []
    for layer in layers:
        rows.append((depth, f"{layer['layer']}  {work(layer['asset'], works)}  {layer['verdict']}"))
        rows += [(depth + 1, sentence) for sentence in layer["sentences"]]
        rows += [(depth + 1, words) for words in _steps(layer["chain"])]
        said = frozenset(layer["sentences"])
        others = [one for one in layer["others"] if layer["chain"] or frozenset(one["sentences"]) - said]
        rows += [(depth + 1, _other(ground)) for ground in others]
    return rows


def _parents(parents: list[Answer], depth: int, works: Mapping[str, str]) -> Rows:
    rows: Rows = []
    for parent in parents:
        kind = t(f"link.{parent['kind']}")
        rows.append((depth, f"{kind}  {work(parent['parent'], works)}  {parent['verdict']}"))
        rows += [(depth + 1, sentence) for sentence in parent["sentences"]]
        rows += _layers(parent["layers"], depth + 1, works)
    return rows


def _other(ground: Answer) -> str:
    words = " ".join(ground["sentences"]) or ground["verdict_words"]
    return t("other", kind=t(f"ground.{ground['kind']}"), words=words)


def _steps(chain: list[Answer]) -> list[str]:
    """A licence under another is a sub-licence."""
    above = [None, *(hop["kind"] for hop in chain)]
    return [
        _hop(hop, "sub_line" if hop["kind"] == before == "line" else hop["kind"])
        for hop, before in zip(chain, above, strict=False)
    ]


def _hop(hop: Answer, kind: str) -> str:
    kind = t(f"kind.{kind}")
    if hop["kind"] != "title":
        kind = f"{kind} {short(hop['ref'])}"
    givers, takers = (_people(hop[side]) for side in ("from", "to"))
    who = f"{givers} → {takers}" if givers else takers
    block = hop["block"]["number"]
    where = {"block": block, "transaction": hop["transaction"], "cid": hop["cid"]}
    return t("hop", kind=kind, who=who, time=hop["time_iso"], **where)


def _people(accounts: list[str]) -> str:
    """Accounts; of many the first, and how many more."""
    named = [t("anyone") if account == ZERO_ADDRESS else account for account in accounts]
    rest = len(named) - _PEOPLE
    return ", ".join(named[:_PEOPLE]) + (t("more_people", count=rest) if rest > 0 else "")
