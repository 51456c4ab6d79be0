// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Hostile account: burns all gas it is given
contract GasBurner {
    /// @notice Asks for four gigabytes of memory, which no block can pay for.
    function isValidSignature(bytes32, bytes calldata) external pure returns (bytes4) {
        return bytes4(keccak256(new bytes(type(uint32).max)));
    }
}
