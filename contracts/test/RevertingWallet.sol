// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Broken account: reverts, and the first word of its reason is the magic value
contract RevertingWallet {
    /// @dev Its selector is the magic value, since that is the selector of the function it is named after.
    error isValidSignature(bytes32 digest, bytes signature);

    /// @notice Reverts, whatever is asked.
    fallback() external {
        revert isValidSignature(0, "");
    }
}
