"""What can go wrong between here and an IPFS node, as plain errors."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import requests
import requests.exceptions
import urllib3.exceptions
from ipfshttpclient import exceptions as ipfs

from ledger.errors import Refused, ServiceDown

# What breaks in a body, which bound_body reads, reaches us as the errors of urllib3.
_SLOW = (ipfs.TimeoutError, requests.exceptions.Timeout, urllib3.exceptions.TimeoutError)
_DOWN = (ipfs.ConnectionError, requests.exceptions.ConnectionError)
_GARBLED = (
    ipfs.Error,
    requests.exceptions.RequestException,
    urllib3.exceptions.HTTPError,
    AssertionError,  # ipfshttpclient asserts how many objects an answer has
    AttributeError,
    KeyError,
    TypeError,
    ValueError,
)
_PIECE = 1 << 16
_FULL = ("no space left on device", "disk quota exceeded")
_DENIED = (401, 403)
_ABSENT = ("is not pinned", "not found", "could not find", "context deadline exceeded")


def bound_body(limit: int, seconds: float) -> Callable[..., None]:
    """A hook for a session: no answer is read beyond a size or a time.

    Left to themselves, requests and ipfshttpclient take a body in whole, and a byte now and then keeps every
    socket timeout from running out.

    Args:
        limit: Bytes after which an answer is cut off (and then fails its check).
        seconds: Time for a body from its first byte on.
    """

    def hook(response: requests.Response, **_: object) -> None:
        def pieces(chunk_size: int | None = None, decode_unicode: bool = False) -> Iterator[bytes]:
            left, deadline = limit, math.inf
            while left > 0 and (piece := response.raw.read1(min(left, _PIECE), decode_content=True)):
                # The wait for the first byte is the socket's: a node may think long about a large file.
                deadline = min(deadline, time.monotonic() + seconds)
                if time.monotonic() > deadline:
                    raise requests.exceptions.ReadTimeout
                left -= len(piece)
                yield piece

        response.iter_content = pieces  # type: ignore[method-assign]  # what ipfshttpclient reads by

    return hook


@contextmanager
def answers(store: str) -> Iterator[None]:
    """Turn what a node does wrong into ServiceDown.

    Args:
        store: Its address, for the message.

    Raises:
        ServiceDown: ``STORE_SLOW``, ``STORE_DOWN``, ``STORE_FULL``, ``STORE_REFUSED`` (it said why),
            ``STORE_GARBLED`` (no Kubo, or one that answers nonsense).
        Refused: ``STORE_DENIED``: it wants other credentials.
    """
    try:
        yield
    except _SLOW as error:
        raise ServiceDown("STORE_SLOW", store=store) from error
    except _DOWN as error:
        raise ServiceDown("STORE_DOWN", store=store) from error
    except (ipfs.StatusError, requests.exceptions.HTTPError) as error:
        if _status_of(error) in _DENIED:
            raise Refused("STORE_DENIED", store=store) from error
        if not isinstance(error, ipfs.ErrorResponse):
            raise ServiceDown("STORE_GARBLED", store=store) from error
        reason = str(error)
        if any(words in reason for words in _FULL):
            raise ServiceDown("STORE_FULL", store=store) from error
        raise ServiceDown("STORE_REFUSED", store=store, reason=reason[:300]) from error
    except _GARBLED as error:
        raise ServiceDown("STORE_GARBLED", store=store) from error


def _status_of(error: Exception) -> int | None:
    cause = getattr(error, "original", error)
    return getattr(getattr(cause, "response", None), "status_code", None)


def is_absent(error: ServiceDown) -> bool:
    """Whether a node refused since it does not have what was asked for."""
    return error.code == "STORE_REFUSED" and any(words in str(error.params["reason"]) for words in _ABSENT)
