// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CopyrightRegistry} from "../../contracts/CopyrightRegistry.sol";
import {Licensing} from "../../contracts/Licensing.sol";
import {BrokenLicensing} from "./broken/BrokenLicensing.sol";
import {BrokenRegistry} from "./broken/BrokenRegistry.sol";
import {Handler} from "./helpers/Handler.sol";
import {TestBase} from "./helpers/TestBase.sol";

/// @title Every invariant fails on a contract that was broken on purpose, and on the real ones none does
/// @dev The same handler and the same numbers as with the real contracts, so that it is seen to get that far.
contract BrokenTest is TestBase {
    uint256 private constant STEPS = 400;

    function setUp() external {
        VM.warp(NOW);
    }

    function test_theRealContractsHold_andMuchHappens() external {
        CopyrightRegistry registry = new CopyrightRegistry(_second());
        Handler handler = _play(registry, new Licensing(registry));
        VM.assertTrue(handler.anchorsHold() && handler.titlesHold(), "registry");
        VM.assertTrue(handler.wordsHold() && handler.headsHold(), "words and heads");
        VM.assertTrue(handler.signaturesHold() && handler.digestsHold(), "signatures and digests");
        VM.assertTrue(handler.listsHold() && handler.exclusivesHold(), "exclusives");
        VM.assertTrue(handler.disclosuresHold() && handler.childrenHold(), "disclosures and sub-licences");
        VM.assertTrue(handler.anchored() == 5 && handler.registered() >= 8, "anchors and registrations");
        VM.assertTrue(handler.activated() >= 6 && handler.ended() >= 10, "deals and terminations");
        VM.assertTrue(handler.exclusive() >= 8 && handler.listed() >= 5, "exclusive lines");
        VM.assertTrue(handler.sublicensed() >= 2 && handler.families_() >= 1, "sub-licences");
        VM.assertTrue(handler.cancelled() >= 4 && handler.refused() >= 100, "cancellations and refusals");
    }

    function test_broken_anchors() external {
        VM.assertFalse(_registry(BrokenRegistry.Fault.BACKDATED_ANCHOR).anchorsHold(), "not noticed");
    }

    function test_broken_titlesDeleted() external {
        VM.assertFalse(_registry(BrokenRegistry.Fault.DELETED_TITLE).titlesHold(), "not noticed");
    }

    function test_broken_titlesRewritten() external {
        VM.assertFalse(_registry(BrokenRegistry.Fault.REWRITTEN_TITLE).titlesHold(), "not noticed");
    }

    function test_broken_signatures() external {
        VM.assertFalse(_licensing(BrokenLicensing.Fault.UNSIGNED_DEAL).signaturesHold(), "not noticed");
    }

    function test_broken_digests() external {
        VM.assertFalse(_licensing(BrokenLicensing.Fault.FORGOTTEN_DEAL).digestsHold(), "not noticed");
    }

    function test_broken_states() external {
        VM.assertFalse(_licensing(BrokenLicensing.Fault.FORGOTTEN_DEAL).wordsHold(), "not noticed");
    }

    function test_broken_endsUndone() external {
        VM.assertFalse(_licensing(BrokenLicensing.Fault.UNDONE_END).wordsHold(), "not noticed");
    }

    function test_broken_endsInThePast() external {
        VM.assertFalse(_licensing(BrokenLicensing.Fault.END_IN_THE_PAST).wordsHold(), "not noticed");
    }

    function test_broken_heads() external {
        VM.assertFalse(_licensing(BrokenLicensing.Fault.FORGOTTEN_HEAD).headsHold(), "not noticed");
    }

    function test_broken_lists() external {
        VM.assertFalse(_licensing(BrokenLicensing.Fault.FORGOTTEN_LIST).listsHold(), "not noticed");
    }

    function test_broken_exclusives() external {
        VM.assertFalse(_licensing(BrokenLicensing.Fault.FORGOTTEN_LIST).exclusivesHold(), "not noticed");
    }

    function test_broken_disclosures() external {
        VM.assertFalse(_licensing(BrokenLicensing.Fault.FORGOTTEN_HEAD).disclosuresHold(), "not noticed");
    }

    /// @dev Whatever was refused is set in force, sub-licences that exceed their parents among it.
    function test_broken_children() external {
        VM.assertFalse(_licensing(BrokenLicensing.Fault.UNSIGNED_DEAL).childrenHold(), "not noticed");
    }

    function _registry(BrokenRegistry.Fault kind) private returns (Handler) {
        CopyrightRegistry registry = new BrokenRegistry(kind, _second());
        return _play(registry, new Licensing(registry));
    }

    function _licensing(BrokenLicensing.Fault kind) private returns (Handler) {
        CopyrightRegistry registry = new CopyrightRegistry(_second());
        return _play(registry, new BrokenLicensing(registry, kind));
    }

    function _play(CopyrightRegistry registry, Licensing licensing) private returns (Handler handler) {
        handler = new Handler(registry, licensing);
        function(uint256) external[16] memory actions = [
            handler.anchor,
            handler.register,
            handler.cancelRegistration,
            handler.activate,
            handler.replay,
            handler.replay,
            handler.terminate,
            handler.terminate,
            handler.terminate,
            handler.cancelDeal,
            handler.fault,
            handler.fault,
            handler.grant,
            handler.grant,
            handler.sublicense,
            handler.sublicense
        ];
        for (uint256 i = 0; i < STEPS; ++i) {
            uint256 seed = uint256(keccak256(abi.encode("step", i)));
            actions[seed % 16](uint256(keccak256(abi.encode(seed))));
            if (i % 3 == 0) handler.fault(uint256(keccak256(abi.encode("fault", i))));
        }
    }
}
