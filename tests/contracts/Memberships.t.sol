// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Assignment, ICopyrightRegistry, Share, Title} from "../../contracts/interfaces/ICopyrightRegistry.sol";
import {Bars, ILicensing, Mandate} from "../../contracts/interfaces/ILicensing.sol";
import {Expected} from "./helpers/Expected.sol";
import {MandatesBase} from "./helpers/MandatesBase.sol";

/// @title Nobody leaves a society by selling to himself
contract MembershipsTest is MandatesBase {
    Bars[] private none;

    function _member() private returns (Mandate memory text) {
        text = _mandate(lin, society, COLLECTIVE);
        _give(text);
    }

    function _whole(address holder) private pure returns (Share[] memory table) {
        table = new Share[](1);
        table[0] = _share(holder, WHOLE);
    }

    function _leaves(Mandate memory text) private view returns (bytes memory) {
        bytes4 selector = ICopyrightRegistry.LeavesMandate.selector;
        return abi.encodeWithSelector(selector, text.givers[0], _mandateId(text));
    }

    /// @dev Lin's song passes to somebody, signed by both.
    function _sell(address buyer, Bars[] memory bars) private {
        _sellOf(_songTitle(), _whole(buyer), _list(lin, buyer), bars);
    }

    function _refusedSale(address buyer, Bars[] memory bars, bytes memory refusal) private {
        _refusedSaleOf(_songTitle(), _whole(buyer), _list(lin, buyer), bars, refusal);
    }

    function _sellOf(Title memory title, Share[] memory table, address[] memory signers, Bars[] memory bars) private {
        Assignment memory text = _assignment(title, table);
        registry.assign(title, text, signers, bars, _allSign(signers, _digest(text)));
        bytes32 now_ = Expected.titleHash(_after(title, true, table, title.unclaimed));
        VM.assertEq(_titleOf(title.asset, title.layer), now_, "the title after");
    }

    function _refusedSaleOf(
        Title memory title,
        Share[] memory table,
        address[] memory signers,
        Bars[] memory bars,
        bytes memory refusal
    ) private {
        Assignment memory text = _assignment(title, table);
        bytes memory signatures = _allSign(signers, _digest(text));
        _refused(refusal);
        registry.assign(title, text, signers, bars, signatures);
    }

    // No escape

    /// @dev To a second account of hers, to a stranger, or a part of it only.
    function test_LeavesMandate() external {
        Mandate memory text = _member();
        Bars[] memory bars = _opened(_listOf(text));
        _refusedSale(_account("lin, too"), bars, _leaves(text));
        _refusedSale(stranger, bars, _leaves(text));
        Share[] memory table = _table(lin, WHOLE - 1, hao, 1);
        _refusedSaleOf(_songTitle(), table, _list(lin, hao), bars, _leaves(text));
    }

    /// @dev A mandate that has yet to begin binds, too, and so does one that was withdrawn for a later day.
    function test_LeavesMandate_beforeAndAfter() external {
        Mandate memory text = _mandate(lin, society, COLLECTIVE);
        text.start = NOW + 100 * DAY;
        _give(text);
        _refusedSale(hao, _opened(_listOf(text)), _leaves(text));
        _withdraw(text, lin);
        VM.warp(NOW + NOTICE - 1);
        _refusedSale(hao, _opened(_listOf(text)), _leaves(text));
        VM.warp(NOW + NOTICE);
        _sell(hao, _opened(_listOf(text)));
    }

    /// @dev An ADMIN that bars binds like a COLLECTIVE.
    function test_LeavesMandate_admin() external {
        Mandate memory text = _barring(lin, publisher, ADMIN);
        _give(text);
        _refusedSale(hao, _opened(_listOf(text)), _leaves(text));
        _sellOf(_songTitle(), _whole(hao), _list(lin, hao, publisher), _opened(_listOf(text)));
    }

    function test_BarsMissing() external {
        _member();
        Mandate memory other = _mandate(hao, society, COLLECTIVE);
        _give(other);
        bytes memory refusal = abi.encodeWithSelector(ICopyrightRegistry.BarsMissing.selector, lin);
        _refusedSale(hao, none, refusal);
        _refusedSale(hao, _opened(_listOf(other)), refusal);
        _refusedSaleOf(_songTitle(), _whole(hao), _list(lin, hao, society), none, refusal);
    }

    /// @dev The list of the one who sells, and that of the one who takes over, must be those on record.
    function test_BarsMoved() external {
        Mandate memory text = _member();
        Mandate memory other = _mandate(hao, society, COLLECTIVE);
        _give(other);
        Bars memory given = _listOf(text);
        given.horizon = 1;
        bytes4 selector = ILicensing.BarsMoved.selector;
        bytes32 current = licensing.barring(lin);
        _refusedSale(hao, _opened(given), abi.encodeWithSelector(selector, lin, Expected.list(given), current));
        given = _listOf(other);
        given.entries[0].end -= 1;
        current = licensing.barring(hao);
        bytes memory refusal = abi.encodeWithSelector(selector, hao, Expected.list(given), current);
        _refusedSale(hao, _pair(_listOf(text), given), refusal);
    }

    // With the mandatary

    function test_theMandatarySigns() external {
        Mandate memory text = _member();
        _sellOf(_songTitle(), _whole(hao), _list(lin, hao, society), _opened(_listOf(text)));
    }

    /// @dev His signature is looked at like any other.
    function test_theMandatarysSignature() external {
        Mandate memory given = _member();
        Assignment memory text = _assignment(_songTitle(), _whole(hao));
        address[] memory signers = _list(lin, hao, society);
        bytes32 digest = _digest(text);
        bytes memory packed;
        for (uint256 i = 0; i < 3; ++i) {
            packed = _pack(packed, _signature(signers[i] == society ? stranger : signers[i], digest));
        }
        _refused(abi.encodeWithSelector(ILicensing.BadSignature.selector, society, digest));
        registry.assign(_songTitle(), text, signers, _opened(_listOf(given)), packed);
    }

    /// @dev He may buy himself: then he signs anyhow.
    function test_soldToTheMandatary() external {
        Mandate memory text = _member();
        _sell(society, _opened(_listOf(text)));
    }

    /// @dev Two mandates bind one song: each mandatary must sign, and the error names the one who doesn't.
    function test_twoMandataries() external {
        Mandate memory one = _mandate(lin, society, COLLECTIVE);
        Mandate memory other = _barring(lin, publisher, ADMIN);
        other.usage = 1;
        Bars memory list;
        _giveOn(list, one);
        _giveOn(list, other);
        _refusedSaleOf(_songTitle(), _whole(hao), _list(lin, hao, society), _opened(list), _leaves(other));
        _refusedSaleOf(_songTitle(), _whole(hao), _list(lin, hao, publisher), _opened(list), _leaves(one));
        address[] memory all = new address[](4);
        (all[0], all[1], all[2], all[3]) = (lin, hao, society, publisher);
        _sellOf(_songTitle(), _whole(hao), _sorted(all), _opened(list));
    }

    /// @dev Two holders sell, each bound to a society of his own.
    function test_twoMembers() external {
        Title memory title = _shared();
        Mandate memory one = _member();
        Mandate memory other = _mandate(hao, agent, COLLECTIVE);
        _give(other);
        Bars[] memory bars = _pair(_listOf(one), _listOf(other));
        address[] memory all = new address[](4);
        (all[0], all[1], all[2], all[3]) = (lin, hao, venue, society);
        _refusedSaleOf(title, _whole(venue), _sorted(all), bars, _leaves(other));
        all = new address[](5);
        (all[0], all[1], all[2], all[3], all[4]) = (lin, hao, venue, society, agent);
        _sellOf(title, _whole(venue), _sorted(all), bars);
    }

    /// @dev Where nothing leaves his mandate the mandatary is nobody's signer.
    function test_NeedlessSigner() external {
        bytes memory refusal = abi.encodeWithSelector(ILicensing.NeedlessSigner.selector, society);
        _refusedSaleOf(_songTitle(), _whole(hao), _list(lin, hao, society), none, refusal);
        Mandate memory text = _mandate(lin, society, COLLECTIVE);
        text.layer = PRF;
        _give(text);
        Bars[] memory bars = _opened(_listOf(text));
        _refusedSaleOf(_songTitle(), _whole(hao), _list(lin, hao, society), bars, refusal);
    }

    // To somebody as bound

    function test_toSomebodyAsBound() external {
        Mandate memory text = _member();
        Mandate memory other = _mandate(hao, society, COLLECTIVE);
        _give(other);
        _sell(hao, _pair(_listOf(other), _listOf(text)));
    }

    /// @dev Bound to the same, but his list isn't given: nobody can see it.
    function test_toSomebodyAsBound_withoutHisList() external {
        Mandate memory text = _member();
        _give(_mandate(hao, society, COLLECTIVE));
        _refusedSale(hao, _opened(_listOf(text)), _leaves(text));
    }

    /// @dev Everybody who gains units must be as bound, not the first only.
    function test_allWhoGain() external {
        Mandate memory text = _member();
        Mandate memory other = _mandate(hao, society, COLLECTIVE);
        _give(other);
        Bars[] memory bars = _pair(_listOf(text), _listOf(other));
        Share[] memory table = _table(hao, WHOLE / 2, stranger, WHOLE / 2);
        _refusedSaleOf(_songTitle(), table, _list(lin, hao, stranger), bars, _leaves(text));
        table = _table(hao, WHOLE / 2, lin, WHOLE / 2);
        _sellOf(_songTitle(), table, _list(lin, hao), bars);
    }

    /// @dev Lin's mandate is one of one song; Hao's is narrower or other in one way, or as wide as it.
    function test_eachWayOfBeingNarrower() external {
        Mandate memory text = _narrow(lin);
        _give(text);
        for (uint256 what = 0; what < 11; ++what) {
            address buyer = _account(string.concat("buyer", VM.toString(what)));
            Mandate memory other = _narrower(_narrow(buyer), what);
            _give(other);
            _refusedSale(buyer, _pair(_listOf(text), _listOf(other)), _leaves(text));
        }
        Mandate memory same = _narrow(hao);
        _give(same);
        _sell(hao, _pair(_listOf(text), _listOf(same)));
    }

    function _narrow(address giver) private view returns (Mandate memory text) {
        text = _mandate(giver, society, COLLECTIVE);
        (text.layer, text.asset, text.usage, text.territory) = (WRK, song, 6, 6);
        (text.start, text.end) = (NOW + 100, NOW + 100 * DAY);
    }

    function _narrower(Mandate memory text, uint256 what) private view returns (Mandate memory) {
        if (what == 0) text.usage = 2;
        if (what == 1) text.usage = 12;
        if (what == 2) text.territory = 4;
        if (what == 3) text.territory = WORLD << 2;
        if (what == 4) text.layer = PRF;
        if (what == 5) text.asset = recording;
        if (what == 6) text.start += 1;
        if (what == 7) text.end -= 1;
        if (what == 8) text.to = agent;
        if (what == 9) text.kind = ADMIN;
        if (what == 10) (text.start, text.end) = (NOW - 2, NOW - 1);
        return text;
    }

    /// @dev Wider in every way is as wide, too.
    function test_wider() external {
        Mandate memory text = _narrow(lin);
        _give(text);
        Mandate memory other = _mandate(hao, society, COLLECTIVE);
        (other.usage, other.start) = (type(uint32).max >> 1, NOW - 1);
        _give(other);
        _sell(hao, _pair(_listOf(text), _listOf(other)));
    }

    /// @dev One asset is not everything: who is bound for his whole repertoire passes to somebody bound for all of his.
    function test_oneSongIsNotTheRepertoire() external {
        Mandate memory text = _member();
        for (uint256 what = 0; what < 2; ++what) {
            Mandate memory other = _mandate(what == 0 ? hao : stranger, society, COLLECTIVE);
            if (what == 0) other.layer = WRK;
            else other.asset = song;
            _give(other);
            _refusedSale(other.givers[0], _pair(_listOf(text), _listOf(other)), _leaves(text));
        }
    }

    /// @dev Begun later, but begun: what counts is what lies ahead.
    function test_begunLater() external {
        Mandate memory text = _member();
        Mandate memory other = _mandate(hao, society, COLLECTIVE);
        other.start = NOW + 10;
        _give(other);
        Bars[] memory both = _pair(_listOf(text), _listOf(other));
        VM.warp(NOW + 9);
        _refusedSale(hao, both, _leaves(text));
        VM.warp(NOW + 10);
        _sell(hao, both);
    }

    /// @dev The ends recorded count, on either side.
    function test_theEndsRecorded() external {
        Mandate memory text = _member();
        Mandate memory other = _mandate(hao, society, COLLECTIVE);
        _give(other);
        _withdraw(other, hao);
        Bars[] memory both = _pair(_listOf(text), _listOf(other));
        _refusedSale(hao, both, _leaves(text));
        _withdraw(text, lin);
        _sell(hao, both);
    }

    // Where nothing leaves

    /// @dev No list is asked for: the member's units don't fall.
    function test_unitsThatDontFall() external {
        Title memory title = _shared();
        _member();
        Share[] memory table = _table(lin, WHOLE / 2, venue, WHOLE / 2);
        _sellOf(title, table, _list(lin, hao, venue), none);
    }

    /// @dev Another asset, another layer, a SUBPUBLISH, or over: the list is asked for, and binds nothing.
    function test_whatDoesNotBind() external {
        for (uint256 what = 0; what < 5; ++what) {
            address holder = _account(string.concat("holder", VM.toString(what)));
            _register(_registration(holder, _song(RECORD, holder)));
            Mandate memory text = _mandate(holder, society, COLLECTIVE);
            if (what == 0) text.asset = song;
            if (what == 1) text.layer = AVP;
            if (what == 2) text.kind = SUBPUBLISH;
            if (what == 3) text.end = NOW + 1;
            _give(text);
            if (what == 4) _withdraw(text, holder);
            Title memory title = _title(_registration(holder, _song(RECORD, holder)), 0, 0);
            if (what == 3) VM.warp(NOW + 1);
            if (what == 4) VM.warp(NOW + 1 + NOTICE);
            _sellOf(title, _whole(hao), _list(holder, hao), _opened(_listOf(text)));
            VM.warp(NOW);
        }
    }

    /// @dev An agency bars nobody, so nobody leaves it by selling.
    function test_anAgencyBindsNobody() external {
        _give(_mandate(lin, agent, AGENCY));
        _give(_mandate(lin, publisher, ADMIN));
        _sell(hao, none);
    }
}
