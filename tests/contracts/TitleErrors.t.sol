// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    Assignment,
    Cancellation,
    Confirmation,
    ICopyrightRegistry,
    Origin,
    Replacement,
    Share,
    Title,
    UnitsClaim
} from "../../contracts/interfaces/ICopyrightRegistry.sol";
import {Bars, ILicensing} from "../../contracts/interfaces/ILicensing.sol";
import {Expected} from "./helpers/Expected.sol";
import {TitlesBase} from "./helpers/TitlesBase.sol";

/// @title Changes of titles that are refused, each with its exact error
contract TitleErrorsTest is TitlesBase {
    function test_titleMoved() external {
        Title memory title = _shared();
        Title memory next = _after(title, true, _sole(WRK, venue).shares, title.unclaimed);
        _assign(title, next.shares, _list(lin, hao, venue));
        bytes4 selector = ICopyrightRegistry.TitleMoved.selector;
        bytes memory refusal = abi.encodeWithSelector(selector, Expected.titleHash(title), Expected.titleHash(next));
        Confirmation memory text = _confirmation(title, lin);
        VM.prank(lin);
        _refused(refusal);
        registry.confirmTitle(title, text, "");
        // The right title in the text, another one opened.
        text = _confirmation(next, venue);
        VM.prank(venue);
        _refused(abi.encodeWithSelector(selector, Expected.titleHash(next), Expected.titleHash(next)));
        registry.confirmTitle(title, text, "");
    }

    function test_deadlines() external {
        Title memory title = _shared();
        bytes memory passed = abi.encodeWithSelector(ICopyrightRegistry.DeadlinePassed.selector, NOW - 1, NOW);
        Confirmation memory one = _confirmation(title, lin);
        one.deadline = NOW - 1;
        VM.prank(lin);
        _refused(passed);
        registry.confirmTitle(title, one, "");
        Assignment memory two = _assignment(title, _sole(WRK, lin).shares);
        two.deadline = NOW - 1;
        _refusedAssignment(title, two, _list(lin, hao), passed);
        two.deadline = NOW; // its last second
        registry.assign(title, two, _list(lin, hao), new Bars[](0), _allSign(_list(lin, hao), _digest(two)));
    }

    function test_confirm_byWhoHoldsNothing_orTwice() external {
        Title memory title = _shared();
        Confirmation memory text = _confirmation(title, venue);
        VM.prank(venue);
        _refused(abi.encodeWithSelector(ICopyrightRegistry.NotAHolder.selector, venue));
        registry.confirmTitle(title, text, "");
        _confirm(title, hao);
        bytes32 hash = Expected.titleHash(title);
        text = _confirmation(title, hao);
        VM.prank(hao);
        _refused(abi.encodeWithSelector(ICopyrightRegistry.AlreadyConfirmed.selector, hash, hao));
        registry.confirmTitle(title, text, "");
    }

    function test_confirm_whatAllHaveSigned() external {
        Title memory title = _shared();
        Title memory next = _after(title, true, _sole(WRK, venue).shares, title.unclaimed);
        _assign(title, next.shares, _list(lin, hao, venue));
        Confirmation memory text = _confirmation(next, venue);
        bytes4 selector = ICopyrightRegistry.AlreadyConfirmed.selector;
        VM.prank(venue);
        _refused(abi.encodeWithSelector(selector, Expected.titleHash(next), venue));
        registry.confirmTitle(next, text, "");
    }

    function test_replace_afterAnotherHolderConfirmed() external {
        Title memory title = _shared();
        _confirm(title, hao);
        _refusedReplacement(title, _locked(title));
    }

    function test_replace_afterADeal() external {
        Title memory title = _shared();
        _activate(_play(title, venue));
        _refusedReplacement(title, _locked(title));
    }

    function test_replace_afterAnAssignment() external {
        Title memory title = _shared();
        Title memory next = _after(title, true, _sole(WRK, lin).shares, title.unclaimed);
        _assign(title, next.shares, _list(lin, hao));
        _refusedReplacement(next, _locked(next));
    }

    function test_replace_bySomebodyElse() external {
        Title memory title = _shared();
        Replacement memory text = _replacement(_after(title, false, _sole(WRK, hao).shares, title.unclaimed));
        bytes32 digest = _digest(text);
        bytes memory signature = _signature(hao, digest);
        Origin memory origin = _origin();
        _refused(abi.encodeWithSelector(ICopyrightRegistry.BadSignature.selector, lin, digest));
        registry.replaceTitle(title, origin, text, signature);
        origin.registrant = hao;
        _refused(abi.encodeWithSelector(ICopyrightRegistry.WrongOrigin.selector, title.asset));
        registry.replaceTitle(title, origin, text, signature);
    }

    function test_claim_whatNobodyHolds() external {
        Title memory title = _keyless();
        UnitsClaim memory text = _claimText(title, venue);
        text.who = RECORD;
        bytes memory refusal = abi.encodeWithSelector(ICopyrightRegistry.NothingToClaim.selector, RECORD);
        _refusedClaim(title, text, _list(lin, venue), refusal);
    }

    function test_claim_forZero() external {
        Title memory title = _keyless();
        UnitsClaim memory text = _claimText(title, address(0));
        _refusedClaim(title, text, _list(lin), abi.encodeWithSelector(ICopyrightRegistry.ZeroNewcomer.selector));
    }

    function test_claim_withoutThoseItNeeds() external {
        Title memory title = _keyless();
        UnitsClaim memory text = _claimText(title, venue);
        bytes4 selector = ICopyrightRegistry.MissingConsent.selector;
        _refusedClaim(title, text, _list(lin), abi.encodeWithSelector(selector, venue));
        _refusedClaim(title, text, _list(venue), abi.encodeWithSelector(selector, lin));
        bytes memory needless = abi.encodeWithSelector(ILicensing.NeedlessSigner.selector, stranger);
        _refusedClaim(title, text, _list(lin, venue, stranger), needless);
    }

    function test_t29_assign_nothing_toZero_ofNothing() external {
        Title memory title = _shared();
        bytes memory refusal =
            abi.encodeWithSelector(ICopyrightRegistry.NothingAssigned.selector, Expected.titleHash(title));
        _refusedAssignment(title, _assignment(title, title.shares), _list(lin, hao), refusal);
        Share[] memory shares = _table(address(0), 1, hao, WHOLE - 1);
        refusal = abi.encodeWithSelector(ICopyrightRegistry.HolderOrder.selector, WRK, address(0));
        _refusedAssignment(title, _assignment(title, shares), _list(lin, hao), refusal);
        shares = _table(lin, 0, hao, WHOLE);
        refusal = abi.encodeWithSelector(ICopyrightRegistry.ZeroUnits.selector, WRK, lin < hao ? 0 : 1);
        _refusedAssignment(title, _assignment(title, shares), _list(lin, hao), refusal);
    }

    function test_assign_withoutThoseItNeeds() external {
        Title memory title = _shared();
        Assignment memory text = _assignment(title, _sole(WRK, venue).shares);
        bytes4 selector = ICopyrightRegistry.MissingConsent.selector;
        _refusedAssignment(title, text, _list(lin, venue), abi.encodeWithSelector(selector, hao));
        _refusedAssignment(title, text, _list(lin, hao), abi.encodeWithSelector(selector, venue));
        address[] memory four = new address[](4);
        (four[0], four[1], four[2], four[3]) = (lin, hao, venue, stranger);
        bytes memory needless = abi.encodeWithSelector(ILicensing.NeedlessSigner.selector, stranger);
        _refusedAssignment(title, text, _sorted(four), needless);
    }

    function test_t18_aSignerWithdraws() external {
        Title memory title = _shared();
        Assignment memory text = _assignment(title, _sole(WRK, venue).shares);
        bytes32 digest = _digest(text);
        VM.prank(hao);
        registry.cancelRegistration(Cancellation({digest: digest, by: hao, deadline: FOREVER}), "");
        bytes memory refusal = abi.encodeWithSelector(ICopyrightRegistry.Cancelled.selector, digest);
        _refusedAssignment(title, text, _list(lin, hao, venue), refusal);
    }

    function test_t03_noCopyDoesAnything() external {
        Title memory title = _shared();
        Title memory next = _after(title, true, _sole(WRK, venue).shares, title.unclaimed);
        _assign(title, next.shares, _list(lin, hao, venue));
        bytes4 selector = ICopyrightRegistry.TitleMoved.selector;
        bytes memory refusal = abi.encodeWithSelector(selector, Expected.titleHash(title), Expected.titleHash(next));
        _refusedAssignment(title, _assignment(title, next.shares), _list(lin, hao, venue), refusal);
    }

    function _locked(Title memory title) private pure returns (bytes memory) {
        return abi.encodeWithSelector(ICopyrightRegistry.TitleLocked.selector, Expected.titleHash(title));
    }

    function _refusedReplacement(Title memory title, bytes memory refusal) private {
        Replacement memory text = _replacement(_after(title, false, _sole(WRK, lin).shares, title.unclaimed));
        Origin memory origin = _origin();
        VM.prank(lin);
        _refused(refusal);
        registry.replaceTitle(title, origin, text, "");
    }
}
