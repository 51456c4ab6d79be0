// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {Cancellation, Registration} from "../../contracts/interfaces/ICopyrightRegistry.sol";
import {Deal, Termination} from "../../contracts/interfaces/ILicensing.sol";
import {LicensingTypes} from "../../contracts/libraries/LicensingTypes.sol";
import {RegistryTypes} from "../../contracts/libraries/RegistryTypes.sol";
import {Titles} from "../../contracts/libraries/Titles.sol";
import {Expected} from "./helpers/Expected.sol";
import {TestBase} from "./helpers/TestBase.sol";

/// @title Trees made by `@openzeppelin/merkle-tree`, read from the files that Python and JavaScript read
/// @dev The functions called are those that the registry calls.
contract MerkleVectorsTest is TestBase {
    string private constant TREES = "tests/vectors/merkle/v1/trees.json";

    function test_everyPathLeadsToItsRoot() external view {
        string memory json = VM.readFile(TREES);
        VM.assertEq(VM.parseJsonUint(json, ".version"), 1, "version of the vectors");
        uint256 leaves = 0;
        for (uint256 i = 0; VM.keyExistsJson(json, _tree(i)); ++i) {
            bytes32 root = VM.parseJsonBytes32(json, string.concat(_tree(i), ".root"));
            string memory one = string.concat(_tree(i), ".leaves[");
            for (uint256 j = 0; VM.keyExistsJson(json, string.concat(one, VM.toString(j), "]")); ++j) {
                _checkLeaf(json, string.concat(one, VM.toString(j), "]"), root);
                ++leaves;
            }
        }
        VM.assertTrue(leaves > 20, "some leaves were read");
    }

    function _checkLeaf(string memory json, string memory where, bytes32 root) private pure {
        bytes32 asset = Titles.assetId(
            VM.parseJsonBytes32(json, string.concat(where, ".record_hash")),
            VM.parseJsonAddress(json, string.concat(where, ".registrant")),
            VM.parseJsonBytes32(json, string.concat(where, ".facts_hash"))
        );
        bytes32 leaf = keccak256(abi.encode(asset));
        VM.assertEq(leaf, VM.parseJsonBytes32(json, string.concat(where, ".leaf")), where);
        VM.assertEq(leaf, Expected.leaf(asset), where);
        bytes32[] memory path = VM.parseJsonBytes32Array(json, string.concat(where, ".path"));
        VM.assertTrue(MerkleProof.verify(path, root, leaf), where);
        if (path.length == 0) return;
        path[path.length - 1] = ~path[path.length - 1];
        VM.assertFalse(MerkleProof.verify(path, root, leaf), "another path");
    }

    function _tree(uint256 index) private pure returns (string memory) {
        return string.concat(".trees[", VM.toString(index), "]");
    }
}

/// @title Signed texts, read from the files that Python and JavaScript read
/// @dev The struct comes as its abi.encode, so that the contracts' own libraries hash what the files say.
contract TypedDataVectorsTest is TestBase {
    string private constant MESSAGES = "tests/vectors/eip712/v1/messages.json";
    string private constant SIGNATURES = "tests/vectors/eip712/v1/signatures.json";
    bytes32 private constant DOMAIN_TYPEHASH =
        keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");

    function test_everyMessageHasItsDigest() external view {
        string memory json = VM.readFile(MESSAGES);
        uint256 count = 0;
        for (; VM.keyExistsJson(json, _case(count)); ++count) {
            _checkMessage(json, _case(count));
        }
        VM.assertTrue(count > 10, "some messages were read");
    }

    function test_t04_onlyOneFormOfASignatureIsTaken() external view {
        string memory json = VM.readFile(SIGNATURES);
        uint256 count = 0;
        uint256 taken = 0;
        for (; VM.keyExistsJson(json, _case(count)); ++count) {
            string memory where = _case(count);
            bool valid = SignatureChecker.isValidSignatureNow(
                VM.parseJsonAddress(json, string.concat(where, ".signer")),
                VM.parseJsonBytes32(json, string.concat(where, ".digest")),
                VM.parseJsonBytes(json, string.concat(where, ".signature"))
            );
            VM.assertTrue(valid == VM.parseJsonBool(json, string.concat(where, ".valid")), where);
            if (valid) ++taken;
        }
        VM.assertTrue(count > 10 && taken == 1, "one form of many");
    }

    function hashRegistration(Registration calldata text) external pure returns (bytes32) {
        return RegistryTypes.hash(text);
    }

    function hashCancellation(Cancellation calldata text) external pure returns (bytes32) {
        return RegistryTypes.hash(text);
    }

    function hashDeal(Deal calldata text) external pure returns (bytes32) {
        return LicensingTypes.hash(text);
    }

    function hashTermination(Termination calldata text) external pure returns (bytes32) {
        return LicensingTypes.hash(text);
    }

    function _checkMessage(string memory json, string memory where) private view {
        bytes32 structHash = _structHash(
            keccak256(bytes(VM.parseJsonString(json, string.concat(where, ".primaryType")))),
            VM.parseJsonBytes(json, string.concat(where, ".abi"))
        );
        VM.assertEq(structHash, VM.parseJsonBytes32(json, string.concat(where, ".structHash")), where);
        bytes32 separator = keccak256(
            abi.encode(
                DOMAIN_TYPEHASH,
                keccak256(bytes(VM.parseJsonString(json, string.concat(where, ".domain.name")))),
                keccak256("1"),
                VM.parseJsonUint(json, string.concat(where, ".domain.chainId")),
                VM.parseJsonAddress(json, string.concat(where, ".domain.verifyingContract"))
            )
        );
        VM.assertEq(separator, VM.parseJsonBytes32(json, string.concat(where, ".domainSeparator")), where);
        bytes32 digest = keccak256(abi.encodePacked(hex"1901", separator, structHash));
        VM.assertEq(digest, VM.parseJsonBytes32(json, string.concat(where, ".digest")), where);
        address signer = VM.parseJsonAddress(json, string.concat(where, ".signer"));
        bytes memory signature = VM.parseJsonBytes(json, string.concat(where, ".signature"));
        VM.assertTrue(SignatureChecker.isValidSignatureNow(signer, digest, signature), where);
    }

    function _structHash(bytes32 kind, bytes memory data) private view returns (bytes32) {
        if (kind == keccak256("Registration")) return this.hashRegistration(abi.decode(data, (Registration)));
        if (kind == keccak256("Cancellation")) return this.hashCancellation(abi.decode(data, (Cancellation)));
        if (kind == keccak256("Deal")) return this.hashDeal(abi.decode(data, (Deal)));
        VM.assertEq(kind, keccak256("Termination"), "a kind of message");
        return this.hashTermination(abi.decode(data, (Termination)));
    }

    function _case(uint256 index) private pure returns (string memory) {
        return string.concat(".cases[", VM.toString(index), "]");
    }
}
