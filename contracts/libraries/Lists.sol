// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Bar, Bars, Entry, Exclusives} from "../interfaces/ILicensing.sol";
import {Words} from "./Words.sol";

/// @title Hash chains of lines, and the bounded lists of exclusives and of barring mandates
library Lists {
    uint256 private constant WORDS_OF_ENTRY = 8;
    uint256 private constant WORDS_OF_BAR = 9;

    /// @notice The head after one more entry: keccak256(abi.encode(head, entry)).
    function next(bytes32 head, Entry calldata entry) internal pure returns (bytes32) {
        uint256 offset;
        assembly {
            offset := entry
        }
        return Words.hash(head, offset, WORDS_OF_ENTRY);
    }

    /// @notice The same of an entry in memory.
    function nextOf(bytes32 head, Entry memory entry) internal pure returns (bytes32) {
        uint256 offset;
        assembly {
            offset := entry
        }
        return Words.hashMemory(head, offset, WORDS_OF_ENTRY);
    }

    /// @notice keccak256(abi.encode(horizon, entries)).
    function hash(Exclusives calldata list) internal pure returns (bytes32) {
        return Words.hashList(list.horizon, _offset(list.entries), list.entries.length, WORDS_OF_ENTRY);
    }

    /// @notice keccak256(abi.encode(horizon, entries)).
    function hash(Bars calldata list) internal pure returns (bytes32) {
        return Words.hashList(list.horizon, _offset(list.entries), list.entries.length, WORDS_OF_BAR);
    }

    /// @notice Hash of a list with some entries (bits of `kept`), another horizon, and one entry more.
    function hashWith(Entry[] calldata entries, uint256 horizon, uint256 kept, Entry memory added)
        internal
        pure
        returns (bytes32)
    {
        uint256 offset;
        assembly {
            offset := added
        }
        return Words.hashListWith(horizon, _offset(entries), entries.length, WORDS_OF_ENTRY, kept, offset);
    }

    /// @notice Hash of a list with some entries (bits of `kept`), another horizon, and one entry more.
    function hashWith(Bar[] calldata entries, uint256 horizon, uint256 kept, Bar memory added)
        internal
        pure
        returns (bytes32)
    {
        uint256 offset;
        assembly {
            offset := added
        }
        return Words.hashListWith(horizon, _offset(entries), entries.length, WORDS_OF_BAR, kept, offset);
    }

    /// @notice Hash of a list that holds one entry only.
    function hashOne(Entry memory only) internal pure returns (bytes32) {
        uint256 offset;
        assembly {
            offset := only
        }
        return Words.hashListWith(0, 0, 0, WORDS_OF_ENTRY, 0, offset);
    }

    /// @notice Hash of a list that holds one entry only.
    function hashOne(Bar memory only) internal pure returns (bytes32) {
        uint256 offset;
        assembly {
            offset := only
        }
        return Words.hashListWith(0, 0, 0, WORDS_OF_BAR, 0, offset);
    }

    function _offset(Entry[] calldata entries) private pure returns (uint256 offset) {
        assembly {
            offset := entries.offset
        }
    }

    function _offset(Bar[] calldata entries) private pure returns (uint256 offset) {
        assembly {
            offset := entries.offset
        }
    }
}
