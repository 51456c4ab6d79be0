// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    Arbitration,
    Asset,
    Assignment,
    Registration,
    Ruling,
    Title,
    UnitsClaim
} from "../../contracts/interfaces/ICopyrightRegistry.sol";
import {
    Bars,
    Deal,
    Entry,
    Exclusives,
    ILicensing,
    Mandate,
    Proof,
    Seen
} from "../../contracts/interfaces/ILicensing.sol";
import {AnnalsBase} from "./helpers/AnnalsBase.sol";
import {Expected} from "./helpers/Expected.sol";
import {MandatesBase} from "./helpers/MandatesBase.sol";
import {VoidBase} from "./helpers/VoidBase.sol";

/// @title Rules of the rights model and errors that scripts/coverage_table.py found no other test of
contract GapsTest is VoidBase, MandatesBase {
    function setUp() public override(AnnalsBase, MandatesBase) {
        super.setUp();
    }

    // Lists of signers, where the registry reads them

    function test_TooManySigners_ofTheRegistry() external {
        Title memory gap = _disputed();
        bytes4 selector = ILicensing.TooManySigners.selector;
        _refusedLists(gap, new address[](129), abi.encodeWithSelector(selector, uint256(129), uint256(128)));
    }

    function test_t20_SignerOrder_ofTheRegistry() external {
        Title memory gap = _disputed();
        bytes4 selector = ILicensing.SignerOrder.selector;
        (address low, address high) = lin < hao ? (lin, hao) : (hao, lin);
        address[] memory signers = new address[](2);
        (signers[0], signers[1]) = (high, low);
        _refusedLists(gap, signers, abi.encodeWithSelector(selector, low));
        (signers[0], signers[1]) = (low, low);
        _refusedLists(gap, signers, abi.encodeWithSelector(selector, low));
        (signers[0], signers[1]) = (address(0), low);
        _refusedLists(gap, signers, abi.encodeWithSelector(selector, address(0)));
    }

    /// @dev Lin's song, with a ruling on it, and one of which somebody without a key holds a part.
    function _disputed() private returns (Title memory gap) {
        gap = _keyless();
        _upheld(_songTitle());
    }

    /// @dev Each of the three calls that take a list of signers; who they are is looked at before what they signed.
    function _refusedLists(Title memory gap, address[] memory signers, bytes memory refusal) private {
        UnitsClaim memory claim = _claimText(gap, hao);
        _refused(refusal);
        registry.claimShares(gap, _origin(), claim, signers, "");
        Title memory title = _songTitle();
        Assignment memory sale = _assignment(title, _sole(WRK, hao).shares);
        _refused(refusal);
        registry.assign(title, sale, signers, new Bars[](0), "");
        (Ruling memory ruling, Arbitration memory text) = (_rulingOn(title), _arbitration(title));
        _refused(refusal);
        registry.voidTitle(title, ruling, text, signers, "");
    }

    // Authority counts people, money counts shares (RIGHTS.md 2)

    /// @dev One unit in a hundred million is as much say as all the others.
    function test_oneUnitIsAsMuchSayAsAllOthers() external {
        Title memory title = _unequal();
        for (uint8 rank = NONEXCLUSIVE; rank <= EXCLUSIVE; ++rank) {
            Play memory play = _ranked(title, venue, rank);
            play.deal.signers = _list(lin, venue);
            _refusedDeal(play, _missing(hao));
            play.deal.signers = _list(hao, venue);
            _refusedDeal(play, _missing(lin));
        }
        _activate(_ranked(title, venue, EXCLUSIVE));
    }

    // Conflicts (RIGHTS.md 5): a later assignment

    /// @dev Whatever rank the senior line has, the title passes, and passes subject to it.
    function test_anAssignmentPassesSubjectToEveryLine() external {
        for (uint8 rank = NONEXCLUSIVE; rank <= EXCLUSIVE; ++rank) {
            Title memory title = _songOf(rank);
            Play memory senior = _ranked(title, venue, rank);
            bytes32 id = _activate(senior);
            Title memory next = _after(title, true, _sole(WRK, hao).shares, title.unclaimed);
            _assign(title, next.shares, _list(lin, hao));
            _assertWord(id, 0, 0, NOW, BLOCK);
            Play memory junior = _ranked(next, stranger, NONEXCLUSIVE);
            if (rank != NONEXCLUSIVE) {
                _openList(junior, senior);
                _refusedDeal(junior, _conflict(senior.deal));
            } else {
                _activate(junior);
            }
        }
    }

    // Conflicts: an earlier grant that is known

    /// @dev The licensee of a SOLE line passes as that of an EXCLUSIVE one: by having seen what was granted before.
    function test_aSoleLineAfterAGrantThatItsLicenseeHasSeen() external {
        Play memory doc = _ranked(_songTitle(), hao, NONEXCLUSIVE);
        _activate(doc);
        for (uint8 rank = SOLE; rank <= EXCLUSIVE; ++rank) {
            Play memory play = _ranked(_songTitle(), venue, rank);
            play.deal.lines[0].territory = uint256(1) << rank;
            play.proof[0].seen = _since(doc);
            _refusedDeal(play, _undisclosed(doc.deal));
        }
        Play memory sole = _ranked(_songTitle(), venue, SOLE);
        sole.proof[0].heads[0] = licensing.heads(Expected.titleKey(song, WRK));
        _activate(sole);
    }

    // Conflicts: intervals, never "is it live now"

    /// @dev The exclusive is over; what would have lain within it is refused all the same.
    function test_aBackdatedGrantDoesNotSlipPastAnExclusiveThatIsOver() external {
        Play memory film = _ranked(_songTitle(), venue, EXCLUSIVE);
        film.deal.lines[0].end = START + DAY;
        _activate(film);
        VM.warp(START + 2 * DAY);
        Play memory late = _ranked(_songTitle(), hao, NONEXCLUSIVE);
        _openList(late, film);
        (late.deal.lines[0].start, late.deal.lines[0].end) = (START + DAY - 1, START + DAY);
        _refusedDeal(late, _conflict(film.deal));
        (late.deal.lines[0].start, late.deal.lines[0].end) = (START + DAY, START + DAY + 1);
        _activate(late);
    }

    // Mandates

    /// @dev An AGENCY bars nobody, and a mandate of no kind moves a title.
    function test_anAgencyLeavesTheOwnerHerPowerAndEveryMandateHerTitle() external {
        bytes32 title = _titleOf(song, WRK);
        _give(_mandate(lin, agent, AGENCY));
        _activate(_ranked(_songTitle(), venue, EXCLUSIVE));
        _give(_mandate(lin, society, COLLECTIVE));
        _give(_mandate(lin, publisher, ADMIN));
        VM.assertEq(_titleOf(song, WRK), title, "the title");
    }

    /// @dev One given after an EXCLUSIVE is accepted subject to it: not even the society passes.
    function test_aCollectiveAfterAnExclusiveIsSubjectToIt() external {
        Play memory film = _ranked(_songTitle(), venue, EXCLUSIVE);
        _activate(film);
        Mandate memory text = _mandate(lin, society, COLLECTIVE);
        _give(text);
        Play memory play = _byOne(text);
        (play.deal.lines[0].licensee, play.deal.signers) = (hao, _list(society, hao));
        play.proof[0].bars = _opened(_listOf(text));
        _openList(play, film);
        _refusedDeal(play, _conflict(film.deal));
    }

    // Disputes

    /// @dev While a dispute is open, and when somebody upheld it whom nobody had accepted: a flag, and no bar.
    function test_anOpenDisputeBarsNothing() external {
        for (uint8 rank = NONEXCLUSIVE; rank <= EXCLUSIVE; ++rank) {
            Title memory title = _songOf(rank);
            bytes32 key = Expected.titleKey(title.asset, WRK);
            _open(_opening(key, sun));
            _activate(_ranked(title, venue, rank));
            _resolve(_rulingOn(title));
            Play memory second = _ranked(title, venue, NONEXCLUSIVE);
            second.deal.salt = bytes32(uint256(2));
            if (rank != NONEXCLUSIVE) _openList(second, _ranked(title, venue, rank));
            _activate(second);
            _assign(title, _sole(WRK, hao).shares, _list(lin, hao));
        }
    }

    /// @dev Once the title is void, no line of any rank stands on it, and nobody passes it on.
    function test_nothingStandsOnAVoidTitle() external {
        Title memory title = _voided();
        bytes32 hash = Expected.titleHash(title);
        bytes4 selector = ILicensing.StaleTitle.selector;
        for (uint8 rank = NONEXCLUSIVE; rank <= EXCLUSIVE; ++rank) {
            Play memory play = _ranked(title, venue, rank);
            _refusedDeal(play, abi.encodeWithSelector(selector, uint256(0), hash, Expected.voided(hash)));
        }
        Assignment memory sale = _assignment(title, _sole(WRK, venue).shares);
        _refusedAssignment(title, sale, _list(lin, hao, venue), _moved(hash, Expected.voided(hash)));
    }

    // Ends

    /// @dev AT_WILL: the revoker who is named, not just any holder.
    function test_anotherHolderIsNoRevoker() external {
        Play memory play = _play(_shared(), venue);
        (play.deal.lines[0].revocation, play.deal.lines[0].revoker) = (1, lin);
        bytes32 id = _activate(play);
        bytes memory refusal = abi.encodeWithSelector(ILicensing.NotYours.selector, uint256(0), hao);
        _refusedEnd(play.deal, _termination(id, 1, hao), refusal);
        _end(play.deal, _termination(id, 1, lin));
        _assertWord(id, 1, NOW, NOW, BLOCK);
    }

    // Helpers

    /// @dev Lin holds all units of it but one, which is Hao's.
    function _unequal() private returns (Title memory) {
        Asset memory asset = _song(keccak256("unequal"), lin);
        asset.splits[0].shares = _table(lin, WHOLE - 1, hao, 1);
        Registration memory text = _registration(lin, asset);
        _register(text);
        return _title(text, 0, 0);
    }

    /// @dev Another song of Lin's.
    function _songOf(uint256 number) private returns (Title memory) {
        Registration memory text = _registration(lin, _song(bytes32(number), lin));
        _register(text);
        return _title(text, 0, 0);
    }

    /// @dev A line of a rank, with an empty proof, and heads where it needs them.
    function _ranked(Title memory title, address licensee, uint8 rank) private pure returns (Play memory play) {
        play = _play(title, licensee);
        play.deal.lines[0].exclusivity = rank;
        play.proof = new Proof[](1);
        if (rank != NONEXCLUSIVE) play.proof[0].heads = new bytes32[](1);
    }

    /// @dev Opens the list that holds one exclusive line.
    function _openList(Play memory play, Play memory senior) private view {
        play.proof[0].exclusives = new Exclusives[](1);
        play.proof[0].exclusives[0].entries = _entryOf(senior);
    }

    /// @dev All that came, if a deal of one line is all there is.
    function _since(Play memory only) private view returns (Seen[] memory seen) {
        seen = new Seen[](1);
        seen[0].since = _entryOf(only);
    }

    function _entryOf(Play memory only) private view returns (Entry[] memory entries) {
        entries = new Entry[](1);
        entries[0] = _entry(only.deal, 0);
    }

    function _missing(address holder) private pure returns (bytes memory) {
        return abi.encodeWithSelector(ILicensing.MissingSigner.selector, uint256(0), holder);
    }

    function _conflict(Deal memory senior) private view returns (bytes memory) {
        bytes4 selector = ILicensing.ExclusiveConflict.selector;
        return abi.encodeWithSelector(selector, uint256(0), _id(senior), uint256(0));
    }

    function _undisclosed(Deal memory deal) private view returns (bytes memory) {
        bytes4 selector = ILicensing.UndisclosedEncumbrance.selector;
        return abi.encodeWithSelector(selector, uint256(0), _id(deal), uint256(0));
    }
}
