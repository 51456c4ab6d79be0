// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @notice A directed link from one asset to another.
/// @param kind 1 EMBODIES, 2 CONTAINS, 3 DERIVED_FROM, 4 VERSION_OF, 5 SAMPLES.
/// @param target Id of the asset linked to; it need not be on this chain.
struct Link {
    uint8 kind;
    bytes32 target;
}

/// @notice What one holder owns of one layer.
/// @param holder Account of the holder, never zero.
/// @param units Hundred-millionths of the layer: 100,000,000 is the whole.
struct Share {
    address holder;
    uint32 units;
}

/// @notice Units of somebody who has no key yet.
/// @param who Hash that tells later who it is, never zero.
/// @param units Hundred-millionths of the layer.
struct Unclaimed {
    bytes32 who;
    uint32 units;
}

/// @notice Who owns one layer of an asset.
/// @param layer 1 WRK, 2 PRF, 3 PHN, 4 AVP; 0 for a COMPILATION, which has no layer and an empty table.
/// @param shares Holders in strictly ascending order of account.
/// @param unclaimed Keyless holders in strictly ascending order of `who`.
struct Split {
    uint8 layer;
    Share[] shares;
    Unclaimed[] unclaimed;
}

/// @notice An asset as its registrant signs it.
/// @param assetType 1 MUSICAL_WORK, 2 LYRICS, 3 SOUND_RECORDING, 4 STEM, 5 AUDIOVISUAL, 6 COMPILATION.
/// @param recordHash sha256 of the record's RFC 8785 bytes (also the digest in its raw CIDv1), never zero.
/// @param fileTag sha256 of the file, keccak256(abi.encode(sha256, salt)) when sealed, 0 without a file.
/// @param links Links in strictly ascending order of (kind, target).
/// @param splits One split a layer of the type, in ascending order of layer.
struct Asset {
    uint8 assetType;
    bytes32 recordHash;
    bytes32 fileTag;
    Link[] links;
    Split[] splits;
}

/// @notice One or more assets registered together. EIP-712 type of the registrant's signature.
/// @param registrant Account that claims the titles.
/// @param assets The assets, e.g. a song and the recording that embodies it.
/// @param root Earlier anchor in whose tree every asset is a leaf (its time becomes the priority), or 0.
///        It is part of what is signed, so that a relay can't strip it and worsen the priority.
/// @param deadline Last second (UTC) at which this may be recorded.
struct Registration {
    address registrant;
    Asset[] assets;
    bytes32 root;
    uint64 deadline;
}

/// @notice Withdrawal of a signed text before it is recorded. EIP-712 type of the signature of `by`.
/// @param digest EIP-712 digest of the registration or deal.
/// @param by Account that withdraws: part of the text, so that one key behind two contract accounts can't be replayed.
/// @param deadline Last second (UTC) at which this may be recorded.
struct Cancellation {
    bytes32 digest;
    address by;
    uint64 deadline;
}

/// @title Registry of musical works, recordings, and the titles in them
/// @notice Records are permanent. There is no owner, no proxy and no pause: nobody, the deployer included, can alter,
///         hide or delete what was recorded.
interface ICopyrightRegistry {
    /// @notice A root was seen for the first time; the block's time is its time for ever.
    /// @param root The anchored 32 bytes.
    /// @param by Account that sent the transaction, of no legal weight.
    event Anchored(bytes32 indexed root, address indexed by);

    /// @notice An asset was recorded.
    /// @param asset keccak256(abi.encode(recordHash, registrant, factsHash)).
    /// @param registrant Account that claims it.
    /// @param fileTag File tag, 0 without a file.
    /// @param assetType Type of the asset.
    /// @param recordHash sha256 of its record.
    /// @param root Anchor whose time it took, or 0.
    /// @param priority UTC seconds at which it was committed to.
    /// @param links Its links.
    event Registered(
        bytes32 indexed asset,
        address indexed registrant,
        bytes32 indexed fileTag,
        uint8 assetType,
        bytes32 recordHash,
        bytes32 root,
        uint64 priority,
        Link[] links
    );

    /// @notice The table of one layer was recorded; the block's time is the `since` of its hash.
    /// @param asset Asset id.
    /// @param layer Layer of the asset.
    /// @param version 0 for the first table, one more for each later one.
    /// @param title The new value of `titles(titleKey(asset, layer))`.
    /// @param shares Holders.
    /// @param unclaimed Keyless holders.
    event TitleRecorded(
        bytes32 indexed asset,
        uint8 indexed layer,
        uint32 version,
        bytes32 title,
        Share[] shares,
        Unclaimed[] unclaimed
    );

    /// @notice A signed registration was cancelled by its signer before it was recorded.
    /// @param digest EIP-712 digest of the registration.
    /// @param by Its registrant.
    event RegistrationCancelled(bytes32 indexed digest, address indexed by);

