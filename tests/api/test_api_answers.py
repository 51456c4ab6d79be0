"""Answers about a real song on the real embedded chain. The JSON is the command line's."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest

from api import schemas
from ledger.core.ids import next_head, title_key
from ledger.core.licensing import Entry
from ledger.core.model import ZERO_HASH
from ledger.core.operations import Terminate
from ledger.core.rights import Layer
from tests.api.conftest import CONTACT, PASSWORD, Ledger, Song

pytestmark = [pytest.mark.anyio, pytest.mark.anvil]


def cli(ledger: Ledger, *arguments: str) -> dict[str, Any]:
    """What the command line says to the same."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.program", *arguments, "--json", "--home", str(ledger.home.folder)],
        env={**os.environ, "SONGDEED_PASSWORD": PASSWORD, "LC_ALL": "C.UTF-8"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    document: dict[str, Any] = json.loads(done.stdout)
    return document


async def test_work(client: httpx.AsyncClient, song: Song, ledger: Ledger) -> None:
    answer = await client.get(f"/v1/works/{song.recording}")
    work = schemas.Work.model_validate_json(answer.content)
    assert work.registrant == ledger.lin and work.type == "SOUND_RECORDING" and work.local is True
    assert work.transaction == song.transaction and work.contact == CONTACT
    assert [link.target for link in work.links] == [song.work]


async def test_title(client: httpx.AsyncClient, song: Song, ledger: Ledger) -> None:
    answer = await client.get(f"/v1/works/{song.recording}/title")
    assert answer.json() == cli(ledger, "title", song.recording)
    titles = schemas.Titles.model_validate_json(answer.content)
    held = {(t.layer, s.holder): s.percent for t in titles.titles for s in t.shares}
    assert held[("PHN", ledger.lin)].startswith("60") and held[("PRF", ledger.hao)].startswith("100")


async def test_check_and_lookup_say_what_the_command_line_says(
    client: httpx.AsyncClient, song: Song, ledger: Ledger, tmp_path: Path
) -> None:
    file = tmp_path / "song.wav"
    file.write_bytes(song.audio)
    said = cli(ledger, "check", str(file))
    checked = await client.post("/v1/check", content=song.audio)
    found = await client.get(f"/v1/works?sha256={song.file.sha256}")
    assert checked.status_code == found.status_code == 200
    assert checked.json() == found.json() == said
    claims = schemas.Claims.model_validate_json(checked.content)
    assert claims.match and [one.asset for one in claims.assets] == [song.recording]


async def test_flipped_byte_is_no_match(client: httpx.AsyncClient, song: Song) -> None:
    flipped = bytearray(song.audio)
    flipped[70_000] ^= 1
    answer = (await client.post("/v1/check", content=bytes(flipped))).json()
    assert answer["match"] is False and answer["assets"] == []


async def test_empty_body_is_no_file(client: httpx.AsyncClient) -> None:
    answer = await client.post("/v1/check")
    assert answer.status_code == 422 and answer.json()["code"] == "BODY_EMPTY"


async def test_verdict_before_during_and_after_a_deal(client: httpx.AsyncClient, ledger: Ledger) -> None:
    recording = ledger.register(b"another song" * 1000, "第二首").asset
    question = f"party={ledger.venue}&use=STREAM_ONDEMAND&work={recording}&territory=CN"

    async def ask(more: str = "") -> dict[str, Any]:
        answer = await client.get(f"/v1/verdict?{question}{more}")
        assert answer.status_code == 200, answer.text
        schemas.Verdict.model_validate_json(answer.content)
        document: dict[str, Any] = answer.json()
        return document

    assert (await ask())["verdict"] == "NOT_AUTHORISED"
    dealing, chain = ledger.home.dealing, ledger.home.chain
    file, operation = ledger.activation(recording)
    chain.send(operation)
    yes = await ask()
    assert yes["verdict"] == "AUTHORISED" and len(yes["chain"]) == 6 and yes["local"] is True
    assert set(yes["titles"].values()) == {"第二首"} and recording in yes["titles"]
    sides = {hop["kind"]: (hop["from"], hop["to"]) for hop in yes["chain"] if hop["layer"] == "PRF"}
    assert sides["line"] == ([ledger.hao], [ledger.venue]), "lin signed for her own rights alone"
    assert sides["title"] == ([], [ledger.hao])
    at = "2030-01-01"
    arguments = ("may", ledger.venue, "STREAM_ONDEMAND", recording, "CN", "--at", at)
    assert await ask(f"&at={at}") == cli(ledger, *arguments)
    chinese = await ask(f"&at={at}&lang=zh")
    assert (
        chinese["verdict_words"] != yes["verdict_words"]
        and chinese["codes"] == (await ask(f"&at={at}"))["codes"]
    )
    await _deals(client, recording, file.id, "ACTIVE", 2)
    termination = dealing.termination(file, ledger.lin)
    chain.send(Terminate(file.deal, termination, ledger.sign("lin", file.domain, termination)))
    no = await ask()
    assert no["verdict"] == "NOT_AUTHORISED" and no["codes"] == ["REVOKED"]
    assert no["block"]["number"] > yes["block"]["number"]
    await _deals(client, recording, file.id, "ENDED", 2)


async def _deals(client: httpx.AsyncClient, asset: str, deal: str, status: str, lines: int) -> None:
    deals = schemas.Deals.model_validate_json((await client.get(f"/v1/works/{asset}/deals")).content).deals
    assert [(one.deal, one.status, len(one.lines)) for one in deals] == [(deal, status, lines)]
    assert all((line.ended is not None) == (status == "ENDED") for line in deals[0].lines)


async def test_verdict_by_file_and_on_a_file_with_several_claims(
    client: httpx.AsyncClient, ledger: Ledger
) -> None:
    audio = b"a contested song" * 1000
    mine = ledger.register(audio, "我的").asset
    found = (await client.get(f"/v1/works?sha256={(sha := _sha(audio))}")).json()
    assert [one["asset"] for one in found["assets"]] == [mine]
    question = f"/v1/verdict?party={ledger.venue}&use=STREAM_ONDEMAND&territory=CN&work="
    one = schemas.Verdict.model_validate_json((await client.get(question + sha)).content)
    assert one.asset == mine and one.verdict == "NOT_AUTHORISED"
    other = ledger.register(audio, "也是我的").asset
    answer = await client.get(question + sha)
    several = schemas.SeveralVerdicts.model_validate_json(answer.content)
    assert several.verdict == "INDETERMINATE" and {a.asset for a in several.answers} == {mine, other}
    single = schemas.Verdict.model_validate_json((await client.get(question + other)).content)
    assert single.asset == other


def _sha(data: bytes) -> str:
    return "0x" + hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"use": "WHISTLING"}, 400, "UNKNOWN_USE"),
        ({"use": "STREAM_ONDEMAND|DOWNLOAD"}, 400, None),
        ({"territory": "XX"}, 400, "UNKNOWN_TERRITORY"),
        ({"territory": "CN,JP"}, 400, "ONE_TERRITORY"),
        ({"territory": "WORLD"}, 400, "ONE_TERRITORY"),
        ({"at": "yesterday"}, 400, "BAD_DATE"),
        ({"at": "2026-06-15T00:00:00"}, 400, "DATE_NEEDS_OFFSET"),
        ({"at": "9999999999999999999"}, 400, "BAD_DATE"),
        ({"party": "lin"}, 400, "BAD_ADDRESS"),
        ({"work": "0x" + "cd" * 31}, 400, "BAD_HASH"),
    ],
)
async def test_bad_questions(
    client: httpx.AsyncClient,
    ledger: Ledger,
    song: Song,
    change: dict[str, str],
    status: int,
    code: str | None,
) -> None:
    asked = {
        "party": ledger.venue,
        "use": "STREAM_ONDEMAND",
        "work": song.recording,
        "territory": "CN",
    } | change
    answer = await client.get("/v1/verdict", params=asked)
    assert answer.status_code == status, answer.text
    assert code is None or answer.json()["code"] == code


