// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Bars} from "./ILicensing.sol";

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

/// @notice A title as the registry keeps it, opened: its hash must equal the registry's.
/// @param asset Asset id.
/// @param layer Layer.
/// @param previous Hash before this version.
/// @param version Version of the table.
/// @param since Time of the block that recorded it, UTC seconds.
/// @param confirmed Whether every holder in the table had signed it when it was recorded.
/// @param shares Holders.
/// @param unclaimed Keyless holders.
struct Title {
    bytes32 asset;
    uint8 layer;
    bytes32 previous;
    uint32 version;
    uint64 since;
    bool confirmed;
    Share[] shares;
    Unclaimed[] unclaimed;
}

/// @notice The words of an asset id, which show who registered the asset.
/// @param recordHash sha256 of its record.
/// @param registrant Account that registered it.
/// @param facts keccak256(abi.encode(assetType, fileTag, links)).
struct Origin {
    bytes32 recordHash;
    address registrant;
    bytes32 facts;
}

/// @notice A holder's own signature under a split. EIP-712 type.
/// @param title Hash of the title.
/// @param holder Account that confirms it.
/// @param deadline Last second (UTC) at which this may be recorded.
struct Confirmation {
    bytes32 title;
    address holder;
    uint64 deadline;
}

/// @notice Another table instead of one that nobody but its registrant has signed. EIP-712 type of his signature.
/// @param title Hash of the title replaced.
/// @param shares Holders, ascending.
/// @param unclaimed Keyless holders, ascending.
/// @param deadline Last second (UTC) at which this may be recorded.
struct Replacement {
    bytes32 title;
    Share[] shares;
    Unclaimed[] unclaimed;
    uint64 deadline;
}

/// @notice Units of somebody without a key go to the account that he has now. EIP-712 type of the signatures of the
///         newcomer and either the registrant or all holders.
/// @param title Hash of the title.
/// @param who Which keyless holder.
/// @param newcomer His account.
/// @param deadline Last second (UTC) at which this may be recorded.
struct UnitsClaim {
    bytes32 title;
    bytes32 who;
    address newcomer;
    uint64 deadline;
}

/// @notice A transfer of units. EIP-712 type of the signatures of all holders before and after.
/// @param title Hash of the title before.
/// @param shares Holders after it, ascending; keyless holders stay as they are.
/// @param instrument Hash of the written contract behind it.
/// @param deadline Last second (UTC) at which this may be recorded.
struct Assignment {
    bytes32 title;
    Share[] shares;
    bytes32 instrument;
    uint64 deadline;
}

/// @notice A dispute about authorship, a title, a split or a forged consent. EIP-712 type of its opener's signature.
/// @param subject Title key keccak256(abi.encode(asset, layer)), or the id of a deal.
/// @param evidence Hash of what the opener says and shows.
/// @param by The opener.
/// @param deadline Last second (UTC) at which this may be recorded.
struct Opening {
    bytes32 subject;
    bytes32 evidence;
    address by;
    uint64 deadline;
}

/// @notice The opener gives his dispute up. EIP-712 type of his signature.
/// @param subject What the dispute is about.
/// @param by The opener.
/// @param deadline Last second (UTC) at which this may be recorded.
struct DisputeWithdrawal {
    bytes32 subject;
    address by;
    uint64 deadline;
}

/// @notice What an arbiter decided. EIP-712 type of his signature. Anybody may rule: whose ruling counts is said by an
///         Arbitration, or by the policy of who asks.
/// @param subject What the dispute is about.
/// @param opener Who opened it.
/// @param opening Which of his openings, from 1: see `openings`.
/// @param decision 1 upheld, 2 dismissed.
/// @param reasons Hash of the decision's text.
/// @param by The arbiter.
/// @param deadline Last second (UTC) at which this may be recorded.
struct Ruling {
    bytes32 subject;
    address opener;
    uint64 opening;
    uint8 decision;
    bytes32 reasons;
    address by;
    uint64 deadline;
}

