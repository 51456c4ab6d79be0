// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Cancellation, ICopyrightRegistry, Title} from "./ICopyrightRegistry.sol";

/// @notice One permission. Every line of a deal is active, or none is.
/// @param asset Asset licensed, or 0 for a repertoire.
/// @param society Society whose repertoire is licensed, or 0 for an asset.
/// @param layer 1 WRK, 2 PRF, 3 PHN, 4 AVP.
/// @param usage Mask of uses, bits 0 to 30 (docs: usage codes); 0 and bit 31 are refused.
/// @param territory Bitmap of ISO 3166-1 countries; all ones is the world.
/// @param start First second, UTC.
/// @param end Second after the last, UTC; 2^64-1 is open.
/// @param exclusivity 1 NONEXCLUSIVE, 2 SOLE, 3 EXCLUSIVE.
/// @param licensee Account licensed, or 0 for ANYONE (a public licence).
/// @param title Title hash on which the line was signed: its table names the licensors. 0 for a repertoire.
/// @param parent Line under which this is a sub-licence, keccak256(abi.encode(deal, index)), or 0.
/// @param depth Levels of sub-licence still allowed below, 0 to 4.
/// @param consult Hash of the evidence that an absent co-owner was consulted (CL 14(2)), or 0.
/// @param revocation 1 AT_WILL, 2 FOR_CAUSE, 3 IRREVOCABLE.
/// @param revoker Who may end an AT_WILL line, else 0.
/// @param notice Seconds between a termination and its effect.
/// @param survives Whether a sub-licence survives the end of its parent.
struct Line {
    bytes32 asset;
    address society;
    uint8 layer;
    uint32 usage;
    uint256 territory;
    uint64 start;
    uint64 end;
    uint8 exclusivity;
    address licensee;
    bytes32 title;
    bytes32 parent;
    uint8 depth;
    bytes32 consult;
    uint8 revocation;
    address revoker;
    uint32 notice;
    bool survives;
}

/// @notice A deal, the unit of authorisation. EIP-712 type; its digest is the deal's id.
/// @param lines The permissions, 1 to 16.
/// @param signers Everybody whose consent is needed, strictly ascending: all holders, all licensees.
/// @param terms sha256 of the bundle of terms.
/// @param acceptBy Last second (UTC) at which it may be activated.
/// @param arbiter Who may end FOR_CAUSE lines, or 0.
/// @param crossTermination Whether the end of one line ends all.
/// @param salt Makes two deals of the same words two deals.
struct Deal {
    Line[] lines;
    address[] signers;
    bytes32 terms;
    uint64 acceptBy;
    address arbiter;
    bool crossTermination;
    bytes32 salt;
}

/// @notice End of lines. EIP-712 type of the signature of `by`.
/// @param deal Id of the deal.
/// @param lines Bitmap of the lines to end, bit i for line i.
/// @param end Earliest end wished, UTC seconds; 0 is "as soon as the notice allows".
/// @param by Account that ends them: part of the text, so that one key behind two contract accounts can't be replayed.
/// @param deadline Last second (UTC) at which this may be recorded.
struct Termination {
    bytes32 deal;
    uint16 lines;
    uint64 end;
    address by;
    uint64 deadline;
}

/// @title Licences that exist only when every side signed the same text
/// @notice There is no owner, no proxy and no pause.
interface ILicensing {
    /// @notice Every required party has signed: the lines are in force.
    /// @param deal Id of the deal.
    /// @param text The whole deal, so that its id can be computed again from the log alone.
    event DealActivated(bytes32 indexed deal, Deal text);

    /// @notice A line was added to the hash chain of its (asset, layer).
    /// @param chain titleKey(asset, layer).
    /// @param deal Id of the deal.
    /// @param licensee Account licensed, 0 for ANYONE.
    /// @param index Place of the line in the deal.
    /// @param head New head: keccak256(abi.encode(previous head, line id)).
    event LineActivated(
        bytes32 indexed chain, bytes32 indexed deal, address indexed licensee, uint256 index, bytes32 head
    );

    /// @notice A line ends, or ends earlier than recorded before.
    /// @param deal Id of the deal.
    /// @param index Place of the line in the deal.
    /// @param end First second at which it is not in force, UTC.
    /// @param by Account that ended it.
    event LineEnded(bytes32 indexed deal, uint256 indexed index, uint64 end, address indexed by);

    /// @notice A signer withdrew before activation: the deal can never become active.
    /// @param deal Id of the deal.
    /// @param by The signer.
    event DealCancelled(bytes32 indexed deal, address indexed by);

