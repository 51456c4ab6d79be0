// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ICopyrightRegistry} from "../../../contracts/interfaces/ICopyrightRegistry.sol";
import {Malformations} from "./Malformations.sol";
import {PuppetWallet} from "./PuppetWallet.sol";

/// @title An account of each kind, and calls that are made for it and then undone
abstract contract KindsBase is Malformations {
    /// @dev What ends a call that went as it should, so that it leaves no trace.
    error Undone();

    /// @dev A megabyte costs 2.3 M gas where it is made: a caller that copied it would run out.
    uint256 internal constant CALL_GAS = 3_400_000;

    /// @dev Who should sign; the keys of the others stand before and behind.
    address internal who;
    /// @dev What a key delegates to.
    address internal puppet;

    function setUp() public override {
        super.setUp();
        puppet = address(new PuppetWallet());
    }

    /// @dev An account without code.
    function _asKey() internal {
        who = _account("who");
        _stage(who);
    }

    /// @dev A contract, to which somebody's key belongs.
    function _asWallet() internal {
        PuppetWallet wallet = new PuppetWallet();
        who = address(wallet);
        _givenKey("the wallet's key");
        _stage(who);
    }

    /// @dev A key that has delegated to a contract, which answers by that key.
    function _asDelegated() internal {
        _asKey();
        _delegate(puppet);
    }

    /// @dev What an authorisation of EIP-7702 writes.
    function _delegate(address to) internal {
        VM.etch(who, abi.encodePacked(hex"ef0100", to));
    }

    /// @dev The wallet's key from now on.
    function _givenKey(string memory name) internal {
        address key = _account(name);
        PuppetWallet(who).own(key);
        keyOf[who] = keyOf[key];
    }

    function _turn(PuppetWallet.Manner manner, bytes memory words) internal {
        PuppetWallet(who).turn(manner, words);
    }

    /// @dev A signature for every call, which all must take or refuse.
    function _each(string memory what, bytes memory signature, bool taken) internal {
        for (uint256 which = 0; which < ASKS; ++which) {
            _undone(which, Row(what, signature, false, taken), taken);
        }
    }

    /// @dev The account's good signature at every call.
    function _eachOwn(string memory what, bool taken) internal {
        for (uint256 which = 0; which < ASKS; ++which) {
            _undone(which, Row(what, _good(which), false, taken), taken);
        }
    }

    function _good(uint256 which) internal view returns (bytes memory) {
        return _signature(who, _toSign(_ask(which, who, FOREVER)));
    }

    /// @dev A row that leaves no trace, so that the next one finds everything as it was.
    /// @param always Whether it is taken where others sign, too.
    function _undone(uint256 which, Row memory row, bool always) internal {
        try this.play(which, row, always) {
            VM.assertTrue(false, "it must be undone");
        } catch (bytes memory answer) {
            if (bytes4(answer) == Undone.selector) return;
            assembly {
                revert(add(answer, 0x20), mload(answer))
            }
        }
    }

    function play(uint256 which, Row calldata row, bool always) external {
        Ask memory ask = _ask(which, who, FOREVER);
        bool taken = always || (row.taken && ask.signers.length == 0);
        string memory name = string.concat(ask.name, ": ", row.what);
        bytes32 before = _look(ask);
        (bool done, bytes memory answer) = _send(ask, row.self ? who : stranger, row.signature);
        VM.assertTrue(done == taken, name);
        VM.assertTrue((_look(ask) != before) == taken, name);
        if (!taken) VM.assertEq(keccak256(answer), keccak256(_badSignature(ask)), name);
        revert Undone();
    }

    function _send(Ask memory ask, address sender, bytes memory signature)
        internal
        returns (bool done, bytes memory answer)
    {
        bytes memory data = _signed(ask, who, signature);
        VM.prank(sender);
        // solhint-disable-next-line avoid-low-level-calls
        (done, answer) = ask.target.call{gas: CALL_GAS}(data);
    }

    /// @dev The one error that a signature is refused with: whose it should be, and of what.
    function _badSignature(Ask memory ask) internal view returns (bytes memory) {
        return abi.encodeWithSelector(ICopyrightRegistry.BadSignature.selector, who, _toSign(ask));
    }

    function _look(Ask memory ask) internal view returns (bytes32) {
        (bool done, bytes memory answer) = ask.target.staticcall(ask.getter);
        VM.assertTrue(done, "getter");
        return keccak256(answer);
    }
}
