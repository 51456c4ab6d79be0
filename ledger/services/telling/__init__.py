"""Answers as JSON documents: the same for whoever asks, by command line or over HTTP."""

from ledger.services.telling.deals import chain, deals
from ledger.services.telling.timeline import timeline
from ledger.services.telling.verdicts import answer_json, bad_query, summary, verdict_json
from ledger.services.telling.works import asset_json, block_of, claims, title_json

__all__ = [
    "answer_json",
    "asset_json",
    "bad_query",
    "block_of",
    "chain",
    "claims",
    "deals",
    "summary",
    "timeline",
    "title_json",
    "verdict_json",
]
