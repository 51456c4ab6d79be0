// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ILicensing, Line, Mandate, Proof} from "../../contracts/interfaces/ILicensing.sol";
import {Expected} from "./helpers/Expected.sol";
import {MandatesBase} from "./helpers/MandatesBase.sol";

/// @title Lines on a society's whole repertoire
contract BlanketsTest is MandatesBase {
    /// @dev The society and the venue sign; no member, no title and no proof is asked for.
    function test_aBlanket() external {
        Play memory play = _blanket(1);
        bytes32 chain = _blanketsOf(society, WRK);
        bytes memory signatures = _signaturesOf(play);
        VM.expectEmit(true, true, true, true, address(licensing));
        emit ILicensing.DealActivated(_id(play.deal), play.deal);
        VM.expectEmit(true, true, true, true, address(licensing));
        bytes32 head = Expected.head(0, _entry(play.deal, 0));
        emit ILicensing.LineActivated(chain, _id(play.deal), venue, 0, head);
        bytes32 id = licensing.activate(_with(play, signatures));
        _assertWord(id, 0, 0, NOW, BLOCK);
        _assertOnly(chain, play, 0);
        VM.assertEq(licensing.heads(_chainOf(society)), 0, "it signed for itself, not as an agent");
        VM.assertEq(licensing.restricted(chain), 0, "no list of exclusives");
    }

    /// @dev Each society and layer has a chain of its own, and every blanket is its next entry.
    function test_itsChain() external {
        for (uint8 layer = WRK; layer <= AVP; ++layer) {
            bytes32 head = 0;
            for (uint256 salt = 0; salt < 3; ++salt) {
                Play memory play = _blanket(salt);
                play.deal.lines[0].layer = layer;
                _activate(play);
                head = Expected.head(head, _entry(play.deal, 0));
                VM.assertEq(licensing.heads(_blanketsOf(society, layer)), head, "head");
            }
        }
    }

    /// @dev Story 5: one deal with a blanket on each of two layers, of two societies, each of whom signs.
    function test_twoSocietiesInOneDeal() external {
        Play memory play = _blanket(1);
        Line[] memory lines = new Line[](2);
        (lines[0], lines[1]) = (play.deal.lines[0], _blanket(1).deal.lines[0]);
        (lines[1].society, lines[1].layer) = (agent, AVP);
        play.deal.lines = lines;
        _refusedDeal(play, abi.encodeWithSelector(ILicensing.MissingSigner.selector, 1, agent));
        play.deal.signers = _list(society, agent, venue);
        _activate(play);
        _assertOnly(_blanketsOf(society, WRK), play, 0);
        _assertOnly(_blanketsOf(agent, AVP), play, 1);
    }

    function test_MissingSigner() external {
        Play memory play = _blanket(1);
        play.deal.signers = _list(venue);
        _refusedDeal(play, abi.encodeWithSelector(ILicensing.MissingSigner.selector, 0, society));
        play.deal.signers = _list(society);
        _refusedDeal(play, abi.encodeWithSelector(ILicensing.MissingSigner.selector, 0, venue));
    }

    /// @dev Nobody signs a blanket for a society: routes lead from the holders of a title.
    function test_noRouteLeadsToABlanket() external {
        Mandate memory text = _mandate(society, agent, RECIPROCAL);
        _give(text);
        Play memory play = _blanket(1);
        play.deal.signers = _list(agent, venue);
        play.proof = new Proof[](1);
        play.proof[0].mandates = _mandates(text);
        play.proof[0].routes = new bytes[](1);
        play.proof[0].routes[0] = hex"0000";
        _refusedDeal(play, abi.encodeWithSelector(ILicensing.MissingSigner.selector, 0, society));
    }

    /// @dev Who is in its repertoire is asked when somebody verifies, so no mandate is asked for here.
    function test_aSocietyThatBarsItselfFromNothing() external {
        Mandate memory text = _mandate(society, agent, COLLECTIVE);
        _give(text);
        _activate(_blanket(1));
    }

    /// @dev CMR 23: 731 days exactly, wherever on the time line.
    function test_731Days() external {
        uint64[3] memory starts = [0, START, FOREVER - TERM];
        for (uint256 i = 0; i < 3; ++i) {
            Play memory play = _blanket(i);
            (play.deal.lines[0].start, play.deal.lines[0].end) = (starts[i], starts[i] + TERM);
            _activate(play);
        }
        Play memory tooLong = _blanket(3);
        tooLong.deal.lines[0].end += 1;
        _refusedDeal(tooLong, abi.encodeWithSelector(ILicensing.BadBlanket.selector, 0));
        tooLong.deal.lines[0].end = FOREVER;
        _refusedDeal(tooLong, abi.encodeWithSelector(ILicensing.BadBlanket.selector, 0));
    }

    function test_BadBlanket() external {
        for (uint256 what = 0; what < 6; ++what) {
            Play memory play = _blanket(what);
            Line memory line = play.deal.lines[0];
            if (what == 0) line.exclusivity = SOLE;
            if (what == 1) line.exclusivity = EXCLUSIVE;
            if (what == 2) line.depth = 1;
            if (what == 3) line.licensee = address(0);
            if (what == 4) line.title = RECORD;
            if (what == 5) line.parent = RECORD;
            _refusedDeal(play, abi.encodeWithSelector(ILicensing.BadBlanket.selector, 0));
        }
    }

    /// @dev The error names the line.
    function test_BadBlanket_itsPlace() external {
        Play memory play = _threeTo(venue);
        Line memory line = play.deal.lines[2];
        (line.asset, line.society, line.title) = (0, society, 0);
        play.deal.signers = _list(lin, society, venue);
        _refusedDeal(play, abi.encodeWithSelector(ILicensing.BadBlanket.selector, 2));
        line.end = line.start + TERM;
        _activate(play);
        _assertOnly(_blanketsOf(society, PHN), play, 2);
    }

    /// @dev What other rules forbid a blanket.
    function test_otherRules() external {
        Play memory play = _blanket(1);
        play.deal.lines[0].layer = 0;
        _refusedDeal(play, abi.encodeWithSelector(ILicensing.UnknownLayer.selector, 0, 0));
        play = _blanket(1);
        play.deal.lines[0].asset = song;
        _refusedDeal(play, abi.encodeWithSelector(ILicensing.BadTarget.selector, 0));
        play = _blanket(1);
        play.deal.lines[0].society = address(0);
        _refusedDeal(play, abi.encodeWithSelector(ILicensing.BadTarget.selector, 0));
        play = _blanket(1);
        play.deal.lines[0].consult = RECORD;
        _refusedDeal(play, abi.encodeWithSelector(ILicensing.BadConsult.selector, 0));
        play = _blanket(1);
        play.deal.lines[0].survives = true;
        _refusedDeal(play, abi.encodeWithSelector(ILicensing.BadSurvival.selector, 0));
    }

    /// @dev It ends like any line: by its licensee, or by the revoker it names.
    function test_itEnds() external {
        Play memory play = _blanket(1);
        (play.deal.lines[0].revocation, play.deal.lines[0].revoker) = (1, society);
        bytes32 id = _activate(play);
        bytes4 selector = ILicensing.NotYours.selector;
        _refusedEnd(play.deal, _termination(id, 1, lin), abi.encodeWithSelector(selector, 0, lin));
        _end(play.deal, _termination(id, 1, society));
        _assertWord(id, 1, NOW, NOW, BLOCK);
    }
}
