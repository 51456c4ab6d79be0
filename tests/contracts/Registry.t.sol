// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CopyrightRegistry} from "../../contracts/CopyrightRegistry.sol";
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

/// @title Anchors, registrations and claims that succeed, with every event and every hash computed a second time
contract RegistryTest is RegistryBase {
    bytes32 private constant ROOT = keccak256("root");

    function test_anchor_keepsTheFirstTimeForEver() external {
        VM.expectEmit(true, true, true, true, address(registry));
        emit ICopyrightRegistry.Anchored(ROOT, lin);
        VM.prank(lin);
        VM.assertEq(registry.anchor(ROOT), NOW, "time");
        VM.warp(NOW + DAY);
        VM.roll(BLOCK + 1);
        VM.recordLogs();
        VM.prank(hao);
        VM.assertEq(registry.anchor(ROOT), NOW, "again: the first time");
        VM.assertEq(VM.getRecordedLogs().length, 0, "again: no event");
        (uint64 time, uint64 number) = registry.anchors(ROOT);
        VM.assertEq(time, NOW, "kept time");
        VM.assertEq(number, BLOCK, "kept block");
    }

    function test_register_songAndRecordingInOneTransaction() external {
        Registration memory text = _both(lin);
        bytes32 song = Expected.assetId(text.assets[0], lin);
        bytes32 recording = Expected.assetId(text.assets[1], lin);
        _expectAsset(text, 0, NOW);
        _expectAsset(text, 1, NOW);
        VM.recordLogs();
        _register(text);
        VM.assertEq(VM.getRecordedLogs().length, 5, "two assets, three titles, nothing else");
        VM.assertEq(_titleOf(song, WRK), Expected.firstTitle(text.assets[0], lin, 0, NOW, NOW), "song");
        VM.assertEq(_titleOf(recording, PRF), Expected.firstTitle(text.assets[1], lin, 0, NOW, NOW), "performance");
        VM.assertEq(_titleOf(recording, PHN), Expected.firstTitle(text.assets[1], lin, 1, NOW, NOW), "recording");
        VM.assertEq(_titleOf(song, PRF), 0, "a song has no performers' layer");
        _assertClaim(FILE, NOW, lin, 1);
        _assertClaim(0, 0, address(0), 0);
    }

    function test_register_everyTypeWithItsLayers() external {
        uint8[6] memory first = [WRK, WRK, PRF, PRF, AVP, 0];
        uint8[6] memory last = [WRK, WRK, PHN, PHN, AVP, 0];
        for (uint8 assetType = 1; assetType <= 6; ++assetType) {
            Asset memory asset = _ofType(assetType, first[assetType - 1], last[assetType - 1]);
            Registration memory text = _registration(lin, asset);
            _expectAsset(text, 0, NOW);
            _register(text);
        }
    }

    function test_register_keylessHoldersAreKept() external {
        Asset memory asset = _song(RECORD, lin);
        asset.splits[0].shares[0].units = WHOLE - 2;
        asset.splits[0].unclaimed = new Unclaimed[](2);
        asset.splits[0].unclaimed[0] = Unclaimed({who: bytes32(uint256(1)), units: 1});
        asset.splits[0].unclaimed[1] = Unclaimed({who: bytes32(uint256(2)), units: 1});
        Registration memory text = _registration(lin, asset);
        _expectAsset(text, 0, NOW);
        _register(text);
        asset.splits[0].shares = new Share[](0);
        asset.splits[0].unclaimed[0].units = WHOLE - 1;
        asset.recordHash = keccak256("nobody has a key");
        _expectAsset(text, 0, NOW);
        _register(text);
    }

    function test_register_linksOfAllKinds_upToTheLimit() external {
        Asset memory asset = _song(RECORD, lin);
        asset.links = new Link[](64);
        for (uint8 i = 0; i < 64; ++i) {
            asset.links[i] = Link({kind: i / 13 + 1, target: bytes32(uint256(i % 13 + 1))});
        }
        Registration memory text = _registration(lin, asset);
        _expectAsset(text, 0, NOW);
        _register(text);
    }

    /// @dev 32 assets, and a table of 64 holders: the limits themselves are allowed.
    function test_register_atTheLimits() external {
        Registration memory text = _registration(lin, _song(RECORD, lin));
        text.assets = new Asset[](32);
        for (uint160 i = 0; i < 32; ++i) {
            text.assets[i] = _song(keccak256(abi.encode(i)), lin);
        }
        text.assets[0].splits[0] = _equal(WRK, _many(64));
        _register(text);
        VM.assertNotEq(_titleOf(Expected.assetId(text.assets[31], lin), WRK), 0, "the last");
        VM.assertEq(
            _titleOf(Expected.assetId(text.assets[0], lin), WRK),
            Expected.firstTitle(text.assets[0], lin, 0, NOW, NOW),
            "64 holders"
        );
    }

    /// @dev T16: the last second is allowed, the next is not.
    function test_t16_register_inItsLastSecond() external {
        Registration memory text = _both(lin);
        text.deadline = NOW;
        _register(text);
    }

    /// @dev T19: whoever submits it, the effect is the same, and the second one learns that it is done.
    function test_t19_register_submittedBySomebodyElseFirst() external {
        Registration memory text = _both(lin);
        bytes memory signature = _signature(lin, _digest(text));
        _expectAsset(text, 0, NOW);
        VM.prank(stranger);
        registry.register(text, _noPaths(), signature);
        bytes32 song = Expected.assetId(text.assets[0], lin);
        _refused(abi.encodeWithSelector(ICopyrightRegistry.AlreadyRegistered.selector, song));
        registry.register(text, _noPaths(), signature);
        _refusedRegistration(text, abi.encodeWithSelector(ICopyrightRegistry.AlreadyRegistered.selector, song));
    }

    function test_register_theRegistrantMayRelayHisOwnSignature() external {
        Registration memory text = _both(lin);
        bytes memory signature = _signature(lin, _digest(text));
        VM.prank(lin);
        registry.register(text, _noPaths(), signature);
        VM.assertNotEq(_titleOf(Expected.assetId(text.assets[0], lin), WRK), 0, "recorded");
    }

    function test_digests_areThoseOfEip712() external view {
        Registration memory text = _both(lin);
        VM.assertEq(registry.typedDataHash(Expected.hash(text)), _digest(text), "registration");
        Cancellation memory end = Cancellation({digest: _digest(text), by: lin, deadline: NOW});
        VM.assertEq(registry.typedDataHash(Expected.hash(end)), _digest(end), "cancellation");
    }

    /// @dev T2: two deployments of the same code have two domains.
    function test_t02_anotherDeploymentHasAnotherDigest() external {
        CopyrightRegistry other = CopyrightRegistry(_deploy("CopyrightRegistry", _second()));
        Registration memory text = _both(lin);
        bytes memory signature = _signature(lin, _digest(text));
        bytes32 digest = other.typedDataHash(Expected.hash(text));
        VM.assertNotEq(digest, _digest(text), "two domains");
        _refused(abi.encodeWithSelector(ICopyrightRegistry.BadSignature.selector, lin, digest));
        other.register(text, _noPaths(), signature);
    }

    function test_cancel_byTheRegistrantHimself() external {
        Registration memory text = _both(lin);
        bytes32 digest = _digest(text);
        VM.expectEmit(true, true, true, true, address(registry));
        emit ICopyrightRegistry.RegistrationCancelled(digest, lin);
        VM.prank(lin);
        registry.cancelRegistration(Cancellation({digest: digest, by: lin, deadline: NOW}), "");
        VM.assertEq(registry.status(Expected.statusKey(lin, digest)), CANCELLED, "state");
        bytes memory signature = _signature(lin, digest);
        _refused(abi.encodeWithSelector(ICopyrightRegistry.Cancelled.selector, digest));
        registry.register(text, _noPaths(), signature);
    }

    function test_cancel_relayed() external {
        Cancellation memory text = Cancellation({digest: keccak256("any"), by: lin, deadline: NOW});
        bytes memory signature = _signature(lin, _digest(text));
        VM.expectEmit(true, true, true, true, address(registry));
        emit ICopyrightRegistry.RegistrationCancelled(text.digest, lin);
        VM.prank(stranger);
        registry.cancelRegistration(text, signature);
    }

    /// @dev What somebody else cancels has no effect on the registrant's text.
    function test_cancel_bySomebodyElseHasNoEffect() external {
        Registration memory text = _both(lin);
        bytes32 digest = _digest(text);
        VM.prank(stranger);
        registry.cancelRegistration(Cancellation({digest: digest, by: stranger, deadline: NOW}), "");
        registry.register(text, _noPaths(), _signature(lin, digest));
        VM.assertNotEq(_titleOf(Expected.assetId(text.assets[0], lin), WRK), 0, "recorded");
    }

    /// @dev The withdrawn text may not be relayed; its author may still say the same again in his own transaction.
    function test_cancel_doesNotBindTheRegistrantHimself() external {
        Registration memory text = _both(lin);
        VM.prank(lin);
        registry.cancelRegistration(Cancellation({digest: _digest(text), by: lin, deadline: NOW}), "");
        _register(text);
        VM.assertNotEq(_titleOf(Expected.assetId(text.assets[0], lin), WRK), 0, "recorded");
    }

    function _expectAsset(Registration memory text, uint256 index, uint64 priority) private {
        Asset memory asset = text.assets[index];
        bytes32 id = Expected.assetId(asset, text.registrant);
        VM.expectEmit(true, true, true, true, address(registry));
        emit ICopyrightRegistry.Registered(
            id,
            text.registrant,
            asset.fileTag,
            asset.assetType,
            asset.recordHash,
            text.root,
            priority,
            asset.links
        );
        for (uint256 i = 0; i < asset.splits.length; ++i) {
            Split memory split = asset.splits[i];
            bytes32 title = Expected.firstTitle(asset, text.registrant, i, priority, uint64(block.timestamp));
            VM.expectEmit(true, true, true, true, address(registry));
            emit ICopyrightRegistry.TitleRecorded(id, split.layer, 0, title, split.shares, split.unclaimed);
        }
    }

    function _ofType(uint8 assetType, uint8 first, uint8 last) private view returns (Asset memory asset) {
        if (assetType == ALBUM) return _album(keccak256("album"), keccak256("track"));
        asset.assetType = assetType;
        asset.recordHash = keccak256(abi.encode(assetType));
        asset.splits = new Split[](last - first + 1);
        for (uint8 layer = first; layer <= last; ++layer) {
            asset.splits[layer - first] = _sole(layer, lin);
        }
    }

    function _many(uint160 count) private pure returns (address[] memory accounts) {
        accounts = new address[](count);
        for (uint160 i = 0; i < count; ++i) {
            accounts[i] = address(i + 1);
        }
    }
}
