// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CopyrightRegistry} from "../../../contracts/CopyrightRegistry.sol";
import {Share, Title, Unclaimed} from "../../../contracts/interfaces/ICopyrightRegistry.sol";
import {Expected} from "./Expected.sol";
import {GhostLines} from "./GhostLines.sol";

/// @title What titles must say when they change, folded from their events, and who must have signed each change
/// @dev Written from the interfaces. `signed` tells of every text, not only of deals, who truly signed it.
abstract contract GhostTitles is GhostLines {
    /// @dev The event TitleChanged, until the version follows of which it speaks.
    struct Said {
        bytes32 title;
        uint8 change;
        bool confirmed;
    }

    uint256 internal constant WHOLE = 100_000_000;
    uint8 internal constant REPLACED = 1;
    uint8 internal constant UNITS_CLAIMED = 2;

    CopyrightRegistry internal registry;

    bytes32[] internal works; // assets, in the order of their registration
    mapping(bytes32 asset => bytes) internal titleOf; // as the events tell, encoded
    mapping(bytes32 asset => address) internal registrantOf;
    mapping(bytes32 title => mapping(address holder => bool)) internal confirmedBy;

    /// @dev Of what is being sent: its digest, and the `previous` of a first title.
    bytes32 internal sending;
    bytes32 internal firstPrevious;

    /// @notice How many titles changed: rules of what never happens prove nothing.
    uint256 public changes;

    bytes32[] private versions; // hashes of all titles that ever were
    mapping(bytes32 title => uint256) private confirmations;
    mapping(bytes32 title => bytes32) private assetOf;
    Said private said;
    bool private misfolded;
    bool private unbalanced;
    bool private unsigned;

    /// @notice Every title is the fold of the events of its asset: each version chains the one before.
    function titlesHold() external view returns (bool) {
        for (uint256 i = 0; i < works.length; ++i) {
            Title memory title = _title(works[i]);
            bytes32 key = Expected.titleKey(title.asset, title.layer);
            if (registry.titles(key) != Expected.titleHash(title)) return false;
        }
        return !misfolded;
    }

    /// @notice The units of every title, with those that nobody has claimed, are always the whole.
    function unitsHold() external view returns (bool) {
        return !unbalanced;
    }

    /// @notice What holders have confirmed of any version that ever was is what is on record.
    function confirmationsHold() external view returns (bool) {
        for (uint256 i = 0; i < versions.length; ++i) {
            if (registry.confirmations(versions[i]) != confirmations[versions[i]]) return false;
        }
        return true;
    }

    /// @notice Nobody's units changed, and nothing was confirmed, without the signatures that it needs.
    function changesHold() external view returns (bool) {
        return !unsigned;
    }

    function _title(bytes32 asset) internal view returns (Title memory) {
        return abi.decode(titleOf[asset], (Title));
    }

    /// @dev The event TitleChanged.
    function _foldChange(bytes32 title, bytes memory data) internal {
        (said.change, said.confirmed,) = abi.decode(data, (uint8, bool, bytes32));
        said.title = title;
    }

    /// @dev The event TitleRecorded.
    function _foldTitle(bytes32 asset, uint8 layer, bytes memory data) internal {
        Title memory next;
        bytes32 hash;
        (next.version, hash, next.shares, next.unclaimed) =
            abi.decode(data, (uint32, bytes32, Share[], Unclaimed[]));
        (next.asset, next.layer, next.since) = (asset, layer, uint64(block.timestamp));
        if (titleOf[asset].length == 0) {
            works.push(asset);
            chains.push(Expected.titleKey(asset, layer));
            next.previous = firstPrevious;
            if (next.version != 0) misfolded = true;
        } else {
            Title memory before = _title(asset);
            (next.previous, next.confirmed) = (Expected.titleHash(before), said.confirmed);
            if (next.version != before.version + 1 || said.title != next.previous) misfolded = true;
            _checkChange(before, next);
            delete said;
            ++changes;
        }
        if (Expected.titleHash(next) != hash) misfolded = true;
        if (_sum(next) != WHOLE) unbalanced = true;
        titleOf[asset] = abi.encode(next);
        versions.push(hash);
        assetOf[hash] = asset;
    }

    /// @dev The event TitleConfirmed: signed now, or carried over from the version before.
    function _foldConfirmation(bytes32 title, address holder) internal {
        Title memory current = _title(assetOf[title]);
        if (!signed[sending][holder] && !confirmedBy[current.previous][holder]) unsigned = true;
        confirmedBy[title][holder] = true;
        for (uint256 i = 0; i < current.shares.length; ++i) {
            if (current.shares[i].holder == holder) confirmations[title] |= 1 << i;
        }
    }

    /// @dev Whether units may leave the mandates that bar whoever has less of them.
    function _mayLeave(Title memory before, Title memory next) internal view virtual returns (bool);

    function _unitsOf(Share[] memory shares, address account) internal pure returns (uint256 units) {
        for (uint256 i = 0; i < shares.length; ++i) {
            if (shares[i].holder == account) units += shares[i].units;
        }
    }

    function _checkChange(Title memory before, Title memory next) private {
        bool registrants = signed[sending][registrantOf[next.asset]];
        bool all = _allSigned(before.shares);
        if (said.change == REPLACED) {
            if (!registrants || _isLocked(before)) unsigned = true;
        } else if (said.change == UNITS_CLAIMED) {
            if (!registrants && !all) unsigned = true;
            if (next.confirmed && !_allStandBehind(before, next)) unsigned = true;
            if (!_onlySignersGain(before, next)) unsigned = true;
        } else if (!all || !_allSigned(next.shares) || !next.confirmed || !_mayLeave(before, next)) {
            unsigned = true;
        }
    }

    /// @dev Whether anybody but the registrant has signed a title.
    function _isLocked(Title memory title) private view returns (bool) {
        bytes32 hash = Expected.titleHash(title);
        for (uint256 i = 0; i < title.shares.length; ++i) {
            address holder = title.shares[i].holder;
            if (holder != registrantOf[title.asset] && confirmedBy[hash][holder]) return true;
        }
        return title.confirmed || folded[Expected.titleKey(title.asset, title.layer)] != 0;
    }

    function _allSigned(Share[] memory shares) private view returns (bool) {
        for (uint256 i = 0; i < shares.length; ++i) {
            if (!signed[sending][shares[i].holder]) return false;
        }
        return shares.length != 0;
    }

    /// @dev Whether each holder after signs now, or had signed what was before.
    function _allStandBehind(Title memory before, Title memory next) private view returns (bool) {
        for (uint256 i = 0; i < next.shares.length; ++i) {
            address holder = next.shares[i].holder;
            bool had = before.confirmed || confirmedBy[next.previous][holder];
            if (!signed[sending][holder] && !(had && _unitsOf(before.shares, holder) != 0)) return false;
        }
        return true;
    }

    function _onlySignersGain(Title memory before, Title memory next) private view returns (bool) {
        for (uint256 i = 0; i < next.shares.length; ++i) {
            address holder = next.shares[i].holder;
            bool gains = next.shares[i].units > _unitsOf(before.shares, holder);
            if (gains && !signed[sending][holder]) return false;
        }
        for (uint256 i = 0; i < before.shares.length; ++i) {
            if (_unitsOf(next.shares, before.shares[i].holder) < before.shares[i].units) return false;
        }
        return true;
    }

    function _sum(Title memory title) private pure returns (uint256 sum) {
        for (uint256 i = 0; i < title.shares.length; ++i) {
            sum += title.shares[i].units;
        }
        for (uint256 i = 0; i < title.unclaimed.length; ++i) {
            sum += title.unclaimed[i].units;
        }
    }
}
