// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Asset, Registration, Share, Split, Title} from "../../../contracts/interfaces/ICopyrightRegistry.sol";
import {Deal, Entry, Exclusives, Line, Proof, Seen} from "../../../contracts/interfaces/ILicensing.sol";
import {Expected} from "./Expected.sol";
import {Ghost} from "./Ghost.sol";

/// @title Texts that four people draw up by a random number, and the proofs that these need
abstract contract Drafts is Ghost {
    uint256 internal constant PEOPLE = 4;
    /// @dev Exclusives crowd on a few titles, so that they meet.
    uint256 private constant CROWDED = 3;

    address[] internal people;
    uint64 internal clock;
    mapping(bytes32 deal => bytes32) internal seenHeads;

    function _registration(uint256 seed) internal view returns (Registration memory text) {
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
    function _deal(uint256 seed) internal view returns (Deal memory deal) {
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

    /// @dev One or two of four countries.
    function _countries(uint256 seed) private pure returns (uint256) {
        return 1 << seed % 4 | 1 << (seed >> 2) % 4;
    }

    function _crowded(uint256 seed) internal view returns (uint256) {
        return seed % (titles.length < CROWDED ? titles.length : CROWDED);
    }

    /// @dev One line of any exclusivity for a few countries, to somebody or, now and then, to everybody.
    function _single(uint256 seed) internal view returns (Deal memory deal) {
        uint256 place = _crowded(seed);
        Title memory title = _titleAt(place);
        deal.lines = new Line[](1);
        Line memory line = _line(title, place, _person(seed >> 8), seed);
        (deal.lines[0], line.territory) = (line, _countries(seed >> 16));
        (line.exclusivity, line.depth) = (uint8(1 + (seed >> 24) % 3), uint8((seed >> 32) % 5));
        if ((seed >> 40) % 2 == 0) line.start = clock + uint64((seed >> 48) % (20 * DAY));
        uint64 longest = (seed >> 88) % 3 == 0 ? 20 * DAY : 400 * DAY;
        line.end = (line.start > clock ? line.start : clock) + 1 + uint64((seed >> 64) % longest);
        if ((seed >> 80) % 8 == 0) _toEverybody(line);
        address[4] memory parties =
            [title.shares[0].holder, title.shares[1].holder, line.licensee, _guest(seed >> 96)];
        (deal.signers, deal.acceptBy) = (_among(parties), FOREVER);
    }

    /// @dev A sub-licence that mostly lies within its parent, and one time in sixteen each way does not.
    function _sub(bytes32 parent, uint256 index, uint256 seed) internal view returns (Deal memory deal) {
        bytes32 id = Expected.lineId(parent, index);
        Line memory line = _lineAt(id);
        address licensor = line.licensee;
        (line.title, line.parent, line.licensee) = (0, id, _person(seed >> 16));
        (line.revoker, line.notice) = (licensor, 0);
        if (line.depth != 0 && (seed >> 24) % 16 != 0) --line.depth;
        if ((seed >> 32) % 16 == 0) line.usage |= 2;
        if ((seed >> 40) % 16 == 0) line.territory = _countries(seed >> 48);
        if ((seed >> 56) % 16 == 0) line.end += DAY;
        if ((seed >> 56) % 16 == 1) line.start -= 1;
        if ((seed >> 64) % 4 == 0) line.exclusivity = uint8(1 + (seed >> 72) % 3);
        line.survives = line.exclusivity == 1 && (seed >> 80) % 4 == 0;
        if ((seed >> 88) % 8 == 0) _toEverybody(line);
        deal.lines = new Line[](1);
        deal.lines[0] = line;
        address[4] memory parties = [licensor, line.licensee, _guest(seed >> 96), address(0)];
        (deal.signers, deal.acceptBy) = (_among(parties), FOREVER);
    }

    /// @dev All that a deal needs beside its titles, from what the events have said so far.
    function _proof(bytes32 id, Deal memory deal) internal view returns (Proof memory proof) {
        uint256 count = 0;
        Exclusives[] memory all = new Exclusives[](deal.lines.length);
        for (uint256 i = 0; i < deal.lines.length; ++i) {
            bytes32 chain = _chainOf(deal.lines[i]);
            if (lists[chain].length == 0) continue;
            all[count] = _listOf(chain);
            if (clock % 2 == 0) all[count].ended = type(uint256).max;
            ++count;
        }
        proof.exclusives = new Exclusives[](count);
        for (uint256 i = 0; i < count; ++i) {
            proof.exclusives[i] = all[i];
        }
        if (deal.lines[0].exclusivity != 1) _addHeads(proof, id, _chainOf(deal.lines[0]));
        if (deal.lines[0].parent != 0) _addLineage(proof, deal.lines[0].parent);
    }

    /// @dev The head that was signed, and what came since.
    function _addHeads(Proof memory proof, bytes32 id, bytes32 chain) private view {
        proof.heads = new bytes32[](1);
        proof.heads[0] = seenHeads[id];
        Entry[] memory all = _grantsOf(chain);
        Entry[] memory since = new Entry[](all.length - seen[id]);
        for (uint256 i = 0; i < since.length; ++i) {
            since[i] = all[seen[id] + i];
        }
        proof.seen = new Seen[](1);
        proof.seen[0] = Seen({head: seenHeads[id], since: since});
    }

    /// @dev The deals of all ancestors up to one that has no parent or survives it.
    function _addLineage(Proof memory proof, bytes32 parent) private view {
        Deal[5] memory deals_;
        bytes memory lineage;
        uint8 count = 0;
        for (bytes32 next = parent; count < 5; ++count) {
            deals_[count] = abi.decode(texts[dealOf[next]], (Deal));
            lineage = bytes.concat(lineage, bytes1(count), bytes1(uint8(placeOf[next])));
            Line memory line = _lineAt(next);
            next = line.survives ? bytes32(0) : line.parent;
            if (next == 0) {
                ++count;
                break;
            }
        }
        proof.ancestors = new Deal[](count);
        for (uint256 i = 0; i < count; ++i) {
            proof.ancestors[i] = deals_[i];
        }
        proof.lineages = new bytes[](1);
        proof.lineages[0] = lineage;
    }

    function _toEverybody(Line memory line) private pure {
        (line.licensee, line.depth, line.exclusivity) = (address(0), 0, 1);
        (line.revocation, line.revoker, line.notice) = (3, address(0), 0);
    }

    /// @dev Somebody more who signs, one time in six: often the senior who then lets a line pass.
    function _guest(uint256 seed) private view returns (address) {
        return seed % 6 == 0 ? _person(seed >> 8) : address(0);
    }

    /// @dev Those of a few accounts who are somebody, each once and in order.
    function _among(address[4] memory parties) private view returns (address[] memory chosen) {
        uint256 count = 0;
        address[] memory all = new address[](PEOPLE);
        for (uint256 i = 0; i < PEOPLE; ++i) {
            bool takesPart = false;
            for (uint256 j = 0; j < 4; ++j) {
                if (parties[j] == people[i]) takesPart = true;
            }
            if (takesPart) all[count++] = people[i];
        }
        chosen = new address[](count);
        for (uint256 i = 0; i < count; ++i) {
            chosen[i] = all[i];
        }
    }

    function _chainOf(Line memory line) internal pure returns (bytes32) {
        return line.parent != 0 ? line.parent : Expected.titleKey(line.asset, line.layer);
    }

    /// @dev What the licensee of an exclusive line signs.
    function _acceptance(Deal memory deal, bytes32 head) internal view returns (bytes32) {
        bytes32[] memory signedHeads = new bytes32[](1);
        signedHeads[0] = head;
        return Expected.licensingDigest(address(licensing), Expected.accept(deal, signedHeads));
    }

    function _line(Title memory title, uint256 place, address licensee, uint256 seed)
        internal
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

    function _key(Title memory title) internal pure returns (bytes32) {
        return Expected.titleKey(title.asset, title.layer);
    }

    function _id(Deal memory deal) internal view returns (bytes32) {
        return Expected.licensingDigest(address(licensing), Expected.hash(deal));
    }

    function _person(uint256 seed) internal view returns (address) {
        return people[seed % PEOPLE];
    }

    function _other(address account) internal view returns (address) {
        return people[0] == account ? people[1] : people[0];
    }
}
