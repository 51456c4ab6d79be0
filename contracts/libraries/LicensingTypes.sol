// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Deal, Line, Termination} from "../interfaces/ILicensing.sol";

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
    bytes32 internal constant TERMINATION_TYPEHASH =
        keccak256("Termination(bytes32 deal,uint16 lines,uint64 end,address by,uint64 deadline)");

    /// @notice hashStruct of a deal.
    /// @dev The abi encoding of a static struct is its EIP-712 encodeData, so a line is hashed as it lies in calldata.
    function hash(Deal calldata deal) internal pure returns (bytes32) {
        Line[] calldata lines = deal.lines;
        bytes32[] memory hashes = new bytes32[](lines.length);
        for (uint256 i = 0; i < hashes.length; ++i) {
            hashes[i] = keccak256(abi.encode(LINE_TYPEHASH, lines[i]));
        }
        return keccak256(
            abi.encode(
                DEAL_TYPEHASH,
                keccak256(abi.encodePacked(hashes)),
                keccak256(abi.encodePacked(deal.signers)),
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
        return keccak256(abi.encode(TERMINATION_TYPEHASH, termination));
    }
}