async def test_a_work_that_nobody_registered_is_a_verdict(client: httpx.AsyncClient, ledger: Ledger) -> None:
    asked = {"party": ledger.venue, "use": "DOWNLOAD", "work": "0x" + "cd" * 32, "territory": "CN"}
    answer = await client.get("/v1/verdict", params=asked)
    verdict = schemas.Verdict.model_validate_json(answer.content)
    assert answer.status_code == 200
    assert (verdict.verdict, verdict.codes) == ("INDETERMINATE", ["UNKNOWN_ASSET"])


async def test_etag(client: httpx.AsyncClient, song: Song, ledger: Ledger) -> None:
    path = f"/v1/works/{song.recording}"
    first = await client.get(path)
    tag = first.headers["etag"]
    assert first.headers["cache-control"] == "no-cache"
    for sent in (tag, f'W/{tag}, "other"', "*"):
        again = await client.get(path, headers={"If-None-Match": sent})
        assert again.status_code == 304 and again.content == b"" and again.headers["etag"] == tag
    assert (await client.get(path, headers={"If-None-Match": '"other"'})).status_code == 200
    ledger.register(b"one more block" * 10, "块")
    later = await client.get(path, headers={"If-None-Match": tag})
    assert later.status_code == 200, "the block at which it is true is another"


