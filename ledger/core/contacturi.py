"""The public contact URI of a record: where to ask the registrant; shown, never fetched."""

from __future__ import annotations

import re

from ledger.errors import BadInput

MAX_CONTACT = 200
"""Bytes: an address of mail has 254 at most by RFC 5321, and hardly any has 64."""

# RFC 3986 without user, since `https://bank.example@evil.example` is read wrongly; hosts in ASCII (IDNA in
# its A-form), since letters of other scripts look alike; one spelling each: scheme and host in lower case.
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = rf"(?:{_LABEL}\.)+(?=[a-z0-9-]*[a-z]){_LABEL}"
# What may be repeated is never repeated within: that would take years to refuse some texts.
_ONE = r"[A-Za-z0-9\-._~!$&'()*+,;=:@/]|%[0-9A-F]{2}"
_HTTPS = re.compile(rf"https://{_HOST}(?::[1-9][0-9]{{0,4}})?(?:/(?:{_ONE})*)?(?:\?(?:{_ONE}|\?)*)?\Z")
_LOCAL = r"[A-Za-z0-9!#$&'*+\-/=?^_`{|}~]+(?:\.[A-Za-z0-9!#$&'*+\-/=?^_`{|}~]+)*"
_MAIL = re.compile(rf"mailto:{_LOCAL}@{_HOST}\Z")


def check_contact(value: str) -> str:
    """The URI if a record may bear it: ``https`` or ``mailto``, ASCII, 200 bytes at most.

    A mailto has one address and no headers, so that a click writes nothing for the reader; neither has a
    user, a fragment, or a host that is a number or has one label.

    Raises:
        BadInput: ``RECORD_CONTACT``.

    Source: RFC 3986, RFC 6068, RFC 5890.
    """
    if len(value) > MAX_CONTACT or not (_HTTPS.match(value) or _MAIL.match(value)):
        raise BadInput("RECORD_CONTACT", value=ascii(value[:MAX_CONTACT])[1:-1], limit=MAX_CONTACT)
    return value
