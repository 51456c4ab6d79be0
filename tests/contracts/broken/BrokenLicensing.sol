// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Licensing} from "../../../contracts/Licensing.sol";
import {ICopyrightRegistry} from "../../../contracts/interfaces/ICopyrightRegistry.sol";

/// @title Broken on purpose, in one of several ways
contract BrokenLicensing is Licensing {
    enum Fault {
        UNSIGNED_DEAL,
        FORGOTTEN_DEAL,
        UNDONE_END,
        END_IN_THE_PAST,
        FORGOTTEN_HEAD,
        FORGOTTEN_LIST,
        FORGOTTEN_BARS
    }

    Fault private immutable FAULT;

    constructor(ICopyrightRegistry registry, Fault kind) Licensing(registry) {
        FAULT = kind;
    }

    function fault(bytes32 target) external {
        uint256 word = status[target];
        if (FAULT == Fault.UNSIGNED_DEAL && word == 0) status[target] = 1 | (block.timestamp << 88);
        if (FAULT == Fault.FORGOTTEN_DEAL) delete status[target];
        if (FAULT == Fault.UNDONE_END) status[target] = word & ~(uint256(0xffff) << 8);
        if (FAULT == Fault.END_IN_THE_PAST && word & 0xff == 1) {
            status[target] = ((word >> 88) << 88) | (uint256(1) << 24) | 0x101;
        }
        if (FAULT == Fault.FORGOTTEN_HEAD) delete heads[target];
        if (FAULT == Fault.FORGOTTEN_LIST) delete restricted[target];
        if (FAULT == Fault.FORGOTTEN_BARS) delete barring[address(uint160(uint256(target)))];
    }
}
