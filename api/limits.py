"""What a request may cost: size, pace, nesting. Everything is bounded before anything is parsed."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass

from starlette.requests import ClientDisconnect, Request

from ledger.errors import BadInput, UsageError

MIB = 1 << 20

# Python's own default. web3's dependencies raise it to 100,000, and a deeply nested body then crashes the
# process instead of raising (THREATS.md, trap 1).
RECURSION_LIMIT = 1000


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one server.

    Args:
        check_bytes: Largest file for ``POST /v1/check``.
        json_bytes: Largest JSON body: a deal of 16 lines and 128 signers is some 100 kB.
        json_depth: Deepest nesting of a JSON body.
        idle_seconds: Longest wait for the next piece of a body.
        grace_seconds: Time after which the average pace of a body counts.
        least_pace: Bytes a second below which an upload is given up.
        answer_seconds: How long an operation may keep its caller waiting before he gets *pending*.
        uploads: How many files are hashed at a time.
        questions: Most questions in one list.
        operations_each: Most operations an hour that are sent to the chain for one account.
        operations_all: Most for all accounts together.
        gas_each: Most gas an hour for one account.
        gas_all: Most gas an hour in all.
        gas_operation: Most gas for one operation.
        gas_price: Most wei for a unit of gas.
        denied: Accounts for which nothing is sent, lower case.
    """

    check_bytes: int = 2048 * MIB
    json_bytes: int = MIB
    json_depth: int = 32
    idle_seconds: float = 20.0
    grace_seconds: float = 60.0
    least_pace: int = 16 * 1024
    answer_seconds: float = 20.0
    uploads: int = 16
    questions: int = 1_000
    operations_each: int = 600
    operations_all: int = 6_000
    gas_each: int = 60_000_000
    gas_all: int = 600_000_000
    gas_operation: int = 5_000_000
    gas_price: int = 500 * 10**9
    denied: frozenset[str] = frozenset()


async def body(request: Request, most: int, limits: Limits) -> AsyncIterator[bytes]:
    """The body of a request in the pieces in which it arrives.

    Args:
        request: The request.
        most: Most bytes allowed.
        limits: Pace of the upload.

    Raises:
        BadInput: ``BODY_TOO_LARGE`` as soon as that is known, ``BODY_TOO_SLOW``, ``BODY_CUT``.
    """
    announced = request.headers.get("content-length", "")
    # The server in front has checked that it is a number; without it (chunked) the count below decides alone.
    if announced.isascii() and announced.isdigit() and (len(announced) > 18 or int(announced) > most):
        raise BadInput("BODY_TOO_LARGE", limit=most)
    began, done = time.monotonic(), 0
    stream = request.stream()
    while True:
        try:
            async with asyncio.timeout(limits.idle_seconds):
                piece = await anext(stream)
        except StopAsyncIteration:
            return
        except TimeoutError:
            raise BadInput("BODY_TOO_SLOW", seconds=int(limits.idle_seconds)) from None
        except ClientDisconnect as error:
            raise BadInput("BODY_CUT", size=done) from error
        done += len(piece)
        if done > most:
            raise BadInput("BODY_TOO_LARGE", limit=most)
        taken = time.monotonic() - began
        if taken > limits.grace_seconds and done < taken * limits.least_pace:
            raise BadInput("BODY_TOO_SLOW", seconds=int(taken))
        if piece:
            yield piece


async def json_body(request: Request, limits: Limits) -> bytes:
    """The whole body of a JSON request, unparsed.

    Raises:
        UsageError: ``WRONG_MEDIA_TYPE``. A page of another site can send plain text
            without asking, JSON it can't.
        BadInput: As ``body``.
    """
    given = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if given != "application/json":
        raise UsageError("WRONG_MEDIA_TYPE", given=given[:80], expected="application/json")
    return b"".join([piece async for piece in body(request, limits.json_bytes, limits)])


def parameters(request: Request, required: tuple[str, ...], optional: tuple[str, ...] = ()) -> dict[str, str]:
    """Query parameters, each at most once, none unknown; ``lang`` is always allowed.

    Raises:
        UsageError: ``UNKNOWN_PARAMETER``, ``REPEATED_PARAMETER``, ``MISSING_PARAMETER``, ``LONG_PARAMETER``.
    """
    given: dict[str, str] = {}
    for name, value in request.query_params.multi_items():
        if name not in (*required, *optional, "lang"):
            known = ", ".join((*required, *optional, "lang"))
            raise UsageError("UNKNOWN_PARAMETER", name=name[:40], known=known)
        if name in given:
            raise UsageError("REPEATED_PARAMETER", name=name)
        if len(value) > 200:
            raise UsageError("LONG_PARAMETER", name=name, limit=200)
        given[name] = value
    for name in required:
        if name not in given:
            raise UsageError("MISSING_PARAMETER", name=name)
    given.pop("lang", None)
    return given
