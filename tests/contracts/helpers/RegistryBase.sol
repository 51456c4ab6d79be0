// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CopyrightRegistry} from "../../../contracts/CopyrightRegistry.sol";
import {Licensing} from "../../../contracts/Licensing.sol";
import {
    Asset,
    Cancellation,
    ICopyrightRegistry,
    Link,
    Registration,
    Share,
    Split,
    Unclaimed
} from "../../../contracts/interfaces/ICopyrightRegistry.sol";
import {Expected} from "./Expected.sol";
import {TestBase} from "./TestBase.sol";

/// @title A registry, three people, and texts to register
abstract contract RegistryBase is TestBase {
    uint32 internal constant WHOLE = 100_000_000;
    uint8 internal constant WORK = 1;
    uint8 internal constant LYRICS = 2;
    uint8 internal constant RECORDING = 3;
    uint8 internal constant STEM = 4;
    uint8 internal constant VIDEO = 5;
    uint8 internal constant ALBUM = 6;
    uint8 internal constant WRK = 1;
    uint8 internal constant PRF = 2;
    uint8 internal constant PHN = 3;
    uint8 internal constant AVP = 4;
    uint256 internal constant CANCELLED = 2;

    bytes32 internal constant RECORD = keccak256("record");
    bytes32 internal constant FILE = keccak256("file");

    CopyrightRegistry internal registry;
    Licensing internal licensing;
    address internal lin;
    address internal hao;
    address internal venue;
    address internal stranger;

    function setUp() public virtual {
        VM.warp(NOW);
        VM.roll(BLOCK);
        lin = _account("lin");
        hao = _account("hao");
        venue = _account("venue");
        stranger = _account("stranger");
        registry = CopyrightRegistry(_deploy("CopyrightRegistry", _second()));
        licensing = Licensing(_deploy("Licensing", address(registry)));
    }

    function _share(address holder, uint32 units) internal pure returns (Share memory) {
        return Share({holder: holder, units: units});
    }

    /// @dev A layer that one account owns alone.
    function _sole(uint8 layer, address holder) internal pure returns (Split memory split) {
        split.layer = layer;
        split.shares = new Share[](1);
        split.shares[0] = _share(holder, WHOLE);
    }

    /// @dev A layer in equal shares, remainders to the first; holders in ascending order.
    function _equal(uint8 layer, address[] memory holders) internal pure returns (Split memory split) {
        split.layer = layer;
        split.shares = new Share[](holders.length);
        uint256 part = WHOLE / holders.length;
        uint256 more = WHOLE % holders.length;
        for (uint256 i = 0; i < holders.length; ++i) {
            split.shares[i] = _share(holders[i], uint32(i < more ? part + 1 : part));
        }
    }

    /// @dev A song without a file, owned by one.
    function _song(bytes32 recordHash, address holder) internal pure returns (Asset memory asset) {
        asset.assetType = WORK;
        asset.recordHash = recordHash;
        asset.splits = new Split[](1);
        asset.splits[0] = _sole(WRK, holder);
    }

    /// @dev A recording of a song, both layers owned by one.
    function _recording(bytes32 recordHash, bytes32 fileTag, bytes32 song, address holder)
        internal
        pure
        returns (Asset memory asset)
    {
        asset.assetType = RECORDING;
        asset.recordHash = recordHash;
        asset.fileTag = fileTag;
        asset.links = new Link[](1);
        asset.links[0] = Link({kind: 1, target: song});
        asset.splits = new Split[](2);
        asset.splits[0] = _sole(PRF, holder);
        asset.splits[1] = _sole(PHN, holder);
    }

    function _album(bytes32 recordHash, bytes32 track) internal pure returns (Asset memory asset) {
        asset.assetType = ALBUM;
        asset.recordHash = recordHash;
        asset.links = new Link[](1);
        asset.links[0] = Link({kind: 2, target: track});
        asset.splits = new Split[](1);
    }

    function _registration(address registrant, Asset memory asset) internal pure returns (Registration memory text) {
        text.registrant = registrant;
        text.assets = new Asset[](1);
        text.assets[0] = asset;
        text.deadline = FOREVER;
    }

    /// @dev A song and the recording that embodies it, by one registrant.
    function _both(address registrant) internal pure returns (Registration memory text) {
        text.registrant = registrant;
        text.assets = new Asset[](2);
        text.assets[0] = _song(RECORD, registrant);
        bytes32 song = Expected.assetId(text.assets[0], registrant);
        text.assets[1] = _recording(keccak256("recording"), FILE, song, registrant);
        text.deadline = FOREVER;
    }

    function _noPaths() internal pure returns (bytes32[][] memory) {
        return new bytes32[][](0);
    }

    function _onePath(bytes32[] memory path) internal pure returns (bytes32[][] memory paths) {
        paths = new bytes32[][](1);
        paths[0] = path;
    }

    /// @dev Registered by the registrant himself, with no anchor.
    function _register(Registration memory text) internal {
        VM.prank(text.registrant);
        registry.register(text, _noPaths(), "");
    }

    function _digest(Registration memory text) internal view returns (bytes32) {
        return Expected.registryDigest(address(registry), Expected.hash(text));
    }

    function _digest(Cancellation memory text) internal view returns (bytes32) {
        return Expected.registryDigest(address(registry), Expected.hash(text));
    }

    /// @dev Sent by the registrant himself, it must be refused with these bytes.
    function _refusedRegistration(Registration memory text, bytes memory refusal) internal {
        VM.prank(text.registrant);
        _refused(refusal);
        registry.register(text, _noPaths(), "");
    }

    function _titleOf(bytes32 asset, uint8 layer) internal view returns (bytes32) {
        return registry.titles(Expected.titleKey(asset, layer));
    }

    function _assertClaim(bytes32 tag, uint64 priority, address registrant, uint32 count) internal view {
        (uint64 gotPriority, address gotRegistrant, uint32 gotCount) = registry.claims(tag);
        VM.assertEq(gotPriority, priority, "priority of the claim");
        VM.assertEq(gotRegistrant, registrant, "registrant of the claim");
        VM.assertEq(gotCount, count, "count of claims");
    }
}
