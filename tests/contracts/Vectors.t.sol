// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
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
