// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CopyrightRegistry} from "../../contracts/CopyrightRegistry.sol";
import {
    Asset,
    Cancellation,
    ICopyrightRegistry,
    Registration,
    Share,
    Unclaimed
} from "../../contracts/interfaces/ICopyrightRegistry.sol";
import {Deal, ILicensing, Termination} from "../../contracts/interfaces/ILicensing.sol";
import {KeyWallet} from "../../contracts/test/KeyWallet.sol";
import {Expected} from "./helpers/Expected.sol";
import {Operations} from "./helpers/Operations.sol";

/// @title Attacks of docs/security.md that the other tests show in part only
contract ThreatsTest is Operations {
    uint32 private constant HALF = 50_000_000;

    /// @dev T3: a wallet takes the signature of either of its keys; the second copy of the same text does nothing.
    function test_t03_aSecondCopyWithOtherBytesDoesNothing() external {
        for (uint256 i = 0; i < OPERATIONS; ++i) {
            op = Operation(i);
            address account = address(new KeyWallet(_list(lin, hao)));
            _prepare(account);
            bytes memory first = _signature(hao, _text(account));
            bytes memory second = _signature(lin, _text(account));
            VM.assertNotEq(keccak256(first), keccak256(second), "other bytes");
            _accepts(account, first);
            VM.warp(block.timestamp + 60);
            bytes32 before = _fingerprint(account);
            (bool again,) = _submit(account, second);
            (bool same,) = _submit(account, first);
            VM.assertFalse(again || same, "a copy was taken");
            VM.assertEq(_fingerprint(account), before, "a copy changed something");
        }
    }

    /// @dev T7: one row and two rows, two keyless and none: side by side they are the same words.
    function test_t07_aRowMovedToTheNextListIsAnotherText() external {
        address second = address(type(uint160).max); // after lin in any list
        Registration memory both = _registration(lin, _song(keccak256("rows"), lin));
        both.assets[0].splits[0].shares = new Share[](2);
        both.assets[0].splits[0].shares[0] = _share(lin, HALF);
        both.assets[0].splits[0].shares[1] = _share(second, HALF);
        Registration memory moved = _registration(lin, _song(keccak256("rows"), lin));
        moved.assets[0].splits[0].shares[0] = _share(lin, HALF);
        moved.assets[0].splits[0].unclaimed = new Unclaimed[](1);
        moved.assets[0].splits[0].unclaimed[0] = Unclaimed({who: bytes32(uint256(uint160(second))), units: HALF});
        bytes memory signature = _signature(lin, _digest(both));
        _refused(abi.encodeWithSelector(ICopyrightRegistry.BadSignature.selector, lin, _digest(moved)));
        registry.register(moved, _noPaths(), signature);
        bytes32 asset = Expected.assetId(both.assets[0], lin);
        VM.assertEq(asset, Expected.assetId(moved.assets[0], lin), "the same asset");
        _register(both);
        bytes32 title = _titleOf(asset, WRK);
        registry = CopyrightRegistry(_deploy("CopyrightRegistry", _second())); // titles know no address: only the table differs
        _register(moved);
        VM.assertNotEq(_titleOf(asset, WRK), title, "title");
    }

    /// @dev T16: zero has passed, the last second counts, the greatest never passes.
    function test_t16_deadlinesOfTerminationsAndCancellations() external {
        uint64[4] memory deadlines = [0, NOW - 1, NOW, FOREVER];
        for (uint256 i = 0; i < 4; ++i) {
            Play memory play = _songTo(venue);
            play.deal.salt = bytes32(i);
            bool good = deadlines[i] >= NOW;
            Cancellation memory text = Cancellation({digest: bytes32(i + 1), by: venue, deadline: deadlines[i]});
            bytes memory call = abi.encodeCall(registry.cancelRegistration, (text, ""));
            VM.assertTrue(_by(venue, address(registry), call) == good, "cancelled registration");
            text.digest = _id(play.deal);
            call = abi.encodeCall(licensing.cancel, (play.deal, text, ""));
            VM.assertTrue(_by(venue, address(licensing), call) == good, "cancelled deal");
            play.deal.salt = bytes32(i + 4);
            Termination memory end = _termination(_activate(play), 1, venue);
            end.deadline = deadlines[i];
            call = abi.encodeCall(licensing.terminate, (play.deal, end, ""));
            VM.assertTrue(_by(venue, address(licensing), call) == good, "termination");
        }
    }

    /// @dev T17: whoever builds the next block may move its clock; the earlier block stays first.
    function testFuzz_t17_aMovedClockNeverOvertakesAnEarlierBlock(uint16 seconds_) external {
        VM.assume(seconds_ != 0);
        bytes32 tag = keccak256("clock");
        _register(_claiming(lin, tag));
        VM.roll(BLOCK + 1);
        VM.warp(uint256(NOW) + seconds_);
        _register(_claiming(stranger, tag));
        _assertClaim(tag, NOW, lin, 2);
    }

    /// @dev T17: in one block the builder chooses the order, so the order says nothing: nobody is named.
    function test_t17_theOrderWithinABlockNamesNobody() external {
        (bytes32 one, bytes32 other) = (keccak256("one order"), keccak256("the other order"));
        _register(_claiming(lin, one));
        _register(_claiming(stranger, one));
        _register(_claiming(stranger, other));
        _register(_claiming(lin, other));
        _assertClaim(one, NOW, address(0), 2);
        _assertClaim(other, NOW, address(0), 2);
    }

    /// @dev T18: a signature once given out is void after its signer has cancelled, for ever.
    function test_t18_aSignatureIsTakenBack() external {
        Play memory play = _songTo(venue);
        bytes memory signatures = _signatures(play.deal);
        bytes32 id = _id(play.deal);
        VM.prank(lin);
        licensing.cancel(play.deal, _cancellation(id, lin), "");
        VM.warp(NOW + 3_650 * DAY);
        _refused(abi.encodeWithSelector(ILicensing.Cancelled.selector, id));
        licensing.activate(_with(play, signatures));
        VM.assertEq(_state(id), CANCELLED, "cancelled");
    }

    /// @dev T20: a wallet that calls everything good stands for itself alone, once, and only where it is needed.
    function test_t20_aSecondSignatureOfTheSameOwnerIsNoOtherSigner() external {
        address wallet = address(new KeyWallet(_list(lin)));
        Play memory play = _songTo(venue);
        play.deal.signers = _list(wallet, venue); // lin's key signs, but lin the holder is not among the signers
        bytes32 id = _id(play.deal);
        bytes memory packed;
        for (uint256 i = 0; i < 2; ++i) {
            address signer = play.deal.signers[i];
            packed = _pack(packed, _signature(signer == wallet ? lin : venue, id));
        }
        _refused(abi.encodeWithSelector(ILicensing.MissingSigner.selector, uint256(0), lin));
        licensing.activate(_with(play, packed));
    }

    /// @dev T22: what was anchored before anybody knew the file can't be turned into a claim on it.
    function test_t22_junkAnchoredEarlyClaimsNobodysFile() external {
        bytes32 tag = keccak256("her new song");
        Registration memory his = _claiming(stranger, bytes32(0));
        his.root = Expected.leaf(Expected.assetId(his.assets[0], stranger));
        registry.anchor(his.root);
        VM.warp(NOW + DAY);
        _register(_claiming(lin, tag));
        his.assets[0].fileTag = tag;
        bytes32 theft = Expected.assetId(his.assets[0], stranger);
        VM.prank(stranger);
        _refused(abi.encodeWithSelector(ICopyrightRegistry.NotInAnchor.selector, theft, his.root));
        registry.register(his, _onePath(new bytes32[](0)), "");
        _assertClaim(tag, NOW + DAY, lin, 1);
    }

    /// @dev T36: in a tree of four, only the whole path of the asset leads to the root.
    function test_t36_shortenedLengthenedAndInnerPathsLeadNowhere() external {
        Registration memory text = _registration(lin, _song(keccak256("leaf"), lin));
        bytes32 leaf = Expected.leaf(Expected.assetId(text.assets[0], lin));
        (bytes32 sibling, bytes32 uncle) = (keccak256("sibling"), keccak256("uncle"));
        bytes32 inner = Expected.node(leaf, sibling);
        text.root = Expected.node(inner, uncle);
        registry.anchor(text.root);
        _refusedPath(text, new bytes32[](0));
        _refusedPath(text, _words(sibling));
        _refusedPath(text, _words(uncle));
        _refusedPath(text, _words(uncle, sibling));
        _refusedPath(text, _words(inner, uncle));
        _refusedPath(text, _words(sibling, uncle, uncle));
        VM.prank(lin);
        registry.register(text, _onePath(_words(sibling, uncle)), "");
    }

    /// @dev T36: a tree whose leaves were hashed once, where an inner node could stand for a leaf, is no tree here.
    function test_t36_leavesHashedOnceAreNoLeaves() external {
        Registration memory text = _registration(lin, _song(keccak256("once"), lin));
        bytes32 sibling = keccak256("sibling");
        text.root = Expected.node(Expected.assetId(text.assets[0], lin), sibling);
        registry.anchor(text.root);
        _refusedPath(text, _words(sibling));
    }

    function _refusedPath(Registration memory text, bytes32[] memory path) private {
        bytes32 asset = Expected.assetId(text.assets[0], lin);
        VM.prank(lin);
        _refused(abi.encodeWithSelector(ICopyrightRegistry.NotInAnchor.selector, asset, text.root));
        registry.register(text, _onePath(path), "");
    }

    function _by(address sender, address target, bytes memory call) private returns (bool done) {
        VM.prank(sender);
        (done,) = target.call(call);
    }

    /// @dev All that the operation may have changed.
    function _fingerprint(address account) private view returns (bytes32) {
        Deal memory deal = _endable(account).deal;
        bytes32 chain = Expected.titleKey(song, WRK);
        return keccak256(abi.encode(_done(account), licensing.status(_id(deal)), licensing.heads(chain)));
    }

    function _claiming(address registrant, bytes32 tag) private pure returns (Registration memory) {
        Asset memory asset = _song(keccak256(abi.encode(registrant, tag)), registrant);
        asset.fileTag = tag;
        return _registration(registrant, asset);
    }

    function _words(bytes32 one) private pure returns (bytes32[] memory words) {
        words = new bytes32[](1);
        words[0] = one;
    }

    function _words(bytes32 one, bytes32 two) private pure returns (bytes32[] memory words) {
        words = new bytes32[](2);
        (words[0], words[1]) = (one, two);
    }

    function _words(bytes32 one, bytes32 two, bytes32 three) private pure returns (bytes32[] memory words) {
        words = new bytes32[](3);
        (words[0], words[1], words[2]) = (one, two, three);
    }
}
