// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ShortMagic} from "../../contracts/test/ShortMagic.sol";
import {YesWallet} from "../../contracts/test/YesWallet.sol";
import {KindsBase} from "./helpers/KindsBase.sol";
import {PuppetWallet} from "./helpers/PuppetWallet.sol";

/// @title Accounts with code that lie, fail or change, at every call that takes a signature
/// @dev What is expected: only a word that is the magic value of ERC-1271 and nothing else is a yes; all else is the
///      error BadSignature of that account, at its caller's cost, and nothing is recorded. The same for a contract and
///      for a key that has delegated to one (EIP-7702).
contract SignatureKindsMoreTest is KindsBase {
    bytes4 private constant MAGIC = 0x1626ba7e;

    /// @dev Runs the rest of the test for a contract, and for a key that delegated to one.
    modifier forBoth() {
        _asWallet();
        _;
        _asDelegated();
        _;
    }

    function test_t09_wrongWords() external forBoth {
        _answers("another magic value", abi.encode(bytes4(0xffffffff)), false);
        _answers("one too many", abi.encode(bytes4(0x1626ba7f)), false);
        _answers("the magic value of the first draft", abi.encode(bytes4(0x20c13b0b)), false);
        _answers("zero", abi.encode(uint256(0)), false);
        _answers("true", abi.encode(true), false);
        _answers("all ones", abi.encode(WORLD), false);
        _answers("dirt in the last byte", abi.encodePacked(MAGIC, bytes27(0), bytes1(0x01)), false);
        _answers("dirt behind the magic value", abi.encodePacked(MAGIC, bytes1(0x80), bytes27(0)), false);
        _answers("at the other end", abi.encode(uint32(MAGIC)), false);
        _answers("at the other end, with dirt above", abi.encodePacked(bytes28(bytes32(WORLD)), MAGIC), false);
        _answers("in the second word", abi.encode(uint256(0), MAGIC), false);
        _answers("nothing else", abi.encode(MAGIC), true);
    }

    function test_t09_wrongLengths() external forBoth {
        _answers("0 bytes", "", false);
        _answers("4 bytes", abi.encodePacked(MAGIC), false);
        _answers("31 bytes", abi.encodePacked(MAGIC, bytes27(0)), false);
        // As the ABI decodes it: what lies behind the first word is no part of the answer.
        _answers("33 bytes", abi.encodePacked(abi.encode(MAGIC), hex"01"), true);
        _answers("64 bytes", abi.encode(MAGIC, WORLD), true);
    }

    /// @dev A megabyte is not copied, whatever its first word says: the caller could not pay for it.
    function test_t09_returnBombs() external forBoth {
        _turn(PuppetWallet.Manner.BOMB, abi.encode(uint256(0)));
        _each("a megabyte of zeros", hex"01", false);
        _turn(PuppetWallet.Manner.BOMB, abi.encode(MAGIC));
        _each("a megabyte that begins with a yes", hex"01", true);
    }

    function test_t09_reverts() external forBoth {
        _turn(PuppetWallet.Manner.REVERTS, "");
        _each("no reason", hex"01", false);
        _turn(PuppetWallet.Manner.REVERTS, abi.encode(MAGIC));
        _each("the magic value for a reason", hex"01", false);
    }

    /// @dev What is left of the gas, one part in 64, suffices to say whose signature is bad.
    function test_t08_burnsAllGas() external forBoth {
        _turn(PuppetWallet.Manner.BURNS, "");
        _each("all gas", hex"01", false);
        _turn(PuppetWallet.Manner.HONEST, "");
        _eachOwn("honest again", true);
    }

    /// @dev While it is asked it can read, and change nothing: not by the call that asks it, nor by another.
    function test_t10_callsBack() external forBoth {
        for (uint256 which = 0; which < ASKS; ++which) {
            Ask memory ask = _ask(which, who, FOREVER);
            _calls(which, ask.target, _signed(ask, who, hex"01"), false);
            _calls(which, address(registry), abi.encodeCall(registry.anchor, (RECORD)), false);
            _calls(which, ask.target, ask.getter, true);
        }
    }

    /// @dev All is recorded before any account is asked: what it reads then is what will be.
    function test_t10_seesTheFinalState() external forBoth {
        for (uint256 which = 0; which < ASKS; ++which) {
            bytes32 before = _look(_ask(which, who, FOREVER));
            _calls(which, address(this), abi.encodeCall(this.mustDiffer, (which, before)), true);
        }
    }

    function mustDiffer(uint256 which, bytes32 before) external view {
        if (_look(_ask(which, who, FOREVER)) == before) revert Undone();
    }

    /// @dev What it said yes to stays, whatever it says later; what it said no to may become a yes.
    function test_t11_changesItsAnswer() external forBoth {
        for (uint256 which = 0; which < ASKS; ++which) {
            try this.changes(which) {
                VM.assertTrue(false, "it must be undone");
            } catch (bytes memory answer) {
                VM.assertEq(bytes32(bytes4(answer)), bytes32(Undone.selector), string(answer));
            }
        }
    }

    function changes(uint256 which) external {
        Ask memory ask = _ask(which, who, FOREVER);
        bytes32 before = _look(ask);
        _turn(PuppetWallet.Manner.ANSWERS, abi.encode(bytes4(0)));
        _refusedNow(ask, _badSignature(ask));
        _turn(PuppetWallet.Manner.ANSWERS, abi.encode(MAGIC));
        (bool done,) = _send(ask, stranger, hex"01");
        VM.assertTrue(done && _look(ask) != before, ask.name);
        bytes memory again = _ask(which, who, FOREVER).again;
        _refusedNow(ask, again);
        _turn(PuppetWallet.Manner.ANSWERS, abi.encode(bytes4(0)));
        _refusedNow(ask, again);
        revert Undone();
    }

    /// @dev Its title is the account's, not the key's.
    function test_t11_rotatesItsKey_andKeepsItsTitle() external {
        _asWallet();
        bytes32 title = registry.titles(_keyOf(_sung(who)));
        uint256 old = keyOf[who];
        _eachOwn("its first key", true);
        _givenKey("the wallet's next key");
        _eachOwn("its next key", true);
        for (uint256 which = 0; which < ASKS; ++which) {
            bytes memory signature = _signWith(old, _toSign(_ask(which, who, FOREVER)));
            _undone(which, Row("a key that it gave up", signature, false, false), false);
        }
        VM.assertEq(registry.titles(_keyOf(_sung(who))), title, "the title");
    }

    /// @dev No code, and no key of that address: nobody signs for it any more, and what it has stays.
    function test_t09_losesItsCode() external {
        _asWallet();
        bytes32 title = registry.titles(_keyOf(_sung(who)));
        VM.etch(who, "");
        _eachOwn("the key of a wallet that is gone", false);
        _each("nothing", "", false);
        VM.assertEq(registry.titles(_keyOf(_sung(who))), title, "the title");
    }

    /// @dev A wallet that is not deployed is asked by nobody, whatever is wrapped around its signature.
    function test_t15_notYetDeployed() external {
        who = VM.computeCreateAddress(address(this), VM.getNonce(address(this)));
        address key = _account("the wallet's key");
        keyOf[who] = keyOf[key];
        Ask memory ask = _ask(0, who, FOREVER);
        bytes memory good = _good(0);
        _undone(0, Row("before", good, false, false), false);
        bytes memory deployment = abi.encode(address(this), type(PuppetWallet).creationCode, good);
        bytes32 magic = 0x6492649264926492649264926492649264926492649264926492649264926492;
        _undone(0, Row("ERC-6492", abi.encodePacked(deployment, magic), false, false), false);
        VM.assertEq(address(new PuppetWallet()), who, "deployed");
        PuppetWallet(who).own(key);
        _undone(0, Row("after", good, false, true), true);
        VM.assertEq(ask.signers.length, 0, "a call that it alone signs");
    }

    /// @dev The key of an account that delegated counts where its delegate says so, and nowhere else.
    function test_t13_delegations() external {
        _asKey();
        address other = _account("somebody who delegated");
        VM.etch(other, abi.encodePacked(hex"ef0100", puppet));
        _delegates("to a contract that answers by the key", puppet, true);
        _delegates("to one that takes nothing", address(new ShortMagic()), false);
        _delegates("to one that was not made for it", address(registry), false);
        _delegates("to an account without code", stranger, false);
        _delegates("to one who delegated himself", other, false);
        _delegates("to itself", who, false);
        for (uint160 i = 1; i < 11; ++i) {
            _delegates("to a precompiled contract", address(i), false);
        }
        VM.etch(who, "");
        _eachOwn("taken back", true);
    }

    /// @dev Its delegate of the moment is asked, not that of the day on which it signed.
    function test_t13_anotherDelegate() external {
        _asKey();
        _delegate(address(new YesWallet()));
        _each("its careless delegate", hex"01", true);
        _delegate(puppet);
        _each("a careful one", hex"01", false);
        _eachOwn("a careful one", true);
    }

    function _refusedNow(Ask memory ask, bytes memory refusal) private {
        bytes32 before = _look(ask);
        (bool done, bytes memory answer) = _send(ask, stranger, hex"01");
        VM.assertFalse(done, ask.name);
        VM.assertEq(keccak256(answer), keccak256(refusal), ask.name);
        VM.assertEq(_look(ask), before, ask.name);
    }

    function _delegates(string memory what, address to, bool taken) private {
        _delegate(to);
        _eachOwn(what, taken);
        _each(what, "", false);
    }

    function _answers(string memory what, bytes memory words, bool taken) private {
        _turn(PuppetWallet.Manner.ANSWERS, words);
        _each(what, hex"01", taken);
        _each(what, "", taken);
    }

    function _calls(uint256 which, address target, bytes memory data, bool taken) private {
        _turn(PuppetWallet.Manner.CALLS, abi.encode(target, data));
        _undone(which, Row("a call", hex"01", false, taken), taken);
    }
}
