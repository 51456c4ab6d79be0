// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CopyrightRegistry} from "../../../contracts/CopyrightRegistry.sol";

/// @title Broken on purpose, in one of several ways
contract BrokenRegistry is CopyrightRegistry {
    enum Fault {
        BACKDATED_ANCHOR,
        DELETED_TITLE,
        REWRITTEN_TITLE
    }

    Fault private immutable FAULT;

    constructor(Fault kind, address licensing) CopyrightRegistry(licensing) {
        FAULT = kind;
    }

    function fault(bytes32 target) external {
        if (FAULT == Fault.BACKDATED_ANCHOR && anchors[target].time != 0) --anchors[target].time;
        if (FAULT == Fault.DELETED_TITLE) delete titles[target];
        if (FAULT == Fault.REWRITTEN_TITLE && titles[target] != 0) titles[target] = keccak256(abi.encode(target));
    }
}
