"""Deals signed, in force, ended or withdrawn, on a fake chain with the real index."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ledger.core.model import Cancellation, Termination
from ledger.core.operations import Activate, CancelDeal, Terminate
from ledger.core.rights import Revocation
from ledger.errors import BadInput, Denied, NotYet, Refused, ServiceDown
from ledger.services import telling
from tests.fakes import an_id
from tests.unit.core.world import party
from tests.unit.services.desk import HAO, LIN, VENUE, Desk, code, signed


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_deal_of_another_chain(desk: Desk) -> None:
    file = desk.propose()
    changes = ({"chain_id": 1, "local": False}, {"genesis": an_id("other")}, {"licensing": party("other")})
    for change in changes:
        other = replace(file, **change)  # type: ignore[arg-type]
        for act in (
            desk.dealing.status, lambda o: desk.dealing.activate(o, None), desk.dealing.check_network,
            lambda o: desk.dealing.termination(o, VENUE), lambda o: desk.dealing.cancellation(o, VENUE),
        ):  # fmt: skip
            with pytest.raises(Refused) as error:
                act(other)
            same_id = other.chain_id == file.chain_id
            assert code(error) == f"DEAL_OF_ANOTHER_{'LEDGER' if same_id else 'CHAIN'}"
    assert not desk.chain.sent


def test_after_its_deadline_a_deal_is_expired(desk: Desk) -> None:
    now = desk.chain.head().time
    assert desk.dealing.status(desk.propose(accept_by=now + 10**8)).state == "PROPOSED"
    file = signed(desk.propose(accept_by=now - 1), LIN, VENUE)
    assert desk.dealing.status(file).state == "EXPIRED"
    with pytest.raises(Denied) as error:
        desk.dealing.renew(file)
    assert code(error) == "DEAL_EXPIRED"
    with pytest.raises(Denied) as error:
        desk.dealing.activate(file, None)
    assert code(error) == "DEAL_EXPIRED" and "T" in str(error.value.params["time"])
    assert not desk.chain.sent


def test_signatures_missing(desk: Desk) -> None:
    file = signed(desk.propose(), LIN, VENUE)
    with pytest.raises(NotYet) as error:
        desk.dealing.activate(file, None)
    assert code(error) == "SIGNATURES_MISSING" and error.value.params == {"missing": HAO}
    assert not desk.chain.sent
    whole = signed(file, HAO)
    desk.dealing.activate(whole, None)
    (sent,) = desk.chain.sent
    assert isinstance(sent, Activate) and sent.deal == file.deal and sent.proof == ()
    assert sent.signatures == tuple(whole.signatures[signer] for signer in file.deal.signers)


def test_a_signature_that_is_not_his_is_missing(desk: Desk) -> None:
    file = signed(desk.propose(), LIN, VENUE)
    forged = file.signed(HAO, file.signatures[LIN])
    assert forged.missing == () and desk.dealing.missing(forged) == (HAO,)
    assert desk.dealing.status(forged).missing == (HAO,)
    assert desk.dealing.missing(signed(file, HAO)) == ()


def test_status(desk: Desk) -> None:
    file = signed(desk.propose(), LIN)
    found = desk.dealing.status(file)
    assert (found.state, found.missing) == ("PROPOSED", tuple(sorted({HAO, VENUE})))
    deal = desk.world.activate(file.deal)
    desk.tell()
    assert deal == file.id and desk.dealing.status(file).state == "ACTIVE"
    desk.world.terminate(deal, [0, 1], by=VENUE)
    desk.tell()
    assert desk.dealing.status(file).state == "ACTIVE", "one line is left"
    end = desk.world.time + 500
    desk.world.terminate(deal, [2], end, by=VENUE)
    desk.tell()
    assert desk.dealing.status(file).state == "ACTIVE", "it has not ended yet"
    desk.chain.mine(time=end - 1)
    assert desk.dealing.status(file).state == "ACTIVE"
    desk.chain.mine(time=end)
    over = desk.dealing.status(file)
    assert (over.state, over.missing, over.block) == ("ENDED", (), desk.chain.head())


def test_status_of_a_deal_that_was_withdrawn(desk: Desk) -> None:
    file = signed(desk.propose(), LIN)
    desk.world.cancel(file.deal, by=HAO)
    desk.tell()
    assert desk.dealing.status(file).state == "CANCELLED" and desk.dealing.status(file).missing == ()


def test_status_of_a_deal_whose_term_is_over(desk: Desk) -> None:
    file = desk.active()
    head = desk.chain.mine(time=file.deal.lines[0].end)
    (told,) = telling.deals(desk.world.state(), desk.recording, head)["deals"]
    assert desk.dealing.status(file).state == told["status"] == "ENDED"


@pytest.mark.parametrize(
    ("rule", "by", "mask"),
    [
        (Revocation.AT_WILL, VENUE, 0b111),
        (Revocation.AT_WILL, LIN, 0b111),
        (Revocation.AT_WILL, HAO, 0),
        (Revocation.FOR_CAUSE, VENUE, 0b111),
        (Revocation.FOR_CAUSE, LIN, 0),
        (Revocation.FOR_CAUSE, HAO, 0b111),
        (Revocation.IRREVOCABLE, VENUE, 0b111),
        (Revocation.IRREVOCABLE, LIN, 0),
        (Revocation.IRREVOCABLE, HAO, 0),
    ],
)
def test_who_may_end(desk: Desk, rule: Revocation, by: str, mask: int) -> None:
    """LIN is the revoker, HAO the arbiter, VENUE the licensee."""
    file = desk.active(revocation=rule, arbiter=HAO)
    if not mask:
        with pytest.raises(Denied) as error:
            desk.dealing.termination(file, by)
        assert code(error) == "NOTHING_TO_END" and error.value.params == {"by": by}
        return
    found = desk.dealing.termination(file, by)
    assert (found.deal, found.lines, found.end, found.by) == (file.id, mask, 0, by)
    assert found.deadline == desk.chain.head().time + 86_400


def test_only_the_lines_named_end(desk: Desk) -> None:
    file = desk.active()
    assert desk.dealing.termination(file, VENUE, [2]).lines == 0b100
    assert desk.dealing.termination(file, VENUE, [0, 2, 2]).lines == 0b101
    for wrong in ([3], [-1], [0, 3]):
        with pytest.raises(BadInput) as error:
            desk.dealing.termination(file, VENUE, wrong)
        assert code(error) == "NO_SUCH_LINE" and error.value.params == {"count": 3}


def test_terminate_and_cancel_send_the_deal_with_what_was_signed(desk: Desk) -> None:
    file = desk.propose()
    ending = desk.dealing.termination(file, VENUE)
    assert isinstance(ending, Termination)
    desk.dealing.terminate(file, ending, b"one", None)
    withdrawal = desk.dealing.cancellation(file, HAO)
    assert withdrawal == Cancellation(file.id, HAO, desk.chain.head().time + 86_400)
    desk.dealing.cancel(file, withdrawal, b"two", None)
    assert desk.chain.sent == [
        Terminate(file.deal, ending, b"one"),
        CancelDeal(file.deal, withdrawal, b"two"),
    ]


def test_what_the_contract_refuses_is_passed_on(desk: Desk) -> None:
    file = signed(desk.propose(), LIN, HAO, VENUE)
    desk.chain.refusal = Denied("CONTRACT_STALE_TITLE", index=0)
    with pytest.raises(Denied) as error:
        desk.dealing.activate(file, None)
    assert code(error) == "CONTRACT_STALE_TITLE" and not desk.chain.sent


def test_a_chain_that_is_down(desk: Desk) -> None:
    file = desk.propose()
    desk.chain.down = True
    for act in (lambda: desk.dealing.status(file), lambda: desk.proposing.propose(desk.wish())):
        with pytest.raises(ServiceDown):
            act()
