// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Status} from "../../contracts/libraries/Status.sol";
import {Vm} from "../contracts/helpers/Vm.sol";

/// @title What is true of every status word
contract StatusWordsProof {
    Vm private constant VM = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));

    /// @notice An end written is the end read, and all else in the word stays.
    function check_anEndIsKept_andAllElse(uint256 word, uint64 moment) external pure {
        uint256 later = Status.withEnd(word, moment);
        assert(Status.end(later) == moment);
        assert((later ^ word) & ~(uint256(type(uint64).max) << 24) == 0);
        assert(Status.state(later) == Status.state(word));
    }

    /// @notice A word of this block is active, has no flag and no end, and says when and where it was written.
    function check_aNewWord(uint64 time, uint64 number) external {
        VM.warp(time);
        VM.roll(number);
        uint256 word = Status.activeNow();
        assert(Status.state(word) == Status.ACTIVE && Status.end(word) == 0 && word & (0xffff << 8) == 0);
        assert(uint64(word >> 88) == time && uint64(word >> 152) == number && word >> 216 == 0);
    }

    /// @notice Sixteen lines have sixteen flags, which touch neither the state nor the end nor each other.
    function check_everyLineHasAFlag(uint256 word, uint256 index, uint256 other) external pure {
        if (index >= 16 || other >= 16) return;
        uint256 bit = Status.lineBit(index);
        assert(bit != 0 && bit & 0xff == 0 && bit & ~(uint256(0xffff) << 8) == 0);
        assert((bit & Status.lineBit(other) == 0) == (index != other));
        assert(Status.end(word | bit) == Status.end(word) && Status.state(word | bit) == Status.state(word));
    }

    /// @notice Another line ended exactly if another flag is set.
    function check_othersEnded(uint256 word, uint256 index, uint256 other) external pure {
        if (index >= 16 || other >= 16) return;
        if (other != index && word & Status.lineBit(other) != 0) assert(Status.othersEnded(word, index));
        if ((word >> 8) & 0xffff & ~(uint256(1) << index) == 0) assert(!Status.othersEnded(word, index));
    }
}
