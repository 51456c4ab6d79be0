// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Deal, ILicensing, Line, Termination} from "../../contracts/interfaces/ILicensing.sol";
import {Expected} from "./helpers/Expected.sol";
import {LicensingBase} from "./helpers/LicensingBase.sol";

/// @title Who may end which line, and from when
contract TerminationsTest is LicensingBase {
    uint8 private constant AT_WILL = 1;
    uint8 private constant FOR_CAUSE = 2;
    uint8 private constant IRREVOCABLE = 3;
    uint64 private constant LATER = NOW + 100 * DAY;

    address private arbiter;

    function setUp() public override {
        super.setUp();
        arbiter = _account("arbiter");
    }

    /// @dev The licensee may give up any line, the revoker one AT_WILL, the arbiter one FOR_CAUSE; nobody else any.
    function test_whoMayEndWhat() external {
        address[4] memory who = [venue, lin, arbiter, stranger];
        bool[4][4] memory may = [
            [false, false, false, false],
            [true, true, false, false], // AT_WILL: licensee, revoker
            [true, false, true, false], // FOR_CAUSE: licensee, arbiter
            [true, false, false, false] // IRREVOCABLE: licensee
        ];
        for (uint8 rule = 1; rule <= 3; ++rule) {
            for (uint256 i = 0; i < 4; ++i) {
                (Deal memory deal, bytes32 id) = _active(rule, 0, bytes32(i));
                if (may[rule][i]) {
                    _expectEnd(id, 0, NOW, who[i]);
                    _end(deal, _termination(id, 1, who[i]));
                    _assertWord(id, 1, NOW, NOW, BLOCK);
                } else {
                    bytes memory refusal = abi.encodeWithSelector(ILicensing.NotYours.selector, uint256(0), who[i]);
                    _refusedEnd(deal, _termination(id, 1, who[i]), refusal);
                    _assertWord(id, 0, 0, NOW, BLOCK);
                }
            }
        }
    }

    function test_relayed() external {
        (Deal memory deal, bytes32 id) = _active(AT_WILL, 0, 0);
        Termination memory text = _termination(id, 1, lin);
        text.deadline = NOW; // T16: in its last second
        bytes memory signature = _signature(lin, _digest(text));
        _expectEnd(id, 0, NOW, lin);
        VM.prank(stranger);
        licensing.terminate(deal, text, signature);
    }

    /// @dev T3, T19: the same text a second time changes nothing, neither at once nor later.
    function test_t03_t19_replay() external {
        (Deal memory deal, bytes32 id) = _active(AT_WILL, 0, 0);
        Termination memory text = _termination(id, 1, lin);
        bytes memory signature = _signature(lin, _digest(text));
        licensing.terminate(deal, text, signature);
        bytes memory refusal = abi.encodeWithSelector(ILicensing.AlreadyEnded.selector, uint256(0), NOW);
        _refused(refusal);
        licensing.terminate(deal, text, signature);
        VM.warp(NOW + DAY);
        _refused(refusal);
        licensing.terminate(deal, text, signature);
        _assertWord(id, 1, NOW, NOW, BLOCK);
    }

    function test_BadSignature() external {
        (Deal memory deal, bytes32 id) = _active(AT_WILL, 0, 0);
        Termination memory text = _termination(id, 1, lin);
        bytes memory refusal = abi.encodeWithSelector(ILicensing.BadSignature.selector, lin, _digest(text));
        VM.prank(stranger);
        _refused(refusal);
        licensing.terminate(deal, text, "");
        bytes memory signature = _signature(venue, _digest(text)); // may end it, but as himself
        _refused(refusal);
        licensing.terminate(deal, text, signature);
    }

    function test_notice_bindsEverybody() external {
        (Deal memory deal, bytes32 id) = _active(AT_WILL, uint32(30 * DAY), 0);
        VM.warp(NOW + DAY);
        _expectEnd(id, 0, NOW + 31 * DAY, lin);
        _end(deal, _termination(id, 1, lin));
        _assertWord(id, 1, NOW + 31 * DAY, NOW, BLOCK);
        (deal, id) = _active(AT_WILL, type(uint32).max, 0); // the longest notice outlives the line
        _refusedEnd(deal, _termination(id, 1, venue), _alreadyEnded(0, END));
    }

    /// @dev A wish for the past gives the present; a wish for later is granted.
    function test_neverRetroactive_andALaterEndOnRequest() external {
        (Deal memory deal, bytes32 id) = _active(AT_WILL, 0, 0);
        Termination memory text = _termination(id, 1, lin);
        text.end = LATER;
        _expectEnd(id, 0, LATER, lin);
        _end(deal, text);
        VM.warp(NOW + DAY);
        text.end = NOW; // before this block
        _expectEnd(id, 0, NOW + DAY, lin);
        _end(deal, text);
        _assertWord(id, 1, NOW + DAY, NOW, BLOCK);
    }

    /// @dev An end can come closer, never go away; each later text says what holds.
    function test_shortening() external {
        (Deal memory deal, bytes32 id) = _active(AT_WILL, 0, 0);
        Termination memory text = _termination(id, 1, lin);
        text.end = END; // the end that was agreed
        _refusedEnd(deal, text, _alreadyEnded(0, END));
        text.end = END - 1;
        _end(deal, text);
        _refusedEnd(deal, text, _alreadyEnded(0, END - 1));
        text.end = END;
        _refusedEnd(deal, text, _alreadyEnded(0, END - 1));
        text.end = LATER;
        _end(deal, text);
        _assertWord(id, 1, LATER, NOW, BLOCK);
        VM.assertEq(licensing.lineEnds(Expected.lineId(id, 0)), 0, "one line needs no word of its own");
    }

    function test_AlreadyEnded_byItsAgreedEnd() external {
        (Deal memory deal, bytes32 id) = _active(AT_WILL, 0, 0);
        VM.warp(END);
        _refusedEnd(deal, _termination(id, 1, venue), _alreadyEnded(0, END));
        VM.warp(END - 1);
        _end(deal, _termination(id, 1, venue));
        _assertWord(id, 1, END - 1, NOW, BLOCK);
    }

    /// @dev The word has one end; a second, different one gets a word of its own, and goes on from there.
    function test_aSecondDifferentEnd() external {
        (Deal memory deal, bytes32 id) = _threeActive();
        _endAt(deal, id, 1, LATER);
        _endAt(deal, id, 2, LATER - 1);
        _assertEnds(id, 3, LATER, [uint64(0), LATER - 1, 0]);
        _endAt(deal, id, 4, LATER); // the same end as the first: no word of its own
        _assertEnds(id, 7, LATER, [uint64(0), LATER - 1, 0]);
        _endAt(deal, id, 1, LATER - 2); // the first comes closer: the shared word must not move
        _assertEnds(id, 7, LATER, [LATER - 2, LATER - 1, 0]);
        Termination memory text = _termination(id, 4, venue);
        text.end = LATER;
        _refusedEnd(deal, text, _alreadyEnded(2, LATER));
        _endAt(deal, id, 2, LATER - 3); // a word of its own that moves again
        _assertEnds(id, 7, LATER, [LATER - 2, LATER - 3, 0]);
        text = _termination(id, 2, venue);
        text.end = LATER - 3;
        _refusedEnd(deal, text, _alreadyEnded(1, LATER - 3));
    }

    /// @dev A line whose own word is larger than the shared one may come down to it exactly.
    function test_anOwnEndComesDownToTheSharedOne() external {
        (Deal memory deal, bytes32 id) = _threeActive();
        _endAt(deal, id, 1, LATER - 5);
        _endAt(deal, id, 2, LATER);
        _endAt(deal, id, 2, LATER - 5);
        _assertEnds(id, 3, LATER - 5, [uint64(0), LATER - 5, 0]);
        Termination memory text = _termination(id, 2, venue);
        text.end = LATER - 5;
        _refusedEnd(deal, text, _alreadyEnded(1, LATER - 5));
    }

    /// @dev All lines of one text, or none: the second is over already, so the first stays.
    function test_severalLines_allOrNone() external {
        (Deal memory deal, bytes32 id) = _threeActive();
        _endAt(deal, id, 2, LATER);
        Termination memory text = _termination(id, 3, venue);
        text.end = LATER;
        _refusedEnd(deal, text, _alreadyEnded(1, LATER));
        _assertWord(id, 2, LATER, NOW, BLOCK);
    }

    /// @dev The second line is somebody else's.
    function test_NotYours_names_theLine() external {
        Play memory play = _threeTo(venue);
        play.deal.lines[1].licensee = hao;
        play.deal.signers = _list(lin, hao, venue);
        bytes32 id = _activate(play);
        bytes memory refusal = abi.encodeWithSelector(ILicensing.NotYours.selector, uint256(1), venue);
        _refusedEnd(play.deal, _termination(id, 7, venue), refusal);
        _end(play.deal, _termination(id, 5, venue));
        _assertWord(id, 5, NOW, NOW, BLOCK);
    }

    function test_NotYours_aPublicLicenceHasNoLicensee() external {
        Play memory play = _songTo(address(0));
        bytes32 id = _activate(play);
        address[3] memory who = [lin, venue, stranger];
        for (uint256 i = 0; i < 3; ++i) {
            bytes memory refusal = abi.encodeWithSelector(ILicensing.NotYours.selector, uint256(0), who[i]);
            _refusedEnd(play.deal, _termination(id, 1, who[i]), refusal);
        }
    }

    function test_crossTermination_endsAll_andAnEndedTwinIsNoObstacle() external {
        Play memory play = _threeTo(venue);
        play.deal.crossTermination = true;
        (play.deal.lines[1].start, play.deal.lines[1].end) = (START, START + 1);
        bytes32 id = _activate(play);
        VM.warp(START + 1); // the second line is over by its agreed end
        _expectEnd(id, 0, START + 1, venue);
        _expectEnd(id, 2, START + 1, venue);
        _end(play.deal, _termination(id, 1, venue));
        _assertWord(id, 5, START + 1, NOW, BLOCK);
        _refusedEnd(play.deal, _termination(id, 2, venue), _alreadyEnded(1, START + 1));
        _refusedEnd(play.deal, _termination(id, 4, venue), _alreadyEnded(2, START + 1));
    }

    /// @dev Bit 15 of 16 lines, and all sixteen at once.
    function test_bitmapEdges() external {
        Play memory play = _songTo(venue);
        play.deal.lines = new Line[](16);
        for (uint256 i = 0; i < 16; ++i) {
            play.deal.lines[i] = _line(play.titles[0], venue);
        }
        bytes32 id = _activate(play);
        _endAt(play.deal, id, 0x8000, LATER);
        _assertWord(id, 0x8000, LATER, NOW, BLOCK);
        _endAt(play.deal, id, 0xffff, LATER - 1);
        _assertWord(id, 0xffff, LATER, NOW, BLOCK);
        for (uint256 i = 0; i < 16; ++i) {
            VM.assertEq(licensing.lineEnds(Expected.lineId(id, i)), LATER - 1, "own end");
        }
    }

    function test_BadLineSet() external {
        (Deal memory deal, bytes32 id) = _threeActive();
        bytes4 selector = ILicensing.BadLineSet.selector;
        uint16[4] memory bad = [uint16(0), 8, 0x8000, 0xffff];
        for (uint256 i = 0; i < 4; ++i) {
            bytes memory refusal = abi.encodeWithSelector(selector, bad[i], uint256(3));
            _refusedEnd(deal, _termination(id, bad[i], venue), refusal);
        }
    }

    function test_NotActive() external {
        Deal memory deal = _songTo(venue).deal;
        bytes32 id = _id(deal);
        bytes memory refusal = abi.encodeWithSelector(ILicensing.NotActive.selector, id);
        _refusedEnd(deal, _termination(id, 1, venue), refusal);
    }

    function test_WrongDeal() external {
        (Deal memory deal, bytes32 id) = _active(AT_WILL, 0, 0);
        deal.lines[0].licensee = stranger;
        bytes memory refusal = abi.encodeWithSelector(ILicensing.WrongDeal.selector, _id(deal), id);
        _refusedEnd(deal, _termination(id, 1, stranger), refusal);
    }

    function test_t16_DeadlinePassed() external {
        (Deal memory deal, bytes32 id) = _active(AT_WILL, 0, 0);
        Termination memory text = _termination(id, 1, venue);
        text.deadline = NOW - 1;
        bytes4 selector = ILicensing.DeadlinePassed.selector;
        _refusedEnd(deal, text, abi.encodeWithSelector(selector, NOW - 1, uint256(NOW)));
    }

    /// @dev The rule's revoker is Lin, the arbiter stands in every deal.
    function _active(uint8 rule, uint32 notice, bytes32 salt) private returns (Deal memory deal, bytes32 id) {
        Play memory play = _songTo(venue);
        play.deal.lines[0].revocation = rule;
        play.deal.lines[0].revoker = rule == AT_WILL ? lin : address(0);
        play.deal.lines[0].notice = notice;
        play.deal.arbiter = arbiter;
        play.deal.salt = salt;
        return (play.deal, _activate(play));
    }

    function _threeActive() private returns (Deal memory deal, bytes32 id) {
        Play memory play = _threeTo(venue);
        return (play.deal, _activate(play));
    }

    function _endAt(Deal memory deal, bytes32 id, uint16 lines, uint64 end) private {
        Termination memory text = _termination(id, lines, venue);
        text.end = end;
        _end(deal, text);
    }

    function _assertEnds(bytes32 id, uint256 ended, uint64 shared, uint64[3] memory own) private view {
        _assertWord(id, ended, shared, NOW, BLOCK);
        for (uint256 i = 0; i < 3; ++i) {
            VM.assertEq(licensing.lineEnds(Expected.lineId(id, i)), own[i], VM.toString(i));
        }
    }

    function _alreadyEnded(uint256 line, uint64 end) private pure returns (bytes memory) {
        return abi.encodeWithSelector(ILicensing.AlreadyEnded.selector, line, end);
    }

    function _expectEnd(bytes32 id, uint256 index, uint64 end, address by) private {
        VM.expectEmit(true, true, true, true, address(licensing));
        emit ILicensing.LineEnded(id, index, end, by);
    }
}
