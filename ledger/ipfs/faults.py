"""What can go wrong between here and an IPFS node, as plain errors."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import requests.exceptions
import urllib3.exceptions
from ipfshttpclient import exceptions as ipfs

from ledger.errors import ServiceDown

# The library reads headers before it hands out a stream: what breaks later reaches us as the errors of
# requests.
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
_FULL = ("no space left on device", "disk quota exceeded")
_ABSENT = ("is not pinned", "not found", "could not find", "context deadline exceeded")


@contextmanager
def answers(store: str) -> Iterator[None]:
    """Turn what a node does wrong into ServiceDown.

    Args:
        store: Its address, for the message.

    Raises:
        ServiceDown: ``STORE_SLOW``, ``STORE_DOWN``, ``STORE_FULL``, ``STORE_REFUSED`` (it said why),
            ``STORE_GARBLED`` (no Kubo, or one that answers nonsense).
    """
    try:
        yield
    except _SLOW as error:
        raise ServiceDown("STORE_SLOW", store=store) from error
    except _DOWN as error:
        # A read timeout in the middle of a body comes as a ConnectionError of requests.
        slow = isinstance(getattr(error, "args", [None])[0], urllib3.exceptions.TimeoutError)
        raise ServiceDown("STORE_SLOW" if slow else "STORE_DOWN", store=store) from error
    except ipfs.ErrorResponse as error:
        reason = str(error)
        if any(words in reason for words in _FULL):
            raise ServiceDown("STORE_FULL", store=store) from error
        raise ServiceDown("STORE_REFUSED", store=store, reason=reason[:300]) from error
    except _GARBLED as error:
        raise ServiceDown("STORE_GARBLED", store=store) from error


def is_absent(error: ServiceDown) -> bool:
    """Whether a node refused since it does not have what was asked for."""
    return error.code == "STORE_REFUSED" and any(words in str(error.params["reason"]) for words in _ABSENT)
