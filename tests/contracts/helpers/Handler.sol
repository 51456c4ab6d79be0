// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CopyrightRegistry} from "../../../contracts/CopyrightRegistry.sol";
import {Licensing} from "../../../contracts/Licensing.sol";
import {
    Asset,
    Cancellation,
    Registration,
    Share,
    Split,
    Title
} from "../../../contracts/interfaces/ICopyrightRegistry.sol";
import {Activation, Deal, Line, Proof, Termination} from "../../../contracts/interfaces/ILicensing.sol";
import {Expected} from "./Expected.sol";
import {Drafts} from "./Drafts.sol";

/// @title Four people who do with the ledger whatever a random number says, right and wrong
contract Handler is Drafts {
    uint256 private constant MOST_TITLES = 12;
    uint256 private constant MOST_DEALS = 40;

    uint64 private number;

    /// @notice How many calls of each kind took effect: a run in which nothing happens proves nothing.
    uint256 public anchored;
    uint256 public registered;
    uint256 public activated;
    uint256 public ended;
    uint256 public cancelled;
    uint256 public refused;
    uint256 public exclusive;
    uint256 public sublicensed;

    /// @dev Each action plays in a block of its own, and is followed by a look at everything.
    modifier action(uint256 seed) {
        clock += uint64(seed >> 240) % DAY;
        ++number;
        VM.warp(clock);
        VM.roll(number);
        VM.recordLogs();
        _;
        _observe();
    }

    constructor(CopyrightRegistry newRegistry, Licensing newLicensing) {
        (registry, licensing) = (newRegistry, newLicensing);
        (clock, number) = (NOW, BLOCK);
        for (uint256 i = 0; i < PEOPLE; ++i) {
            people.push(_account(VM.toString(i)));
        }
        people = _sorted(people);
    }

    /// @notice Anchors one of a few roots, often one that is there already.
    function anchor(uint256 seed) external action(seed) {
        bytes32 root = keccak256(abi.encode(seed % 5));
        if (anchoredAt[root] == 0) {
            roots.push(root);
            (anchoredAt[root], anchoredIn[root]) = (clock, number);
            ++anchored;
        }
        registry.anchor(root);
    }

    /// @notice Registers a song of one or two holders: himself, by his signature, or by somebody else's.
    function register(uint256 seed) external action(seed) {
        Registration memory text = _registration(seed);
        bytes32 digest = Expected.registryDigest(address(registry), Expected.hash(text));
        address signer = (seed >> 32) % 4 == 0 ? _person(seed >> 40) : text.registrant;
        bytes memory signature = (seed >> 48) % 2 == 0 ? bytes("") : _signature(signer, digest);
        if (titles.length == MOST_TITLES) return;
        VM.prank(signature.length == 0 ? signer : people[0]);
        try registry.register(text, new bytes32[][](0), signature) {
            ++registered;
            _remember(text);
        } catch {
            _refused();
        }
    }

    /// @notice Withdraws the text of a registration, in his own name or in somebody else's.
    function cancelRegistration(uint256 seed) external action(seed) {
        bytes32 digest = Expected.registryDigest(address(registry), Expected.hash(_registration(seed)));
        Cancellation memory text = Cancellation({digest: digest, by: _person(seed >> 64), deadline: FOREVER});
        VM.prank(_person(seed >> (seed % 2 == 0 ? 64 : 72)));
        try registry.cancelRegistration(text, "") {
            ++cancelled;
        } catch {
            _refused();
        }
    }

    /// @notice Activates a new deal of one to three NONEXCLUSIVE lines.
    function activate(uint256 seed) external action(seed) {
        if (titles.length != 0) _propose(_deal(seed), seed);
    }

    /// @notice Activates a new deal of one line of any exclusivity, on one of a few titles.
    function grant(uint256 seed) external action(seed) {
        if (titles.length != 0) _propose(_single(seed), seed);
    }

    /// @notice Activates a sub-licence of a line that was proposed before, active or not, within it or not.
    function sublicense(uint256 seed) external action(seed) {
        if (deals.length == 0) return;
        bytes32 parent = _someDeal(seed);
        uint256 index = (seed >> 8) % abi.decode(texts[parent], (Deal)).lines.length;
        if (_lineAt(Expected.lineId(parent, index)).licensee == address(0)) return;
        _propose(_sub(parent, index, seed), seed);
    }

    /// @notice Sends a deal once more that was sent before.
    function replay(uint256 seed) external action(seed) {
        if (deals.length != 0) _send(_oldDeal(seed));
    }

    /// @notice Ends lines of a deal: mostly one, by its licensee or revoker; else any lines, by anybody.
    function terminate(uint256 seed) external action(seed) {
        if (deals.length == 0) return;
        bytes32 id = _someDeal(seed);
        Deal memory deal = abi.decode(texts[id], (Deal));
        uint256 index = (seed >> 16) % deal.lines.length;
        Line memory line = deal.lines[index];
        Termination memory text;
        (text.deal, text.lines, text.deadline) = (id, uint16(1 << index), FOREVER);
        text.by = (seed >> 24) % 2 == 0 ? line.licensee : line.revoker;
        if ((seed >> 32) % 4 == 0 || text.by == address(0)) text.by = _person(seed >> 34);
        if ((seed >> 40) % 4 == 0) text.lines = uint16((seed >> 42) % (uint256(2) << deal.lines.length));
        uint64 far = (seed >> 66) % 2 == 0 ? 6 * DAY : 300 * DAY; // half of the first lie in the past
        text.end = (seed >> 64) % 2 == 0 ? 0 : clock - 3 * DAY + uint64((seed >> 72) % far);
        VM.prank(text.by);
        try licensing.terminate(deal, text, "") {
            ++ended;
        } catch {
            _refused();
        }
    }

    /// @notice Withdraws from a deal that was sent before, active or not.
    function cancelDeal(uint256 seed) external action(seed) {
        if (deals.length == 0) return;
        bytes32 id = deals[seed % deals.length];
        Deal memory deal = abi.decode(texts[id], (Deal));
        address by = _person(seed >> 16);
        VM.prank(by);
        try licensing.cancel(deal, Cancellation({digest: id, by: by, deadline: FOREVER}), "") {
            ++cancelled;
        } catch {
            _refused();
        }
    }

    /// @notice Calls what only a contract broken on purpose has; the real ones know no such function.
    function fault(uint256 seed) external action(seed) {
        bytes32 target;
        if (seed % 3 == 0 && roots.length != 0) target = roots[(seed >> 8) % roots.length];
        if (seed % 3 == 1 && titles.length != 0) target = chains[_crowded(seed >> 8)];
        if (seed % 3 == 2 && deals.length != 0) target = _oldDeal(seed >> 8);
        bytes memory data = abi.encodeWithSignature("fault(bytes32)", target);
        (bool first,) = address(registry).call(data);
        (bool second,) = address(licensing).call(data);
        if (!first && !second) _refused();
        suspicious = true;
    }

    function _refused() private {
        ++refused;
        reverted = true;
    }

    /// @dev Has a deal signed, one time in eight with a signature that is somebody else's; and mostly sends it.
    function _propose(Deal memory deal, uint256 seed) private {
        bytes32 id = _id(deal);
        if (deals.length == MOST_DEALS || texts[id].length != 0) return;
        deals.push(id);
        texts[id] = abi.encode(deal);
        _know(id, deal.lines.length);
        address accepting = deal.lines[0].exclusivity == 1 ? address(0) : deal.lines[0].licensee;
        if (accepting != address(0)) {
            bytes32 chain = _chainOf(deal.lines[0]);
            // One time in three he has read nothing at all, and hopes that nothing is in his way.
            if ((seed >> 220) % 3 != 0) (seenHeads[id], seen[id]) = (folded[chain], _grantsOf(chain).length);
        }
        uint256 forged = (seed >> 200) % 8 == 0 ? (seed >> 208) % deal.signers.length : PEOPLE;
        for (uint256 i = 0; i < deal.signers.length; ++i) {
            address signer = deal.signers[i];
            bytes32 digest = signer == accepting ? _acceptance(deal, seenHeads[id]) : id;
            if (i != forged) signed[id][signer] = true;
            bytes memory one = _signature(i == forged ? _other(signer) : signer, digest);
            signatures[id] = abi.encodePacked(signatures[id], uint16(one.length), one);
        }
        if ((seed >> 216) % 8 != 0) _send(id);
    }

    /// @dev Any deal, but every other time a NONEXCLUSIVE one that took effect: it can again, if it is forgotten.
    function _oldDeal(uint256 seed) private view returns (bytes32 id) {
        uint256 first = (seed >> 16) % deals.length;
        for (uint256 i = 0; (seed >> 8) % 2 == 0 && i < deals.length; ++i) {
            id = deals[(first + i) % deals.length];
            if (_happened(id) && abi.decode(texts[id], (Deal)).lines.length > 1) return id;
        }
        return deals[first];
    }

    /// @dev A deal, if possible one in force whose first line may have sub-licences.
    function _someDeal(uint256 seed) private view returns (bytes32 id) {
        for (uint256 i = 0; i < 4; ++i) {
            id = deals[(seed >> (100 + 8 * i)) % deals.length];
            bytes32 first = Expected.lineId(id, 0);
            Line memory line = _lineAt(first);
            bool live = words[id] & 0xff == ACTIVE && _endOf(first, line.end) > clock;
            if (live && (i > 1 || line.depth != 0)) break;
        }
    }

    function _send(bytes32 id) private {
        Deal memory deal = abi.decode(texts[id], (Deal));
        Title[] memory opened = new Title[](deal.lines.length);
        for (uint256 i = 0; i < opened.length; ++i) {
            opened[i] = _titleAt(_place(deal.lines[i]));
        }
        Proof[] memory proof = new Proof[](1);
        proof[0] = _proof(id, deal);
        try licensing.activate(Activation(deal, opened, proof, signatures[id])) {
            ++activated;
            if (deal.lines[0].exclusivity != 1) ++exclusive;
            if (deal.lines[0].parent != 0) ++sublicensed;
        } catch {
            _refused();
        }
    }

    function _remember(Registration memory text) private {
        Asset memory asset = text.assets[0];
        Title memory title;
        (title.asset, title.layer) = (Expected.assetId(asset, text.registrant), 1);
        title.previous = Expected.origin(asset, text.registrant, clock);
        (title.since, title.shares) = (clock, asset.splits[0].shares);
        titles.push(abi.encode(title));
        chains.push(_key(title));
        titleHashes[_key(title)] = Expected.firstTitle(asset, text.registrant, 0, clock, clock);
    }
}
