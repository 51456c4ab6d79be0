// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Bar, Line, Mandate} from "../../contracts/interfaces/ILicensing.sol";
import {Mandates} from "../../contracts/libraries/Mandates.sol";

/// @title What is true of every mandate
contract MandateScopesProof {
    /// @notice A mandate that lets a line pass is as wide as it in layer, asset, uses, countries and exclusivity.
    /// @custom:halmos --array-lengths mandate.givers=1
    function check_whatAMandateCovers(Mandate calldata mandate, Line memory line) external pure {
        if (!Mandates.covers(mandate, line)) return;
        assert(mandate.layer == 0 || mandate.layer == line.layer);
        assert(mandate.asset == 0 || mandate.asset == line.asset);
        assert(line.usage | mandate.usage == mandate.usage && line.territory | mandate.territory == mandate.territory);
        assert(line.exclusivity <= mandate.cap);
    }

    /// @notice A society licenses nothing that is exclusive or lasts more than 731 days.
    /// @custom:halmos --array-lengths mandate.givers=1
    function check_whatASocietyMay(Mandate calldata mandate, Line memory line) external pure {
        Mandates.check(mandate);
        if (line.start >= line.end || !Mandates.covers(mandate, line)) return;
        bool society = mandate.kind == 1 || mandate.kind >= 5;
        if (society) assert(line.exclusivity <= 1 && uint256(line.end) <= uint256(line.start) + 731 days);
    }

    /// @notice A mandate that is taken has one of six kinds; COLLECTIVE bars and has a notice, AGENCY and those between
    ///         societies don't bar; whoever bars is one giver.
    /// @custom:halmos --array-lengths mandate.givers={0,1,2}
    function check_aMandateTaken(Mandate calldata mandate) external pure {
        Mandates.check(mandate);
        assert(mandate.kind >= 1 && mandate.kind <= 6 && mandate.cap >= 1 && mandate.cap <= 3);
        if (mandate.kind == 1) assert(mandate.bars && mandate.notice != 0 && mandate.cap == 1);
        if (mandate.kind == 2 || mandate.kind >= 5) assert(!mandate.bars);
        if (mandate.bars || mandate.kind >= 4) assert(mandate.givers.length == 1);
        assert(mandate.to != address(0) && mandate.givers.length >= 1 && mandate.givers[0] != mandate.to);
        if (mandate.givers.length == 2) assert(mandate.givers[0] < mandate.givers[1]);
        assert(mandate.layer <= 4 && mandate.usage != 0 && mandate.usage < 1 << 31 && mandate.territory != 0);
        assert(mandate.start < mandate.end);
    }

    /// @notice What a narrower barring mandate meets, a wider one meets.
    function check_whoTakesOverLetsNothingOut(Bar calldata wide, Bar calldata narrow, Line memory line) external pure {
        if (Mandates.contains(wide, narrow) && Mandates.meets(narrow, line)) assert(Mandates.meets(wide, line));
    }

    /// @notice Wider than what is wider is wider.
    function check_widerIsTransitive(Bar calldata wide, Bar calldata middle, Bar calldata narrow) external pure {
        if (Mandates.contains(wide, middle) && Mandates.contains(middle, narrow)) {
            assert(Mandates.contains(wide, narrow));
        }
    }

    /// @notice Two mandates that both bar one use of one layer of one work at one second overlap.
    /// @custom:halmos --array-lengths mandate.givers=1
    function check_noPowerIsGivenTwice(Mandate calldata mandate, Bar calldata senior, Line memory line, uint64 second)
        external
        pure
    {
        bool layers = (mandate.layer == 0 || mandate.layer == line.layer) && (senior.layer == 0 || senior.layer == line.layer);
        bool assets = (mandate.asset == 0 || mandate.asset == line.asset) && (senior.asset == 0 || senior.asset == line.asset);
        if (!layers || !assets) return;
        if (mandate.usage & senior.usage == 0 || mandate.territory & senior.territory == 0) return;
        if (second < mandate.start || second >= mandate.end || second < senior.start || second >= senior.end) return;
        assert(Mandates.overlaps(mandate, senior));
    }

    /// @notice Lists keep a mandate's scope as it is.
    /// @custom:halmos --array-lengths mandate.givers=1
    function check_listsKeepTheScope(Mandate calldata mandate, bytes32 id) external pure {
        Bar memory bar = Mandates.bar(mandate, id);
        assert(bar.mandate == id && bar.to == mandate.to && bar.kind == mandate.kind && bar.asset == mandate.asset);
        assert(bar.layer == mandate.layer && bar.usage == mandate.usage && bar.territory == mandate.territory);
        assert(bar.start == mandate.start && bar.end == mandate.end);
    }

    /// @notice A route begins with a holder's own mandate, goes on from publisher to publisher or society to society,
    ///         and never on from an agent.
    function check_routes(uint8 kind, uint8 before) external pure {
        if (kind == 0 || kind > 6 || before > 6 || !Mandates.mayFollow(kind, before)) return;
        if (before == 0) assert(kind <= 3);
        else assert((kind == 4 && (before == 3 || before == 4)) || (kind >= 5 && (before == 1 || before >= 5)));
    }
}
