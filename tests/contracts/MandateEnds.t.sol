// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ILicensing, Mandate, Withdrawal} from "../../contracts/interfaces/ILicensing.sol";
import {KeyWallet} from "../../contracts/test/KeyWallet.sol";
import {Expected} from "./helpers/Expected.sol";
import {MandatesBase} from "./helpers/MandatesBase.sol";

/// @title How a mandate ends: by whom, when, and for whom
contract MandateEndsTest is MandatesBase {
    uint64 private constant LATER = NOW + 5 * DAY;
    uint64 private constant EARLIEST = LATER + 31 * DAY;

    /// @dev Everything here is given at NOW and ends some days later, in another block.
    function _given(Mandate memory text) private returns (bytes32 id) {
        id = _give(text);
        VM.warp(LATER);
        VM.roll(BLOCK + 3);
    }

    function _giveByTwo() private returns (Mandate memory text) {
        text = _mandateOf(_list(lin, hao), agent, AGENCY);
        _given(text);
    }

    function _endOf(bytes32 id, uint256 place) private view returns (uint64) {
        return licensing.lineEnds(Expected.lineId(id, place));
    }

    // By whom

    function test_byEitherParty_afterTheNotice() external {
        for (uint256 i = 0; i < 2; ++i) {
            Mandate memory text = _mandate(lin, society, i == 0 ? COLLECTIVE : RECIPROCAL);
            bytes32 id = _give(text);
            address by = i == 0 ? lin : society;
            _expectEnd(text, address(0), NOW + NOTICE, by);
            _withdraw(text, by);
            _assertWord(id, ENDED, NOW + NOTICE, NOW, BLOCK);
            VM.assertEq(_endOf(id, 0), 0, "one giver has no end of his own");
        }
    }

    function test_signed_andSentByAnybody() external {
        Mandate memory text = _mandate(lin, society, COLLECTIVE);
        bytes32 id = _given(text);
        Withdrawal memory withdrawal = _withdrawal(text, lin);
        bytes memory signature = _signature(lin, _digest(withdrawal));
        _expectEnd(text, address(0), EARLIEST, lin);
        VM.prank(stranger);
        licensing.withdraw(text, withdrawal, signature);
        _assertWord(id, ENDED, EARLIEST, NOW, BLOCK);
    }

    function test_byAContractAccount() external {
        address wallet = address(new KeyWallet(_list(stranger)));
        keyOf[wallet] = keyOf[stranger];
        Mandate memory text = _mandate(wallet, society, COLLECTIVE);
        bytes32 id = _given(text);
        Withdrawal memory withdrawal = _withdrawal(text, wallet);
        licensing.withdraw(text, withdrawal, _signature(stranger, _digest(withdrawal)));
        _assertWord(id, ENDED, EARLIEST, NOW, BLOCK);
    }

    /// @dev One key behind two contract accounts: the text names whose end it is.
    function test_aWithdrawalNamesItsAuthor() external {
        address one = address(new KeyWallet(_list(stranger)));
        address other = address(new KeyWallet(_list(stranger)));
        (keyOf[one], keyOf[other]) = (keyOf[stranger], keyOf[stranger]);
        Mandate memory text = _mandateOf(_list(one, other), agent, AGENCY);
        _given(text);
        Withdrawal memory withdrawal = _withdrawal(text, one);
        bytes memory signature = _signature(stranger, _digest(withdrawal));
        withdrawal.by = other;
        _refused(abi.encodeWithSelector(ILicensing.BadSignature.selector, other, _digest(withdrawal)));
        licensing.withdraw(text, withdrawal, signature);
    }

    function test_NotYours() external {
        bytes memory refusal = abi.encodeWithSelector(ILicensing.NotYours.selector, 0, stranger);
        Mandate memory text = _giveByTwo();
        _refusedWithdrawal(text, _withdrawal(text, stranger), refusal);
        text = _mandate(lin, society, COLLECTIVE);
        _given(text);
        _refusedWithdrawal(text, _withdrawal(text, stranger), refusal);
    }

    /// @dev Of a party, but neither sent nor signed by him.
    function test_BadSignature() external {
        Mandate memory text = _giveByTwo();
        address[] memory parties = _list(lin, hao, agent);
        for (uint256 i = 0; i < 3; ++i) {
            Withdrawal memory withdrawal = _withdrawal(text, parties[i]);
            bytes32 digest = _digest(withdrawal);
            bytes memory forged = _signature(parties[(i + 1) % 3], digest);
            _refused(abi.encodeWithSelector(ILicensing.BadSignature.selector, parties[i], digest));
            licensing.withdraw(text, withdrawal, "");
            _refused(abi.encodeWithSelector(ILicensing.BadSignature.selector, parties[i], digest));
            licensing.withdraw(text, withdrawal, forged);
        }
    }

    // When

    /// @dev A later end than the notice allows is what was wished, an earlier one is not.
    function test_theEndWished() external {
        uint64[4] memory wished = [EARLIEST - 1, EARLIEST, EARLIEST + 1, EARLIEST + 300 * DAY];
        for (uint256 i = 0; i < 4; ++i) {
            Mandate memory text = _mandate(lin, agent, AGENCY);
            text.salt = bytes32(i);
            bytes32 id = _give(text);
            Withdrawal memory withdrawal = _withdrawal(text, agent);
            withdrawal.end = wished[i];
            VM.warp(LATER);
            VM.prank(agent);
            licensing.withdraw(text, withdrawal, "");
            _assertWord(id, ENDED, i == 0 ? EARLIEST : wished[i], NOW, BLOCK);
            VM.warp(NOW);
        }
    }

    function testFuzz_neverBeforeTheNotice(uint32 notice, uint64 wished, uint64 after_) external {
        uint256 time = uint256(NOW) + after_ % (1000 * DAY);
        Mandate memory text = _mandate(lin, agent, AGENCY);
        text.notice = notice;
        bytes32 id = _give(text);
        VM.warp(time);
        Withdrawal memory withdrawal = _withdrawal(text, agent);
        withdrawal.end = wished == FOREVER ? FOREVER - 1 : wished;
        VM.prank(agent);
        licensing.withdraw(text, withdrawal, "");
        uint256 end = time + notice > withdrawal.end ? time + notice : withdrawal.end;
        _assertWord(id, ENDED, uint64(end), NOW, BLOCK);
    }

    function test_withoutNotice_atOnce() external {
        Mandate memory text = _mandate(lin, agent, AGENCY);
        text.notice = 0;
        bytes32 id = _given(text);
        _withdraw(text, lin);
        _assertWord(id, ENDED, LATER, NOW, BLOCK);
    }

    /// @dev An end moves forward only: by whoever, and at equality it does not move.
    function test_neverLater() external {
        Mandate memory text = _mandate(lin, society, COLLECTIVE);
        bytes32 id = _given(text);
        Withdrawal memory withdrawal = _withdrawal(text, lin);
        withdrawal.end = EARLIEST + 10;
        VM.prank(lin);
        licensing.withdraw(text, withdrawal, "");
        bytes memory refusal = abi.encodeWithSelector(ILicensing.AlreadyEnded.selector, 0, EARLIEST + 10);
        _refusedWithdrawal(text, withdrawal, refusal);
        withdrawal.by = society;
        withdrawal.end = EARLIEST + 11;
        _refusedWithdrawal(text, withdrawal, refusal);
        withdrawal.end = EARLIEST + 9;
        _expectEnd(text, address(0), EARLIEST + 9, society);
        VM.prank(society);
        licensing.withdraw(text, withdrawal, "");
        _assertWord(id, ENDED, EARLIEST + 9, NOW, BLOCK);
    }

    function test_twice() external {
        Mandate memory text = _mandate(lin, society, COLLECTIVE);
        _given(text);
        Withdrawal memory withdrawal = _withdrawal(text, lin);
        bytes memory signature = _signature(lin, _digest(withdrawal));
        licensing.withdraw(text, withdrawal, signature);
        bytes memory refusal = abi.encodeWithSelector(ILicensing.AlreadyEnded.selector, 0, EARLIEST);
        VM.warp(LATER + DAY);
        _refused(refusal);
        licensing.withdraw(text, withdrawal, signature);
        _refusedWithdrawal(text, _withdrawal(text, society), refusal);
    }

    /// @dev Nothing is left to end where the notice reaches the end agreed.
    function test_theEndAgreedComesFirst() external {
        Mandate memory text = _mandate(lin, society, COLLECTIVE);
        text.end = EARLIEST;
        bytes32 id = _given(text);
        bytes memory refusal = abi.encodeWithSelector(ILicensing.AlreadyEnded.selector, 0, EARLIEST);
        _refusedWithdrawal(text, _withdrawal(text, lin), refusal);
        VM.warp(LATER - 1);
        _withdraw(text, lin);
        _assertWord(id, ENDED, EARLIEST - 1, NOW, BLOCK);
    }

    function test_beforeItBegan() external {
        Mandate memory text = _mandate(lin, society, COLLECTIVE);
        text.start = NOW + 400 * DAY;
        bytes32 id = _given(text);
        _withdraw(text, lin);
        _assertWord(id, ENDED, EARLIEST, NOW, BLOCK);
    }

    function test_DeadlinePassed_andAtEquality() external {
        Mandate memory text = _mandate(lin, society, COLLECTIVE);
        _given(text);
        Withdrawal memory withdrawal = _withdrawal(text, lin);
        withdrawal.deadline = LATER - 1;
        bytes4 selector = ILicensing.DeadlinePassed.selector;
        _refusedWithdrawal(text, withdrawal, abi.encodeWithSelector(selector, LATER - 1, LATER));
        withdrawal.deadline = LATER;
        VM.prank(lin);
        licensing.withdraw(text, withdrawal, "");
    }

    function test_WrongDeal() external {
        Mandate memory text = _mandate(lin, society, COLLECTIVE);
        bytes32 id = _given(text);
        Withdrawal memory withdrawal = _withdrawal(text, lin);
        text.notice = 1;
        bytes4 selector = ILicensing.WrongDeal.selector;
        _refusedWithdrawal(text, withdrawal, abi.encodeWithSelector(selector, _mandateId(text), id));
    }

    function test_NotActive() external {
        bytes4 selector = ILicensing.NotActive.selector;
        Mandate memory text = _mandate(lin, society, COLLECTIVE);
        bytes memory refusal = abi.encodeWithSelector(selector, _mandateId(text));
        _refusedWithdrawal(text, _withdrawal(text, lin), refusal);
        VM.prank(lin);
        licensing.cancelMandate(text, _cancellation(text, lin), "");
        _refusedWithdrawal(text, _withdrawal(text, lin), refusal);
    }

    // One of several givers

    function test_oneOfTwoLeaves() external {
        Mandate memory text = _giveByTwo();
        bytes32 id = _mandateId(text);
        for (uint256 place = 0; place < 2; ++place) {
            _expectEnd(text, text.givers[place], EARLIEST + uint64(place), text.givers[place]);
            _withdraw(text, text.givers[place]);
            _assertWord(id, LEFT, 0, NOW, BLOCK);
            VM.assertEq(_endOf(id, place), EARLIEST + place, "his end");
            VM.assertEq(_endOf(id, 1), place == 0 ? 0 : EARLIEST + 1, "the other's end");
            VM.warp(LATER + 1);
        }
    }

    function test_whoLeft_neverLater() external {
        Mandate memory text = _giveByTwo();
        bytes32 id = _mandateId(text);
        Withdrawal memory withdrawal = _withdrawal(text, text.givers[1]);
        withdrawal.end = EARLIEST + 10;
        VM.prank(withdrawal.by);
        licensing.withdraw(text, withdrawal, "");
        bytes memory refusal = abi.encodeWithSelector(ILicensing.AlreadyEnded.selector, 1, EARLIEST + 10);
        _refusedWithdrawal(text, withdrawal, refusal);
        withdrawal.end = EARLIEST + 9;
        VM.prank(withdrawal.by);
        licensing.withdraw(text, withdrawal, "");
        VM.assertEq(_endOf(id, 1), EARLIEST + 9, "earlier");
        _assertWord(id, LEFT, 0, NOW, BLOCK);
    }

    function test_theMandataryEndsItForAll() external {
        Mandate memory text = _giveByTwo();
        bytes32 id = _mandateId(text);
        _expectEnd(text, address(0), EARLIEST, agent);
        _withdraw(text, agent);
        _assertWord(id, ENDED, EARLIEST, NOW, BLOCK);
        for (uint256 place = 0; place < 2; ++place) {
            bytes memory refusal = abi.encodeWithSelector(ILicensing.AlreadyEnded.selector, place, EARLIEST);
            _refusedWithdrawal(text, _withdrawal(text, text.givers[place]), refusal);
        }
    }

    /// @dev Who leaves before the mandate ends for all has an end of his own, whichever was recorded first.
    function test_oneBeforeAll() external {
        Mandate memory text = _giveByTwo();
        bytes32 id = _mandateId(text);
        Withdrawal memory withdrawal = _withdrawal(text, agent);
        withdrawal.end = EARLIEST + 100;
        VM.prank(agent);
        licensing.withdraw(text, withdrawal, "");
        _expectEnd(text, text.givers[0], EARLIEST, text.givers[0]);
        _withdraw(text, text.givers[0]);
        _assertWord(id, ENDED | LEFT, EARLIEST + 100, NOW, BLOCK);
        VM.assertEq(_endOf(id, 0), EARLIEST, "his end");
        withdrawal.end = EARLIEST + 50;
        VM.prank(agent);
        licensing.withdraw(text, withdrawal, "");
        _assertWord(id, ENDED | LEFT, EARLIEST + 50, NOW, BLOCK);
    }

    /// @dev The end for all, where it comes first, is that of those who left, too.
    function test_allBeforeOne() external {
        Mandate memory text = _giveByTwo();
        Withdrawal memory withdrawal = _withdrawal(text, text.givers[1]);
        withdrawal.end = EARLIEST + 100;
        VM.prank(withdrawal.by);
        licensing.withdraw(text, withdrawal, "");
        _withdraw(text, agent);
        withdrawal.end = EARLIEST + 50;
        bytes memory refusal = abi.encodeWithSelector(ILicensing.AlreadyEnded.selector, 1, EARLIEST);
        _refusedWithdrawal(text, withdrawal, refusal);
    }

    /// @dev The list keeps what was agreed; an end is looked up where it matters.
    function test_anEndLeavesTheList() external {
        Mandate memory text = _mandate(lin, society, COLLECTIVE);
        _given(text);
        _withdraw(text, lin);
        _assertList(_listOf(text));
    }

    /// @dev What was licensed before stays: a mandate's end is not its lines' end (CMR 21).
    function test_linesRunOn() external {
        Mandate memory text = _mandate(lin, agent, AGENCY);
        text.notice = 0;
        _give(text);
        Play memory play = _byOne(text);
        bytes32 id = _activate(play);
        _withdraw(text, lin);
        _assertWord(id, 0, 0, NOW, BLOCK);
        play.deal.salt = bytes32(uint256(2));
        bytes4 selector = ILicensing.MandateNotLive.selector;
        _refusedDeal(play, abi.encodeWithSelector(selector, 0, _mandateId(text)));
    }
}
