// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {KeyWallet} from "../../contracts/test/KeyWallet.sol";
import {
    Attestation,
    DisputeWithdrawal,
    ICopyrightRegistry,
    Opening,
    Ruling,
    Statement
} from "../../contracts/interfaces/ICopyrightRegistry.sol";
import {AnnalsBase} from "./helpers/AnnalsBase.sol";
import {Expected} from "./helpers/Expected.sol";

/// @title Disputes, rulings, attestations and statements that are taken, each slot computed a second time
contract AnnalsTest is AnnalsBase {
    function test_relayedWithASignature() external forEach {
        _prepare(hao);
        _accepts(hao, FOREVER, stranger, _signature(hao, _text(hao, FOREVER)));
    }

    function test_sentByTheAccountItself() external forEach {
        _prepare(hao);
        _accepts(hao, FOREVER, hao, "");
    }

    function test_sentByTheAccountItselfWithItsSignature() external forEach {
        _prepare(hao);
        _accepts(hao, FOREVER, hao, _signature(hao, _text(hao, FOREVER)));
    }

    function test_contractAccount_byErc1271() external forEach {
        address wallet = address(new KeyWallet(_list(hao, venue)));
        _prepare(wallet);
        _accepts(wallet, FOREVER, stranger, _signature(hao, _text(wallet, FOREVER)));
    }

    function test_contractAccount_itself() external forEach {
        address wallet = address(new KeyWallet(_list(hao)));
        _prepare(wallet);
        _accepts(wallet, FOREVER, wallet, "");
    }

    function test_inTheLastSecond() external forEach {
        _prepare(hao);
        _accepts(hao, NOW, stranger, _signature(hao, _text(hao, NOW)));
    }

    function test_digests() external view {
        Opening memory one = _opening(subject, sun);
        VM.assertEq(registry.typedDataHash(Expected.hash(one)), _digest(one), "opening");
        Ruling memory two = _ruling(subject, sun, UPHELD);
        VM.assertEq(registry.typedDataHash(Expected.hash(two)), _digest(two), "ruling");
    }

    function test_open() external {
        Opening memory text = _opening(subject, sun);
        bytes32 digest = _digest(text);
        VM.expectEmit(true, true, true, true, address(registry));
        emit ICopyrightRegistry.DisputeOpened(subject, sun, EVIDENCE, digest);
        registry.openDispute(text, _signature(sun, digest));
        VM.assertEq(registry.disputes(subject), _link(0, 1, sun, sun, EVIDENCE), "chain");
        VM.assertEq(registry.openings(_openingKey(subject, sun)), _wordNow(1, 1), "word");
    }

    function test_withdraw() external {
        _open(_opening(subject, sun));
        bytes32 chain = registry.disputes(subject);
        VM.warp(NOW + DAY);
        VM.roll(BLOCK + 9);
        DisputeWithdrawal memory text = _withdrawal(subject, sun);
        bytes32 digest = _digest(text);
        VM.expectEmit(true, true, true, true, address(registry));
        emit ICopyrightRegistry.DisputeWithdrawn(subject, sun, digest);
        registry.withdrawDispute(text, _signature(sun, digest));
        VM.assertEq(registry.disputes(subject), _link(chain, 2, sun, sun, 0), "chain");
        VM.assertEq(registry.openings(_openingKey(subject, sun)), _wordNow(2, 1), "word");
    }

    function test_openAgain_withAnotherText() external {
        _open(_opening(subject, sun));
        _withdraw(_withdrawal(subject, sun));
        bytes32 chain = registry.disputes(subject);
        VM.warp(NOW + DAY);
        Opening memory text = _opening(subject, sun);
        text.evidence = REASONS;
        _open(text);
        VM.assertEq(registry.disputes(subject), _link(chain, 1, sun, sun, REASONS), "chain");
        VM.assertEq(registry.openings(_openingKey(subject, sun)), _wordNow(1, 2), "opened a second time");
    }

    function test_uphold() external {
        _ruled(UPHELD);
    }

    function test_dismiss() external {
        _ruled(DISMISSED);
    }

    function test_severalOpenersShareTheChainOfASubject() external {
        _open(_opening(subject, sun));
        _open(_opening(subject, hao));
        bytes32 chain = _link(_link(0, 1, sun, sun, EVIDENCE), 1, hao, hao, EVIDENCE);
        _resolve(_ruling(subject, hao, DISMISSED));
        chain = _link(chain, 4, arbiter, hao, REASONS);
        VM.assertEq(registry.disputes(subject), chain, "chain");
        VM.assertEq(registry.openings(_openingKey(subject, sun)), _wordNow(1, 1), "Sun's is open");
        VM.assertEq(registry.rulings(_rulingKey(subject, sun, arbiter)), 0, "and not ruled on");
    }

    function test_severalArbitersRuleOnOneDispute() external {
        _open(_opening(subject, sun));
        _resolve(_ruling(subject, sun, UPHELD));
        Ruling memory other = _ruling(subject, sun, DISMISSED);
        other.by = venue;
        _resolve(other);
        VM.assertEq(registry.rulings(_rulingKey(subject, sun, arbiter)), _wordNow(UPHELD, 1), "one");
        VM.assertEq(registry.rulings(_rulingKey(subject, sun, venue)), _wordNow(DISMISSED, 1), "the other");
    }

    /// @dev All in one block: the number of the opening tells them apart, not the time.
    function test_anArbiterRulesAgainOnWhatWasOpenedAgain() external {
        _open(_opening(subject, sun));
        _resolve(_ruling(subject, sun, UPHELD));
        _withdraw(_withdrawal(subject, sun));
        Opening memory again = _opening(subject, sun);
        again.evidence = REASONS;
        _open(again);
        _resolve(_ruling(subject, sun, DISMISSED));
        VM.assertEq(registry.rulings(_rulingKey(subject, sun, arbiter)), _wordNow(DISMISSED, 2), "of the second");
    }

    function test_attest() external {
        Attestation memory text = _attestation(venue, EVIDENCE, hao);
        bytes32 digest = _digest(text);
        VM.expectEmit(true, true, true, true, address(registry));
        emit ICopyrightRegistry.Attested(venue, KIND, hao, EVIDENCE, digest);
        registry.attest(text, _signature(hao, digest));
        VM.assertEq(registry.attestations(_attestationKey(text)), _link(0, EVIDENCE), "chain");
    }

    function test_attest_takeBack_andAnew() external {
        Attestation memory text = _attestation(venue, EVIDENCE, hao);
        _attest(text);
        bytes32 chain = _link(0, EVIDENCE);
        VM.warp(NOW + DAY);
        text.evidence = 0;
        VM.expectEmit(true, true, true, true, address(registry));
        emit ICopyrightRegistry.Attested(venue, KIND, hao, 0, _digest(text));
        _attest(text);
        chain = _link(chain, 0);
        VM.assertEq(registry.attestations(_attestationKey(text)), chain, "taken back");
        text.evidence = REASONS;
        _attest(text);
        VM.assertEq(registry.attestations(_attestationKey(text)), _link(chain, REASONS), "anew");
    }

    function test_attest_eachPartyKindAndAccountOfItsOwn() external {
        Attestation memory text = _attestation(venue, EVIDENCE, hao);
        _attest(text);
        text.kind = type(uint32).max;
        _attest(text);
        VM.assertEq(registry.attestations(_attestationKey(text)), _link(0, EVIDENCE), "another kind");
        text.party = lin;
        _attest(text);
        VM.assertEq(registry.attestations(_attestationKey(text)), _link(0, EVIDENCE), "another party");
        text.by = lin;
        _attest(text);
        VM.assertEq(registry.attestations(_attestationKey(text)), _link(0, EVIDENCE), "oneself");
    }

    function test_state() external {
        Statement memory text = _statement(subject, venue);
        text.kind = 2;
        bytes32 digest = _digest(text);
        VM.expectEmit(true, true, true, true, address(registry));
        emit ICopyrightRegistry.Stated(subject, 2, venue, NOW - 30 * DAY, NOW, ROOT, digest);
        registry.state(text, _signature(venue, digest));
        VM.assertEq(registry.statements(_statementKey(text)), _link(0, ROOT), "chain");
    }

    function test_state_corrected() external {
        Statement memory text = _statement(subject, venue);
        _state(text);
        bytes32 chain = _link(0, ROOT);
        VM.warp(NOW + DAY);
        text.root = REASONS;
        _state(text);
        VM.assertEq(registry.statements(_statementKey(text)), _link(chain, REASONS), "chains on");
    }

    function test_state_eachPeriodOfItsOwn() external {
        Statement memory text = _statement(subject, venue);
        _state(text);
        (text.from, text.to) = (0, 1);
        _state(text);
        VM.assertEq(registry.statements(_statementKey(text)), _link(0, ROOT), "the shortest, long ago");
        text.to = FOREVER;
        _state(text);
        VM.assertEq(registry.statements(_statementKey(text)), _link(0, ROOT), "the longest");
    }

    function _ruled(uint8 decision) private {
        _open(_opening(subject, sun));
        bytes32 chain = registry.disputes(subject);
        VM.warp(NOW + DAY);
        VM.roll(BLOCK + 9);
        Ruling memory text = _ruling(subject, sun, decision);
        bytes32 digest = _digest(text);
        VM.expectEmit(true, true, true, true, address(registry));
        emit ICopyrightRegistry.DisputeResolved(subject, sun, arbiter, decision, REASONS, digest);
        registry.resolveDispute(text, _signature(arbiter, digest));
        VM.assertEq(registry.disputes(subject), _link(chain, 2 + decision, arbiter, sun, REASONS), "chain");
        VM.assertEq(registry.rulings(_rulingKey(subject, sun, arbiter)), _wordNow(decision, 1), "word");
        VM.assertEq(uint8(registry.openings(_openingKey(subject, sun))), 1, "still open");
    }
}
