// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CopyrightRegistry} from "../../contracts/CopyrightRegistry.sol";
import {Licensing} from "../../contracts/Licensing.sol";
import {BrokenLicensing} from "./broken/BrokenLicensing.sol";
import {BrokenRegistry} from "./broken/BrokenRegistry.sol";
import {Powers} from "./helpers/Powers.sol";
import {TestBase} from "./helpers/TestBase.sol";

/// @title Every invariant of mandates and titles fails on a contract that was broken on purpose
/// @dev The same handler and the same numbers as with the real contracts, so that it is seen to get that far.
contract BrokenPowersTest is TestBase {
    uint256 private constant STEPS = 600;

    function setUp() external {
        VM.warp(NOW);
    }

    function test_theRealContractsHold_andMuchHappens() external {
        CopyrightRegistry registry = new CopyrightRegistry(_second());
        Powers handler = _play(registry, new Licensing(registry));
        VM.assertTrue(handler.titlesHold() && handler.unitsHold(), "titles");
        VM.assertTrue(handler.confirmationsHold() && handler.changesHold(), "confirmations and changes");
        VM.assertTrue(handler.wordsHold() && handler.signaturesHold(), "words and signatures");
        VM.assertTrue(handler.barringHolds() && handler.barsHold() && handler.headsHold(), "bars and heads");
        VM.assertTrue(handler.registered() >= 8 && handler.confirmed() >= 5, "registrations and confirmations");
        VM.assertTrue(handler.replaced() >= 2 && handler.claimed() >= 2 && handler.assigned() >= 5, "changes");
        VM.assertTrue(handler.given() >= 10 && handler.withdrawn() >= 5 && handler.cancelled() >= 1, "mandates");
        VM.assertTrue(handler.licensed() >= 5 && handler.represented() >= 1, "deals");
        VM.assertTrue(handler.changes() >= 9 && handler.refused() >= 100, "refusals");
    }

    function test_broken_titlesDeleted() external {
        VM.assertFalse(_registry(BrokenRegistry.Fault.DELETED_TITLE).titlesHold(), "not noticed");
    }

    function test_broken_titlesRewritten() external {
        VM.assertFalse(_registry(BrokenRegistry.Fault.REWRITTEN_TITLE).titlesHold(), "not noticed");
    }

    function test_broken_titlesSeized() external {
        VM.assertFalse(_registry(BrokenRegistry.Fault.SEIZED_TITLE).changesHold(), "not noticed");
    }

    /// @dev A title seized whole is whole: only one inflated is not.
    function test_broken_units() external {
        VM.assertTrue(_registry(BrokenRegistry.Fault.SEIZED_TITLE).unitsHold(), "whole");
        VM.assertFalse(_registry(BrokenRegistry.Fault.INFLATED_TITLE).unitsHold(), "not noticed");
    }

    function test_broken_confirmations() external {
        VM.assertFalse(_registry(BrokenRegistry.Fault.FORGOTTEN_CONFIRMATION).confirmationsHold(), "not noticed");
    }

    function test_broken_mandatesForgotten() external {
        VM.assertFalse(_licensing(BrokenLicensing.Fault.FORGOTTEN_DEAL).wordsHold(), "not noticed");
    }

    function test_broken_endsUndone() external {
        VM.assertFalse(_licensing(BrokenLicensing.Fault.UNDONE_END).wordsHold(), "not noticed");
    }

    function test_broken_endsInThePast() external {
        VM.assertFalse(_licensing(BrokenLicensing.Fault.END_IN_THE_PAST).wordsHold(), "not noticed");
    }

    function test_broken_signatures() external {
        VM.assertFalse(_licensing(BrokenLicensing.Fault.UNSIGNED_DEAL).signaturesHold(), "not noticed");
    }

    /// @dev Whatever was refused is set in force, lines of barred members among it.
    function test_broken_barring() external {
        VM.assertFalse(_licensing(BrokenLicensing.Fault.UNSIGNED_DEAL).barringHolds(), "not noticed");
    }

    function test_broken_bars() external {
        VM.assertFalse(_licensing(BrokenLicensing.Fault.FORGOTTEN_BARS).barsHold(), "not noticed");
    }

    function test_broken_heads() external {
        VM.assertFalse(_licensing(BrokenLicensing.Fault.FORGOTTEN_HEAD).headsHold(), "not noticed");
    }

    function _registry(BrokenRegistry.Fault kind) private returns (Powers) {
        CopyrightRegistry registry = new BrokenRegistry(kind, _second());
        return _play(registry, new Licensing(registry));
    }

    function _licensing(BrokenLicensing.Fault kind) private returns (Powers) {
        CopyrightRegistry registry = new CopyrightRegistry(_second());
        return _play(registry, new BrokenLicensing(registry, kind));
    }

    function _play(CopyrightRegistry registry, Licensing licensing) private returns (Powers handler) {
        handler = new Powers(registry, licensing);
        function(uint256) external[16] memory actions = [
            handler.register,
            handler.register,
            handler.confirm,
            handler.confirm,
            handler.replace,
            handler.claim,
            handler.claim,
            handler.assign,
            handler.assign,
            handler.give,
            handler.give,
            handler.withdraw,
            handler.cancel,
            handler.license,
            handler.license,
            handler.fault
        ];
        for (uint256 i = 0; i < STEPS; ++i) {
            uint256 seed = uint256(keccak256(abi.encode("step", i)));
            actions[seed % 16](uint256(keccak256(abi.encode(seed))));
            if (i % 3 == 0) handler.fault(uint256(keccak256(abi.encode("fault", i))));
        }
    }
}
