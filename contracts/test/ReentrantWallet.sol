// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";

/// @title Hostile account: while it is asked, it calls back, and says yes only when that call succeeded
contract ReentrantWallet {
    address public target;
    bytes public call;

    /// @notice Prepares the call to make.
    /// @param newTarget Contract to call.
    /// @param newCall Calldata of the call.
    function prepare(address newTarget, bytes calldata newCall) external {
        target = newTarget;
        call = newCall;
    }

    /// @notice Calls back. Not `view`, as a hostile account would be.
    function isValidSignature(bytes32, bytes calldata) external returns (bytes4) {
        (bool done,) = target.call(call);
        return done ? IERC1271.isValidSignature.selector : bytes4(0);
    }
}
