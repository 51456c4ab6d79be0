// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {CopyrightRegistry} from "../../contracts/CopyrightRegistry.sol";
import {Licensing} from "../../contracts/Licensing.sol";
import {
    Arbitration,
    Assignment,
    Attestation,
    Cancellation,
    Confirmation,
    DisputeWithdrawal,
    Opening,
    Registration,
    Replacement,
    Reveal,
    Ruling,
    Statement,
    UnitsClaim
} from "../../contracts/interfaces/ICopyrightRegistry.sol";
import {Accept, Deal, ILicensing, Mandate, Termination, Withdrawal} from "../../contracts/interfaces/ILicensing.sol";
import {LicensingTypes} from "../../contracts/libraries/LicensingTypes.sol";
import {RegistryTypes} from "../../contracts/libraries/RegistryTypes.sol";
import {Signers} from "../../contracts/libraries/Signers.sol";
import {Titles} from "../../contracts/libraries/Titles.sol";
import {Expected} from "./helpers/Expected.sol";
import {LicensingBase} from "./helpers/LicensingBase.sol";
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
            bool valid = _taken(
                VM.parseJsonAddress(json, string.concat(where, ".signer")),
                VM.parseJsonBytes32(json, string.concat(where, ".digest")),
                VM.parseJsonBytes(json, string.concat(where, ".signature"))
            );
            VM.assertTrue(valid == VM.parseJsonBool(json, string.concat(where, ".valid")), where);
            if (valid) ++taken;
        }
        VM.assertTrue(count > 10 && taken == 2, "one form of many, and the highest s of that form");
    }

    function check(address signer, bytes32 digest, bytes calldata signature) external view {
        Signers.check(signer, digest, signature);
    }

    function hashRegistration(Registration calldata text) external pure returns (bytes32) {
        return RegistryTypes.hash(text);
    }

    function hashCancellation(Cancellation calldata text) external pure returns (bytes32) {
        return RegistryTypes.hash(text);
    }

    function hashConfirmation(Confirmation calldata text) external pure returns (bytes32) {
        return RegistryTypes.hash(text);
    }

    function hashReplacement(Replacement calldata text) external pure returns (bytes32) {
        return RegistryTypes.hash(text);
    }

    function hashUnitsClaim(UnitsClaim calldata text) external pure returns (bytes32) {
        return RegistryTypes.hash(text);
    }

    function hashAssignment(Assignment calldata text) external pure returns (bytes32) {
        return RegistryTypes.hash(text);
    }

    function hashDeal(Deal calldata text) external pure returns (bytes32) {
        return LicensingTypes.hash(text);
    }

    function hashTermination(Termination calldata text) external pure returns (bytes32) {
        return LicensingTypes.hash(text);
    }

    function hashAccept(Accept calldata text) external pure returns (bytes32) {
        return LicensingTypes.accept(LicensingTypes.hash(text.deal), text.heads);
    }

    function hashMandate(Mandate calldata text) external pure returns (bytes32) {
        return LicensingTypes.hash(text);
    }

    function hashWithdrawal(Withdrawal calldata text) external pure returns (bytes32) {
        return LicensingTypes.hash(text);
    }

    function hashOpening(Opening calldata text) external pure returns (bytes32) {
        return RegistryTypes.hash(text);
    }

    function hashDisputeWithdrawal(DisputeWithdrawal calldata text) external pure returns (bytes32) {
        return RegistryTypes.hash(text);
    }

    function hashRuling(Ruling calldata text) external pure returns (bytes32) {
        return RegistryTypes.hash(text);
    }

    function hashArbitration(Arbitration calldata text) external pure returns (bytes32) {
        return RegistryTypes.hash(text);
    }

    function hashAttestation(Attestation calldata text) external pure returns (bytes32) {
        return RegistryTypes.hash(text);
    }

    function hashStatement(Statement calldata text) external pure returns (bytes32) {
        return RegistryTypes.hash(text);
    }

    function hashReveal(Reveal calldata text) external pure returns (bytes32) {
        return RegistryTypes.hash(text);
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
        VM.assertTrue(_taken(signer, digest, signature), where);
    }

    /// @dev Whether the contracts take a signature; if not, they must say so in their own words.
    function _taken(address signer, bytes32 digest, bytes memory signature) private view returns (bool) {
        try this.check(signer, digest, signature) {
            return true;
        } catch (bytes memory refusal) {
            bytes memory expected = abi.encodeWithSelector(ILicensing.BadSignature.selector, signer, digest);
            VM.assertEq(keccak256(refusal), keccak256(expected), "another error than BadSignature");
            return false;
        }
    }

    /// @dev The file's abi.encode of a struct is what a function of that one argument is called with.
    function _structHash(bytes32 kind, bytes memory data) private view returns (bytes32) {
        (bool ok, bytes memory answer) = address(this).staticcall(bytes.concat(_hasher(kind), data));
        VM.assertTrue(ok, "a struct that can be read");
        return abi.decode(answer, (bytes32));
    }

    function _hasher(bytes32 kind) private pure returns (bytes4) {
        if (kind == keccak256("Registration")) return this.hashRegistration.selector;
        if (kind == keccak256("Cancellation")) return this.hashCancellation.selector;
        if (kind == keccak256("Deal")) return this.hashDeal.selector;
        if (kind == keccak256("Confirmation")) return this.hashConfirmation.selector;
        if (kind == keccak256("Replacement")) return this.hashReplacement.selector;
        if (kind == keccak256("UnitsClaim")) return this.hashUnitsClaim.selector;
        if (kind == keccak256("Assignment")) return this.hashAssignment.selector;
        if (kind == keccak256("Accept")) return this.hashAccept.selector;
        if (kind == keccak256("Mandate")) return this.hashMandate.selector;
        if (kind == keccak256("Withdrawal")) return this.hashWithdrawal.selector;
        if (kind == keccak256("Opening")) return this.hashOpening.selector;
        if (kind == keccak256("DisputeWithdrawal")) return this.hashDisputeWithdrawal.selector;
        if (kind == keccak256("Ruling")) return this.hashRuling.selector;
        if (kind == keccak256("Arbitration")) return this.hashArbitration.selector;
        if (kind == keccak256("Attestation")) return this.hashAttestation.selector;
        if (kind == keccak256("Statement")) return this.hashStatement.selector;
        if (kind == keccak256("Reveal")) return this.hashReveal.selector;
        require(kind == keccak256("Termination"), "a kind of message");
        return this.hashTermination.selector;
    }

    function _case(uint256 index) private pure returns (string memory) {
        return string.concat(".cases[", VM.toString(index), "]");
    }
}

