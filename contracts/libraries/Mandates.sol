// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Bar, ILicensing, Line, Mandate} from "../interfaces/ILicensing.sol";
import {Lines} from "./Lines.sol";

/// @title Rules of a mandate, and what it lets its mandatary license
library Mandates {
    /// @notice Givers of one mandate: as many as a title has holders.
    uint256 internal constant MAX_GIVERS = 64;
    /// @notice Mandates between a holder and who signs for him.
    uint256 internal constant MAX_HOPS = 5;

    uint8 internal constant COLLECTIVE = 1;
    uint8 internal constant ADMIN = 3;
    uint8 internal constant SUBPUBLISH = 4;
    uint8 private constant AGENCY = 2;
    uint8 private constant RECIPROCAL = 6;

    /// @notice Reverts unless every field holds one of its values and fits the kind.
    function check(Mandate calldata mandate) internal pure {
        uint8 kind = mandate.kind;
        if (kind == 0 || kind > RECIPROCAL) revert ILicensing.BadMandate(kind);
        _checkParties(mandate, (kind == AGENCY || kind == ADMIN) && !mandate.bars ? MAX_GIVERS : 1);
        Lines.checkScope(0, mandate.layer, mandate.usage, mandate.territory, mandate.start, mandate.end);
        bool collective = kind == COLLECTIVE;
        bool may = kind == ADMIN || kind == SUBPUBLISH || mandate.bars == collective;
        bool society = collective || kind > SUBPUBLISH;
        uint8 cap = mandate.cap;
        if (cap == 0 || cap > (society ? Lines.NONEXCLUSIVE : Lines.EXCLUSIVE)) may = false;
        if (collective && mandate.notice == 0) may = false;
        if (!may) revert ILicensing.BadMandate(kind);
    }

    /// @notice A mandate as the list of whom it bars keeps it.
    function bar(Mandate calldata mandate, bytes32 id) internal pure returns (Bar memory added) {
        added.mandate = id;
        added.to = mandate.to;
        added.kind = mandate.kind;
        added.layer = mandate.layer;
        added.asset = mandate.asset;
        added.usage = mandate.usage;
        added.territory = mandate.territory;
        added.start = mandate.start;
        added.end = mandate.end;
    }

    /// @notice Whether two barring mandates of one giver share a use, a country, an asset and a second, as agreed.
    function overlaps(Mandate calldata mandate, Bar calldata senior) internal pure returns (bool) {
        if (mandate.layer != 0 && senior.layer != 0 && mandate.layer != senior.layer) return false;
        if (mandate.asset != 0 && senior.asset != 0 && mandate.asset != senior.asset) return false;
        return mandate.usage & senior.usage != 0 && mandate.territory & senior.territory != 0
            && mandate.start < senior.end && senior.start < mandate.end;
    }

    /// @notice Whether a barring mandate is about this title.
    function touches(Bar calldata entry, bytes32 asset, uint8 layer) internal pure returns (bool) {
        return (entry.layer == 0 || entry.layer == layer) && (entry.asset == 0 || entry.asset == asset);
    }

    /// @notice Whether a barring mandate is at least as wide as another; their times apart.
    function contains(Bar calldata wide, Bar calldata narrow) internal pure returns (bool) {
        return (wide.layer == 0 || wide.layer == narrow.layer) && (wide.asset == 0 || wide.asset == narrow.asset)
            && narrow.usage & ~wide.usage == 0 && narrow.territory & ~wide.territory == 0;
    }

    /// @notice Whether a barring mandate and a line share an asset, a use and a country, whenever.
    function meets(Bar calldata entry, Line memory line) internal pure returns (bool) {
        return touches(entry, line.asset, line.layer) && entry.usage & line.usage != 0
            && entry.territory & line.territory != 0;
    }

    /// @notice Whether a mandate lets its mandatary license the line; its time apart.
    function covers(Mandate calldata mandate, Line memory line) internal pure returns (bool) {
        if (mandate.layer != 0 && mandate.layer != line.layer) return false;
        if (mandate.asset != 0 && mandate.asset != line.asset) return false;
        if (line.usage & ~mandate.usage != 0 || line.territory & ~mandate.territory != 0) return false;
        if (line.exclusivity > mandate.cap) return false;
        bool society = mandate.kind == COLLECTIVE || mandate.kind > SUBPUBLISH;
        return !society || line.end - line.start <= Lines.SOCIETY_TERM;
    }

    /// @notice Whether a mandate may follow another (0: none, the giver is a holder) in a route.
    function mayFollow(uint8 kind, uint8 before) internal pure returns (bool) {
        if (before == 0) return kind <= ADMIN;
        if (before == ADMIN || before == SUBPUBLISH) return kind == SUBPUBLISH;
        return before != AGENCY && kind > SUBPUBLISH;
    }

    /// @notice Place of an account among the givers; `givers.length` if it is none.
    function placeOf(address[] calldata givers, address account) internal pure returns (uint256 place) {
        while (place < givers.length && givers[place] != account) ++place;
    }

    function _checkParties(Mandate calldata mandate, uint256 limit) private pure {
        address[] calldata givers = mandate.givers;
        address to = mandate.to;
        uint256 count = givers.length;
        if (count == 0 || count > limit) revert ILicensing.BadGivers(count, limit);
        if (to == address(0)) revert ILicensing.BadMandatary(to);
        address last = address(0);
        for (uint256 i = 0; i < count; ++i) {
            address giver = givers[i];
            if (giver <= last) revert ILicensing.GiverOrder(giver);
            if (giver == to) revert ILicensing.BadMandatary(to);
            last = giver;
        }
    }
}
