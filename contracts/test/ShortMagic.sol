// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";

/// @title Broken account: answers with the four bytes of the magic value, unpadded
contract ShortMagic {
    /// @notice Whatever is asked, 0x1626ba7e.
    fallback(bytes calldata) external returns (bytes memory) {
        return abi.encodePacked(IERC1271.isValidSignature.selector);
    }
}
