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
/// @param title Title hash on which the line was signed: its table names the licensors. 0 for a repertoire and for a
///        sub-licence, whose licensor is the licensee of its parent.
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
/// @param signers Everybody whose consent is needed, strictly ascending: all holders or their agents, all licensees,
///        and the licensees of earlier exclusive lines who let this deal pass.
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

/// @notice What the licensees of SOLE and EXCLUSIVE lines sign instead of the deal: its text and the heads they have
///         seen, so that they know every grant made before. EIP-712 type.
/// @param deal The deal.
/// @param heads For each line the head seen before this deal, 0 for a NONEXCLUSIVE line. Where holders gave a society
///        an overlapping COLLECTIVE that ended within 731 days, whose blankets run on, it is
///        keccak256(abi.encode(acc, head)); acc starts at 0 and becomes keccak256(abi.encode(acc, blankets' head)) for
///        each such mandate, in the order of the holders and of their lists.
struct Accept {
    Deal deal;
    bytes32[] heads;
}

/// @notice A line as the hash chains and the lists of exclusives keep it. Its hash shows that it is one, so its fields
///         are plain words.
/// @param deal Id of the deal.
/// @param index Place of the line in it.
/// @param usage Its uses.
/// @param territory Its countries.
/// @param start Its start.
/// @param end Its end as agreed.
/// @param exclusivity Its exclusivity.
/// @param licensee Its licensee.
struct Entry {
    bytes32 deal;
    uint256 index;
    uint256 usage;
    uint256 territory;
    uint256 start;
    uint256 end;
    uint256 exclusivity;
    address licensee;
}

/// @notice A list of exclusives, opened: `restricted` keeps keccak256(abi.encode(horizon, entries)).
/// @param horizon No later line may start before: the latest end that was dropped from the list.
/// @param ended Hint: bit i for an entry that was ended early and may be dropped. Not hashed.
/// @param entries SOLE and EXCLUSIVE lines, oldest first, at most 32.
struct Exclusives {
    uint256 horizon;
    uint256 ended;
    Entry[] entries;
}

/// @notice What a licensee has seen of a hash chain, and what came since.
/// @param head The head seen.
/// @param since The entries added since, oldest first.
struct Seen {
    bytes32 head;
    Entry[] since;
}

/// @notice Licensing power, given. EIP-712 type; its digest is the mandate's id.
/// @param givers Who gives it, strictly ascending; more than one only where it doesn't bar.
/// @param to Who may license.
/// @param kind 1 COLLECTIVE, 2 AGENCY, 3 ADMIN, 4 SUBPUBLISH, 5 JOINT_COLLECTION, 6 RECIPROCAL.
/// @param bars Whether the giver may no longer license himself.
/// @param cap Greatest exclusivity it may license, 1 to 3.
/// @param layer 1 to 4, or 0 for all.
/// @param usage Mask of uses.
/// @param territory Bitmap of countries.
/// @param start First second, UTC.
/// @param end Second after the last, UTC; 2^64-1 is open.
/// @param notice Seconds between a withdrawal and its effect.
/// @param asset One asset, or 0 for everything that the giver holds.
/// @param terms sha256 of the bundle of terms.
/// @param acceptBy Last second (UTC) at which it may be activated.
/// @param salt Makes two mandates of the same words two mandates.
struct Mandate {
    address[] givers;
    address to;
    uint8 kind;
    bool bars;
    uint8 cap;
    uint8 layer;
    uint32 usage;
    uint256 territory;
    uint64 start;
    uint64 end;
    uint32 notice;
    bytes32 asset;
    bytes32 terms;
    uint64 acceptBy;
    bytes32 salt;
}

/// @notice End of a mandate. EIP-712 type of the signature of `by`.
/// @param mandate Id of the mandate.
/// @param end Earliest end wished, UTC seconds; 0 is "as soon as the notice allows".
/// @param by A giver (of several: for himself alone), or the mandatary (for all).
/// @param deadline Last second (UTC) at which this may be recorded.
struct Withdrawal {
    bytes32 mandate;
    uint64 end;
    address by;
    uint64 deadline;
}

/// @notice A mandate that bars its giver, as his list keeps it: plain words, since the list's hash is known.
/// @param mandate Id of the mandate.
/// @param to Its mandatary.
/// @param kind Its kind.
/// @param layer Its layer, 0 for all.
/// @param asset Its asset, 0 for all.
/// @param usage Its uses.
/// @param territory Its countries.
/// @param start Its start.
/// @param end Its end as agreed.
struct Bar {
    bytes32 mandate;
    address to;
    uint256 kind;
    uint256 layer;
    bytes32 asset;
    uint256 usage;
    uint256 territory;
    uint256 start;
    uint256 end;
}

