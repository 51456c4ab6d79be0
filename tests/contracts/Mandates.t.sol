// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Cancellation} from "../../contracts/interfaces/ICopyrightRegistry.sol";
import {Bars, ILicensing, Mandate} from "../../contracts/interfaces/ILicensing.sol";
import {KeyWallet} from "../../contracts/test/KeyWallet.sol";
import {ReentrantWallet} from "../../contracts/test/ReentrantWallet.sol";
import {Expected} from "./helpers/Expected.sol";
import {MandatesBase} from "./helpers/MandatesBase.sol";
import {Log} from "./helpers/Vm.sol";

/// @title Mandates that come into force, and those withdrawn before they did
contract MandatesTest is MandatesBase {
    /// @dev RIGHTS.md 3: a COLLECTIVE bars, ADMIN and SUBPUBLISH may, the others don't.
    function test_eachKind() external {
        for (uint8 kind = COLLECTIVE; kind <= RECIPROCAL; ++kind) {
            address giver = _account(string.concat("giver", VM.toString(kind)));
            if (kind != COLLECTIVE) _activateOne(_mandate(giver, agent, kind));
            if (kind == COLLECTIVE || kind == ADMIN || kind == SUBPUBLISH) _activateOne(_barring(giver, agent, kind));
        }
    }

    function _activateOne(Mandate memory text) private {
        VM.recordLogs();
        bytes32 id = _give(text);
        VM.assertEq(VM.getRecordedLogs().length, 1, "a giver's first list begins without an event");
        VM.assertEq(id, _mandateId(text), "id");
        _assertWord(id, 0, 0, NOW, BLOCK);
        bytes32 list = text.bars ? Expected.list(_listOf(text)) : bytes32(0);
        VM.assertEq(licensing.barring(text.givers[0]), list, "list");
        VM.assertEq(licensing.barring(text.to), 0, "nobody but the giver is barred");
    }

    function test_everyFieldIsInTheEvent_andAnybodyMaySendIt() external {
        Mandate memory text = _everyField(_mandate(lin, publisher, ADMIN));
        bytes memory signatures = _mandateSigned(text);
        VM.warp(NOW + 5);
        VM.roll(BLOCK + 7);
        _expectMandate(text);
        VM.prank(stranger);
        bytes32 id = licensing.activateMandate(text, new Bars[](0), signatures);
        VM.assertEq(id, licensing.mandateId(text), "id");
        _assertWord(id, 0, 0, NOW + 5, BLOCK + 7);
        _assertList(_listOf(text));
    }

    /// @dev No two fields alike.
    function _everyField(Mandate memory text) private view returns (Mandate memory) {
        (text.bars, text.cap, text.layer, text.usage) = (true, SOLE, AVP, 5 << 20);
        (text.territory, text.start, text.end) = (1 << 200, NOW + 11, NOW + 12);
        (text.notice, text.asset, text.terms) = (13, song, keccak256("other terms"));
        (text.acceptBy, text.salt) = (NOW + 14, keccak256("other salt"));
        return text;
    }

    /// @dev The widest and the longest that each field holds, and the narrowest.
    function test_theEdgesOfEveryField() external {
        Mandate memory text = _mandate(lin, agent, AGENCY);
        for (uint8 cap = NONEXCLUSIVE; cap <= EXCLUSIVE; ++cap) {
            text.cap = cap;
            _give(text);
        }
        for (uint8 layer = 1; layer <= AVP; ++layer) {
            text.layer = layer;
            _give(text);
        }
        (text.usage, text.territory) = (type(uint32).max >> 1, WORLD);
        (text.start, text.end, text.notice) = (0, FOREVER, type(uint32).max);
        _give(text);
        (text.usage, text.territory, text.start, text.notice) = (1, 1, FOREVER - 1, 0);
        _give(text);
    }

    /// @dev Story 2: 28 performers let their producer sign for all of them, in one mandate.
    function test_28PerformersGiveOne() external {
        Mandate memory text = _mandateOf(_many("performer", 28), lin, AGENCY);
        _expectMandate(text);
        _assertWord(_give(text), 0, 0, NOW, BLOCK);
    }

    function test_64Givers() external {
        _give(_mandateOf(_many("performer", 64), lin, AGENCY));
        _give(_mandateOf(_many("writer", 64), lin, ADMIN));
    }

    /// @dev Giver, another giver and mandatary are each a contract once, whose key signs.
    function test_contractAccounts() external {
        for (uint256 place = 0; place < 3; ++place) {
            address wallet = address(new KeyWallet(_list(stranger)));
            keyOf[wallet] = keyOf[stranger];
            Mandate memory text = _mandateOf(_list(lin, place == 0 ? wallet : hao), agent, AGENCY);
            if (place == 1) text = _barring(wallet, society, COLLECTIVE);
            if (place == 2) text.to = wallet;
            VM.assertEq(_state(_give(text)), ACTIVE, "active");
        }
    }

    /// @dev A mandatary who cancels while he is asked finds the mandate in force already.
    function test_reentrance() external {
        ReentrantWallet wallet = new ReentrantWallet();
        Mandate memory text = _mandate(lin, address(wallet), AGENCY);
        bytes32 id = _mandateId(text);
        bytes memory signatures = _pack(_pack("", _signature(lin, id)), "");
        Bars[] memory none = new Bars[](0);
        Cancellation memory cancellation = _cancellation(text, address(wallet));
        wallet.prepare(address(licensing), abi.encodeCall(licensing.cancelMandate, (text, cancellation, "")));
        _refused(abi.encodeWithSelector(ILicensing.BadSignature.selector, wallet, id));
        licensing.activateMandate(text, none, signatures);
        // The same wallet says yes where its call succeeds, so it was the call that failed.
        wallet.prepare(address(licensing), abi.encodeCall(licensing.status, (id)));
        licensing.activateMandate(text, none, signatures);
    }

    function test_replay() external {
        Mandate memory text = _mandate(lin, agent, AGENCY);
        bytes32 id = _give(text);
        _refusedMandate(text, abi.encodeWithSelector(ILicensing.AlreadyActive.selector, id));
        VM.warp(NOW + 40 * DAY);
        _withdraw(text, lin);
        VM.warp(NOW + 400 * DAY);
        _refusedMandate(text, abi.encodeWithSelector(ILicensing.AlreadyActive.selector, id));
        text.salt = keccak256("a second mandate of the same words");
        VM.assertNotEq(_give(text), id, "another salt is another mandate");
    }

    function test_acceptBy_atEquality() external {
        Mandate memory text = _mandate(lin, agent, AGENCY);
        text.acceptBy = NOW + 100;
        VM.warp(NOW + 100);
        _give(text);
        text.salt = 0;
        VM.warp(NOW + 101);
        bytes4 selector = ILicensing.DeadlinePassed.selector;
        _refusedMandate(text, abi.encodeWithSelector(selector, NOW + 100, NOW + 101));
    }

    /// @dev A mandate may begin in the past, begin later, or be over before it is recorded: that gives nobody a power.
    function test_itsTimeIsNotThatOfItsRecording() external {
        Mandate memory text = _mandate(lin, society, COLLECTIVE);
        (text.start, text.end) = (NOW - 10 * DAY, NOW - DAY);
        Bars memory list;
        _giveOn(list, text);
        (text.start, text.end) = (NOW + DAY, NOW + 2 * DAY);
        _giveOn(list, text);
    }

    /// @dev What does not bar is on no list, and asks for none.
    function test_whatDoesNotBarLeavesTheList() external {
        Mandate memory text = _mandate(lin, society, COLLECTIVE);
        _give(text);
        _give(_mandate(lin, agent, AGENCY));
        _give(_mandate(lin, publisher, ADMIN));
        _give(_mandateOf(_list(lin, hao), publisher, ADMIN));
        _assertList(_listOf(text));
    }

    function testFuzz_id(Mandate calldata text) external view {
        VM.assertEq(licensing.mandateId(text), _mandateId(text), "id");
    }

    // Withdrawn before it was active

    function test_eachPartyMayCancel() external {
        Mandate memory text = _mandateOf(_list(lin, hao), agent, AGENCY);
        for (uint256 i = 0; i < 6; ++i) {
            text.salt = bytes32(i);
            address by = i % 3 == 2 ? agent : text.givers[i % 3];
            _cancelOne(text, by, i < 3 ? bytes("") : _signature(by, _digestOfCancel(_cancellation(text, by))));
        }
    }

    /// @dev Sent by the account itself where it isn't signed.
    function _cancelOne(Mandate memory text, address by, bytes memory signature) private {
        bytes32 id = _mandateId(text);
        VM.expectEmit(true, true, true, true, address(licensing));
        emit ILicensing.MandateCancelled(id, by);
        VM.prank(signature.length == 0 ? by : stranger);
        licensing.cancelMandate(text, _cancellation(text, by), signature);
        VM.assertEq(licensing.status(id), CANCELLED, "status word");
        _refusedMandate(text, abi.encodeWithSelector(ILicensing.Cancelled.selector, id));
    }

    /// @dev One key behind two contract accounts: a cancellation names who cancels, and is of no use for the other.
    function test_aCancellationNamesItsAuthor() external {
        address one = address(new KeyWallet(_list(stranger)));
        address other = address(new KeyWallet(_list(stranger)));
        Mandate memory text = _mandateOf(_list(one, other), agent, AGENCY);
        Cancellation memory cancellation = _cancellation(text, one);
        bytes memory signature = _signature(stranger, _digestOfCancel(cancellation));
        cancellation.by = other;
        bytes32 digest = _digestOfCancel(cancellation);
        _refused(abi.encodeWithSelector(ILicensing.BadSignature.selector, other, digest));
        licensing.cancelMandate(text, cancellation, signature);
        cancellation.by = one;
        licensing.cancelMandate(text, cancellation, signature);
    }

    function test_cancelling_deadlineAtEquality() external {
        Mandate memory text = _mandate(lin, agent, AGENCY);
        Cancellation memory cancellation = _cancellation(text, lin);
        cancellation.deadline = NOW;
        VM.prank(lin);
        licensing.cancelMandate(text, cancellation, "");
    }

    // What the log alone tells

    /// @dev The id can be computed again from the event's data.
    function test_theTextIsInTheLog() external {
        Mandate memory text = _mandateOf(_many("performer", 3), lin, ADMIN);
        VM.recordLogs();
        bytes32 id = _give(text);
        Log[] memory logs = VM.getRecordedLogs();
        VM.assertEq(logs.length, 1, "events");
        VM.assertEq(logs[0].topics[1], id, "id");
        Mandate memory logged = abi.decode(logs[0].data, (Mandate));
        VM.assertEq(_mandateId(logged), id, "id of the text logged");
    }
}
