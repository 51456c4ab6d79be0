// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Asset, ICopyrightRegistry, Registration} from "../../contracts/interfaces/ICopyrightRegistry.sol";
import {Expected} from "./helpers/Expected.sol";
import {RegistryBase} from "./helpers/RegistryBase.sol";

/// @title Commit first, register later: whose time counts, and who claimed a file first
contract PriorityTest is RegistryBase {
    function test_aPathGivesTheAnchorsTime() external {
        (Registration memory text, bytes32[][] memory paths) = _anchored(lin);
        VM.warp(NOW + 100 * DAY);
        registry.register(text, paths, _signature(lin, _digest(text)));
        bytes32 song = Expected.assetId(text.assets[0], lin);
        uint64 since = NOW + 100 * DAY;
        VM.assertEq(_titleOf(song, WRK), Expected.firstTitle(text.assets[0], lin, 0, NOW, since), "title");
        _assertClaim(FILE, NOW, lin, 1);
    }

    /// @dev Every asset needs a path of its own, the second too.
    function test_oneGoodPathDoesNotHelpTheOther() external {
        (Registration memory text, bytes32[][] memory paths) = _anchored(lin);
        text.assets[1].recordHash = keccak256("never anchored");
        bytes32 second = Expected.assetId(text.assets[1], lin);
        VM.prank(lin);
        _refused(abi.encodeWithSelector(ICopyrightRegistry.NotInAnchor.selector, second, text.root));
        registry.register(text, paths, "");
    }

    /// @dev A tree of one leaf: the root is the leaf, the path is empty.
    function test_aTreeOfOneLeaf() external {
        Registration memory text = _claiming(lin, "only");
        text.root = Expected.leaf(Expected.assetId(text.assets[0], lin));
        registry.anchor(text.root);
        VM.warp(NOW + DAY);
        VM.prank(lin);
        registry.register(text, _onePath(new bytes32[](0)), "");
        _assertClaim(FILE, NOW, lin, 1);
    }

    /// @dev Forty steps, the longest path that is read.
    function test_theLongestPath() external {
        Registration memory text = _claiming(lin, "deep");
        bytes32[] memory path = new bytes32[](40);
        bytes32 node = Expected.leaf(Expected.assetId(text.assets[0], lin));
        for (uint256 i = 0; i < 40; ++i) {
            path[i] = keccak256(abi.encode(i));
            node = Expected.node(node, path[i]);
        }
        text.root = node;
        registry.anchor(node);
        VM.prank(lin);
        registry.register(text, _onePath(path), "");
        _assertClaim(FILE, NOW, lin, 1);
    }

    /// @dev T22: the thief sees Lin's registration before it is mined and is faster. He can register the same record
    ///      and the same file, but as another asset; Lin's anchor was earlier, so the claim is hers in the end.
    function test_t22_frontRunGetsAnotherIdAndALaterTime() external {
        (Registration memory hers, bytes32[][] memory paths) = _anchored(lin);
        VM.warp(NOW + 60);
        Registration memory his = _both(stranger);
        his.assets[1].recordHash = hers.assets[1].recordHash;
        _register(his);
        _assertClaim(FILE, NOW + 60, stranger, 1);

        his.root = hers.root;
        his.assets[0].recordHash = keccak256("the thief tries her path");
        bytes32 theft = Expected.assetId(his.assets[0], stranger);
        VM.prank(stranger);
        _refused(abi.encodeWithSelector(ICopyrightRegistry.NotInAnchor.selector, theft, hers.root));
        registry.register(his, paths, "");

        VM.prank(lin);
        registry.register(hers, paths, "");
        _assertClaim(FILE, NOW, lin, 2);
        bytes32 herAsset = Expected.assetId(hers.assets[1], lin);
        VM.assertNotEq(herAsset, Expected.assetId(his.assets[1], stranger), "another asset");
        VM.assertNotEq(_titleOf(herAsset, PRF), 0, "nothing was blocked");
    }

    /// @dev T23: whoever anchors somebody's root first gives it an even earlier time, and gains nothing himself.
    function test_t23_anchoringAnothersRootHelpsOnlyHer() external {
        Registration memory text = _claiming(lin, "copied");
        text.root = Expected.leaf(Expected.assetId(text.assets[0], lin));
        VM.prank(stranger);
        registry.anchor(text.root);
        VM.warp(NOW + DAY);
        VM.prank(lin);
        registry.anchor(text.root);
        VM.prank(lin);
        registry.register(text, _onePath(new bytes32[](0)), "");
        _assertClaim(FILE, NOW, lin, 1);
    }

    /// @dev T24: an anchor in the block of the registration gives that block's time, no earlier one.
    function test_t24_anchorAndRegistrationInOneBlock() external {
        Registration memory text = _claiming(lin, "hasty");
        text.root = Expected.leaf(Expected.assetId(text.assets[0], lin));
        registry.anchor(text.root);
        VM.prank(lin);
        registry.register(text, _onePath(new bytes32[](0)), "");
        _assertClaim(FILE, NOW, lin, 1);
    }

    /// @dev T24: once recorded, no path to another anchor changes a title or its priority.
    function test_t24_aLaterAnchorNeverChangesARegistration() external {
        Registration memory text = _claiming(lin, "first");
        _register(text);
        bytes32 asset = Expected.assetId(text.assets[0], lin);
        bytes32 title = _titleOf(asset, WRK);
        VM.warp(NOW + DAY);
        text.root = Expected.leaf(asset);
        registry.anchor(text.root);
        VM.prank(lin);
        _refused(abi.encodeWithSelector(ICopyrightRegistry.AlreadyRegistered.selector, asset));
        registry.register(text, _onePath(new bytes32[](0)), "");
        VM.assertEq(_titleOf(asset, WRK), title, "title");
        _assertClaim(FILE, NOW, lin, 1);
    }

    /// @dev A relay that leaves root and paths away, to worsen the priority, holds a signature of another text.
    function test_aRelayCannotStripTheAnchor() external {
        (Registration memory text,) = _anchored(lin);
        bytes memory signature = _signature(lin, _digest(text));
        text.root = 0;
        _refused(abi.encodeWithSelector(ICopyrightRegistry.BadSignature.selector, lin, _digest(text)));
        registry.register(text, _noPaths(), signature);
    }

    function test_claims_theFirstStays() external {
        _register(_claiming(lin, "a"));
        VM.warp(NOW + 1);
        _register(_claiming(hao, "b"));
        _assertClaim(FILE, NOW, lin, 2);
    }

    function test_claims_twoOfOneTimeNameNobody() external {
        _register(_claiming(lin, "a"));
        _register(_claiming(hao, "b"));
        _assertClaim(FILE, NOW, address(0), 2);
        _register(_claiming(lin, "c"));
        _assertClaim(FILE, NOW, address(0), 3);
        VM.warp(NOW + 1);
        _register(_claiming(venue, "d"));
        _assertClaim(FILE, NOW, address(0), 4);
    }

    function test_claims_twoOfOnePersonAreNoTie() external {
        _register(_claiming(lin, "a"));
        _register(_claiming(lin, "b"));
        _assertClaim(FILE, NOW, lin, 2);
    }

    /// @dev A tie falls when somebody shows that he committed earlier than both.
    function test_claims_anEarlierAnchorBreaksATie() external {
        Registration memory text = _claiming(venue, "early");
        text.root = Expected.leaf(Expected.assetId(text.assets[0], venue));
        registry.anchor(text.root);
        VM.warp(NOW + DAY);
        _register(_claiming(lin, "a"));
        _register(_claiming(hao, "b"));
        VM.prank(venue);
        registry.register(text, _onePath(new bytes32[](0)), "");
        _assertClaim(FILE, NOW, venue, 3);
    }

    function test_claims_aSongMayHaveAFileToo() external {
        _register(_claiming(lin, "score"));
        _assertClaim(FILE, NOW, lin, 1);
    }

    /// @dev Any two-leaf tree: each leaf has its path, and no path leads from one to the other's.
    function testFuzz_onlyTheOwnPathIsGood(bytes32 sibling, bytes32 wrong) external {
        Registration memory text = _claiming(lin, "fuzz");
        bytes32 asset = Expected.assetId(text.assets[0], lin);
        text.root = Expected.node(Expected.leaf(asset), sibling);
        registry.anchor(text.root);
        VM.assume(wrong != sibling);
        bytes32[] memory path = new bytes32[](1);
        path[0] = wrong;
        VM.prank(lin);
        _refused(abi.encodeWithSelector(ICopyrightRegistry.NotInAnchor.selector, asset, text.root));
        registry.register(text, _onePath(path), "");
        path[0] = sibling;
        VM.prank(lin);
        registry.register(text, _onePath(path), "");
        VM.assertNotEq(_titleOf(asset, WRK), 0, "recorded");
    }

    /// @dev A song that claims FILE, so that one asset is enough.
    function _claiming(address registrant, string memory record) private pure returns (Registration memory) {
        Asset memory asset = _song(keccak256(bytes(record)), registrant);
        asset.fileTag = FILE;
        return _registration(registrant, asset);
    }

    /// @dev Song and recording in a tree of two leaves, anchored now.
    function _anchored(address registrant) private returns (Registration memory text, bytes32[][] memory paths) {
        text = _both(registrant);
        bytes32 first = Expected.leaf(Expected.assetId(text.assets[0], registrant));
        bytes32 second = Expected.leaf(Expected.assetId(text.assets[1], registrant));
        paths = new bytes32[][](2);
        paths[0] = new bytes32[](1);
        paths[1] = new bytes32[](1);
        (paths[0][0], paths[1][0]) = (second, first);
        text.root = Expected.node(first, second);
        registry.anchor(text.root);
    }
}