async def test_health(client: httpx.AsyncClient) -> None:
    assert (await client.get("/healthz")).json() == {"status": "ok"}
    ready = schemas.Ready.model_validate_json((await client.get("/readyz")).content)
    assert ready.network.name == "local" and ready.local is True


async def test_t47_titles_are_data(client: httpx.AsyncClient, song: Song) -> None:
    for path in (f"/v1/works/{song.recording}", f"/v1/works/{song.recording}/title", "/nowhere/<script>"):
        answer = await client.get(path, headers={"Accept": "text/html"})
        assert answer.headers["content-type"].endswith("json")
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in answer.headers["content-security-policy"]


async def test_many_questions_at_once(client: httpx.AsyncClient, ledger: Ledger) -> None:
    """A bad question is answered as such and spoils no other; all are true at one block."""
    recording = ledger.register(b"a song of many questions" * 1000, "问").asset
    good = {"party": ledger.lin, "use": "LIVE_PERFORM", "work": recording, "territory": "CN"}
    questions: list[object] = [
        good,
        {**good, "party": ledger.venue, "at": "2030-01-01"},
        {**good, "use": "WHISTLE"},
        {**good, "colour": "red"},
        "what?",
    ]
    answer = await client.post("/v1/verdicts", json={"questions": questions})
    assert answer.status_code == 200, answer.text
    schemas.Verdicts.model_validate_json(answer.content)
    body = answer.json()
    assert [each["verdict"] for each in body["answers"][:2]] == ["AUTHORISED", "NOT_AUTHORISED"]
    assert [each["codes"] for each in body["answers"][2:]] == [["BAD_QUERY"]] * 3
    errors = [each["error"] for each in body["answers"][2:]]
    assert errors == ["UNKNOWN_USE", "FIELD_UNKNOWN", "FIELD_TYPE"]
    assert body["summary"] == {"AUTHORISED": 1, "INDETERMINATE": 3, "NOT_AUTHORISED": 1}
    alone = await _asked(client, {**good, "at": body["answers"][0]["at_iso"]})
    assert body["answers"][0] == {**alone, "block": body["block"]}
    json_body = {"Content-Type": "application/json"}
    odd = b'{"questions": [%s, {"at": 99999999999999999999}, {"at": 1.5}]}' % json.dumps(good).encode()
    first, *others = (await client.post("/v1/verdicts", content=odd, headers=json_body)).json()["answers"]
    assert first["verdict"] == "AUTHORISED" and [each["codes"] for each in others] == [["BAD_QUERY"]] * 2
    demanding = {"questions": [good], "policy": {"attested": True}}
    (strict,) = (await client.post("/v1/verdicts", json=demanding)).json()["answers"]
    assert strict["codes"] == ["PARTY_NOT_ATTESTED"]
    past = {"questions": [good], "known_at": 1}
    (unknown,) = (await client.post("/v1/verdicts", json=past)).json()["answers"]
    assert unknown["codes"] == ["UNKNOWN_ASSET"] and unknown["block"]["number"] == 0
    for body, code in (
        ({"questions": [good] * 1001}, "TOO_MANY_QUESTIONS"),
        ({"questions": [good], "known_at": -1}, "BAD_INTEGER"),
        ({"questions": [], "known_at": -1}, "BAD_INTEGER"),
        ({"questions": [good], "policy": {"lenient": True}}, "FIELD_UNKNOWN"),
        ({"asks": []}, "FIELD_UNKNOWN"),
    ):
        refused = await client.post("/v1/verdicts", json=body)
        assert refused.status_code == 422 and refused.json()["code"] == code, refused.text


