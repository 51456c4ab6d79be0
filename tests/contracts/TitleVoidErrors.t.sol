// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    Arbitration,
    Asset,
    Cancellation,
    ICopyrightRegistry,
    Opening,
    Registration,
    Ruling,
    Title
} from "../../contracts/interfaces/ICopyrightRegistry.sol";
import {ILicensing} from "../../contracts/interfaces/ILicensing.sol";
import {Expected} from "./helpers/Expected.sol";
import {VoidBase} from "./helpers/VoidBase.sol";

/// @title When a title is not voided, each with its exact error
contract TitleVoidErrorsTest is VoidBase {
    function test_staleTitle() external {
        Title memory title = _shared();
        _upheld(title);
        Title memory next = _after(title, true, _sole(WRK, venue).shares, title.unclaimed);
        _assign(title, next.shares, _list(lin, hao, venue));
        (bytes32 old, bytes32 current) = (Expected.titleHash(title), Expected.titleHash(next));
        // What the holders before had accepted binds nobody after.
        _refusedVoid(title, _rulingOn(title), _arbitration(title), _list(lin, hao, sun), _moved(old, current));
        _refusedVoid(next, _rulingOn(title), _arbitration(title), _list(lin, hao, sun), _moved(old, current));
        _refusedVoid(title, _rulingOn(title), _arbitration(next), _list(lin, hao, sun), _moved(current, current));
    }

    function test_anotherSubject() external {
        Title memory title = _shared();
        bytes32 key = _upheld(title);
        Arbitration memory text = _arbitration(title);
        text.subject = subject;
        bytes memory refusal = abi.encodeWithSelector(ICopyrightRegistry.WrongSubject.selector, subject, key);
        _refusedVoid(title, _rulingOn(title), text, _list(lin, hao, sun), refusal);
        Ruling memory ruling = _rulingOn(title);
        ruling.subject = subject;
        _refusedVoid(title, ruling, _arbitration(title), _list(lin, hao, sun), refusal);
    }

    function test_anotherOpenerOrArbiter() external {
        Title memory title = _shared();
        _upheld(title);
        Arbitration memory text = _arbitration(title);
        bytes4 selector = ICopyrightRegistry.WrongRuling.selector;
        text.arbiter = venue;
        _refusedVoid(
            title, _rulingOn(title), text, _list(lin, hao, sun), abi.encodeWithSelector(selector, sun, arbiter)
        );
        text = _arbitration(title);
        text.opener = venue;
        _refusedVoid(
            title, _rulingOn(title), text, _list(lin, hao, venue), abi.encodeWithSelector(selector, sun, arbiter)
        );
    }

    function test_noRulingOrADismissal() external {
        Title memory title = _shared();
        bytes32 key = Expected.titleKey(title.asset, WRK);
        _open(_opening(key, sun));
        _refusedUpheld(title, _rulingOn(title));
        Ruling memory ruling = _rulingOn(title);
        ruling.decision = DISMISSED;
        _resolve(ruling);
        _refusedUpheld(title, ruling);
        _refusedUpheld(title, _rulingOn(title)); // signed perhaps, but not the one on record
    }

    function test_anotherTextOfTheRuling() external {
        Title memory title = _shared();
        _upheld(title);
        Ruling memory ruling = _rulingOn(title);
        ruling.reasons = EVIDENCE;
        _refusedUpheld(title, ruling);
    }

    function test_withdrawnByItsOpener() external {
        Title memory title = _shared();
        bytes32 key = _upheld(title);
        _withdraw(_withdrawal(key, sun));
        bytes memory refusal = abi.encodeWithSelector(ICopyrightRegistry.DisputeNotOpen.selector, key, sun);
        _refusedVoid(title, _rulingOn(title), _arbitration(title), _list(lin, hao, sun), refusal);
        // An earlier opening's ruling is none on a later one.
        Opening memory again = _opening(key, sun);
        again.evidence = REASONS;
        _open(again);
        _refusedUpheld(title, _rulingOn(title));
    }

    function test_keylessHolders() external {
        Title memory title = _keyless();
        _upheld(title);
        _refusedVoid(title, _rulingOn(title), _arbitration(title), _list(lin, sun), _incomplete(title));
    }

    /// @dev Else its opener alone would void it, with an arbiter of his own.
    function test_aCompilationHasNobodyWhoAccepts() external {
        Asset memory album = _album(keccak256("album"), recording);
        Registration memory text = _registration(lin, album);
        _register(text);
        Title memory title = _title(text, 0, 0);
        _upheld(title);
        _refusedVoid(title, _rulingOn(title), _arbitration(title), _list(sun), _incomplete(title));
    }

    function test_withoutThoseItNeeds() external {
        Title memory title = _shared();
        _upheld(title);
        bytes4 selector = ICopyrightRegistry.MissingConsent.selector;
        (Ruling memory ruling, Arbitration memory text) = (_rulingOn(title), _arbitration(title));
        _refusedVoid(title, ruling, text, _list(lin, sun), abi.encodeWithSelector(selector, hao));
        _refusedVoid(title, ruling, text, _list(hao, sun), abi.encodeWithSelector(selector, lin));
        _refusedVoid(title, ruling, text, _list(lin, hao), abi.encodeWithSelector(selector, sun));
        _refusedVoid(title, ruling, text, new address[](0), abi.encodeWithSelector(selector, sun));
        address[] memory four = new address[](4);
        (four[0], four[1], four[2], four[3]) = (lin, hao, sun, stranger);
        bytes memory needless = abi.encodeWithSelector(ILicensing.NeedlessSigner.selector, stranger);
        _refusedVoid(title, ruling, text, _sorted(four), needless);
    }

    function test_signersOutOfOrder() external {
        Title memory title = _shared();
        _upheld(title);
        address[] memory signers = _list(lin, hao, sun);
        (signers[0], signers[1]) = (signers[1], signers[0]);
        bytes memory refusal = abi.encodeWithSelector(ILicensing.SignerOrder.selector, signers[1]);
        _refusedVoid(title, _rulingOn(title), _arbitration(title), signers, refusal);
    }

    function test_aSignatureThatIsNotOne() external {
        Title memory title = _shared();
        _upheld(title);
        Ruling memory ruling = _rulingOn(title);
        Arbitration memory text = _arbitration(title);
        bytes32 digest = _digest(text);
        address[] memory signers = _list(lin, hao, sun);
        bytes memory packed = _pack(_pack("", _signature(signers[0], digest)), _signature(stranger, digest));
        bytes memory all = _pack(packed, _signature(signers[2], digest));
        _refused(abi.encodeWithSelector(ILicensing.BadSignature.selector, signers[1], digest));
        registry.voidTitle(title, ruling, text, signers, all);
        all = bytes.concat(_allSign(signers, digest), hex"00");
        _refused(abi.encodeWithSelector(ILicensing.SignatureBytes.selector, all.length, all.length - 1));
        registry.voidTitle(title, ruling, text, signers, all);
    }

    function test_t18_aSignerWithdraws() external {
        Title memory title = _shared();
        _upheld(title);
        bytes32 digest = _digest(_arbitration(title));
        VM.prank(hao);
        registry.cancelRegistration(Cancellation({digest: digest, by: hao, deadline: FOREVER}), "");
        bytes memory refusal = abi.encodeWithSelector(ICopyrightRegistry.Cancelled.selector, digest);
        _refusedVoid(title, _rulingOn(title), _arbitration(title), _list(lin, hao, sun), refusal);
    }

    function _incomplete(Title memory title) private pure returns (bytes memory) {
        return abi.encodeWithSelector(ICopyrightRegistry.TitleIncomplete.selector, Expected.titleHash(title));
    }

    function _refusedUpheld(Title memory title, Ruling memory ruling) private {
        bytes32 key = _rulingKey(ruling.subject, sun, arbiter);
        bytes memory refusal = abi.encodeWithSelector(ICopyrightRegistry.NotUpheld.selector, key);
        _refusedVoid(title, ruling, _arbitration(title), _list(lin, hao, sun), refusal);
    }
}
