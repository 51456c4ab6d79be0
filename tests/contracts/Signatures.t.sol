// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DirtyMagic} from "../../contracts/test/DirtyMagic.sol";
import {GasBurner} from "../../contracts/test/GasBurner.sol";
import {KeyWallet} from "../../contracts/test/KeyWallet.sol";
import {ReentrantWallet} from "../../contracts/test/ReentrantWallet.sol";
import {ReturnBomb} from "../../contracts/test/ReturnBomb.sol";
import {RevertingWallet} from "../../contracts/test/RevertingWallet.sol";
import {ShortMagic} from "../../contracts/test/ShortMagic.sol";
import {YesWallet} from "../../contracts/test/YesWallet.sol";
import {Cancellation} from "../../contracts/interfaces/ICopyrightRegistry.sol";
import {Deal, ILicensing, Termination} from "../../contracts/interfaces/ILicensing.sol";
import {Operations} from "./helpers/Operations.sol";

/// @title One list of good and bad signatures, for every operation that takes one and every kind of account
/// @dev The delegation of EIP-7702 is put in place here; no test plays a real authorisation yet.
contract SignaturesTest is Operations {
    /// @dev Runs the rest of the test once for each operation.
    modifier forEach() {
        for (uint256 i = 0; i < OPERATIONS; ++i) {
            op = Operation(i);
            VM.etch(hao, "");
            _;
        }
    }

    function test_accountSigns_submittedByAStranger() external forEach {
        _prepare(hao);
        _accepts(hao, _signature(hao, _text(hao)));
    }

    function test_t04_malformedSignaturesAreRefused() external forEach {
        _prepare(hao);
        (uint8 v, bytes32 r, bytes32 s) = VM.sign(keyOf[hao], _text(hao));
        bytes32 high = bytes32(CURVE_ORDER - uint256(s));
        uint8 otherV = v == 27 ? 28 : 27;
        _refuses(hao, abi.encodePacked(r, high, otherV), "the other root of the same signature");
        _refuses(hao, abi.encodePacked(r, bytes32(uint256(s) | uint256(v - 27) << 255)), "64 bytes (ERC-2098)");
        _refuses(hao, abi.encodePacked(r, s, v - 27), "v 0 or 1");
        _refuses(hao, abi.encodePacked(r, s, otherV), "the other v");
        _refuses(hao, abi.encodePacked(r, s, v, uint8(0)), "66 bytes");
        _refuses(hao, abi.encodePacked(r, s, uint8(0), v), "66 bytes, v last");
        _refuses(hao, abi.encodePacked(s, r, v), "s before r");
        _refuses(hao, abi.encodePacked(v, r, s), "v first");
        _refuses(hao, "", "empty");
        _refuses(hao, new bytes(65), "65 zeros");
        _refuses(hao, abi.encodePacked(bytes32(0), s, v), "r 0");
        _refuses(hao, abi.encodePacked(r, bytes32(0), v), "s 0");
        _refuses(hao, abi.encodePacked(bytes32(CURVE_ORDER), s, v), "r beyond the curve's order");
        _accepts(hao, abi.encodePacked(r, s, v));
    }

    function test_anotherKeyOrAnotherTextIsRefused() external forEach {
        _prepare(hao);
        bytes32 digest = _text(hao);
        _refuses(hao, _signature(stranger, digest), "somebody else's key");
        _refuses(hao, _signature(hao, keccak256(abi.encode(digest))), "another text");
        bytes32 personal = keccak256(abi.encodePacked("\x19Ethereum Signed Message:\n32", digest));
        _refuses(hao, _signature(hao, personal), "a personal message");
    }

    /// @dev Each step is a call of its own: the compiler takes the chain id for constant within one.
    function test_t01_theDomainFollowsTheChainId() external forEach {
        VM.chainId(CHAIN);
        this.prepared(hao);
        bytes memory before = this.signed(hao);
        VM.chainId(CHAIN + 1);
        bytes memory afterFork = this.signed(hao);
        VM.assertNotEq(keccak256(before), keccak256(afterFork), "another chain, another digest");
        VM.assertFalse(this.attempt(hao, before), "signed for the chain before the fork");
        VM.chainId(CHAIN);
        VM.assertFalse(this.attempt(hao, afterFork), "signed for the forked chain");
        VM.assertTrue(this.attempt(hao, before), "signed for this chain");
    }

    function prepared(address account) external {
        _prepare(account);
    }

    function signed(address account) external view returns (bytes memory) {
        return _signature(account, _text(account));
    }

    function attempt(address account, bytes calldata signature) external returns (bool) {
        (bool ok,) = _submit(account, signature);
        return ok && _done(account);
    }

    function test_t08_aGasBurnerLosesOnlyItsCallersGas() external forEach {
        address burner = address(new GasBurner());
        _prepare(burner);
        (bool ok,) = _submit(burner, "");
        VM.assertFalse(ok, "no consent without an answer");
        VM.assertFalse(_done(burner), "nothing recorded");
        _prepare(hao);
        _accepts(hao, _signature(hao, _text(hao)));
    }

    function test_t09_brokenAccountsAreRefused() external forEach {
        address[4] memory broken = [
            address(new DirtyMagic()),
            address(new ShortMagic()),
            address(new RevertingWallet()),
            address(registry) // has code, knows no ERC-1271
        ];
        for (uint256 i = 0; i < broken.length; ++i) {
            _prepare(broken[i]);
            _refuses(broken[i], "", VM.toString(i));
        }
    }

    function test_t09_aReturnBombIsNotCopied() external forEach {
        address bomb = address(new ReturnBomb());
        _prepare(bomb);
        // The bomb pays 2.3 M gas for its own megabyte; with 3.4 M a caller that copied it would run out.
        _refuses(bomb, "", "a megabyte of zeros");
    }

    function test_t10_aWalletCannotCallBack() external forEach {
        ReentrantWallet wallet = new ReentrantWallet();
        address account = address(wallet);
        _prepare(account);
        (address target, bytes memory data) = _call(account, "");
        wallet.prepare(target, data);
        _refuses(account, "", "the same operation again");
        wallet.prepare(address(registry), abi.encodeCall(registry.anchor, (keccak256("inner"))));
        _refuses(account, "", "another operation");
        (uint64 time,) = registry.anchors(keccak256("inner"));
        VM.assertEq(time, 0, "nothing anchored");
        wallet.prepare(address(registry), abi.encodeCall(registry.titles, (bytes32(0))));
        _accepts(account, "");
    }

    function test_t11_aWalletRotatesItsKeys() external forEach {
        KeyWallet wallet = new KeyWallet(_list(lin, hao));
        address account = address(wallet);
        _prepare(account);
        bytes memory old = _signature(hao, _text(account));
        VM.prank(lin);
        wallet.rotate(hao, venue);
        _refuses(account, old, "a key that was taken out");
        _accepts(account, _signature(venue, _text(account)));
    }

    function test_aStrangerCannotRotateKeys() external {
        KeyWallet wallet = new KeyWallet(_list(lin));
        VM.prank(stranger);
        _refused(abi.encodeWithSelector(KeyWallet.NotAKey.selector, stranger));
        wallet.rotate(lin, stranger);
        VM.assertTrue(wallet.isKey(lin) && !wallet.isKey(stranger), "unchanged");
    }

    function test_t12_oneKeyBehindTwoWallets() external forEach {
        address first = address(new KeyWallet(_list(hao)));
        address second = address(new KeyWallet(_list(hao)));
        _prepare(first);
        _prepare(second);
        bytes memory signature = _signature(hao, _text(first));
        _refuses(second, signature, "signed for the other wallet");
        _accepts(first, signature);
    }

    function test_t13_aDelegatedAccountIsAskedByErc1271Alone() external forEach {
        _prepare(hao);
        bytes memory signature = _signature(hao, _text(hao));
        VM.etch(hao, abi.encodePacked(hex"ef0100", address(new ShortMagic())));
        _refuses(hao, signature, "the key of an account that has code counts no more");
        VM.etch(hao, abi.encodePacked(hex"ef0100", address(new YesWallet())));
        _accepts(hao, hex"01");
    }

    function test_t15_aWalletNotYetDeployedIsRefused() external forEach {
        address account = address(uint160(uint256(keccak256("not yet"))));
        _prepare(account);
        bytes32 magic = 0x6492649264926492649264926492649264926492649264926492649264926492;
        _refuses(account, abi.encodePacked(abi.encode(address(this), bytes(""), bytes("")), magic), "ERC-6492");
    }

    /// @dev Any 65 bytes: good only when they are the account's own.
    function testFuzz_randomSignaturesAreRefused(uint8 which, bytes32 r, bytes32 s, uint8 v) external {
        op = Operation(which % OPERATIONS);
        _prepare(hao);
        bytes memory forged = abi.encodePacked(r, s, v);
        VM.assume(keccak256(forged) != keccak256(_signature(hao, _text(hao))));
        _refuses(hao, forged, "random");
    }

    /// @dev A good signature with one flipped bit, or cut short.
    function testFuzz_aFlippedBitIsRefused(uint8 which, uint16 bit, uint8 length) external {
        op = Operation(which % OPERATIONS);
        _prepare(hao);
        bytes memory signature = _signature(hao, _text(hao));
        bytes memory cut = new bytes(length % 65);
        for (uint256 i = 0; i < cut.length; ++i) {
            cut[i] = signature[i];
        }
        _refuses(hao, cut, "cut short");
        uint256 place = (bit / 8) % 65;
        signature[place] = signature[place] ^ bytes1(uint8(1 << (bit % 8)));
        _refuses(hao, signature, "one bit");
    }

    /// @dev Nobody signs for the zero account, though `ecrecover` answers zero to rubbish. A registration of it and a
    ///      deal with it have errors of their own.
    function test_t05_zeroNeverSigned() external {
        op = Operation.CANCEL_REGISTRATION;
        _refuses(address(0), "", "empty");
        _refuses(address(0), new bytes(65), "65 zeros");
    }

    /// @dev ANYONE is account 0 in the text; so is the arbiter of a deal without one.
    function test_t05_zeroEndsNoLine() external {
        Play memory play = _songTo(address(0));
        _refuseZero(play.deal, _activate(play));
        play = _songTo(venue);
        play.deal.lines[0].revocation = 2;
        _refuseZero(play.deal, _activate(play));
    }

    function test_t05_zeroAmongTheSignersCancelsNoDeal() external {
        Deal memory deal = _songTo(venue).deal;
        deal.signers = _list(address(0), lin, venue);
        Cancellation memory text = _cancellation(_id(deal), address(0));
        _refused(abi.encodeWithSelector(ILicensing.BadSignature.selector, address(0), _digestOfCancel(text)));
        licensing.cancel(deal, text, new bytes(65));
        VM.assertEq(_state(_id(deal)), 0, "not cancelled");
    }

    function _refuseZero(Deal memory deal, bytes32 id) private {
        Termination memory text = _termination(id, 1, address(0));
        bytes memory refusal = abi.encodeWithSelector(ILicensing.BadSignature.selector, address(0), _digest(text));
        _refused(refusal);
        licensing.terminate(deal, text, "");
        _refused(refusal);
        licensing.terminate(deal, text, new bytes(65));
        VM.assertEq((licensing.status(id) >> 8) & 0xffff, 0, "nothing ended");
    }
}