/// @notice Both sides accept an arbiter. EIP-712 type of the signatures of the opener and of all holders of the title.
/// @param subject Title key.
/// @param title Hash of the title whose holders sign.
/// @param opener Who opened the dispute.
/// @param arbiter Whose ruling they accept.
/// @param deadline Last second (UTC) at which the title may be voided by this.
struct Arbitration {
    bytes32 subject;
    bytes32 title;
    address opener;
    address arbiter;
    uint64 deadline;
}

/// @notice What somebody testifies about an account. EIP-712 type of his signature.
/// @param party The account.
/// @param kind What is testified, never zero; which number means what is a convention of those who ask.
/// @param evidence Hash of the evidence; 0 takes back what was testified before.
/// @param by Who testifies.
/// @param deadline Last second (UTC) at which this may be recorded.
struct Attestation {
    address party;
    uint32 kind;
    bytes32 evidence;
    address by;
    uint64 deadline;
}

/// @notice A usage report or royalty statement. EIP-712 type of the signature of who makes it.
/// @param subject What it is about, e.g. a deal's id.
/// @param kind 1 usage report, 2 royalty statement.
/// @param from First second (UTC) of its period.
/// @param to The second after its last, above `from`.
/// @param root Merkle root of its rows, never zero.
/// @param by Who makes it.
/// @param deadline Last second (UTC) at which this may be recorded.
struct Statement {
    bytes32 subject;
    uint8 kind;
    uint64 from;
    uint64 to;
    bytes32 root;
    address by;
    uint64 deadline;
}

/// @notice The file that a sealed asset is of. EIP-712 type of its registrant's signature.
/// @param asset Asset id, which names the registrant.
/// @param file sha256 of the file, never zero.
/// @param salt What the asset's record kept secret.
/// @param deadline Last second (UTC) at which this may be recorded.
struct Reveal {
    bytes32 asset;
    bytes32 file;
    bytes32 salt;
    uint64 deadline;
}

/// @notice One version of a title, its table by its hash.
/// @param since Time of the block that recorded it, UTC seconds.
/// @param confirmed Whether every holder in the table had signed it when it was recorded.
/// @param table keccak256(abi.encode(shares, unclaimed)).
struct Version {
    uint64 since;
    bool confirmed;
    bytes32 table;
}

/// @notice The words of a sealed asset's id, and how one of its titles leads back to its priority.
/// @param registrant Account that registered it.
/// @param recordHash sha256 of its record.
/// @param assetType Type of the asset.
/// @param fileTag keccak256(abi.encode(sha256, salt)).
/// @param links Its links.
/// @param layer Any layer of the asset.
/// @param versions All versions of that layer's title, from the first on.
/// @param priority UTC seconds at which the asset was committed to.
struct Sealed {
    address registrant;
    bytes32 recordHash;
    uint8 assetType;
    bytes32 fileTag;
    Link[] links;
    uint8 layer;
    Version[] versions;
    uint64 priority;
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

    /// @notice A sealed asset was shown to be of a file, and counts from now on among the claims on it, with its own
    ///         priority.
    /// @param asset Asset id; Registered tells its registrant, priority and tag, keccak256(abi.encode(file, salt)).
    /// @param file sha256 of the file.
    /// @param salt The salt.
    event Revealed(bytes32 indexed asset, bytes32 indexed file, bytes32 salt);

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

    /// @notice A holder signed the split himself.
    /// @param title Hash of the title.
    /// @param holder The holder.
    event TitleConfirmed(bytes32 indexed title, address indexed holder);

    /// @notice Why a title has another version; the next version follows as TitleRecorded.
    /// @param title Hash of the title before.
    /// @param change 1 replaced by the registrant, 2 units claimed, 3 assigned.
    /// @param confirmed Whether every holder in the table that follows has signed it.
    /// @param detail The keyless holder whose units were claimed, or the hash of the instrument.
    event TitleChanged(bytes32 indexed title, uint8 change, bool confirmed, bytes32 detail);

