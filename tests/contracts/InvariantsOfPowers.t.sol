// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CopyrightRegistry} from "../../contracts/CopyrightRegistry.sol";
import {Licensing} from "../../contracts/Licensing.sol";
import {Powers} from "./helpers/Powers.sol";
import {TestBase} from "./helpers/TestBase.sol";

/// @title What must hold after any sequence of mandates, withdrawals and changes of titles
contract InvariantsOfPowersTest is TestBase {
    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    Powers private handler;

    function setUp() external {
        VM.warp(NOW);
        CopyrightRegistry registry = new CopyrightRegistry(_second());
        handler = new Powers(registry, new Licensing(registry));
    }

    function targetContracts() external view returns (address[] memory) {
        return _list(address(handler));
    }

    /// @dev Only the actions; the handler's views change nothing.
    function targetSelectors() external view returns (FuzzSelector[] memory targets) {
        targets = new FuzzSelector[](1);
        targets[0].addr = address(handler);
        targets[0].selectors = new bytes4[](10);
        targets[0].selectors[0] = Powers.register.selector;
        targets[0].selectors[1] = Powers.confirm.selector;
        targets[0].selectors[2] = Powers.replace.selector;
        targets[0].selectors[3] = Powers.claim.selector;
        targets[0].selectors[4] = Powers.assign.selector;
        targets[0].selectors[5] = Powers.give.selector;
        targets[0].selectors[6] = Powers.withdraw.selector;
        targets[0].selectors[7] = Powers.cancel.selector;
        targets[0].selectors[8] = Powers.license.selector;
        targets[0].selectors[9] = Powers.fault.selector;
    }

    /// @dev One sequence for all of them: what took its time is the sequence, not the looking.
    function invariant_powerAndTitleKeepTheirRules() external view {
        VM.assertTrue(handler.titlesHold(), "a title differs from its events");
        VM.assertTrue(handler.unitsHold(), "the units of a title are not the whole");
        VM.assertTrue(handler.confirmationsHold(), "a confirmation differs from its events");
        VM.assertTrue(handler.changesHold(), "a title changed without those who must sign");
        VM.assertTrue(handler.wordsHold(), "a status word made a step it must not make");
        VM.assertTrue(handler.signaturesHold(), "a deal or mandate is active that somebody did not sign");
        VM.assertTrue(handler.barringHolds(), "a line went round a barring mandate");
        VM.assertTrue(handler.barsHold(), "a list of barring mandates differs from its events");
        VM.assertTrue(handler.headsHold(), "a head differs from its events");
    }
}
