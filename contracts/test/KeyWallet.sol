// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

/// @title An honest contract account: several keys, each may sign, and each may replace another
contract KeyWallet is IERC1271 {
    mapping(address key => bool) public isKey;

    error NotAKey(address caller);

    /// @param keys First keys.
    constructor(address[] memory keys) {
        for (uint256 i = 0; i < keys.length; ++i) {
            isKey[keys[i]] = true;
        }
    }

    /// @notice Takes one key out and another in.
    /// @param lost Key that loses its power.
    /// @param found Key that gains it.
    function rotate(address lost, address found) external {
        if (!isKey[msg.sender]) revert NotAKey(msg.sender);
        isKey[lost] = false;
        isKey[found] = true;
    }

    /// @inheritdoc IERC1271
    function isValidSignature(bytes32 digest, bytes calldata signature) external view returns (bytes4) {
        (address key, ECDSA.RecoverError fault,) = ECDSA.tryRecoverCalldata(digest, signature);
        bool good = fault == ECDSA.RecoverError.NoError && isKey[key];
        return good ? IERC1271.isValidSignature.selector : bytes4(0xffffffff);
    }
}