    /// @notice An account cancelled a text: what it signed of it is void from now on. What is on record already stays.
    /// @param digest EIP-712 digest of the registration, or of a change of a title.
    /// @param by The signer.
    event RegistrationCancelled(bytes32 indexed digest, address indexed by);

    /// @notice A dispute was opened, or opened again after it was withdrawn.
    /// @param subject Title key, or id of a deal.
    /// @param opener Who opened it.
    /// @param evidence Hash of what he says and shows.
    /// @param digest EIP-712 digest of the Opening, from now on 1 in `status`.
    event DisputeOpened(bytes32 indexed subject, address indexed opener, bytes32 evidence, bytes32 digest);

    /// @notice A dispute was given up by its opener.
    /// @param subject Title key, or id of a deal.
    /// @param opener Who had opened it.
    /// @param digest EIP-712 digest of the DisputeWithdrawal, from now on 1 in `status`.
    event DisputeWithdrawn(bytes32 indexed subject, address indexed opener, bytes32 digest);

    /// @notice An arbiter ruled on an open dispute.
    /// @param subject Title key, or id of a deal.
    /// @param opener Who opened it.
    /// @param arbiter Who ruled.
    /// @param decision 1 upheld, 2 dismissed.
    /// @param reasons Hash of the decision's text.
    /// @param digest EIP-712 digest of the Ruling, from now on 1 in `status`.
    event DisputeResolved(
        bytes32 indexed subject,
        address indexed opener,
        address indexed arbiter,
        uint8 decision,
        bytes32 reasons,
        bytes32 digest
    );

    /// @notice A title was voided by an arbiter whom the opener and all holders had accepted.
    /// @param asset Asset id.
    /// @param layer Layer.
    /// @param title Hash of the title before; its slot is keccak256(abi.encode("VOID", title)) now.
    /// @param ruling Key of the ruling in `rulings`.
    event TitleVoided(bytes32 indexed asset, uint8 indexed layer, bytes32 title, bytes32 ruling);

    /// @notice Somebody testified about an account, or took it back.
    /// @param party The account.
    /// @param kind What was testified.
    /// @param by Who testified.
    /// @param evidence Hash of the evidence, 0 if he took it back.
    /// @param digest EIP-712 digest of the Attestation, from now on 1 in `status`.
    event Attested(
        address indexed party, uint32 indexed kind, address indexed by, bytes32 evidence, bytes32 digest
    );

    /// @notice A usage report or royalty statement was made, or corrected.
    /// @param subject What it is about.
    /// @param kind 1 usage report, 2 royalty statement.
    /// @param by Who made it.
    /// @param from First second of its period.
    /// @param to The second after its last.
    /// @param root Merkle root of its rows.
    /// @param digest EIP-712 digest of the Statement, from now on 1 in `status`.
    event Stated(
        bytes32 indexed subject,
        uint8 indexed kind,
        address indexed by,
        uint64 from,
        uint64 to,
        bytes32 root,
        bytes32 digest
    );

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
    /// @notice The sha256 of a file is not zero.
    error ZeroFile();
    /// @notice The file and salt given make another tag than the asset's: it is not of this file, or not sealed.
    error WrongSeal(bytes32 fileTag, bytes32 made);
    /// @notice The asset was revealed before: nothing is left to do.
    error AlreadyRevealed(bytes32 asset);

