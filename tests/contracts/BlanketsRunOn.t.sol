// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Title} from "../../contracts/interfaces/ICopyrightRegistry.sol";
import {Bars, Entry, Exclusives, ILicensing, Mandate, Proof, Seen} from "../../contracts/interfaces/ILicensing.sol";
import {Expected} from "./helpers/Expected.sol";
import {MandatesBase} from "./helpers/MandatesBase.sol";

/// @title Exclusives given after a society was left, whose blankets run on for as long as 731 days
contract BlanketsRunOnTest is MandatesBase {
    uint64 private constant LEFT_AT = NOW + 31 * DAY;

    /// @dev Lin was a member, the society gave a blanket, and she left. Now is the first second after.
    function _left() private returns (Mandate memory text, Play memory blanket) {
        text = _mandate(lin, society, COLLECTIVE);
        _give(text);
        blanket = _blanket(1);
        _activate(blanket);
        _withdraw(text, lin);
        VM.warp(LEFT_AT);
    }

    /// @dev Lin's exclusive for Hao, with all that a licensee who has seen both chains signs and shows.
    function _exclusive(Mandate memory text, bytes32 blankets) private view returns (Play memory play) {
        play = _songTo(hao);
        play.deal.lines[0].exclusivity = EXCLUSIVE;
        play.deal.lines[0].start = LEFT_AT;
        play.proof = new Proof[](1);
        play.proof[0].bars = _opened(_listOf(text));
        bytes32 head = licensing.heads(Expected.titleKey(song, WRK));
        play.proof[0].heads = new bytes32[](1);
        play.proof[0].heads[0] = _folded(_folded(0, blankets), head);
        play.proof[0].seen = new Seen[](2);
        (play.proof[0].seen[0].head, play.proof[0].seen[1].head) = (blankets, head);
    }

    function _folded(bytes32 acc, bytes32 head) private pure returns (bytes32) {
        return keccak256(abi.encode(acc, head));
    }

    function _blankets() private view returns (bytes32) {
        return licensing.heads(_blanketsOf(society, WRK));
    }

    function test_hisHeadsHoldTheBlankets() external {
        (Mandate memory text,) = _left();
        _activate(_exclusive(text, _blankets()));
    }

    /// @dev Where the society never gave one, its head is 0 and is acknowledged all the same.
    function test_noBlanketYet() external {
        Mandate memory text = _mandate(lin, society, COLLECTIVE);
        _give(text);
        _withdraw(text, lin);
        VM.warp(LEFT_AT);
        Play memory play = _exclusive(text, 0);
        play.proof[0].heads[0] = 0;
        bytes32 known = _folded(_folded(0, 0), 0);
        bytes4 selector = ILicensing.NotAcknowledged.selector;
        _refusedDeal(play, abi.encodeWithSelector(selector, 0, bytes32(0), known));
        _activate(_exclusive(text, 0));
    }

    /// @dev The head of the song's chain alone is not enough, nor any other fold.
    function test_NotAcknowledged() external {
        (Mandate memory text,) = _left();
        bytes32 known = _folded(_folded(0, _blankets()), 0);
        bytes32[4] memory signed = [bytes32(0), _blankets(), _folded(0, _blankets()), _folded(_blankets(), 0)];
        for (uint256 i = 0; i < 4; ++i) {
            Play memory play = _exclusive(text, _blankets());
            play.proof[0].heads[0] = signed[i];
            bytes4 selector = ILicensing.NotAcknowledged.selector;
            _refusedDeal(play, abi.encodeWithSelector(selector, 0, signed[i], known));
        }
    }

    /// @dev First the society's, then the song's: exchanged, they lead nowhere.
    function test_theOrderOfWhatWasSeen() external {
        (Mandate memory text,) = _left();
        Play memory play = _exclusive(text, _blankets());
        Seen[] memory seen = play.proof[0].seen;
        (seen[0], seen[1]) = (seen[1], seen[0]);
        bytes4 selector = ILicensing.HeadMoved.selector;
        _refusedDeal(play, abi.encodeWithSelector(selector, 0, bytes32(0), _blankets()));
    }

    function test_ProofMissing() external {
        (Mandate memory text,) = _left();
        Play memory play = _exclusive(text, _blankets());
        bytes memory refusal = abi.encodeWithSelector(ILicensing.ProofMissing.selector, 0);
        Seen[] memory one = new Seen[](1);
        one[0] = play.proof[0].seen[0];
        play.proof[0].seen = one;
        _refusedDeal(play, refusal); // the song's chain is asked for, too
        delete play.proof[0].seen;
        _refusedDeal(play, refusal);
        delete play.proof[0].bars;
        _refusedDeal(play, refusal);
    }

    /// @dev A blanket given since he signed that does not touch his line is folded in without a new signature.
    function test_catchUp() external {
        (Mandate memory text,) = _left();
        Play memory play = _exclusive(text, _blankets());
        Play memory since = _blanket(2);
        since.deal.lines[0].usage = 1;
        _activate(since);
        bytes32 reached = play.proof[0].seen[0].head;
        bytes4 selector = ILicensing.HeadMoved.selector;
        _refusedDeal(play, abi.encodeWithSelector(selector, 0, reached, _blankets()));
        play.proof[0].seen[0].since = _entries(_entry(since.deal, 0));
        _activate(play);
    }

    /// @dev One that does touch it he must have seen; unless it is his own, or its licensee signs.
    function test_UndisclosedEncumbrance() external {
        (Mandate memory text,) = _left();
        Play memory play = _exclusive(text, _blankets());
        Play memory since = _blanket(2);
        bytes32 id = _activate(since);
        play.proof[0].seen[0].since = _entries(_entry(since.deal, 0));
        bytes4 selector = ILicensing.UndisclosedEncumbrance.selector;
        _refusedDeal(play, abi.encodeWithSelector(selector, 0, id, 0));
        play.deal.signers = _list(lin, hao, venue);
        _activate(play);
        Play memory again = _exclusive(text, _blankets());
        again.deal.lines[0].territory = 1;
        again.deal.salt = bytes32(uint256(3));
        again.proof[0].heads[0] = _folded(_folded(0, _blankets()), 0);
        again.proof[0].seen[1].head = 0;
        again.proof[0].seen[1].since = _entries(_entry(play.deal, 0));
        again.proof[0].exclusives = _listed(play);
        _activate(again);
    }

    function _entries(Entry memory only) private pure returns (Entry[] memory entries) {
        entries = new Entry[](1);
        entries[0] = only;
    }

    function _listed(Play memory play) private view returns (Exclusives[] memory all) {
        all = new Exclusives[](1);
        all[0].entries = _entries(_entry(play.deal, 0));
    }

    /// @dev To the last second of the 731 days, and no longer.
    function test_until731DaysAfterItsEnd() external {
        (Mandate memory text,) = _left();
        VM.warp(LEFT_AT + TERM - 1);
        Play memory play = _withoutBlankets(text);
        _refusedDeal(play, abi.encodeWithSelector(ILicensing.ProofMissing.selector, 0));
        VM.warp(LEFT_AT + TERM);
        _activate(play);
    }

    function _withoutBlankets(Mandate memory text) private view returns (Play memory play) {
        play = _exclusive(text, 0);
        delete play.proof[0].seen;
        play.proof[0].heads[0] = licensing.heads(Expected.titleKey(song, WRK));
        play.deal.lines[0].end = FOREVER;
    }

    /// @dev By the end agreed as by one recorded, even while it lies ahead.
    function test_byTheEndAgreed() external {
        Mandate memory text = _mandate(lin, society, COLLECTIVE);
        text.end = LEFT_AT;
        _give(text);
        Play memory play = _withoutBlankets(text);
        _refusedDeal(play, abi.encodeWithSelector(ILicensing.ProofMissing.selector, 0));
        VM.warp(LEFT_AT + TERM - 1);
        _refusedDeal(play, abi.encodeWithSelector(ILicensing.ProofMissing.selector, 0));
        VM.warp(LEFT_AT);
        _activate(_exclusive(text, 0));
    }

    /// @dev SOLE acknowledges like EXCLUSIVE; NONEXCLUSIVE acknowledges nothing.
    function test_theRanks() external {
        (Mandate memory text,) = _left();
        Play memory play = _exclusive(text, _blankets());
        play.deal.lines[0].exclusivity = NONEXCLUSIVE;
        delete play.proof[0].heads;
        delete play.proof[0].seen;
        _activate(play);
        play = _exclusive(text, _blankets());
        play.deal.lines[0].exclusivity = SOLE;
        _activate(play);
    }

    /// @dev Of a COLLECTIVE that does not overlap in use, country, layer or asset no blanket can touch the line.
    function test_onlyWhereItOverlaps() external {
        for (uint256 i = 0; i < 5; ++i) {
            address holder = _account(string.concat("member", VM.toString(i)));
            _register(_registration(holder, _song(RECORD, holder)));
            Mandate memory text = _mandate(holder, society, COLLECTIVE);
            text.end = NOW + 1;
            if (i == 0) text.usage = 1;
            if (i == 1) text.territory = 1;
            if (i == 2) text.layer = PRF;
            if (i == 3) text.asset = song;
            if (i == 4) text = _ofAnAdmin(text);
            _give(text);
            Play memory play = _play(_title(_registration(holder, _song(RECORD, holder)), 0, 0), hao);
            play.deal.lines[0].exclusivity = EXCLUSIVE;
            if (i == 1) play.deal.lines[0].territory = 2;
            play.proof = new Proof[](1);
            play.proof[0].bars = _opened(_listOf(text));
            play.proof[0].heads = new bytes32[](1);
            _activate(play);
        }
    }

    /// @dev An ADMIN, even one that bars, gives no blankets.
    function _ofAnAdmin(Mandate memory text) private pure returns (Mandate memory) {
        text.kind = ADMIN;
        return text;
    }

    /// @dev Two holders who left two societies: folded in the order of the holders.
    function test_severalSocieties() external {
        Title memory title = _shared();
        address first = title.shares[0].holder;
        Mandate memory one = _mandate(first, society, COLLECTIVE);
        Mandate memory other = _mandate(first == lin ? hao : lin, agent, COLLECTIVE);
        (one.end, other.end) = (NOW + 1, NOW + 1);
        _give(one);
        _give(other);
        _activate(_blanket(1));
        Play memory play = _play(title, venue);
        play.deal.lines[0].exclusivity = EXCLUSIVE;
        play.proof = new Proof[](1);
        play.proof[0].bars = _pair(_listOf(other), _listOf(one));
        play.proof[0].heads = new bytes32[](1);
        play.proof[0].seen = new Seen[](3);
        play.proof[0].seen[0].head = _blankets();
        bytes32 known = _folded(_folded(_folded(0, _blankets()), 0), 0);
        bytes32 exchanged = _folded(_folded(_folded(0, 0), _blankets()), 0);
        play.proof[0].heads[0] = exchanged;
        bytes4 selector = ILicensing.NotAcknowledged.selector;
        _refusedDeal(play, abi.encodeWithSelector(selector, 0, exchanged, known));
        play.proof[0].heads[0] = known;
        _activate(play);
    }

    /// @dev One who left two societies: folded in the order of his list.
    function test_severalMandatesOfOne() external {
        Mandate memory one = _mandate(lin, society, COLLECTIVE);
        Mandate memory other = _mandate(lin, agent, COLLECTIVE);
        (one.end, other.start, other.end) = (NOW + 1, NOW + 1, NOW + 2);
        Bars memory list;
        _giveOn(list, other);
        _giveOn(list, one);
        _activate(_blanket(1));
        Play memory play = _exclusive(one, 0);
        play.proof[0].bars = _opened(list);
        play.proof[0].seen = new Seen[](3);
        play.proof[0].seen[1].head = _blankets();
        play.proof[0].heads[0] = _folded(_folded(_folded(0, 0), _blankets()), 0);
        _activate(play);
    }

    function test_WrongHeads() external {
        (Mandate memory text,) = _left();
        Play memory play = _exclusive(text, _blankets());
        play.proof[0].heads = new bytes32[](2);
        _refusedDeal(play, abi.encodeWithSelector(ILicensing.WrongHeads.selector, 2, 1));
    }
}
