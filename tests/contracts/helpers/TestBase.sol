// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Log, Vm} from "./Vm.sol";

/// @title What every test shares: the cheatcodes, a clock, named keys, signatures
abstract contract TestBase {
    Vm internal constant VM = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));

    /// @dev 2026-01-01T00:00:00+08:00, so that times look like those of the stories.
    uint64 internal constant NOW = 1_767_196_800;
    uint64 internal constant BLOCK = 1_000;
    uint64 internal constant FOREVER = type(uint64).max;
    uint64 internal constant DAY = 86_400;
    uint256 internal constant CHAIN = 20_260_101;

    /// @dev Order of secp256k1, for the other root of a signature.
    uint256 internal constant CURVE_ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;

    mapping(address account => uint256) internal keyOf;

    /// @dev Address of the second contract that this one makes from now on: each of a pair names the other.
    function _second() internal view returns (address) {
        return VM.computeCreateAddress(address(this), uint256(VM.getNonce(address(this))) + 1);
    }

    /// @dev A contract as it is shipped: the code of ledger/abi, which the production pipeline made; or that of
    ///      SONGDEED_ABI, where it is watched which lines run (scripts/solidity_coverage.py).
    function _deploy(string memory name, address argument) internal returns (address made) {
        string memory folder = VM.envOr("SONGDEED_ABI", string("ledger/abi"));
        string memory exported = VM.readFile(string.concat(folder, "/", name, ".json"));
        bytes memory code = bytes.concat(VM.parseJsonBytes(exported, ".bytecode"), abi.encode(argument));
        assembly {
            made := create(0, add(code, 0x20), mload(code))
        }
        require(made != address(0), "not deployed");
    }

    /// @dev The account of a name, with a key that the test holds.
    function _account(string memory name) internal returns (address account) {
        uint256 key = uint256(keccak256(bytes(name))) % (CURVE_ORDER - 1) + 1;
        account = VM.addr(key);
        keyOf[account] = key;
        VM.label(account, name);
    }

    function _signWith(uint256 key, bytes32 digest) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = VM.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }

    /// @dev The signature of an account made by `_account`.
    function _signature(address account, bytes32 digest) internal view returns (bytes memory) {
        require(keyOf[account] != 0, "no key of that account");
        return _signWith(keyOf[account], digest);
    }

    /// @dev The next call must revert with exactly these bytes.
    function _refused(bytes memory refusal) internal {
        VM.expectRevert(refusal);
    }

    function _sorted(address[] memory accounts) internal pure returns (address[] memory) {
        for (uint256 i = 1; i < accounts.length; ++i) {
            for (uint256 j = i; j > 0 && accounts[j] < accounts[j - 1]; --j) {
                (accounts[j], accounts[j - 1]) = (accounts[j - 1], accounts[j]);
            }
        }
        return accounts;
    }

    function _list(address only) internal pure returns (address[] memory accounts) {
        accounts = new address[](1);
        accounts[0] = only;
    }

    /// @dev Two accounts in ascending order.
    function _list(address one, address other) internal pure returns (address[] memory accounts) {
        accounts = new address[](2);
        (accounts[0], accounts[1]) = one < other ? (one, other) : (other, one);
    }

    /// @dev Three accounts in ascending order.
    function _list(address one, address other, address third) internal pure returns (address[] memory accounts) {
        accounts = new address[](3);
        (accounts[0], accounts[1], accounts[2]) = (one, other, third);
        return _sorted(accounts);
    }
}
