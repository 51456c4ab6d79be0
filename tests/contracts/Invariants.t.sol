// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CopyrightRegistry} from "../../contracts/CopyrightRegistry.sol";
import {Licensing} from "../../contracts/Licensing.sol";
import {Handler} from "./helpers/Handler.sol";
import {TestBase} from "./helpers/TestBase.sol";

/// @title What must hold after any sequence of calls
contract InvariantsTest is TestBase {
    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    Handler private handler;

    function setUp() external {
        VM.warp(NOW);
        CopyrightRegistry registry = new CopyrightRegistry(_second());
        handler = new Handler(registry, new Licensing(registry));
    }

    function targetContracts() external view returns (address[] memory) {
        return _list(address(handler));
    }

    /// @dev Only the actions; the handler's views change nothing.
    function targetSelectors() external view returns (FuzzSelector[] memory targets) {
        targets = new FuzzSelector[](1);
        targets[0].addr = address(handler);
        targets[0].selectors = new bytes4[](10);
        targets[0].selectors[0] = Handler.anchor.selector;
        targets[0].selectors[1] = Handler.register.selector;
        targets[0].selectors[2] = Handler.cancelRegistration.selector;
        targets[0].selectors[3] = Handler.activate.selector;
        targets[0].selectors[4] = Handler.replay.selector;
        targets[0].selectors[5] = Handler.terminate.selector;
        targets[0].selectors[6] = Handler.cancelDeal.selector;
        targets[0].selectors[7] = Handler.fault.selector;
        targets[0].selectors[8] = Handler.grant.selector;
        targets[0].selectors[9] = Handler.sublicense.selector;
    }

    /// @dev One sequence for all of them: what took its time is the sequence, not the looking.
    function invariant_theLedgerKeepsItsRules() external view {
        VM.assertTrue(handler.anchorsHold(), "an anchor changed");
        VM.assertTrue(handler.titlesHold(), "a title changed");
        VM.assertTrue(handler.wordsHold(), "a status word made a step it must not make");
        VM.assertTrue(handler.headsHold(), "a head differs from its events");
        VM.assertTrue(handler.listsHold(), "a list of exclusives differs from its events");
        VM.assertTrue(handler.exclusivesHold(), "two lines overlap, and one is exclusive");
        VM.assertTrue(handler.disclosuresHold(), "an exclusive line overlaps a grant that was not disclosed");
        VM.assertTrue(handler.childrenHold(), "a sub-licence exceeds its parent, or outlived it at birth");
        VM.assertTrue(handler.signaturesHold(), "a deal is active that somebody did not sign");
        VM.assertTrue(handler.digestsHold(), "something was recorded twice");
    }
}
