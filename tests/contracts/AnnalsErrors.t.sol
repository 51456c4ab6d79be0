// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {KeyWallet} from "../../contracts/test/KeyWallet.sol";
import {RevertingWallet} from "../../contracts/test/RevertingWallet.sol";
import {
    Attestation,
    Cancellation,
    DisputeWithdrawal,
    ICopyrightRegistry,
    Opening,
    Ruling,
    Statement
} from "../../contracts/interfaces/ICopyrightRegistry.sol";
import {AnnalsBase} from "./helpers/AnnalsBase.sol";
import {Expected} from "./helpers/Expected.sol";

/// @title What may not be said in disputes, attestations and statements, each with its exact error
contract AnnalsErrorsTest is AnnalsBase {
    function test_afterTheDeadline() external forEach {
        _prepare(hao);
        bytes memory passed = abi.encodeWithSelector(ICopyrightRegistry.DeadlinePassed.selector, NOW - 1, NOW);
        _refuses(hao, NOW - 1, stranger, _signature(hao, _text(hao, NOW - 1)), passed);
        _refuses(hao, NOW - 1, hao, "", passed);
    }

    function test_withoutTheAccountsSignature() external forEach {
        _prepare(hao);
        bytes32 digest = _text(hao, FOREVER);
        _refuses(hao, FOREVER, stranger, "", _bad(hao, digest));
        _refuses(hao, FOREVER, stranger, _signature(stranger, digest), _bad(hao, digest));
        _refuses(hao, FOREVER, hao, new bytes(65), _bad(hao, digest));
        // Signed, but another deadline.
        _refuses(hao, FOREVER, stranger, _signature(hao, _text(hao, NOW)), _bad(hao, digest));
    }

    function test_contractAccountThatRefuses() external forEach {
        address wallet = address(new KeyWallet(_list(hao)));
        _prepare(wallet);
        bytes32 digest = _text(wallet, FOREVER);
        _refuses(wallet, FOREVER, stranger, _signature(venue, digest), _bad(wallet, digest));
        _refuses(wallet, FOREVER, hao, "", _bad(wallet, digest));
        wallet = address(new RevertingWallet());
        _prepare(wallet);
        digest = _text(wallet, FOREVER);
        _refuses(wallet, FOREVER, stranger, _signature(hao, digest), _bad(wallet, digest));
    }

    function test_t12_oneKeyBehindTwoWallets() external forEach {
        address first = address(new KeyWallet(_list(hao)));
        address second = address(new KeyWallet(_list(hao)));
        _prepare(second);
        bytes memory signature = _signature(hao, _text(first, FOREVER));
        _refuses(second, FOREVER, stranger, signature, _bad(second, _text(second, FOREVER)));
    }

    function test_t05_zeroSaysNothing() external forEach {
        if (saying == Saying.WITHDRAW) return; // zero has opened nothing
        _prepare(address(0));
        _refuses(address(0), FOREVER, stranger, "", _bad(address(0), _text(address(0), FOREVER)));
        _refuses(address(0), FOREVER, stranger, new bytes(65), _bad(address(0), _text(address(0), FOREVER)));
    }

    function test_t03_noTextIsRecordedTwice() external forEach {
        _prepare(hao);
        bytes32 digest = _text(hao, FOREVER);
        bytes memory signature = _signature(hao, digest);
        _accepts(hao, FOREVER, stranger, signature);
        _refuses(hao, FOREVER, stranger, signature, _again(digest));
        _refuses(hao, FOREVER, hao, "", _again(digest));
    }

    function test_t03_noCopyOfWhatTheAccountSentItself() external forEach {
        _prepare(hao);
        bytes32 digest = _text(hao, FOREVER);
        _accepts(hao, FOREVER, hao, "");
        _refuses(hao, FOREVER, stranger, _signature(hao, digest), _again(digest));
    }

    function test_t18_whatTheAccountCancelled() external forEach {
        _prepare(hao);
        bytes32 digest = _text(hao, FOREVER);
        _cancel(hao, digest);
        bytes memory refusal = abi.encodeWithSelector(ICopyrightRegistry.Cancelled.selector, digest);
        _refuses(hao, FOREVER, stranger, _signature(hao, digest), refusal);
        _refuses(hao, FOREVER, hao, "", refusal);
    }

    function test_t18_whatSomebodyElseCancelled() external forEach {
        _prepare(hao);
        bytes32 digest = _text(hao, FOREVER);
        _cancel(stranger, digest);
        _accepts(hao, FOREVER, stranger, _signature(hao, digest));
    }

    /// @dev What a stranger cancels may be any 32 bytes, also the key of somebody else's mark.
    function test_t18_aStrangerCancelsTheKeyOfAMark() external forEach {
        _prepare(hao);
        bytes32 digest = _text(hao, FOREVER);
        _cancel(stranger, Expected.statusKey(hao, digest));
        _accepts(hao, FOREVER, stranger, _signature(hao, digest));
        _cancel(venue, Expected.statusKey(hao, digest));
        VM.assertEq(registry.status(Expected.statusKey(hao, digest)), RECORDED, "the mark stays");
    }

    /// @dev Else who cancelled a recorded text could have it recorded again, or deny that it was.
    function test_cancel_whatIsRecorded() external forEach {
        _prepare(hao);
        bytes32 digest = _text(hao, FOREVER);
        _accepts(hao, FOREVER, hao, "");
        Cancellation memory text = Cancellation({digest: digest, by: hao, deadline: FOREVER});
        VM.prank(hao);
        _refused(_again(digest));
        registry.cancelRegistration(text, "");
    }

    function test_open_whatIsOpen() external {
        _open(_opening(subject, sun));
        Opening memory text = _opening(subject, sun);
        text.evidence = REASONS;
        _refusedOpening(text, abi.encodeWithSelector(ICopyrightRegistry.DisputeIsOpen.selector, subject, sun));
        _resolve(_ruling(subject, sun, DISMISSED));
        _refusedOpening(text, abi.encodeWithSelector(ICopyrightRegistry.DisputeIsOpen.selector, subject, sun));
    }

    function test_t03_anOpeningReplayedAfterItsWithdrawal() external {
        Opening memory text = _opening(subject, sun);
        bytes memory signature = _signature(sun, _digest(text));
        registry.openDispute(text, signature);
        _withdraw(_withdrawal(subject, sun));
        _refused(_again(_digest(text)));
        registry.openDispute(text, signature);
        VM.assertEq(uint8(registry.openings(_openingKey(subject, sun))), 2, "withdrawn");
    }

    function test_t03_aWithdrawalReplayedAfterAnotherOpening() external {
        _open(_opening(subject, sun));
        DisputeWithdrawal memory text = _withdrawal(subject, sun);
        bytes memory signature = _signature(sun, _digest(text));
        registry.withdrawDispute(text, signature);
        Opening memory again = _opening(subject, sun);
        again.evidence = REASONS;
        _open(again);
        _refused(_again(_digest(text)));
        registry.withdrawDispute(text, signature);
    }

    function test_t03_aRulingReplayedAfterAnotherOpening() external {
        _open(_opening(subject, sun));
        Ruling memory text = _ruling(subject, sun, UPHELD);
        bytes memory signature = _signature(arbiter, _digest(text));
        registry.resolveDispute(text, signature);
        _withdraw(_withdrawal(subject, sun));
        Opening memory again = _opening(subject, sun);
        again.evidence = REASONS;
        _open(again);
        _refused(_again(_digest(text)));
        registry.resolveDispute(text, signature);
    }

    function test_withdraw_whatIsNotOpen() external {
        DisputeWithdrawal memory text = _withdrawal(subject, sun);
        _refusedWithdrawal(text, _notOpen());
        _open(_opening(subject, hao)); // somebody else's
        _refusedWithdrawal(text, _notOpen());
        _open(_opening(subject, sun));
        _withdraw(text);
        --text.deadline;
        _refusedWithdrawal(text, _notOpen());
    }

    function test_resolve_whatIsNotOpen() external {
        Ruling memory text = _ruling(subject, sun, UPHELD);
        _refusedRuling(text, _notOpen());
        _open(_opening(subject, hao)); // somebody else's
        _refusedRuling(text, _notOpen());
        _open(_opening(subject, sun));
        _withdraw(_withdrawal(subject, sun));
        _refusedRuling(text, _notOpen());
    }

    function test_resolve_neitherWay() external {
        _open(_opening(subject, sun));
        bytes4 selector = ICopyrightRegistry.UnknownDecision.selector;
        _refusedRuling(_ruling(subject, sun, 0), abi.encodeWithSelector(selector, 0));
        _refusedRuling(_ruling(subject, sun, 3), abi.encodeWithSelector(selector, 3));
        _refusedRuling(_ruling(subject, sun, 255), abi.encodeWithSelector(selector, 255));
    }

    function test_resolve_anotherOpening() external {
        _open(_opening(subject, sun));
        Ruling memory text = _ruling(subject, sun, UPHELD);
        text.opening = 2;
        bytes4 selector = ICopyrightRegistry.WrongOpening.selector;
        _refusedRuling(text, abi.encodeWithSelector(selector, 2, 1));
    }

    function test_resolve_twice() external {
        _open(_opening(subject, sun));
        _resolve(_ruling(subject, sun, UPHELD));
        bytes4 selector = ICopyrightRegistry.AlreadyRuled.selector;
        bytes memory refusal = abi.encodeWithSelector(selector, subject, sun, arbiter);
        _refusedRuling(_ruling(subject, sun, DISMISSED), refusal);
        Ruling memory text = _ruling(subject, sun, UPHELD);
        text.reasons = EVIDENCE;
        VM.warp(NOW + DAY);
        VM.roll(BLOCK + 1);
        _refusedRuling(text, refusal);
    }

    function test_attest_ofNoKind() external {
        Attestation memory text = _attestation(venue, EVIDENCE, hao);
        text.kind = 0;
        _refusedAttestation(text, abi.encodeWithSelector(ICopyrightRegistry.ZeroKind.selector));
    }

    function test_attest_takeBackWhatNeverWas() external {
        _attest(_attestation(venue, EVIDENCE, lin)); // somebody else's
        Attestation memory text = _attestation(venue, 0, hao);
        bytes4 selector = ICopyrightRegistry.NothingAttested.selector;
        _refusedAttestation(text, abi.encodeWithSelector(selector, venue, KIND));
    }

    function test_state_ofNoKind() external {
        Statement memory text = _statement(subject, venue);
        bytes4 selector = ICopyrightRegistry.UnknownStatementKind.selector;
        text.kind = 0;
        _refusedStatement(text, abi.encodeWithSelector(selector, 0));
        text.kind = 3;
        _refusedStatement(text, abi.encodeWithSelector(selector, 3));
    }

    function test_state_ofNoPeriod() external {
        Statement memory text = _statement(subject, venue);
        bytes4 selector = ICopyrightRegistry.BadPeriod.selector;
        text.from = text.to;
        _refusedStatement(text, abi.encodeWithSelector(selector, NOW, NOW));
        text.from = FOREVER;
        _refusedStatement(text, abi.encodeWithSelector(selector, FOREVER, NOW));
        (text.from, text.to) = (0, 0);
        _refusedStatement(text, abi.encodeWithSelector(selector, 0, 0));
    }

    function test_state_nothing() external {
        Statement memory text = _statement(subject, venue);
        text.root = 0;
        _refusedStatement(text, abi.encodeWithSelector(ICopyrightRegistry.ZeroRoot.selector));
    }

    function _bad(address account, bytes32 digest) private pure returns (bytes memory) {
        return abi.encodeWithSelector(ICopyrightRegistry.BadSignature.selector, account, digest);
    }

    function _again(bytes32 digest) private pure returns (bytes memory) {
        return abi.encodeWithSelector(ICopyrightRegistry.AlreadyRecorded.selector, digest);
    }

    function _notOpen() private view returns (bytes memory) {
        return abi.encodeWithSelector(ICopyrightRegistry.DisputeNotOpen.selector, subject, sun);
    }

    function _refusedOpening(Opening memory text, bytes memory refusal) private {
        VM.prank(text.by);
        _refused(refusal);
        registry.openDispute(text, "");
    }

    function _refusedWithdrawal(DisputeWithdrawal memory text, bytes memory refusal) private {
        VM.prank(text.by);
        _refused(refusal);
        registry.withdrawDispute(text, "");
    }

    function _refusedRuling(Ruling memory text, bytes memory refusal) private {
        VM.prank(text.by);
        _refused(refusal);
        registry.resolveDispute(text, "");
    }

    function _refusedAttestation(Attestation memory text, bytes memory refusal) private {
        VM.prank(text.by);
        _refused(refusal);
        registry.attest(text, "");
    }

    function _refusedStatement(Statement memory text, bytes memory refusal) private {
        VM.prank(text.by);
        _refused(refusal);
        registry.state(text, "");
    }
}
