// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Cancellation, ICopyrightRegistry, Registration} from "../../../contracts/interfaces/ICopyrightRegistry.sol";
import {Deal, ILicensing, Termination} from "../../../contracts/interfaces/ILicensing.sol";
import {Expected} from "./Expected.sol";
import {LicensingBase} from "./LicensingBase.sol";

/// @title The five operations that a signature may carry, each as a stranger submits it for an account
abstract contract Operations is LicensingBase {
    enum Operation {
        REGISTER,
        CANCEL_REGISTRATION,
        ACTIVATE,
        TERMINATE,
        CANCEL_DEAL
    }

    uint256 internal constant OPERATIONS = 5;
    uint256 private constant CALL_GAS = 3_400_000;
    bytes32 private constant PENDING = keccak256("some registration");

    /// @dev The operation that is being tried.
    Operation internal op;

    /// @dev What must exist before an operation of the account can succeed.
    function _prepare(address account) internal {
        if (op != Operation.TERMINATE) return;
        Play memory play = _endable(account);
        _activate(play);
    }

    /// @dev The digest that the account signs.
    function _text(address account) internal view returns (bytes32) {
        if (op == Operation.REGISTER) return _digest(_registrationOf(account));
        if (op == Operation.CANCEL_REGISTRATION) return _digest(_cancellation(PENDING, account));
        if (op == Operation.ACTIVATE) return _id(_dealOf(account).deal);
        if (op == Operation.TERMINATE) return _digest(_termination(_id(_endable(account).deal), 1, account));
        return _digestOfCancel(_cancellation(_id(_dealOf(account).deal), account));
    }

    /// @dev Whether the operation took effect.
    function _done(address account) internal view returns (bool) {
        if (op == Operation.REGISTER) return _titleOf(_assetOf(account), WRK) != 0;
        if (op == Operation.CANCEL_REGISTRATION) {
            return registry.status(Expected.statusKey(account, PENDING)) == CANCELLED;
        }
        if (op == Operation.ACTIVATE) return _state(_id(_dealOf(account).deal)) == ACTIVE;
        if (op == Operation.TERMINATE) return licensing.status(_id(_endable(account).deal)) & 0x100 != 0;
        return _state(_id(_dealOf(account).deal)) == CANCELLED;
    }

    /// @dev Contract and calldata with which anybody submits the operation.
    function _call(address account, bytes memory signature)
        internal
        view
        returns (address target, bytes memory data)
    {
        target = op < Operation.ACTIVATE ? address(registry) : address(licensing);
        if (op == Operation.REGISTER) {
            data = abi.encodeCall(registry.register, (_registrationOf(account), _noPaths(), signature));
        } else if (op == Operation.CANCEL_REGISTRATION) {
            data = abi.encodeCall(registry.cancelRegistration, (_cancellation(PENDING, account), signature));
        } else if (op == Operation.ACTIVATE) {
            data = _activation(account, signature);
        } else {
            data = _dealCall(account, signature);
        }
    }

    /// @dev What the contract answers to a signature that is not the account's.
    function _badSignature(address account) internal view returns (bytes memory) {
        bytes4 selector = op < Operation.ACTIVATE
            ? ICopyrightRegistry.BadSignature.selector
            : ILicensing.BadSignature.selector;
        return abi.encodeWithSelector(selector, account, _text(account));
    }

    function _submit(address account, bytes memory signature)
        internal
        returns (bool ok, bytes memory answer)
    {
        (address target, bytes memory data) = _call(account, signature);
        VM.prank(stranger);
        (ok, answer) = target.call{gas: CALL_GAS}(data);
    }

    function _accepts(address account, bytes memory signature) internal {
        (bool ok,) = _submit(account, signature);
        string memory which = _name();
        VM.assertTrue(ok, string.concat(which, " must be accepted"));
        VM.assertTrue(_done(account), string.concat(which, " must take effect"));
    }

    function _refuses(address account, bytes memory signature, string memory what) internal {
        string memory why = string.concat(_name(), " must be refused: ", what);
        (bool ok, bytes memory answer) = _submit(account, signature);
        VM.assertFalse(ok, why);
        VM.assertEq(keccak256(answer), keccak256(_badSignature(account)), why);
        VM.assertFalse(_done(account), why);
    }

    function _cancellation(bytes32 digest, address by) internal pure returns (Cancellation memory) {
        return Cancellation({digest: digest, by: by, deadline: FOREVER});
    }

    /// @dev Lin's song to the venue, on a line that the account may end at will.
    function _endable(address account) internal view returns (Play memory play) {
        play = _songTo(venue);
        play.deal.lines[0].revocation = 1;
        play.deal.lines[0].revoker = account;
    }

    /// @dev Lin's song to the account; another deal for each operation.
    function _dealOf(address account) private view returns (Play memory play) {
        play = _songTo(account);
        play.deal.salt = bytes32(uint256(op));
    }

    function _registrationOf(address account) private pure returns (Registration memory) {
        return _registration(account, _song(keccak256("signed"), account));
    }

    function _assetOf(address account) private pure returns (bytes32) {
        return Expected.assetId(_registrationOf(account).assets[0], account);
    }

    /// @dev Lin's signature is good; the account's is the one given.
    function _activation(address account, bytes memory signature) private view returns (bytes memory) {
        Play memory play = _dealOf(account);
        bytes32 id = _id(play.deal);
        bytes memory packed;
        for (uint256 i = 0; i < play.deal.signers.length; ++i) {
            address signer = play.deal.signers[i];
            packed = _pack(packed, signer == account ? signature : _signature(signer, id));
        }
        return abi.encodeCall(licensing.activate, (_with(play, packed)));
    }

    function _dealCall(address account, bytes memory signature)
        private
        view
        returns (bytes memory)
    {
        if (op == Operation.TERMINATE) {
            Deal memory endable = _endable(account).deal;
            Termination memory end = _termination(_id(endable), 1, account);
            return abi.encodeCall(licensing.terminate, (endable, end, signature));
        }
        Deal memory deal = _dealOf(account).deal;
        return abi.encodeCall(licensing.cancel, (deal, _cancellation(_id(deal), account), signature));
    }

    function _name() private view returns (string memory) {
        if (op == Operation.REGISTER) return "register";
        if (op == Operation.CANCEL_REGISTRATION) return "cancelRegistration";
        if (op == Operation.ACTIVATE) return "activate";
        return op == Operation.TERMINATE ? "terminate" : "cancel";
    }
}
