// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ICopyrightRegistry, Share, Title} from "../../contracts/interfaces/ICopyrightRegistry.sol";
import {Bar, Bars, ILicensing, Line, Mandate, Proof, Withdrawal} from "../../contracts/interfaces/ILicensing.sol";
import {Expected} from "./helpers/Expected.sol";
import {TitlesBase} from "./helpers/TitlesBase.sol";

/// @title What mandates may not be, and what they don't let anybody do
contract MandateRefusalsTest is TitlesBase {
    uint8 private constant COLLECTIVE = 1;
    uint8 private constant AGENCY = 2;
    uint8 private constant ADMIN = 3;
    uint8 private constant SUBPUBLISH = 4;
    uint64 private constant TERM = 731 * DAY;

    address private society;
    address private agent;

    function setUp() public override {
        super.setUp();
        society = _account("society");
        agent = _account("agent");
    }

    // Texts

    function _mandate(address giver, address to, uint8 kind) private pure returns (Mandate memory) {
        return Mandate({
            givers: _list(giver),
            to: to,
            kind: kind,
            bars: kind == COLLECTIVE,
            cap: kind == COLLECTIVE || kind > SUBPUBLISH ? 1 : 3,
            layer: 0,
            usage: STREAM_ONDEMAND,
            territory: WORLD,
            start: NOW,
            end: FOREVER,
            notice: kind == COLLECTIVE ? uint32(31 * DAY) : 0,
            asset: 0,
            terms: keccak256("terms"),
            acceptBy: FOREVER,
            salt: keccak256("salt")
        });
    }

    function _mandateDigest(Mandate memory text) private view returns (bytes32) {
        return Expected.licensingDigest(address(licensing), Expected.hash(text));
    }

    function _mandateSigned(Mandate memory text) private view returns (bytes memory packed) {
        bytes32 id = _mandateDigest(text);
        packed = _allSign(text.givers, id);
        packed = _pack(packed, _signature(text.to, id));
    }

    function _give(Mandate memory text, Bars[] memory bars) private returns (bytes32) {
        return licensing.activateMandate(text, bars, _mandateSigned(text));
    }

    function _give(Mandate memory text) private returns (bytes32) {
        return _give(text, new Bars[](0));
    }

    function _refusedMandate(Mandate memory text, bytes memory refusal) private {
        bytes memory signatures = keyOf[text.to] == 0 ? bytes("") : _mandateSigned(text);
        _refused(refusal);
        licensing.activateMandate(text, new Bars[](0), signatures);
    }

    function _bar(Mandate memory text) private view returns (Bar memory) {
        return Bar({
            mandate: _mandateDigest(text),
            to: text.to,
            kind: text.kind,
            layer: text.layer,
            asset: text.asset,
            usage: text.usage,
            territory: text.territory,
            start: text.start,
            end: text.end
        });
    }

    function _bars(address member, Mandate memory only) private view returns (Bars[] memory all) {
        all = new Bars[](1);
        all[0].member = member;
        all[0].entries = new Bar[](1);
        all[0].entries[0] = _bar(only);
    }

    function _withdraw(Mandate memory text, address by) private {
        Withdrawal memory withdrawal =
            Withdrawal({mandate: _mandateDigest(text), end: 0, by: by, deadline: FOREVER});
        VM.prank(by);
        licensing.withdraw(text, withdrawal, "");
    }

    /// @dev Lin's song to the venue, signed by an agent for her, by a route of mandates.
    function _through(address signer, Mandate[] memory mandates, bytes memory route)
        private
        view
        returns (Play memory play)
    {
        play = _songTo(venue);
        play.deal.signers = _list(signer, venue);
        play.proof = new Proof[](1);
        play.proof[0].mandates = mandates;
        play.proof[0].routes = new bytes[](1);
        play.proof[0].routes[0] = route;
    }

    function _one(Mandate memory text) private pure returns (Mandate[] memory all) {
        all = new Mandate[](1);
        all[0] = text;
    }

    // What a mandate may not be

    function test_BadGivers() external {
        bytes4 selector = ILicensing.BadGivers.selector;
        Mandate memory text = _mandate(lin, society, COLLECTIVE);
        text.givers = _list(lin, hao);
        _refusedMandate(text, abi.encodeWithSelector(selector, 2, 1));
        text = _mandate(lin, agent, AGENCY);
        text.givers = new address[](0);
        _refusedMandate(text, abi.encodeWithSelector(selector, 0, 64));
    }

    function test_GiverOrder() external {
        bytes4 selector = ILicensing.GiverOrder.selector;
        Mandate memory text = _mandate(lin, agent, AGENCY);
        text.givers = _list(lin, hao);
        (text.givers[0], text.givers[1]) = (text.givers[1], text.givers[0]);
        _refusedMandate(text, abi.encodeWithSelector(selector, text.givers[1]));
        text.givers[1] = text.givers[0];
        _refusedMandate(text, abi.encodeWithSelector(selector, text.givers[0]));
    }

    function test_BadMandatary() external {
        bytes4 selector = ILicensing.BadMandatary.selector;
        _refusedMandate(_mandate(lin, address(0), AGENCY), abi.encodeWithSelector(selector, address(0)));
        _refusedMandate(_mandate(lin, lin, AGENCY), abi.encodeWithSelector(selector, lin));
    }

    function test_BadMandate() external {
        bytes4 selector = ILicensing.BadMandate.selector;
        _refusedMandate(_mandate(lin, agent, 0), abi.encodeWithSelector(selector, 0));
        _refusedMandate(_mandate(lin, agent, 7), abi.encodeWithSelector(selector, 7));
        Mandate memory text = _mandate(lin, society, COLLECTIVE);
        text.bars = false;
        _refusedMandate(text, abi.encodeWithSelector(selector, COLLECTIVE));
        text = _mandate(lin, society, COLLECTIVE);
        text.notice = 0;
        _refusedMandate(text, abi.encodeWithSelector(selector, COLLECTIVE));
        text = _mandate(lin, society, COLLECTIVE);
        text.cap = 2;
        _refusedMandate(text, abi.encodeWithSelector(selector, COLLECTIVE));
        text = _mandate(lin, agent, AGENCY);
        text.bars = true;
        _refusedMandate(text, abi.encodeWithSelector(selector, AGENCY));
        text = _mandate(lin, agent, AGENCY);
        text.cap = 0;
        _refusedMandate(text, abi.encodeWithSelector(selector, AGENCY));
    }

    function test_OverlappingMandate() external {
        Mandate memory first = _mandate(lin, society, COLLECTIVE);
        bytes32 id = _give(first);
        Mandate memory second = _mandate(lin, agent, COLLECTIVE);
        bytes memory signatures = _mandateSigned(second);
        bytes4 selector = ILicensing.OverlappingMandate.selector;
        _refused(abi.encodeWithSelector(selector, lin, id));
        licensing.activateMandate(second, _bars(lin, first), signatures);
        second.usage = 1;
        _give(second, _bars(lin, first));
    }

    function test_BarsMoved() external {
        Mandate memory first = _mandate(lin, society, COLLECTIVE);
        _give(first);
        Mandate memory second = _mandate(lin, agent, COLLECTIVE);
        second.usage = 1;
        bytes memory signatures = _mandateSigned(second);
        bytes32 current = licensing.barring(lin);
        bytes4 selector = ILicensing.BarsMoved.selector;
        _refused(abi.encodeWithSelector(selector, lin, bytes32(0), current));
        licensing.activateMandate(second, new Bars[](0), signatures);
        Bars[] memory other = _bars(lin, first);
        other[0].horizon = 1;
        bytes32 given = Expected.list(other[0]);
        _refused(abi.encodeWithSelector(selector, lin, given, current));
        licensing.activateMandate(second, other, signatures);
    }

    function test_TooManyBars() external {
        Bars[] memory bars = new Bars[](1);
        bars[0].member = lin;
        for (uint256 i = 0; i <= 16; ++i) {
            Mandate memory text = _mandate(lin, society, COLLECTIVE);
            text.usage = uint32(1 << i);
            bytes memory signatures = _mandateSigned(text);
            bytes4 selector = ILicensing.TooManyBars.selector;
            if (i == 16) _refused(abi.encodeWithSelector(selector, lin, 16));
            licensing.activateMandate(text, bars, signatures);
            Bar[] memory more = new Bar[](i + 1);
            for (uint256 k = 0; k < i; ++k) {
                more[k] = bars[0].entries[k];
            }
            more[i] = _bar(text);
            bars[0].entries = more;
            if (i < 16) VM.assertEq(licensing.barring(lin), Expected.list(bars[0]), "list");
        }
    }

    function test_dropped731DaysAfterItsEnd_andTheHorizon() external {
        Mandate memory first = _mandate(lin, society, COLLECTIVE);
        first.end = NOW + DAY;
        _give(first);
        VM.warp(NOW + DAY + TERM);
        Mandate memory second = _mandate(lin, society, COLLECTIVE);
        second.usage = 1; // no overlap: what forbids it is the past that nobody can look up any more
        bytes memory signatures = _mandateSigned(second);
        bytes4 selector = ILicensing.BeforeHorizon.selector;
        _refused(abi.encodeWithSelector(selector, 0, NOW, NOW + DAY));
        licensing.activateMandate(second, _bars(lin, first), signatures);
        second.start = NOW + DAY;
        _give(second, _bars(lin, first));
        Bars[] memory left = _bars(lin, second);
        left[0].horizon = NOW + DAY;
        VM.assertEq(licensing.barring(lin), Expected.list(left[0]), "the old one is gone");
    }

    // What a mandate does not let anybody do

    function test_route() external {
        Mandate memory text = _mandate(lin, agent, AGENCY);
        _give(text);
        Play memory play = _through(agent, _one(text), hex"0000");
        bytes32 id = _activate(play);
        bytes32 head = Expected.head(0, _entry(play.deal, 0));
        VM.assertEq(licensing.heads(keccak256(abi.encode(agent))), head, "the agent's chain");
        VM.assertEq(_state(id), ACTIVE, "active");
    }

    function test_BadRoute() external {
        Mandate memory text = _mandate(lin, agent, AGENCY);
        _give(text);
        bytes memory refusal = abi.encodeWithSelector(ILicensing.BadRoute.selector, 0);
        _refusedDeal(_through(agent, _one(text), hex"00"), refusal);
        _refusedDeal(_through(agent, _one(text), hex"0001"), refusal);
        _refusedDeal(_through(agent, _one(text), hex"0100"), refusal);
        _refusedDeal(_through(agent, _one(text), hex"00000000000000"), refusal);
    }

    function test_MandateNotLive() external {
        Mandate memory text = _mandate(lin, agent, AGENCY);
        bytes memory refusal = abi.encodeWithSelector(ILicensing.MandateNotLive.selector, 0, _mandateDigest(text));
        _refusedDeal(_through(agent, _one(text), hex"0000"), refusal);
        _give(text);
        _withdraw(text, agent);
        _refusedDeal(_through(agent, _one(text), hex"0000"), refusal);
        text.start = NOW + 1;
        text.salt = 0;
        _give(text);
        refusal = abi.encodeWithSelector(ILicensing.MandateNotLive.selector, 0, _mandateDigest(text));
        _refusedDeal(_through(agent, _one(text), hex"0000"), refusal);
        VM.warp(NOW + 1);
        _activate(_through(agent, _one(text), hex"0000"));
    }

    function test_MandateScope() external {
        Mandate memory text = _mandate(lin, agent, AGENCY);
        text.usage = 1;
        _narrow(text);
        text = _mandate(lin, agent, AGENCY);
        text.territory = 1;
        _narrow(text);
        text = _mandate(lin, agent, AGENCY);
        text.layer = PRF;
        _narrow(text);
        text = _mandate(lin, agent, AGENCY);
        text.asset = RECORD;
        _narrow(text);
        text = _mandate(lin, society, COLLECTIVE);
        _narrow(text);
    }

    /// @dev A mandate that does not cover the line; the last one because it runs for more than 731 days.
    function _narrow(Mandate memory text) private {
        _give(text);
        bytes memory refusal = abi.encodeWithSelector(ILicensing.MandateScope.selector, 0, _mandateDigest(text));
        _refusedDeal(_through(text.to, _one(text), hex"0000"), refusal);
    }

    function test_RouteBroken() external {
        Mandate memory text = _mandate(lin, agent, SUBPUBLISH);
        _give(text);
        bytes memory refusal = abi.encodeWithSelector(ILicensing.RouteBroken.selector, 0, _mandateDigest(text));
        _refusedDeal(_through(agent, _one(text), hex"0000"), refusal);
        Mandate[] memory two = new Mandate[](2);
        two[0] = _mandate(lin, hao, ADMIN);
        two[1] = _mandate(stranger, agent, SUBPUBLISH);
        _give(two[0]);
        _give(two[1]);
        refusal = abi.encodeWithSelector(ILicensing.RouteBroken.selector, 0, _mandateDigest(two[1]));
        _refusedDeal(_through(agent, two, hex"000001"), refusal);
        two[1] = _mandate(hao, agent, SUBPUBLISH);
        _give(two[1]);
        _activate(_through(agent, two, hex"000001"));
    }

    function test_BarredByMandate() external {
        Mandate memory text = _mandate(lin, society, COLLECTIVE);
        bytes32 id = _give(text);
        Play memory play = _songTo(venue);
        bytes memory missing = abi.encodeWithSelector(ILicensing.ProofMissing.selector, 0);
        _refusedDeal(play, missing);
        play.proof = new Proof[](1);
        play.proof[0].bars = _bars(lin, text);
        bytes memory refusal = abi.encodeWithSelector(ILicensing.BarredByMandate.selector, 0, lin, id);
        _refusedDeal(play, refusal);
        play.deal.lines[0].usage = 1;
        _activate(play);
    }

    function test_theSocietyLicensesForItsMember() external {
        Mandate memory text = _mandate(lin, society, COLLECTIVE);
        _give(text);
        Play memory play = _through(society, _one(text), hex"0000");
        play.proof[0].bars = _bars(lin, text);
        play.deal.lines[0].end = play.deal.lines[0].start + TERM;
        _activate(play);
        play.deal.lines[0].exclusivity = 2;
        _refusedDeal(play, abi.encodeWithSelector(ILicensing.MandateScope.selector, 0, _mandateDigest(text)));
    }

    function test_barredSubpublisher() external {
        Mandate[] memory one = _one(_mandate(lin, hao, ADMIN));
        _give(one[0]);
        Mandate memory given = _mandate(hao, agent, SUBPUBLISH);
        given.bars = true;
        bytes32 id = _give(given);
        Play memory play = _through(hao, one, hex"0000");
        play.proof[0].bars = _bars(hao, given);
        _refusedDeal(play, abi.encodeWithSelector(ILicensing.BarredByMandate.selector, 0, hao, id));
    }

    function test_BadBlanket() external {
        bytes memory refusal = abi.encodeWithSelector(ILicensing.BadBlanket.selector, 0);
        Play memory play = _blanket();
        play.deal.lines[0].end = play.deal.lines[0].start + TERM + 1;
        _refusedDeal(play, refusal);
        play = _blanket();
        play.deal.lines[0].exclusivity = 2;
        _refusedDeal(play, refusal);
        play = _blanket();
        play.deal.lines[0].depth = 1;
        _refusedDeal(play, refusal);
        play = _blanket();
        play.deal.lines[0].title = RECORD;
        _refusedDeal(play, refusal);
        play = _blanket();
        bytes32 chain = keccak256(abi.encode(society, WRK));
        _activate(play);
        VM.assertEq(licensing.heads(chain), Expected.head(0, _entry(play.deal, 0)), "the society's chain");
    }

    function _blanket() private view returns (Play memory play) {
        play = _songTo(venue);
        Line memory line = play.deal.lines[0];
        (line.asset, line.title, line.society) = (0, 0, society);
        line.end = line.start + TERM;
        play.titles = new Title[](0);
        play.deal.signers = _list(society, venue);
    }

    // Nobody leaves by selling to himself

    function test_BarsMissing_and_LeavesMandate() external {
        Mandate memory text = _mandate(lin, society, COLLECTIVE);
        bytes32 id = _give(text);
        Title memory title = _title(_both(lin), 0, 0);
        Share[] memory table = new Share[](1);
        table[0] = _share(hao, WHOLE);
        bytes memory refusal = abi.encodeWithSelector(ICopyrightRegistry.BarsMissing.selector, lin);
        _refusedSale(title, table, _list(lin, hao), new Bars[](0), refusal);
        refusal = abi.encodeWithSelector(ICopyrightRegistry.LeavesMandate.selector, lin, id);
        _refusedSale(title, table, _list(lin, hao), _bars(lin, text), refusal);
        _sale(title, table, _list(lin, hao, society), _bars(lin, text));
    }

    function test_whoGaveAsMuchMayTakeOver() external {
        Mandate memory text = _mandate(lin, society, COLLECTIVE);
        _give(text);
        Mandate memory other = _mandate(hao, society, COLLECTIVE);
        _give(other);
        Bars[] memory both = new Bars[](2);
        (both[0], both[1]) = (_bars(lin, text)[0], _bars(hao, other)[0]);
        Share[] memory table = new Share[](1);
        table[0] = _share(hao, WHOLE);
        _sale(_title(_both(lin), 0, 0), table, _list(lin, hao), both);
    }

    function _sale(Title memory title, Share[] memory table, address[] memory signers, Bars[] memory bars) private {
        bytes memory signatures = _allSign(signers, _digest(_assignment(title, table)));
        registry.assign(title, _assignment(title, table), signers, bars, signatures);
    }

    function _refusedSale(
        Title memory title,
        Share[] memory table,
        address[] memory signers,
        Bars[] memory bars,
        bytes memory refusal
    ) private {
        bytes memory signatures = _allSign(signers, _digest(_assignment(title, table)));
        _refused(refusal);
        registry.assign(title, _assignment(title, table), signers, bars, signatures);
    }
}
