// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ILicensing} from "../../contracts/interfaces/ILicensing.sol";
import {YesWallet} from "../../contracts/test/YesWallet.sol";
import {KindsBase} from "./helpers/KindsBase.sol";

/// @title Every kind of signer, with every row of one list, at every call that takes a signature
/// @dev What is expected: a key signs in one form; an account that has code is asked, and its word is all that counts
///      (NatSpec: "EOA: 65 bytes r, s, v; contract: whatever its ERC-1271 takes"). A refusal is the error BadSignature
///      of the account and of the digest that it should have signed. Hardhat's runner has no cheatcode that plays an
///      authorisation of EIP-7702: a delegation is put in place as the 23 bytes that such a one writes.
contract SignatureKindsTest is KindsBase {
    uint256 private constant ROWS = 48;

    function test_t04_aKey() external {
        _asKey();
        _everyRow(false);
    }

    /// @dev Its key is another account's.
    function test_t04_aWallet() external {
        _asWallet();
        _everyRow(false);
    }

    function test_t13_aDelegatedKey() external {
        _asDelegated();
        _everyRow(false);
    }

    /// @dev What no key may sign is a wallet's own affair.
    function test_aWalletThatTakesAnything() external {
        _asWallet();
        VM.etch(who, address(new YesWallet()).code);
        _everyRow(true);
    }

    function test_t13_aDelegateThatTakesAnything() external {
        _asKey();
        _delegate(address(new YesWallet()));
        _everyRow(true);
    }

    /// @dev Signed for one call, it serves at no other: neither of the same contract nor of its twin.
    function test_noTextIsAnother() external {
        _asKey();
        for (uint256 one = 0; one < ASKS; ++one) {
            this.everyOther(one);
        }
    }

    function everyOther(uint256 one) external {
        Ask memory ask = _ask(one, who, FOREVER);
        for (uint256 other = 0; other < ASKS; ++other) {
            bytes32 digest = _toSign(_ask(other, who, FOREVER));
            if (other != one) VM.assertNotEq(digest, _toSign(ask), ask.name);
            _undone(one, Row(ask.name, _signature(who, digest), false, other == one), other == one);
        }
    }

    /// @dev Good signatures in another order are not those of who should sign at that place. Which error comes is
    ///      said by the order: the first signer's.
    function test_t20_signersInAnotherOrder() external {
        _asKey();
        uint256 several = 0;
        for (uint256 which = 0; which < ASKS; ++which) {
            Ask memory ask = _ask(which, who, FOREVER);
            if (ask.signers.length == 0) continue;
            ++several;
            bytes memory packed = _pack("", _partOf(ask, 1));
            _refusedCall(ask, _pack(packed, _partOf(ask, 0)), _badSignatureOf(ask, 0));
            packed = _pack("", _partOf(ask, 0));
            _refusedCall(ask, _pack(packed, _partOf(ask, 0)), _badSignatureOf(ask, 1));
        }
        VM.assertEq(several, 11, "calls that several sign");
    }

    /// @dev The list of several signatures ends where the last of them ends.
    function test_packedSignaturesCutOrLengthened() external {
        _asKey();
        for (uint256 which = 0; which < ASKS; ++which) {
            Ask memory ask = _ask(which, who, FOREVER);
            if (ask.signers.length == 0) continue;
            bytes memory first = _pack("", _partOf(ask, 0));
            bytes memory both = _pack(first, _partOf(ask, 1));
            _refusedCall(ask, "", _badBytes(0, 2));
            _refusedCall(ask, first, _badBytes(67, 69));
            _refusedCall(ask, bytes.concat(first, hex"0041"), _badBytes(69, 134));
            _refusedCall(ask, bytes.concat(both, hex"00"), _badBytes(135, 134));
            _refusedCall(ask, bytes.concat(both, first), _badBytes(201, 134));
        }
    }

    /// @dev All rows at all calls; all of them taken, or those that say so.
    function _everyRow(bool all) private {
        for (uint256 which = 0; which < ASKS; ++which) {
            this.everyRowOf(which, all);
        }
        _eachOwn("its own", true);
    }

    function everyRowOf(uint256 which, bool all) external {
        Row[] memory rows = _rowsOf(which, who);
        bool ofDeal = _ask(which, who, FOREVER).twin != 0;
        VM.assertEq(rows.length, ofDeal ? ROWS + 1 : ROWS, "no row is left out");
        for (uint256 i = 0; i < rows.length; ++i) {
            _undone(which, rows[i], all);
        }
    }

    /// @dev The good signature of the signer at a place.
    function _partOf(Ask memory ask, uint256 place) private view returns (bytes memory) {
        return _signature(ask.signers[place], _digestOf(ask, place));
    }

    function _digestOf(Ask memory ask, uint256 place) private view returns (bytes32) {
        return _inDomainOf(ask.target, ask.signers[place] == who ? ask.text : ask.others);
    }

    function _badSignatureOf(Ask memory ask, uint256 place) private view returns (bytes memory) {
        bytes4 selector = ILicensing.BadSignature.selector;
        return abi.encodeWithSelector(selector, ask.signers[place], _digestOf(ask, place));
    }

    function _badBytes(uint256 given, uint256 expected) private pure returns (bytes memory) {
        return abi.encodeWithSelector(ILicensing.SignatureBytes.selector, given, expected);
    }

    function _refusedCall(Ask memory ask, bytes memory packed, bytes memory refusal) private {
        bytes32 before = _look(ask);
        // solhint-disable-next-line avoid-low-level-calls
        (bool done, bytes memory answer) = ask.target.call(_closed(ask.data, packed));
        VM.assertFalse(done, ask.name);
        VM.assertEq(keccak256(answer), keccak256(refusal), ask.name);
        VM.assertEq(_look(ask), before, ask.name);
    }
}
