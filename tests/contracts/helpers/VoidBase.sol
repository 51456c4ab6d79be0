// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Arbitration, ICopyrightRegistry, Ruling, Title} from "../../../contracts/interfaces/ICopyrightRegistry.sol";
import {AnnalsBase} from "./AnnalsBase.sol";
import {Expected} from "./Expected.sol";

/// @title A title that an arbiter voids whom both sides accepted
abstract contract VoidBase is AnnalsBase {
    /// @dev Sun disputes a title, and the arbiter upholds it.
    function _upheld(Title memory title) internal returns (bytes32 key) {
        key = Expected.titleKey(title.asset, title.layer);
        _open(_opening(key, sun));
        _resolve(_rulingOn(title));
    }

    function _voided() internal returns (Title memory title) {
        title = _shared();
        _upheld(title);
        _void(title, _list(lin, hao, sun));
    }

    function _void(Title memory title, address[] memory signers) internal {
        Arbitration memory text = _arbitration(title);
        registry.voidTitle(title, _rulingOn(title), text, signers, _allSign(signers, _digest(text)));
    }

    function _rulingOn(Title memory title) internal view returns (Ruling memory) {
        return _ruling(Expected.titleKey(title.asset, title.layer), sun, UPHELD);
    }

    function _arbitration(Title memory title) internal view returns (Arbitration memory) {
        return Arbitration({
            subject: Expected.titleKey(title.asset, title.layer),
            title: Expected.titleHash(title),
            opener: sun,
            arbiter: arbiter,
            deadline: FOREVER
        });
    }

    function _digest(Arbitration memory text) internal view returns (bytes32) {
        return Expected.registryDigest(address(registry), Expected.hash(text));
    }

    function _moved(bytes32 given, bytes32 current) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(ICopyrightRegistry.TitleMoved.selector, given, current);
    }

    function _refusedVoid(
        Title memory title,
        Ruling memory ruling,
        Arbitration memory text,
        address[] memory signers,
        bytes memory refusal
    ) internal {
        bytes memory signatures = _allSign(signers, _digest(text));
        bytes32 before = _titleOf(title.asset, title.layer);
        _refused(refusal);
        registry.voidTitle(title, ruling, text, signers, signatures);
        VM.assertEq(_titleOf(title.asset, title.layer), before, "nothing changed");
    }
}