    /// @notice The title given is not the one on record: look at it as it is now.
    error TitleMoved(bytes32 given, bytes32 current);
    /// @notice The words given are not those of the asset's id.
    error WrongOrigin(bytes32 asset);
    /// @notice The account holds nothing in this title.
    error NotAHolder(address account);
    /// @notice The holder has confirmed this title: nothing is left to do.
    error AlreadyConfirmed(bytes32 title, address holder);
    /// @notice Somebody besides the registrant has signed on this title, or the registrant, who has given a barring
    ///         mandate, would lose units: it changes by assignment only.
    error TitleLocked(bytes32 title);
    /// @notice The title has no such keyless holder.
    error NothingToClaim(bytes32 who);
    /// @notice The table after is the table before.
    error NothingAssigned(bytes32 title);
    /// @notice The account must sign, and is not among the signers.
    error MissingConsent(address account);
    /// @notice Zero can't hold units.
    error ZeroNewcomer();
    /// @notice The holder has given barring mandates: the list of them is needed.
    error BarsMissing(address holder);
    /// @notice Units would leave a mandate without the mandatary's signature, and not to somebody who has given him one
    ///         as wide.
    error LeavesMandate(address holder, bytes32 mandate);

    /// @notice The text is on record already: nothing is left to do, and nothing to cancel.
    error AlreadyRecorded(bytes32 digest);
    /// @notice The opener has opened this dispute, and not withdrawn it.
    error DisputeIsOpen(bytes32 subject, address opener);
    /// @notice The account has no open dispute about this.
    error DisputeNotOpen(bytes32 subject, address opener);
    /// @notice The decision is neither 1 nor 2.
    error UnknownDecision(uint8 decision);
    /// @notice The arbiter has ruled on this dispute: he can't again, unless it is withdrawn and opened anew.
    error AlreadyRuled(bytes32 subject, address opener, address arbiter);
    /// @notice The ruling is about another opening than the one that is open now.
    error WrongOpening(uint64 given, uint256 current);
    /// @notice What was ruled or accepted is about another subject than this title.
    error WrongSubject(bytes32 given, bytes32 key);
    /// @notice The ruling is on somebody else's dispute, or by another arbiter, than was accepted.
    error WrongRuling(address opener, address arbiter);
    /// @notice The ruling given is not on record, not of the dispute as it is open now, or did not uphold it.
    error NotUpheld(bytes32 ruling);
    /// @notice Some units have no holder with a key, or there is no holder: nobody can accept an arbiter for them.
    error TitleIncomplete(bytes32 title);
    /// @notice An attestation must say of which kind it is.
    error ZeroKind();
    /// @notice There is nothing that could be taken back.
    error NothingAttested(address party, uint32 kind);
    /// @notice The kind is neither 1 nor 2.
    error UnknownStatementKind(uint8 kind);
    /// @notice The period ends before it begins, or with it.
    error BadPeriod(uint64 from, uint64 to);

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

    /// @notice Shows that a sealed asset is of a file, and enters it among the claims on that file with the priority of
    ///         its registration: once, by its registrant or by anybody with his signature. What others registered
    ///         under its tag or under the file changes nothing, nor does it matter whose the titles are by now.
    /// @param revelation What the registrant signs.
    /// @param words The words of the asset's id, which name him, and the history of one title, which binds priority.
    /// @param signature Of the registrant, or empty when he sends the transaction himself.
    function reveal(Reveal calldata revelation, Sealed calldata words, bytes calldata signature) external;

    /// @notice Makes a text that this contract takes void for ever, as far as a signature of `by` goes; what he sends
    ///         himself he consents to anew. The mark is kept per account: what others cancel has no effect on the
    ///         registrant's text.
    /// @param cancellation Which text, and by whom.
    /// @param signature Of `cancellation.by`, or empty when he sends the transaction himself.
    function cancelRegistration(Cancellation calldata cancellation, bytes calldata signature) external;

    /// @notice Records that a holder has signed the split himself.
    /// @param title The title, opened.
    /// @param confirmation What the holder signs.
    /// @param signature Of the holder, or empty when he sends the transaction himself.
    function confirmTitle(Title calldata title, Confirmation calldata confirmation, bytes calldata signature) external;

