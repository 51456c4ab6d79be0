// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Cancellation, Registration} from "../../contracts/interfaces/ICopyrightRegistry.sol";
import {Deal, ILicensing} from "../../contracts/interfaces/ILicensing.sol";
import {LicensingBase} from "./helpers/LicensingBase.sol";

/// @title Who must sign a deal, how signatures are packed, and who may withdraw
contract DealSignersTest is LicensingBase {
    function test_TooManySigners() external {
        Play memory play = _songTo(venue);
        play.deal.signers = new address[](129);
        _refused(abi.encodeWithSelector(ILicensing.TooManySigners.selector, uint256(129), uint256(128)));
        licensing.activate(_with(play, ""));
    }

    /// @dev 128 are read; all but two are needless.
    function test_atTheLimitOfSigners() external {
        Play memory play = _songTo(venue);
        play.deal.signers = new address[](128);
        for (uint160 i = 0; i < 126; ++i) {
            play.deal.signers[i] = address(i + 1);
        }
        (play.deal.signers[126], play.deal.signers[127]) = (lin, venue);
        _sorted(play.deal.signers);
        _refused(abi.encodeWithSelector(ILicensing.NeedlessSigner.selector, address(1)));
        licensing.activate(_with(play, ""));
    }

    function test_t20_SignerOrder() external {
        Play memory play = _songTo(venue);
        (address low, address high) = (play.deal.signers[0], play.deal.signers[1]);
        (play.deal.signers[0], play.deal.signers[1]) = (high, low);
        _refusedDeal(play, abi.encodeWithSelector(ILicensing.SignerOrder.selector, low));
        (play.deal.signers[0], play.deal.signers[1]) = (low, low);
        _refusedDeal(play, abi.encodeWithSelector(ILicensing.SignerOrder.selector, low));
    }

    function test_t05_SignerOrder_zero() external {
        Play memory play = _songTo(venue);
        play.deal.signers = _list(address(0), lin, venue);
        _refused(abi.encodeWithSelector(ILicensing.SignerOrder.selector, address(0)));
        licensing.activate(_with(play, ""));
    }

    function test_t20_NeedlessSigner() external {
        Play memory play = _songTo(venue);
        play.deal.signers = _list(lin, venue, stranger);
        _refusedDeal(play, abi.encodeWithSelector(ILicensing.NeedlessSigner.selector, stranger));
    }

    /// @dev Neither side can be left out, and T34: nobody becomes a licensee unasked.
    function test_t34_MissingSigner() external {
        bytes4 selector = ILicensing.MissingSigner.selector;
        Play memory play = _songTo(venue);
        play.deal.signers = _list(lin);
        _refusedDeal(play, abi.encodeWithSelector(selector, uint256(0), venue));
        play.deal.signers = _list(venue);
        _refusedDeal(play, abi.encodeWithSelector(selector, uint256(0), lin));
        play.deal.signers = new address[](0);
        _refusedDeal(play, abi.encodeWithSelector(selector, uint256(0), venue));
        play = _threeTo(venue);
        play.deal.lines[2].licensee = hao;
        _refusedDeal(play, abi.encodeWithSelector(selector, uint256(2), hao));
    }

    /// @dev Each of three holders in turn is left out; 51 % is no more power than 1 %.
    function test_MissingSigner_eachCoOwner() external {
        Registration memory text = _registration(lin, _song(keccak256("three"), lin));
        address[] memory holders = _list(lin, hao, stranger);
        text.assets[0].splits[0] = _equal(WRK, holders);
        _register(text);
        for (uint256 i = 0; i < 3; ++i) {
            Play memory play = _play(_title(text, 0, 0), venue);
            play.deal.signers = _list(holders[(i + 1) % 3], holders[(i + 2) % 3], venue);
            bytes4 selector = ILicensing.MissingSigner.selector;
            _refusedDeal(play, abi.encodeWithSelector(selector, uint256(0), holders[i]));
        }
        _activate(_play(_title(text, 0, 0), venue));
    }

    function test_t20_signaturesInAnotherOrder() external {
        Play memory play = _songTo(venue);
        bytes32 id = _id(play.deal);
        address first = play.deal.signers[0];
        bytes memory packed = _pack("", _signature(play.deal.signers[1], id));
        packed = _pack(packed, _signature(first, id));
        _refused(abi.encodeWithSelector(ILicensing.BadSignature.selector, first, id));
        licensing.activate(_with(play, packed));
    }

    /// @dev The same signature twice does not count for two.
    function test_t20_oneSignatureForBoth() external {
        Play memory play = _songTo(venue);
        bytes32 id = _id(play.deal);
        bytes memory first = _signature(play.deal.signers[0], id);
        _refused(abi.encodeWithSelector(ILicensing.BadSignature.selector, play.deal.signers[1], id));
        licensing.activate(_with(play, _pack(_pack("", first), first)));
    }

    function test_SignatureBytes() external {
        Play memory play = _songTo(venue);
        bytes memory packed = _signatures(play.deal);
        _refusedBytes(play, "", 0, 2); // nothing at all
        _refusedBytes(play, hex"00", 1, 2); // half a length
        _refusedBytes(play, hex"0041", 2, 67); // a length and nothing after it
        _refusedBytes(play, hex"ffff", 2, 65_537); // the longest there is
        _refusedBytes(play, _cut(packed, 67), 67, 69); // one signature of two
        _refusedBytes(play, _cut(packed, 133), 133, 134); // a byte short
        _refusedBytes(play, abi.encodePacked(packed, uint8(0)), 135, 134); // a byte long
        _refusedBytes(play, abi.encodePacked(packed, packed), 268, 134); // everything twice
    }

    /// @dev However it is cut or lengthened, nothing but the whole is taken.
    function testFuzz_packedSignaturesCutAnywhere(uint8 length, bytes calldata more) external {
        Play memory play = _songTo(venue);
        bytes memory packed = _signatures(play.deal);
        uint256 cut = length % packed.length;
        uint256 expected = cut < 2 ? 2 : cut < 67 ? 67 : cut < 69 ? 69 : 134;
        _refusedBytes(play, _cut(packed, cut), cut, expected);
        if (more.length != 0) {
            _refusedBytes(play, abi.encodePacked(packed, more), packed.length + more.length, packed.length);
        }
        licensing.activate(_with(play, packed));
    }

    /// @dev Random bytes never activate, whatever they are refused for.
    function testFuzz_randomPackedSignatures(bytes calldata packed) external {
        Play memory play = _songTo(venue);
        bytes memory data = abi.encodeCall(licensing.activate, (_with(play, packed)));
        (bool ok,) = address(licensing).call(data);
        VM.assertFalse(ok, "accepted");
        VM.assertEq(licensing.status(_id(play.deal)), 0, "status");
    }

    function test_cancel_bySignersThemselves() external {
        Play memory play = _songTo(venue);
        for (uint256 i = 0; i < 2; ++i) {
            address by = play.deal.signers[i];
            play.deal.salt = bytes32(i);
            bytes32 id = _id(play.deal);
            VM.expectEmit(true, true, true, true, address(licensing));
            emit ILicensing.DealCancelled(id, by);
            VM.prank(by);
            licensing.cancel(play.deal, _cancel(id, by), "");
            VM.assertEq(licensing.status(id), CANCELLED, "status word");
            _refusedDeal(play, abi.encodeWithSelector(ILicensing.Cancelled.selector, id));
            VM.prank(by);
            _refused(abi.encodeWithSelector(ILicensing.Cancelled.selector, id));
            licensing.cancel(play.deal, _cancel(id, by), "");
        }
    }

    function test_cancel_relayed() external {
        Deal memory deal = _songTo(venue).deal;
        Cancellation memory text = _cancel(_id(deal), venue);
        text.deadline = NOW; // T16: in its last second
        bytes memory signature = _signature(venue, _digestOfCancel(text));
        VM.expectEmit(true, true, true, true, address(licensing));
        emit ILicensing.DealCancelled(text.digest, venue);
        VM.prank(stranger);
        licensing.cancel(deal, text, signature);
    }

    function test_cancel_BadSignature() external {
        Deal memory deal = _songTo(venue).deal;
        Cancellation memory text = _cancel(_id(deal), venue);
        bytes memory refusal = abi.encodeWithSelector(ILicensing.BadSignature.selector, venue, _digestOfCancel(text));
        VM.prank(stranger);
        _refused(refusal);
        licensing.cancel(deal, text, "");
        bytes memory signature = _signature(lin, _digestOfCancel(text));
        _refused(refusal);
        licensing.cancel(deal, text, signature);
    }

    function test_cancel_NotASigner() external {
        Deal memory deal = _songTo(venue).deal;
        Cancellation memory text = _cancel(_id(deal), stranger);
        VM.prank(stranger);
        _refused(abi.encodeWithSelector(ILicensing.NotASigner.selector, stranger));
        licensing.cancel(deal, text, "");
    }

    function test_t16_cancel_DeadlinePassed() external {
        Deal memory deal = _songTo(venue).deal;
        Cancellation memory text = _cancel(_id(deal), venue);
        text.deadline = NOW - 1;
        VM.prank(venue);
        _refused(abi.encodeWithSelector(ILicensing.DeadlinePassed.selector, NOW - 1, uint256(NOW)));
        licensing.cancel(deal, text, "");
    }

    function test_cancel_AlreadyActive() external {
        Play memory play = _songTo(venue);
        bytes32 id = _activate(play);
        VM.prank(venue);
        _refused(abi.encodeWithSelector(ILicensing.AlreadyActive.selector, id));
        licensing.cancel(play.deal, _cancel(id, venue), "");
    }

    /// @dev A list of signers of the sender's making is another deal.
    function test_cancel_WrongDeal() external {
        Deal memory deal = _songTo(venue).deal;
        bytes32 id = _id(deal);
        deal.signers = _list(stranger);
        VM.prank(stranger);
        _refused(abi.encodeWithSelector(ILicensing.WrongDeal.selector, _id(deal), id));
        licensing.cancel(deal, _cancel(id, stranger), "");
    }

    function _cancel(bytes32 id, address by) private pure returns (Cancellation memory) {
        return Cancellation({digest: id, by: by, deadline: FOREVER});
    }

    function _cut(bytes memory whole, uint256 length) private pure returns (bytes memory part) {
        part = new bytes(length);
        for (uint256 i = 0; i < length; ++i) {
            part[i] = whole[i];
        }
    }

    function _refusedBytes(Play memory play, bytes memory packed, uint256 given, uint256 expected) private {
        _refused(abi.encodeWithSelector(ILicensing.SignatureBytes.selector, given, expected));
        licensing.activate(_with(play, packed));
    }
}
