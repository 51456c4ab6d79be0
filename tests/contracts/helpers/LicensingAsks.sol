// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Cancellation} from "../../../contracts/interfaces/ICopyrightRegistry.sol";
import {Bars, ILicensing, Mandate, Proof, Termination, Withdrawal} from "../../../contracts/interfaces/ILicensing.sol";
import {Expected} from "./Expected.sol";
import {RegistryAsks} from "./RegistryAsks.sol";

/// @title What licensing asks an account to sign, beside what the registry does: all texts, in all roles
abstract contract LicensingAsks is RegistryAsks {
    uint256 internal constant REGISTRY_ASKS = 16;
    uint256 internal constant ASKS = 25;

    /// @dev What must be on record before an account can be asked. It has a key as yet.
    function _stage(address account) internal {
        _stageRegistry(account);
        _activate(_endable(account));
        _give(_given(lin, account, "to be withdrawn"));
    }

    /// @dev One of the texts, with a deadline of its own.
    function _ask(uint256 which, address account, uint64 deadline) internal view returns (Ask memory ask) {
        if (which < REGISTRY_ASKS) return _ofRegistry(which, account, deadline);
        function(Ask memory, address, uint64) internal view[9] memory all = [
            _activateAsHolder,
            _activateAsLicensee,
            _activateAccepting,
            _mandateAsGiver,
            _mandateAsMandatary,
            _withdrawMandate,
            _cancelMandate,
            _terminate,
            _cancelDeal
        ];
        ask.target = address(licensing);
        all[which - REGISTRY_ASKS](ask, account, deadline);
    }

    function _activateAsHolder(Ask memory ask, address account, uint64 deadline) private view {
        Play memory play = _play(_sung(account), venue);
        play.deal.acceptBy = deadline;
        ask.name = "activate, as a holder";
        _askOfDeal(ask, play);
    }

    function _activateAsLicensee(Ask memory ask, address account, uint64 deadline) private view {
        Play memory play = _songTo(account);
        play.deal.acceptBy = deadline;
        ask.name = "activate, as a licensee";
        _askOfDeal(ask, play);
    }

    function _activateAccepting(Ask memory ask, address account, uint64 deadline) private view {
        Play memory play = _exclusiveTo(account);
        play.deal.acceptBy = deadline;
        ask.name = "activate, as an exclusive licensee";
        _askOfDeal(ask, play);
        (ask.text, ask.twin) = (ask.twin, ask.text);
    }

    /// @dev Lin's song, exclusively, on a chain that has no line yet.
    function _exclusiveTo(address account) private view returns (Play memory play) {
        play = _songTo(account);
        play.deal.lines[0].exclusivity = EXCLUSIVE;
        play.proof = new Proof[](1);
        play.proof[0].heads = new bytes32[](1);
    }

    function _askOfDeal(Ask memory ask, Play memory play) private view {
        ask.signers = play.deal.signers;
        ask.text = ask.others = Expected.hash(play.deal);
        ask.twin = Expected.accept(play.deal, new bytes32[](1));
        ask.data = abi.encodeCall(licensing.activate, (_with(play, "")));
        ask.getter = abi.encodeCall(licensing.status, (_id(play.deal)));
        ask.again = abi.encodeWithSelector(ILicensing.AlreadyActive.selector, _id(play.deal));
    }

    function _mandateAsGiver(Ask memory ask, address account, uint64 deadline) private view {
        ask.name = "activateMandate, as its giver";
        _askOfMandate(ask, _given(account, agent, "new"), deadline);
    }

    function _mandateAsMandatary(Ask memory ask, address account, uint64 deadline) private view {
        ask.name = "activateMandate, as its mandatary";
        _askOfMandate(ask, _given(lin, account, "new"), deadline);
    }

    /// @dev Givers sign first, then the mandatary, whichever address is the greater.
    function _askOfMandate(Ask memory ask, Mandate memory text, uint64 deadline) private view {
        text.acceptBy = deadline;
        ask.signers = new address[](2);
        (ask.signers[0], ask.signers[1]) = (text.givers[0], text.to);
        ask.text = ask.others = Expected.hash(text);
        ask.data = abi.encodeCall(licensing.activateMandate, (text, new Bars[](0), ""));
        ask.getter = abi.encodeCall(licensing.status, (_mandateId(text)));
        ask.again = abi.encodeWithSelector(ILicensing.AlreadyActive.selector, _mandateId(text));
    }

    function _withdrawMandate(Ask memory ask, address account, uint64 deadline) private view {
        Mandate memory mandate = _given(lin, account, "to be withdrawn");
        Withdrawal memory text = _withdrawal(mandate, account);
        text.deadline = deadline;
        (ask.name, ask.text) = ("withdraw", Expected.hash(text));
        ask.data = abi.encodeCall(licensing.withdraw, (mandate, text, ""));
        ask.getter = abi.encodeCall(licensing.status, (text.mandate));
        ask.again = abi.encodeWithSelector(ILicensing.AlreadyEnded.selector, uint256(0), uint256(NOW + NOTICE));
    }

    function _cancelMandate(Ask memory ask, address account, uint64 deadline) private view {
        Mandate memory mandate = _given(lin, account, "new");
        Cancellation memory text = _cancellation(mandate, account);
        text.deadline = deadline;
        (ask.name, ask.text) = ("cancelMandate", Expected.hash(text));
        ask.data = abi.encodeCall(licensing.cancelMandate, (mandate, text, ""));
        ask.getter = abi.encodeCall(licensing.status, (text.digest));
        ask.again = abi.encodeWithSelector(ILicensing.Cancelled.selector, text.digest);
    }

    function _terminate(Ask memory ask, address account, uint64 deadline) private view {
        Play memory play = _endable(account);
        Termination memory text = _termination(_id(play.deal), 1, account);
        text.deadline = deadline;
        (ask.name, ask.text) = ("terminate", Expected.hash(text));
        ask.data = abi.encodeCall(licensing.terminate, (play.deal, text, ""));
        ask.getter = abi.encodeCall(licensing.status, (text.deal));
        ask.again = abi.encodeWithSelector(ILicensing.AlreadyEnded.selector, uint256(0), uint256(NOW));
    }

    function _cancelDeal(Ask memory ask, address account, uint64 deadline) private view {
        Play memory play = _songTo(account);
        Cancellation memory text = Cancellation({digest: _id(play.deal), by: account, deadline: deadline});
        (ask.name, ask.text) = ("cancel", Expected.hash(text));
        ask.data = abi.encodeCall(licensing.cancel, (play.deal, text, ""));
        ask.getter = abi.encodeCall(licensing.status, (text.digest));
        ask.again = abi.encodeWithSelector(ILicensing.Cancelled.selector, text.digest);
    }

    /// @dev Lin's phonogram to the venue, which the account may end at will.
    function _endable(address account) private view returns (Play memory play) {
        play = _play(_title(_both(lin), 1, 1), venue);
        (play.deal.lines[0].revocation, play.deal.lines[0].revoker) = (1, account);
    }

    function _given(address giver, address to, string memory salt) private pure returns (Mandate memory text) {
        text = _mandate(giver, to, AGENCY);
        text.salt = keccak256(bytes(salt));
    }

    /// @dev The digest that the account signs.
    function _toSign(Ask memory ask) internal view returns (bytes32) {
        return _inDomainOf(ask.target, ask.text);
    }

    function _inDomainOf(address target, bytes32 text) internal view returns (bytes32) {
        if (target == address(registry)) return Expected.registryDigest(target, text);
        return Expected.licensingDigest(target, text);
    }

    /// @dev The call with the account's signature as given, and good ones of all others.
    function _signed(Ask memory ask, address account, bytes memory signature) internal view returns (bytes memory) {
        if (ask.signers.length == 0) return _closed(ask.data, signature);
        bytes memory packed;
        for (uint256 i = 0; i < ask.signers.length; ++i) {
            address signer = ask.signers[i];
            bytes memory one = signature;
            if (signer != account) one = _signature(signer, _inDomainOf(ask.target, ask.others));
            packed = _pack(packed, one);
        }
        return _closed(ask.data, packed);
    }

    /// @dev A call that ends in an empty `bytes`, with other bytes there.
    function _closed(bytes memory data, bytes memory last) internal pure returns (bytes memory) {
        bytes memory padding = new bytes((32 - last.length % 32) % 32);
        bytes memory open = new bytes(data.length - 32);
        assembly {
            mcopy(add(open, 0x20), add(data, 0x20), mload(open))
        }
        return bytes.concat(open, bytes32(last.length), last, padding);
    }
}
