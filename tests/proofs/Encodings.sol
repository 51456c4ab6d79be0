// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Share, Unclaimed} from "../../contracts/interfaces/ICopyrightRegistry.sol";
import {Bar, Bars, Deal, Entry, Exclusives, Mandate, Termination, Withdrawal} from "../../contracts/interfaces/ILicensing.sol";
import {LicensingTypes} from "../../contracts/libraries/LicensingTypes.sol";
import {Lists} from "../../contracts/libraries/Lists.sol";
import {Titles} from "../../contracts/libraries/Titles.sol";
import {Expected} from "../contracts/helpers/Expected.sol";

/// @title What is hashed in assembly is what the language encodes
/// @dev `Expected` writes each hash a second time, with abi.encode. It reads every field, so words with bits beyond a
///      field's width end there; such a text no slot keeps and nobody signed.
contract EncodingsProof {
    /// @custom:halmos --array-lengths shares={0,1,2},unclaimed={0,1,2}
    function check_tables(Share[] calldata shares, Unclaimed[] calldata unclaimed) external pure {
        assert(Titles.tableHash(shares, unclaimed) == keccak256(abi.encode(shares, unclaimed)));
    }

    function check_heads(bytes32 head, Entry calldata entry) external pure {
        bytes32 next = keccak256(abi.encode(head, entry));
        assert(Lists.next(head, entry) == next);
        Entry memory copy = entry;
        assert(Lists.nextOf(head, copy) == next);
    }

    /// @custom:halmos --array-lengths list.entries={0,1,2}
    function check_listsOfExclusives(Exclusives calldata list) external pure {
        assert(Lists.hash(list) == keccak256(abi.encode(list.horizon, list.entries)));
    }

    /// @custom:halmos --array-lengths list.entries={0,1,2}
    function check_listsOfBars(Bars calldata list) external pure {
        assert(Lists.hash(list) == keccak256(abi.encode(list.horizon, list.entries)));
    }

    /// @custom:halmos --array-lengths deal.lines={1,2},deal.signers={0,2}
    function check_deals(Deal calldata deal) external pure {
        assert(LicensingTypes.hash(deal) == Expected.hash(deal));
    }

    /// @custom:halmos --array-lengths mandate.givers={0,1,2}
    function check_mandates(Mandate calldata mandate) external pure {
        assert(LicensingTypes.hash(mandate) == Expected.hash(mandate));
    }

    function check_terminations(Termination calldata text) external pure {
        assert(LicensingTypes.hash(text) == Expected.hash(text));
    }

    function check_withdrawals(Withdrawal calldata text) external pure {
        assert(LicensingTypes.hash(text) == Expected.hash(text));
    }
}
