// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Entry, ILicensing, Line} from "../interfaces/ILicensing.sol";

/// @title Rules of a line that need nothing but the deal's text, and the arithmetic of scopes
library Lines {
    uint8 internal constant NONEXCLUSIVE = 1;
    uint8 internal constant EXCLUSIVE = 3;
    uint8 internal constant LAST_LAYER = 4;
    /// @notice Longest line that a society may license (CMR 23: two years).
    uint256 internal constant SOCIETY_TERM = 731 days;


    uint8 internal constant AT_WILL = 1;
    uint8 internal constant FOR_CAUSE = 2;
    uint8 internal constant IRREVOCABLE = 3;

    uint8 private constant WRK = 1;
    uint8 private constant MAX_DEPTH = 4;
    uint32 private constant RESERVED_USE = 1 << 31;

    /// @notice Id of a line, by which sub-licences and later ends refer to it.
    function id(bytes32 deal, uint256 index) internal pure returns (bytes32) {
        return keccak256(abi.encode(deal, index));
    }

    /// @notice Reverts unless every field of the line holds one of its values.
    function check(Line memory line, uint256 index) internal view {
        if ((line.asset == 0) == (line.society == address(0))) revert ILicensing.BadTarget(index);
        if (line.layer == 0) revert ILicensing.UnknownLayer(index, 0);
        checkScope(index, line.layer, line.usage, line.territory, line.start, line.end);
        if (line.exclusivity == 0 || line.exclusivity > EXCLUSIVE) {
            revert ILicensing.UnknownExclusivity(index, line.exclusivity);
        }
        if (line.revocation == 0 || line.revocation > IRREVOCABLE) {
            revert ILicensing.UnknownRevocation(index, line.revocation);
        }
        if ((line.revocation == AT_WILL) == (line.revoker == address(0))) {
            revert ILicensing.BadRevoker(index, line.revoker);
        }
        if (line.depth > MAX_DEPTH) revert ILicensing.BadDepth(index, line.depth);
        if (line.society != address(0)) _checkBlanket(line, index);
        if (line.licensee == address(0)) _checkPublic(line, index);
        _checkRelations(line, index);
    }

    /// @notice Reverts unless layer (0 for all), uses, countries and interval hold values of theirs.
    function checkScope(uint256 index, uint8 layer, uint32 usage, uint256 territory, uint64 start, uint64 end)
        internal
        pure
    {
        if (layer > LAST_LAYER) revert ILicensing.UnknownLayer(index, layer);
        if (usage == 0 || usage & RESERVED_USE != 0) revert ILicensing.BadUsage(index, usage);
        if (territory == 0) revert ILicensing.BadTerritory(index);
        if (start >= end) revert ILicensing.BadInterval(index, start, end);
    }

    /// @notice Whether a line and an earlier one share a use, a country and a second, as both were agreed.
    function overlaps(Line memory line, Entry calldata senior) internal pure returns (bool) {
        return line.usage & senior.usage != 0 && line.territory & senior.territory != 0 && line.start < senior.end
            && senior.start < line.end;
    }

    /// @notice The line as chains and lists keep it.
    function entry(Line memory line, bytes32 deal, uint256 index) internal pure returns (Entry memory) {
        return Entry({
            deal: deal,
            index: index,
            usage: line.usage,
            territory: line.territory,
            start: line.start,
            end: line.end,
            exclusivity: line.exclusivity,
            licensee: line.licensee
        });
    }

    /// @notice Reverts unless a sub-licence lies within its parent, whose end may have come earlier than agreed.
    function checkWithin(Line memory line, Line memory parent, uint256 parentEnd, uint256 index) internal pure {
        if (line.asset != parent.asset || line.layer != parent.layer) revert ILicensing.ExceedsParent(index, 1);
        if (line.usage & ~parent.usage != 0) revert ILicensing.ExceedsParent(index, 2);
        if (line.territory & ~parent.territory != 0) revert ILicensing.ExceedsParent(index, 3);
        if (line.start < parent.start || line.end > parentEnd) revert ILicensing.ExceedsParent(index, 4);
        if (line.exclusivity > parent.exclusivity) revert ILicensing.ExceedsParent(index, 5);
        if (line.depth >= parent.depth) revert ILicensing.ExceedsParent(index, 6);
    }

    /// @notice Reverts unless both lines of a deal with crossTermination end by the same rule.
    function checkTwin(Line calldata first, Line memory line, uint256 index) internal pure {
        bool same = line.revocation == first.revocation && line.revoker == first.revoker;
        if (!same || line.notice != first.notice) revert ILicensing.CrossTerminationRules(index);
    }

    /// @dev Nobody signs for ANYONE, so such a line can bind nobody and be given up by nobody.
    function _checkPublic(Line memory line, uint256 index) private pure {
        bool plain = line.exclusivity == NONEXCLUSIVE && line.revocation == IRREVOCABLE && line.depth == 0;
        if (!plain) revert ILicensing.BadPublicLicence(index);
    }

    /// @dev What a society licences for all its members: CMR 23.
    function _checkBlanket(Line memory line, uint256 index) private pure {
        bool plain = line.exclusivity == NONEXCLUSIVE && line.end - line.start <= SOCIETY_TERM && line.depth == 0
            && line.licensee != address(0) && line.title == 0 && line.parent == 0;
        if (!plain) revert ILicensing.BadBlanket(index);
    }

    /// @dev What a line says of its parent, of an absent co-owner, and of the past.
    function _checkRelations(Line memory line, uint256 index) private view {
        bool exclusive = line.exclusivity != NONEXCLUSIVE;
        if (line.parent != 0 && (line.title != 0 || line.consult != 0)) revert ILicensing.BadSublicence(index);
        if (line.survives && (line.parent == 0 || exclusive)) revert ILicensing.BadSurvival(index);
        if (line.consult != 0 && (line.layer != WRK || exclusive || line.asset == 0)) {
            revert ILicensing.BadConsult(index);
        }
        if (exclusive && line.end <= block.timestamp) revert ILicensing.ExclusiveInThePast(index, line.end);
    }
}
