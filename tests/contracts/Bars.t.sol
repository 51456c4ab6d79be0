// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Title} from "../../contracts/interfaces/ICopyrightRegistry.sol";
import {Bars, Deal, ILicensing, Line, Mandate, Proof} from "../../contracts/interfaces/ILicensing.sol";
import {Expected} from "./helpers/Expected.sol";
import {MandatesBase} from "./helpers/MandatesBase.sol";

/// @title Who gave the power to license away may not use it himself
contract BarsTest is MandatesBase {
    /// @dev A COLLECTIVE of Lin's, narrow in every dimension.
    function _narrow() private view returns (Mandate memory text) {
        text = _mandate(lin, society, COLLECTIVE);
        (text.layer, text.asset, text.usage, text.territory) = (WRK, song, 6, 6);
        (text.start, text.end) = (START + 100, START + 200);
    }

    /// @dev A line of Lin's own on her song that meets it in one use, one country and one second.
    function _meeting(Mandate memory text) private view returns (Play memory play) {
        play = _byHerself(_listOf(text));
        Line memory line = play.deal.lines[0];
        (line.usage, line.territory, line.start, line.end) = (5, 3, START + 199, START + 300);
    }

    function _barred(Mandate memory text) private view returns (bytes memory) {
        bytes4 selector = ILicensing.BarredByMandate.selector;
        return abi.encodeWithSelector(selector, 0, text.givers[0], _mandateId(text));
    }

    /// @dev CMR 20: refused at every rank, and at both edges of the mandate's time.
    function test_BarredByMandate() external {
        Mandate memory text = _narrow();
        _give(text);
        for (uint8 rank = NONEXCLUSIVE; rank <= EXCLUSIVE; ++rank) {
            Play memory play = _meeting(text);
            play.deal.lines[0].exclusivity = rank;
            _refusedDeal(play, _barred(text));
            (play.deal.lines[0].start, play.deal.lines[0].end) = (START, START + 101);
            _refusedDeal(play, _barred(text));
        }
    }

    /// @dev A public licence is a licence.
    function test_BarredByMandate_publicLicence() external {
        Mandate memory text = _narrow();
        _give(text);
        Play memory play = _meeting(text);
        play.deal.lines[0].licensee = address(0);
        play.deal.signers = _list(lin);
        _refusedDeal(play, _barred(text));
    }

    /// @dev Another use, country, second before, second after: each alone is enough.
    function test_outsideItHeLicensesOn() external {
        Mandate memory text = _narrow();
        _give(text);
        for (uint256 i = 0; i < 4; ++i) {
            Play memory play = _meeting(text);
            play.deal.salt = bytes32(i);
            Line memory line = play.deal.lines[0];
            if (i == 0) line.usage = 9;
            if (i == 1) line.territory = 9;
            if (i == 2) (line.start, line.end) = (START, START + 100);
            if (i == 3) line.start = START + 200;
            _activate(play);
        }
    }

    /// @dev Of a recording's layers the mandate barred one, and of assets one.
    function test_otherLayersAndAssets() external {
        Mandate memory text = _narrow();
        _give(text);
        for (uint256 layer = 0; layer < 2; ++layer) {
            Play memory play = _play(_title(_both(lin), 1, layer), venue);
            (play.deal.lines[0].usage, play.deal.lines[0].territory) = (5, 3);
            play.proof = new Proof[](1);
            play.proof[0].bars = _opened(_listOf(text));
            _activate(play);
        }
        _refusedDeal(_meeting(text), _barred(text));
    }

    /// @dev A mandate of all layers and the whole repertoire bars every line that meets its uses and countries.
    function test_theWholeRepertoire() external {
        Mandate memory text = _mandate(lin, society, COLLECTIVE);
        _give(text);
        for (uint256 layer = 0; layer < 2; ++layer) {
            Play memory play = _play(_title(_both(lin), 1, layer), venue);
            play.proof = new Proof[](1);
            play.proof[0].bars = _opened(_listOf(text));
            _refusedDeal(play, _barred(text));
        }
    }

    /// @dev Refused exactly when they share a use, a country and a second.
    function testFuzz_BarredByMandate(uint32 use, uint256 where, uint64 start, uint64 end) external {
        VM.assume(use << 1 != 0 && where != 0 && start < end);
        Mandate memory text = _narrow();
        _give(text);
        Play memory play = _meeting(text);
        Line memory line = play.deal.lines[0];
        (line.usage, line.territory, line.start, line.end) = (use << 1 >> 1, where, start, end);
        bool meets = line.usage & 6 != 0 && where & 6 != 0 && start < START + 200 && end > START + 100;
        if (meets) _refusedDeal(play, _barred(text));
        else _activate(play);
    }

    /// @dev The end recorded counts, not the one agreed; a line may start with it, and none may reach back before it.
    function test_afterItsEndHeLicensesAgain() external {
        Mandate memory text = _mandate(lin, society, COLLECTIVE);
        _give(text);
        _withdraw(text, lin);
        Play memory play = _byHerself(_listOf(text));
        play.deal.lines[0].start = NOW + NOTICE - 1;
        _refusedDeal(play, _barred(text));
        VM.warp(NOW + NOTICE + DAY);
        _refusedDeal(play, _barred(text));
        play.deal.lines[0].start = NOW + NOTICE;
        _activate(play);
    }

    /// @dev What ended before it would have begun bars nobody.
    function test_whatNeverBegan() external {
        Mandate memory text = _mandate(lin, society, COLLECTIVE);
        text.start = START + 500 * DAY;
        _give(text);
        _refusedDeal(_byHerself(_listOf(text)), _barred(text));
        _withdraw(text, lin);
        _activate(_byHerself(_listOf(text)));
    }

    /// @dev CMR 23: the society licenses for him, NONEXCLUSIVE, for two years; he need not sign, and may.
    function test_theSocietyLicensesForHim() external {
        Mandate memory text = _mandate(lin, society, COLLECTIVE);
        _give(text);
        Play memory play = _byOne(text);
        play.proof[0].bars = _opened(_listOf(text));
        for (uint8 rank = SOLE; rank <= EXCLUSIVE; ++rank) {
            play.deal.lines[0].exclusivity = rank;
            _refusedDeal(play, abi.encodeWithSelector(ILicensing.MandateScope.selector, 0, _mandateId(text)));
        }
        play.deal.lines[0].exclusivity = NONEXCLUSIVE;
        _activate(play);
        _assertOnly(_chainOf(society), play, 0);
        play.deal.signers = _list(lin, society, venue);
        _activate(play);
    }

    /// @dev A route stands for the member only if it begins with the mandate that bars him: his agent's does not.
    function test_anAgentOfTheBarredIsBarred() external {
        Mandate memory text = _mandate(lin, society, COLLECTIVE);
        Mandate memory agency = _mandate(lin, agent, AGENCY);
        _give(text);
        _give(agency);
        Play memory play = _byOne(agency);
        _refusedDeal(play, abi.encodeWithSelector(ILicensing.ProofMissing.selector, 0));
        play.proof[0].bars = _opened(_listOf(text));
        _refusedDeal(play, _barred(text));
    }

    /// @dev Of two holders one is a member; the society's route for the other's mandate doesn't free this one.
    function test_eachMemberNeedsHisOwnRoute() external {
        Title memory title = _shared();
        Mandate memory one = _mandate(lin, society, COLLECTIVE);
        Mandate memory other = _mandate(hao, society, COLLECTIVE);
        _give(one);
        _give(other);
        Play memory play = _through(title, society, _mandates(one, other), hex"00");
        play.proof[0].bars = _pair(_listOf(one), _listOf(other));
        play.deal.signers = _list(hao, society, venue);
        _refusedDeal(play, _barred(other));
        play.deal.signers = _list(society, venue);
        play.proof[0].routes = new bytes[](2);
        (play.proof[0].routes[0], play.proof[0].routes[1]) = (hex"0000", hex"0001");
        _activate(play);
    }

    /// @dev An ADMIN bars where it says so; the publisher may then license at every rank his cap allows.
    function test_anAdminThatBars() external {
        Mandate memory text = _barring(lin, publisher, ADMIN);
        _give(text);
        _refusedDeal(_byHerself(_listOf(text)), _barred(text));
        Play memory play = _byOne(text);
        play.proof[0].bars = _opened(_listOf(text));
        play.proof[0].heads = new bytes32[](1);
        play.deal.lines[0].exclusivity = EXCLUSIVE;
        play.deal.lines[0].end = FOREVER;
        _activate(play);
    }

    /// @dev Where an ADMIN does not bar, both may license.
    function test_anAdminThatDoesNotBar() external {
        Mandate memory text = _mandate(lin, publisher, ADMIN);
        _give(text);
        _activate(_songTo(venue));
        _activate(_byOne(text));
    }

    /// @dev A barred co-owner whose consent is replaced by a consultation (CL 14) isn't asked, nor is his list.
    function test_theAbsentIsNotAsked() external {
        Title memory title = _shared();
        _give(_mandate(lin, society, COLLECTIVE));
        Play memory play = _play(title, venue);
        play.deal.signers = _list(hao, venue);
        play.deal.lines[0].consult = keccak256("consulted");
        _activate(play);
    }

    /// @dev A licence made before stays, and its licensee may sub-license: only new grants are barred.
    function test_aLicenceMadeBeforeRunsOn() external {
        Play memory before = _songTo(venue);
        before.deal.lines[0].depth = 1;
        bytes32 id = _activate(before);
        _give(_mandate(lin, society, COLLECTIVE));
        _assertWord(id, 0, 0, NOW, BLOCK);
        Play memory play = _songTo(stranger);
        play.deal.lines[0].title = 0;
        play.deal.lines[0].parent = Expected.lineId(id, 0);
        play.deal.signers = _list(venue, stranger);
        delete play.titles;
        play.proof = new Proof[](1);
        play.proof[0].ancestors = new Deal[](1);
        play.proof[0].ancestors[0] = before.deal;
        play.proof[0].lineages = new bytes[](1);
        play.proof[0].lineages[0] = hex"0000";
        _activate(play);
    }

    /// @dev A second line of the deal needs no second copy of the list, and the error names the line.
    function test_severalLines() external {
        Mandate memory text = _mandate(lin, society, COLLECTIVE);
        text.layer = PHN;
        bytes32 id = _give(text);
        Play memory play = _threeTo(venue);
        play.proof = new Proof[](1);
        play.proof[0].bars = _opened(_listOf(text));
        _refusedDeal(play, abi.encodeWithSelector(ILicensing.BarredByMandate.selector, 2, lin, id));
        play.deal.lines[2].usage = 1;
        _activate(play);
    }

    // The list, opened

    function test_ProofMissing() external {
        Mandate memory text = _mandate(lin, society, COLLECTIVE);
        text.usage = 1;
        _give(text);
        bytes memory refusal = abi.encodeWithSelector(ILicensing.ProofMissing.selector, 0);
        Play memory play = _songTo(venue);
        _refusedDeal(play, refusal);
        play.proof = new Proof[](1);
        _refusedDeal(play, refusal);
        Mandate memory other = _mandate(hao, society, COLLECTIVE);
        _give(other);
        play.proof[0].bars = _opened(_listOf(other));
        _refusedDeal(play, refusal);
        play.proof[0].bars = _pair(_listOf(other), _listOf(text));
        _activate(play);
    }

    /// @dev Not one entry may be left out, added or altered, nor the horizon moved.
    function test_BarsMoved() external {
        Mandate memory one = _mandate(lin, society, COLLECTIVE);
        Mandate memory other = _mandate(lin, agent, COLLECTIVE);
        (one.usage, other.usage) = (1, 2);
        Bars memory list;
        _giveOn(list, one);
        _giveOn(list, other);
        _refusedList(_listOf(one));
        _refusedList(_listOf(other));
        _refusedList(_listOf(other, one));
        Bars memory given = _listOf(one, other);
        given.horizon = 1;
        _refusedList(given);
        given = _listOf(one, other);
        given.entries[1].end = NOW;
        _refusedList(given);
        _activate(_byHerself(list));
    }

    function _refusedList(Bars memory given) private {
        Play memory play = _byHerself(given);
        bytes32 current = licensing.barring(lin);
        bytes4 selector = ILicensing.BarsMoved.selector;
        _refusedDeal(play, abi.encodeWithSelector(selector, lin, Expected.list(given), current));
    }

    /// @dev Which entries may be dropped is a hint to whoever writes the list, and no part of it.
    function test_theHintIsNotHashed() external {
        Mandate memory text = _mandate(lin, society, COLLECTIVE);
        text.usage = 1;
        _give(text);
        Play memory play = _byHerself(_listOf(text));
        play.proof[0].bars[0].ended = type(uint256).max;
        _activate(play);
    }
}
