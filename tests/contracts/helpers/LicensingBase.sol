// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Asset, Cancellation, Registration, Split, Title} from "../../../contracts/interfaces/ICopyrightRegistry.sol";
import {
    Activation,
    Deal,
    Entry,
    ILicensing,
    Line,
    Proof,
    Termination
} from "../../../contracts/interfaces/ILicensing.sol";
import {Expected} from "./Expected.sol";
import {RegistryBase} from "./RegistryBase.sol";

/// @title A registry with Lin's song and recording, and deals on them
abstract contract LicensingBase is RegistryBase {
    uint256 internal constant ACTIVE = 1;
    uint32 internal constant STREAM_ONDEMAND = 1 << 4;
    uint256 internal constant WORLD = type(uint256).max;
    uint64 internal constant START = NOW + 10 * DAY;
    uint64 internal constant END = NOW + 1_000 * DAY;

    /// @dev Everything that one activation needs.
    struct Play {
        Deal deal;
        Title[] titles;
        Proof[] proof;
    }

    bytes32 internal song;
    bytes32 internal recording;

    function setUp() public virtual override {
        super.setUp();
        Registration memory text = _both(lin);
        _register(text);
        song = Expected.assetId(text.assets[0], lin);
        recording = Expected.assetId(text.assets[1], lin);
    }

    /// @dev A title of version 0, opened, as a registration without an anchor recorded it at NOW.
    function _title(Registration memory text, uint256 asset, uint256 split) internal pure returns (Title memory) {
        Asset memory which = text.assets[asset];
        return Title({
            asset: Expected.assetId(which, text.registrant),
            layer: which.splits[split].layer,
            previous: Expected.origin(which, text.registrant, NOW),
            version: 0,
            since: NOW,
            confirmed: false,
            shares: which.splits[split].shares,
            unclaimed: which.splits[split].unclaimed
        });
    }

    function _titleHash(Title memory title) internal pure returns (bytes32) {
        return Expected.titleHash(title);
    }

    /// @dev A line that the licensee alone may end.
    function _line(Title memory title, address licensee) internal pure returns (Line memory line) {
        line.asset = title.asset;
        line.layer = title.layer;
        line.usage = STREAM_ONDEMAND;
        line.territory = WORLD;
        line.start = START;
        line.end = END;
        line.exclusivity = 1;
        line.licensee = licensee;
        line.title = _titleHash(title);
        line.revocation = 3;
    }

    /// @dev A deal on one title: one licensee, signers are its holders and he.
    function _play(Title memory title, address licensee) internal pure returns (Play memory play) {
        play.titles = new Title[](1);
        play.titles[0] = title;
        play.deal.lines = new Line[](1);
        play.deal.lines[0] = _line(title, licensee);
        play.deal.signers = _parties(title, licensee);
        play.deal.terms = keccak256("terms");
        play.deal.acceptBy = FOREVER;
        play.deal.salt = keccak256("salt");
    }

    /// @dev Lin's song to somebody.
    function _songTo(address licensee) internal view returns (Play memory) {
        return _play(_title(_both(lin), 0, 0), licensee);
    }

    /// @dev Lin's song and both layers of her recording: three lines, three titles.
    function _threeTo(address licensee) internal view returns (Play memory play) {
        Registration memory text = _both(lin);
        play = _play(_title(text, 0, 0), licensee);
        play.titles = new Title[](3);
        play.titles[0] = _title(text, 0, 0);
        play.titles[1] = _title(text, 1, 0);
        play.titles[2] = _title(text, 1, 1);
        play.deal.lines = new Line[](3);
        for (uint256 i = 0; i < 3; ++i) {
            play.deal.lines[i] = _line(play.titles[i], licensee);
        }
    }

    function _parties(Title memory title, address licensee) internal pure returns (address[] memory accounts) {
        uint256 holders = title.shares.length;
        accounts = new address[](licensee == address(0) ? holders : holders + 1);
        for (uint256 i = 0; i < holders; ++i) {
            accounts[i] = title.shares[i].holder;
        }
        if (licensee != address(0)) accounts[holders] = licensee;
        return _sorted(accounts);
    }

    function _id(Deal memory deal) internal view returns (bytes32) {
        return Expected.licensingDigest(address(licensing), Expected.hash(deal));
    }

    function _digest(Termination memory text) internal view returns (bytes32) {
        return Expected.licensingDigest(address(licensing), Expected.hash(text));
    }

    function _digestOfCancel(Cancellation memory text) internal view returns (bytes32) {
        return Expected.licensingDigest(address(licensing), Expected.hash(text));
    }

    function _pack(bytes memory packed, bytes memory signature) internal pure returns (bytes memory) {
        return abi.encodePacked(packed, uint16(signature.length), signature);
    }

    /// @dev Signatures of all signers, who must all have keys.
    function _signatures(Deal memory deal) internal view returns (bytes memory packed) {
        bytes32 id = _id(deal);
        for (uint256 i = 0; i < deal.signers.length; ++i) {
            packed = _pack(packed, _signature(deal.signers[i], id));
        }
    }

    /// @dev All that puts a deal in force, with the signatures given.
    function _with(Play memory play, bytes memory signatures) internal pure returns (Activation memory) {
        return
            Activation({deal: play.deal, titles: play.titles, proof: play.proof, signatures: signatures});
    }

    function _activate(Play memory play) internal returns (bytes32) {
        return licensing.activate(_with(play, _signaturesOf(play)));
    }

    function _refusedDeal(Play memory play, bytes memory refusal) internal {
        bytes memory signatures = _signaturesOf(play);
        _refused(refusal);
        licensing.activate(_with(play, signatures));
    }

    /// @dev Signatures of all signers: of the `Accept` by licensees of SOLE and EXCLUSIVE lines, else of the deal.
    function _signaturesOf(Play memory play) internal view returns (bytes memory packed) {
        bytes32 id = _id(play.deal);
        bytes32 acceptance = id;
        if (play.proof.length != 0) {
            acceptance = Expected.licensingDigest(
                address(licensing), Expected.accept(play.deal, play.proof[0].heads)
            );
        }
        for (uint256 i = 0; i < play.deal.signers.length; ++i) {
            address signer = play.deal.signers[i];
            packed = _pack(packed, _signature(signer, _accepts(play.deal, signer) ? acceptance : id));
        }
    }

    function _accepts(Deal memory deal, address signer) private pure returns (bool) {
        for (uint256 i = 0; i < deal.lines.length; ++i) {
            if (deal.lines[i].exclusivity > 1 && deal.lines[i].licensee == signer) return true;
        }
        return false;
    }

    /// @dev A line of a deal as chains and lists keep it.
    function _entry(Deal memory deal, uint256 index) internal view returns (Entry memory) {
        Line memory line = deal.lines[index];
        return Entry({
            deal: _id(deal),
            index: index,
            usage: line.usage,
            territory: line.territory,
            start: line.start,
            end: line.end,
            exclusivity: line.exclusivity,
            licensee: line.licensee
        });
    }

    function _termination(bytes32 id, uint16 lines, address by) internal pure returns (Termination memory) {
        return Termination({deal: id, lines: lines, end: 0, by: by, deadline: FOREVER});
    }

    /// @dev Sent by the account itself.
    function _end(Deal memory deal, Termination memory text) internal {
        VM.prank(text.by);
        licensing.terminate(deal, text, "");
    }

    function _refusedEnd(Deal memory deal, Termination memory text, bytes memory refusal) internal {
        VM.prank(text.by);
        _refused(refusal);
        licensing.terminate(deal, text, "");
    }

    function _state(bytes32 id) internal view returns (uint256) {
        return licensing.status(id) & 0xff;
    }

    function _assertWord(bytes32 id, uint256 ended, uint64 end, uint256 time, uint256 number) internal view {
        uint256 expected = ACTIVE | (ended << 8) | (uint256(end) << 24) | (time << 88) | (number << 152);
        VM.assertEq(licensing.status(id), expected, "status word");
    }
}