/// @notice The list of mandates that bar a member, opened: `barring` keeps keccak256(abi.encode(horizon, entries)).
/// @param member Whose list.
/// @param horizon No later line of his may start before: the latest end that was dropped from the list.
/// @param ended Hint: bit i for an entry that was ended early and may be dropped. Not hashed.
/// @param entries The mandates, oldest first, at most 16.
struct Bars {
    address member;
    uint256 horizon;
    uint256 ended;
    Bar[] entries;
}

/// @notice What some lines need beside their titles. Whatever is named by place counts from 0.
/// @param mandates Mandates by which agents sign for holders, each once.
/// @param routes Each a byte with the line, then the places of the mandates that lead from holders to a signer.
/// @param bars Lists of all holders who have one.
/// @param exclusives For each line, in order, whose chain has a list: that list.
/// @param ancestors Deals of the parents, and of theirs.
/// @param lineages For each sub-licence, in order: two bytes (place of the deal, line in it) for its parent, then for
///        the parent's parent and so on, up to a line that has none or survives the end of its parent.
/// @param heads Those of the `Accept`.
/// @param seen For each SOLE or EXCLUSIVE line, in order: each society's blankets, then, if it knows of such, or if
///        anything was added to it since, the line's own chain.
struct Proof {
    Mandate[] mandates;
    bytes[] routes;
    Bars[] bars;
    Exclusives[] exclusives;
    Deal[] ancestors;
    bytes[] lineages;
    bytes32[] heads;
    Seen[] seen;
}

/// @notice All that puts a deal in force.
/// @param deal The deal.
/// @param titles The titles on which the lines stand, each once.
/// @param proof One, or none where no line needs it.
/// @param signatures For each signer, in order: 2 bytes big-endian length, then the signature (EOA: 65 bytes r, s, v;
///        contract: whatever its ERC-1271 takes) of the deal's id, or of the `Accept` by licensees of exclusive lines.
struct Activation {
    Deal deal;
    Title[] titles;
    Proof[] proof;
    bytes signatures;
}

/// @title Licences that exist only when every side signed the same text
/// @notice There is no owner, no proxy and no pause.
interface ILicensing {
    /// @notice Every required party has signed: the lines are in force.
    /// @param deal Id of the deal.
    /// @param text The whole deal, so that its id can be computed again from the log alone.
    event DealActivated(bytes32 indexed deal, Deal text);

    /// @notice A line was added to the hash chain of its (asset, layer).
    /// @param chain titleKey(asset, layer); the parent's line id; keccak256(abi.encode(society, layer)) for a blanket;
    ///        and keccak256(abi.encode(agent)) once more for each agent who signed the line for a holder.
    /// @param deal Id of the deal.
    /// @param licensee Account licensed, 0 for ANYONE.
    /// @param index Place of the line in the deal.
    /// @param head New head: keccak256(abi.encode(previous head, entry)).
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

    /// @notice A list of exclusives was written anew; the line that follows in the same transaction is its last entry.
    ///         A chain's first exclusive line begins its list without this event.
    /// @param chain titleKey(asset, layer), or the parent's line id.
    /// @param horizon Its horizon.
    /// @param kept Bit i for each entry of the list before that stayed.
    /// @param list Its new hash.
    event ExclusivesChanged(bytes32 indexed chain, uint256 horizon, uint256 kept, bytes32 list);

    /// @notice Giver and mandatary have signed: the mandate is in force.
    /// @param mandate Id of the mandate.
    /// @param to Its mandatary.
    /// @param text The whole mandate.
    event MandateActivated(bytes32 indexed mandate, address indexed to, Mandate text);

    /// @notice A member's list of barring mandates was written anew; the mandate is its last entry. His first barring
    ///         mandate begins the list without this event.
    /// @param member Whose list.
    /// @param mandate The mandate added.
    /// @param horizon Its horizon.
    /// @param kept Bit i for each entry of the list before that stayed.
    /// @param list Its new hash.
    event BarsChanged(
        address indexed member, bytes32 indexed mandate, uint256 horizon, uint256 kept, bytes32 list
    );

    /// @notice A mandate ends, or ends earlier than recorded before.
    /// @param mandate Id of the mandate.
    /// @param giver The giver for whom it ends, 0 for all.
    /// @param end First second at which it is not in force, UTC.
    /// @param by Account that ended it.
    event MandateEnded(bytes32 indexed mandate, address indexed giver, uint64 end, address indexed by);

    /// @notice A party withdrew before activation: the mandate can never become active.
    /// @param mandate Id of the mandate.
    /// @param by The party.
    event MandateCancelled(bytes32 indexed mandate, address indexed by);