async def _asked(client: httpx.AsyncClient, question: dict[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = (await client.get("/v1/verdict", params=question)).json()
    found.pop("local")
    return found


async def test_what_was_known_and_what_was_seen(client: httpx.AsyncClient, ledger: Ledger) -> None:
    recording = ledger.register(b"a song of the past" * 1000, "昔").asset
    question = {"party": ledger.lin, "use": "LIVE_PERFORM", "work": recording, "territory": "CN"}
    early = await client.get("/v1/verdict", params={**question, "known_at": "2020-01-01"})
    assert early.json()["codes"] == ["UNKNOWN_ASSET"] and early.json()["at_iso"].startswith(
        "2020-01-01T00:00"
    )
    seen = await client.get("/v1/verdict", params={**question, "strict": "true"})
    assert seen.json()["verdict"] == "AUTHORISED" and seen.json()["flags"] == []
    wrong = await client.get("/v1/verdict", params={**question, "strict": "yes"})
    assert wrong.status_code == 400 and wrong.json()["code"] == "PARAMETER_BOOLEAN"


async def test_a_chain_of_lines_a_page_at_a_time(client: httpx.AsyncClient, ledger: Ledger) -> None:
    """What a head chains can be read in pages, and folds to the head that the contract keeps."""
    recording = ledger.register(b"a song of many licences" * 1000, "众").asset
    for _ in range(3):
        ledger.home.chain.send(ledger.activation(recording)[1])
    key = title_key(recording, Layer.PHN)
    pages: list[dict[str, Any]] = []
    after: int | None = 0
    while after is not None:
        answer = await client.get(f"/v1/chains/{key}?limit=2&after={after}")
        schemas.Chain.model_validate_json(answer.content)
        pages.append(answer.json())
        after = pages[-1]["next"]
    assert [len(page["entries"]) for page in pages] == [2, 1] and pages[0]["count"] == 3
    head = ZERO_HASH
    for each in (entry for page in pages for entry in page["entries"]):
        numbers = {name: int(each[name]) for name in ("territory", "start", "end")}
        words = {**each, **numbers}
        words.pop("number")
        head = next_head(head, Entry(**words))
    block = pages[0]["block"]["number"]
    assert head == pages[0]["head"] == ledger.home.chain.head_of_chain(key, block)
    empty = (await client.get(f"/v1/chains/{_sha(b'nothing')}")).json()
    assert (empty["count"], empty["head"], empty["next"]) == (0, ZERO_HASH, None)
    for wrong in ("limit=1001", "limit=-1", "after=x"):
        refused = await client.get(f"/v1/chains/{key}?{wrong}")
        assert refused.status_code == 400 and refused.json()["code"] == "PARAMETER_NUMBER"
