// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Share, Unclaimed} from "../../contracts/interfaces/ICopyrightRegistry.sol";
import {Titles} from "../../contracts/libraries/Titles.sol";

/// @title What is true of every table of units, of up to three holders and two keyless ones
contract TablesProof {
    uint256 private constant WHOLE = 100_000_000;

    /// @notice A table that is taken sums to 100,000,000, each holder is there once, in order, and holds something.
    /// @custom:halmos --array-lengths shares={0,1,2,3},unclaimed={0,1,2}
    function check_aTableTakenIsWhole(uint8 layer, Share[] calldata shares, Unclaimed[] calldata unclaimed)
        external
        pure
    {
        Titles.checkTable(layer, shares, unclaimed);
        assert((layer == 0) == (shares.length + unclaimed.length == 0));
        if (layer != 0) assert(_sum(shares, unclaimed) == WHOLE);
        for (uint256 i = 0; i < shares.length; ++i) {
            assert(shares[i].units != 0 && shares[i].holder > (i == 0 ? address(0) : shares[i - 1].holder));
        }
        for (uint256 i = 0; i < unclaimed.length; ++i) {
            assert(unclaimed[i].units != 0 && unclaimed[i].who > (i == 0 ? bytes32(0) : unclaimed[i - 1].who));
        }
    }

    /// @notice Units that a newcomer claims leave the keyless ones and reach him: the table stays whole.
    /// @custom:halmos --array-lengths shares={0,1,2},unclaimed=1
    function check_aClaimKeepsTheTableWhole(
        Share[] calldata shares,
        Unclaimed[] calldata unclaimed,
        bytes32 who,
        address newcomer
    ) external pure {
        claim(shares, unclaimed, who, newcomer);
    }

    /// @notice The same of one of two keyless ones; a table of four rows takes the solver minutes.
    /// @custom:halmos --array-lengths shares={0,1},unclaimed=2
    function check_aClaimOfOneOfTwoKeepsTheTableWhole(
        Share[] calldata shares,
        Unclaimed[] calldata unclaimed,
        bytes32 who,
        address newcomer
    ) external pure {
        claim(shares, unclaimed, who, newcomer);
    }

    function claim(
        Share[] calldata shares,
        Unclaimed[] calldata unclaimed,
        bytes32 who,
        address newcomer
    ) private pure {
        Titles.checkTable(1, shares, unclaimed);
        (Unclaimed[] memory rest, uint32 units) = Titles.without(unclaimed, who);
        Share[] memory table = Titles.withUnits(shares, newcomer, units);
        uint256 sum = 0;
        for (uint256 i = 0; i < table.length; ++i) {
            sum += table[i].units;
        }
        for (uint256 i = 0; i < rest.length; ++i) {
            sum += rest[i].units;
        }
        assert(sum == WHOLE && rest.length + 1 == unclaimed.length);
    }

    /// @notice The newcomer stands once in the table after, in order, and nobody has left it.
    /// @custom:halmos --array-lengths shares={0,1,2},unclaimed=1
    function check_aClaimKeepsTheOrder(
        Share[] calldata shares,
        Unclaimed[] calldata unclaimed,
        address newcomer,
        uint32 units
    ) external pure {
        if (newcomer == address(0)) return;
        Titles.checkTable(1, shares, unclaimed);
        Share[] memory table = Titles.withUnits(shares, newcomer, units);
        uint256 found = 0;
        for (uint256 i = 0; i < table.length; ++i) {
            assert(table[i].holder > (i == 0 ? address(0) : table[i - 1].holder));
            if (table[i].holder == newcomer) ++found;
        }
        assert(found == 1 && table.length >= shares.length);
    }

    function _sum(Share[] calldata shares, Unclaimed[] calldata unclaimed) private pure returns (uint256 sum) {
        for (uint256 i = 0; i < shares.length; ++i) {
            sum += shares[i].units;
        }
        for (uint256 i = 0; i < unclaimed.length; ++i) {
            sum += unclaimed[i].units;
        }
    }
}
