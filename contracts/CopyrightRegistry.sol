// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {Annals} from "./Annals.sol";
import {TitleBook} from "./TitleBook.sol";
import {
    Asset,
    Cancellation,
    ICopyrightRegistry,
    Link,
    Registration,
    Reveal,
    Sealed,
    Share,
    Split,
    Unclaimed,
    Version
} from "./interfaces/ICopyrightRegistry.sol";
import {RegistryTypes} from "./libraries/RegistryTypes.sol";
import {Titles} from "./libraries/Titles.sol";

/// @title Registry of musical works, recordings, and the titles in them
contract CopyrightRegistry is Annals {
    struct AnchorTime {
        uint64 time;
        uint64 blockNumber;
    }

    struct Claim {
        uint64 priority;
        address registrant;
        uint32 count;
    }

    /// @dev An album of thirty tracks and itself; what needs more is a batch, or two registrations.
    uint256 private constant MAX_ASSETS = 32;
    /// @dev 2^40 leaves: no tree of works is deeper.
    uint256 private constant MAX_PATH = 40;

    /// @inheritdoc ICopyrightRegistry
    mapping(bytes32 root => AnchorTime) public anchors;
    /// @inheritdoc ICopyrightRegistry
    mapping(bytes32 fileTag => Claim) public claims;
    /// @inheritdoc ICopyrightRegistry
    mapping(bytes32 asset => bytes32) public unsealedAs;

    /// @param licensing The contract that will license these titles; it refuses a registry that names another.
    constructor(address licensing) TitleBook(licensing) EIP712("Songdeed Registry", "1") {}

    /// @inheritdoc ICopyrightRegistry
    function anchor(bytes32 root) external returns (uint64) {
        if (root == 0) revert ZeroRoot();
        uint64 first = anchors[root].time;
        if (first != 0) return first;
        uint64 time = uint64(block.timestamp);
        anchors[root] = AnchorTime(time, uint64(block.number));
        emit Anchored(root, msg.sender);
        return time;
    }

    /// @inheritdoc ICopyrightRegistry
    function register(Registration calldata registration, bytes32[][] calldata paths, bytes calldata signature)
        external
    {
        Asset[] calldata assets = registration.assets;
        uint256 count = assets.length;
        if (count == 0) revert NoAssets();
        if (count > MAX_ASSETS) revert TooManyAssets(count, MAX_ASSETS);
        bytes32 root = registration.root;
        (uint256 expected, uint64 priority) = root == 0 ? (0, uint64(block.timestamp)) : (count, anchors[root].time);
        if (paths.length != expected) revert WrongPathCount(paths.length, expected);
        if (priority == 0) revert UnknownAnchor(root);
        for (uint256 i = 0; i < count; ++i) {
            bytes32 asset = _record(assets[i], registration.registrant, root, priority);
            if (root != 0) _checkPath(asset, root, paths[i]);
        }
        // Last, so that a wallet that is asked finds everything final.
        _consent(registration, signature);
    }

    /// @inheritdoc ICopyrightRegistry
    function cancelRegistration(Cancellation calldata cancellation, bytes calldata signature) external {
        address by = cancellation.by;
        if (block.timestamp > cancellation.deadline) revert DeadlinePassed(cancellation.deadline, block.timestamp);
        bytes32 key = _statusKey(by, cancellation.digest);
        uint256 state = status[key];
        if (state == CANCELLED) revert Cancelled(cancellation.digest);
        if (state == RECORDED) revert AlreadyRecorded(cancellation.digest);
        // Account 0 never signs: its mark says that somebody cancelled, and can't be taken for anybody's own.
        (status[key], status[_statusKey(address(0), cancellation.digest)]) = (CANCELLED, CANCELLED);
        emit RegistrationCancelled(cancellation.digest, by);
        if (signature.length == 0 && msg.sender == by) return;
        _checkSignature(by, typedDataHash(RegistryTypes.hash(cancellation)), signature);
    }

    /// @inheritdoc ICopyrightRegistry
    function reveal(Reveal calldata revelation, Sealed calldata words, bytes calldata signature) external {
        (bytes32 asset, bytes32 file, bytes32 salt) = (revelation.asset, revelation.file, revelation.salt);
        if (block.timestamp > revelation.deadline) revert DeadlinePassed(revelation.deadline, block.timestamp);
        if (file == 0) revert ZeroFile();
        bytes32 made = keccak256(abi.encode(file, salt));
        if (made != words.fileTag) revert WrongSeal(words.fileTag, made);
        if (unsealedAs[asset] != 0) revert AlreadyRevealed(asset);
        _checkPriority(asset, words);
        unsealedAs[asset] = file;
        _claim(file, words.priority, words.registrant);
        emit Revealed(asset, file, salt);
        _checkConsent(words.registrant, typedDataHash(RegistryTypes.hash(revelation)), signature);
    }

    /// @dev Writes one asset: its titles, its claim on the file, its events.
    function _record(Asset calldata asset, address registrant, bytes32 root, uint64 priority)
        private
        returns (bytes32 id)
    {
        bytes32 recordHash = asset.recordHash;
        if (recordHash == 0) revert ZeroRecordHash();
        bytes32 fileTag = asset.fileTag;
        bytes32 origin;
        {
            uint8 assetType = asset.assetType;
            Link[] calldata links = asset.links;
            Titles.checkLinks(links);
            bytes32 facts = Titles.factsHash(assetType, fileTag, links);
            id = Titles.assetId(recordHash, registrant, facts);
            origin = keccak256(abi.encode(priority, recordHash, registrant, facts));
            emit Registered(id, registrant, fileTag, assetType, recordHash, root, priority, links);
        }
        _firstTitles(id, origin, asset);
        if (fileTag != 0) _claim(fileTag, priority, registrant);
    }

    function _firstTitles(bytes32 id, bytes32 origin, Asset calldata asset) private {
        uint8 assetType = asset.assetType;
        Split[] calldata splits = asset.splits;
        (uint256 layer, uint256 last) = Titles.layersOf(assetType);
        if (layer == 0 && asset.fileTag != 0) revert FileNotAllowed(assetType, asset.fileTag);
        uint256 layers = last + 1 - layer;
        if (splits.length != layers) revert WrongLayerCount(assetType, splits.length, layers);
        for (uint256 i = 0; i < layers; ++i) {
            Split calldata split = splits[i];
            uint8 given = split.layer;
            if (given != layer + i) revert WrongLayer(assetType, given, uint8(layer + i));
            _firstTitle(id, origin, given, split);
        }
    }

    function _firstTitle(bytes32 id, bytes32 origin, uint8 layer, Split calldata split) private {
        Share[] calldata shares = split.shares;
        Unclaimed[] calldata unclaimed = split.unclaimed;
        Titles.checkTable(layer, shares, unclaimed);
        bytes32 key = Titles.key(id, layer);
        if (titles[key] != 0) revert AlreadyRegistered(id);
        bytes32 table = Titles.tableHash(shares, unclaimed);
        bytes32 title = Titles.titleHash(key, origin, 0, uint64(block.timestamp), false, table);
        titles[key] = title;
        emit TitleRecorded(id, layer, 0, title, shares, unclaimed);
    }

    /// @dev Keeps the earliest claim; two of the same time leave nobody named.
    function _claim(bytes32 fileTag, uint64 priority, address registrant) private {
        Claim storage claim = claims[fileTag];
        (uint64 first, address by, uint32 count) = (claim.priority, claim.registrant, claim.count);
        if (count == 0 || priority < first) {
            (first, by) = (priority, registrant);
        } else if (priority == first && registrant != by) {
            by = address(0);
        }
        if (count != type(uint32).max) {
            unchecked {
                ++count;
            }
        }
        (claim.priority, claim.registrant, claim.count) = (first, by, count);
    }

    function _consent(Registration calldata registration, bytes calldata signature) private view {
        address registrant = registration.registrant;
        if (registrant == address(0)) revert ZeroRegistrant();
        if (block.timestamp > registration.deadline) revert DeadlinePassed(registration.deadline, block.timestamp);
        if (signature.length == 0 && msg.sender == registrant) return;
        _checkConsent(registrant, typedDataHash(RegistryTypes.hash(registration)), signature);
    }

    /// @dev Reverts unless the words are those of the asset's id and lead, with the priority, to a title on record.
    ///      `claims` of the tag would not do: whoever copied the tag in time stands there.
    function _checkPriority(bytes32 asset, Sealed calldata words) private view {
        (bytes32 recordHash, address registrant) = (words.recordHash, words.registrant);
        bytes32 facts = Titles.factsHash(words.assetType, words.fileTag, words.links);
        if (Titles.assetId(recordHash, registrant, facts) != asset) revert WrongOrigin(asset);
        bytes32 key = Titles.key(asset, words.layer);
        bytes32 title = keccak256(abi.encode(words.priority, recordHash, registrant, facts));
        Version[] calldata versions = words.versions;
        for (uint256 i = 0; i < versions.length; ++i) {
            Version calldata each = versions[i];
            title = Titles.titleHash(key, title, uint32(i), each.since, each.confirmed, each.table);
        }
        bytes32 kept = titles[key];
        if (title != kept && Titles.voided(title) != kept) revert TitleMoved(title, kept);
    }

    function _checkPath(bytes32 asset, bytes32 root, bytes32[] calldata path) private pure {
        if (path.length > MAX_PATH) revert PathTooLong(path.length, MAX_PATH);
        bytes32 leaf = keccak256(abi.encode(asset));
        if (!MerkleProof.verifyCalldata(path, root, leaf)) revert NotInAnchor(asset, root);
    }
}
