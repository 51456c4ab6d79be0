// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Broken account: the magic value with dirt in the 28 bytes that must be zero
contract DirtyMagic {
    /// @notice 0x1626ba7e, then 27 zero bytes and a one.
    function isValidSignature(bytes32, bytes calldata) external pure returns (bytes32) {
        return bytes32(this.isValidSignature.selector) | bytes32(uint256(1));
    }
}
