// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Title} from "../../contracts/interfaces/ICopyrightRegistry.sol";
import {Bars, ILicensing, Line, Mandate} from "../../contracts/interfaces/ILicensing.sol";
import {Expected} from "./helpers/Expected.sol";
import {MandatesBase} from "./helpers/MandatesBase.sol";

/// @title Routes that lead nowhere: malformed, over, too narrow, broken, or barred
contract RouteErrorsTest is MandatesBase {
    // Shapes

    function test_BadRoute() external {
        Mandate memory text = _mandate(lin, agent, AGENCY);
        _give(text);
        bytes[6] memory shapes = [
            bytes(hex""), // nothing
            hex"00", // a line and no mandate
            hex"0001", // a mandate that wasn't given
            hex"0100", // a line that the deal doesn't have
            hex"ff00", // nor has any deal
            hex"00000000000000" // six mandates
        ];
        for (uint256 i = 0; i < shapes.length; ++i) {
            Play memory play = _byOne(text);
            play.proof[0].routes[0] = shapes[i];
            _refusedDeal(play, abi.encodeWithSelector(ILicensing.BadRoute.selector, 0));
        }
    }

    /// @dev The first mandate is looked at before the second, which wasn't given, and the second before who signs.
    function test_BadRoute_laterHop() external {
        Mandate memory text = _mandate(lin, publisher, ADMIN);
        _give(text);
        Play memory play = _byOne(text);
        play.proof[0].routes[0] = hex"000001";
        _refusedDeal(play, abi.encodeWithSelector(ILicensing.BadRoute.selector, 0));
        play.proof[0].routes[0] = hex"000000";
        _refusedDeal(play, abi.encodeWithSelector(ILicensing.RouteBroken.selector, 0, _mandateId(text)));
    }

    /// @dev The error names the place of the route, and a malformed one is refused whatever its line.
    function test_BadRoute_itsPlace() external {
        Mandate memory text = _mandate(lin, agent, AGENCY);
        _give(text);
        Play memory play = _byOne(text);
        play.proof[0].routes = new bytes[](3);
        (play.proof[0].routes[0], play.proof[0].routes[1]) = (hex"0000", hex"0000");
        play.proof[0].routes[2] = hex"01";
        _refusedDeal(play, abi.encodeWithSelector(ILicensing.BadRoute.selector, 2));
        play.proof[0].routes[2] = hex"0009";
        _refusedDeal(play, abi.encodeWithSelector(ILicensing.BadRoute.selector, 2));
    }

    /// @dev A route that isn't given leads nobody anywhere, whatever mandates there are.
    function test_withoutARoute() external {
        Mandate memory text = _mandate(lin, agent, AGENCY);
        _give(text);
        bytes memory refusal = abi.encodeWithSelector(ILicensing.MissingSigner.selector, 0, lin);
        Play memory play = _byOne(text);
        delete play.proof[0].routes;
        _refusedDeal(play, refusal);
        delete play.proof;
        _refusedDeal(play, refusal);
    }

    function test_MissingSigner_theAgent() external {
        Mandate memory text = _mandate(lin, agent, AGENCY);
        _give(text);
        Play memory play = _byOne(text);
        play.deal.signers = _list(venue);
        _refusedDeal(play, abi.encodeWithSelector(ILicensing.MissingSigner.selector, 0, agent));
        play.deal.signers = _list(lin, venue);
        _refusedDeal(play, abi.encodeWithSelector(ILicensing.MissingSigner.selector, 0, agent));
    }

    // Time

    function test_MandateNotLive_neverActivated() external {
        Mandate memory text = _mandate(lin, agent, AGENCY);
        bytes memory refusal = abi.encodeWithSelector(ILicensing.MandateNotLive.selector, 0, _mandateId(text));
        _refusedDeal(_byOne(text), refusal);
        VM.prank(lin);
        licensing.cancelMandate(text, _cancellation(text, lin), "");
        _refusedDeal(_byOne(text), refusal);
    }

    /// @dev Live from its first second to the one before its end.
    function test_MandateNotLive_itsTime() external {
        Mandate memory text = _mandate(lin, agent, AGENCY);
        (text.start, text.end) = (NOW + 100, NOW + 200);
        _give(text);
        bytes memory refusal = abi.encodeWithSelector(ILicensing.MandateNotLive.selector, 0, _mandateId(text));
        uint64[4] memory times = [NOW + 99, NOW + 100, NOW + 199, NOW + 200];
        for (uint256 i = 0; i < 4; ++i) {
            VM.warp(times[i]);
            Play memory play = _byOne(text);
            play.deal.salt = bytes32(i);
            if (i == 0 || i == 3) _refusedDeal(play, refusal);
            else _activate(play);
        }
    }

    /// @dev The line need not begin, or end, within the mandate's time.
    function test_itNeedNotOutlastTheLine() external {
        Mandate memory text = _mandate(lin, agent, AGENCY);
        (text.start, text.end) = (NOW, NOW + 1);
        _give(text);
        Play memory play = _byOne(text);
        (play.deal.lines[0].start, play.deal.lines[0].end) = (1, FOREVER);
        _activate(play);
    }

    function test_MandateNotLive_withdrawn() external {
        Mandate memory text = _mandate(lin, agent, AGENCY);
        _give(text);
        _withdraw(text, lin);
        VM.warp(NOW + NOTICE - 1);
        _activate(_byOne(text));
        VM.warp(NOW + NOTICE);
        bytes memory refusal = abi.encodeWithSelector(ILicensing.MandateNotLive.selector, 0, _mandateId(text));
        Play memory play = _byOne(text);
        play.deal.salt = bytes32(uint256(2));
        _refusedDeal(play, refusal);
    }

    /// @dev Who left must sign himself; for the others the mandate leads on.
    function test_leftByOne() external {
        Title memory title = _shared();
        Mandate memory text = _mandateOf(_list(lin, hao), agent, AGENCY);
        _give(text);
        _withdraw(text, hao);
        VM.warp(NOW + NOTICE - 1);
        _activate(_through(title, agent, _mandates(text), hex"00"));
        VM.warp(NOW + NOTICE);
        Play memory play = _through(title, agent, _mandates(text), hex"00");
        play.deal.salt = bytes32(uint256(2));
        _refusedDeal(play, abi.encodeWithSelector(ILicensing.MissingSigner.selector, 0, hao));
        play.deal.signers = _list(agent, hao, venue);
        _activate(play);
    }

    /// @dev Once all have left, it leads from nobody, though it is in force for those who hold nothing.
    function test_leftByAll() external {
        Mandate memory text = _mandateOf(_list(lin, hao), agent, AGENCY);
        text.notice = 0;
        _give(text);
        _withdraw(text, lin);
        _withdraw(text, hao);
        _refusedDeal(_byOne(text), abi.encodeWithSelector(ILicensing.MissingSigner.selector, 0, lin));
    }

    /// @dev A later hop that is over breaks the route as well as the first.
    function test_MandateNotLive_laterHop() external {
        Play memory play = _byTwo();
        Mandate memory text = play.proof[0].mandates[1];
        _withdraw(text, publisher);
        VM.warp(NOW + NOTICE);
        _refusedDeal(play, abi.encodeWithSelector(ILicensing.MandateNotLive.selector, 0, _mandateId(text)));
    }

    /// @dev Lin's publisher and his sub-publisher.
    function _byTwo() private returns (Play memory) {
        Mandate memory one = _mandate(lin, publisher, ADMIN);
        Mandate memory other = _mandate(publisher, agent, SUBPUBLISH);
        _give(one);
        _give(other);
        return _through(_songTitle(), agent, _mandates(one, other), hex"0001");
    }

    // Scope

    function test_MandateScope_each() external {
        for (uint256 what = 0; what < 7; ++what) {
            Mandate memory text = _mandate(lin, agent, AGENCY);
            text.salt = bytes32(what);
            text.usage = STREAM_ONDEMAND | 2;
            text.territory = 3;
            Play memory fits = _narrowed(text, what, false);
            Play memory play = _narrowed(text, what, true);
            _give(text);
            _refusedDeal(play, abi.encodeWithSelector(ILicensing.MandateScope.selector, 0, _mandateId(text)));
            _activate(fits);
        }
    }

    /// @dev A mandate narrow in one way, and a line that is as wide as it or just wider.
    function _narrowed(Mandate memory text, uint256 what, bool wider) private view returns (Play memory play) {
        if (what == 0) text.layer = WRK;
        if (what == 1) text.asset = song;
        if (what == 4) text.cap = NONEXCLUSIVE;
        if (what == 5) text.cap = SOLE;
        if (what == 6) text.territory = 1 << 255;
        play = what == 0 && wider ? _through(_title(_both(lin), 1, 0), agent, _mandates(text), hex"00") : _byOne(text);
        if (what == 1 && wider) play = _through(_title(_both(lin), 1, 1), agent, _mandates(text), hex"00");
        Line memory line = play.deal.lines[0];
        play.deal.salt = bytes32(what);
        line.usage = what == 2 && wider ? text.usage | 1 : text.usage;
        line.territory = what == 3 && wider ? text.territory | 4 : text.territory;
        if (what == 6 && wider) line.territory = WORLD;
        if (wider && (what == 4 || what == 5)) line.exclusivity = text.cap + 1;
        play.proof[0].heads = new bytes32[](line.exclusivity == NONEXCLUSIVE ? 0 : 1);
    }

    /// @dev CMR 23: what a society licenses, on whatever hop, runs for two years at most.
    function test_MandateScope_societies() external {
        Mandate memory one = _mandate(lin, society, COLLECTIVE);
        Mandate memory other = _mandate(society, agent, RECIPROCAL);
        _give(one);
        _give(other);
        for (uint256 hops = 1; hops <= 2; ++hops) {
            Play memory play = _through(_songTitle(), society, _mandates(one, other), hex"00");
            if (hops == 2) play = _through(_songTitle(), agent, _mandates(one, other), hex"0001");
            play.proof[0].bars = _opened(_listOf(one));
            Line memory line = play.deal.lines[0];
            line.end = line.start + TERM + 1;
            _refusedDeal(play, abi.encodeWithSelector(ILicensing.MandateScope.selector, 0, _mandateId(one)));
            line.end = line.start + TERM;
            _activate(play);
        }
    }

    /// @dev Nobody passes on more than he has: each hop is looked at, whichever is the narrow one.
    function test_MandateScope_laterHop() external {
        Mandate memory one = _mandate(lin, publisher, ADMIN);
        Mandate memory other = _mandate(publisher, agent, SUBPUBLISH);
        one.usage |= 1;
        other.usage |= 2;
        _give(one);
        _give(other);
        Play memory play = _through(_songTitle(), agent, _mandates(one, other), hex"0001");
        play.deal.lines[0].usage = 1;
        _refusedDeal(play, abi.encodeWithSelector(ILicensing.MandateScope.selector, 0, _mandateId(other)));
        play.deal.lines[0].usage = 2;
        _refusedDeal(play, abi.encodeWithSelector(ILicensing.MandateScope.selector, 0, _mandateId(one)));
        play.deal.lines[0].usage = STREAM_ONDEMAND;
        _activate(play);
    }

    /// @dev A line is covered exactly when its uses and countries are among the mandate's.
    function testFuzz_MandateScope(uint32 use, uint256 where, uint32 wished, uint256 place) external {
        use = use << 1 >> 1 | 1;
        wished = wished << 1 >> 1 | 1;
        VM.assume(where != 0 && place != 0);
        Mandate memory text = _mandate(lin, agent, AGENCY);
        (text.usage, text.territory) = (use, where);
        _give(text);
        Play memory play = _byOne(text);
        (play.deal.lines[0].usage, play.deal.lines[0].territory) = (wished, place);
        if (use | wished == use && where | place == where) _activate(play);
        else _refusedDeal(play, abi.encodeWithSelector(ILicensing.MandateScope.selector, 0, _mandateId(text)));
    }

    // What stands on what

    /// @dev The next mandate's giver is the last one's mandatary, not anybody who has given one.
    function test_RouteBroken_anotherGiver() external {
        Mandate memory one = _mandate(lin, publisher, ADMIN);
        Mandate memory other = _mandate(hao, agent, SUBPUBLISH);
        _give(one);
        _give(other);
        Play memory play = _through(_songTitle(), agent, _mandates(one, other), hex"0001");
        _refusedDeal(play, abi.encodeWithSelector(ILicensing.RouteBroken.selector, 0, _mandateId(other)));
    }

    /// @dev Backwards, the sub-publisher's mandate stands on nothing.
    function test_RouteBroken_backwards() external {
        Play memory play = _byTwo();
        play.proof[0].routes[0] = hex"000100";
        bytes32 id = _mandateId(play.proof[0].mandates[1]);
        _refusedDeal(play, abi.encodeWithSelector(ILicensing.RouteBroken.selector, 0, id));
    }

    // A publisher who gave his power away

    /// @dev A barring SUBPUBLISH: he may not sign himself, nor through another, only the sub-publisher may.
    function test_aBarringSubpublisherStandsInHisPlace() external {
        (Mandate memory one, Mandate memory given) = _publisherBarred();
        Play memory play = _asPublisher(one, given);
        bytes4 selector = ILicensing.BarredByMandate.selector;
        bytes memory refusal = abi.encodeWithSelector(selector, 0, publisher, _mandateId(given));
        _refusedDeal(play, refusal);
        delete play.proof[0].bars;
        _refusedDeal(play, abi.encodeWithSelector(ILicensing.ProofMissing.selector, 0));
        Mandate memory second = _mandate(publisher, hao, SUBPUBLISH);
        _give(second);
        _refusedDeal(_asSubpublisher(one, second, given), refusal);
        _activate(_asSubpublisher(one, given, given));
    }

    function _asSubpublisher(Mandate memory one, Mandate memory other, Mandate memory given)
        private
        view
        returns (Play memory play)
    {
        play = _through(_songTitle(), other.to, _mandates(one, other), hex"0001");
        play.proof[0].bars = _opened(_listOf(given));
        play.deal.lines[0].territory = 2;
    }

    function _publisherBarred() private returns (Mandate memory one, Mandate memory given) {
        one = _mandate(lin, publisher, ADMIN);
        given = _barring(publisher, agent, SUBPUBLISH);
        given.notice = 0;
        given.territory = 6;
        (one.territory, one.usage) = (7, STREAM_ONDEMAND | 1);
        _give(one);
        _give(given);
    }

    /// @dev The line of a publisher who gave some of his power away, with his list; one country that he gave away.
    function _asPublisher(Mandate memory one, Mandate memory given) private view returns (Play memory play) {
        play = _through(_songTitle(), publisher, _mandates(one), hex"00");
        play.proof[0].bars = _opened(_listOf(given));
        play.deal.lines[0].territory = 2;
    }

    /// @dev Another country, another use, another asset: what he did not give is his.
    function test_outsideItHeLicensesOn() external {
        (Mandate memory one, Mandate memory given) = _publisherBarred();
        Play memory play = _asPublisher(one, given);
        play.deal.lines[0].territory = 1;
        _activate(play);
        play = _asPublisher(one, given);
        play.deal.lines[0].usage = 1;
        _activate(play);
    }

    /// @dev After its end he licenses again, for the time after.
    function test_afterItsEndHeLicensesAgain() external {
        (Mandate memory one, Mandate memory given) = _publisherBarred();
        VM.warp(START + 5);
        _withdraw(given, agent);
        Play memory play = _asPublisher(one, given);
        bytes4 selector = ILicensing.BarredByMandate.selector;
        play.deal.lines[0].start = START + 4;
        _refusedDeal(play, abi.encodeWithSelector(selector, 0, publisher, _mandateId(given)));
        play.deal.lines[0].start = START + 5;
        _activate(play);
    }

    /// @dev A mandate that ended before it would have begun took no power away.
    function test_whatNeverBeganBarsNoPublisher() external {
        Mandate memory one = _mandate(lin, publisher, ADMIN);
        Mandate memory given = _barring(publisher, agent, SUBPUBLISH);
        (given.start, given.notice) = (START + 100, 0);
        _give(one);
        _give(given);
        VM.warp(START + 50);
        _withdraw(given, publisher);
        Play memory play = _asPublisher(one, given);
        _activate(play);
    }

    /// @dev A list of another's, or an old one, opens nothing.
    function test_BarsMoved_thePublishers() external {
        (Mandate memory one, Mandate memory given) = _publisherBarred();
        Play memory play = _asPublisher(one, given);
        play.proof[0].bars[0].horizon = 1;
        bytes32 current = licensing.barring(publisher);
        bytes4 selector = ILicensing.BarsMoved.selector;
        Bars memory wrong = play.proof[0].bars[0];
        _refusedDeal(play, abi.encodeWithSelector(selector, publisher, Expected.list(wrong), current));
    }

    /// @dev What he holds himself a SUBPUBLISH doesn't touch: it gave what an ADMIN had given him.
    function test_hisOwnTitlesStayHis() external {
        Mandate memory given = _barring(lin, agent, SUBPUBLISH);
        _give(given);
        _activate(_byHerself(_listOf(given)));
    }
}
