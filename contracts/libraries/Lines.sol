// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ILicensing, Line} from "../interfaces/ILicensing.sol";

/// @title Rules of a line that need nothing but the deal's text
library Lines {
    uint8 internal constant AT_WILL = 1;
    uint8 internal constant FOR_CAUSE = 2;
    uint8 internal constant IRREVOCABLE = 3;

    uint8 private constant NONEXCLUSIVE = 1;
    uint8 private constant EXCLUSIVE = 3;
    uint8 private constant LAST_LAYER = 4;
    uint32 private constant RESERVED_USE = 1 << 31;

    /// @notice Id of a line, by which sub-licences and later ends refer to it.
    function id(bytes32 deal, uint256 index) internal pure returns (bytes32) {
        return keccak256(abi.encode(deal, index));
    }

    /// @notice Reverts unless every field of the line holds one of its values.
    function check(Line calldata line, uint256 index) internal pure {
        if ((line.asset == 0) == (line.society == address(0))) revert ILicensing.BadTarget(index);
        if (line.layer == 0 || line.layer > LAST_LAYER) revert ILicensing.UnknownLayer(index, line.layer);
        if (line.usage == 0 || line.usage & RESERVED_USE != 0) revert ILicensing.BadUsage(index, line.usage);
        if (line.territory == 0) revert ILicensing.BadTerritory(index);
        if (line.start >= line.end) revert ILicensing.BadInterval(index, line.start, line.end);
        if (line.exclusivity == 0 || line.exclusivity > EXCLUSIVE) {
            revert ILicensing.UnknownExclusivity(index, line.exclusivity);
        }
        if (line.revocation == 0 || line.revocation > IRREVOCABLE) {
            revert ILicensing.UnknownRevocation(index, line.revocation);
        }
        if ((line.revocation == AT_WILL) == (line.revoker == address(0))) {
            revert ILicensing.BadRevoker(index, line.revoker);
        }
        _checkPublic(line, index);
        _checkEnforced(line, index);
    }

    /// @notice Reverts unless both lines of a deal with crossTermination end by the same rule.
    function checkTwin(Line calldata first, Line calldata line, uint256 index) internal pure {
        bool same = line.revocation == first.revocation && line.revoker == first.revoker;
        if (!same || line.notice != first.notice) revert ILicensing.CrossTerminationRules(index);
    }

    /// @dev Nobody signs for ANYONE, so such a line can bind nobody and be given up by nobody.
    function _checkPublic(Line calldata line, uint256 index) private pure {
        if (line.licensee != address(0)) return;
        bool plain = line.exclusivity == NONEXCLUSIVE && line.revocation == IRREVOCABLE && line.depth == 0;
        if (!plain || line.parent != 0) revert ILicensing.BadPublicLicence(index);
    }

    /// @dev Fields whose rules the full rights model enforces: a contract that doesn't must not accept them.
    function _checkEnforced(Line calldata line, uint256 index) private pure {
        if (line.society != address(0)) revert ILicensing.NotEnforcedYet(index, "society");
        if (line.exclusivity != NONEXCLUSIVE) revert ILicensing.NotEnforcedYet(index, "exclusivity");
        if (line.parent != 0) revert ILicensing.NotEnforcedYet(index, "parent");
        if (line.depth != 0) revert ILicensing.NotEnforcedYet(index, "depth");
        if (line.consult != 0) revert ILicensing.NotEnforcedYet(index, "consult");
        if (line.survives) revert ILicensing.NotEnforcedYet(index, "survives");
    }
}
