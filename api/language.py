"""Which of the two languages an answer is written in."""

from __future__ import annotations

from starlette.requests import Request

from ledger.errors import UsageError
from ledger.text import LANGS, Lang

# A header longer than this is not a list of languages that a person set.
MAX_HEADER = 500


def language(request: Request) -> Lang:
    """The language of an answer: ``?lang=`` if given, else the best of ``Accept-Language``, else English.

    Raises:
        UsageError: ``BAD_LANGUAGE``.
    """
    wanted = request.query_params.get("lang")
    if wanted is None:
        return accepted(request.headers.get("accept-language", ""))
    for lang in LANGS:
        if wanted == lang:
            return lang
    raise UsageError("BAD_LANGUAGE", value=wanted[:40])


def language_of_problem(request: Request) -> Lang:
    """The same, but an unknown ``?lang=`` is no second error: the problem about it needs a language too."""
    try:
        return language(request)
    except UsageError:
        return accepted(request.headers.get("accept-language", ""))


def accepted(header: str) -> Lang:
    """Best language of an Accept-Language header (RFC 9110 12.5.4); of equal weights the first counts.

    Args:
        header: Value of the header; what can't be read in it is passed over.
    """
    best: tuple[float, Lang] = (0.0, "en")
    for item in header[:MAX_HEADER].split(","):
        name, _, weight = item.partition(";")
        primary = name.strip().lower().split("-")[0]
        for lang in LANGS:
            if primary == lang and _weight(weight) > best[0]:
                best = (_weight(weight), lang)
    return best[1]


def _weight(text: str) -> float:
    key, _, value = text.strip().partition("=")
    if not key:
        return 1.0
    try:
        weight = float(value)
    except ValueError:
        return 0.0
    return weight if key.strip() == "q" and 0 <= weight <= 1 else 0.0
