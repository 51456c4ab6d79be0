// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Asset, Registration, Title, Unclaimed} from "../../contracts/interfaces/ICopyrightRegistry.sol";
import {ILicensing, Line, Proof} from "../../contracts/interfaces/ILicensing.sol";
import {LicensingBase} from "./helpers/LicensingBase.sol";

/// @title Every error of an activation, reached with its exact arguments
contract DealErrorsTest is LicensingBase {
    function test_t16_DeadlinePassed() external {
        Play memory play = _songTo(venue);
        play.deal.acceptBy = NOW - 1;
        bytes4 selector = ILicensing.DeadlinePassed.selector;
        _refusedDeal(play, abi.encodeWithSelector(selector, NOW - 1, uint256(NOW)));
        play.deal.acceptBy = 0; // zero is not "for ever"
        _refusedDeal(play, abi.encodeWithSelector(selector, uint64(0), uint256(NOW)));
    }

    function test_NoLines() external {
        Play memory play = _songTo(venue);
        play.deal.lines = new Line[](0);
        _refusedDeal(play, abi.encodeWithSelector(ILicensing.NoLines.selector));
    }

    function test_TooManyLines() external {
        Play memory play = _songTo(venue);
        play.deal.lines = new Line[](17);
        _refusedDeal(play, abi.encodeWithSelector(ILicensing.TooManyLines.selector, uint256(17), uint256(16)));
    }

    /// @dev What is opened must be the title that was signed; one more of them does no harm.
    function test_TitleMissing() external {
        bytes4 selector = ILicensing.TitleMissing.selector;
        Play memory play = _threeTo(venue);
        Title memory last = play.titles[2];
        play.titles[2] = play.titles[0];
        _refusedDeal(play, abi.encodeWithSelector(selector, uint256(2)));
        play.titles = new Title[](0);
        _refusedDeal(play, abi.encodeWithSelector(selector, uint256(0)));
        play = _songTo(venue);
        play.titles[0].version = 1; // the right title in the line, the wrong one opened
        _refusedDeal(play, abi.encodeWithSelector(selector, uint256(0)));
        play.titles = new Title[](2);
        (play.titles[0], play.titles[1]) = (last, _songTo(venue).titles[0]);
        _assertWord(_activate(play), 0, 0, NOW, BLOCK);
    }

    function test_t30_StaleTitle() external {
        bytes4 selector = ILicensing.StaleTitle.selector;
        bytes32 current = _titleOf(song, WRK);
        Play memory play = _songTo(venue);
        play.deal.lines[0].title = keccak256("an older title"); // signed on another title than the one given
        _refusedDeal(play, abi.encodeWithSelector(selector, uint256(0), play.deal.lines[0].title, current));
        play = _songTo(venue);
        play.titles[0].shares[0].holder = stranger; // a table of the sender's making
        play.deal.lines[0].title = _titleHash(play.titles[0]);
        _refusedDeal(play, abi.encodeWithSelector(selector, uint256(0), play.deal.lines[0].title, current));
        play = _threeTo(venue); // a line on the title of another
        play.deal.lines[1].title = _titleHash(play.titles[2]);
        bytes32 own = _titleHash(play.titles[1]);
        _refusedDeal(play, abi.encodeWithSelector(selector, uint256(1), play.deal.lines[1].title, own));
    }

    function test_unclaimedUnits() external {
        Asset memory asset = _song(keccak256("keyless"), lin);
        asset.splits[0].shares[0].units = WHOLE - 1;
        asset.splits[0].unclaimed = new Unclaimed[](1);
        asset.splits[0].unclaimed[0] = Unclaimed({who: RECORD, units: 1});
        Registration memory text = _registration(lin, asset);
        _register(text);
        Play memory play = _play(_title(text, 0, 0), venue);
        _refusedDeal(play, abi.encodeWithSelector(ILicensing.UnclaimedUnits.selector, 0));
    }

    function test_StaleTitle_unknownAsset() external {
        Play memory play = _play(_title(_registration(hao, _song(RECORD, hao)), 0, 0), venue);
        bytes32 given = play.deal.lines[0].title;
        bytes4 selector = ILicensing.StaleTitle.selector;
        _refusedDeal(play, abi.encodeWithSelector(selector, uint256(0), given, bytes32(0)));
    }

    function test_BadTarget() external {
        Line memory line = _good();
        line.asset = 0;
        _refusedLine(line, abi.encodeWithSelector(ILicensing.BadTarget.selector, uint256(1)));
        line = _good();
        line.society = hao;
        _refusedLine(line, abi.encodeWithSelector(ILicensing.BadTarget.selector, uint256(1)));
    }

    function test_UnknownLayer() external {
        uint8[3] memory unknown = [0, 5, 255];
        for (uint256 i = 0; i < 3; ++i) {
            Line memory line = _good();
            line.layer = unknown[i];
            _refusedLine(line, abi.encodeWithSelector(ILicensing.UnknownLayer.selector, uint256(1), unknown[i]));
        }
    }

    function test_BadUsage() external {
        uint32[3] memory bad = [uint32(0), 1 << 31, type(uint32).max];
        for (uint256 i = 0; i < 3; ++i) {
            Line memory line = _good();
            line.usage = bad[i];
            _refusedLine(line, abi.encodeWithSelector(ILicensing.BadUsage.selector, uint256(1), bad[i]));
        }
    }

    function test_BadTerritory() external {
        Line memory line = _good();
        line.territory = 0;
        _refusedLine(line, abi.encodeWithSelector(ILicensing.BadTerritory.selector, uint256(1)));
    }

    function test_BadInterval() external {
        Line memory line = _good();
        bytes4 selector = ILicensing.BadInterval.selector;
        (line.start, line.end) = (START, START);
        _refusedLine(line, abi.encodeWithSelector(selector, uint256(1), START, START));
        (line.start, line.end) = (FOREVER, START);
        _refusedLine(line, abi.encodeWithSelector(selector, uint256(1), FOREVER, START));
    }

    function test_t35_UnknownExclusivity() external {
        uint8[3] memory unknown = [0, 4, 255];
        for (uint256 i = 0; i < 3; ++i) {
            Line memory line = _good();
            line.exclusivity = unknown[i];
            bytes4 selector = ILicensing.UnknownExclusivity.selector;
            _refusedLine(line, abi.encodeWithSelector(selector, uint256(1), unknown[i]));
        }
    }

    function test_t35_UnknownRevocation() external {
        uint8[3] memory unknown = [0, 4, 255];
        for (uint256 i = 0; i < 3; ++i) {
            Line memory line = _good();
            line.revocation = unknown[i];
            bytes4 selector = ILicensing.UnknownRevocation.selector;
            _refusedLine(line, abi.encodeWithSelector(selector, uint256(1), unknown[i]));
        }
    }

    function test_BadRevoker() external {
        bytes4 selector = ILicensing.BadRevoker.selector;
        Line memory line = _good();
        line.revocation = 1;
        _refusedLine(line, abi.encodeWithSelector(selector, uint256(1), address(0)));
        for (uint8 rule = 2; rule <= 3; ++rule) {
            line.revocation = rule;
            line.revoker = hao;
            _refusedLine(line, abi.encodeWithSelector(selector, uint256(1), hao));
        }
    }

    function test_BadPublicLicence() external {
        bytes memory refusal = abi.encodeWithSelector(ILicensing.BadPublicLicence.selector, uint256(1));
        Line memory line = _public();
        line.exclusivity = 2;
        _refusedLine(line, refusal);
        line.exclusivity = 3;
        _refusedLine(line, refusal);
        line = _public();
        (line.revocation, line.revoker) = (1, lin);
        _refusedLine(line, refusal);
        line = _public();
        line.revocation = 2;
        _refusedLine(line, refusal);
        line = _public();
        line.depth = 1;
        _refusedLine(line, refusal);
    }

    /// @dev Whoever may end one line of such a deal ends all: a public licence would no longer be irrevocable.
    function test_BadPublicLicence_inADealThatEndsTogether() external {
        for (uint256 public_ = 0; public_ < 3; ++public_) {
            Play memory play = _threeTo(venue);
            play.deal.crossTermination = true;
            for (uint256 i = 0; i < 3; ++i) {
                (play.deal.lines[i].revocation, play.deal.lines[i].revoker) = (3, address(0));
            }
            play.deal.lines[public_].licensee = address(0);
            _refusedDeal(play, abi.encodeWithSelector(ILicensing.BadPublicLicence.selector, public_));
            play.deal.crossTermination = false;
            _assertWord(_activate(play), 0, 0, NOW, BLOCK);
        }
    }

    function test_CrossTerminationRules() external {
        Play memory play = _threeTo(venue);
        play.deal.crossTermination = true;
        bytes memory refusal = abi.encodeWithSelector(ILicensing.CrossTerminationRules.selector, uint256(2));
        play.deal.lines[2].notice = 1;
        _refusedDeal(play, refusal);
        play.deal.lines[2].notice = 0;
        play.deal.lines[2].revocation = 2;
        _refusedDeal(play, refusal);
        for (uint256 i = 0; i < 3; ++i) {
            (play.deal.lines[i].revocation, play.deal.lines[i].revoker) = (1, lin);
        }
        play.deal.lines[2].revoker = hao;
        _refusedDeal(play, refusal);
        play.deal.crossTermination = false;
        _assertWord(_activate(play), 0, 0, NOW, BLOCK);
    }

    function test_BadDepth() external {
        uint8[2] memory deep = [5, 255];
        for (uint256 i = 0; i < 2; ++i) {
            Line memory line = _good();
            line.depth = deep[i];
            _refusedLine(line, abi.encodeWithSelector(ILicensing.BadDepth.selector, uint256(1), deep[i]));
        }
    }

    /// @dev Whoever sub-licenses holds no title, and has nobody whom he could have consulted.
    function test_BadSublicence() external {
        bytes memory refusal = abi.encodeWithSelector(ILicensing.BadSublicence.selector, uint256(1));
        Line memory line = _good();
        line.parent = RECORD;
        _refusedLine(line, refusal);
        (line.title, line.consult) = (0, RECORD);
        _refusedLine(line, refusal);
    }

    function test_BadSurvival() external {
        bytes memory refusal = abi.encodeWithSelector(ILicensing.BadSurvival.selector, uint256(1));
        Line memory line = _good();
        line.survives = true; // what is no sub-licence has nothing to survive
        _refusedLine(line, refusal);
        for (uint8 exclusivity = 2; exclusivity <= 3; ++exclusivity) {
            (line.parent, line.title, line.exclusivity) = (RECORD, 0, exclusivity);
            _refusedLine(line, refusal);
        }
    }

    function test_BadConsult() external {
        bytes memory refusal = abi.encodeWithSelector(ILicensing.BadConsult.selector, uint256(1));
        for (uint8 layer = 2; layer <= 4; ++layer) {
            Line memory line = _good();
            (line.consult, line.layer) = (RECORD, layer);
            _refusedLine(line, refusal);
        }
        for (uint8 exclusivity = 2; exclusivity <= 3; ++exclusivity) {
            Line memory line = _good();
            (line.consult, line.exclusivity) = (RECORD, exclusivity);
            _refusedLine(line, refusal);
        }
    }

    function test_TooManyProofs() external {
        Play memory play = _songTo(venue);
        play.proof = new Proof[](2);
        play.proof[0].heads = new bytes32[](0);
        _refusedDeal(play, abi.encodeWithSelector(ILicensing.TooManyProofs.selector, uint256(2)));
    }

    /// @dev Half-open intervals: only start < end is one.
    function testFuzz_intervals(uint64 start, uint64 end) external {
        Play memory play = _songTo(venue);
        (play.deal.lines[0].start, play.deal.lines[0].end) = (start, end);
        if (start < end) {
            _assertWord(_activate(play), 0, 0, NOW, BLOCK);
        } else {
            bytes4 selector = ILicensing.BadInterval.selector;
            _refusedDeal(play, abi.encodeWithSelector(selector, uint256(0), start, end));
        }
    }

    function _good() private view returns (Line memory) {
        return _songTo(venue).deal.lines[0];
    }

    function _public() private view returns (Line memory) {
        return _songTo(address(0)).deal.lines[0];
    }

    /// @dev The line stands second, so that its number in the error is seen to be right.
    function _refusedLine(Line memory line, bytes memory refusal) private {
        Play memory play = _songTo(venue);
        play.deal.lines = new Line[](2);
        (play.deal.lines[0], play.deal.lines[1]) = (_good(), line);
        _refusedDeal(play, refusal);
    }
}