    /// @notice Zero was given where a 32-byte value is needed.
    error ZeroRoot();
    /// @notice The registrant is the zero account.
    error ZeroRegistrant();
    /// @notice The registration holds no asset.
    error NoAssets();
    /// @notice More assets than one registration may hold.
    error TooManyAssets(uint256 given, uint256 limit);
    /// @notice The moment until which the signer allowed this has passed.
    error DeadlinePassed(uint64 deadline, uint256 time);
    /// @notice The signature is not the account's over this text.
    error BadSignature(address account, bytes32 digest);
    /// @notice The signer cancelled this text.
    error Cancelled(bytes32 digest);
    /// @notice The asset is recorded already: nothing is left to do.
    error AlreadyRegistered(bytes32 asset);
    /// @notice The type is none of 1 to 6.
    error UnknownAssetType(uint8 assetType);
    /// @notice An asset has no record hash.
    error ZeroRecordHash();
    /// @notice A compilation carries no file of its own.
    error FileNotAllowed(uint8 assetType, bytes32 fileTag);
    /// @notice The link at `index` is of an unknown kind, points nowhere, repeats or is out of order.
    error BadLink(uint256 index, uint8 kind, bytes32 target);
    /// @notice More links than an asset may have.
    error TooManyLinks(uint256 given, uint256 limit);
    /// @notice Not one split for every layer of the type.
    error WrongLayerCount(uint8 assetType, uint256 given, uint256 expected);
    /// @notice Another layer was expected at this place.
    error WrongLayer(uint8 assetType, uint8 given, uint8 expected);
    /// @notice A layer without holders, or a compilation with some.
    error BadTable(uint8 layer, uint256 holders);
    /// @notice More holders than a layer may have.
    error TooManyHolders(uint8 layer, uint256 given, uint256 limit);
    /// @notice The holder is zero, twice there or out of order.
    error HolderOrder(uint8 layer, address holder);
    /// @notice The keyless holder is zero, twice there or out of order.
    error UnclaimedOrder(uint8 layer, bytes32 who);
    /// @notice A holder of nothing.
    error ZeroUnits(uint8 layer, uint256 index);
    /// @notice The units do not add up to 100,000,000.
    error UnitsSum(uint8 layer, uint256 given);
    /// @notice The root was never anchored.
    error UnknownAnchor(bytes32 root);
    /// @notice Not one path for every asset (none at all without a root).
    error WrongPathCount(uint256 given, uint256 expected);
    /// @notice A path longer than any tree allowed here.
    error PathTooLong(uint256 given, uint256 limit);
    /// @notice The path does not lead from the asset to the root.
    error NotInAnchor(bytes32 asset, bytes32 root);

    /// @notice Keeps the time at which a root is first seen. Anchoring it again changes nothing.
    /// @param root 32 bytes, usually the root of an OpenZeppelin standard-v1 Merkle tree over
    ///        (recordHash, registrant, factsHash).
    /// @return time UTC seconds of the first block that held it.
    function anchor(bytes32 root) external returns (uint64 time);

    /// @notice Records assets and their first titles, sent by the registrant or by anybody with his signature.
    /// @param registration What is registered.
    /// @param paths With a root: for each asset the Merkle path from its leaf; without one: empty.
    /// @param signature Of the registrant (EOA: 65 bytes r, s, v; contract: whatever its ERC-1271 takes), or empty
    ///        when he sends the transaction himself.
    function register(Registration calldata registration, bytes32[][] calldata paths, bytes calldata signature)
        external;

    /// @notice Makes a signed registration void for ever. The mark is kept per account: what others cancel has no
    ///         effect on the registrant's text.
    /// @param cancellation Which registration, and by whom.
    /// @param signature Of `cancellation.by`, or empty when he sends the transaction himself.
    function cancelRegistration(Cancellation calldata cancellation, bytes calldata signature) external;

    /// @notice First time of a root and the number of its block.
    /// @param root The root.
    /// @return time UTC seconds, 0 if never anchored.
    /// @return blockNumber Block, 0 if never anchored.
    function anchors(bytes32 root) external view returns (uint64 time, uint64 blockNumber);

    /// @notice Hash of the title, which binds its whole history.
    /// @param key titleKey(asset, layer).
    /// @return title keccak256(abi.encode(key, previous, version, since, tableHash)), 0 if absent. `previous` of
    ///         version 0 is keccak256(abi.encode(priority, recordHash, registrant, factsHash)).
    function titles(bytes32 key) external view returns (bytes32 title);

    /// @notice Who claimed a file first.
    /// @param fileTag Tag of the file.
    /// @return priority Earliest priority, UTC seconds, 0 if nobody claimed it.
    /// @return registrant Its registrant, 0 after a tie between two.
    /// @return count How many assets claim the file.
    function claims(bytes32 fileTag) external view returns (uint64 priority, address registrant, uint32 count);

    /// @notice State of an EIP-712 digest.
    /// @param key keccak256(abi.encode(account, digest)).
    /// @return state 0 open, 2 cancelled.
    function status(bytes32 key) external view returns (uint256 state);

    /// @notice EIP-712 digest of a cancellation.
    /// @param cancellation The cancellation.
    /// @return digest What `by` signs.
    function cancellationDigest(Cancellation calldata cancellation) external view returns (bytes32 digest);

    /// @notice EIP-712 digest of a registration.
    /// @param registration The registration.
    /// @return digest What the registrant signs.
    function registrationDigest(Registration calldata registration) external view returns (bytes32 digest);
}
