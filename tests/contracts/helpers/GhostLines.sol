// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Licensing} from "../../../contracts/Licensing.sol";
import {Deal, Entry, Exclusives, Line} from "../../../contracts/interfaces/ILicensing.sol";
import {Expected} from "./Expected.sol";
import {TestBase} from "./TestBase.sol";

/// @title What the chains of lines must say, folded from their events, and the rules between lines
/// @dev Structs are kept encoded, since the older compiler pipeline can't store arrays of them.
abstract contract GhostLines is TestBase {
    uint256 internal constant ACTIVE = 1;

    Licensing internal licensing;

    bytes32[] internal chains; // of titles, in the order of their registration
    bytes32[] internal families; // of lines that have sub-licences
    mapping(bytes32 chain => bytes32) internal folded;
    mapping(bytes32 chain => bytes) internal grants;
    mapping(bytes32 chain => bytes) internal lists;
    mapping(bytes32 chain => bytes32) private announced;

    bytes32[] internal deals;
    mapping(bytes32 deal => bytes) internal texts;
    mapping(bytes32 deal => mapping(address account => bool)) internal signed;
    mapping(bytes32 deal => uint256) internal seen; // how many lines of its chain its exclusive licensee knew
    mapping(bytes32 line => uint64) internal ends;
    mapping(bytes32 line => bytes32) internal dealOf;
    mapping(bytes32 line => uint256) internal placeOf;

    bool private trespassed;
    bool private surprised;
    bool private strayed;
    bool private misannounced;

    /// @notice Every head is the fold of the events of its chain.
    function headsHold() external view returns (bool) {
        for (uint256 i = 0; i < chains.length + families.length; ++i) {
            bytes32 chain = _chainAt(i);
            if (licensing.heads(chain) != folded[chain]) return false;
        }
        return true;
    }

    /// @notice Every list of exclusives is the fold of the events of its chain, and was announced as such.
    function listsHold() external view returns (bool) {
        for (uint256 i = 0; i < chains.length + families.length; ++i) {
            bytes32 chain = _chainAt(i);
            bytes32 list = lists[chain].length == 0 ? bytes32(0) : Expected.list(_listOf(chain));
            if (licensing.restricted(chain) != list) return false;
        }
        return !misannounced;
    }

    /// @notice No line overlaps a senior SOLE or EXCLUSIVE one of its chain, but of the same licensee or with his
    ///         signature.
    function exclusivesHold() external view returns (bool) {
        return !trespassed;
    }

    /// @notice No exclusive line overlaps a grant that its licensee could not know, but with the same two exceptions.
    function disclosuresHold() external view returns (bool) {
        return !surprised;
    }

    /// @notice Every sub-licence lay within its parent, and all above it were in force, when it came to be.
    function childrenHold() external view returns (bool) {
        return !strayed;
    }

    /// @notice How many sub-licences and lists there are: rules of what never happens prove nothing.
    function families_() external view returns (uint256) {
        return families.length;
    }

    /// @notice How many entries all lists of titles hold.
    function listed() external view returns (uint256 count) {
        for (uint256 i = 0; i < chains.length; ++i) {
            if (lists[chains[i]].length != 0) count += _listOf(chains[i]).entries.length;
        }
    }

    /// @dev Remembers where each line of a deal is to be found.
    function _know(bytes32 id, uint256 count) internal {
        for (uint256 i = 0; i < count; ++i) {
            bytes32 line = Expected.lineId(id, i);
            (dealOf[line], placeOf[line]) = (id, i);
        }
    }

    /// @dev The event LineActivated.
    function _foldLine(bytes32 chain, bytes32 id, uint256 index) internal {
        Entry memory entry = _entry(id, index);
        Entry[] memory before = _grantsOf(chain);
        if (before.length == 0 && dealOf[chain] != 0) families.push(chain);
        _checkRivals(before, entry);
        folded[chain] = Expected.head(folded[chain], entry);
        grants[chain] = abi.encode(_longer(before, entry));
        if (entry.exclusivity == 1) return;
        Exclusives memory list = _listOf(chain);
        list.entries = _longer(list.entries, entry);
        lists[chain] = abi.encode(list);
        bool first = list.entries.length == 1 && list.horizon == 0 && announced[chain] == 0;
        if (!first && announced[chain] != Expected.list(list)) misannounced = true;
        announced[chain] = 0;
    }

    /// @dev The event ExclusivesChanged.
    function _foldList(bytes32 chain, uint256 horizon, uint256 kept, bytes32 list) internal {
        Exclusives memory old = _listOf(chain);
        Entry[] memory entries = new Entry[](0);
        for (uint256 i = 0; i < old.entries.length; ++i) {
            if (kept & (1 << i) != 0) entries = _longer(entries, old.entries[i]);
        }
        if (horizon < old.horizon) misannounced = true; // it only goes on
        lists[chain] = abi.encode(Exclusives({horizon: horizon, ended: 0, entries: entries}));
        announced[chain] = list;
    }

    /// @dev A deal has just become active: its sub-licences are judged.
    function _checkBirth(bytes32 id) internal {
        Deal memory deal = abi.decode(texts[id], (Deal));
        for (uint256 i = 0; i < deal.lines.length; ++i) {
            if (deal.lines[i].parent != 0 && !_isWellBorn(deal.lines[i])) strayed = true;
        }
    }

    function _isWellBorn(Line memory line) private view returns (bool) {
        Line memory parent = _lineAt(line.parent);
        bool within = line.asset == parent.asset && line.layer == parent.layer && line.start >= parent.start
            && line.usage & parent.usage == line.usage && line.territory & parent.territory == line.territory
            && line.exclusivity <= parent.exclusivity && line.depth < parent.depth;
        Line memory child = line;
        while (within && child.parent != 0) {
            uint256 end = _endOf(child.parent, _lineAt(child.parent).end);
            bool active = licensing.status(dealOf[child.parent]) & 0xff == ACTIVE;
            if (!active || end <= block.timestamp || line.end > end) return false;
            child = _lineAt(child.parent);
            if (child.survives) break;
        }
        return within;
    }

    function _checkRivals(Entry[] memory before, Entry memory junior) private {
        for (uint256 n = 0; n < before.length; ++n) {
            Entry memory senior = before[n];
            if (!_overlap(senior, junior)) continue;
            bool same = senior.licensee != address(0) && senior.licensee == junior.licensee;
            if (same || signed[junior.deal][senior.licensee]) continue;
            if (senior.exclusivity != 1) trespassed = true;
            if (junior.exclusivity != 1 && n >= seen[junior.deal]) surprised = true;
        }
    }

    /// @dev Overlap of what is in force: the senior until it ended.
    function _overlap(Entry memory senior, Entry memory junior) private view returns (bool) {
        uint256 end = _endOf(Expected.lineId(senior.deal, senior.index), senior.end);
        return senior.usage & junior.usage != 0 && senior.territory & junior.territory != 0 && senior.start < end
            && senior.start < junior.end && junior.start < end;
    }

    function _endOf(bytes32 line, uint256 agreed) internal view returns (uint256) {
        return ends[line] == 0 ? agreed : ends[line];
    }

    function _lineAt(bytes32 line) internal view returns (Line memory) {
        return abi.decode(texts[dealOf[line]], (Deal)).lines[placeOf[line]];
    }

    function _grantsOf(bytes32 chain) internal view returns (Entry[] memory entries) {
        if (grants[chain].length != 0) entries = abi.decode(grants[chain], (Entry[]));
    }

    function _listOf(bytes32 chain) internal view returns (Exclusives memory list) {
        if (lists[chain].length != 0) list = abi.decode(lists[chain], (Exclusives));
    }

    /// @dev A line of a deal as chains keep it.
    function _entry(bytes32 id, uint256 index) internal view returns (Entry memory) {
        Line memory line = abi.decode(texts[id], (Deal)).lines[index];
        return Entry({
            deal: id,
            index: index,
            usage: line.usage,
            territory: line.territory,
            start: line.start,
            end: line.end,
            exclusivity: line.exclusivity,
            licensee: line.licensee
        });
    }

    function _longer(Entry[] memory entries, Entry memory added) private pure returns (Entry[] memory more) {
        more = new Entry[](entries.length + 1);
        for (uint256 i = 0; i < entries.length; ++i) {
            more[i] = entries[i];
        }
        more[entries.length] = added;
    }

    function _chainAt(uint256 place) private view returns (bytes32) {
        return place < chains.length ? chains[place] : families[place - chains.length];
    }
}
