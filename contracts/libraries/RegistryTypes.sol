// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Words} from "./Words.sol";
import {
    Arbitration,
    Asset,
    Assignment,
    Attestation,
    Cancellation,
    Confirmation,
    DisputeWithdrawal,
    Link,
    Opening,
    Registration,
    Replacement,
    Reveal,
    Ruling,
    Share,
    Split,
    Statement,
    Unclaimed,
    UnitsClaim
} from "../interfaces/ICopyrightRegistry.sol";

/// @title EIP-712 hashing of what the registry has signed
/// @dev Every typehash is computed, by the compiler, from its whole type string: member types follow in alphabetical
///      order, as EIP-712 "Definition of encodeType" asks. An array's encoding is the hash of its elements' words put
///      side by side, for which abi.encodePacked of one bytes32[] is unambiguous. Static structs are hashed as they
///      lie in calldata (see Words): every field of theirs is read, and so checked, where it is used.
library RegistryTypes {
    bytes32 internal constant LINK_TYPEHASH = keccak256("Link(uint8 kind,bytes32 target)");
    bytes32 internal constant SHARE_TYPEHASH = keccak256("Share(address holder,uint32 units)");
    bytes32 internal constant UNCLAIMED_TYPEHASH = keccak256("Unclaimed(bytes32 who,uint32 units)");
    bytes32 internal constant SPLIT_TYPEHASH = keccak256(
        "Split(uint8 layer,Share[] shares,Unclaimed[] unclaimed)"
        "Share(address holder,uint32 units)"
        "Unclaimed(bytes32 who,uint32 units)"
    );
    bytes32 internal constant ASSET_TYPEHASH = keccak256(
        "Asset(uint8 assetType,bytes32 recordHash,bytes32 fileTag,Link[] links,Split[] splits)"
        "Link(uint8 kind,bytes32 target)"
        "Share(address holder,uint32 units)"
        "Split(uint8 layer,Share[] shares,Unclaimed[] unclaimed)"
        "Unclaimed(bytes32 who,uint32 units)"
    );
    bytes32 internal constant REGISTRATION_TYPEHASH = keccak256(
        "Registration(address registrant,Asset[] assets,bytes32 root,uint64 deadline)"
        "Asset(uint8 assetType,bytes32 recordHash,bytes32 fileTag,Link[] links,Split[] splits)"
        "Link(uint8 kind,bytes32 target)"
        "Share(address holder,uint32 units)"
        "Split(uint8 layer,Share[] shares,Unclaimed[] unclaimed)"
        "Unclaimed(bytes32 who,uint32 units)"
    );
    bytes32 internal constant CANCELLATION_TYPEHASH =
        keccak256("Cancellation(bytes32 digest,address by,uint64 deadline)");

    bytes32 internal constant CONFIRMATION_TYPEHASH =
        keccak256("Confirmation(bytes32 title,address holder,uint64 deadline)");
    bytes32 internal constant REPLACEMENT_TYPEHASH = keccak256(
        "Replacement(bytes32 title,Share[] shares,Unclaimed[] unclaimed,uint64 deadline)"
        "Share(address holder,uint32 units)"
        "Unclaimed(bytes32 who,uint32 units)"
    );
    bytes32 internal constant UNITS_CLAIM_TYPEHASH =
        keccak256("UnitsClaim(bytes32 title,bytes32 who,address newcomer,uint64 deadline)");
    bytes32 internal constant ASSIGNMENT_TYPEHASH = keccak256(
        "Assignment(bytes32 title,Share[] shares,bytes32 instrument,uint64 deadline)"
        "Share(address holder,uint32 units)"
    );

    bytes32 internal constant OPENING_TYPEHASH =
        keccak256("Opening(bytes32 subject,bytes32 evidence,address by,uint64 deadline)");
    bytes32 internal constant DISPUTE_WITHDRAWAL_TYPEHASH =
        keccak256("DisputeWithdrawal(bytes32 subject,address by,uint64 deadline)");
    bytes32 internal constant RULING_TYPEHASH = keccak256(
        "Ruling(bytes32 subject,address opener,uint64 opening,uint8 decision,bytes32 reasons,address by,"
        "uint64 deadline)"
    );
    bytes32 internal constant ARBITRATION_TYPEHASH =
        keccak256("Arbitration(bytes32 subject,bytes32 title,address opener,address arbiter,uint64 deadline)");
    bytes32 internal constant ATTESTATION_TYPEHASH =
        keccak256("Attestation(address party,uint32 kind,bytes32 evidence,address by,uint64 deadline)");
    bytes32 internal constant STATEMENT_TYPEHASH = keccak256(
        "Statement(bytes32 subject,uint8 kind,uint64 from,uint64 to,bytes32 root,address by,uint64 deadline)"
    );

    bytes32 internal constant REVEAL_TYPEHASH =
        keccak256("Reveal(bytes32 asset,bytes32 file,bytes32 salt,uint64 deadline)");

    /// @dev Links, shares and keyless holders are two words each.
    uint256 private constant WORDS_OF_ROW = 2;

    /// @notice hashStruct of a confirmation.
    function hash(Confirmation calldata confirmation) internal pure returns (bytes32) {
        uint256 offset;
        assembly {
            offset := confirmation
        }
        return Words.hash(CONFIRMATION_TYPEHASH, offset, 3);
    }

    /// @notice hashStruct of a replacement.
    function hash(Replacement calldata replacement) internal pure returns (bytes32) {
        return keccak256(
            abi.encode(
                REPLACEMENT_TYPEHASH,
                replacement.title,
                _hash(replacement.shares),
                _hash(replacement.unclaimed),
                replacement.deadline
            )
        );
    }

    /// @notice hashStruct of a claim of units.
    function hash(UnitsClaim calldata claim) internal pure returns (bytes32) {
        uint256 offset;
        assembly {
            offset := claim
        }
        return Words.hash(UNITS_CLAIM_TYPEHASH, offset, 4);
    }

    /// @notice hashStruct of an assignment.
    function hash(Assignment calldata assignment) internal pure returns (bytes32) {
        return keccak256(
            abi.encode(
                ASSIGNMENT_TYPEHASH,
                assignment.title,
                _hash(assignment.shares),
                assignment.instrument,
                assignment.deadline
            )
        );
    }

    /// @notice hashStruct of a registration.
    function hash(Registration calldata registration) internal pure returns (bytes32) {
        return keccak256(
            abi.encode(
                REGISTRATION_TYPEHASH,
                registration.registrant,
                _hash(registration.assets),
                registration.root,
                registration.deadline
            )
        );
    }

    /// @notice hashStruct of a cancellation.
    function hash(Cancellation calldata cancellation) internal pure returns (bytes32) {
        uint256 offset;
        assembly {
            offset := cancellation
        }
        return Words.hash(CANCELLATION_TYPEHASH, offset, 3);
    }

    /// @notice hashStruct of the opening of a dispute.
    function hash(Opening calldata opening) internal pure returns (bytes32) {
        uint256 offset;
        assembly {
            offset := opening
        }
        return Words.hash(OPENING_TYPEHASH, offset, 4);
    }

    /// @notice hashStruct of a dispute's withdrawal.
    function hash(DisputeWithdrawal calldata withdrawal) internal pure returns (bytes32) {
        uint256 offset;
        assembly {
            offset := withdrawal
        }
        return Words.hash(DISPUTE_WITHDRAWAL_TYPEHASH, offset, 3);
    }

    /// @notice hashStruct of a ruling.
    function hash(Ruling calldata ruling) internal pure returns (bytes32) {
        uint256 offset;
        assembly {
            offset := ruling
        }
        return Words.hash(RULING_TYPEHASH, offset, 7);
    }

    /// @notice hashStruct of the acceptance of an arbiter.
    function hash(Arbitration calldata arbitration) internal pure returns (bytes32) {
        uint256 offset;
        assembly {
            offset := arbitration
        }
        return Words.hash(ARBITRATION_TYPEHASH, offset, 5);
    }

    /// @notice hashStruct of an attestation.
    function hash(Attestation calldata attestation) internal pure returns (bytes32) {
        uint256 offset;
        assembly {
            offset := attestation
        }
        return Words.hash(ATTESTATION_TYPEHASH, offset, 5);
    }

    /// @notice hashStruct of a statement.
    function hash(Statement calldata statement) internal pure returns (bytes32) {
        uint256 offset;
        assembly {
            offset := statement
        }
        return Words.hash(STATEMENT_TYPEHASH, offset, 7);
    }

    /// @notice hashStruct of a reveal.
    function hash(Reveal calldata revelation) internal pure returns (bytes32) {
        uint256 offset;
        assembly {
            offset := revelation
        }
        return Words.hash(REVEAL_TYPEHASH, offset, 4);
    }

    function _hash(Asset[] calldata assets) private pure returns (bytes32) {
        bytes32[] memory hashes = new bytes32[](assets.length);
        for (uint256 i = 0; i < hashes.length; ++i) {
            hashes[i] = _hash(assets[i]);
        }
        return keccak256(abi.encodePacked(hashes));
    }

    function _hash(Asset calldata asset) private pure returns (bytes32) {
        return keccak256(
            abi.encode(
                ASSET_TYPEHASH,
                asset.assetType,
                asset.recordHash,
                asset.fileTag,
                _hash(asset.links),
                _hash(asset.splits)
            )
        );
    }

    function _hash(Split[] calldata splits) private pure returns (bytes32) {
        bytes32[] memory hashes = new bytes32[](splits.length);
        for (uint256 i = 0; i < hashes.length; ++i) {
            hashes[i] = _hash(splits[i]);
        }
        return keccak256(abi.encodePacked(hashes));
    }

    function _hash(Split calldata split) private pure returns (bytes32) {
        return keccak256(abi.encode(SPLIT_TYPEHASH, split.layer, _hash(split.shares), _hash(split.unclaimed)));
    }

    function _hash(Link[] calldata links) private pure returns (bytes32) {
        uint256 offset;
        assembly {
            offset := links.offset
        }
        return Words.hashEach(LINK_TYPEHASH, offset, links.length, WORDS_OF_ROW);
    }

    function _hash(Share[] calldata shares) private pure returns (bytes32) {
        uint256 offset;
        assembly {
            offset := shares.offset
        }
        return Words.hashEach(SHARE_TYPEHASH, offset, shares.length, WORDS_OF_ROW);
    }

    function _hash(Unclaimed[] calldata unclaimed) private pure returns (bytes32) {
        uint256 offset;
        assembly {
            offset := unclaimed.offset
        }
        return Words.hashEach(UNCLAIMED_TYPEHASH, offset, unclaimed.length, WORDS_OF_ROW);
    }
}
