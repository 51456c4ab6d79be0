// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {LineBook} from "./LineBook.sol";
import {Cancellation, ICopyrightRegistry} from "./interfaces/ICopyrightRegistry.sol";
import {Activation, Deal, ILicensing, Line, Termination} from "./interfaces/ILicensing.sol";
import {LicensingTypes} from "./libraries/LicensingTypes.sol";
import {Lines} from "./libraries/Lines.sol";
import {Signers} from "./libraries/Signers.sol";
import {Status} from "./libraries/Status.sol";

/// @title Licences that exist only when every side signed the same text
contract Licensing is LineBook {
    using Status for uint256;

    /// @param registry The registry whose titles are licensed.
    constructor(ICopyrightRegistry registry) LineBook(registry) EIP712("Songdeed Licensing", "1") {
        if (registry.LICENSING() != address(this)) revert WrongRegistry(address(registry));
    }

    /// @inheritdoc ILicensing
    function activate(Activation calldata activation) external returns (bytes32 id) {
        Deal calldata deal = activation.deal;
        bytes32 structHash = LicensingTypes.hash(deal);
        id = typedDataHash(structHash);
        _open(id);
        _checkDeadline(deal.acceptBy);
        Signers.checkOrder(deal.signers);
        // State is final before any account is asked for its signature.
        status[id] = Status.activeNow();
        emit DealActivated(id, deal);
        uint256 accepting = _addLines(activation, id);
        bytes32 acceptance = id;
        if (accepting != 0) acceptance = typedDataHash(LicensingTypes.accept(structHash, activation.proof[0].heads));
        Signers.checkSignatures(deal.signers, id, acceptance, accepting, activation.signatures);
    }

    /// @inheritdoc ILicensing
    function terminate(Deal calldata deal, Termination calldata termination, bytes calldata signature) external {
        bytes32 id = dealId(deal);
        _checkActive(id, termination.deal, termination.deadline);
        uint256 count = deal.lines.length;
        uint16 lines = termination.lines;
        if (lines == 0 || lines >> count != 0) revert BadLineSet(lines, count);
        for (uint256 i = 0; i < count; ++i) {
            if (lines & (1 << i) != 0) _checkRight(deal, i, termination.by);
        }
        for (uint256 i = 0; i < count; ++i) {
            if (deal.crossTermination || lines & (1 << i) != 0) _end(deal, id, i, termination);
        }
        _checkConsent(termination.by, typedDataHash(LicensingTypes.hash(termination)), signature);
    }

    /// @inheritdoc ILicensing
    function cancel(Deal calldata deal, Cancellation calldata cancellation, bytes calldata signature) external {
        bytes32 id = dealId(deal);
        if (Signers.bitOf(deal.signers, cancellation.by) == 0) revert NotASigner(cancellation.by);
        emit DealCancelled(id, cancellation.by);
        _cancel(id, cancellation, signature);
    }

    /// @inheritdoc ILicensing
    function headsOf(bytes32[] calldata chains)
        external
        view
        returns (bytes32[] memory current, bytes32[] memory lists)
    {
        current = new bytes32[](chains.length);
        lists = new bytes32[](chains.length);
        for (uint256 i = 0; i < chains.length; ++i) {
            current[i] = heads[chains[i]];
            lists[i] = restricted[chains[i]];
        }
    }

    /// @dev Records the end of one line; never moves an end to a later time, nor before now plus the notice.
    function _end(Deal calldata deal, bytes32 id, uint256 index, Termination calldata termination) private {
        Line calldata line = deal.lines[index];
        uint256 word = status[id];
        uint64 end = _endAfter(line.notice, termination.end);
        uint256 current = _lineEnd(id, index, line.end);
        if (end >= current) {
            // With crossTermination a twin that is over already is no obstacle.
            if (termination.lines & (1 << index) != 0) revert AlreadyEnded(index, current);
            return;
        }
        bytes32 lineId = Lines.id(id, index);
        if (!word.othersEnded(index)) word = word.withEnd(end);
        else if (word.end() != end || lineEnds[lineId] != 0) lineEnds[lineId] = end;
        status[id] = word | Status.lineBit(index);
        emit LineEnded(id, index, end, termination.by);
    }

    function _checkRight(Deal calldata deal, uint256 index, address by) private pure {
        Line calldata line = deal.lines[index];
        if (by == line.licensee) return;
        if (line.revocation == Lines.AT_WILL && by == line.revoker) return;
        if (line.revocation == Lines.FOR_CAUSE && by == deal.arbiter) return;
        revert NotYours(index, by);
    }
}
