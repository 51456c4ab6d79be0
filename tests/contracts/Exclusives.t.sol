// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Asset, Registration, Title} from "../../contracts/interfaces/ICopyrightRegistry.sol";
import {
    Deal,
    Entry,
    Exclusives,
    ILicensing,
    Line,
    Proof,
    Termination
} from "../../contracts/interfaces/ILicensing.sol";
import {ChainsBase} from "./helpers/ChainsBase.sol";
import {Expected} from "./helpers/Expected.sol";
import {Log} from "./helpers/Vm.sol";

/// @title SOLE and EXCLUSIVE lines: what they forbid, whom they let pass, and the list that keeps them
contract ExclusivesTest is ChainsBase {
    function test_theFirstBeginsTheList_withoutAnEventOfItsOwn() external {
        Chain memory chain = _songChain();
        Play memory play = _grant(hao, EXCLUSIVE, 1);
        _prove(play, chain);
        VM.recordLogs();
        _activate(play);
        Log[] memory logs = VM.getRecordedLogs();
        VM.assertEq(logs.length, 2, "events");
        VM.assertEq(logs[0].topics[0], ILicensing.DealActivated.selector, "the deal");
        VM.assertEq(logs[1].topics[0], ILicensing.LineActivated.selector, "its line");
        _note(chain, play.deal, 0);
        _assertChain(chain);
    }

    function test_thoseThatFollowRewriteTheList() external {
        Chain memory chain = _songChain();
        for (uint8 country = 0; country < 5; ++country) {
            Play memory play = _grantIn(country, country % 2 == 0 ? hao : venue, country % 2 == 0 ? SOLE : EXCLUSIVE);
            _prove(play, chain);
            bytes memory signatures = _signaturesOf(play);
            if (country != 0) _expectList(chain, play, (1 << country) - 1);
            licensing.activate(_with(play, signatures));
            _note(chain, play.deal, 0);
            _assertChain(chain);
        }
    }

    /// @dev RIGHTS.md 5: whoever is junior to a SOLE or an EXCLUSIVE line on some of the same is refused.
    function test_everySeniorForbidsEveryJunior() external {
        for (uint8 senior = SOLE; senior <= EXCLUSIVE; ++senior) {
            Chain memory chain = _songChain();
            Play memory first = _grantIn(senior, hao, senior);
            if (senior == EXCLUSIVE) _note(chain, _grantIn(SOLE, hao, SOLE).deal, 0);
            _record(first, chain);
            for (uint8 junior = NONEXCLUSIVE; junior <= EXCLUSIVE; ++junior) {
                Play memory play = _grantIn(senior, venue, junior);
                play.deal.salt = bytes32(uint256(100));
                _refusedOn(chain, play, _conflict(first.deal, 0));
            }
        }
    }

    /// @dev A public licence is forbidden like any other: nobody signs for ANYONE.
    function test_aPublicLicenceIsForbidden() external {
        Chain memory chain = _songChain();
        Play memory first = _grant(hao, SOLE, 1);
        _record(first, chain);
        _refusedOn(chain, _grant(address(0), NONEXCLUSIVE, 2), _conflict(first.deal, 0));
    }

    function test_aNonexclusiveForbidsNothing() external {
        Chain memory chain = _songChain();
        _record(_grant(hao, NONEXCLUSIVE, 1), chain);
        _record(_grant(address(0), NONEXCLUSIVE, 2), chain);
        _record(_grant(venue, EXCLUSIVE, 3), chain);
    }

    /// @dev Another use, another country, the second before, the second after: each alone is enough to pass.
    function test_whatDoesNotOverlapPasses() external {
        Chain memory chain = _songChain();
        Play memory first = _grantIn(1, hao, EXCLUSIVE);
        (first.deal.lines[0].usage, first.deal.lines[0].start) = (3, START + 10);
        _record(first, chain);
        for (uint256 i = 0; i < 4; ++i) {
            Play memory play = _grantIn(1, venue, EXCLUSIVE);
            Line memory line = play.deal.lines[0];
            (play.deal.salt, line.usage) = (bytes32(i + 10), 2);
            (line.start, line.end) = (START + uint64(i), END); // overlapping but for one thing
            _refusedOn(chain, play, _conflict(first.deal, 0));
            if (i == 0) line.usage = 4;
            if (i == 1) line.territory = 1;
            if (i == 2) line.end = START + 10;
            if (i == 3) (line.start, line.end) = (END, END + 1);
            _record(play, chain);
        }
    }

    function test_otherLayersAndAssetsHaveListsOfTheirOwn() external {
        Chain memory chain = _songChain();
        _record(_grant(hao, EXCLUSIVE, 1), chain);
        Play memory play = _threeTo(venue);
        Line[] memory lines = new Line[](2);
        (lines[0], lines[1]) = (play.deal.lines[1], play.deal.lines[2]);
        play.deal.lines = lines;
        (lines[0].exclusivity, lines[1].exclusivity) = (EXCLUSIVE, SOLE);
        play.proof = new Proof[](1);
        play.proof[0].heads = new bytes32[](2);
        _activate(play);
        for (uint256 i = 0; i < 2; ++i) {
            Chain memory other;
            other.key = Expected.titleKey(recording, i == 0 ? PRF : PHN);
            _note(other, play.deal, i);
            _assertChain(other);
        }
        _assertChain(chain);
    }

    /// @dev Passes exactly when one of the two ends before the other begins.
    function testFuzz_intervals(uint64 from, uint64 to, uint64 start, uint64 end, uint8 rank) external {
        VM.assume(from < to && start < end && to > NOW && end > NOW);
        Chain memory chain = _songChain();
        Play memory first = _grant(hao, EXCLUSIVE, 1);
        (first.deal.lines[0].start, first.deal.lines[0].end) = (from, to);
        _record(first, chain);
        Play memory play = _grant(venue, rank % 3 + 1, 2);
        (play.deal.lines[0].start, play.deal.lines[0].end) = (start, end);
        if (start < to && from < end) _refusedOn(chain, play, _conflict(first.deal, 0));
        else _record(play, chain);
    }

    /// @dev Two exclusives meet exactly when they share a use and a country.
    function testFuzz_scopes(uint32 use, uint256 where, uint32 otherUse, uint256 otherPlace) external {
        VM.assume(use << 1 != 0 && otherUse << 1 != 0 && where != 0 && otherPlace != 0);
        Chain memory chain = _songChain();
        Play memory first = _grant(hao, SOLE, 1);
        (first.deal.lines[0].usage, first.deal.lines[0].territory) = (use << 1 >> 1, where);
        _record(first, chain);
        Play memory play = _grant(venue, EXCLUSIVE, 2);
        (play.deal.lines[0].usage, play.deal.lines[0].territory) = (otherUse << 1 >> 1, otherPlace);
        if ((use & otherUse) << 1 != 0 && where & otherPlace != 0) _refusedOn(chain, play, _conflict(first.deal, 0));
        else _record(play, chain);
    }

    function test_theSameLicenseeIsExempt() external {
        Chain memory chain = _songChain();
        _record(_grant(hao, EXCLUSIVE, 1), chain);
        for (uint8 exclusivity = NONEXCLUSIVE; exclusivity <= EXCLUSIVE; ++exclusivity) {
            _record(_grant(hao, exclusivity, 1 + exclusivity), chain);
        }
    }

    /// @dev Two seniors overlap it: both must sign, one is not enough, and the error names the other.
    function test_seniorsWhoSignLetItPass() external {
        Chain memory chain = _songChain();
        Play memory one = _grantIn(1, hao, EXCLUSIVE);
        Play memory other = _grantIn(2, stranger, SOLE);
        _record(one, chain);
        _record(other, chain);
        Play memory play = _grant(venue, EXCLUSIVE, 3);
        play.deal.signers = _list(lin, venue, hao);
        _refusedOn(chain, play, _conflict(other.deal, 0));
        play.deal.signers = _list(lin, venue, stranger);
        _refusedOn(chain, play, _conflict(one.deal, 0));
        address[] memory all = new address[](4);
        (all[0], all[1], all[2], all[3]) = (lin, venue, hao, stranger);
        play.deal.signers = _sorted(all);
        _record(play, chain);
    }

    /// @dev A senior signs the deal itself; he accepts nothing.
    function test_aSeniorsConsentIsHisSignature() external {
        Chain memory chain = _songChain();
        _record(_grant(hao, EXCLUSIVE, 1), chain);
        Play memory play = _grant(venue, NONEXCLUSIVE, 2);
        play.deal.signers = _list(lin, venue, hao);
        _prove(play, chain);
        bytes32 id = _id(play.deal);
        bytes memory packed;
        for (uint256 i = 0; i < 3; ++i) {
            address signer = play.deal.signers[i];
            packed = _pack(packed, _signature(signer == hao ? stranger : signer, id));
        }
        _refused(abi.encodeWithSelector(ILicensing.BadSignature.selector, hao, id));
        licensing.activate(_with(play, packed));
        _record(play, chain);
    }

    /// @dev Who is senior to nothing of it, or was until his line ended, is not asked.
    function test_aSeniorWhoIsNotInTheWayIsNeedless() external {
        Chain memory chain = _songChain();
        Play memory first = _grantIn(1, hao, EXCLUSIVE);
        _record(first, chain);
        bytes memory needless = abi.encodeWithSelector(ILicensing.NeedlessSigner.selector, hao);
        Play memory play = _grantIn(2, venue, NONEXCLUSIVE);
        play.deal.signers = _list(lin, venue, hao);
        _refusedOn(chain, play, needless);
        _end(first.deal, _termination(_id(first.deal), 1, hao));
        play = _grantIn(1, venue, NONEXCLUSIVE);
        play.deal.signers = _list(lin, venue, hao);
        _refusedOn(chain, play, needless);
    }

    /// @dev The error says which line of which deal stands in the way, and for which line of the new one.
    function test_theConflictNamesBothLines() external {
        Chain memory chain = _songChain();
        Play memory first = _two(hao, EXCLUSIVE, 1);
        first.deal.lines[0].exclusivity = NONEXCLUSIVE;
        first.proof = new Proof[](1);
        first.proof[0].heads = new bytes32[](2);
        first.proof[0].heads[1] = Expected.head(0, _entry(first.deal, 0));
        _activate(first);
        _note(chain, first.deal, 0);
        _note(chain, first.deal, 1);
        _assertChain(chain);
        Play memory play = _two(venue, NONEXCLUSIVE, 2);
        play.deal.lines[0].usage = 1;
        _prove(play, chain);
        play.proof[0].exclusives = new Exclusives[](2);
        (play.proof[0].exclusives[0], play.proof[0].exclusives[1]) = (chain.list, chain.list);
        bytes4 selector = ILicensing.ExclusiveConflict.selector;
        _refusedDeal(play, abi.encodeWithSelector(selector, uint256(1), _id(first.deal), uint256(1)));
    }

    /// @dev Inside one deal all sign the same text, so its lines may overlap; each is entered after the one before.
    function test_linesOfOneDealToTwoLicensees() external {
        Chain memory chain = _songChain();
        Play memory play = _two(hao, EXCLUSIVE, 1);
        (play.deal.lines[1].licensee, play.deal.lines[1].exclusivity) = (venue, SOLE);
        play.deal.signers = _list(lin, hao, venue);
        play.proof = new Proof[](1);
        play.proof[0].heads = new bytes32[](2);
        play.proof[0].heads[1] = Expected.head(0, _entry(play.deal, 0));
        _note(chain, play.deal, 0);
        play.proof[0].exclusives = new Exclusives[](1);
        play.proof[0].exclusives[0] = chain.list;
        _activate(play);
        _note(chain, play.deal, 1);
        _assertChain(chain);
    }

    /// @dev An end that was recorded frees what comes after it, and nothing before.
    function test_anEndRecordedFreesTheRest() external {
        Chain memory chain = _songChain();
        Play memory first = _grant(hao, EXCLUSIVE, 1);
        bytes32 id = _record(first, chain);
        uint64 end = START + 100;
        _endAt(first.deal, id, end);
        Play memory play = _grant(venue, NONEXCLUSIVE, 2);
        play.deal.lines[0].start = end - 1;
        _refusedOn(chain, play, _conflict(first.deal, 0));
        play.deal.lines[0].start = end;
        _record(play, chain);
        play = _grant(venue, EXCLUSIVE, 3);
        play.deal.lines[0].start = end;
        _record(play, chain); // the end lies ahead: the entry stays
        VM.assertEq(chain.list.entries.length, 2, "both");
    }

    /// @dev A line that ended before it began was never in force.
    function test_anEndBeforeTheStartFreesAll() external {
        Chain memory chain = _songChain();
        Play memory first = _grant(hao, EXCLUSIVE, 1);
        first.deal.lines[0].notice = uint32(DAY);
        _endAt(first.deal, _record(first, chain), START);
        Play memory play = _grant(venue, NONEXCLUSIVE, 2);
        play.deal.lines[0].start = 0;
        _record(play, chain);
    }

    /// @dev The second end of one deal is a word of its own, and is looked up as well.
    function test_aSecondDifferentEndIsSeenToo() external {
        Chain memory chain = _songChain();
        Play memory first = _two(hao, EXCLUSIVE, 1);
        (first.deal.lines[0].territory, first.deal.lines[1].territory) = (1, 2);
        first.proof = new Proof[](1);
        first.proof[0].heads = new bytes32[](2);
        first.proof[0].exclusives = new Exclusives[](1);
        _note(chain, first.deal, 0);
        (first.proof[0].heads[1], first.proof[0].exclusives[0]) = (chain.head, chain.list);
        bytes32 id = _activate(first);
        _note(chain, first.deal, 1);
        _endAt(first.deal, id, START + 1);
        Termination memory text = _termination(id, 2, hao);
        text.end = START + 2;
        _end(first.deal, text);
        Play memory play = _grant(venue, NONEXCLUSIVE, 2);
        play.deal.lines[0].start = START + 1;
        _refusedOn(chain, play, _conflict(first.deal, 1));
        play.deal.lines[0].start = START + 2;
        _record(play, chain);
    }

    /// @dev What is over leaves the list with the next entry; the latest end so dropped is the horizon.
    function test_entriesThatAreOverLeave() external {
        Chain memory chain = _threeEnding();
        VM.warp(NOW + 20 * DAY); // the second is over, and the first
        Play memory play = _grantIn(9, venue, EXCLUSIVE);
        play.deal.lines[0].start = NOW + 20 * DAY - 1;
        bytes memory refusal = abi.encodeWithSelector(
            ILicensing.BeforeHorizon.selector, uint256(0), uint256(NOW + 20 * DAY - 1), uint256(NOW + 20 * DAY)
        );
        _refusedOn(chain, play, refusal);
        play.deal.lines[0].start = NOW + 20 * DAY;
        _prove(play, chain);
        bytes memory signatures = _signaturesOf(play);
        _drop(chain, 0, NOW + 10 * DAY);
        _drop(chain, 0, NOW + 20 * DAY);
        _expectList(chain, play, 4);
        licensing.activate(_with(play, signatures));
        _note(chain, play.deal, 0);
        _assertChain(chain);
        _refuseBeforeHorizon(chain, NOW + 20 * DAY);
    }

    /// @dev A NONEXCLUSIVE line writes no list: what is over stays until an exclusive comes.
    function test_aNonexclusiveLeavesTheListAlone() external {
        Chain memory chain = _threeEnding();
        VM.warp(NOW + 20 * DAY);
        Play memory play = _grantIn(9, venue, NONEXCLUSIVE);
        play.deal.lines[0].start = NOW; // no horizon yet
        _record(play, chain);
        VM.assertEq(chain.list.entries.length, 3, "as before");
    }

    /// @dev A horizon never comes closer: what is dropped later may have ended earlier.
    function test_theHorizonOnlyGoesOn() external {
        Chain memory chain = _songChain();
        Play memory early = _grantIn(1, hao, EXCLUSIVE);
        bytes32 id = _record(early, chain);
        Play memory late = _grantIn(2, hao, EXCLUSIVE);
        late.deal.lines[0].end = START + 5 * DAY;
        _record(late, chain);
        _endAt(early.deal, id, START + DAY);
        VM.warp(START + 6 * DAY);
        Play memory play = _from(_grantIn(3, hao, EXCLUSIVE), START + 6 * DAY);
        _prove(play, chain); // no hint: only the second leaves
        _activate(play);
        _drop(chain, 1, START + 5 * DAY);
        _note(chain, play.deal, 0);
        _assertChain(chain);
        play = _from(_grantIn(4, hao, EXCLUSIVE), START + 6 * DAY);
        chain.list.ended = 1;
        _prove(play, chain);
        _activate(play);
        _drop(chain, 0, START + DAY);
        VM.assertEq(chain.list.horizon, START + 5 * DAY, "the later one");
        _note(chain, play.deal, 0);
        _assertChain(chain);
    }

    /// @dev Early ends are looked up where the new line overlaps, or where the sender says so; a hint can't lie.
    function test_hintsOfEndedEntries() external {
        Chain memory chain = _songChain();
        Play[3] memory plays = [_grantIn(1, hao, SOLE), _grantIn(2, hao, SOLE), _grantIn(3, hao, SOLE)];
        for (uint256 i = 0; i < 3; ++i) {
            _record(plays[i], chain);
        }
        _endAt(plays[0].deal, _id(plays[0].deal), 0);
        _endAt(plays[1].deal, _id(plays[1].deal), 0);
        VM.warp(NOW + DAY);
        Play memory play = _grantIn(1, venue, EXCLUSIVE); // overlaps the first
        play.deal.salt = keccak256("after");
        _prove(play, chain);
        bytes memory signatures = _signaturesOf(play);
        _drop(chain, 0, NOW);
        _expectList(chain, play, 6);
        licensing.activate(_with(play, signatures));
        _note(chain, play.deal, 0);
        _assertChain(chain);
        play = _grantIn(9, venue, EXCLUSIVE); // overlaps none; all are said to be over
        chain.list.ended = type(uint256).max;
        _prove(play, chain);
        signatures = _signaturesOf(play);
        _drop(chain, 0, NOW);
        _expectList(chain, play, 6);
        licensing.activate(_with(play, signatures));
        _note(chain, play.deal, 0);
        _assertChain(chain);
    }

    function test_TooManyExclusives() external {
        Chain memory chain = _songChain();
        for (uint8 country = 0; country < 32; ++country) {
            _record(_grantIn(country, hao, EXCLUSIVE), chain);
        }
        Play memory play = _grantIn(40, venue, SOLE);
        bytes4 selector = ILicensing.TooManyExclusives.selector;
        _refusedOn(chain, play, abi.encodeWithSelector(selector, uint256(0), uint256(32)));
        _record(_grantIn(41, venue, NONEXCLUSIVE), chain);
        Deal memory seventh = _grantIn(7, hao, EXCLUSIVE).deal;
        _endAt(seventh, _id(seventh), 0);
        _refusedOn(chain, play, abi.encodeWithSelector(selector, uint256(0), uint256(32))); // nobody said so
        chain.list.ended = 1 << 7;
        _prove(play, chain);
        _activate(play);
        _drop(chain, 7, NOW);
        _note(chain, play.deal, 0);
        _assertChain(chain);
    }

    function test_ExclusiveInThePast() external {
        bytes4 selector = ILicensing.ExclusiveInThePast.selector;
        Chain memory chain = _songChain();
        for (uint8 exclusivity = SOLE; exclusivity <= EXCLUSIVE; ++exclusivity) {
            Play memory play = _grantIn(exclusivity, hao, exclusivity);
            (play.deal.lines[0].start, play.deal.lines[0].end) = (0, NOW);
            _refusedOn(chain, play, abi.encodeWithSelector(selector, uint256(0), NOW));
            play.deal.lines[0].end = NOW + 1;
            _record(play, chain);
        }
    }

    function test_ProofMissing_ofTheList() external {
        Chain memory chain = _songChain();
        _record(_grantIn(1, hao, EXCLUSIVE), chain);
        bytes memory refusal = abi.encodeWithSelector(ILicensing.ProofMissing.selector, uint256(0));
        _refusedDeal(_grantIn(2, venue, NONEXCLUSIVE), refusal);
        Play memory play = _grantIn(2, venue, NONEXCLUSIVE);
        play.proof = new Proof[](1);
        _refusedDeal(play, refusal);
        play = _two(venue, NONEXCLUSIVE, 2); // the second line needs a list of its own
        (play.deal.lines[0].territory, play.deal.lines[1].territory) = (4, 8);
        _prove(play, chain);
        _refusedDeal(play, abi.encodeWithSelector(ILicensing.ProofMissing.selector, uint256(1)));
    }

    function test_ExclusivesMoved() external {
        Chain memory chain = _songChain();
        _record(_grantIn(1, hao, EXCLUSIVE), chain);
        Exclusives memory old = chain.list;
        old = Exclusives({horizon: old.horizon, ended: 0, entries: old.entries});
        _record(_grantIn(2, hao, EXCLUSIVE), chain);
        Exclusives memory now_ = chain.list;
        _refusedList(old);
        _refusedList(Exclusives({horizon: 1, ended: 0, entries: now_.entries})); // another horizon
        _refusedList(Exclusives({horizon: 0, ended: 0, entries: new Entry[](0)})); // nothing
        Exclusives memory forged = abi.decode(abi.encode(now_), (Exclusives));
        forged.entries[0].end = NOW;
        _refusedList(forged);
    }

    /// @dev A co-owner who was consulted need not sign a NONEXCLUSIVE line; without anybody's consent there is none.
    function test_art14_aCoOwnerWasConsulted() external {
        (Title memory title, Play memory play) = _ofTwo();
        address[2] memory holders = [title.shares[0].holder, title.shares[1].holder];
        bytes4 selector = ILicensing.MissingSigner.selector;
        for (uint256 i = 0; i < 2; ++i) {
            play.deal.signers = _list(holders[i], venue);
            play.deal.lines[0].consult = 0;
            _refusedDeal(play, abi.encodeWithSelector(selector, uint256(0), holders[1 - i]));
            play.deal.lines[0].consult = keccak256("he was asked");
            _assertWord(_activate(play), 0, 0, NOW, BLOCK);
        }
        play.deal.signers = _list(venue);
        _refusedDeal(play, abi.encodeWithSelector(selector, uint256(0), holders[0]));
        play.deal.signers = _list(lin, hao, venue);
        _assertWord(_activate(play), 0, 0, NOW, BLOCK);
    }

    /// @dev Consulting an owner frees nobody from an earlier exclusive.
    function test_art14_anExclusiveStillForbids() external {
        (Title memory title, Play memory play) = _ofTwo();
        Chain memory chain;
        chain.key = Expected.titleKey(title.asset, WRK);
        play.deal.lines[0].exclusivity = EXCLUSIVE;
        _record(play, chain);
        Play memory late = _play(title, stranger);
        late.deal.lines[0].consult = RECORD;
        late.deal.signers = _list(hao, stranger);
        _refusedOn(chain, late, _conflict(play.deal, 0));
    }

    function test_headsOf() external {
        Chain memory chain = _songChain();
        _record(_grant(hao, SOLE, 1), chain);
        bytes32[] memory keys = new bytes32[](2);
        (keys[0], keys[1]) = (Expected.titleKey(recording, PRF), chain.key);
        (bytes32[] memory current, bytes32[] memory lists) = licensing.headsOf(keys);
        VM.assertTrue(current.length == 2 && lists.length == 2, "one for each");
        VM.assertEq(current[0] | lists[0], 0, "nothing there");
        VM.assertEq(current[1], chain.head, "head");
        VM.assertEq(lists[1], Expected.list(chain.list), "list");
    }

    /// @dev Lin's song to somebody on two lines of the same words.
    function _two(address licensee, uint8 exclusivity, uint256 salt) private view returns (Play memory play) {
        play = _grant(licensee, exclusivity, salt);
        play.deal.lines = new Line[](2);
        for (uint256 i = 0; i < 2; ++i) {
            play.deal.lines[i] = _line(play.titles[0], licensee);
            play.deal.lines[i].exclusivity = exclusivity;
        }
    }

    /// @dev Three exclusives in three countries that end after 10, 20 and 1000 days.
    function _threeEnding() private returns (Chain memory chain) {
        chain = _songChain();
        uint64[3] memory ends = [NOW + 10 * DAY, NOW + 20 * DAY, END];
        for (uint8 country = 0; country < 3; ++country) {
            Play memory play = _from(_grantIn(country, hao, EXCLUSIVE), NOW);
            play.deal.lines[0].end = ends[country];
            _record(play, chain);
        }
    }

    function _refuseBeforeHorizon(Chain memory chain, uint64 horizon) private {
        bytes4 selector = ILicensing.BeforeHorizon.selector;
        for (uint8 exclusivity = NONEXCLUSIVE; exclusivity <= EXCLUSIVE; ++exclusivity) {
            Play memory play = _from(_grantIn(20 + exclusivity, venue, exclusivity), horizon - 1);
            _refusedOn(chain, play, abi.encodeWithSelector(selector, uint256(0), uint256(horizon) - 1, horizon));
            _record(_from(play, horizon), chain);
        }
    }

    function _from(Play memory play, uint64 start) private pure returns (Play memory) {
        play.deal.lines[0].start = start;
        return play;
    }

    function _endAt(Deal memory deal, bytes32 id, uint64 end) private {
        Termination memory text = _termination(id, 1, deal.lines[0].licensee);
        text.end = end;
        _end(deal, text);
    }

    function _refusedList(Exclusives memory list) private {
        Play memory play = _grantIn(3, venue, NONEXCLUSIVE);
        play.proof = new Proof[](1);
        play.proof[0].exclusives = new Exclusives[](1);
        play.proof[0].exclusives[0] = list;
        bytes32 current = licensing.restricted(Expected.titleKey(song, WRK));
        bytes4 selector = ILicensing.ExclusivesMoved.selector;
        _refusedDeal(play, abi.encodeWithSelector(selector, uint256(0), Expected.list(list), current));
    }

    /// @dev A song of Lin and Hao in halves, licensed to the venue by both.
    function _ofTwo() private returns (Title memory title, Play memory play) {
        Asset memory asset = _song(keccak256("of two"), lin);
        asset.splits[0] = _equal(WRK, _list(lin, hao));
        Registration memory text = _registration(lin, asset);
        _register(text);
        title = _title(text, 0, 0);
        play = _play(title, venue);
    }
}
