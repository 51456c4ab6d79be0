// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {KeyWallet} from "../../contracts/test/KeyWallet.sol";
import {
    Arbitration,
    Asset,
    Confirmation,
    ICopyrightRegistry,
    Registration,
    Replacement,
    Ruling,
    Title,
    UnitsClaim
} from "../../contracts/interfaces/ICopyrightRegistry.sol";
import {ILicensing} from "../../contracts/interfaces/ILicensing.sol";
import {Expected} from "./helpers/Expected.sol";
import {VoidBase} from "./helpers/VoidBase.sol";

/// @title A title is voided by an arbiter whom both sides accepted, and nothing opens it again
contract TitleVoidTest is VoidBase {
    function test_void() external {
        Title memory title = _shared();
        bytes32 key = _upheld(title);
        bytes32 hash = Expected.titleHash(title);
        VM.expectEmit(true, true, true, true, address(registry));
        emit ICopyrightRegistry.TitleVoided(title.asset, WRK, hash, _rulingKey(key, sun, arbiter));
        _void(title, _list(lin, hao, sun));
        VM.assertEq(registry.titles(key), Expected.voided(hash), "void");
    }

    function test_void_leavesOtherLayersAlone() external {
        Registration memory text = _both(lin);
        Title memory performance = _title(text, 1, 0);
        _upheld(performance);
        bytes32 other = _titleOf(recording, PHN);
        _void(performance, _list(lin, sun));
        VM.assertEq(_titleOf(recording, PRF), Expected.voided(Expected.titleHash(performance)), "void");
        VM.assertEq(_titleOf(recording, PHN), other, "untouched");
        _activate(_play(_title(text, 1, 1), venue));
    }

    function test_void_whereTheOpenerIsAHolder() external {
        sun = hao;
        Title memory title = _shared();
        _upheld(title);
        _void(title, _list(lin, hao));
        VM.assertEq(_titleOf(title.asset, WRK), Expected.voided(Expected.titleHash(title)), "void");
    }

    function test_void_ofALaterVersion() external {
        Title memory title = _shared();
        _upheld(title);
        Title memory next = _after(title, true, _sole(WRK, venue).shares, title.unclaimed);
        _assign(title, next.shares, _list(lin, hao, venue));
        _void(next, _list(venue, sun));
        VM.assertEq(_titleOf(title.asset, WRK), Expected.voided(Expected.titleHash(next)), "void");
    }

    function test_void_withContractAccounts() external {
        address holder = address(new KeyWallet(_list(lin)));
        Registration memory text = _registration(holder, _song(keccak256("of a wallet"), holder));
        _register(text);
        sun = address(new KeyWallet(_list(hao)));
        Title memory title = _title(text, 0, 0);
        _upheld(title);
        address[] memory signers = _list(holder, sun);
        bytes32 digest = _digest(_arbitration(title));
        bytes memory packed;
        for (uint256 i = 0; i < 2; ++i) {
            packed = _pack(packed, _signature(signers[i] == sun ? hao : lin, digest));
        }
        registry.voidTitle(title, _rulingOn(title), _arbitration(title), signers, packed);
        VM.assertEq(_titleOf(title.asset, WRK), Expected.voided(Expected.titleHash(title)), "void");
    }

    function test_void_inTheLastSecondOfTheArbitration() external {
        Title memory title = _shared();
        _upheld(title);
        Arbitration memory text = _arbitration(title);
        text.deadline = NOW - 1;
        bytes memory passed = abi.encodeWithSelector(ICopyrightRegistry.DeadlinePassed.selector, NOW - 1, NOW);
        _refusedVoid(title, _rulingOn(title), text, _list(lin, hao, sun), passed);
        text.deadline = NOW;
        address[] memory signers = _list(lin, hao, sun);
        registry.voidTitle(title, _rulingOn(title), text, signers, _allSign(signers, _digest(text)));
    }

    /// @dev The deadline of a ruling is that of its recording.
    function test_void_longAfterTheRuling() external {
        Title memory title = _shared();
        bytes32 key = Expected.titleKey(title.asset, title.layer);
        _open(_opening(key, sun));
        Ruling memory ruling = _rulingOn(title);
        ruling.deadline = NOW;
        _resolve(ruling);
        VM.warp(NOW + 1_000 * DAY);
        Arbitration memory text = _arbitration(title);
        address[] memory signers = _list(lin, hao, sun);
        registry.voidTitle(title, ruling, text, signers, _allSign(signers, _digest(text)));
        VM.assertEq(registry.titles(key), Expected.voided(Expected.titleHash(title)), "void");
    }

    function test_digest() external view {
        Arbitration memory text = _arbitration(_shared2());
        VM.assertEq(registry.typedDataHash(Expected.hash(text)), _digest(text), "arbitration");
    }

    function test_nothingOpensIt_confirm() external {
        Title memory title = _voided();
        bytes32 hash = Expected.titleHash(title);
        Confirmation memory text = _confirmation(title, lin);
        VM.prank(lin);
        _refused(_moved(hash, Expected.voided(hash)));
        registry.confirmTitle(title, text, "");
        // Nor where the holder signs what the slot holds now.
        text.title = Expected.voided(hash);
        VM.prank(lin);
        _refused(_moved(text.title, text.title));
        registry.confirmTitle(title, text, "");
        title.previous = Expected.voided(hash);
        VM.prank(lin);
        _refused(_moved(text.title, text.title));
        registry.confirmTitle(title, text, "");
    }

    function test_nothingOpensIt_replace() external {
        Title memory title = _voided();
        bytes32 hash = Expected.titleHash(title);
        Replacement memory text = _replacement(_after(title, false, _sole(WRK, lin).shares, title.unclaimed));
        VM.prank(lin);
        _refused(_moved(hash, Expected.voided(hash)));
        registry.replaceTitle(title, _origin(), text, "");
    }

    function test_nothingOpensIt_claimShares() external {
        Title memory title = _voided();
        bytes32 hash = Expected.titleHash(title);
        UnitsClaim memory text = _claimText(title, venue);
        _refusedClaim(title, text, _list(lin, venue), _moved(hash, Expected.voided(hash)));
    }

    function test_nothingOpensIt_assign() external {
        Title memory title = _voided();
        bytes32 hash = Expected.titleHash(title);
        bytes memory refusal = _moved(hash, Expected.voided(hash));
        _refusedAssignment(title, _assignment(title, _sole(WRK, sun).shares), _list(lin, hao, sun), refusal);
    }

    function test_nothingOpensIt_voidAgain() external {
        Title memory title = _voided();
        bytes32 hash = Expected.titleHash(title);
        bytes memory refusal = _moved(hash, Expected.voided(hash));
        _refusedVoid(title, _rulingOn(title), _arbitration(title), _list(lin, hao, sun), refusal);
    }

    function test_nothingOpensIt_register() external {
        Asset memory asset = _song(keccak256("shared"), lin);
        asset.splits[0].shares = _table(lin, WHOLE / 2, hao, WHOLE / 2);
        Title memory title = _voided();
        bytes memory refusal = abi.encodeWithSelector(ICopyrightRegistry.AlreadyRegistered.selector, title.asset);
        _refusedRegistration(_registration(lin, asset), refusal);
    }

    function test_nothingOpensIt_activate() external {
        Title memory title = _voided();
        Play memory play = _play(title, venue);
        bytes32 hash = Expected.titleHash(title);
        _refusedDeal(play, abi.encodeWithSelector(ILicensing.StaleTitle.selector, 0, hash, Expected.voided(hash)));
        play.deal.lines[0].title = Expected.voided(hash);
        bytes32 slot = Expected.voided(hash);
        VM.assertEq(_titleOf(title.asset, WRK), slot, "void");
        (bool ok,) = address(licensing).call(abi.encodeCall(licensing.activate, (_with(play, _signaturesOf(play)))));
        VM.assertFalse(ok, "a line on the void title itself");
    }
}
