// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CopyrightRegistry} from "../../../contracts/CopyrightRegistry.sol";
import {Share, Unclaimed} from "../../../contracts/interfaces/ICopyrightRegistry.sol";

/// @title Broken on purpose, in one of several ways
contract BrokenRegistry is CopyrightRegistry {
    enum Fault {
        BACKDATED_ANCHOR,
        DELETED_TITLE,
        REWRITTEN_TITLE,
        SEIZED_TITLE,
        INFLATED_TITLE,
        FORGOTTEN_CONFIRMATION
    }

    Fault private immutable FAULT;

    constructor(Fault kind, address licensing) CopyrightRegistry(licensing) {
        FAULT = kind;
    }

    function fault(bytes32 target) external {
        if (FAULT == Fault.BACKDATED_ANCHOR && anchors[target].time != 0) --anchors[target].time;
        if (FAULT == Fault.DELETED_TITLE) delete titles[target];
        if (FAULT == Fault.REWRITTEN_TITLE && titles[target] != 0) titles[target] = keccak256(abi.encode(target));
        if (FAULT == Fault.SEIZED_TITLE) _hold(target, 100_000_000);
        if (FAULT == Fault.INFLATED_TITLE) _hold(target, 100_000_001);
        if (FAULT == Fault.FORGOTTEN_CONFIRMATION) delete confirmations[target];
    }

    /// @dev Somebody holds the work of an asset that is on record, and says so in events.
    function _hold(bytes32 asset, uint32 units) private {
        bytes32 key = keccak256(abi.encode(asset, uint8(1)));
        bytes32 current = titles[key];
        if (current == 0) return;
        Share[] memory shares = new Share[](1);
        shares[0] = Share({holder: msg.sender, units: units});
        titles[key] = keccak256(abi.encode(current, asset));
        emit TitleChanged(current, 3, true, 0);
        emit TitleRecorded(asset, 1, 1, titles[key], shares, new Unclaimed[](0));
    }
}
