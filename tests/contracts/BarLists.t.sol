// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Bars, ILicensing, Mandate} from "../../contracts/interfaces/ILicensing.sol";
import {Expected} from "./helpers/Expected.sol";
import {MandatesBase} from "./helpers/MandatesBase.sol";

/// @title The list of mandates that bar a member: what may join it, and what leaves it
contract BarListsTest is MandatesBase {
    /// @dev A COLLECTIVE of one use, so that those of other uses don't overlap it.
    function _ofUse(uint8 use) private view returns (Mandate memory text) {
        text = _mandate(lin, society, COLLECTIVE);
        text.usage = uint32(1) << use;
    }

    /// @dev The next mandate must rewrite the list, with these of its entries.
    function _expectList(Bars memory list, Mandate memory text, uint256 kept) private {
        Bars memory next = Bars(lin, list.horizon, 0, _longer(list.entries, _bar(text)));
        VM.expectEmit(true, true, true, true, address(licensing));
        emit ILicensing.BarsChanged(lin, _mandateId(text), list.horizon, kept, Expected.list(next));
    }

    function _overlapping(Mandate memory senior) private view returns (bytes memory) {
        bytes4 selector = ILicensing.OverlappingMandate.selector;
        return abi.encodeWithSelector(selector, lin, _mandateId(senior));
    }

    /// @dev The event comes after that of the mandate, and nothing is dropped that hasn't ended.
    function test_thoseThatFollowRewriteTheList() external {
        Bars memory list;
        for (uint8 use = 0; use < 16; ++use) {
            Mandate memory text = _ofUse(use);
            bytes memory signatures = _mandateSigned(text);
            _expectMandate(text);
            if (use != 0) _expectList(list, text, (1 << use) - 1);
            licensing.activateMandate(text, _opened(list), signatures);
            list.member = lin;
            list.entries = _longer(list.entries, _bar(text));
            _assertList(list);
        }
        bytes4 selector = ILicensing.TooManyBars.selector;
        _refusedOn(_opened(list), _ofUse(16), abi.encodeWithSelector(selector, lin, 16));
    }

    /// @dev A full list takes another once one of its entries can be dropped.
    function test_aFullListLetsGo() external {
        Bars memory list;
        for (uint8 use = 0; use < 16; ++use) {
            Mandate memory text = _ofUse(use);
            if (use == 7) text.end = NOW + DAY;
            _giveOn(list, text);
        }
        Mandate memory added = _ofUse(16);
        added.start = NOW + DAY;
        VM.warp(NOW + DAY + TERM - 1);
        _refusedOn(_opened(list), added, abi.encodeWithSelector(ILicensing.TooManyBars.selector, lin, 16));
        VM.warp(NOW + DAY + TERM);
        Bars[] memory before = _opened(list);
        _drop(list, 7, NOW + DAY);
        bytes memory signatures = _mandateSigned(added);
        _expectList(list, added, 0xff7f);
        licensing.activateMandate(added, before, signatures);
    }

    // Overlaps

    /// @dev COLLECTIVE, ADMIN and SUBPUBLISH that bar share one list, and none may overlap another.
    function test_OverlappingMandate_everyKind() external {
        uint8[3] memory kinds = [COLLECTIVE, ADMIN, SUBPUBLISH];
        for (uint256 i = 0; i < 3; ++i) {
            address giver = _account(string.concat("giver", VM.toString(i)));
            Mandate memory senior = _barring(giver, society, kinds[i]);
            bytes32 id = _give(senior);
            for (uint256 j = 0; j < 3; ++j) {
                Mandate memory junior = _barring(giver, agent, kinds[j]);
                bytes4 selector = ILicensing.OverlappingMandate.selector;
                _refusedOn(_opened(_listOf(senior)), junior, abi.encodeWithSelector(selector, giver, id));
                junior.bars = false;
                if (kinds[j] != COLLECTIVE) _give(junior);
            }
        }
    }

    /// @dev Another use, country, layer, asset, the second before, the second after: each alone is enough.
    function test_touchingIsNotOverlapping() external {
        Mandate memory senior = _everyDimension();
        Bars memory list;
        _giveOn(list, senior);
        for (uint256 i = 0; i < 6; ++i) {
            Mandate memory text = _everyDimension();
            (text.usage, text.territory, text.salt) = (2, 2, bytes32(i));
            (text.start, text.end) = (START + 99, START + 101);
            _refusedOn(_opened(list), text, _overlapping(senior));
            if (i == 0) text.usage = 4;
            if (i == 1) text.territory = 4;
            if (i == 2) text.layer = PRF;
            if (i == 3) text.asset = recording;
            if (i == 4) text.end = START + 100;
            if (i == 5) (text.start, text.end) = (START + 200, FOREVER);
            _giveBeside(text, _account(string.concat("giver", VM.toString(i))));
        }
    }

    /// @dev Both of another giver, so that one list has these two only.
    function _giveBeside(Mandate memory text, address giver) private {
        Mandate memory senior = _everyDimension();
        (senior.givers, text.givers) = (_list(giver), _list(giver));
        Bars memory list;
        _giveOn(list, senior);
        _giveOn(list, text);
    }

    function _everyDimension() private view returns (Mandate memory text) {
        text = _mandate(lin, society, COLLECTIVE);
        (text.layer, text.asset, text.usage, text.territory) = (WRK, song, 3, 3);
        (text.start, text.end) = (START + 100, START + 200);
    }

    /// @dev 0 is every layer, every asset: on either side it meets whatever the other names.
    function test_OverlappingMandate_all() external {
        Mandate memory one = _everyDimension();
        Mandate memory all = _everyDimension();
        (all.layer, all.asset, all.salt) = (0, 0, 0);
        Bars memory list;
        _giveOn(list, one);
        _refusedOn(_opened(list), all, _overlapping(one));
        all.givers = _list(hao);
        one.givers = all.givers;
        delete list.entries;
        _giveOn(list, all);
        bytes4 selector = ILicensing.OverlappingMandate.selector;
        _refusedOn(_opened(list), one, abi.encodeWithSelector(selector, hao, _mandateId(all)));
    }

    /// @dev Once one is withdrawn the next may begin with its end, not a second before.
    function test_theEndRecordedCounts() external {
        Mandate memory senior = _ofUse(1);
        Bars memory list;
        _giveOn(list, senior);
        _withdraw(senior, lin);
        Mandate memory text = _mandate(lin, agent, COLLECTIVE);
        text.usage = 2;
        text.start = NOW + NOTICE - 1;
        _refusedOn(_opened(list), text, _overlapping(senior));
        text.start = NOW + NOTICE;
        _giveOn(list, text);
    }

    /// @dev What was withdrawn before it began never was in the way.
    function test_whatNeverBegan() external {
        Mandate memory senior = _ofUse(1);
        senior.start = NOW + 400 * DAY;
        Bars memory list;
        _giveOn(list, senior);
        Mandate memory text = _mandate(lin, agent, COLLECTIVE);
        text.usage = 2;
        _refusedOn(_opened(list), text, _overlapping(senior));
        _withdraw(senior, lin);
        _giveOn(list, text);
    }

    // What leaves the list

    /// @dev By the end agreed: at 731 days after it, and not a second earlier.
    function test_dropped_byTheEndAgreed() external {
        for (uint256 i = 0; i < 2; ++i) {
            Bars memory list;
            Mandate memory old = _ofUse(1);
            (old.givers, old.end) = (_list(_account(i == 0 ? "early" : "late")), NOW + DAY);
            _giveOn(list, old);
            VM.warp(NOW + DAY + TERM - 1 + i);
            Mandate memory text = _ofUse(2);
            (text.givers, text.start) = (old.givers, NOW + DAY);
            list.ended = 1;
            Bars[] memory before = _opened(list);
            if (i == 1) _drop(list, 0, NOW + DAY);
            licensing.activateMandate(text, before, _mandateSigned(text));
            list.entries = _longer(list.entries, _bar(text));
            _assertList(list);
            VM.warp(NOW);
        }
    }

    /// @dev By an earlier end, where the hint says that there is one; without the hint nobody looks.
    function test_dropped_byTheHint() external {
        Bars memory list;
        Mandate memory old = _ofUse(1);
        _giveOn(list, old);
        _withdraw(old, lin);
        VM.warp(NOW + NOTICE + TERM);
        Mandate memory text = _ofUse(2);
        text.start = NOW + NOTICE;
        _giveOn(list, text);
        VM.assertEq(list.entries.length, 2, "kept without the hint");
        text = _ofUse(3);
        text.start = NOW + NOTICE;
        bytes memory signatures = _mandateSigned(text);
        list.ended = type(uint256).max;
        Bars[] memory before = _opened(list);
        _drop(list, 0, NOW + NOTICE);
        _expectList(list, text, 2);
        licensing.activateMandate(text, before, signatures);
    }

    /// @dev The hint can't drop what is in force, nor what ended a second too late.
    function test_theHintIsOnlyAHint() external {
        Bars memory list;
        Mandate memory old = _ofUse(1);
        _giveOn(list, old);
        list.ended = type(uint256).max;
        _giveOn(list, _ofUse(2));
        _withdraw(old, lin);
        VM.warp(NOW + NOTICE + TERM - 1);
        list.ended = type(uint256).max;
        Mandate memory text = _ofUse(3);
        _giveOn(list, text);
        VM.assertEq(list.entries.length, 3, "all kept");
    }

    /// @dev Whatever overlaps as agreed is looked up, and dropped, without a hint.
    function test_dropped_whatOverlapped() external {
        Bars memory list;
        Mandate memory old = _ofUse(1);
        _giveOn(list, old);
        _withdraw(old, lin);
        VM.warp(NOW + NOTICE + TERM);
        Mandate memory text = _ofUse(1);
        (text.start, text.salt) = (NOW + NOTICE, 0);
        Bars[] memory before = _opened(list);
        _drop(list, 0, NOW + NOTICE);
        bytes memory signatures = _mandateSigned(text);
        _expectList(list, text, 0);
        licensing.activateMandate(text, before, signatures);
    }

    // The horizon

    /// @dev The latest end dropped, whatever the order; no mandate and no line may start before it, and at it both may.
    function test_BeforeHorizon() external {
        Bars memory list = _twoDropped();
        bytes4 selector = ILicensing.BeforeHorizon.selector;
        Mandate memory next = _ofUse(4);
        next.start = NOW + 2 * DAY - 1;
        bytes memory refusal = abi.encodeWithSelector(selector, 0, NOW + 2 * DAY - 1, NOW + 2 * DAY);
        _refusedOn(_opened(list), next, refusal);
        Play memory play = _byHerself(list);
        play.deal.lines[0].start = NOW + 2 * DAY - 1;
        _refusedDeal(play, refusal);
        play.deal.lines[0].start = NOW + 2 * DAY;
        _activate(play);
        next.start = NOW + 2 * DAY;
        _giveOn(list, next);
    }

    /// @dev Two of Lin's mandates, the one that ended later first, left her list when a third joined it.
    function _twoDropped() private returns (Bars memory list) {
        Mandate memory old = _ofUse(1);
        old.end = NOW + 2 * DAY;
        _giveOn(list, old);
        old = _ofUse(2);
        old.end = NOW + DAY;
        _giveOn(list, old);
        VM.warp(NOW + 2 * DAY + TERM);
        Mandate memory text = _ofUse(3);
        text.start = NOW + 2 * DAY - 1;
        bytes4 selector = ILicensing.BeforeHorizon.selector;
        bytes memory refusal = abi.encodeWithSelector(selector, 0, NOW + 2 * DAY - 1, NOW + 2 * DAY);
        _refusedOn(_opened(list), text, refusal);
        text.start = NOW + 2 * DAY;
        Bars[] memory before = _opened(list);
        _drop(list, 0, NOW + 2 * DAY);
        _drop(list, 0, NOW + DAY);
        bytes memory signatures = _mandateSigned(text);
        _expectList(list, text, 0);
        licensing.activateMandate(text, before, signatures);
        list.entries = _longer(list.entries, _bar(text));
        _assertList(list);
    }

    // The list given

    function test_BarsMoved() external {
        Mandate memory senior = _ofUse(1);
        _give(senior);
        bytes32 current = licensing.barring(lin);
        bytes4 selector = ILicensing.BarsMoved.selector;
        bytes memory none = abi.encodeWithSelector(selector, lin, bytes32(0), current);
        Mandate memory text = _ofUse(2);
        _refusedMandate(text, none);
        Bars memory list = _listOf(senior);
        _refusedOn(_pair(list, list), text, none);
        list.member = hao;
        _refusedOn(_opened(list), text, none);
        list.member = lin;
        list.horizon = 1;
        _refusedOn(_opened(list), text, abi.encodeWithSelector(selector, lin, Expected.list(list), current));
    }
}
