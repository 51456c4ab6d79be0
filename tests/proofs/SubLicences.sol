// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Line} from "../../contracts/interfaces/ILicensing.sol";
import {Lines} from "../../contracts/libraries/Lines.sol";
import {Vm} from "../contracts/helpers/Vm.sol";

/// @title What is true of every sub-licence, and of every line that is taken
contract SubLicencesProof {
    Vm private constant VM = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));

    /// @notice Whatever a sub-licence allows, its parent allows.
    function check_aSubLicenceIsASubset(Line memory line, Line memory parent, uint64 end, uint256 bit, uint64 second)
        external
        pure
    {
        Lines.checkWithin(line, parent, end, 0);
        assert(line.asset == parent.asset && line.layer == parent.layer && line.exclusivity <= parent.exclusivity);
        if (line.usage >> bit & 1 == 1) assert(parent.usage >> bit & 1 == 1);
        if (line.territory >> bit & 1 == 1) assert(parent.territory >> bit & 1 == 1);
        if (second >= line.start && second < line.end) assert(second >= parent.start && second < end);
    }

    /// @notice The levels of sub-licence below a line become fewer with each.
    function check_depthFalls(Line memory line, Line memory parent, uint64 end) external pure {
        Lines.checkWithin(line, parent, end, 0);
        assert(line.depth < parent.depth);
    }

    /// @notice What lies within a sub-licence lies within all above it.
    function check_withinIsTransitive(Line memory line, Line memory parent, Line memory first, uint64 end)
        external
        pure
    {
        Lines.checkWithin(line, parent, parent.end, 0);
        Lines.checkWithin(parent, first, end, 0);
        assert(line.asset == first.asset && line.layer == first.layer && line.exclusivity <= first.exclusivity);
        assert(line.usage & ~first.usage == 0 && line.territory & ~first.territory == 0);
        assert(line.start >= first.start && line.end <= end && line.depth < first.depth);
    }

    /// @notice What is no more than its parent in anything is taken.
    function check_whatIsASubsetIsTaken(Line memory line, Line memory parent, uint64 end) external view {
        bool same = line.asset == parent.asset && line.layer == parent.layer;
        bool inside = line.usage | parent.usage == parent.usage && line.territory | parent.territory == parent.territory
            && line.start >= parent.start && line.end <= end;
        if (!same || !inside || line.exclusivity > parent.exclusivity || line.depth >= parent.depth) return;
        try this.within(line, parent, end) {}
        catch {
            assert(false);
        }
    }

    /// @notice A line that is taken is of one asset or one society, has a scope, and all else has a meaning.
    function check_aLineTakenHasMeaning(Line memory line, uint64 time) external {
        VM.warp(time);
        Lines.check(line, 0);
        assert((line.asset == 0) != (line.society == address(0)));
        assert(line.layer >= 1 && line.layer <= 4 && line.usage != 0 && line.usage < 1 << 31 && line.territory != 0);
        assert(line.start < line.end && line.exclusivity >= 1 && line.exclusivity <= 3 && line.depth <= 4);
        assert(line.revocation >= 1 && line.revocation <= 3 && (line.revocation == 1) == (line.revoker != address(0)));
    }

    /// @notice A blanket is NONEXCLUSIVE, lasts 731 days at most, and nobody licenses on by it.
    function check_aBlanketTaken(Line memory line, uint64 time) external {
        VM.warp(time);
        Lines.check(line, 0);
        if (line.society == address(0)) return;
        assert(line.exclusivity == 1 && uint256(line.end) <= uint256(line.start) + 731 days && line.depth == 0);
        assert(line.licensee != address(0) && line.title == 0 && line.parent == 0);
    }

    /// @notice A line for ANYONE is NONEXCLUSIVE and irrevocable, and nobody licenses on by it.
    function check_aPublicLicenceTaken(Line memory line, uint64 time) external {
        VM.warp(time);
        Lines.check(line, 0);
        if (line.licensee == address(0)) assert(line.exclusivity == 1 && line.revocation == 3 && line.depth == 0);
    }

    /// @notice A SOLE or EXCLUSIVE line is not over when it is recorded, lacks nobody's consent and outlives no parent.
    function check_anExclusiveTaken(Line memory line, uint64 time) external {
        VM.warp(time);
        Lines.check(line, 0);
        if (line.exclusivity != 1) assert(line.end > time && line.consult == 0 && !line.survives);
        if (line.consult != 0) assert(line.layer == 1 && line.asset != 0 && line.parent == 0);
        if (line.survives) assert(line.parent != 0);
    }

    function within(Line memory line, Line memory parent, uint64 end) external pure {
        Lines.checkWithin(line, parent, end, 0);
    }
}
