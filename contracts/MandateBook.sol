// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {Cancellation} from "./interfaces/ICopyrightRegistry.sol";
import {Bar, Bars, ILicensing, Mandate, Withdrawal} from "./interfaces/ILicensing.sol";
import {LicensingTypes} from "./libraries/LicensingTypes.sol";
import {Lines} from "./libraries/Lines.sol";
import {Lists} from "./libraries/Lists.sol";
import {Mandates} from "./libraries/Mandates.sol";
import {RegistryTypes} from "./libraries/RegistryTypes.sol";
import {Signers} from "./libraries/Signers.sol";
import {Status} from "./libraries/Status.sol";

/// @title The part of licensing that keeps mandates: who may license in whose name, and whom that bars
abstract contract MandateBook is ILicensing, EIP712 {
    using Status for uint256;

    uint256 private constant MAX_BARS = 16;

    /// @inheritdoc ILicensing
    mapping(bytes32 digest => uint256) public status;
    /// @inheritdoc ILicensing
    mapping(bytes32 line => uint64) public lineEnds;
    /// @inheritdoc ILicensing
    mapping(address member => bytes32) public barring;

    /// @inheritdoc ILicensing
    function activateMandate(Mandate calldata mandate, Bars[] calldata bars, bytes calldata signatures)
        external
        returns (bytes32 id)
    {
        id = mandateId(mandate);
        _open(id);
        _checkDeadline(mandate.acceptBy);
        Mandates.check(mandate);
        status[id] = Status.activeNow();
        emit MandateActivated(id, mandate.to, mandate);
        if (mandate.bars) _addBar(mandate, id, bars);
        Signers.checkBoth(mandate.givers, mandate.to, id, signatures);
    }

    /// @inheritdoc ILicensing
    function withdraw(Mandate calldata mandate, Withdrawal calldata withdrawal, bytes calldata signature) external {
        bytes32 id = mandateId(mandate);
        _checkActive(id, withdrawal.mandate, withdrawal.deadline);
        uint64 end = _endAfter(mandate.notice, withdrawal.end);
        address by = withdrawal.by;
        if (by == mandate.to || mandate.givers.length == 1) _endForAll(mandate, id, end, by);
        else _endForOne(mandate, id, end, by);
        _checkConsent(by, typedDataHash(LicensingTypes.hash(withdrawal)), signature);
    }

    /// @inheritdoc ILicensing
    function cancelMandate(Mandate calldata mandate, Cancellation calldata cancellation, bytes calldata signature)
        external
    {
        bytes32 id = mandateId(mandate);
        address by = cancellation.by;
        if (by != mandate.to && Signers.bitOf(mandate.givers, by) == 0) revert NotASigner(by);
        emit MandateCancelled(id, by);
        _cancel(id, cancellation, signature);
    }

    /// @inheritdoc ILicensing
    function mandateId(Mandate calldata mandate) public view returns (bytes32) {
        return typedDataHash(LicensingTypes.hash(mandate));
    }

    /// @inheritdoc ILicensing
    function typedDataHash(bytes32 structHash) public view returns (bytes32) {
        return _hashTypedDataV4(structHash);
    }

    /// @dev Reverts unless the deal or mandate is neither active nor cancelled.
    function _open(bytes32 id) internal view {
        uint256 state = status[id].state();
        if (state == Status.ACTIVE) revert AlreadyActive(id);
        if (state == Status.CANCELLED) revert Cancelled(id);
    }

    /// @dev Closes a text for ever.
    function _cancel(bytes32 id, Cancellation calldata cancellation, bytes calldata signature) internal {
        if (id != cancellation.digest) revert WrongDeal(id, cancellation.digest);
        _open(id);
        _checkDeadline(cancellation.deadline);
        status[id] = Status.CANCELLED;
        _checkConsent(cancellation.by, typedDataHash(RegistryTypes.hash(cancellation)), signature);
    }

    function _checkDeadline(uint64 deadline) internal view {
        if (block.timestamp > deadline) revert DeadlinePassed(deadline, block.timestamp);
    }

    /// @dev Reverts unless a text is the one named, is active, and may still be ended by what was signed.
    function _checkActive(bytes32 id, bytes32 named, uint64 deadline) internal view {
        if (id != named) revert WrongDeal(id, named);
        if (status[id].state() != Status.ACTIVE) revert NotActive(id);
        _checkDeadline(deadline);
    }

    /// @dev The end wished, or the earliest that the notice allows.
    function _endAfter(uint32 notice, uint64 wished) internal view returns (uint64) {
        uint256 earliest = block.timestamp + notice;
        return wished > earliest ? wished : uint64(earliest);
    }

    /// @dev Sent by the account itself without a signature, or signed.
    function _checkConsent(address by, bytes32 digest, bytes calldata signature) internal view {
        if (signature.length == 0 && msg.sender == by) return;
        Signers.check(by, digest, signature);
    }

    /// @dev Reverts unless the list given is the one on record.
    function _checkBarsGiven(Bars calldata bars) internal view {
        bytes32 current = barring[bars.member];
        bytes32 given = Lists.hash(bars);
        if (given != current) revert BarsMoved(bars.member, given, current);
    }

    /// @dev When a mandate ends for all its givers.
    function _mandateEnd(bytes32 id, uint256 agreed) internal view returns (uint256) {
        uint256 word = status[id];
        return word & Status.ENDED == 0 ? agreed : word.end();
    }

    /// @dev When a mandate ends for one of its givers.
    function _giverEnd(bytes32 id, uint256 agreed, uint256 place) internal view returns (uint256 end) {
        end = _mandateEnd(id, agreed);
        if (status[id] & Status.LEFT == 0) return end;
        uint64 own = lineEnds[Lines.id(id, place)];
        if (own != 0 && own < end) return own;
    }

    function _endForAll(Mandate calldata mandate, bytes32 id, uint64 end, address by) private {
        if (by != mandate.to && by != mandate.givers[0]) revert NotYours(0, by);
        uint256 current = _mandateEnd(id, mandate.end);
        if (end >= current) revert AlreadyEnded(0, current);
        status[id] = status[id].withEnd(end) | Status.ENDED;
        emit MandateEnded(id, address(0), end, by);
    }

    function _endForOne(Mandate calldata mandate, bytes32 id, uint64 end, address by) private {
        uint256 place = Mandates.placeOf(mandate.givers, by);
        if (place == mandate.givers.length) revert NotYours(0, by);
        uint256 current = _giverEnd(id, mandate.end, place);
        if (end >= current) revert AlreadyEnded(place, current);
        lineEnds[Lines.id(id, place)] = end;
        status[id] |= Status.LEFT;
        emit MandateEnded(id, by, end, by);
    }

    /// @dev Adds a mandate to its giver's list, and drops what ended so long ago that no blanket runs on.
    function _addBar(Mandate calldata mandate, bytes32 id, Bars[] calldata bars) private {
        address giver = mandate.givers[0];
        bytes32 list = barring[giver];
        uint256 horizon = 0;
        uint256 kept = 0;
        Bar memory added = Mandates.bar(mandate, id);
        if (list == 0) {
            list = Lists.hashOne(added);
        } else {
            if (bars.length != 1 || bars[0].member != giver) revert BarsMoved(giver, 0, list);
            _checkBarsGiven(bars[0]);
            uint256 count;
            (kept, count, horizon) = _keptBars(mandate, bars[0]);
            if (mandate.start < horizon) revert BeforeHorizon(0, mandate.start, horizon);
            if (count == MAX_BARS) revert TooManyBars(giver, MAX_BARS);
            list = Lists.hashWith(bars[0].entries, horizon, kept, added);
            emit BarsChanged(giver, id, horizon, kept, list);
        }
        barring[giver] = list;
    }

    function _keptBars(Mandate calldata mandate, Bars calldata bars)
        private
        view
        returns (uint256 kept, uint256 count, uint256 horizon)
    {
        horizon = bars.horizon;
        for (uint256 i = 0; i < bars.entries.length; ++i) {
            Bar calldata bar = bars.entries[i];
            uint256 end = bar.end;
            bool overlaps = Mandates.overlaps(mandate, bar);
            if (overlaps || bars.ended & (1 << i) != 0) end = _mandateEnd(bar.mandate, end);
            if (overlaps && mandate.start < end && bar.start < end) revert OverlappingMandate(bars.member, bar.mandate);
            if (end + Lines.SOCIETY_TERM > block.timestamp) {
                kept |= 1 << i;
                ++count;
            } else if (end > horizon) {
                horizon = end;
            }
        }
    }
}
