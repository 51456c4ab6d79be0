// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {
    Assignment,
    Confirmation,
    ICopyrightRegistry,
    Origin,
    Replacement,
    Share,
    Title,
    Unclaimed,
    UnitsClaim
} from "./interfaces/ICopyrightRegistry.sol";
import {Bars, ILicensing} from "./interfaces/ILicensing.sol";
import {Memberships} from "./libraries/Memberships.sol";
import {RegistryTypes} from "./libraries/RegistryTypes.sol";
import {Signers} from "./libraries/Signers.sol";
import {Titles} from "./libraries/Titles.sol";

/// @title The part of the registry that keeps titles: one slot for each (asset, layer), and everything that changes it
abstract contract TitleBook is ICopyrightRegistry, EIP712 {
    uint256 internal constant CANCELLED = 2;

    uint8 private constant REPLACED = 1;
    uint8 private constant UNITS_CLAIMED = 2;
    uint8 private constant ASSIGNED = 3;

    /// @inheritdoc ICopyrightRegistry
    mapping(bytes32 titleKey => bytes32) public titles;
    /// @inheritdoc ICopyrightRegistry
    mapping(bytes32 accountAndDigest => uint256) public status;
    /// @inheritdoc ICopyrightRegistry
    mapping(bytes32 title => uint256) public confirmations;
    /// @inheritdoc ICopyrightRegistry
    address public immutable LICENSING;

    constructor(address licensing) {
        LICENSING = licensing;
    }

    /// @inheritdoc ICopyrightRegistry
    function confirmTitle(Title calldata title, Confirmation calldata confirmation, bytes calldata signature) external {
        (, bytes32 current) = _current(title, confirmation.title, confirmation.deadline);
        address holder = confirmation.holder;
        uint256 bit = 1 << Titles.placeOf(title.shares, holder);
        uint256 known = confirmations[current];
        if (title.confirmed || known & bit != 0) revert AlreadyConfirmed(current, holder);
        confirmations[current] = known | bit;
        emit TitleConfirmed(current, holder);
        _checkConsent(holder, typedDataHash(RegistryTypes.hash(confirmation)), signature);
    }

    /// @inheritdoc ICopyrightRegistry
    function replaceTitle(
        Title calldata title,
        Origin calldata origin,
        Replacement calldata replacement,
        bytes calldata signature
    ) external {
        (bytes32 key, bytes32 current) = _current(title, replacement.title, replacement.deadline);
        address registrant = _registrant(title, origin);
        bool leaves = _leavesMandate(title.shares, replacement.shares, registrant);
        if (leaves || _isLocked(title, key, current, registrant)) revert TitleLocked(current);
        Titles.checkTable(title.layer, replacement.shares, replacement.unclaimed);
        emit TitleChanged(current, REPLACED, false, 0);
        _nextTitle(title, current, false, replacement.shares, replacement.unclaimed);
        _checkConsent(registrant, typedDataHash(RegistryTypes.hash(replacement)), signature);
    }

    /// @inheritdoc ICopyrightRegistry
    function claimShares(
        Title calldata title,
        Origin calldata origin,
        UnitsClaim calldata claim,
        address[] calldata signers,
        bytes calldata signatures
    ) external {
        (, bytes32 current) = _current(title, claim.title, claim.deadline);
        if (claim.newcomer == address(0)) revert ZeroNewcomer();
        _checkClaimants(title, _registrant(title, origin), claim.newcomer, signers);
        _giveUnits(title, claim, current, signers);
        _checkConsents(signers, typedDataHash(RegistryTypes.hash(claim)), signatures);
    }

    /// @inheritdoc ICopyrightRegistry
    function assign(
        Title calldata title,
        Assignment calldata assignment,
        address[] calldata signers,
        Bars[] calldata bars,
        bytes calldata signatures
    ) external {
        (, bytes32 current) = _current(title, assignment.title, assignment.deadline);
        Signers.checkOrder(signers);
        Titles.checkTable(title.layer, assignment.shares, title.unclaimed);
        bytes32 table = Titles.tableHash(assignment.shares, title.unclaimed);
        if (table == Titles.tableHash(title.shares, title.unclaimed)) revert NothingAssigned(current);
        uint256 needed = _allHolders(signers, title.shares) | _allHolders(signers, assignment.shares);
        needed |= Memberships.mandataries(ILicensing(LICENSING), title, assignment.shares, signers, bars);
        Signers.checkNeeded(signers, needed);
        emit TitleChanged(current, ASSIGNED, true, assignment.instrument);
        _assigned(title, current, table, assignment.shares);
        _checkConsents(signers, typedDataHash(RegistryTypes.hash(assignment)), signatures);
    }

    /// @inheritdoc ICopyrightRegistry
    function typedDataHash(bytes32 structHash) public view returns (bytes32) {
        return _hashTypedDataV4(structHash);
    }

    /// @dev Sent by the account itself without a signature, or signed and not withdrawn since.
    function _checkConsent(address account, bytes32 digest, bytes calldata signature) internal view {
        if (signature.length == 0 && msg.sender == account) return;
        if (status[_statusKey(account, digest)] == CANCELLED) revert Cancelled(digest);
        _checkSignature(account, digest, signature);
    }

    function _checkConsents(address[] calldata signers, bytes32 digest, bytes calldata signatures) internal view {
        // Anybody may mark a digest; only the mark of a signer counts.
        if (status[_statusKey(address(0), digest)] == CANCELLED) {
            for (uint256 i = 0; i < signers.length; ++i) {
                if (status[_statusKey(signers[i], digest)] == CANCELLED) revert Cancelled(digest);
            }
        }
        Signers.checkSignatures(signers, digest, signatures);
    }

    /// @dev Key and hash of a title that is the one on record and the one that was signed.
    function _current(Title calldata title, bytes32 signed, uint64 deadline)
        internal
        view
        returns (bytes32 key, bytes32 current)
    {
        if (block.timestamp > deadline) revert DeadlinePassed(deadline, block.timestamp);
        (key, current) = Titles.hash(title);
        bytes32 kept = titles[key];
        if (current != kept || signed != kept) revert TitleMoved(signed, kept);
    }

    /// @dev Whether anybody but the registrant has signed on a title: by confirming, by an assignment, or in a deal.
    function _isLocked(Title calldata title, bytes32 key, bytes32 current, address registrant)
        private
        view
        returns (bool)
    {
        if (title.confirmed || ILicensing(LICENSING).heads(key) != 0) return true;
        uint256 others = confirmations[current];
        if (others == 0) return false;
        for (uint256 i = 0; i < title.shares.length; ++i) {
            if (title.shares[i].holder == registrant) others &= ~(uint256(1) << i);
        }
        return others != 0;
    }

    /// @dev Whether a registrant who has given barring mandates would have less: such units pass by assignment only.
    function _leavesMandate(Share[] calldata shares, Share[] calldata later, address registrant)
        private
        view
        returns (bool)
    {
        if (Titles.unitsOf(later, registrant) >= Titles.unitsOf(shares, registrant)) return false;
        return ILicensing(LICENSING).barring(registrant) != 0;
    }

    /// @dev Reverts unless all holders or the registrant sign a claim of units, with the newcomer and nobody else.
    function _checkClaimants(Title calldata title, address registrant, address newcomer, address[] calldata signers)
        private
        pure
    {
        Signers.checkOrder(signers);
        uint256 bit = Signers.bitOf(signers, newcomer);
        if (bit == 0) revert MissingConsent(newcomer);
        (uint256 mask, address missing) = Signers.holders(signers, title.shares);
        bool byAll = missing == address(0) && title.shares.length != 0;
        uint256 registrants = Signers.bitOf(signers, registrant);
        if (!byAll && registrants == 0) revert MissingConsent(registrant);
        Signers.checkNeeded(signers, bit | mask | registrants);
    }

    function _allHolders(address[] calldata signers, Share[] calldata shares) internal pure returns (uint256 mask) {
        address missing;
        (mask, missing) = Signers.holders(signers, shares);
        if (missing != address(0)) revert MissingConsent(missing);
    }

    function _registrant(Title calldata title, Origin calldata origin) private pure returns (address registrant) {
        registrant = origin.registrant;
        if (Titles.assetId(origin.recordHash, registrant, origin.facts) != title.asset) {
            revert WrongOrigin(title.asset);
        }
    }

    /// @dev OpenZeppelin's rule: an account with code is asked by ERC-1271 alone, one without by ECDSA.
    function _checkSignature(address account, bytes32 digest, bytes calldata signature) internal view {
        bool valid = SignatureChecker.isValidSignatureNowCalldata(account, digest, signature);
        if (!valid) revert BadSignature(account, digest);
    }

    function _statusKey(address account, bytes32 digest) internal pure returns (bytes32) {
        return keccak256(abi.encode(account, digest));
    }

    /// @dev Who had signed the title before, or signs this claim, has signed the title after it.
    function _giveUnits(Title calldata title, UnitsClaim calldata claim, bytes32 current, address[] calldata signers)
        private
    {
        (Unclaimed[] memory rest, uint32 units) = Titles.without(title.unclaimed, claim.who);
        Share[] memory shares = Titles.withUnits(title.shares, claim.newcomer, units);
        uint256 known = title.confirmed ? type(uint256).max : confirmations[current];
        uint256 signed = Titles.signedBy(shares, title.shares, known, signers);
        // Where nobody held anything before, the registrant may be the only one who ever signed, and locks nothing.
        bool confirmed = title.shares.length != 0 && signed == (1 << shares.length) - 1;
        emit TitleChanged(current, UNITS_CLAIMED, confirmed, claim.who);
        bytes32 next = _nextTitle(title, current, confirmed, shares, rest);
        if (!confirmed) _keepConfirmations(next, shares, signed);
    }

    function _keepConfirmations(bytes32 title, Share[] memory shares, uint256 signed) private {
        confirmations[title] = signed;
        for (uint256 i = 0; i < shares.length; ++i) {
            if (signed & (1 << i) != 0) emit TitleConfirmed(title, shares[i].holder);
        }
    }

    /// @dev Writes the version after an assignment.
    function _assigned(Title calldata title, bytes32 current, bytes32 table, Share[] calldata shares) private {
        uint32 version = title.version + 1;
        bytes32 key = Titles.key(title.asset, title.layer);
        bytes32 next = Titles.titleHash(key, current, version, uint64(block.timestamp), true, table);
        titles[key] = next;
        emit TitleRecorded(title.asset, title.layer, version, next, shares, title.unclaimed);
    }

    /// @dev Writes the next version of a title.
    function _nextTitle(
        Title calldata title,
        bytes32 current,
        bool confirmed,
        Share[] memory shares,
        Unclaimed[] memory unclaimed
    ) private returns (bytes32 next) {
        (bytes32 asset, uint8 layer, uint32 version) = (title.asset, title.layer, title.version + 1);
        bytes32 key = Titles.key(asset, layer);
        bytes32 table = keccak256(abi.encode(shares, unclaimed));
        next = Titles.titleHash(key, current, version, uint64(block.timestamp), confirmed, table);
        titles[key] = next;
        emit TitleRecorded(asset, layer, version, next, shares, unclaimed);
    }
}
