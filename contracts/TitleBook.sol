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
import {ILicensing} from "./interfaces/ILicensing.sol";
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
        if (_isLocked(title, key, current, registrant)) revert TitleLocked(current);
        Titles.checkTable(title.layer, replacement.shares, replacement.unclaimed);
        emit TitleChanged(title.asset, title.layer, REPLACED, current, false, 0);
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
        bool byAll = _checkClaimants(title, _registrant(title, origin), claim.newcomer, signers);
        _giveUnits(title, claim, current, byAll || _isConfirmed(title, current));
        _checkConsents(signers, typedDataHash(RegistryTypes.hash(claim)), signatures);
    }

    /// @inheritdoc ICopyrightRegistry
    function assign(
        Title calldata title,
        Assignment calldata assignment,
        address[] calldata signers,
        bytes calldata signatures
    ) external {
        (, bytes32 current) = _current(title, assignment.title, assignment.deadline);
        Signers.checkOrder(signers);
        Titles.checkTable(title.layer, assignment.shares, title.unclaimed);
        if (keccak256(abi.encode(title.shares)) == keccak256(abi.encode(assignment.shares))) {
            revert NothingAssigned(current);
        }
        (uint256 needed, address missing) = Signers.holders(signers, title.shares);
        if (missing != address(0)) revert MissingConsent(missing);
        uint256 later;
        (later, missing) = Signers.holders(signers, assignment.shares);
        if (missing != address(0)) revert MissingConsent(missing);
        Signers.checkNeeded(signers, needed | later);
        emit TitleChanged(title.asset, title.layer, ASSIGNED, current, true, assignment.instrument);
        _nextTitle(title, current, true, assignment.shares, title.unclaimed);
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

    function _checkConsents(address[] calldata signers, bytes32 digest, bytes calldata signatures) private view {
        for (uint256 i = 0; i < signers.length; ++i) {
            if (status[_statusKey(signers[i], digest)] == CANCELLED) revert Cancelled(digest);
        }
        Signers.checkSignatures(signers, digest, signatures);
    }

    /// @dev Key and hash of a title that is the one on record and the one that was signed.
    function _current(Title calldata title, bytes32 signed, uint64 deadline)
        private
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

    function _isConfirmed(Title calldata title, bytes32 current) private view returns (bool) {
        uint256 count = title.shares.length;
        return title.confirmed || (count != 0 && confirmations[current] == (1 << count) - 1);
    }

    /// @dev Whether all holders sign a claim of units; reverts unless they or the registrant do, with the newcomer.
    function _checkClaimants(Title calldata title, address registrant, address newcomer, address[] calldata signers)
        private
        pure
        returns (bool byAll)
    {
        Signers.checkOrder(signers);
        uint256 bit = Signers.bitOf(signers, newcomer);
        if (bit == 0) revert MissingConsent(newcomer);
        (uint256 mask, address missing) = Signers.holders(signers, title.shares);
        byAll = missing == address(0) && title.shares.length != 0;
        uint256 registrants = Signers.bitOf(signers, registrant);
        if (!byAll && registrants == 0) revert MissingConsent(registrant);
        Signers.checkNeeded(signers, bit | mask | registrants);
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

    function _giveUnits(Title calldata title, UnitsClaim calldata claim, bytes32 current, bool confirmed) private {
        (Unclaimed[] memory rest, uint32 units) = Titles.without(title.unclaimed, claim.who);
        Share[] memory shares = Titles.withUnits(title.shares, claim.newcomer, units);
        emit TitleChanged(title.asset, title.layer, UNITS_CLAIMED, current, confirmed, claim.who);
        _nextTitle(title, current, confirmed, shares, rest);
    }

    /// @dev Writes the next version of a title.
    function _nextTitle(
        Title calldata title,
        bytes32 current,
        bool confirmed,
        Share[] memory shares,
        Unclaimed[] memory unclaimed
    ) private {
        (bytes32 asset, uint8 layer, uint32 version) = (title.asset, title.layer, title.version + 1);
        bytes32 key = Titles.key(asset, layer);
        bytes32 table = keccak256(abi.encode(shares, unclaimed));
        bytes32 next = Titles.titleHash(key, current, version, uint64(block.timestamp), confirmed, table);
        titles[key] = next;
        emit TitleRecorded(asset, layer, version, next, shares, unclaimed);
    }
}