    /// @notice The deal is active already: nothing is left to do.
    error AlreadyActive(bytes32 deal);
    /// @notice The deal was cancelled by a signer.
    error Cancelled(bytes32 deal);
    /// @notice The deal was never activated.
    error NotActive(bytes32 deal);
    /// @notice The moment until which this was allowed has passed.
    error DeadlinePassed(uint64 deadline, uint256 time);
    /// @notice The signature is not the account's over this text.
    error BadSignature(address account, bytes32 digest);
    /// @notice The text given is not that of the deal named.
    error WrongDeal(bytes32 given, bytes32 expected);
    /// @notice The deal holds no line.
    error NoLines();
    /// @notice More lines than a deal may hold.
    error TooManyLines(uint256 given, uint256 limit);
    /// @notice More signers than a deal may have.
    error TooManySigners(uint256 given, uint256 limit);
    /// @notice The signer is zero, twice there or out of order.
    error SignerOrder(address signer);
    /// @notice A signer whom no line needs.
    error NeedlessSigner(address signer);
    /// @notice A holder, or a licensee, is not among the signers.
    error MissingSigner(uint256 line, address account);
    /// @notice The packed signatures end too early or too late.
    error SignatureBytes(uint256 given, uint256 expected);
    /// @notice Not one reference to a title for every line.
    error WrongTitleReferences(uint256 given, uint256 expected);
    /// @notice A line refers to a title that was not given, or one given is referred to by none.
    error NoSuchTitle(uint256 line, uint256 place);
    /// @notice The title's holders changed, or it never was: sign anew on the title as it is now.
    error StaleTitle(uint256 line, bytes32 given, bytes32 current);
    /// @notice Somebody without a key holds units of the title: he must have claimed them first.
    error UnclaimedUnits(uint256 line);
    /// @notice The registry names another contract that licenses its titles.
    error WrongRegistry(address registry);
    /// @notice The title given is of another asset or layer than the line.
    error TitleOfAnother(uint256 line, bytes32 asset, uint8 layer);
    /// @notice No asset and no society, or both.
    error BadTarget(uint256 line);
    /// @notice The layer is none of 1 to 4.
    error UnknownLayer(uint256 line, uint8 layer);
    /// @notice The mask is empty or holds a reserved bit.
    error BadUsage(uint256 line, uint32 usage);
    /// @notice No territory.
    error BadTerritory(uint256 line);
    /// @notice The line ends before it starts.
    error BadInterval(uint256 line, uint64 start, uint64 end);
    /// @notice The exclusivity is none of 1 to 3.
    error UnknownExclusivity(uint256 line, uint8 exclusivity);
    /// @notice The revocation rule is none of 1 to 3.
    error UnknownRevocation(uint256 line, uint8 revocation);
    /// @notice AT_WILL names a revoker, every other rule names none.
    error BadRevoker(uint256 line, address revoker);
    /// @notice A public licence is NONEXCLUSIVE, irrevocable and has no children.
    error BadPublicLicence(uint256 line);
    /// @notice A deal with crossTermination has one rule, one revoker and one notice.
    error CrossTerminationRules(uint256 line);
    /// @notice This version of the contract does not enforce that field yet, so it refuses it.
    error NotEnforcedYet(uint256 line, string field);
    /// @notice No line, or one that the deal does not have, was named.
    error BadLineSet(uint16 lines, uint256 count);
    /// @notice The line's rule does not let this account end it.
    error NotYours(uint256 line, address by);
    /// @notice The line ends no later already: nothing is left to do.
    error AlreadyEnded(uint256 line, uint64 end);
    /// @notice The account is no signer of the deal.
    error NotASigner(address account);

    /// @notice The registry whose titles are licensed.
    /// @return registry Address of the registry.
    function REGISTRY() external view returns (ICopyrightRegistry registry);

    /// @notice Puts a deal in force. Anybody may send it; consent lies in the signatures alone.
    /// @param deal The deal.
    /// @param titles Each title that the lines need, once.
    /// @param titleOf For each line one byte: the place of its title in `titles`.
    /// @param signatures For each signer, in order: 2 bytes big-endian length, then the signature of the deal's id
    ///        (EOA: 65 bytes r, s, v; contract: whatever its ERC-1271 takes).
    /// @return id EIP-712 digest of the deal.
    function activate(Deal calldata deal, Title[] calldata titles, bytes calldata titleOf, bytes calldata signatures)
        external
        returns (bytes32 id);

    /// @notice Ends lines, never before this block's time plus their notice.
    /// @param deal The deal's text.
    /// @param termination What ends, and by whom.
    /// @param signature Of `termination.by`, or empty when he sends the transaction himself.
    function terminate(Deal calldata deal, Termination calldata termination, bytes calldata signature) external;

    /// @notice Withdraws consent before activation: the deal can never become active.
    /// @param deal The deal's text.
    /// @param cancellation Which deal, and by whom.
    /// @param signature Of `cancellation.by`, or empty when he sends the transaction himself.
    function cancel(Deal calldata deal, Cancellation calldata cancellation, bytes calldata signature) external;

    /// @notice Status word of a deal.
    /// @param digest Id of the deal.
    /// @return word Bits 0-7: 0 unknown, 1 active, 2 cancelled; 8-23 bitmap of ended lines; 24-87 their end;
    ///         88-151 time of activation; 152-215 block of activation.
    function status(bytes32 digest) external view returns (uint256 word);

    /// @notice A second, different end within one deal.
    /// @param line Line id, keccak256(abi.encode(deal, index)).
    /// @return end UTC seconds, 0 if the status word's end applies.
    function lineEnds(bytes32 line) external view returns (uint64 end);

    /// @notice Head of a hash chain of lines.
    /// @param chain titleKey(asset, layer).
    /// @return head keccak256(abi.encode(previous head, line id)) of the newest, 0 if there is none.
    function heads(bytes32 chain) external view returns (bytes32 head);

    /// @notice EIP-712 digest of a deal.
    /// @param deal The deal.
    /// @return id What every signer signs.
    function dealId(Deal calldata deal) external view returns (bytes32 id);

    /// @notice EIP-712 digest of a termination.
    /// @param termination The termination.
    /// @return digest What `by` signs.
    function terminationDigest(Termination calldata termination) external view returns (bytes32 digest);

    /// @notice EIP-712 digest of a cancellation.
    /// @param cancellation The cancellation.
    /// @return digest What `by` signs.
    function cancellationDigest(Cancellation calldata cancellation) external view returns (bytes32 digest);
}
