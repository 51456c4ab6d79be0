// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Words} from "./Words.sol";
import {ICopyrightRegistry, Link, Share, Title, Unclaimed} from "../interfaces/ICopyrightRegistry.sol";

/// @title Ids of assets, hashes of titles, and the rules of a table
library Titles {
    /// @notice Units of a whole layer.
    uint256 internal constant WHOLE = 100_000_000;
    /// @notice Holders of one layer, keyless ones included: the largest table must fit a deal well below a block.
    uint256 internal constant MAX_HOLDERS = 64;
    /// @notice Links of one asset.
    uint256 internal constant MAX_LINKS = 64;

    uint8 private constant MUSICAL_WORK = 1;
    uint8 private constant LYRICS = 2;
    uint8 private constant AUDIOVISUAL = 5;
    uint8 private constant COMPILATION = 6;
    uint8 private constant LAST_LINK_KIND = 5;

    /// @notice Hash of what a record's owner commits to besides its text.
    function factsHash(uint8 assetType, bytes32 fileTag, Link[] calldata links) internal pure returns (bytes32) {
        return keccak256(abi.encode(assetType, fileTag, links));
    }

    /// @notice Id of an asset: the inner hash of its Merkle leaf.
    function assetId(bytes32 recordHash, address registrant, bytes32 facts) internal pure returns (bytes32) {
        return keccak256(abi.encode(recordHash, registrant, facts));
    }

    /// @notice Key of the title of one layer, and of the hash chain of its lines.
    function key(bytes32 asset, uint8 layer) internal pure returns (bytes32) {
        return keccak256(abi.encode(asset, layer));
    }

    /// @notice Hash that binds a table and all that was before it.
    function titleHash(
        bytes32 titleKey,
        bytes32 previous,
        uint32 version,
        uint64 since,
        bool confirmed,
        bytes32 table
    ) internal pure returns (bytes32) {
        return keccak256(abi.encode(titleKey, previous, version, since, confirmed, table));
    }

    /// @notice What stands in the place of a title once it is void.
    function voided(bytes32 title) internal pure returns (bytes32) {
        return keccak256(abi.encode("VOID", title));
    }

    /// @notice Key and hash of an opened title.
    function hash(Title calldata title) internal pure returns (bytes32 titleKey, bytes32 current) {
        titleKey = key(title.asset, title.layer);
        bytes32 table = tableHash(title.shares, title.unclaimed);
        current = titleHash(titleKey, title.previous, title.version, title.since, title.confirmed, table);
    }

    /// @notice keccak256(abi.encode(shares, unclaimed)).
    function tableHash(Share[] calldata shares, Unclaimed[] calldata unclaimed) internal pure returns (bytes32) {
        uint256 first;
        uint256 second;
        assembly {
            first := shares.offset
            second := unclaimed.offset
        }
        return Words.hashPair(first, shares.length, second, unclaimed.length);
    }

    /// @notice First and last layer of a type; both 0 for a compilation.
    function layersOf(uint8 assetType) internal pure returns (uint8 first, uint8 last) {
        if (assetType == MUSICAL_WORK || assetType == LYRICS) return (1, 1);
        if (assetType == AUDIOVISUAL) return (4, 4);
        if (assetType == COMPILATION) return (0, 0);
        if (assetType == 0 || assetType > COMPILATION) revert ICopyrightRegistry.UnknownAssetType(assetType);
        return (2, 3); // SOUND_RECORDING, STEM
    }

    /// @notice Reverts unless the links are of known kinds, point somewhere and strictly ascend.
    function checkLinks(Link[] calldata links) internal pure {
        if (links.length > MAX_LINKS) revert ICopyrightRegistry.TooManyLinks(links.length, MAX_LINKS);
        uint8 lastKind = 0;
        bytes32 lastTarget = 0;
        for (uint256 i = 0; i < links.length; ++i) {
            uint8 kind = links[i].kind;
            bytes32 target = links[i].target;
            bool ascends = kind > lastKind || (kind == lastKind && target > lastTarget);
            if (kind == 0 || kind > LAST_LINK_KIND || target == 0 || !ascends) {
                revert ICopyrightRegistry.BadLink(i, kind, target);
            }
            (lastKind, lastTarget) = (kind, target);
        }
    }

    /// @notice Reverts unless the table is well formed: ascending, whole, and empty only without a layer.
    function checkTable(uint8 layer, Share[] calldata shares, Unclaimed[] calldata unclaimed) internal pure {
        uint256 holders = shares.length + unclaimed.length;
        if ((layer == 0) != (holders == 0)) revert ICopyrightRegistry.BadTable(layer, holders);
        if (holders > MAX_HOLDERS) revert ICopyrightRegistry.TooManyHolders(layer, holders, MAX_HOLDERS);
        uint256 sum = _sumShares(layer, shares) + _sumUnclaimed(layer, unclaimed);
        if (layer != 0 && sum != WHOLE) revert ICopyrightRegistry.UnitsSum(layer, sum);
    }

    function _sumShares(uint8 layer, Share[] calldata shares) private pure returns (uint256 sum) {
        address last = address(0);
        for (uint256 i = 0; i < shares.length; ++i) {
            Share calldata share = shares[i];
            address holder = share.holder;
            uint256 units = share.units;
            if (holder <= last) revert ICopyrightRegistry.HolderOrder(layer, holder);
            if (units == 0) revert ICopyrightRegistry.ZeroUnits(layer, i);
            sum += units;
            last = holder;
        }
    }

    function _sumUnclaimed(uint8 layer, Unclaimed[] calldata unclaimed) private pure returns (uint256 sum) {
        bytes32 last = 0;
        for (uint256 i = 0; i < unclaimed.length; ++i) {
            Unclaimed calldata row = unclaimed[i];
            bytes32 who = row.who;
            uint256 units = row.units;
            if (who <= last) revert ICopyrightRegistry.UnclaimedOrder(layer, who);
            if (units == 0) revert ICopyrightRegistry.ZeroUnits(layer, i);
            sum += units;
            last = who;
        }
    }

    /// @notice Place of an account in a table; reverts if it holds nothing there.
    function placeOf(Share[] calldata shares, address account) internal pure returns (uint256) {
        for (uint256 i = 0; i < shares.length; ++i) {
            if (shares[i].holder == account) return i;
        }
        revert ICopyrightRegistry.NotAHolder(account);
    }

    /// @notice Units of an account in a table, 0 if it holds none.
    function unitsOf(Share[] calldata shares, address account) internal pure returns (uint256) {
        for (uint256 i = 0; i < shares.length; ++i) {
            if (shares[i].holder == account) return shares[i].units;
        }
        return 0;
    }

    /// @notice A table with more units for one account, who may be new in it.
    function withUnits(Share[] calldata shares, address account, uint32 units)
        internal
        pure
        returns (Share[] memory table)
    {
        uint256 place = 0;
        while (place < shares.length && shares[place].holder < account) ++place;
        bool known = place < shares.length && shares[place].holder == account;
        table = new Share[](known ? shares.length : shares.length + 1);
        for (uint256 i = 0; i < table.length; ++i) {
            uint256 from = known || i <= place ? i : i - 1;
            if (i != place) table[i] = shares[from];
        }
        table[place] = Share({holder: account, units: known ? shares[place].units + units : units});
    }

    /// @notice Which holders of a table after a claim of units have signed: the claim, or the table before it.
    /// @dev All three lists ascend, so one walk is enough.
    /// @param known Bit k if the holder at place k of the table before has signed that.
    /// @return signed Bit i if the holder at place i of the table after has.
    function signedBy(Share[] memory table, Share[] calldata before, uint256 known, address[] calldata signers)
        internal
        pure
        returns (uint256 signed)
    {
        uint256 cursor = 0;
        uint256 place = 0;
        for (uint256 i = 0; i < table.length; ++i) {
            address holder = table[i].holder;
            while (cursor < signers.length && signers[cursor] < holder) ++cursor;
            bool signs = cursor < signers.length && signers[cursor] == holder;
            if (place < before.length && before[place].holder == holder) {
                signs = signs || known & (1 << place) != 0;
                ++place;
            }
            if (signs) signed |= 1 << i;
        }
    }

    /// @notice The list without one keyless holder, and his units; reverts if he is not in it.
    function without(Unclaimed[] calldata unclaimed, bytes32 who)
        internal
        pure
        returns (Unclaimed[] memory rest, uint32 units)
    {
        uint256 place = 0;
        while (place < unclaimed.length && unclaimed[place].who != who) ++place;
        if (place == unclaimed.length) revert ICopyrightRegistry.NothingToClaim(who);
        units = unclaimed[place].units;
        rest = new Unclaimed[](unclaimed.length - 1);
        for (uint256 i = 0; i < rest.length; ++i) {
            rest[i] = unclaimed[i < place ? i : i + 1];
        }
    }
}
