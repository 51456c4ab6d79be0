// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    Deal,
    Entry,
    Exclusives,
    ILicensing,
    Line,
    Proof,
    Seen
} from "../../../contracts/interfaces/ILicensing.sol";
import {Expected} from "./Expected.sol";
import {LicensingBase} from "./LicensingBase.sol";

/// @title Chains of lines as the interface describes them, kept beside the contract's and compared with them
abstract contract ChainsBase is LicensingBase {
    uint8 internal constant NONEXCLUSIVE = 1;
    uint8 internal constant SOLE = 2;
    uint8 internal constant EXCLUSIVE = 3;

    /// @dev What somebody knows of a chain who has read every event.
    struct Chain {
        bytes32 key;
        bytes32 head;
        Entry[] all;
        Exclusives list;
        bool listed;
    }

    function _songChain() internal view returns (Chain memory chain) {
        chain.key = Expected.titleKey(song, WRK);
    }

    /// @dev The chain of a line's sub-licences.
    function _chainUnder(Deal memory deal, uint256 index) internal view returns (Chain memory chain) {
        chain.key = Expected.lineId(_id(deal), index);
    }

    /// @dev Lin's song to somebody, with a salt of the deal's own.
    function _grant(address licensee, uint8 exclusivity, uint256 salt) internal view returns (Play memory play) {
        play = _songTo(licensee);
        play.deal.lines[0].exclusivity = exclusivity;
        play.deal.salt = bytes32(salt);
    }

    /// @dev The same in one country, given by its bit.
    function _grantIn(uint8 country, address licensee, uint8 exclusivity) internal view returns (Play memory play) {
        play = _grant(licensee, exclusivity, country);
        play.deal.lines[0].territory = uint256(1) << country;
    }

    /// @dev A sub-licence of a line, as wide as it, sent with its parent's deal.
    function _sub(Deal memory deal, uint256 index, address licensee) internal view returns (Play memory play) {
        Line memory parent = deal.lines[index];
        play.deal.lines = new Line[](1);
        Line memory line = play.deal.lines[0];
        (line.asset, line.layer, line.usage) = (parent.asset, parent.layer, parent.usage);
        (line.territory, line.start, line.end) = (parent.territory, parent.start, parent.end);
        (line.exclusivity, line.licensee, line.revocation) = (NONEXCLUSIVE, licensee, 3);
        line.parent = Expected.lineId(_id(deal), index);
        if (parent.depth != 0) line.depth = parent.depth - 1;
        play.deal.signers = licensee == address(0) ? _list(parent.licensee) : _list(parent.licensee, licensee);
        (play.deal.terms, play.deal.acceptBy) = (keccak256("terms"), FOREVER);
        play.proof = new Proof[](1);
        play.proof[0].ancestors = new Deal[](1);
        play.proof[0].ancestors[0] = deal;
        play.proof[0].lineages = new bytes[](1);
        play.proof[0].lineages[0] = bytes.concat(hex"00", bytes1(uint8(index)));
    }

    /// @dev A sub-licence of a sub-licence: the lineage of the one is that of the other, one generation longer.
    function _subOf(Play memory parent, address licensee) internal view returns (Play memory play) {
        play = _sub(parent.deal, 0, licensee);
        Deal[] memory older = parent.proof[0].ancestors;
        play.proof[0].ancestors = new Deal[](older.length + 1);
        play.proof[0].ancestors[0] = parent.deal;
        bytes memory lineage = hex"0000";
        for (uint256 i = 0; i < older.length; ++i) {
            play.proof[0].ancestors[i + 1] = older[i];
            bytes1 line = parent.proof[0].lineages[0][2 * i + 1];
            lineage = bytes.concat(lineage, bytes1(uint8(i + 1)), line);
        }
        play.proof[0].lineages[0] = lineage;
    }

    /// @dev Opens for a deal of one line what its chain has: the list, if any, and the head for an exclusive line.
    function _prove(Play memory play, Chain memory chain) internal pure {
        if (play.proof.length == 0) play.proof = new Proof[](1);
        if (play.deal.lines[0].exclusivity != NONEXCLUSIVE) {
            play.proof[0].heads = new bytes32[](1);
            play.proof[0].heads[0] = chain.head;
        }
        if (!chain.listed) return;
        play.proof[0].exclusives = new Exclusives[](1);
        // A copy, since what is known of the chain goes on.
        Exclusives memory list = chain.list;
        play.proof[0].exclusives[0] = Exclusives(list.horizon, list.ended, list.entries);
    }

    /// @dev Says what came since a head that the only exclusive line's licensee has seen.
    function _catchUp(Play memory play, bytes32 head, Entry[] memory since) internal pure {
        play.proof[0].seen = new Seen[](1);
        play.proof[0].seen[0] = Seen({head: head, since: since});
    }

    /// @dev Activates a deal of one line and compares the chain's words with those that it must have now.
    function _record(Play memory play, Chain memory chain) internal returns (bytes32 id) {
        _prove(play, chain);
        id = _activate(play);
        _note(chain, play.deal, 0);
        _assertChain(chain);
    }

    /// @dev A deal of one line that the contract must refuse, with all that its chain asks for.
    function _refusedOn(Chain memory chain, Play memory play, bytes memory refusal) internal {
        _prove(play, chain);
        _refusedDeal(play, refusal);
        _assertChain(chain);
    }

    /// @dev Adds a line to what is known of its chain.
    function _note(Chain memory chain, Deal memory deal, uint256 index) internal view {
        Entry memory entry = _entry(deal, index);
        chain.head = Expected.head(chain.head, entry);
        chain.all = _longer(chain.all, entry);
        if (entry.exclusivity == NONEXCLUSIVE) return;
        chain.list.entries = _longer(chain.list.entries, entry);
        chain.listed = true;
    }

    /// @dev Takes an entry out of the list, whose horizon is then its end.
    function _drop(Chain memory chain, uint256 place, uint64 end) internal pure {
        Entry[] memory entries = chain.list.entries;
        chain.list.entries = new Entry[](entries.length - 1);
        for (uint256 i = 0; i < entries.length - 1; ++i) {
            chain.list.entries[i] = entries[i < place ? i : i + 1];
        }
        if (end > chain.list.horizon) chain.list.horizon = end;
    }

    function _assertChain(Chain memory chain) internal view {
        VM.assertEq(licensing.heads(chain.key), chain.head, "head");
        bytes32 list = chain.listed ? Expected.list(chain.list) : bytes32(0);
        VM.assertEq(licensing.restricted(chain.key), list, "list of exclusives");
    }

    /// @dev The next activation must write the list anew, and then add the line to its chain.
    function _expectList(Chain memory chain, Play memory play, uint256 kept) internal {
        Exclusives memory list = chain.list;
        list = Exclusives({horizon: list.horizon, ended: 0, entries: _longer(list.entries, _entry(play.deal, 0))});
        VM.expectEmit(true, true, true, true, address(licensing));
        emit ILicensing.ExclusivesChanged(chain.key, list.horizon, kept, Expected.list(list));
        _expectLine(chain, play);
    }

    function _expectLine(Chain memory chain, Play memory play) internal {
        bytes32 head = Expected.head(chain.head, _entry(play.deal, 0));
        VM.expectEmit(true, true, true, true, address(licensing));
        emit ILicensing.LineActivated(chain.key, _id(play.deal), play.deal.lines[0].licensee, 0, head);
    }

    function _longer(Entry[] memory entries, Entry memory added) internal pure returns (Entry[] memory more) {
        more = new Entry[](entries.length + 1);
        for (uint256 i = 0; i < entries.length; ++i) {
            more[i] = entries[i];
        }
        more[entries.length] = added;
    }

    function _entries(Entry memory only) internal pure returns (Entry[] memory) {
        return _longer(new Entry[](0), only);
    }

    function _conflict(Deal memory senior, uint256 index) internal view returns (bytes memory) {
        return abi.encodeWithSelector(ILicensing.ExclusiveConflict.selector, uint256(0), _id(senior), index);
    }
}
