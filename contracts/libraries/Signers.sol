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

    /// @notice Whom one line needs: every holder of its title, and its licensee unless that is ANYONE (0).
    /// @return mask Bit i for signers[i].
    function need(address[] calldata signers, Share[] calldata shares, address licensee, uint256 line)
        internal
        pure
        returns (uint256 mask)
    {
        address missing;
        (mask, missing) = holders(signers, shares);
        if (missing != address(0)) revert ILicensing.MissingSigner(line, missing);
        if (licensee == address(0)) return mask;
        uint256 bit = bitOf(signers, licensee);
        if (bit == 0) revert ILicensing.MissingSigner(line, licensee);
        mask |= bit;
    }

    /// @notice Which signers hold units of a table, and the first holder who does not sign (0 if all do).
    /// @dev Signers and holders both ascend, so one walk finds all holders.
    function holders(address[] calldata signers, Share[] calldata shares)
        internal
        pure
        returns (uint256 mask, address missing)
    {
        uint256 cursor = 0;
        for (uint256 i = 0; i < shares.length; ++i) {
            address holder = shares[i].holder;
            while (cursor < signers.length && signers[cursor] < holder) ++cursor;
            if (cursor < signers.length && signers[cursor] == holder) {
                mask |= 1 << cursor++;
            } else if (missing == address(0)) {
                missing = holder;
            }
        }
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
        for (uint256 i = 0; i < signers.length; ++i) {
            if (mask & (1 << i) == 0) revert ILicensing.NeedlessSigner(signers[i]);
        }
    }

    /// @notice Reverts unless each signer signed the digest.
    /// @param packed For each signer 2 bytes of length, then the signature.
    function checkSignatures(address[] calldata signers, bytes32 digest, bytes calldata packed) internal view {
        uint256 cursor = 0;
        for (uint256 i = 0; i < signers.length; ++i) {
            uint256 start = cursor + LENGTH_BYTES;
            if (start > packed.length) revert ILicensing.SignatureBytes(packed.length, start);
            cursor = start + uint16(bytes2(packed[cursor:start]));
            if (cursor > packed.length) revert ILicensing.SignatureBytes(packed.length, cursor);
            check(signers[i], digest, packed[start:cursor]);
        }
        if (cursor != packed.length) revert ILicensing.SignatureBytes(packed.length, cursor);
    }

    /// @notice Reverts unless the account signed: an account with code is asked by ERC-1271 alone, else ECDSA decides.
    function check(address account, bytes32 digest, bytes calldata signature) internal view {
        if (!SignatureChecker.isValidSignatureNowCalldata(account, digest, signature)) {
            revert ILicensing.BadSignature(account, digest);
        }
    }
}
