// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Hashes of words as they lie in calldata
/// @dev The abi encoding of a static struct is its EIP-712 encodeData, so nothing need be encoded anew. Bits beyond a
///      field's width are not looked at here: a text with such bits has another hash than anything that was signed or
///      stored, and the compiler's own code reverts wherever such a field is read.
library Words {
    /// @notice keccak256 of one word followed by words of calldata.
    /// @param first The first word, e.g. a typehash.
    /// @param offset Where the others begin.
    /// @param count How many they are.
    function hash(bytes32 first, uint256 offset, uint256 count) internal pure returns (bytes32 result) {
        assembly ("memory-safe") {
            let free := mload(0x40)
            mstore(free, first)
            calldatacopy(add(free, 0x20), offset, shl(5, count))
            result := keccak256(free, add(0x20, shl(5, count)))
        }
    }

    /// @notice keccak256 of two words followed by words of calldata.
    function hashTwo(bytes32 first, bytes32 second, uint256 offset, uint256 count)
        internal
        pure
        returns (bytes32 result)
    {
        assembly ("memory-safe") {
            let free := mload(0x40)
            mstore(free, first)
            mstore(add(free, 0x20), second)
            calldatacopy(add(free, 0x40), offset, shl(5, count))
            result := keccak256(free, add(0x40, shl(5, count)))
        }
    }

    /// @notice keccak256 of words of calldata.
    function hash(uint256 offset, uint256 count) internal pure returns (bytes32 result) {
        assembly ("memory-safe") {
            let free := mload(0x40)
            calldatacopy(free, offset, shl(5, count))
            result := keccak256(free, shl(5, count))
        }
    }

    /// @notice EIP-712 encoding of an array of static structs in calldata.
    /// @param size Words of one struct.
    function hashEach(bytes32 typeHash, uint256 offset, uint256 count, uint256 size)
        internal
        pure
        returns (bytes32 result)
    {
        assembly ("memory-safe") {
            let one := mload(0x40)
            let bytesOfStruct := shl(5, size)
            let hashes := add(add(one, 0x20), bytesOfStruct)
            mstore(one, typeHash)
            for { let i := 0 } lt(i, count) { i := add(i, 1) } {
                calldatacopy(add(one, 0x20), add(offset, mul(i, bytesOfStruct)), bytesOfStruct)
                mstore(add(hashes, shl(5, i)), keccak256(one, add(0x20, bytesOfStruct)))
            }
            result := keccak256(hashes, shl(5, count))
        }
    }

    /// @notice keccak256(abi.encode(a, b)) of two arrays of static structs of two words.
    function hashPair(uint256 a, uint256 countOfA, uint256 b, uint256 countOfB) internal pure returns (bytes32 result) {
        assembly ("memory-safe") {
            let free := mload(0x40)
            let second := add(0x60, shl(6, countOfA))
            mstore(free, 0x40)
            mstore(add(free, 0x20), second)
            mstore(add(free, 0x40), countOfA)
            calldatacopy(add(free, 0x60), a, shl(6, countOfA))
            mstore(add(free, second), countOfB)
            calldatacopy(add(free, add(second, 0x20)), b, shl(6, countOfB))
            result := keccak256(free, add(second, add(0x20, shl(6, countOfB))))
        }
    }

    /// @notice keccak256(abi.encode(horizon, entries)) of entries in calldata.
    /// @param size Words of one entry.
    function hashList(uint256 horizon, uint256 offset, uint256 count, uint256 size)
        internal
        pure
        returns (bytes32 result)
    {
        assembly ("memory-safe") {
            let free := mload(0x40)
            let length := shl(5, mul(size, count))
            mstore(free, horizon)
            mstore(add(free, 0x20), 0x40)
            mstore(add(free, 0x40), count)
            calldatacopy(add(free, 0x60), offset, length)
            result := keccak256(free, add(0x60, length))
        }
    }

    /// @notice The same after some entries were dropped and one was added.
    /// @param kept Bit i for each entry that stays.
    /// @param added Where the new entry lies in memory.
    function hashListWith(uint256 horizon, uint256 offset, uint256 count, uint256 size, uint256 kept, uint256 added)
        internal
        pure
        returns (bytes32 result)
    {
        assembly ("memory-safe") {
            let free := mload(0x40)
            let length := shl(5, size)
            let next := add(free, 0x60)
            for { let i := 0 } lt(i, count) { i := add(i, 1) } {
                if and(shr(i, kept), 1) {
                    calldatacopy(next, add(offset, mul(i, length)), length)
                    next := add(next, length)
                }
            }
            mcopy(next, added, length)
            next := add(next, length)
            mstore(free, horizon)
            mstore(add(free, 0x20), 0x40)
            mstore(add(free, 0x40), div(sub(next, add(free, 0x60)), length))
            result := keccak256(free, sub(next, free))
        }
    }

    /// @notice keccak256 of one word followed by words of memory.
    function hashMemory(bytes32 first, uint256 offset, uint256 count) internal pure returns (bytes32 result) {
        assembly ("memory-safe") {
            let free := mload(0x40)
            mstore(free, first)
            mcopy(add(free, 0x20), offset, shl(5, count))
            result := keccak256(free, add(0x20, shl(5, count)))
        }
    }
}
