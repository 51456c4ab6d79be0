// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CopyrightRegistry} from "../../../contracts/CopyrightRegistry.sol";
import {ICopyrightRegistry, Title} from "../../../contracts/interfaces/ICopyrightRegistry.sol";
import {Deal, ILicensing, Line} from "../../../contracts/interfaces/ILicensing.sol";
import {Expected} from "./Expected.sol";
import {GhostLines} from "./GhostLines.sol";
import {Log} from "./Vm.sol";

/// @title What the contracts must say, kept apart from them, and the comparison of both
/// @dev Written from the interfaces: events are folded, words are compared with those seen before.
abstract contract Ghost is GhostLines {
    CopyrightRegistry internal registry;

    bytes32[] internal roots;
    mapping(bytes32 root => uint64) internal anchoredAt;
    mapping(bytes32 root => uint64) internal anchoredIn;

    bytes[] internal titles; // encoded, since the older compiler pipeline can't store arrays of structs
    mapping(bytes32 key => bytes32) internal titleHashes;

    mapping(bytes32 deal => bytes) internal signatures;
    mapping(bytes32 deal => uint256) internal words;

    mapping(bytes32 happening => uint256) internal happenings;
    bool internal suspicious;
    bool internal happenedTwice;
    bool internal illegalWord;

    /// @dev Whether the call of this action reverted: the runner records the events of reverted calls, too.
    bool internal reverted;

    /// @notice Every root keeps the time and block at which it was first anchored.
    function anchorsHold() external view returns (bool) {
        for (uint256 i = 0; i < roots.length; ++i) {
            (uint64 time, uint64 number) = registry.anchors(roots[i]);
            if (time != anchoredAt[roots[i]] || number != anchoredIn[roots[i]]) return false;
        }
        return true;
    }

    /// @notice Every title is what it was when it was recorded.
    function titlesHold() external view returns (bool) {
        for (uint256 i = 0; i < titles.length; ++i) {
            if (registry.titles(chains[i]) != titleHashes[chains[i]]) return false;
        }
        return true;
    }

    /// @notice No deal went from active to anything else than active with more, or earlier, ends; cancelled stays so.
    function wordsHold() external view returns (bool) {
        return !illegalWord;
    }

    /// @notice Every party of every active deal signed that very deal.
    function signaturesHold() external view returns (bool) {
        for (uint256 i = 0; i < deals.length; ++i) {
            if (licensing.status(deals[i]) & 0xff == ACTIVE && !_allSigned(deals[i])) return false;
        }
        return true;
    }

    /// @notice No registration, deal or cancellation was recorded a second time.
    function digestsHold() external view returns (bool) {
        return !happenedTwice;
    }

    function _titleAt(uint256 place) internal view returns (Title memory) {
        return abi.decode(titles[place], (Title));
    }

    /// @dev The line's licensee, and the parent's or the title's holders, who are those of all time: titles never
    ///      change here.
    function _allSigned(bytes32 id) private view returns (bool) {
        Deal memory deal = abi.decode(texts[id], (Deal));
        for (uint256 i = 0; i < deal.lines.length; ++i) {
            Line memory line = deal.lines[i];
            if (line.licensee != address(0) && !signed[id][line.licensee]) return false;
            if (line.parent != 0 ? !signed[id][_lineAt(line.parent).licensee] : !_holdersSigned(id, line)) return false;
        }
        return true;
    }

    function _holdersSigned(bytes32 id, Line memory line) private view returns (bool) {
        Title memory title = _titleAt(_place(line));
        for (uint256 k = 0; k < title.shares.length; ++k) {
            if (!signed[id][title.shares[k].holder]) return false;
        }
        return true;
    }

    /// @dev The place of a line's title in the list.
    function _place(Line memory line) internal pure returns (uint256) {
        return line.usage >> 8;
    }

    /// @dev Reads the events of one action, then looks whether any deal's word made a step it must not make. Those of
    ///      which no event speaks are looked at now and then, and after each fault: the runner keeps every step.
    function _observe() internal {
        Log[] memory logs = VM.getRecordedLogs();
        for (uint256 i = 0; i < logs.length && !reverted; ++i) {
            _observeLog(logs[i]);
        }
        for (uint256 i = 0; i < deals.length && (suspicious || block.number % 8 == 0); ++i) {
            _observeDeal(deals[i]);
        }
        (reverted, suspicious) = (false, false);
    }

    function _observeLog(Log memory log) private {
        bytes32 kind = log.topics[0];
        if (kind == ILicensing.LineActivated.selector) {
            (uint256 index,) = abi.decode(log.data, (uint256, bytes32));
            _foldLine(log.topics[1], log.topics[2], index);
        } else if (kind == ILicensing.ExclusivesChanged.selector) {
            (uint256 horizon, uint256 kept, bytes32 list) = abi.decode(log.data, (uint256, uint256, bytes32));
            _foldList(log.topics[1], horizon, kept, list);
        } else if (_isOnce(kind)) {
            bool byAccount = kind == ICopyrightRegistry.RegistrationCancelled.selector; // one mark an account
            bytes32 who = byAccount ? log.topics[2] : bytes32(0);
            bytes32 what = keccak256(abi.encode(kind, log.topics[1], who));
            if (++happenings[what] == 2) happenedTwice = true;
        }
        if (texts[log.topics[1]].length != 0) _observeDeal(log.topics[1]);
    }

    /// @dev Whether a deal was ever activated, whatever its word says now.
    function _happened(bytes32 id) internal view returns (bool) {
        return happenings[keccak256(abi.encode(ILicensing.DealActivated.selector, id, bytes32(0)))] != 0;
    }

    function _isOnce(bytes32 kind) private pure returns (bool) {
        return kind == ILicensing.DealActivated.selector || kind == ILicensing.DealCancelled.selector
            || kind == ICopyrightRegistry.Registered.selector
            || kind == ICopyrightRegistry.RegistrationCancelled.selector;
    }

    function _observeDeal(bytes32 id) private {
        uint256 before = words[id];
        uint256 word = licensing.status(id);
        words[id] = word;
        uint256 state = before & 0xff;
        if (state == 0 && word & 0xff == ACTIVE) _checkBirth(id);
        if (state != 0 && word & 0xff != state) illegalWord = true;
        if (state == ACTIVE && before >> 88 != word >> 88) illegalWord = true; // time and block of activation
        if (word & 0xff == ACTIVE) _observeEnds(id, before, word);
    }

    function _observeEnds(bytes32 id, uint256 before, uint256 word) private {
        Deal memory deal = abi.decode(texts[id], (Deal));
        for (uint256 i = 0; i < deal.lines.length; ++i) {
            bytes32 line = Expected.lineId(id, i);
            uint256 bit = 1 << (8 + i);
            if (before & bit != 0 && word & bit == 0) illegalWord = true;
            uint64 own = licensing.lineEnds(line);
            uint64 end = word & bit == 0 ? deal.lines[i].end : own != 0 ? own : uint64(word >> 24);
            uint64 last = ends[line] == 0 ? deal.lines[i].end : ends[line];
            // An end never moves to a later time, and a new one is never before now plus the notice.
            if (end > last || (end < last && end < block.timestamp + deal.lines[i].notice)) illegalWord = true;
            ends[line] = end;
        }
    }
}
