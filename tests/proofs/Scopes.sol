// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Entry, Line} from "../../contracts/interfaces/ILicensing.sol";
import {Lines} from "../../contracts/libraries/Lines.sol";

/// @title What is true of scopes: of all words that calldata may hold, not of examples
contract ScopesProof {
    /// @dev A use, a country and a second.
    struct Point {
        uint256 use;
        uint256 country;
        uint256 second;
    }

    /// @notice Two lines that share a point overlap.
    function check_whatSharesAPointOverlaps(Line memory line, Entry calldata senior, Point memory at) external pure {
        if (_has(line, at) && _has(senior, at)) assert(Lines.overlaps(line, senior));
    }

    /// @notice Two lines that overlap share a point: a use, a country, and the later of their first seconds.
    function check_whatOverlapsSharesAPoint(Line memory line, Entry calldata senior) external pure {
        if (line.start >= line.end || senior.start >= senior.end || !Lines.overlaps(line, senior)) return;
        assert(line.usage & senior.usage != 0 && line.territory & senior.territory != 0);
        uint256 second = line.start > senior.start ? line.start : senior.start;
        assert(second >= line.start && second < line.end && second >= senior.start && second < senior.end);
    }

    /// @notice Who comes first is no matter.
    function check_overlapIsSymmetric(Line memory line, Line memory other) external view {
        assert(this.overlaps(line, Lines.entry(other, 0, 0)) == this.overlaps(other, Lines.entry(line, 0, 0)));
    }

    /// @notice The second at which one ends is free for the next.
    function check_theEndIsFree(Line memory line, Entry calldata senior) external pure {
        if (line.start >= senior.end || senior.start >= line.end) assert(!Lines.overlaps(line, senior));
    }

    /// @notice Chains and lists keep a line's scope as it is.
    function check_entriesKeepTheScope(Line memory line, bytes32 deal, uint256 index) external pure {
        Entry memory entry = Lines.entry(line, deal, index);
        assert(entry.deal == deal && entry.index == index && entry.licensee == line.licensee);
        assert(entry.exclusivity == line.exclusivity && entry.usage == line.usage);
        assert(entry.territory == line.territory && entry.start == line.start && entry.end == line.end);
    }

    /// @notice What is taken for a scope has a known layer and use, a country and a second.
    function check_aScopeTakenIsOne(uint8 layer, uint32 usage, uint256 territory, uint64 start, uint64 end)
        external
        pure
    {
        Lines.checkScope(0, layer, usage, territory, start, end);
        assert(layer <= 4 && usage != 0 && usage < 1 << 31 && territory != 0 && start < end);
    }

    /// @notice What has all that is taken.
    function check_aScopeIsTaken(uint8 layer, uint32 usage, uint256 territory, uint64 start, uint64 end) external view {
        if (layer > 4 || usage == 0 || usage >= 1 << 31 || territory == 0 || start >= end) return;
        try this.scope(layer, usage, territory, start, end) {}
        catch {
            assert(false);
        }
    }

    function overlaps(Line memory line, Entry calldata senior) external pure returns (bool) {
        return Lines.overlaps(line, senior);
    }

    function scope(uint8 layer, uint32 usage, uint256 territory, uint64 start, uint64 end) external pure {
        Lines.checkScope(0, layer, usage, territory, start, end);
    }

    function _has(Line memory line, Point memory at) private pure returns (bool) {
        return _in(line.usage, at.use) && _in(line.territory, at.country) && line.start <= at.second
            && at.second < line.end;
    }

    function _has(Entry calldata entry, Point memory at) private pure returns (bool) {
        return _in(entry.usage, at.use) && _in(entry.territory, at.country) && entry.start <= at.second
            && at.second < entry.end;
    }

    function _in(uint256 mask, uint256 place) private pure returns (bool) {
        return mask >> place & 1 == 1;
    }
}
