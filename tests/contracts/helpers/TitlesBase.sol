// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    Asset,
    Assignment,
    Confirmation,
    ICopyrightRegistry,
    Origin,
    Registration,
    Replacement,
    Share,
    Title,
    Unclaimed,
    UnitsClaim
} from "../../../contracts/interfaces/ICopyrightRegistry.sol";
import {Bars} from "../../../contracts/interfaces/ILicensing.sol";
import {Expected} from "./Expected.sol";
import {LicensingBase} from "./LicensingBase.sol";

/// @title A song that two hold, one with a keyless holder, and everything that changes their titles
abstract contract TitlesBase is LicensingBase {
    bytes32 internal constant WHO = keccak256("somebody without a key");

    Origin private origin_;

    function _table(address one, uint32 units, address other, uint32 rest)
        internal
        pure
        returns (Share[] memory table)
    {
        table = new Share[](2);
        (table[0], table[1]) = one < other
            ? (_share(one, units), _share(other, rest))
            : (_share(other, rest), _share(one, units));
    }

    /// @dev Lin registers a song that she and Hao hold in halves.
    function _shared() internal returns (Title memory) {
        Asset memory asset = _song(keccak256("shared"), lin);
        asset.splits[0].shares = _table(lin, WHOLE / 2, hao, WHOLE / 2);
        return _registered(asset);
    }

    /// @dev A title with the same words that is on no record.
    function _shared2() internal view returns (Title memory title) {
        title = _title(_both(lin), 0, 0);
    }

    /// @dev Lin registers a song of which somebody without a key holds 40 per cent.
    function _keyless() internal returns (Title memory) {
        return _keylessBeside(lin);
    }

    /// @dev The same, with the rest in somebody's hands.
    function _keylessBeside(address holder) internal returns (Title memory) {
        Asset memory asset = _song(keccak256("keyless"), holder);
        asset.splits[0].shares[0].units = 60_000_000;
        asset.splits[0].unclaimed = new Unclaimed[](1);
        asset.splits[0].unclaimed[0] = Unclaimed({who: WHO, units: 40_000_000});
        return _registered(asset);
    }

    function _registered(Asset memory asset) private returns (Title memory) {
        Registration memory text = _registration(lin, asset);
        _register(text);
        origin_ = Origin({recordHash: asset.recordHash, registrant: lin, facts: Expected.factsHash(asset)});
        return _title(text, 0, 0);
    }

    /// @dev The words of the last song registered.
    function _origin() internal view returns (Origin memory) {
        return origin_;
    }

    /// @dev The version after, as a change in this block records it.
    function _after(Title memory title, bool confirmed, Share[] memory shares, Unclaimed[] memory unclaimed)
        internal
        view
        returns (Title memory)
    {
        return Title({
            asset: title.asset,
            layer: title.layer,
            previous: Expected.titleHash(title),
            version: title.version + 1,
            since: uint64(block.timestamp),
            confirmed: confirmed,
            shares: shares,
            unclaimed: unclaimed
        });
    }

    function _expectChange(Title memory title, uint8 change, bool confirmed, bytes32 detail) internal {
        bytes32 before = Expected.titleHash(title);
        VM.expectEmit(true, true, true, true, address(registry));
        emit ICopyrightRegistry.TitleChanged(before, change, confirmed, detail);
    }

    function _confirmation(Title memory title, address holder) internal pure returns (Confirmation memory) {
        return Confirmation({title: Expected.titleHash(title), holder: holder, deadline: FOREVER});
    }

    /// @dev What replaces the title before `next` by the table of `next`.
    function _replacement(Title memory next) internal pure returns (Replacement memory) {
        return Replacement({
            title: next.previous, shares: next.shares, unclaimed: next.unclaimed, deadline: FOREVER
        });
    }

    function _claimText(Title memory title, address newcomer) internal pure returns (UnitsClaim memory) {
        return UnitsClaim({title: Expected.titleHash(title), who: WHO, newcomer: newcomer, deadline: FOREVER});
    }

    function _assignment(Title memory title, Share[] memory shares) internal pure returns (Assignment memory) {
        return Assignment({
            title: Expected.titleHash(title), shares: shares, instrument: RECORD, deadline: FOREVER
        });
    }

    function _digest(Confirmation memory text) internal view returns (bytes32) {
        return Expected.registryDigest(address(registry), Expected.hash(text));
    }

    function _digest(Replacement memory text) internal view returns (bytes32) {
        return Expected.registryDigest(address(registry), Expected.hash(text));
    }

    function _digest(UnitsClaim memory text) internal view returns (bytes32) {
        return Expected.registryDigest(address(registry), Expected.hash(text));
    }

    function _digest(Assignment memory text) internal view returns (bytes32) {
        return Expected.registryDigest(address(registry), Expected.hash(text));
    }

    function _confirm(Title memory title, address holder) internal {
        Confirmation memory text = _confirmation(title, holder);
        registry.confirmTitle(title, text, _signature(holder, _digest(text)));
    }

    function _allSign(address[] memory signers, bytes32 digest) internal view returns (bytes memory packed) {
        for (uint256 i = 0; i < signers.length; ++i) {
            packed = _pack(packed, _signature(signers[i], digest));
        }
    }

    function _claim(Title memory title, address newcomer, address[] memory signers) internal {
        UnitsClaim memory text = _claimText(title, newcomer);
        registry.claimShares(title, origin_, text, signers, _allSign(signers, _digest(text)));
    }

    function _refusedClaim(Title memory title, UnitsClaim memory text, address[] memory signers, bytes memory refusal)
        internal
    {
        bytes memory signatures = _allSign(signers, _digest(text));
        _refused(refusal);
        registry.claimShares(title, origin_, text, signers, signatures);
    }

    function _assign(Title memory title, Share[] memory shares, address[] memory signers) internal {
        Assignment memory text = _assignment(title, shares);
        registry.assign(title, text, signers, new Bars[](0), _allSign(signers, _digest(text)));
    }

    function _refusedAssignment(
        Title memory title,
        Assignment memory text,
        address[] memory signers,
        bytes memory refusal
    ) internal {
        bytes memory signatures = _allSign(signers, _digest(text));
        _refused(refusal);
        registry.assign(title, text, signers, new Bars[](0), signatures);
    }
}
