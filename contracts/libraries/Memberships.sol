// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ICopyrightRegistry, Share, Title} from "../interfaces/ICopyrightRegistry.sol";
import {Bar, Bars, ILicensing} from "../interfaces/ILicensing.sol";
import {Lists} from "./Lists.sol";
import {Mandates} from "./Mandates.sol";
import {Signers} from "./Signers.sol";
import {Status} from "./Status.sol";

/// @title Nobody leaves a society by selling to himself
library Memberships {
    using Status for uint256;

    /// @notice The mandataries who sign an assignment because units leave a mandate that bars their giver.
    /// @param licensing Where the mandates are.
    /// @param title The title before.
    /// @param shares The table after.
    /// @param signers Who signs.
    /// @param bars Lists of the givers who have one, and of those who take over a mandate as wide.
    /// @return mask Bit i for signers[i]. Reverts if units leave a mandate without its mandatary, and to somebody who
    ///         has not given him one as wide.
    function mandataries(
        ILicensing licensing,
        Title calldata title,
        Share[] calldata shares,
        address[] calldata signers,
        Bars[] calldata bars
    ) internal view returns (uint256 mask) {
        for (uint256 i = 0; i < title.shares.length; ++i) {
            Share calldata share = title.shares[i];
            if (_units(shares, share.holder) >= share.units || licensing.barring(share.holder) == 0) continue;
            uint256 place = _find(licensing, bars, share.holder);
            if (place == bars.length) revert ICopyrightRegistry.BarsMissing(share.holder);
            mask |= _leave(licensing, title, shares, signers, bars, place);
        }
    }

    function _leave(
        ILicensing licensing,
        Title calldata title,
        Share[] calldata shares,
        address[] calldata signers,
        Bars[] calldata bars,
        uint256 giver
    ) private view returns (uint256 mask) {
        Bar[] calldata entries = bars[giver].entries;
        for (uint256 n = 0; n < entries.length; ++n) {
            Bar calldata bar = entries[n];
            if (!_binds(licensing, bar, title)) continue;
            uint256 bit = Signers.bitOf(signers, bar.to);
            mask |= bit;
            if (bit == 0 && !_allFollow(licensing, title, shares, bars, bar)) {
                revert ICopyrightRegistry.LeavesMandate(bars[giver].member, bar.mandate);
            }
        }
    }

    /// @dev Whether everybody who gains units has given the mandatary a mandate at least as wide.
    function _allFollow(
        ILicensing licensing,
        Title calldata title,
        Share[] calldata shares,
        Bars[] calldata bars,
        Bar calldata bar
    ) private view returns (bool) {
        for (uint256 i = 0; i < shares.length; ++i) {
            if (_units(title.shares, shares[i].holder) >= shares[i].units) continue;
            uint256 place = _find(licensing, bars, shares[i].holder);
            if (place == bars.length || !_follows(licensing, bars[place].entries, bar)) return false;
        }
        return true;
    }

    function _follows(ILicensing licensing, Bar[] calldata entries, Bar calldata bar) private view returns (bool) {
        for (uint256 n = 0; n < entries.length; ++n) {
            Bar calldata own = entries[n];
            bool wide = own.to == bar.to && own.kind == bar.kind && Mandates.contains(own, bar);
            if (own.start > bar.start && own.start > block.timestamp) wide = false;
            if (wide && _end(licensing, own) >= _end(licensing, bar)) return true;
        }
        return false;
    }

    /// @dev Whether a mandate that has not ended bars a holder of this title.
    function _binds(ILicensing licensing, Bar calldata bar, Title calldata title) private view returns (bool) {
        return bar.kind != Mandates.SUBPUBLISH && Mandates.touches(bar, title.asset, title.layer)
            && _end(licensing, bar) > block.timestamp;
    }

    function _end(ILicensing licensing, Bar calldata bar) private view returns (uint256) {
        uint256 word = licensing.status(bar.mandate);
        return word & Status.ENDED == 0 ? bar.end : word.end();
    }

    /// @dev Place of a member's list, which must be the one on record; `bars.length` if it isn't given.
    function _find(ILicensing licensing, Bars[] calldata bars, address member) private view returns (uint256 place) {
        while (place < bars.length && bars[place].member != member) ++place;
        if (place == bars.length) return place;
        bytes32 given = Lists.hash(bars[place]);
        bytes32 current = licensing.barring(member);
        if (given != current) revert ILicensing.BarsMoved(member, given, current);
    }

    function _units(Share[] calldata shares, address account) private pure returns (uint256) {
        for (uint256 i = 0; i < shares.length; ++i) {
            if (shares[i].holder == account) return shares[i].units;
        }
        return 0;
    }
}
