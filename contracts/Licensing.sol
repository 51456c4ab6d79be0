// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {Cancellation, ICopyrightRegistry, Title} from "./interfaces/ICopyrightRegistry.sol";
import {Deal, ILicensing, Line, Termination} from "./interfaces/ILicensing.sol";
import {LicensingTypes} from "./libraries/LicensingTypes.sol";
import {Lines} from "./libraries/Lines.sol";
import {RegistryTypes} from "./libraries/RegistryTypes.sol";
import {Signers} from "./libraries/Signers.sol";
import {Titles} from "./libraries/Titles.sol";

/// @title Licences that exist only when every side signed the same text
contract Licensing is ILicensing, EIP712 {
    uint256 private constant ACTIVE = 1;
    uint256 private constant CANCELLED = 2;
    uint256 private constant STATE_MASK = 0xff;
    uint256 private constant ENDED_SHIFT = 8;
    uint256 private constant END_SHIFT = 24;
    uint256 private constant TIME_SHIFT = 88;
    uint256 private constant BLOCK_SHIFT = 152;
    /// @dev The bitmap of ended lines has sixteen bits.
    uint256 private constant MAX_LINES = 16;

    /// @inheritdoc ILicensing
    ICopyrightRegistry public immutable REGISTRY;

    /// @inheritdoc ILicensing
    mapping(bytes32 digest => uint256) public status;
    /// @inheritdoc ILicensing
    mapping(bytes32 line => uint64) public lineEnds;
    /// @inheritdoc ILicensing
    mapping(bytes32 chain => bytes32) public heads;

    /// @param registry The registry whose titles are licensed.
    constructor(ICopyrightRegistry registry) EIP712("Songdeed Licensing", "1") {
        REGISTRY = registry;
        if (registry.LICENSING() != address(this)) revert WrongRegistry(address(registry));
    }

    /// @inheritdoc ILicensing
    function activate(Deal calldata deal, Title[] calldata titles, bytes calldata titleOf, bytes calldata signatures)
        external
        returns (bytes32 id)
    {
        id = dealId(deal);
        _open(id);
        if (block.timestamp > deal.acceptBy) revert DeadlinePassed(deal.acceptBy, block.timestamp);
        uint256 count = deal.lines.length;
        if (count == 0) revert NoLines();
        if (count > MAX_LINES) revert TooManyLines(count, MAX_LINES);
        if (titleOf.length != count) revert WrongTitleReferences(titleOf.length, count);
        Signers.checkOrder(deal.signers);
        // State is final before any account is asked for its signature.
        status[id] = ACTIVE | (block.timestamp << TIME_SHIFT) | (block.number << BLOCK_SHIFT);
        emit DealActivated(id, deal);
        _addLines(deal, id, titles, titleOf);
        Signers.checkSignatures(deal.signers, id, signatures);
    }

    /// @inheritdoc ILicensing
    function terminate(Deal calldata deal, Termination calldata termination, bytes calldata signature) external {
        bytes32 id = dealId(deal);
        if (id != termination.deal) revert WrongDeal(id, termination.deal);
        if (status[id] & STATE_MASK != ACTIVE) revert NotActive(id);
        if (block.timestamp > termination.deadline) revert DeadlinePassed(termination.deadline, block.timestamp);
        uint256 count = deal.lines.length;
        uint16 lines = termination.lines;
        if (lines == 0 || lines >> count != 0) revert BadLineSet(lines, count);
        for (uint256 i = 0; i < count; ++i) {
            if (lines & (1 << i) != 0) _checkRight(deal, i, termination.by);
        }
        for (uint256 i = 0; i < count; ++i) {
            if (deal.crossTermination || lines & (1 << i) != 0) _end(deal, id, i, termination);
        }
        if (signature.length == 0 && msg.sender == termination.by) return;
        Signers.check(termination.by, terminationDigest(termination), signature);
    }

    /// @inheritdoc ILicensing
    function cancel(Deal calldata deal, Cancellation calldata cancellation, bytes calldata signature) external {
        bytes32 id = dealId(deal);
        if (id != cancellation.digest) revert WrongDeal(id, cancellation.digest);
        _open(id);
        if (block.timestamp > cancellation.deadline) revert DeadlinePassed(cancellation.deadline, block.timestamp);
        address by = cancellation.by;
        if (!_isSigner(deal.signers, by)) revert NotASigner(by);
        status[id] = CANCELLED;
        emit DealCancelled(id, by);
        if (signature.length == 0 && msg.sender == by) return;
        Signers.check(by, cancellationDigest(cancellation), signature);
    }

    /// @inheritdoc ILicensing
    function dealId(Deal calldata deal) public view returns (bytes32) {
        return _hashTypedDataV4(LicensingTypes.hash(deal));
    }

    /// @inheritdoc ILicensing
    function terminationDigest(Termination calldata termination) public view returns (bytes32) {
        return _hashTypedDataV4(LicensingTypes.hash(termination));
    }

    /// @inheritdoc ILicensing
    function cancellationDigest(Cancellation calldata cancellation) public view returns (bytes32) {
        return _hashTypedDataV4(RegistryTypes.hash(cancellation));
    }

    /// @dev Checks every line, its title and its parties, and chains it.
    function _addLines(Deal calldata deal, bytes32 id, Title[] calldata titles, bytes calldata titleOf) private {
        uint256 needed = 0;
        uint256 used = 0;
        bytes32[] memory hashes = _hashes(titles);
        for (uint256 i = 0; i < deal.lines.length; ++i) {
            Line calldata line = _checkedLine(deal, i);
            uint256 place = uint8(titleOf[i]);
            if (place >= titles.length) revert NoSuchTitle(i, place);
            used |= 1 << place;
            Title calldata title = titles[place];
            bytes32 chain = _checkTitle(line, i, title, hashes[place]);
            needed |= Signers.need(deal.signers, title.shares, line.licensee, i);
            _chainLine(line.licensee, id, i, chain);
        }
        if (used + 1 != 1 << titles.length) revert NoSuchTitle(deal.lines.length, titles.length);
        Signers.checkNeeded(deal.signers, needed);
    }

    function _chainLine(address licensee, bytes32 id, uint256 index, bytes32 chain) private {
        bytes32 head = keccak256(abi.encode(heads[chain], Lines.id(id, index)));
        heads[chain] = head;
        emit LineActivated(chain, id, licensee, index, head);
    }

    /// @dev Records the end of one line; never moves an end to a later time, nor before now plus the notice.
    function _end(Deal calldata deal, bytes32 id, uint256 index, Termination calldata termination) private {
        Line calldata line = deal.lines[index];
        uint256 word = status[id];
        uint256 earliest = block.timestamp + line.notice;
        uint64 end = termination.end > earliest ? termination.end : uint64(earliest);
        bytes32 lineId = Lines.id(id, index);
        uint64 current = _currentEnd(word, lineId, index, line.end);
        if (end >= current) {
            // With crossTermination a twin that is over already is no obstacle.
            if (termination.lines & (1 << index) != 0) revert AlreadyEnded(index, current);
            return;
        }
        uint256 bit = 1 << (ENDED_SHIFT + index);
        uint256 others = ((word >> ENDED_SHIFT) & 0xffff) & ~(uint256(1) << index);
        if (others == 0) {
            word = (word & ~(uint256(type(uint64).max) << END_SHIFT)) | (uint256(end) << END_SHIFT);
        } else if (uint64(word >> END_SHIFT) != end || lineEnds[lineId] != 0) {
            lineEnds[lineId] = end;
        }
        status[id] = word | bit;
        emit LineEnded(id, index, end, termination.by);
    }

    function _currentEnd(uint256 word, bytes32 lineId, uint256 index, uint64 agreed) private view returns (uint64) {
        if (word & (1 << (ENDED_SHIFT + index)) == 0) return agreed;
        uint64 own = lineEnds[lineId];
        return own != 0 ? own : uint64(word >> END_SHIFT);
    }

    /// @dev Reverts unless the deal is neither active nor cancelled.
    function _open(bytes32 id) private view {
        uint256 state = status[id] & STATE_MASK;
        if (state == ACTIVE) revert AlreadyActive(id);
        if (state == CANCELLED) revert Cancelled(id);
    }

    function _checkTitle(Line calldata line, uint256 index, Title calldata title, bytes32 hash)
        private
        view
        returns (bytes32 chain)
    {
        if (line.asset != title.asset || line.layer != title.layer) {
            revert TitleOfAnother(index, title.asset, title.layer);
        }
        chain = Titles.key(title.asset, title.layer);
        bytes32 current = REGISTRY.titles(chain);
        if (line.title != hash || hash != current) revert StaleTitle(index, line.title, current);
        if (title.unclaimed.length != 0) revert UnclaimedUnits(index);
    }

    function _checkedLine(Deal calldata deal, uint256 index) private pure returns (Line calldata line) {
        Line[] calldata lines = deal.lines;
        line = lines[index];
        Lines.check(line, index);
        if (!deal.crossTermination) return line;
        // Nobody may end a public licence, so it can't be the twin of a line that somebody may end.
        if (line.licensee == address(0)) revert BadPublicLicence(index);
        if (index != 0) Lines.checkTwin(lines[0], line, index);
    }

    function _hashes(Title[] calldata titles) private pure returns (bytes32[] memory hashes) {
        hashes = new bytes32[](titles.length);
        for (uint256 i = 0; i < titles.length; ++i) {
            (, hashes[i]) = Titles.hash(titles[i]);
        }
    }

    function _checkRight(Deal calldata deal, uint256 index, address by) private pure {
        Line calldata line = deal.lines[index];
        if (by == line.licensee) return;
        if (line.revocation == Lines.AT_WILL && by == line.revoker) return;
        if (line.revocation == Lines.FOR_CAUSE && by == deal.arbiter) return;
        revert NotYours(index, by);
    }

    function _isSigner(address[] calldata signers, address account) private pure returns (bool) {
        for (uint256 i = 0; i < signers.length; ++i) {
            if (signers[i] == account) return true;
        }
        return false;
    }
}