    /// @notice The deal or mandate is active already: nothing is left to do.
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
    /// @notice The title's holders changed, or it never was: sign anew on the title as it is now.
    error StaleTitle(uint256 line, bytes32 given, bytes32 current);
    /// @notice Somebody without a key holds units of the title: he must have claimed them first.
    error UnclaimedUnits(uint256 line);
    /// @notice The registry names another contract that licenses its titles.
    error WrongRegistry(address registry);
    /// @notice The title on which the line stands was not given.
    error TitleMissing(uint256 line);
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
    /// @notice A blanket line is NONEXCLUSIVE, runs 731 days at most, and has a licensee, no title and no children.
    error BadBlanket(uint256 line);
    /// @notice More levels of sub-licence than 4.
    error BadDepth(uint256 line, uint8 depth);
    /// @notice A sub-licence names no title and no consultation: its licensor is its parent's licensee.
    error BadSublicence(uint256 line);
    /// @notice Only a NONEXCLUSIVE sub-licence survives the end of its parent.
    error BadSurvival(uint256 line);
    /// @notice A consultation (CL 14(2)) replaces consent to a NONEXCLUSIVE line on WRK only.
    error BadConsult(uint256 line);
    /// @notice A SOLE or EXCLUSIVE line that is over before it is recorded.
    error ExclusiveInThePast(uint256 line, uint64 end);
    /// @notice More than one proof.
    error TooManyProofs(uint256 given);
    /// @notice The proof does not open what this line needs: an earlier list, a parent, a mandate, or a head.
    error ProofMissing(uint256 line);
    /// @notice The list of exclusives given is not the one on record: look at it as it is now.
    error ExclusivesMoved(uint256 line, bytes32 given, bytes32 current);
    /// @notice A list of barring mandates given is not the one on record: look at it as it is now.
    error BarsMoved(address member, bytes32 given, bytes32 current);
    /// @notice An earlier SOLE or EXCLUSIVE line, to another, covers some of the same.
    error ExclusiveConflict(uint256 line, bytes32 deal, uint256 index);
    /// @notice A grant that its licensee has not seen, made since he signed, covers some of the same.
    error UndisclosedEncumbrance(uint256 line, bytes32 deal, uint256 index);
    /// @notice The head seen and the entries since do not lead to the head on record.
    error HeadMoved(uint256 line, bytes32 reached, bytes32 current);
    /// @notice Not one head for every line, 0 for those that are NONEXCLUSIVE.
    error WrongHeads(uint256 given, uint256 expected);
    /// @notice The heads signed are not those from which the proof goes on.
    error NotAcknowledged(uint256 line, bytes32 signed, bytes32 seen);
    /// @notice Earlier exclusives were dropped from a list: no line may start before the last of them ended.
    error BeforeHorizon(uint256 line, uint256 start, uint256 horizon);
    /// @notice The list of exclusives is full.
    error TooManyExclusives(uint256 line, uint256 limit);
    /// @notice The holder gave this power away: the mandatary must sign for him.
    error BarredByMandate(uint256 line, address holder, bytes32 mandate);
    /// @notice The lineage given is empty, too long, or names what was not given.
    error BadLineage(uint256 line);
    /// @notice The line given is not the parent.
    error NotTheParent(uint256 line, bytes32 given, bytes32 expected);
    /// @notice The parent's deal is not active.
    error ParentNotActive(uint256 line, bytes32 deal);
    /// @notice The parent, or one of its own, is over.
    error ParentEnded(uint256 line, uint256 end);
    /// @notice The sub-licence is wider than its parent: 1 asset or layer, 2 usage, 3 territory, 4 time (or what is
    ///         left of an ancestor), 5 exclusivity, 6 depth.
    error ExceedsParent(uint256 line, uint8 what);
    /// @notice A route is too short, too long, or names a line or a mandate that was not given.
    error BadRoute(uint256 place);
    /// @notice The mandate is not active now.
    error MandateNotLive(uint256 line, bytes32 mandate);
    /// @notice The mandate does not cover the line.
    error MandateScope(uint256 line, bytes32 mandate);
    /// @notice The mandate does not stand on the one before it in the route.
    error RouteBroken(uint256 line, bytes32 mandate);
    /// @notice The giver is zero, twice there or out of order.
    error GiverOrder(address giver);
    /// @notice No giver, or more than the kind allows.
    error BadGivers(uint256 given, uint256 limit);
    /// @notice The mandatary is zero, or one of the givers.
    error BadMandatary(address to);
    /// @notice The kind is none of 1 to 6, or its `bars`, `cap` or `notice` are not those of its kind.
    error BadMandate(uint8 kind);
    /// @notice The giver is barred by another mandate already for some of the same.
    error OverlappingMandate(address giver, bytes32 mandate);
    /// @notice The member's list of barring mandates is full.
    error TooManyBars(address member, uint256 limit);
    /// @notice No line, or one that the deal does not have, was named.
    error BadLineSet(uint16 lines, uint256 count);
    /// @notice The line's rule does not let this account end it.
    error NotYours(uint256 line, address by);
    /// @notice The line ends no later already: nothing is left to do.
    error AlreadyEnded(uint256 line, uint256 end);
    /// @notice The account is no signer of the deal.
    error NotASigner(address account);

