// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Licensing} from "../../contracts/Licensing.sol";
import {ICopyrightRegistry} from "../../contracts/interfaces/ICopyrightRegistry.sol";
import {Deal, Line, Mandate, Termination, Withdrawal} from "../../contracts/interfaces/ILicensing.sol";
import {Vm} from "../contracts/helpers/Vm.sol";

/// @dev A registry that names whoever made it.
contract NamesItsMaker {
    address public immutable LICENSING = msg.sender;
}

/// @title What is true of every end of a line or mandate, from whatever words its deal may have by then
/// @dev The proof is the contract itself, so that it can set the words, and is the party that ends.
contract EndsProof is Licensing {
    Vm private constant VM = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));

    constructor() Licensing(ICopyrightRegistry(address(new NamesItsMaker()))) {}

    /// @notice Of a deal of two lines: an end never moves to a later time, nor before now plus the notice; the other
    ///         line's end stays; so does all that the word says of the activation; what ended stays ended; and a line
    ///         has an end of its own only beside another that ended.
    function check_anEndOfALine(
        Line memory line,
        Line memory other,
        Termination memory text,
        uint256 word,
        uint64[2] memory own,
        uint64 time
    ) external {
        VM.warp(time);
        if (!_isATime(time)) return;
        line.licensee = address(this);
        Deal memory deal = _deal(line, other);
        bytes32 id = this.dealId(deal);
        word = _set(id, word, own);
        if (!_ownEndsBesideOthers(id) || word & 0xfffc00 != 0) return; // two flags for two lines
        (text.deal, text.lines, text.by) = (id, 1, address(this));
        (uint256 before, uint256 others) = (_lineEnd(id, 0, line.end), _lineEnd(id, 1, other.end));
        this.terminate(deal, text, "");
        uint256 end = _lineEnd(id, 0, line.end);
        assert(end < before && end >= uint256(time) + line.notice && end >= text.end);
        assert(_lineEnd(id, 1, other.end) == others);
        assert(_isOnlyEnded(word, status[id]) && _ownEndsBesideOthers(id));
    }

    /// @notice Of a mandate of two givers: what the first ends for himself is never later, nor before now plus the
    ///         notice, and for the other it stays.
    /// @custom:halmos --array-lengths mandate.givers=2
    function check_anEndForOneGiver(
        Mandate memory mandate,
        Withdrawal memory text,
        uint256 word,
        uint64[2] memory own,
        uint64 time
    ) external {
        VM.warp(time);
        if (!_isATime(time)) return;
        (mandate.givers[0], text.by) = (address(this), address(this));
        if (mandate.to == address(this)) return;
        bytes32 id = this.mandateId(mandate);
        text.mandate = id;
        word = _set(id, word, own);
        (uint256 before, uint256 others) = (_giverEnd(id, mandate.end, 0), _giverEnd(id, mandate.end, 1));
        if (word & 0x200 == 0 && (own[0] != 0 || own[1] != 0)) return; // ends of givers are told by their flag
        this.withdraw(mandate, text, "");
        uint256 end = _giverEnd(id, mandate.end, 0);
        assert(end < before && end >= uint256(time) + mandate.notice && end >= text.end);
        assert(_giverEnd(id, mandate.end, 1) == others && _isOnlyEnded(word, status[id]));
    }

    /// @notice What the mandatary ends is for all givers never later, nor before now plus the notice.
    /// @custom:halmos --array-lengths mandate.givers=2
    function check_anEndForAllGivers(
        Mandate memory mandate,
        Withdrawal memory text,
        uint256 word,
        uint64[2] memory own,
        uint64 time
    ) external {
        VM.warp(time);
        if (!_isATime(time)) return;
        (mandate.to, text.by) = (address(this), address(this));
        bytes32 id = this.mandateId(mandate);
        text.mandate = id;
        word = _set(id, word, own);
        (uint256 one, uint256 other) = (_giverEnd(id, mandate.end, 0), _giverEnd(id, mandate.end, 1));
        uint256 before = _mandateEnd(id, mandate.end);
        this.withdraw(mandate, text, "");
        uint256 end = _mandateEnd(id, mandate.end);
        assert(end < before && end >= uint256(time) + mandate.notice && end >= text.end);
        assert(_giverEnd(id, mandate.end, 0) <= one && _giverEnd(id, mandate.end, 1) <= other);
        assert(_isOnlyEnded(word, status[id]));
    }

    /// @dev Zero means that there is no end, and an end is told in 64 bits.
    function _isATime(uint64 time) private pure returns (bool) {
        return time != 0 && time < 1 << 63;
    }

    function _deal(Line memory line, Line memory other) private pure returns (Deal memory deal) {
        deal.lines = new Line[](2);
        (deal.lines[0], deal.lines[1]) = (line, other);
    }

    /// @dev Any word that is active, and any ends beside it.
    function _set(bytes32 id, uint256 word, uint64[2] memory own) private returns (uint256) {
        status[id] = word & ~uint256(0xff) | 1;
        lineEnds[keccak256(abi.encode(id, 0))] = own[0];
        lineEnds[keccak256(abi.encode(id, 1))] = own[1];
        return status[id];
    }

    /// @dev Whether two words differ in their end and in flags that were added, at most.
    function _isOnlyEnded(uint256 before, uint256 word) private pure returns (bool) {
        bool rest = (word ^ before) & ~(uint256(type(uint64).max) << 24 | 0xffff00) == 0;
        return rest && before & ~word & 0xffff00 == 0;
    }

    function _ownEndsBesideOthers(bytes32 id) private view returns (bool) {
        bool none = lineEnds[keccak256(abi.encode(id, 0))] == 0 && lineEnds[keccak256(abi.encode(id, 1))] == 0;
        return none || status[id] & 0x300 == 0x300;
    }
}
