// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {Share} from "../interfaces/ICopyrightRegistry.sol";
import {ILicensing} from "../interfaces/ILicensing.sol";

/// @title Who must sign, and whether they did
library Signers {
    /// @notice Signers of one deal: a bit each in the mask of those needed.
    uint256 internal constant MAX_SIGNERS = 128;

    uint256 private constant LENGTH_BYTES = 2;

    /// @notice Reverts unless the list strictly ascends from above zero.
    function checkOrder(address[] calldata signers) internal pure {
        uint256 count = signers.length;
        if (count > MAX_SIGNERS) revert ILicensing.TooManySigners(count, MAX_SIGNERS);
        address last = address(0);
        for (uint256 i = 0; i < count; ++i) {
            address signer = signers[i];
            if (signer <= last) revert ILicensing.SignerOrder(signer);
            last = signer;
        }
    }

    /// @notice Which signers hold units of a table, and the first holder who does not sign (0 if all do).
    /// @dev Signers and holders both ascend, so one walk finds all holders.
    function holders(address[] calldata signers, Share[] calldata shares)
        internal
        pure
        returns (uint256 mask, address missing)
    {
        uint256 cursor = 0;
        for (uint256 k = 0; k < shares.length; ++k) {
            address holder = shares[k].holder;
            cursor = walk(signers, cursor, holder);
            if (cursor < signers.length && signers[cursor] == holder) mask |= 1 << cursor++;
            else if (missing == address(0)) missing = holder;
        }
    }

    /// @notice Place, from `cursor` on, of the first signer who is not below an account.
    function walk(address[] calldata signers, uint256 cursor, address account) internal pure returns (uint256) {
        while (cursor < signers.length && signers[cursor] < account) ++cursor;
        return cursor;
    }

    /// @notice The signer of an account as a mask of one bit, 0 if he is none.
    function bitOf(address[] calldata signers, address account) internal pure returns (uint256) {
        for (uint256 i = 0; i < signers.length; ++i) {
            if (signers[i] == account) return 1 << i;
        }
        return 0;
    }

    /// @notice Reverts unless every signer is needed.
    function checkNeeded(address[] calldata signers, uint256 mask) internal pure {
        if (mask + 1 == 1 << signers.length) return;
        for (uint256 i = 0; i < signers.length; ++i) {
            if (mask & (1 << i) == 0) revert ILicensing.NeedlessSigner(signers[i]);
        }
    }

    /// @notice Reverts unless each signer signed the digest.
    /// @param packed For each signer 2 bytes of length, then the signature.
    function checkSignatures(address[] calldata signers, bytes32 digest, bytes calldata packed) internal view {
        checkSignatures(signers, digest, digest, 0, packed);
    }

    /// @notice The same, where some signers sign another digest.
    /// @param mask Bit i if signers[i] signs `other`.
    function checkSignatures(
        address[] calldata signers,
        bytes32 digest,
        bytes32 other,
        uint256 mask,
        bytes calldata packed
    ) internal view {
        uint256 cursor = 0;
        for (uint256 i = 0; i < signers.length; ++i) {
            cursor = _checkNext(signers[i], mask & (1 << i) == 0 ? digest : other, packed, cursor);
        }
        if (cursor != packed.length) revert ILicensing.SignatureBytes(packed.length, cursor);
    }

    /// @notice Reverts unless each of the givers, and then one more account, signed the digest.
    function checkBoth(address[] calldata givers, address to, bytes32 digest, bytes calldata packed) internal view {
        uint256 cursor = 0;
        for (uint256 i = 0; i < givers.length; ++i) {
            cursor = _checkNext(givers[i], digest, packed, cursor);
        }
        cursor = _checkNext(to, digest, packed, cursor);
        if (cursor != packed.length) revert ILicensing.SignatureBytes(packed.length, cursor);
    }

    /// @notice Reverts unless the account signed: an account with code is asked by ERC-1271 alone, else ECDSA decides.
    function check(address account, bytes32 digest, bytes calldata signature) internal view {
        if (!SignatureChecker.isValidSignatureNowCalldata(account, digest, signature)) {
            revert ILicensing.BadSignature(account, digest);
        }
    }

    function _checkNext(address account, bytes32 digest, bytes calldata packed, uint256 cursor)
        private
        view
        returns (uint256 end)
    {
        uint256 start = cursor + LENGTH_BYTES;
        if (start > packed.length) revert ILicensing.SignatureBytes(packed.length, start);
        bytes calldata signature;
        assembly {
            let length := shr(240, calldataload(add(packed.offset, cursor)))
            end := add(start, length)
            signature.offset := add(packed.offset, start)
            signature.length := length
        }
        if (end > packed.length) revert ILicensing.SignatureBytes(packed.length, end);
        check(account, digest, signature);
    }
}