    /// @notice The registry whose titles are licensed.
    /// @return registry Address of the registry.
    function REGISTRY() external view returns (ICopyrightRegistry registry);

    /// @notice Puts a deal in force. Anybody may send it; consent lies in the signatures alone.
    /// @param activation The deal, what it stands on, and its signatures.
    /// @return id EIP-712 digest of the deal.
    function activate(Activation calldata activation) external returns (bytes32 id);

    /// @notice Puts a mandate in force. Anybody may send it.
    /// @param mandate The mandate.
    /// @param bars The giver's list, where it bars him and he has one; else none.
    /// @param signatures For each giver, in order, then for the mandatary: 2 bytes big-endian length, then the
    ///        signature of the mandate's id.
    /// @return id EIP-712 digest of the mandate.
    function activateMandate(Mandate calldata mandate, Bars[] calldata bars, bytes calldata signatures)
        external
        returns (bytes32 id);

    /// @notice Ends a mandate, never before this block's time plus its notice.
    /// @param mandate The mandate's text.
    /// @param withdrawal By whom, and when.
    /// @param signature Of `withdrawal.by`, or empty when he sends the transaction himself.
    function withdraw(Mandate calldata mandate, Withdrawal calldata withdrawal, bytes calldata signature) external;

    /// @notice Withdraws consent to a mandate before activation.
    /// @param mandate The mandate's text.
    /// @param cancellation Which mandate, and by whom.
    /// @param signature Of `cancellation.by`, or empty when he sends the transaction himself.
    function cancelMandate(Mandate calldata mandate, Cancellation calldata cancellation, bytes calldata signature)
        external;

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

    /// @notice Status word of a deal or mandate.
    /// @param digest Its id.
    /// @return word Bits 0-7: 0 unknown, 1 active, 2 cancelled; 8-23 bitmap of ended lines (of a mandate: bit 8 ended
    ///         for all, bit 9 ended for some givers, see `lineEnds`); 24-87 their end; 88-151 time of activation;
    ///         152-215 block of activation.
    function status(bytes32 digest) external view returns (uint256 word);

    /// @notice A second, different end within one deal, or the end of a mandate for one of several givers.
    /// @param line Line id, keccak256(abi.encode(deal, index)); for mandates keccak256(abi.encode(mandate, place of the
    ///        giver)).
    /// @return end UTC seconds, 0 if the status word's end applies.
    function lineEnds(bytes32 line) external view returns (uint64 end);

    /// @notice Head of a hash chain of lines.
    /// @param chain titleKey(asset, layer), the parent's line id, keccak256(abi.encode(society, layer)) for blankets,
    ///        or keccak256(abi.encode(agent)).
    /// @return head keccak256(abi.encode(previous head, entry)) of the newest, 0 if there is none.
    function heads(bytes32 chain) external view returns (bytes32 head);

    /// @notice Heads and lists of exclusives of several chains in one call.
    /// @param chains The chains.
    /// @return current For each its head.
    /// @return lists For each the hash of its list of exclusives.
    function headsOf(bytes32[] calldata chains)
        external
        view
        returns (bytes32[] memory current, bytes32[] memory lists);

    /// @notice The SOLE and EXCLUSIVE lines of an (asset, layer), or under a parent.
    /// @param chain titleKey(asset, layer), or the parent's line id.
    /// @return list keccak256(abi.encode(horizon, entries)), 0 if there never was one.
    function restricted(bytes32 chain) external view returns (bytes32 list);

    /// @notice The mandates that bar a member.
    /// @param member The member.
    /// @return list keccak256(abi.encode(horizon, entries)), 0 if there never was one.
    function barring(address member) external view returns (bytes32 list);

    /// @notice EIP-712 digest of a mandate.
    /// @param mandate The mandate.
    /// @return id What every party signs.
    function mandateId(Mandate calldata mandate) external view returns (bytes32 id);

    /// @notice EIP-712 digest of an `Accept`, a termination, a withdrawal, or anything else in this contract's domain.
    /// @param structHash Its hashStruct (EIP-712).
    /// @return digest What is signed.
    function typedDataHash(bytes32 structHash) external view returns (bytes32 digest);

    /// @notice EIP-712 digest of a deal.
    /// @param deal The deal.
    /// @return id What every signer signs.
    function dealId(Deal calldata deal) external view returns (bytes32 id);
}
