// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Deal, Line, Mandate, Termination, Withdrawal} from "../interfaces/ILicensing.sol";
import {Words} from "./Words.sol";

/// @title EIP-712 hashing of what licensing has signed
/// @dev Every typehash is computed, by the compiler, from its whole type string.
library LicensingTypes {
    bytes32 internal constant LINE_TYPEHASH = keccak256(
        "Line(bytes32 asset,address society,uint8 layer,uint32 usage,uint256 territory,uint64 start,uint64 end,"
        "uint8 exclusivity,address licensee,bytes32 title,bytes32 parent,uint8 depth,bytes32 consult,uint8 revocation,"
        "address revoker,uint32 notice,bool survives)"
    );
    bytes32 internal constant DEAL_TYPEHASH = keccak256(
        "Deal(Line[] lines,address[] signers,bytes32 terms,uint64 acceptBy,address arbiter,"
        "bool crossTermination,bytes32 salt)"
        "Line(bytes32 asset,address society,uint8 layer,uint32 usage,uint256 territory,uint64 start,uint64 end,"
        "uint8 exclusivity,address licensee,bytes32 title,bytes32 parent,uint8 depth,bytes32 consult,uint8 revocation,"
        "address revoker,uint32 notice,bool survives)"
    );
    bytes32 internal constant ACCEPT_TYPEHASH = keccak256(
        "Accept(Deal deal,bytes32[] heads)"
        "Deal(Line[] lines,address[] signers,bytes32 terms,uint64 acceptBy,address arbiter,"
        "bool crossTermination,bytes32 salt)"
        "Line(bytes32 asset,address society,uint8 layer,uint32 usage,uint256 territory,uint64 start,uint64 end,"
        "uint8 exclusivity,address licensee,bytes32 title,bytes32 parent,uint8 depth,bytes32 consult,uint8 revocation,"
        "address revoker,uint32 notice,bool survives)"
    );
    bytes32 internal constant MANDATE_TYPEHASH = keccak256(
        "Mandate(address[] givers,address to,uint8 kind,bool bars,uint8 cap,uint8 layer,uint32 usage,uint256 territory,"
        "uint64 start,uint64 end,uint32 notice,bytes32 asset,bytes32 terms,uint64 acceptBy,bytes32 salt)"
    );
    bytes32 internal constant WITHDRAWAL_TYPEHASH =
        keccak256("Withdrawal(bytes32 mandate,uint64 end,address by,uint64 deadline)");
    bytes32 internal constant TERMINATION_TYPEHASH =
        keccak256("Termination(bytes32 deal,uint16 lines,uint64 end,address by,uint64 deadline)");

    uint256 private constant WORDS_OF_LINE = 17;

    /// @notice hashStruct of a deal.
    function hash(Deal calldata deal) internal pure returns (bytes32) {
        Line[] calldata lines = deal.lines;
        uint256 offset;
        assembly {
            offset := lines.offset
        }
        return keccak256(
            abi.encode(
                DEAL_TYPEHASH,
                Words.hashEach(LINE_TYPEHASH, offset, lines.length, WORDS_OF_LINE),
                _hash(deal.signers),
                deal.terms,
                deal.acceptBy,
                deal.arbiter,
                deal.crossTermination,
                deal.salt
            )
        );
    }

    /// @notice hashStruct of a termination.
    function hash(Termination calldata termination) internal pure returns (bytes32) {
        uint256 offset;
        assembly {
            offset := termination
        }
        return Words.hash(TERMINATION_TYPEHASH, offset, 5);
    }

    /// @notice hashStruct of an acceptance.
    /// @param deal hashStruct of its deal.
    /// @param heads Its heads.
    function accept(bytes32 deal, bytes32[] calldata heads) internal pure returns (bytes32) {
        return keccak256(abi.encode(ACCEPT_TYPEHASH, deal, _hash(heads)));
    }

    /// @notice hashStruct of a mandate.
    function hash(Mandate calldata mandate) internal pure returns (bytes32) {
        bytes32 givers = _hash(mandate.givers);
        uint256 offset;
        assembly {
            offset := mandate
        }
        return Words.hashTwo(MANDATE_TYPEHASH, givers, offset + 32, 14);
    }

    /// @notice hashStruct of a withdrawal.
    function hash(Withdrawal calldata withdrawal) internal pure returns (bytes32) {
        uint256 offset;
        assembly {
            offset := withdrawal
        }
        return Words.hash(WITHDRAWAL_TYPEHASH, offset, 4);
    }

    function _hash(bytes32[] calldata words) private pure returns (bytes32) {
        uint256 offset;
        assembly {
            offset := words.offset
        }
        return Words.hash(offset, words.length);
    }

    /// @dev Addresses are words of calldata, too.
    function _hash(address[] calldata accounts) private pure returns (bytes32) {
        uint256 offset;
        assembly {
            offset := accounts.offset
        }
        return Words.hash(offset, accounts.length);
    }
}
