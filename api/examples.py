"""Examples of the OpenAPI document. Tests hold each against its model, and parse the operation."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

_LIN, _HAO, _VENUE = ("0x" + digits * 20 for digits in ("1a", "2b", "3c"))
_SONG, _RECORDING, _FILE, _DEAL = ("0x" + digits * 32 for digits in ("3e", "3f", "5d", "6e"))
_TX, _TITLE, _RECORD = ("0x" + digits * 32 for digits in ("7f", "4a", "5c"))
_THEN: Json = {"number": 7, "hash": "0x" + "8a" * 32}
_NOW: Json = {"number": 12, "hash": "0x" + "9b" * 32}
_CID = "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku"
_TIME = {"time": 1767196800, "time_iso": "2026-01-01T00:00:00+08:00"}

_ASSET: Json = {
    "asset": _RECORDING,
    "type": "SOUND_RECORDING",
    "registrant": _LIN,
    "priority": 1767196800,
    "priority_iso": "2026-01-01T00:00:00+08:00",
    "record_cid": _CID,
    "transaction": _TX,
    "block": _THEN,
    "links": [{"kind": 1, "target": _SONG}],
}

_HOP: Json = {
    "kind": "line",
    "asset": _RECORDING,
    "layer": "PHN",
    "ref": f"{_DEAL}#2",
    "from": [_LIN, _HAO],
    "to": [_VENUE],
    "transaction": _TX,
    "block": _THEN,
    **_TIME,
    "cid": _CID,
}

_VERDICT: Json = {
    "verdict": "AUTHORISED",
    "verdict_words": "authorised",
    "flags": [],
    "codes": [],
    "sentences": [],
    "duties": [],
    "layers": [
        {
            "asset": _RECORDING,
            "layer": "PHN",
            "verdict": "AUTHORISED",
            "verdict_words": "authorised",
            "codes": [],
            "sentences": [],
            "flags": [],
            "chain": [_HOP],
            "others": [],
        }
    ],
    "parents": [],
    "tracks": [],
    "summary": {},
    "chain": [_HOP],
    "party": _VENUE,
    "use": "STREAM_ONDEMAND",
    "asset": _RECORDING,
    "territory": "CN",
    "at": 1781452800,
    "at_iso": "2026-06-15T00:00:00+08:00",
    "until": 1924963200,
    "until_iso": "2031-01-01T00:00:00+08:00",
    "titles": {_RECORDING: "连城一家"},
    "block": _NOW,
}

_SHARES: Json = {
    "shares": [
        {"holder": _LIN, "units": 60_000_000, "percent": "60"},
        {"holder": _HAO, "units": 40_000_000, "percent": "40"},
    ]
}

_NETWORK: Json = {
    "songdeed": "network",
    "version": 1,
    "name": "choir",
    "chain_id": 8453,
    "genesis": "0x" + "8a" * 32,
    "registry": _LIN,
    "licensing": _HAO,
    "deployed_at": 1,
    "local": False,
    "public_mempool": True,
    "finality": "finalized",
    "code": {"registry": _TX, "licensing": _TITLE},
    "rpc": "http://203.0.113.7:8000/v1/rpc",
    "api": "http://203.0.113.7:8000",
    "host": "0x" + "6b" * 32,
    "fingerprint": "GXQQ-YH22-QJ1Q-V2WZ",
}

EXAMPLES: dict[str, Json] = {
    "NetworkFile": _NETWORK,
    "HostProof": {
        "network": _NETWORK,
        "block": {"number": 7, "hash": _TX},
        "signature": "0x" + "5a" * 64,
    },
    "rpc_body": {"jsonrpc": "2.0", "id": 1, "method": "eth_chainId", "params": []},
    "RpcAnswer": {"jsonrpc": "2.0", "id": 1, "result": "0x8982a3d2"},
    "Record": {
        "format": "songdeed-record",
        "registrant": _LIN,
        "titles": [{"text": "连城一家"}],
        "type": "MUSICAL_WORK",
        "version": 1,
    },
    "RecordKept": {"asset": _RECORDING, "record_cid": _CID, "local": True},
    "Work": {**_ASSET, "as_of": _NOW, "local": True},
    "Claims": {"match": True, "assets": [_ASSET], "sha256": _FILE, "block": _NOW, "local": True},
    "Titles": {
        "asset": _RECORDING,
        "titles": [
            {
                "asset": _RECORDING,
                "layer": "PHN",
                "version": 0,
                "title": _TITLE,
                "since": 1767196800,
                "since_iso": "2026-01-01T00:00:00+08:00",
                "transaction": _TX,
                "confirmed": False,
                **_SHARES,
            }
        ],
        "timeline": [
            {
                **_TIME,
                "transaction": _TX,
                "block": _THEN,
                "asset": _RECORDING,
                "layer": "PHN",
                "what": "REGISTERED",
                "who": None,
                **_SHARES,
                "unclaimed": [],
            }
        ],
        "block": _NOW,
        "local": True,
    },
    "Deals": {
        "asset": _RECORDING,
        "deals": [
            {
                "deal": _DEAL,
                "status": "ACTIVE",
                "signers": [_LIN, _HAO, _VENUE],
                "terms": _RECORD,
                "transaction": _TX,
                "block": _THEN,
                **_TIME,
                "lines": [
                    {
                        "index": 2,
                        "layer": "PHN",
                        "licensee": _VENUE,
                        "uses": ["STREAM_ONDEMAND"],
                        "territories": ["CN"],
                        "start": 1767196800,
                        "start_iso": "2026-01-01T00:00:00+08:00",
                        "end": 1924963200,
                        "end_iso": "2031-01-01T00:00:00+08:00",
                        "exclusivity": "NONEXCLUSIVE",
                        "revocation": "AT_WILL",
                        "revoker": _LIN,
                        "notice": 0,
                        "ended": None,
                        "ended_iso": None,
                    }
                ],
            }
        ],
        "block": _NOW,
        "local": True,
    },
    "Chain": {
        "chain": _TITLE,
        "head": "0x" + "ab" * 32,
        "entries": [
            {
                "number": 1,
                "deal": _DEAL,
                "index": 2,
                "usage": 16,
                "territory": "8796093022208",
                "start": "1767196800",
                "end": "1924963200",
                "exclusivity": 1,
                "licensee": _VENUE,
            }
        ],
        "count": 1,
        "next": None,
        "block": _NOW,
        "local": True,
    },
    "Verdict": {**_VERDICT, "local": True},
    "Verdicts": {"answers": [_VERDICT], "summary": {"AUTHORISED": 1}, "block": _NOW, "local": True},
    "questions_body": {
        "questions": [
            {
                "party": _VENUE,
                "use": "STREAM_ONDEMAND",
                "work": _RECORDING,
                "territory": "CN",
                "at": "2026-06-15",
            }
        ],
        "policy": {"strict": True, "finality": 12},
    },
    "Operation": {
        "operation": _DEAL,
        "kind": "activate",
        "state": "MINED",
        "transaction": _TX,
        "block": {**_THEN, "time": 1767196800},
        "level": "final",
        "reason": None,
        "already": False,
        "local": True,
    },
    "Health": {"status": "ok"},
    "Ready": {
        "status": "ready",
        "network": {"name": "local", "chain_id": 3000000001},
        "block": _NOW,
        "local": True,
    },
    "Problem": {
        "type": "urn:songdeed:problem:UNKNOWN_PARAMETER",
        "title": "The request is malformed",
        "status": 400,
        "detail": "There is no parameter page here.",
        "instance": "urn:uuid:6f1c1f0e-6f0e-4d4c-8a3a-0f6d3d1c2b1a",
        "code": "UNKNOWN_PARAMETER",
        "hint": "The parameters are: sha256, lang.",
    },
    "operation_body": {
        "kind": "cancel_deal",
        "deal": {
            "lines": [
                {
                    "asset": _RECORDING,
                    "society": "0x" + "00" * 20,
                    "layer": "3",
                    "usage": "16",
                    "territory": "8796093022208",
                    "start": "1767196800",
                    "end": "1924963200",
                    "exclusivity": "1",
                    "licensee": _VENUE,
                    "title": _TITLE,
                    "parent": "0x" + "00" * 32,
                    "depth": "0",
                    "consult": "0x" + "00" * 32,
                    "revocation": "1",
                    "revoker": _LIN,
                    "notice": "0",
                    "survives": False,
                }
            ],
            "signers": [_LIN, _HAO, _VENUE],
            "terms": _RECORD,
            "acceptBy": "18446744073709551615",
            "arbiter": "0x" + "00" * 20,
            "crossTermination": False,
            "salt": "0x" + "d1" * 32,
        },
        "cancellation": {"digest": _DEAL, "by": _LIN, "deadline": "1767283200"},
        "signature": "0x" + "e2" * 64 + "1b",
    },
}
