// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Title} from "../../../contracts/interfaces/ICopyrightRegistry.sol";
import {Bar, Bars, Deal, Line, Mandate} from "../../../contracts/interfaces/ILicensing.sol";
import {Expected} from "./Expected.sol";
import {GhostTitles} from "./GhostTitles.sol";

/// @title What mandates must say, folded from their events, and what they forbid and allow
/// @dev Deals are of one NONEXCLUSIVE line; mandates lead from a holder straight to who signs for him.
abstract contract GhostMandates is GhostTitles {
    uint256 internal constant COLLECTIVE = 1;
    uint256 internal constant ADMIN = 3;
    uint64 internal constant TERM = 731 * DAY;

    bytes32[] internal mandates;
    mapping(bytes32 mandate => bytes) internal mandateOf;
    mapping(bytes32 id => uint256) internal words;
    address[] internal members;
    mapping(address member => bytes) internal barsOf;

    bool private illegalWord;
    bool private unsigned;
    bool private bypassed;
    bool private misannounced;

    /// @notice No deal or mandate is forgotten, and a mandate's end moves neither to a later time nor into its notice.
    function wordsHold() external view returns (bool) {
        return !illegalWord;
    }

    /// @notice Every deal and mandate in force was signed by all whom it needs, or by those who may sign for them.
    function signaturesHold() external view returns (bool) {
        return !unsigned;
    }

    /// @notice No line is in force that a barring mandate, recorded before it, takes from its holder, unless the
    ///         mandatary signed.
    function barringHolds() external view returns (bool) {
        return !bypassed;
    }

    /// @notice Every member's list of barring mandates is the fold of the events.
    function barsHold() external view returns (bool) {
        for (uint256 i = 0; i < members.length; ++i) {
            bool none = barsOf[members[i]].length == 0;
            bytes32 list = none ? bytes32(0) : Expected.list(_bars(members[i]));
            if (licensing.barring(members[i]) != list) return false;
        }
        return !misannounced;
    }

    function _mandate(bytes32 id) internal view returns (Mandate memory) {
        return abi.decode(mandateOf[id], (Mandate));
    }

    function _bars(address member) internal view returns (Bars memory list) {
        if (barsOf[member].length != 0) list = abi.decode(barsOf[member], (Bars));
        list.member = member;
    }

    /// @dev When a mandate ends for the giver at a place, as last seen.
    function _endFor(bytes32 id, uint256 place) internal view returns (uint64) {
        uint64 end = ends[Expected.lineId(id, place)];
        return end == 0 ? _mandate(id).end : end;
    }

    /// @dev The event MandateActivated.
    function _foldMandate(bytes32 id, Mandate memory text) internal {
        address giver = text.givers[0];
        if (!text.bars || barsOf[giver].length != 0) return;
        Bars memory list;
        (list.member, list.entries) = (giver, new Bar[](1));
        list.entries[0] = _bar(id, text);
        barsOf[giver] = abi.encode(list);
    }

    /// @dev The event BarsChanged.
    function _foldBars(address member, bytes32 id, bytes memory data) internal {
        (uint256 horizon, uint256 kept, bytes32 list) = abi.decode(data, (uint256, uint256, bytes32));
        Bars memory old = _bars(member);
        if (horizon < old.horizon) misannounced = true;
        uint256 count = 0;
        Bar[] memory entries = new Bar[](old.entries.length + 1);
        for (uint256 i = 0; i < old.entries.length; ++i) {
            if (kept & (1 << i) != 0) entries[count++] = old.entries[i];
            // What is dropped must have ended so long ago that no blanket runs on.
            else if (_endFor(old.entries[i].mandate, 0) + TERM > block.timestamp) misannounced = true;
        }
        entries[count++] = _bar(id, _mandate(id));
        (old.horizon, old.entries) = (horizon, new Bar[](count));
        for (uint256 i = 0; i < count; ++i) {
            old.entries[i] = entries[i];
        }
        barsOf[member] = abi.encode(old);
        if (Expected.list(old) != list) misannounced = true;
    }

    /// @dev Looks which step a word made; then what became active is judged.
    function _observeWord(bytes32 id) internal {
        uint256 before = words[id];
        uint256 word = licensing.status(id);
        words[id] = word;
        uint256 state = before & 0xff;
        if (state != 0 && word & 0xff != state) illegalWord = true;
        if (state == ACTIVE && before >> 88 != word >> 88) illegalWord = true; // time and block of activation
        if (before & ~word & 0xffff00 != 0) illegalWord = true; // what ended, ended
        bool isMandate = mandateOf[id].length != 0;
        if (isMandate && word & 0xff == ACTIVE) _observeEnds(id, word);
        if (state != 0 || word & 0xff != ACTIVE) return;
        if (isMandate) _checkMandate(id);
        else _checkDeal(id);
    }

    /// @inheritdoc GhostTitles
    function _mayLeave(Title memory before, Title memory next) internal view override returns (bool) {
        for (uint256 i = 0; i < before.shares.length; ++i) {
            address giver = before.shares[i].holder;
            if (_unitsOf(next.shares, giver) >= before.shares[i].units) continue;
            Bar[] memory entries = _bars(giver).entries;
            for (uint256 n = 0; n < entries.length; ++n) {
                Bar memory bar = entries[n];
                bool binds = _touches(bar, next.asset, next.layer) && _endFor(bar.mandate, 0) > block.timestamp;
                if (binds && !signed[sending][bar.to] && !_allFollow(before, next, bar)) return false;
            }
        }
        return true;
    }

    function _observeEnds(bytes32 id, uint256 word) private {
        Mandate memory text = _mandate(id);
        for (uint256 i = 0; i < text.givers.length; ++i) {
            bytes32 place = Expected.lineId(id, i);
            uint64 end = word & 0x100 == 0 ? text.end : uint64(word >> 24);
            uint64 own = word & 0x200 == 0 ? 0 : licensing.lineEnds(place);
            if (own != 0 && own < end) end = own;
            uint64 last = _endFor(id, i);
            if (end > last || (end < last && end < block.timestamp + text.notice)) illegalWord = true;
            ends[place] = end;
        }
    }

    function _checkMandate(bytes32 id) private {
        Mandate memory text = _mandate(id);
        if (!signed[id][text.to]) unsigned = true;
        for (uint256 i = 0; i < text.givers.length; ++i) {
            if (!signed[id][text.givers[i]]) unsigned = true;
        }
    }

    function _checkDeal(bytes32 id) private {
        Line memory line = abi.decode(texts[id], (Deal)).lines[0];
        Title memory title = _title(line.asset);
        if (!signed[id][line.licensee] || line.title != Expected.titleHash(title)) unsigned = true;
        if (title.unclaimed.length != 0) unsigned = true;
        for (uint256 k = 0; k < title.shares.length; ++k) {
            address holder = title.shares[k].holder;
            if (!signed[id][holder] && !_isRepresented(id, line, holder)) unsigned = true;
            Bar[] memory entries = _bars(holder).entries;
            for (uint256 n = 0; n < entries.length; ++n) {
                if (_forbids(entries[n], line) && !signed[id][entries[n].to]) bypassed = true;
            }
        }
    }

    /// @dev Whether a mandate that is in force and wide enough leads from a holder to somebody who signed.
    function _isRepresented(bytes32 id, Line memory line, address holder) private view returns (bool) {
        for (uint256 i = 0; i < mandates.length; ++i) {
            Mandate memory text = _mandate(mandates[i]);
            bool live = words[mandates[i]] & 0xff == ACTIVE && text.start <= block.timestamp;
            if (!live || !signed[id][text.to] || !_covers(text, line)) continue;
            for (uint256 k = 0; k < text.givers.length; ++k) {
                if (text.givers[k] == holder && _endFor(mandates[i], k) > block.timestamp) return true;
            }
        }
        return false;
    }

    function _allFollow(Title memory before, Title memory next, Bar memory bar) private view returns (bool) {
        for (uint256 i = 0; i < next.shares.length; ++i) {
            address holder = next.shares[i].holder;
            if (_unitsOf(before.shares, holder) >= next.shares[i].units) continue;
            bool follows = false;
            Bar[] memory entries = _bars(holder).entries;
            for (uint256 n = 0; n < entries.length; ++n) {
                if (_isAsWide(entries[n], bar)) follows = true;
            }
            if (!follows) return false;
        }
        return true;
    }

    function _isAsWide(Bar memory own, Bar memory bar) private view returns (bool) {
        bool same = own.to == bar.to && own.kind == bar.kind && (own.start <= bar.start || own.start <= block.timestamp);
        bool scope = (own.layer == 0 || own.layer == bar.layer) && (own.asset == 0 || own.asset == bar.asset)
            && own.usage | bar.usage == own.usage && own.territory | bar.territory == own.territory;
        return same && scope && _endFor(own.mandate, 0) >= _endFor(bar.mandate, 0);
    }

    function _forbids(Bar memory bar, Line memory line) private view returns (bool) {
        uint256 end = _endFor(bar.mandate, 0);
        uint256 first = bar.start > line.start ? bar.start : line.start;
        return _touches(bar, line.asset, line.layer) && bar.usage & line.usage != 0
            && bar.territory & line.territory != 0 && first < end && first < line.end;
    }

    function _touches(Bar memory bar, bytes32 asset, uint8 layer) private pure returns (bool) {
        return (bar.layer == 0 || bar.layer == layer) && (bar.asset == 0 || bar.asset == asset);
    }

    function _covers(Mandate memory text, Line memory line) private pure returns (bool) {
        bool short = text.kind != COLLECTIVE || line.end - line.start <= TERM;
        return (text.layer == 0 || text.layer == line.layer) && (text.asset == 0 || text.asset == line.asset)
            && line.usage | text.usage == text.usage && line.territory | text.territory == text.territory
            && text.kind <= ADMIN && line.exclusivity <= text.cap && short;
    }

    function _bar(bytes32 id, Mandate memory text) private pure returns (Bar memory) {
        return Bar({
            mandate: id,
            to: text.to,
            kind: text.kind,
            layer: text.layer,
            asset: text.asset,
            usage: text.usage,
            territory: text.territory,
            start: text.start,
            end: text.end
        });
    }
}
