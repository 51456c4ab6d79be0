// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Hostile account: answers with a megabyte, which a careless caller copies at its own cost
contract ReturnBomb {
    /// @notice A megabyte of zeros.
    function isValidSignature(bytes32, bytes calldata) external pure returns (bytes32[32_768] memory bomb) {
        return bomb;
    }
}
