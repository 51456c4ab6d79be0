// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CopyrightRegistry} from "../../../contracts/CopyrightRegistry.sol";
import {Licensing} from "../../../contracts/Licensing.sol";
import {Asset, Cancellation, Registration, Share, Split, Title} from "../../../contracts/interfaces/ICopyrightRegistry.sol";
import {Activation, Deal, Line, Proof, Termination} from "../../../contracts/interfaces/ILicensing.sol";
import {Expected} from "./Expected.sol";
import {Ghost} from "./Ghost.sol";

/// @title Four people who do with the ledger whatever a random number says, right and wrong
contract Handler is Ghost {
    uint256 private constant PEOPLE = 4;
    uint256 private constant MOST_TITLES = 12;
    uint256 private constant MOST_DEALS = 16;

    address[] private people;
    uint64 private clock;
    uint64 private number;

    /// @notice How many calls of each kind took effect: a run in which nothing happens proves nothing.
    uint256 public anchored;
    uint256 public registered;
    uint256 public activated;
    uint256 public ended;
    uint256 public cancelled;
    uint256 public refused;

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

    /// @notice Activates a new deal of one to three lines; one time in three a signature is somebody else's.
    function activate(uint256 seed) external action(seed) {
        if (titles.length == 0 || deals.length == MOST_DEALS) return;
        Deal memory deal = _deal(seed);
        bytes32 id = _id(deal);
        if (texts[id].length != 0) return;
        deals.push(id);
        texts[id] = abi.encode(deal);
        uint256 forged = (seed >> 200) % 3 == 0 ? (seed >> 208) % deal.signers.length : PEOPLE;
        for (uint256 i = 0; i < deal.signers.length; ++i) {
            if (i != forged) signed[id][deal.signers[i]] = true;
            bytes memory one = _signature(i == forged ? _other(deal.signers[i]) : deal.signers[i], id);
            signatures[id] = abi.encodePacked(signatures[id], uint16(one.length), one);
        }
        _send(id);
    }

    /// @notice Sends a deal once more that was sent before.
    function replay(uint256 seed) external action(seed) {
        if (deals.length != 0) _send(deals[seed % deals.length]);
    }

    /// @notice Ends lines of a deal: mostly one, by its licensee or revoker; else any lines, by anybody.
    function terminate(uint256 seed) external action(seed) {
        if (deals.length == 0) return;
        bytes32 id = deals[seed % deals.length];
        Deal memory deal = abi.decode(texts[id], (Deal));
        uint256 index = (seed >> 16) % deal.lines.length;
        Line memory line = deal.lines[index];
        Termination memory text;
        (text.deal, text.lines, text.deadline) = (id, uint16(1 << index), FOREVER);
        text.by = (seed >> 24) % 2 == 0 ? line.licensee : line.revoker;
        if ((seed >> 32) % 4 == 0) text.by = _person(seed >> 34);
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
        if (seed % 3 == 1 && titles.length != 0) target = chains[(seed >> 8) % chains.length];
        if (seed % 3 == 2 && deals.length != 0) target = deals[(seed >> 8) % deals.length];
        bytes memory data = abi.encodeWithSignature("fault(bytes32)", target);
        (bool first,) = address(registry).call(data);
        (bool second,) = address(licensing).call(data);
        if (!first && !second) _refused();
    }

    function _refused() private {
        ++refused;
        reverted = true;
    }

    function _send(bytes32 id) private {
        Deal memory deal = abi.decode(texts[id], (Deal));
        Title[] memory opened = new Title[](deal.lines.length);
        for (uint256 i = 0; i < opened.length; ++i) {
            opened[i] = _titleAt(_place(deal.lines[i]));
        }
        try licensing.activate(Activation(deal, opened, new Proof[](0), signatures[id])) {
            ++activated;
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

    function _registration(uint256 seed) private view returns (Registration memory text) {
        text.registrant = _person(seed);
        text.deadline = FOREVER;
        text.assets = new Asset[](1);
        Asset memory asset = text.assets[0];
        (asset.assetType, asset.recordHash) = (1, keccak256(abi.encode((seed >> 8) % 4)));
        asset.fileTag = bytes32((seed >> 16) % 3);
        asset.splits = new Split[](1);
        asset.splits[0].layer = 1;
        asset.splits[0].shares = new Share[](2);
        uint256 first = (seed >> 24) % (PEOPLE - 1);
        asset.splits[0].shares[0] = Share({holder: people[first], units: 40_000_000});
        asset.splits[0].shares[1] = Share({holder: people[first + 1], units: 60_000_000});
    }

    /// @dev The number of the title stands in the use mask, so that a line is found again.
    function _deal(uint256 seed) private view returns (Deal memory deal) {
        deal.lines = new Line[](1 + (seed >> 8) % 3);
        bool[PEOPLE] memory takesPart;
        for (uint256 i = 0; i < deal.lines.length; ++i) {
            uint256 place = (seed >> (16 + 8 * i)) % titles.length;
            uint256 licensee = (seed >> (48 + 8 * i)) % PEOPLE;
            Title memory title = _titleAt(place);
            deal.lines[i] = _line(title, place, people[licensee], seed);
            takesPart[licensee] = true;
            for (uint256 j = 0; j < PEOPLE; ++j) {
                bool holds = title.shares[0].holder == people[j] || title.shares[1].holder == people[j];
                if (holds) takesPart[j] = true;
            }
        }
        uint256 count = 0;
        address[] memory all = new address[](PEOPLE);
        for (uint256 i = 0; i < PEOPLE; ++i) {
            if (takesPart[i]) all[count++] = people[i];
        }
        deal.signers = new address[](count);
        for (uint256 i = 0; i < count; ++i) {
            deal.signers[i] = all[i];
        }
        (deal.acceptBy, deal.crossTermination) = (FOREVER, (seed >> 80) % 3 == 0);
    }

    function _line(Title memory title, uint256 place, address licensee, uint256 seed)
        private
        view
        returns (Line memory line)
    {
        (line.asset, line.layer, line.usage) = (title.asset, title.layer, uint32(1 | place << 8));
        (line.territory, line.exclusivity, line.licensee) = (1, 1, licensee);
        (line.start, line.end) = (NOW, clock + DAY + uint64((seed >> 88) % (900 * DAY)));
        line.title = titleHashes[_key(title)];
        (line.revocation, line.revoker) = (1, title.shares[0].holder);
        if ((seed >> 80) % 3 == 0) line.revoker = people[1]; // one rule for a deal with crossTermination
        line.notice = uint32((seed >> 120) % 2 * 5 * DAY);
    }

    function _key(Title memory title) private pure returns (bytes32) {
        return Expected.titleKey(title.asset, title.layer);
    }

    function _id(Deal memory deal) private view returns (bytes32) {
        return Expected.licensingDigest(address(licensing), Expected.hash(deal));
    }

    function _person(uint256 seed) private view returns (address) {
        return people[seed % PEOPLE];
    }

    function _other(address account) private view returns (address) {
        return people[0] == account ? people[1] : people[0];
    }
}