/// @title The same signed texts, asked of the contracts themselves: their name, version, chain id and address count too
/// @dev Their code is put where the files say the contract is. What they cached at deployment must not matter there.
contract ContractDigestVectorsTest is LicensingBase {
    string private constant MESSAGES = "tests/vectors/eip712/v1/messages.json";
    bytes32 private constant REGISTRY_NAME = keccak256("Songdeed Registry");

    function test_theContractsGiveTheDigests() external {
        string memory json = VM.readFile(MESSAGES);
        uint256 asked = 0;
        for (uint256 i = 0; VM.keyExistsJson(json, _case(i)); ++i) {
            if (_ask(json, _case(i))) ++asked;
        }
        VM.assertTrue(asked > 8, "some texts were hashed by the contracts");
    }

    /// @dev False if the chain id is wider than the 64 bits that the test runner takes.
    function _ask(string memory json, string memory where) private returns (bool) {
        uint256 chain = VM.parseJsonUint(json, string.concat(where, ".domain.chainId"));
        if (chain > type(uint64).max) return false;
        VM.chainId(chain);
        bytes32 name = keccak256(bytes(VM.parseJsonString(json, string.concat(where, ".domain.name"))));
        address place = VM.parseJsonAddress(json, string.concat(where, ".domain.verifyingContract"));
        bytes32 structHash = VM.parseJsonBytes32(json, string.concat(where, ".structHash"));
        bytes32 digest;
        if (name == REGISTRY_NAME) {
            VM.etch(place, address(registry).code);
            digest = CopyrightRegistry(place).typedDataHash(structHash);
        } else {
            VM.etch(place, address(licensing).code);
            digest = Licensing(place).typedDataHash(structHash);
            _checkDeal(Licensing(place), json, where, digest);
        }
        VM.assertEq(digest, VM.parseJsonBytes32(json, string.concat(where, ".digest")), where);
        return true;
    }

    /// @dev A deal's id can be asked for with its text.
    function _checkDeal(Licensing place, string memory json, string memory where, bytes32 digest) private view {
        bytes32 kind = keccak256(bytes(VM.parseJsonString(json, string.concat(where, ".primaryType"))));
        if (kind != keccak256("Deal")) return;
        bytes memory data = VM.parseJsonBytes(json, string.concat(where, ".abi"));
        (, bytes memory answer) = address(place).staticcall(bytes.concat(place.dealId.selector, data));
        VM.assertEq(abi.decode(answer, (bytes32)), digest, where);
    }

    function _case(uint256 index) private pure returns (string memory) {
        return string.concat(".cases[", VM.toString(index), "]");
    }
}
