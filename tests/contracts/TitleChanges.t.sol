// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    Assignment,
    Confirmation,
    ICopyrightRegistry,
    Replacement,
    Share,
    Title,
    Unclaimed,
    UnitsClaim
} from "../../contracts/interfaces/ICopyrightRegistry.sol";
import {ILicensing} from "../../contracts/interfaces/ILicensing.sol";
import {Expected} from "./helpers/Expected.sol";
import {TitlesBase} from "./helpers/TitlesBase.sol";

/// @title Confirmed, replaced, claimed and assigned titles that are taken, each hash computed a second time
contract TitleChangesTest is TitlesBase {
    function test_confirm_byEachHolder() external {
        Title memory title = _shared();
        bytes32 hash = Expected.titleHash(title);
        for (uint256 i = 0; i < 2; ++i) {
            address holder = title.shares[i].holder;
            VM.expectEmit(true, true, true, true, address(registry));
            emit ICopyrightRegistry.TitleConfirmed(hash, holder);
            _confirm(title, holder);
            VM.assertEq(registry.confirmations(hash), i == 0 ? 1 : 3, "bits of the holders");
        }
        VM.assertEq(_titleOf(title.asset, WRK), hash, "the title is the same");
    }

    function test_confirm_byTheHolderHimself() external {
        Title memory title = _shared();
        VM.prank(hao);
        registry.confirmTitle(title, _confirmation(title, hao), "");
        VM.assertTrue(registry.confirmations(Expected.titleHash(title)) != 0, "confirmed");
    }

    function test_replace_whileNobodyElseHasSigned() external {
        Title memory title = _shared();
        _confirm(title, lin); // the registrant's own signature locks nothing
        Title memory next = _after(title, false, _sole(WRK, hao).shares, title.unclaimed);
        _expectChange(title, 1, false, 0);
        registry.replaceTitle(title, _origin(), _replacement(next), _signature(lin, _digest(_replacement(next))));
        VM.assertEq(_titleOf(title.asset, WRK), Expected.titleHash(next), "the new table");
        VM.prank(lin);
        registry.replaceTitle(next, _origin(), _replacement(_after(next, false, title.shares, title.unclaimed)), "");
    }

    function test_claimUnits_byTheRegistrantAndTheNewcomer() external {
        Title memory title = _keylessBeside(hao);
        Share[] memory shares = _table(hao, 60_000_000, venue, 40_000_000);
        Title memory next = _after(title, false, shares, new Unclaimed[](0));
        _expectChange(title, 2, false, WHO);
        _claim(title, venue, _list(lin, venue));
        VM.assertEq(_titleOf(title.asset, WRK), Expected.titleHash(next), "the newcomer holds them");
    }

    function test_claimUnits_ofAConfirmedTitleIsConfirmed() external {
        Title memory title = _keylessBeside(hao);
        _confirm(title, hao);
        _claim(title, venue, _list(lin, venue));
        Title memory next = _after(title, true, _table(hao, 60_000_000, venue, 40_000_000), new Unclaimed[](0));
        VM.assertEq(_titleOf(title.asset, WRK), Expected.titleHash(next), "all have signed");
    }

    function test_claimUnits_byAllHoldersIsConfirmed() external {
        Title memory title = _keyless();
        Share[] memory shares = _table(lin, 60_000_000, venue, 40_000_000);
        // Lin is the one holder: with her all have signed.
        Title memory next = _after(title, true, shares, new Unclaimed[](0));
        _claim(title, venue, _list(lin, venue));
        VM.assertEq(_titleOf(title.asset, WRK), Expected.titleHash(next), "all have signed");
    }

    function test_claimUnits_bySomebodyWhoHoldsSome() external {
        Title memory title = _keyless();
        _claim(title, lin, _list(lin));
        Title memory next = _after(title, true, _sole(WRK, lin).shares, new Unclaimed[](0));
        VM.assertEq(_titleOf(title.asset, WRK), Expected.titleHash(next), "added to hers");
    }

    function test_assign_movesUnits() external {
        Title memory title = _shared();
        Title memory next = _after(title, true, _table(hao, 70_000_000, venue, 30_000_000), title.unclaimed);
        _expectChange(title, 3, true, RECORD);
        _assign(title, next.shares, _list(lin, hao, venue));
        VM.assertEq(_titleOf(title.asset, WRK), Expected.titleHash(next), "assigned");
        // A later deal stands on the new title, and needs the new holders.
        Play memory play = _play(next, stranger);
        _activate(play);
    }

    function test_assign_keepsKeylessHolders() external {
        Title memory title = _keyless();
        Share[] memory shares = new Share[](1);
        shares[0] = _share(hao, 60_000_000);
        _assign(title, shares, _list(lin, hao));
        Title memory next = _after(title, true, shares, title.unclaimed);
        VM.assertEq(_titleOf(title.asset, WRK), Expected.titleHash(next), "their units are still there");
    }

    function test_aDealOnTheOldTitleIsStale() external {
        Title memory title = _shared();
        Play memory play = _play(title, stranger);
        Title memory next = _after(title, true, _sole(WRK, venue).shares, title.unclaimed);
        _assign(title, next.shares, _list(lin, hao, venue));
        bytes32 current = Expected.titleHash(next);
        bytes32 old = Expected.titleHash(title);
        _refusedDeal(play, abi.encodeWithSelector(ILicensing.StaleTitle.selector, 0, old, current));
    }

    function test_digests() external view {
        Title memory title = _shared2();
        Confirmation memory one = _confirmation(title, lin);
        VM.assertEq(registry.typedDataHash(Expected.hash(one)), _digest(one), "confirmation");
        Replacement memory two = _replacement(_after(title, false, title.shares, title.unclaimed));
        VM.assertEq(registry.typedDataHash(Expected.hash(two)), _digest(two), "replacement");
        UnitsClaim memory three = _claimText(title, venue);
        VM.assertEq(registry.typedDataHash(Expected.hash(three)), _digest(three), "claim");
        Assignment memory four = _assignment(title, title.shares);
        VM.assertEq(registry.typedDataHash(Expected.hash(four)), _digest(four), "assignment");
    }

    function testFuzz_t28_unitsAlwaysSumToTheWhole(uint32 first, uint32 second, bool again) external {
        Title memory title = _shared();
        first = first % (WHOLE - 1) + 1;
        Title memory next = _after(title, true, _table(lin, first, venue, WHOLE - first), title.unclaimed);
        _assign(title, next.shares, _list(lin, hao, venue));
        if (!again) return;
        second = second % (WHOLE - 1) + 1;
        Share[] memory shares = _table(lin, second, hao, WHOLE - second + 1);
        bytes memory sum = abi.encodeWithSelector(ICopyrightRegistry.UnitsSum.selector, WRK, uint256(WHOLE) + 1);
        _refusedAssignment(next, _assignment(next, shares), _list(lin, hao, venue), sum);
    }
}
