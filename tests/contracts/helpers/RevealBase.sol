// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    Asset,
    Registration,
    Reveal,
    Sealed,
    Title,
    Version
} from "../../../contracts/interfaces/ICopyrightRegistry.sol";
import {Expected} from "./Expected.sol";
import {VoidBase} from "./VoidBase.sol";

/// @title A sealed recording, and what is shown of it
abstract contract RevealBase is VoidBase {
    /// @dev A file that nobody has claimed.
    bytes32 internal constant HIDDEN = keccak256("hidden file");
    bytes32 internal constant SALT = keccak256("salt");

    /// @dev A recording of it that an account registers sealed.
    function _sealedBy(address registrant) internal view returns (Registration memory text) {
        bytes32 tag = Expected.seal(HIDDEN, SALT);
        return _registration(registrant, _recording(keccak256("sealed"), tag, song, registrant));
    }

    function _assetOf(Registration memory text) internal pure returns (bytes32) {
        return Expected.assetId(text.assets[0], text.registrant);
    }

    function _reveal(Registration memory text) internal pure returns (Reveal memory) {
        return Reveal({asset: _assetOf(text), file: HIDDEN, salt: SALT, deadline: FOREVER});
    }

    /// @dev The words of an asset whose first split is as it was registered at some time.
    function _words(Registration memory text, uint64 priority, uint64 since) internal pure returns (Sealed memory) {
        Asset memory asset = text.assets[0];
        Version[] memory versions = new Version[](1);
        versions[0] = Version({since: since, confirmed: false, table: _tableOf(_title(text, 0, 0))});
        return Sealed({
            registrant: text.registrant,
            recordHash: asset.recordHash,
            assetType: asset.assetType,
            fileTag: asset.fileTag,
            links: asset.links,
            layer: asset.splits[0].layer,
            versions: versions,
            priority: priority
        });
    }

    function _tableOf(Title memory title) internal pure returns (bytes32) {
        return keccak256(abi.encode(title.shares, title.unclaimed));
    }

    function _digest(Reveal memory text) internal view returns (bytes32) {
        return Expected.registryDigest(address(registry), Expected.hash(text));
    }
}
