// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {TitleBook} from "./TitleBook.sol";
import {
    Arbitration,
    Attestation,
    DisputeWithdrawal,
    ICopyrightRegistry,
    Opening,
    Ruling,
    Statement,
    Title
} from "./interfaces/ICopyrightRegistry.sol";
import {RegistryTypes} from "./libraries/RegistryTypes.sol";
import {Signers} from "./libraries/Signers.sol";
import {Titles} from "./libraries/Titles.sol";

/// @title The part of the registry that keeps what people say: disputes, rulings, attestations, statements
/// @dev Every slot is the head of a hash chain, or a word that such a chain repeats: nothing said is ever unsaid.
abstract contract Annals is TitleBook {
    uint256 internal constant RECORDED = 1;

    uint256 private constant OPEN = 1;
    uint256 private constant WITHDRAWN = 2;

    uint8 private constant UPHELD = 1;
    uint8 private constant DISMISSED = 2;

    uint8 private constant OPENED = 1;
    uint8 private constant GIVEN_UP = 2;
    /// @dev What it adds to a decision is the action of the ruling.
    uint8 private constant RULED = 2;

    uint8 private constant LAST_STATEMENT_KIND = 2;

    /// @dev Places in the words of openings and rulings, above 8 bits of state.
    uint256 private constant TIME = 8;
    uint256 private constant BLOCK = 72;
    uint256 private constant NUMBER = 136;

    /// @inheritdoc ICopyrightRegistry
    mapping(bytes32 subject => bytes32) public disputes;
    /// @inheritdoc ICopyrightRegistry
    mapping(bytes32 subjectAndOpener => uint256) public openings;
    /// @inheritdoc ICopyrightRegistry
    mapping(bytes32 subjectOpenerAndArbiter => uint256) public rulings;
    /// @inheritdoc ICopyrightRegistry
    mapping(bytes32 byPartyAndKind => bytes32) public attestations;
    /// @inheritdoc ICopyrightRegistry
    mapping(bytes32 bySubjectKindAndPeriod => bytes32) public statements;

    /// @inheritdoc ICopyrightRegistry
    function openDispute(Opening calldata opening, bytes calldata signature) external {
        (bytes32 subject, bytes32 evidence, address by) = (opening.subject, opening.evidence, opening.by);
        bytes32 digest = _consume(by, opening.deadline, RegistryTypes.hash(opening));
        bytes32 key = _openingKey(subject, by);
        uint256 word = openings[key];
        if (uint8(word) == OPEN) revert DisputeIsOpen(subject, by);
        openings[key] = _now(OPEN, (word >> NUMBER) + 1);
        _chain(subject, OPENED, by, by, evidence);
        emit DisputeOpened(subject, by, evidence, digest);
        _checkConsent(by, digest, signature);
    }

    /// @inheritdoc ICopyrightRegistry
    function withdrawDispute(DisputeWithdrawal calldata withdrawal, bytes calldata signature) external {
        (bytes32 subject, address by) = (withdrawal.subject, withdrawal.by);
        bytes32 digest = _consume(by, withdrawal.deadline, RegistryTypes.hash(withdrawal));
        openings[_openingKey(subject, by)] = _now(WITHDRAWN, _numberOfOpen(subject, by));
        _chain(subject, GIVEN_UP, by, by, 0);
        emit DisputeWithdrawn(subject, by, digest);
        _checkConsent(by, digest, signature);
    }

    /// @inheritdoc ICopyrightRegistry
    function resolveDispute(Ruling calldata ruling, bytes calldata signature) external {
        (bytes32 subject, address opener, address by) = (ruling.subject, ruling.opener, ruling.by);
        uint8 decision = ruling.decision;
        if (decision != UPHELD && decision != DISMISSED) revert UnknownDecision(decision);
        bytes32 digest = _consume(by, ruling.deadline, RegistryTypes.hash(ruling));
        uint256 number = _numberOfOpen(subject, opener);
        if (ruling.opening != number) revert WrongOpening(ruling.opening, number);
        bytes32 key = _rulingKey(ruling);
        if (rulings[key] >> NUMBER == number) revert AlreadyRuled(subject, opener, by);
        rulings[key] = _now(decision, number);
        _chain(subject, RULED + decision, by, opener, ruling.reasons);
        emit DisputeResolved(subject, opener, by, decision, ruling.reasons, digest);
        _checkConsent(by, digest, signature);
    }

    /// @inheritdoc ICopyrightRegistry
    function voidTitle(
        Title calldata title,
        Ruling calldata ruling,
        Arbitration calldata arbitration,
        address[] calldata signers,
        bytes calldata signatures
    ) external {
        (bytes32 key, bytes32 current) = _current(title, arbitration.title, arbitration.deadline);
        _checkArbitration(arbitration, ruling, key);
        bytes32 upheld = _checkUpheld(ruling);
        _checkSides(title, current, arbitration.opener, signers);
        titles[key] = Titles.voided(current);
        emit TitleVoided(title.asset, title.layer, current, upheld);
        _checkConsents(signers, typedDataHash(RegistryTypes.hash(arbitration)), signatures);
    }

    /// @inheritdoc ICopyrightRegistry
    function attest(Attestation calldata attestation, bytes calldata signature) external {
        (address party, uint32 kind, bytes32 evidence) = (attestation.party, attestation.kind, attestation.evidence);
        address by = attestation.by;
        if (kind == 0) revert ZeroKind();
        bytes32 digest = _consume(by, attestation.deadline, RegistryTypes.hash(attestation));
        bytes32 key = keccak256(abi.encode(by, party, kind));
        bytes32 previous = attestations[key];
        if (evidence == 0 && previous == 0) revert NothingAttested(party, kind);
        attestations[key] = keccak256(abi.encode(previous, evidence, uint64(block.timestamp)));
        emit Attested(party, kind, by, evidence, digest);
        _checkConsent(by, digest, signature);
    }

    /// @inheritdoc ICopyrightRegistry
    function state(Statement calldata statement, bytes calldata signature) external {
        (address by, bytes32 root) = (statement.by, statement.root);
        bytes32 key = _statementKey(statement);
        if (root == 0) revert ZeroRoot();
        bytes32 digest = _consume(by, statement.deadline, RegistryTypes.hash(statement));
        statements[key] = keccak256(abi.encode(statements[key], root, uint64(block.timestamp)));
        emit Stated(statement.subject, statement.kind, by, statement.from, statement.to, root, digest);
        _checkConsent(by, digest, signature);
    }

    /// @dev Digest of a text that is recorded now and never again, whoever sends it.
    function _consume(address by, uint64 deadline, bytes32 structHash) private returns (bytes32 digest) {
        if (block.timestamp > deadline) revert DeadlinePassed(deadline, block.timestamp);
        digest = typedDataHash(structHash);
        bytes32 key = _statusKey(by, digest);
        uint256 known = status[key];
        if (known == RECORDED) revert AlreadyRecorded(digest);
        if (known == CANCELLED) revert Cancelled(digest);
        status[key] = RECORDED;
    }

    /// @dev Adds to the history of a subject.
    function _chain(bytes32 subject, uint8 action, address account, address opener, bytes32 detail) private {
        bytes32 previous = disputes[subject];
        disputes[subject] = keccak256(
            abi.encode(previous, action, account, opener, detail, uint64(block.timestamp))
        );
    }

    /// @dev Which of an account's openings is open; reverts if none is.
    function _numberOfOpen(bytes32 subject, address opener) private view returns (uint256) {
        uint256 word = openings[_openingKey(subject, opener)];
        if (uint8(word) != OPEN) revert DisputeNotOpen(subject, opener);
        return word >> NUMBER;
    }

    /// @dev Key of a ruling that stands on record as it is given, about the dispute as it is open now.
    function _checkUpheld(Ruling calldata ruling) private view returns (bytes32 key) {
        key = _rulingKey(ruling);
        uint256 number = _numberOfOpen(ruling.subject, ruling.opener);
        uint256 word = rulings[key];
        bytes32 digest = typedDataHash(RegistryTypes.hash(ruling));
        bool recorded = status[_statusKey(ruling.by, digest)] == RECORDED && word >> NUMBER == number;
        if (!recorded || uint8(word) != UPHELD) revert NotUpheld(key);
    }

    /// @dev A word of this block.
    function _now(uint256 first, uint256 number) private view returns (uint256) {
        return first | block.timestamp << TIME | block.number << BLOCK | number << NUMBER;
    }

    /// @dev Reverts unless the opener and all holders sign, and nobody else.
    function _checkSides(Title calldata title, bytes32 current, address opener, address[] calldata signers)
        private
        pure
    {
        if (title.shares.length == 0 || title.unclaimed.length != 0) revert TitleIncomplete(current);
        Signers.checkOrder(signers);
        uint256 bit = Signers.bitOf(signers, opener);
        if (bit == 0) revert MissingConsent(opener);
        Signers.checkNeeded(signers, bit | _allHolders(signers, title.shares));
    }

    /// @dev Reverts unless what was accepted is this ruling, and both are about this title.
    function _checkArbitration(Arbitration calldata arbitration, Ruling calldata ruling, bytes32 key) private pure {
        if (arbitration.subject != key) revert WrongSubject(arbitration.subject, key);
        if (ruling.subject != key) revert WrongSubject(ruling.subject, key);
        if (ruling.opener != arbitration.opener || ruling.by != arbitration.arbiter) {
            revert WrongRuling(ruling.opener, ruling.by);
        }
    }

    function _openingKey(bytes32 subject, address opener) private pure returns (bytes32) {
        return keccak256(abi.encode(subject, opener));
    }

    function _rulingKey(Ruling calldata ruling) private pure returns (bytes32) {
        return keccak256(abi.encode(ruling.subject, ruling.opener, ruling.by));
    }

    function _statementKey(Statement calldata statement) private pure returns (bytes32) {
        (uint8 kind, uint64 from, uint64 to) = (statement.kind, statement.from, statement.to);
        if (kind == 0 || kind > LAST_STATEMENT_KIND) revert UnknownStatementKind(kind);
        if (from >= to) revert BadPeriod(from, to);
        return keccak256(abi.encode(statement.by, statement.subject, kind, from, to));
    }
}