    /// @notice Gives a title another table, while nobody but the registrant has signed anything on it.
    /// @param title The title, opened.
    /// @param origin The words of the asset's id.
    /// @param replacement What the registrant signs.
    /// @param signature Of the registrant, or empty when he sends the transaction himself.
    function replaceTitle(
        Title calldata title,
        Origin calldata origin,
        Replacement calldata replacement,
        bytes calldata signature
    ) external;

    /// @notice Gives the units of a keyless holder to the account that he has now.
    /// @param title The title, opened.
    /// @param origin The words of the asset's id.
    /// @param claim What is signed.
    /// @param signers Strictly ascending: the newcomer, and the registrant or all holders.
    /// @param signatures For each signer, in order: 2 bytes big-endian length, then his signature.
    function claimShares(
        Title calldata title,
        Origin calldata origin,
        UnitsClaim calldata claim,
        address[] calldata signers,
        bytes calldata signatures
    ) external;

    /// @notice Moves units.
    /// @param title The title before, opened.
    /// @param assignment What is signed.
    /// @param signers Strictly ascending: all holders before and after, and mandataries whose mandates units leave.
    /// @param bars Lists of barring mandates of those who give units away and have one, and, where the mandatary does
    ///        not sign, of those who gain them.
    /// @param signatures For each signer, in order: 2 bytes big-endian length, then his signature.
    function assign(
        Title calldata title,
        Assignment calldata assignment,
        address[] calldata signers,
        Bars[] calldata bars,
        bytes calldata signatures
    ) external;

    /// @notice Opens a dispute. It only flags, until an arbiter rules whom both sides or a verifier's policy accept.
    /// @param opening What the opener signs.
    /// @param signature Of the opener, or empty when he sends the transaction himself.
    function openDispute(Opening calldata opening, bytes calldata signature) external;

    /// @notice Gives a dispute up. It may be opened again, with another text.
    /// @param withdrawal What the opener signs.
    /// @param signature Of the opener, or empty when he sends the transaction himself.
    function withdrawDispute(DisputeWithdrawal calldata withdrawal, bytes calldata signature) external;

    /// @notice Records what an arbiter decided about an open dispute: once for each opening of it.
    /// @param ruling What the arbiter signs.
    /// @param signature Of the arbiter, or empty when he sends the transaction himself.
    function resolveDispute(Ruling calldata ruling, bytes calldata signature) external;

    /// @notice Voids a title for ever: the opener and all its holders had accepted the arbiter, and he upheld the
    ///         dispute, which is open still.
    /// @param title The title, opened.
    /// @param ruling The ruling as it was recorded.
    /// @param arbitration What the opener and all holders sign.
    /// @param signers Strictly ascending: the opener and all holders.
    /// @param signatures For each signer, in order: 2 bytes big-endian length, then his signature.
    function voidTitle(
        Title calldata title,
        Ruling calldata ruling,
        Arbitration calldata arbitration,
        address[] calldata signers,
        bytes calldata signatures
    ) external;

    /// @notice Testifies about an account, or takes it back. Whose word counts is the policy of who asks.
    /// @param attestation What is signed.
    /// @param signature Of `attestation.by`, or empty when he sends the transaction himself.
    function attest(Attestation calldata attestation, bytes calldata signature) external;

    /// @notice Records a usage report or royalty statement; another one of the same period corrects it.
    /// @param statement What is signed.
    /// @param signature Of `statement.by`, or empty when he sends the transaction himself.
    function state(Statement calldata statement, bytes calldata signature) external;

    /// @notice Who has confirmed a title.
    /// @param title Hash of the title.
    /// @return holders Bit i for the holder at place i of its table. Where `confirmed` is set in a title, all signed.
    function confirmations(bytes32 title) external view returns (uint256 holders);

    /// @notice The contract that licenses these titles.
    /// @return licensing Its address.
    function LICENSING() external view returns (address licensing);

