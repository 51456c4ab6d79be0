// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Cancellation} from "../../contracts/interfaces/ICopyrightRegistry.sol";
import {Bars, ILicensing, Mandate} from "../../contracts/interfaces/ILicensing.sol";
import {MandatesBase} from "./helpers/MandatesBase.sol";

/// @title What a mandate may not say, and how it may not be signed or cancelled
contract MandateErrorsTest is MandatesBase {
    // Parties

    function test_BadGivers_none() external {
        bytes4 selector = ILicensing.BadGivers.selector;
        for (uint8 kind = COLLECTIVE; kind <= RECIPROCAL; ++kind) {
            Mandate memory text = _mandateOf(new address[](0), agent, kind);
            uint256 limit = kind == AGENCY || kind == ADMIN ? 64 : 1;
            _refusedMandate(text, abi.encodeWithSelector(selector, 0, limit));
        }
    }

    function test_BadGivers_tooMany() external {
        bytes4 selector = ILicensing.BadGivers.selector;
        address[] memory many = _many("performer", 65);
        _refusedMandate(_mandateOf(many, agent, AGENCY), abi.encodeWithSelector(selector, 65, 64));
        _refusedMandate(_mandateOf(many, agent, ADMIN), abi.encodeWithSelector(selector, 65, 64));
        for (uint8 kind = COLLECTIVE; kind <= RECIPROCAL; ++kind) {
            if (kind == AGENCY || kind == ADMIN) continue;
            Mandate memory text = _mandateOf(_list(lin, hao), agent, kind);
            _refusedMandate(text, abi.encodeWithSelector(selector, 2, 1));
        }
    }

    /// @dev A list of barring mandates is one member's, so what bars has one giver.
    function test_BadGivers_barring() external {
        bytes4 selector = ILicensing.BadGivers.selector;
        Mandate memory text = _mandateOf(_list(lin, hao), publisher, ADMIN);
        text.bars = true;
        _refusedMandate(text, abi.encodeWithSelector(selector, 2, 1));
    }

    function test_GiverOrder() external {
        bytes4 selector = ILicensing.GiverOrder.selector;
        Mandate memory text = _mandateOf(_list(lin, hao, stranger), agent, AGENCY);
        (text.givers[1], text.givers[2]) = (text.givers[2], text.givers[1]);
        _refusedMandate(text, abi.encodeWithSelector(selector, text.givers[2]));
        text.givers[1] = text.givers[0];
        _refusedMandate(text, abi.encodeWithSelector(selector, text.givers[0]));
    }

    function test_GiverOrder_zero() external {
        Mandate memory text = _mandateOf(_list(address(0), lin), agent, AGENCY);
        _refused(abi.encodeWithSelector(ILicensing.GiverOrder.selector, address(0)));
        licensing.activateMandate(text, new Bars[](0), "");
        text.givers = _list(address(0));
        _refused(abi.encodeWithSelector(ILicensing.GiverOrder.selector, address(0)));
        licensing.activateMandate(text, new Bars[](0), "");
    }

    function test_BadMandatary() external {
        bytes4 selector = ILicensing.BadMandatary.selector;
        address[] memory givers = _list(lin, hao, stranger);
        for (uint256 i = 0; i < 3; ++i) {
            _refusedMandate(_mandateOf(givers, givers[i], AGENCY), abi.encodeWithSelector(selector, givers[i]));
        }
        _refusedMandate(_mandate(lin, lin, COLLECTIVE), abi.encodeWithSelector(selector, lin));
        Mandate memory text = _mandate(lin, address(0), AGENCY);
        _refused(abi.encodeWithSelector(selector, address(0)));
        licensing.activateMandate(text, new Bars[](0), "");
    }

    // Kinds

    function testFuzz_BadMandate_kind(uint8 kind) external {
        VM.assume(kind == 0 || kind > RECIPROCAL);
        _refusedMandate(_mandate(lin, agent, kind), abi.encodeWithSelector(ILicensing.BadMandate.selector, kind));
    }

    function test_BadMandate_bars() external {
        bytes4 selector = ILicensing.BadMandate.selector;
        for (uint8 kind = COLLECTIVE; kind <= RECIPROCAL; ++kind) {
            if (kind == ADMIN || kind == SUBPUBLISH) continue;
            Mandate memory text = _mandate(lin, agent, kind);
            text.bars = !text.bars;
            _refusedMandate(text, abi.encodeWithSelector(selector, kind));
        }
    }

    function test_BadMandate_cap() external {
        bytes4 selector = ILicensing.BadMandate.selector;
        for (uint8 kind = COLLECTIVE; kind <= RECIPROCAL; ++kind) {
            Mandate memory text = _mandate(lin, agent, kind);
            uint8 highest = _isOfSocieties(kind) ? NONEXCLUSIVE : EXCLUSIVE;
            for (uint8 cap = 0; cap < 6; ++cap) {
                text.cap = cap == 5 ? 255 : cap;
                if (cap == 0 || cap > highest) _refusedMandate(text, abi.encodeWithSelector(selector, kind));
            }
        }
    }

    /// @dev CMR 21: a member may leave, with notice; a society whose members leave at once could promise nothing.
    function test_BadMandate_notice() external {
        Mandate memory text = _mandate(lin, society, COLLECTIVE);
        text.notice = 0;
        _refusedMandate(text, abi.encodeWithSelector(ILicensing.BadMandate.selector, COLLECTIVE));
        text.notice = 1;
        _give(text);
        for (uint8 kind = AGENCY; kind <= RECIPROCAL; ++kind) {
            text = _mandate(lin, society, kind);
            text.notice = 0;
            _give(text);
        }
    }

    // Scope

    function test_UnknownLayer() external {
        Mandate memory text = _mandate(lin, agent, AGENCY);
        text.layer = 5;
        _refusedMandate(text, abi.encodeWithSelector(ILicensing.UnknownLayer.selector, 0, 5));
    }

    function test_BadUsage() external {
        bytes4 selector = ILicensing.BadUsage.selector;
        Mandate memory text = _mandate(lin, agent, AGENCY);
        text.usage = 0;
        _refusedMandate(text, abi.encodeWithSelector(selector, 0, 0));
        text.usage = 1 << 31;
        _refusedMandate(text, abi.encodeWithSelector(selector, 0, text.usage));
        text.usage = type(uint32).max;
        _refusedMandate(text, abi.encodeWithSelector(selector, 0, text.usage));
    }

    function test_BadTerritory() external {
        Mandate memory text = _mandate(lin, agent, AGENCY);
        text.territory = 0;
        _refusedMandate(text, abi.encodeWithSelector(ILicensing.BadTerritory.selector, 0));
    }

    function test_BadInterval() external {
        bytes4 selector = ILicensing.BadInterval.selector;
        Mandate memory text = _mandate(lin, agent, AGENCY);
        text.end = text.start;
        _refusedMandate(text, abi.encodeWithSelector(selector, 0, NOW, NOW));
        text.end = text.start - 1;
        _refusedMandate(text, abi.encodeWithSelector(selector, 0, NOW, NOW - 1));
    }

    // Signatures

    /// @dev Each of the three parties in turn is signed for by a stranger.
    function test_BadSignature() external {
        Mandate memory text = _mandateOf(_list(lin, hao), agent, AGENCY);
        bytes32 id = _mandateId(text);
        for (uint256 forged = 0; forged < 3; ++forged) {
            bytes memory packed;
            for (uint256 i = 0; i < 3; ++i) {
                address party = i == 2 ? agent : text.givers[i];
                packed = _pack(packed, _signature(i == forged ? stranger : party, id));
            }
            address wronged = forged == 2 ? agent : text.givers[forged];
            _refused(abi.encodeWithSelector(ILicensing.BadSignature.selector, wronged, id));
            licensing.activateMandate(text, new Bars[](0), packed);
        }
    }

    /// @dev A signature is of one text: any other field, and it is another mandate.
    function test_BadSignature_ofAnotherText() external {
        Mandate memory text = _mandate(lin, agent, AGENCY);
        bytes memory signatures = _mandateSigned(text);
        text.notice += 1;
        bytes32 id = _mandateId(text);
        _refused(abi.encodeWithSelector(ILicensing.BadSignature.selector, lin, id));
        licensing.activateMandate(text, new Bars[](0), signatures);
    }

    /// @dev Who sends it is no party to it by that: consent to a mandate is always signed.
    function test_senderIsNoSigner() external {
        Mandate memory text = _mandate(lin, agent, AGENCY);
        bytes32 id = _mandateId(text);
        bytes memory signatures = _pack(_pack("", ""), _signature(agent, id));
        _refused(abi.encodeWithSelector(ILicensing.BadSignature.selector, lin, id));
        VM.prank(lin);
        licensing.activateMandate(text, new Bars[](0), signatures);
    }

    function test_SignatureBytes() external {
        Mandate memory text = _mandate(lin, agent, AGENCY);
        bytes memory one = _pack("", _signature(lin, _mandateId(text)));
        bytes memory both = _mandateSigned(text);
        _refusedBytes(text, "", 0, 2);
        _refusedBytes(text, hex"0041", 2, 67);
        _refusedBytes(text, hex"ffff", 2, 65_537);
        _refusedBytes(text, one, 67, 69);
        _refusedBytes(text, bytes.concat(one, hex"0041"), 69, 134);
        _refusedBytes(text, bytes.concat(both, hex"00"), 135, 134);
        _refusedBytes(text, bytes.concat(both, both), 268, 134);
    }

    function _refusedBytes(Mandate memory text, bytes memory packed, uint256 given, uint256 expected) private {
        _refused(abi.encodeWithSelector(ILicensing.SignatureBytes.selector, given, expected));
        licensing.activateMandate(text, new Bars[](0), packed);
    }

    // Cancelling

    function test_cancelling_NotASigner() external {
        Mandate memory text = _mandate(lin, agent, AGENCY);
        Cancellation memory cancellation = _cancellation(text, stranger);
        _refusedCancel(text, cancellation, abi.encodeWithSelector(ILicensing.NotASigner.selector, stranger));
        cancellation.by = address(0);
        _refusedCancel(text, cancellation, abi.encodeWithSelector(ILicensing.NotASigner.selector, address(0)));
    }

    /// @dev Of a party, but neither sent nor signed by him.
    function test_cancelling_BadSignature() external {
        Mandate memory text = _mandate(lin, agent, AGENCY);
        Cancellation memory cancellation = _cancellation(text, lin);
        bytes32 digest = _digestOfCancel(cancellation);
        bytes memory signature = _signature(agent, digest);
        _refused(abi.encodeWithSelector(ILicensing.BadSignature.selector, lin, digest));
        licensing.cancelMandate(text, cancellation, "");
        _refused(abi.encodeWithSelector(ILicensing.BadSignature.selector, lin, digest));
        VM.prank(lin);
        licensing.cancelMandate(text, cancellation, signature);
    }

    function test_cancelling_WrongDeal() external {
        Mandate memory text = _mandate(lin, agent, AGENCY);
        Cancellation memory cancellation = _cancellation(text, lin);
        text.cap = SOLE;
        bytes32 id = _mandateId(text);
        bytes4 selector = ILicensing.WrongDeal.selector;
        _refusedCancel(text, cancellation, abi.encodeWithSelector(selector, id, cancellation.digest));
    }

    function test_cancelling_DeadlinePassed() external {
        Mandate memory text = _mandate(lin, agent, AGENCY);
        Cancellation memory cancellation = _cancellation(text, lin);
        cancellation.deadline = NOW - 1;
        bytes4 selector = ILicensing.DeadlinePassed.selector;
        _refusedCancel(text, cancellation, abi.encodeWithSelector(selector, NOW - 1, NOW));
    }

    function test_cancelling_AlreadyActive() external {
        Mandate memory text = _mandate(lin, agent, AGENCY);
        bytes32 id = _give(text);
        bytes memory refusal = abi.encodeWithSelector(ILicensing.AlreadyActive.selector, id);
        _refusedCancel(text, _cancellation(text, lin), refusal);
    }

    function test_cancelling_twice() external {
        Mandate memory text = _mandate(lin, agent, AGENCY);
        VM.prank(agent);
        licensing.cancelMandate(text, _cancellation(text, agent), "");
        bytes memory refusal = abi.encodeWithSelector(ILicensing.Cancelled.selector, _mandateId(text));
        _refusedCancel(text, _cancellation(text, lin), refusal);
    }

    function _refusedCancel(Mandate memory text, Cancellation memory cancellation, bytes memory refusal) private {
        VM.prank(cancellation.by);
        _refused(refusal);
        licensing.cancelMandate(text, cancellation, "");
    }
}
