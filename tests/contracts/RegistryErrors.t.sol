// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    Asset,
    Cancellation,
    ICopyrightRegistry,
    Link,
    Registration,
    Share,
    Split,
    Unclaimed
} from "../../contracts/interfaces/ICopyrightRegistry.sol";
import {Expected} from "./helpers/Expected.sol";
import {RegistryBase} from "./helpers/RegistryBase.sol";

/// @title Every error of the registry, reached with its exact arguments
contract RegistryErrorsTest is RegistryBase {
    function test_ZeroRoot() external {
        _refused(abi.encodeWithSelector(ICopyrightRegistry.ZeroRoot.selector));
        registry.anchor(0);
    }

    function test_t05_ZeroRegistrant() external {
        Registration memory text = _registration(address(0), _song(RECORD, lin));
        _refused(abi.encodeWithSelector(ICopyrightRegistry.ZeroRegistrant.selector));
        registry.register(text, _noPaths(), new bytes(65));
    }

    function test_NoAssets() external {
        Registration memory text = _registration(lin, _song(RECORD, lin));
        text.assets = new Asset[](0);
        _refusedRegistration(text, abi.encodeWithSelector(ICopyrightRegistry.NoAssets.selector));
    }

    function test_TooManyAssets() external {
        Registration memory text = _registration(lin, _song(RECORD, lin));
        text.assets = new Asset[](33);
        bytes4 selector = ICopyrightRegistry.TooManyAssets.selector;
        _refusedRegistration(text, abi.encodeWithSelector(selector, uint256(33), uint256(32)));
    }

    function test_t16_DeadlinePassed() external {
        Registration memory text = _both(lin);
        text.deadline = NOW - 1;
        bytes4 selector = ICopyrightRegistry.DeadlinePassed.selector;
        _refusedRegistration(text, abi.encodeWithSelector(selector, NOW - 1, uint256(NOW)));
        text.deadline = 0; // zero is not "for ever"
        _refusedRegistration(text, abi.encodeWithSelector(selector, uint64(0), uint256(NOW)));
    }

    function test_t16_DeadlinePassed_ofACancellation() external {
        bytes4 selector = ICopyrightRegistry.DeadlinePassed.selector;
        VM.prank(lin);
        _refused(abi.encodeWithSelector(selector, NOW - 1, uint256(NOW)));
        registry.cancelRegistration(Cancellation({digest: RECORD, by: lin, deadline: NOW - 1}), "");
    }

    function test_BadSignature_sentByAStrangerWithoutOne() external {
        Registration memory text = _both(lin);
        VM.prank(stranger);
        _refused(abi.encodeWithSelector(ICopyrightRegistry.BadSignature.selector, lin, _digest(text)));
        registry.register(text, _noPaths(), "");
    }

    function test_BadSignature_theRegistrantsOwnBadOne() external {
        Registration memory text = _both(lin);
        VM.prank(lin);
        _refused(abi.encodeWithSelector(ICopyrightRegistry.BadSignature.selector, lin, _digest(text)));
        registry.register(text, _noPaths(), hex"00");
    }

    function test_Cancelled_twice() external {
        Cancellation memory text = Cancellation({digest: RECORD, by: lin, deadline: NOW});
        VM.prank(lin);
        registry.cancelRegistration(text, "");
        VM.prank(lin);
        _refused(abi.encodeWithSelector(ICopyrightRegistry.Cancelled.selector, RECORD));
        registry.cancelRegistration(text, "");
        bytes memory signature = _signature(lin, _digest(text));
        _refused(abi.encodeWithSelector(ICopyrightRegistry.Cancelled.selector, RECORD));
        registry.cancelRegistration(text, signature);
    }

    /// @dev T3: a wallet that takes many signatures of one text still records it once.
    function test_t03_AlreadyRegistered() external {
        Registration memory text = _both(lin);
        _register(text);
        bytes32 song = Expected.assetId(text.assets[0], lin);
        _refusedRegistration(text, abi.encodeWithSelector(ICopyrightRegistry.AlreadyRegistered.selector, song));
        text.deadline = NOW + 1; // another digest, the same assets
        _refusedRegistration(text, abi.encodeWithSelector(ICopyrightRegistry.AlreadyRegistered.selector, song));
    }

    function test_AlreadyRegistered_twiceInOneTransaction() external {
        Registration memory text = _both(lin);
        text.assets[1] = text.assets[0];
        bytes32 song = Expected.assetId(text.assets[0], lin);
        _refusedRegistration(text, abi.encodeWithSelector(ICopyrightRegistry.AlreadyRegistered.selector, song));
    }

    /// @dev An album has no layer; its empty title is what says that it is there.
    function test_AlreadyRegistered_album() external {
        Registration memory text = _registration(lin, _album(RECORD, FILE));
        _register(text);
        bytes32 album = Expected.assetId(text.assets[0], lin);
        _refusedRegistration(text, abi.encodeWithSelector(ICopyrightRegistry.AlreadyRegistered.selector, album));
    }

    function test_UnknownAssetType() external {
        uint8[3] memory unknown = [0, 7, 255];
        for (uint256 i = 0; i < 3; ++i) {
            Asset memory asset = _song(RECORD, lin);
            asset.assetType = unknown[i];
            _refusedAsset(asset, abi.encodeWithSelector(ICopyrightRegistry.UnknownAssetType.selector, unknown[i]));
        }
    }

    function test_ZeroRecordHash() external {
        _refusedAsset(_song(0, lin), abi.encodeWithSelector(ICopyrightRegistry.ZeroRecordHash.selector));
    }

    function test_FileNotAllowed() external {
        Asset memory asset = _album(RECORD, FILE);
        asset.fileTag = FILE;
        _refusedAsset(asset, abi.encodeWithSelector(ICopyrightRegistry.FileNotAllowed.selector, ALBUM, FILE));
    }

    function test_BadLink() external {
        _refusedLinks(Link(0, FILE), Link(1, FILE), 0); // an unknown kind
        _refusedLinks(Link(1, FILE), Link(6, FILE), 1); // an unknown kind
        _refusedLinks(Link(1, FILE), Link(2, 0), 1); // to nowhere
        _refusedLinks(Link(1, FILE), Link(1, FILE), 1); // twice
        _refusedLinks(Link(2, FILE), Link(1, FILE), 1); // kinds out of order
        _refusedLinks(Link(3, bytes32(uint256(2))), Link(3, bytes32(uint256(1))), 1); // targets out of order
    }

    function test_TooManyLinks() external {
        Asset memory asset = _song(RECORD, lin);
        asset.links = new Link[](65);
        bytes4 selector = ICopyrightRegistry.TooManyLinks.selector;
        _refusedAsset(asset, abi.encodeWithSelector(selector, uint256(65), uint256(64)));
    }

    function test_WrongLayerCount() external {
        bytes4 selector = ICopyrightRegistry.WrongLayerCount.selector;
        Asset memory asset = _song(RECORD, lin);
        asset.splits = new Split[](0);
        _refusedAsset(asset, abi.encodeWithSelector(selector, WORK, uint256(0), uint256(1)));
        asset.splits = new Split[](2);
        _refusedAsset(asset, abi.encodeWithSelector(selector, WORK, uint256(2), uint256(1)));
        asset = _recording(RECORD, FILE, FILE, lin);
        asset.splits = new Split[](1);
        _refusedAsset(asset, abi.encodeWithSelector(selector, RECORDING, uint256(1), uint256(2)));
        asset = _album(RECORD, FILE);
        asset.splits = new Split[](0);
        _refusedAsset(asset, abi.encodeWithSelector(selector, ALBUM, uint256(0), uint256(1)));
    }

    function test_WrongLayer() external {
        bytes4 selector = ICopyrightRegistry.WrongLayer.selector;
        Asset memory asset = _recording(RECORD, FILE, FILE, lin);
        (asset.splits[0], asset.splits[1]) = (asset.splits[1], asset.splits[0]);
        _refusedAsset(asset, abi.encodeWithSelector(selector, RECORDING, PHN, PRF));
        asset.splits[0].layer = PRF;
        asset.splits[1].layer = PRF;
        _refusedAsset(asset, abi.encodeWithSelector(selector, RECORDING, PRF, PHN));
        asset = _song(RECORD, lin);
        asset.splits[0].layer = 0;
        _refusedAsset(asset, abi.encodeWithSelector(selector, WORK, uint8(0), WRK));
        asset = _album(RECORD, FILE);
        asset.splits[0] = _sole(WRK, lin);
        _refusedAsset(asset, abi.encodeWithSelector(selector, ALBUM, WRK, uint8(0)));
    }

    function test_BadTable() external {
        bytes4 selector = ICopyrightRegistry.BadTable.selector;
        Asset memory asset = _song(RECORD, lin);
        asset.splits[0].shares = new Share[](0);
        _refusedAsset(asset, abi.encodeWithSelector(selector, WRK, uint256(0)));
        asset = _album(RECORD, FILE);
        asset.splits[0] = _sole(0, lin);
        _refusedAsset(asset, abi.encodeWithSelector(selector, uint8(0), uint256(1)));
        asset.splits[0].unclaimed = new Unclaimed[](1);
        _refusedAsset(asset, abi.encodeWithSelector(selector, uint8(0), uint256(2)));
    }

    function test_t31_TooManyHolders() external {
        Asset memory asset = _song(RECORD, lin);
        asset.splits[0].shares = new Share[](60);
        asset.splits[0].unclaimed = new Unclaimed[](5);
        bytes4 selector = ICopyrightRegistry.TooManyHolders.selector;
        _refusedAsset(asset, abi.encodeWithSelector(selector, WRK, uint256(65), uint256(64)));
    }

    function test_HolderOrder() external {
        bytes4 selector = ICopyrightRegistry.HolderOrder.selector;
        _refusedHolders(address(0), lin, abi.encodeWithSelector(selector, WRK, address(0)));
        _refusedHolders(lin, lin, abi.encodeWithSelector(selector, WRK, lin));
        (address low, address high) = lin < hao ? (lin, hao) : (hao, lin);
        _refusedHolders(high, low, abi.encodeWithSelector(selector, WRK, low));
    }

    function test_UnclaimedOrder() external {
        bytes4 selector = ICopyrightRegistry.UnclaimedOrder.selector;
        (bytes32 one, bytes32 two) = (bytes32(uint256(1)), bytes32(uint256(2)));
        _refusedKeyless(0, one, abi.encodeWithSelector(selector, WRK, bytes32(0)));
        _refusedKeyless(one, one, abi.encodeWithSelector(selector, WRK, one));
        _refusedKeyless(two, one, abi.encodeWithSelector(selector, WRK, one));
    }

    function test_ZeroUnits() external {
        bytes4 selector = ICopyrightRegistry.ZeroUnits.selector;
        Asset memory asset = _song(RECORD, lin);
        asset.splits[0] = _equal(WRK, _list(lin, hao));
        asset.splits[0].shares[1].units = 0;
        _refusedAsset(asset, abi.encodeWithSelector(selector, WRK, uint256(1)));
        asset = _song(RECORD, lin);
        asset.splits[0].unclaimed = new Unclaimed[](1);
        asset.splits[0].unclaimed[0].who = RECORD;
        _refusedAsset(asset, abi.encodeWithSelector(selector, WRK, uint256(0)));
    }

    function test_t28_UnitsSum() external {
        _refusedSum(WHOLE - 1, 0, WHOLE - 1);
        _refusedSum(WHOLE, 1, uint256(WHOLE) + 1);
        _refusedSum(type(uint32).max, type(uint32).max, 2 * uint256(type(uint32).max));
    }

    function test_UnknownAnchor() external {
        Registration memory text = _registration(lin, _song(RECORD, lin));
        text.root = FILE;
        VM.prank(lin);
        _refused(abi.encodeWithSelector(ICopyrightRegistry.UnknownAnchor.selector, FILE));
        registry.register(text, _onePath(new bytes32[](0)), "");
    }

    function test_WrongPathCount() external {
        bytes4 selector = ICopyrightRegistry.WrongPathCount.selector;
        Registration memory text = _registration(lin, _song(RECORD, lin));
        VM.prank(lin);
        _refused(abi.encodeWithSelector(selector, uint256(1), uint256(0)));
        registry.register(text, _onePath(new bytes32[](0)), "");
        text.root = FILE;
        _refusedRegistration(text, abi.encodeWithSelector(selector, uint256(0), uint256(1)));
    }

    function test_PathTooLong() external {
        Registration memory text = _registration(lin, _song(RECORD, lin));
        text.root = FILE;
        registry.anchor(FILE);
        VM.prank(lin);
        bytes4 selector = ICopyrightRegistry.PathTooLong.selector;
        _refused(abi.encodeWithSelector(selector, uint256(41), uint256(40)));
        registry.register(text, _onePath(new bytes32[](41)), "");
    }

    /// @dev T36: an inner node is no leaf, and neither is the asset id itself.
    function test_t36_NotInAnchor() external {
        Registration memory text = _registration(lin, _song(RECORD, lin));
        bytes32 asset = Expected.assetId(text.assets[0], lin);
        text.root = asset;
        registry.anchor(asset);
        VM.prank(lin);
        _refused(abi.encodeWithSelector(ICopyrightRegistry.NotInAnchor.selector, asset, asset));
        registry.register(text, _onePath(new bytes32[](0)), "");
    }

    function _refusedAsset(Asset memory asset, bytes memory refusal) private {
        _refusedRegistration(_registration(lin, asset), refusal);
    }

    function _refusedLinks(Link memory one, Link memory two, uint256 index) private {
        Asset memory asset = _song(RECORD, lin);
        asset.links = new Link[](2);
        (asset.links[0], asset.links[1]) = (one, two);
        Link memory bad = index == 0 ? one : two;
        _refusedAsset(asset, abi.encodeWithSelector(ICopyrightRegistry.BadLink.selector, index, bad.kind, bad.target));
    }

    function _refusedHolders(address one, address two, bytes memory refusal) private {
        Asset memory asset = _song(RECORD, lin);
        asset.splits[0].shares = new Share[](2);
        asset.splits[0].shares[0] = _share(one, WHOLE / 2);
        asset.splits[0].shares[1] = _share(two, WHOLE / 2);
        _refusedAsset(asset, refusal);
    }

    function _refusedKeyless(bytes32 one, bytes32 two, bytes memory refusal) private {
        Asset memory asset = _song(RECORD, lin);
        asset.splits[0].unclaimed = new Unclaimed[](2);
        asset.splits[0].unclaimed[0] = Unclaimed({who: one, units: 1});
        asset.splits[0].unclaimed[1] = Unclaimed({who: two, units: 1});
        _refusedAsset(asset, refusal);
    }

    function _refusedSum(uint32 units, uint32 keyless, uint256 sum) private {
        Asset memory asset = _song(RECORD, lin);
        asset.splits[0].shares[0].units = units;
        if (keyless != 0) {
            asset.splits[0].unclaimed = new Unclaimed[](1);
            asset.splits[0].unclaimed[0] = Unclaimed({who: RECORD, units: keyless});
        }
        _refusedAsset(asset, abi.encodeWithSelector(ICopyrightRegistry.UnitsSum.selector, WRK, sum));
    }
}
