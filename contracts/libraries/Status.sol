// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title The status word of a deal or mandate
/// @dev Bits 0-7 state, 8-23 flags of what ended, 24-87 their end, 88-151 time and 152-215 block of activation.
library Status {
    uint256 internal constant ACTIVE = 1;
    uint256 internal constant CANCELLED = 2;
    /// @notice Of a mandate: it ended for all.
    uint256 internal constant ENDED = 1 << 8;
    /// @notice Of a mandate: some of several givers left.
    uint256 internal constant LEFT = 1 << 9;

    uint256 private constant STATE_MASK = 0xff;
    uint256 private constant ENDED_SHIFT = 8;
    uint256 private constant END_SHIFT = 24;
    uint256 private constant TIME_SHIFT = 88;
    uint256 private constant BLOCK_SHIFT = 152;

    /// @notice The word of what is activated in this block.
    function activeNow() internal view returns (uint256) {
        return ACTIVE | (block.timestamp << TIME_SHIFT) | (block.number << BLOCK_SHIFT);
    }

    /// @notice 0 unknown, 1 active, 2 cancelled.
    function state(uint256 word) internal pure returns (uint256) {
        return word & STATE_MASK;
    }

    /// @notice The end that the word keeps.
    function end(uint256 word) internal pure returns (uint64) {
        return uint64(word >> END_SHIFT);
    }

    /// @notice The word with another end.
    function withEnd(uint256 word, uint64 moment) internal pure returns (uint256) {
        return (word & ~(uint256(type(uint64).max) << END_SHIFT)) | (uint256(moment) << END_SHIFT);
    }

    /// @notice The bit that says that a line ended.
    function lineBit(uint256 index) internal pure returns (uint256) {
        return 1 << (ENDED_SHIFT + index);
    }

    /// @notice Whether any other line than this ended.
    function othersEnded(uint256 word, uint256 index) internal pure returns (bool) {
        return word & ~lineBit(index) & (0xffff << ENDED_SHIFT) != 0;
    }
}