    /// @notice First time of a root and the number of its block.
    /// @param root The root.
    /// @return time UTC seconds, 0 if never anchored.
    /// @return blockNumber Block, 0 if never anchored.
    function anchors(bytes32 root) external view returns (uint64 time, uint64 blockNumber);

    /// @notice Hash of the title, which binds its whole history.
    /// @param key titleKey(asset, layer).
    /// @return title keccak256(abi.encode(key, previous, version, since, confirmed, tableHash)), 0 if absent.
    ///         `previous` of version 0 is keccak256(abi.encode(priority, recordHash, registrant, factsHash)).
    ///         Once voided: keccak256(abi.encode("VOID", title before)), which nothing opens.
    function titles(bytes32 key) external view returns (bytes32 title);

    /// @notice The file that a sealed asset turned out to be of.
    /// @param asset Asset id.
    /// @return file sha256 of the file, 0 if the asset was never revealed.
    function unsealedAs(bytes32 asset) external view returns (bytes32 file);

    /// @notice Who claimed a file first.
    /// @param fileTag Tag of the file. Under a file's sha256 stand sealed assets too, from their reveal on.
    /// @return priority Earliest priority, UTC seconds, 0 if nobody claimed it.
    /// @return registrant Its registrant, 0 after a tie between two.
    /// @return count How many assets claim the file.
    function claims(bytes32 fileTag) external view returns (uint64 priority, address registrant, uint32 count);

    /// @notice State of an EIP-712 digest.
    /// @param key keccak256(abi.encode(account, digest)); account 0: whether anybody at all cancelled it.
    /// @return state 0 open, 1 recorded (texts of disputes, attestations and statements: each at most once),
    ///         2 cancelled.
    function status(bytes32 key) external view returns (uint256 state);

    /// @notice All that ever happened in the disputes about a subject.
    /// @param subject Title key, or id of a deal.
    /// @return head keccak256(abi.encode(previous head, uint8 action, account, opener, detail, uint64 time)) of the
    ///         last action: 1 opened (detail: evidence), 2 withdrawn (detail: 0), 3 ruled upheld, 4 ruled dismissed
    ///         (detail: reasons). `account` is who acted, `time` the block's. 0 if there never was a dispute.
    function disputes(bytes32 subject) external view returns (bytes32 head);

    /// @notice One opener's dispute about a subject.
    /// @param key keccak256(abi.encode(subject, opener)).
    /// @return word Bits 0-7: 1 open, 2 withdrawn; 8-71 time and 72-135 block of that; from 136:
    ///         how often he opened it.
    function openings(bytes32 key) external view returns (uint256 word);

    /// @notice What an arbiter ruled last on an opener's dispute.
    /// @param key keccak256(abi.encode(subject, opener, arbiter)).
    /// @return word Bits 0-7: 1 upheld, 2 dismissed; 8-71 time and 72-135 block of the ruling; from 136: which of the
    ///         opener's openings it is about, the first being 1.
    function rulings(bytes32 key) external view returns (uint256 word);

    /// @notice All that somebody ever testified about an account.
    /// @param key keccak256(abi.encode(by, party, uint32 kind)).
    /// @return head keccak256(abi.encode(previous head, evidence, uint64 time)), 0 if nothing.
    function attestations(bytes32 key) external view returns (bytes32 head);

    /// @notice A statement and all that it corrects.
    /// @param key keccak256(abi.encode(by, subject, uint8 kind, uint64 from, uint64 to)).
    /// @return head keccak256(abi.encode(previous head, root, uint64 time)), 0 if there is none.
    function statements(bytes32 key) external view returns (bytes32 head);

    /// @notice EIP-712 digest of anything in this contract's domain.
    /// @param structHash Its hashStruct (EIP-712).
    /// @return digest What is signed.
    function typedDataHash(bytes32 structHash) external view returns (bytes32 digest);
}
