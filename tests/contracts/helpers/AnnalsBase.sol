// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    Attestation,
    Cancellation,
    DisputeWithdrawal,
    Opening,
    Ruling,
    Statement
} from "../../../contracts/interfaces/ICopyrightRegistry.sol";
import {Expected} from "./Expected.sol";
import {TitlesBase} from "./TitlesBase.sol";

/// @title Sun, who disputes Lin's song, an arbiter, and the five things that anybody may say
abstract contract AnnalsBase is TitlesBase {
    enum Saying {
        OPEN,
        WITHDRAW,
        RESOLVE,
        ATTEST,
        STATE
    }

    uint256 internal constant SAYINGS = 5;
    uint256 internal constant RECORDED = 1;
    uint8 internal constant UPHELD = 1;
    uint8 internal constant DISMISSED = 2;
    uint32 internal constant KIND = 7;
    bytes32 internal constant EVIDENCE = keccak256("evidence");
    bytes32 internal constant REASONS = keccak256("reasons");
    bytes32 internal constant ROOT = keccak256("root of a report");

    address internal sun;
    address internal arbiter;
    /// @dev Key of the title of Lin's song.
    bytes32 internal subject;
    /// @dev What is being tried.
    Saying internal saying;

    /// @dev Runs the rest of the test once for each of the five.
    modifier forEach() {
        for (uint256 i = 0; i < SAYINGS; ++i) {
            saying = Saying(i);
            _;
        }
    }

    function setUp() public virtual override {
        super.setUp();
        sun = _account("sun");
        arbiter = _account("arbiter");
        subject = Expected.titleKey(song, WRK);
    }

    function _opening(bytes32 about, address by) internal pure returns (Opening memory) {
        return Opening({subject: about, evidence: EVIDENCE, by: by, deadline: FOREVER});
    }

    function _withdrawal(bytes32 about, address by) internal pure returns (DisputeWithdrawal memory) {
        return DisputeWithdrawal({subject: about, by: by, deadline: FOREVER});
    }

    function _ruling(bytes32 about, address opener, uint8 decision) internal view returns (Ruling memory) {
        return Ruling({
            subject: about,
            opener: opener,
            opening: _number(about, opener),
            decision: decision,
            reasons: REASONS,
            by: arbiter,
            deadline: FOREVER
        });
    }

    /// @dev Which opening of somebody is open now, or was last.
    function _number(bytes32 about, address opener) internal view returns (uint64) {
        return uint64(registry.openings(keccak256(abi.encode(about, opener))) >> 136);
    }

    function _attestation(address party, bytes32 evidence, address by) internal pure returns (Attestation memory) {
        return Attestation({party: party, kind: KIND, evidence: evidence, by: by, deadline: FOREVER});
    }

    function _statement(bytes32 about, address by) internal pure returns (Statement memory) {
        return Statement({
            subject: about, kind: 1, from: NOW - 30 * DAY, to: NOW, root: ROOT, by: by, deadline: FOREVER
        });
    }

    function _digest(Opening memory text) internal view returns (bytes32) {
        return Expected.registryDigest(address(registry), Expected.hash(text));
    }

    function _digest(DisputeWithdrawal memory text) internal view returns (bytes32) {
        return Expected.registryDigest(address(registry), Expected.hash(text));
    }

    function _digest(Ruling memory text) internal view returns (bytes32) {
        return Expected.registryDigest(address(registry), Expected.hash(text));
    }

    function _digest(Attestation memory text) internal view returns (bytes32) {
        return Expected.registryDigest(address(registry), Expected.hash(text));
    }

    function _digest(Statement memory text) internal view returns (bytes32) {
        return Expected.registryDigest(address(registry), Expected.hash(text));
    }

    /// @dev Each sent by the account itself.
    function _open(Opening memory text) internal {
        VM.prank(text.by);
        registry.openDispute(text, "");
    }

    function _withdraw(DisputeWithdrawal memory text) internal {
        VM.prank(text.by);
        registry.withdrawDispute(text, "");
    }

    function _resolve(Ruling memory text) internal {
        VM.prank(text.by);
        registry.resolveDispute(text, "");
    }

    function _attest(Attestation memory text) internal {
        VM.prank(text.by);
        registry.attest(text, "");
    }

    function _state(Statement memory text) internal {
        VM.prank(text.by);
        registry.state(text, "");
    }

    /// @dev A word of an opening or a ruling made in this block.
    function _wordNow(uint256 state, uint256 number) internal view returns (uint256) {
        return state + block.timestamp * 2 ** 8 + block.number * 2 ** 72 + number * 2 ** 136;
    }

    /// @dev The next link of a subject's chain, made in this block.
    function _link(bytes32 previous, uint8 action, address account, address opener, bytes32 detail)
        internal
        view
        returns (bytes32)
    {
        return keccak256(abi.encode(previous, action, account, opener, detail, uint64(block.timestamp)));
    }

    /// @dev The next link of a chain of attestations or statements, made in this block.
    function _link(bytes32 previous, bytes32 detail) internal view returns (bytes32) {
        return keccak256(abi.encode(previous, detail, uint64(block.timestamp)));
    }

    function _openingKey(bytes32 about, address opener) internal pure returns (bytes32) {
        return keccak256(abi.encode(about, opener));
    }

    function _rulingKey(bytes32 about, address opener, address by) internal pure returns (bytes32) {
        return keccak256(abi.encode(about, opener, by));
    }

    function _attestationKey(Attestation memory text) internal pure returns (bytes32) {
        return keccak256(abi.encode(text.by, text.party, text.kind));
    }

    function _statementKey(Statement memory text) internal pure returns (bytes32) {
        return keccak256(abi.encode(text.by, text.subject, text.kind, text.from, text.to));
    }

    /// @dev What must exist before an account can say what is being tried.
    function _prepare(address account) internal {
        bytes32 about = _about(account);
        if (saying == Saying.WITHDRAW) _open(_opening(about, account));
        if (saying == Saying.RESOLVE) _open(_opening(about, sun));
    }

    /// @dev The digest that the account signs.
    function _text(address account, uint64 deadline) internal view returns (bytes32) {
        if (saying == Saying.OPEN) return _digest(_openingBy(account, deadline));
        if (saying == Saying.WITHDRAW) return _digest(_withdrawalBy(account, deadline));
        if (saying == Saying.RESOLVE) return _digest(_rulingBy(account, deadline));
        if (saying == Saying.ATTEST) return _digest(_attestationBy(account, deadline));
        return _digest(_statementBy(account, deadline));
    }

    function _call(address account, uint64 deadline, bytes memory signature) internal view returns (bytes memory) {
        if (saying == Saying.OPEN) {
            return abi.encodeCall(registry.openDispute, (_openingBy(account, deadline), signature));
        }
        if (saying == Saying.WITHDRAW) {
            return abi.encodeCall(registry.withdrawDispute, (_withdrawalBy(account, deadline), signature));
        }
        if (saying == Saying.RESOLVE) {
            return abi.encodeCall(registry.resolveDispute, (_rulingBy(account, deadline), signature));
        }
        if (saying == Saying.ATTEST) {
            return abi.encodeCall(registry.attest, (_attestationBy(account, deadline), signature));
        }
        return abi.encodeCall(registry.state, (_statementBy(account, deadline), signature));
    }

    /// @dev The slot that the saying moves.
    function _slot(address account) internal view returns (uint256) {
        bytes32 about = _about(account);
        if (saying < Saying.RESOLVE) return registry.openings(_openingKey(about, account));
        if (saying == Saying.RESOLVE) return registry.rulings(_rulingKey(about, sun, account));
        if (saying == Saying.ATTEST) {
            return uint256(registry.attestations(_attestationKey(_attestation(venue, EVIDENCE, account))));
        }
        return uint256(registry.statements(_statementKey(_statement(about, account))));
    }

    /// @dev Said by the account, sent by somebody: it must be taken.
    function _accepts(address account, uint64 deadline, address sender, bytes memory signature) internal {
        uint256 before = _slot(account);
        bytes memory data = _call(account, deadline, signature);
        VM.prank(sender);
        (bool ok,) = address(registry).call(data);
        VM.assertTrue(ok, "must be accepted");
        VM.assertTrue(_slot(account) != before, "must take effect");
        bytes32 digest = _text(account, deadline);
        VM.assertEq(registry.status(Expected.statusKey(account, digest)), RECORDED, "consumed");
    }

    /// @dev It must be refused with these bytes, and change nothing.
    function _refuses(address account, uint64 deadline, address sender, bytes memory signature, bytes memory refusal)
        internal
    {
        uint256 before = _slot(account);
        bytes32 chain = registry.disputes(_about(account));
        bytes memory data = _call(account, deadline, signature);
        VM.prank(sender);
        (bool ok, bytes memory answer) = address(registry).call(data);
        VM.assertFalse(ok, "must be refused");
        VM.assertEq(keccak256(answer), keccak256(refusal), "the exact error");
        VM.assertEq(_slot(account), before, "nothing changed");
        VM.assertEq(registry.disputes(_about(account)), chain, "the chain neither");
    }

    function _cancel(address account, bytes32 digest) internal {
        VM.prank(account);
        registry.cancelRegistration(Cancellation({digest: digest, by: account, deadline: FOREVER}), "");
    }

    /// @dev Another subject for each saying of each account, so that none is in another's way.
    function _about(address account) internal view returns (bytes32) {
        return keccak256(abi.encode(account, saying));
    }

    function _openingBy(address account, uint64 deadline) private view returns (Opening memory text) {
        text = _opening(_about(account), account);
        text.deadline = deadline;
    }

    function _withdrawalBy(address account, uint64 deadline) private view returns (DisputeWithdrawal memory text) {
        text = _withdrawal(_about(account), account);
        text.deadline = deadline;
    }

    function _rulingBy(address account, uint64 deadline) private view returns (Ruling memory text) {
        text = _ruling(_about(account), sun, UPHELD);
        text.by = account;
        text.deadline = deadline;
    }

    function _attestationBy(address account, uint64 deadline) private view returns (Attestation memory text) {
        text = _attestation(venue, EVIDENCE, account);
        text.deadline = deadline;
    }

    function _statementBy(address account, uint64 deadline) private view returns (Statement memory text) {
        text = _statement(_about(account), account);
        text.deadline = deadline;
    }
}
