// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

/// @title An account that answers as a test tells it: a contract of its own, or the delegate of a key (EIP-7702)
/// @dev What it keeps lies in the account that is asked, so one delegate serves many.
contract PuppetWallet {
    /// @dev HONEST: yes to the key's signature. ANSWERS: these very bytes. REVERTS: with these bytes. BURNS: all gas.
    ///      BOMB: a megabyte that begins with these bytes. CALLS: yes if the call of (address, calldata) succeeded.
    enum Manner {
        HONEST,
        ANSWERS,
        REVERTS,
        BURNS,
        BOMB,
        CALLS
    }

    uint256 private constant MEGABYTE = 1 << 20;

    address private key_;
    Manner private manner_;
    bytes private words_;

    /// @notice Gives the account another key than its own.
    function own(address key) external {
        key_ = key;
    }

    /// @notice How it answers from now on.
    function turn(Manner manner, bytes calldata words) external {
        (manner_, words_) = (manner, words);
    }

    /// @notice Not `view`, as a hostile account's would be.
    function isValidSignature(bytes32 digest, bytes calldata signature) external returns (bytes4) {
        Manner manner = manner_;
        bytes memory words = words_;
        if (manner == Manner.HONEST) return _magicIf(_isSigned(digest, signature));
        if (manner == Manner.CALLS) {
            (address target, bytes memory data) = abi.decode(words, (address, bytes));
            // solhint-disable-next-line avoid-low-level-calls
            (bool done,) = target.call(data);
            return _magicIf(done);
        }
        if (manner == Manner.BURNS) {
            assembly {
                invalid()
            }
        }
        uint256 length = manner == Manner.BOMB ? MEGABYTE : words.length;
        bool reverts = manner == Manner.REVERTS;
        assembly {
            if reverts { revert(add(words, 0x20), length) }
            return(add(words, 0x20), length)
        }
    }

    function _isSigned(bytes32 digest, bytes calldata signature) private view returns (bool) {
        (address signer, ECDSA.RecoverError fault,) = ECDSA.tryRecoverCalldata(digest, signature);
        return fault == ECDSA.RecoverError.NoError && signer == (key_ == address(0) ? address(this) : key_);
    }

    function _magicIf(bool good) private pure returns (bytes4) {
        return good ? IERC1271.isValidSignature.selector : bytes4(0);
    }
}
