// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Asset, Cancellation, Registration, Title} from "../../../contracts/interfaces/ICopyrightRegistry.sol";
import {
    Bar,
    Bars,
    Entry,
    ILicensing,
    Mandate,
    Proof,
    Seen,
    Withdrawal
} from "../../../contracts/interfaces/ILicensing.sol";
import {Expected} from "./Expected.sol";
import {TitlesBase} from "./TitlesBase.sol";

/// @title A society, agents and publishers, and mandates that make them so
abstract contract MandatesBase is TitlesBase {
    uint8 internal constant COLLECTIVE = 1;
    uint8 internal constant AGENCY = 2;
    uint8 internal constant ADMIN = 3;
    uint8 internal constant SUBPUBLISH = 4;
    uint8 internal constant JOINT_COLLECTION = 5;
    uint8 internal constant RECIPROCAL = 6;
    uint8 internal constant NONEXCLUSIVE = 1;
    uint8 internal constant SOLE = 2;
    uint8 internal constant EXCLUSIVE = 3;
    /// @dev Longest line of a society, and how long its blankets may run on after a mandate's end.
    uint64 internal constant TERM = 731 * DAY;
    uint32 internal constant NOTICE = uint32(31 * DAY);
    uint256 internal constant ENDED = 1;
    uint256 internal constant LEFT = 2;

    address internal society;
    address internal agent;
    address internal publisher;

    function setUp() public virtual override {
        super.setUp();
        society = _account("society");
        agent = _account("agent");
        publisher = _account("publisher");
    }

    // Texts

    /// @dev The widest mandate of its kind, which bars only where it must.
    function _mandate(address giver, address to, uint8 kind) internal pure returns (Mandate memory) {
        return _mandateOf(_list(giver), to, kind);
    }

    function _mandateOf(address[] memory givers, address to, uint8 kind) internal pure returns (Mandate memory text) {
        (text.givers, text.to, text.kind) = (givers, to, kind);
        text.bars = kind == COLLECTIVE;
        text.cap = _isOfSocieties(kind) ? NONEXCLUSIVE : EXCLUSIVE;
        (text.usage, text.territory) = (STREAM_ONDEMAND, WORLD);
        (text.start, text.end, text.acceptBy) = (NOW, FOREVER, FOREVER);
        text.notice = NOTICE;
        (text.terms, text.salt) = (keccak256("terms"), keccak256("salt"));
    }

    /// @dev The same where it bars its giver.
    function _barring(address giver, address to, uint8 kind) internal pure returns (Mandate memory text) {
        text = _mandate(giver, to, kind);
        text.bars = true;
    }

    function _isOfSocieties(uint8 kind) internal pure returns (bool) {
        return kind == COLLECTIVE || kind == JOINT_COLLECTION || kind == RECIPROCAL;
    }

    function _mandateId(Mandate memory text) internal view returns (bytes32) {
        return Expected.licensingDigest(address(licensing), Expected.hash(text));
    }

    function _withdrawal(Mandate memory text, address by) internal view returns (Withdrawal memory) {
        return Withdrawal({mandate: _mandateId(text), end: 0, by: by, deadline: FOREVER});
    }

    function _cancellation(Mandate memory text, address by) internal view returns (Cancellation memory) {
        return Cancellation({digest: _mandateId(text), by: by, deadline: FOREVER});
    }

    function _digest(Withdrawal memory text) internal view returns (bytes32) {
        return Expected.licensingDigest(address(licensing), Expected.hash(text));
    }

    /// @dev Accounts in ascending order, all with keys.
    function _many(string memory name, uint256 count) internal returns (address[] memory accounts) {
        accounts = new address[](count);
        for (uint256 i = 0; i < count; ++i) {
            accounts[i] = _account(string.concat(name, VM.toString(i)));
        }
        return _sorted(accounts);
    }

    function _songTitle() internal view returns (Title memory) {
        return _title(_both(lin), 0, 0);
    }

    /// @dev Lin registers a recording that so many performers hold in equal shares.
    function _performance(address[] memory performers) internal returns (Title memory) {
        Asset memory asset = _recording(keccak256("suite"), keccak256("suite, file"), song, lin);
        asset.splits[0] = _equal(PRF, performers);
        Registration memory text = _registration(lin, asset);
        _register(text);
        return _title(text, 0, 0);
    }

    // Giving and ending

    /// @dev Signatures of all givers, then of the mandatary.
    function _mandateSigned(Mandate memory text) internal view returns (bytes memory) {
        bytes32 id = _mandateId(text);
        return _pack(_allSign(text.givers, id), _signature(text.to, id));
    }

    /// @dev A mandate whose giver has no list yet, or that doesn't bar him.
    function _give(Mandate memory text) internal returns (bytes32) {
        return licensing.activateMandate(text, new Bars[](0), _mandateSigned(text));
    }

    /// @dev A barring mandate, added to what is known of its giver's list, which must then be the one on record.
    function _giveOn(Bars memory list, Mandate memory text) internal returns (bytes32 id) {
        list.member = text.givers[0];
        id = licensing.activateMandate(text, _opened(list), _mandateSigned(text));
        list.ended = 0;
        list.entries = _longer(list.entries, _bar(text));
        _assertList(list);
    }

    function _refusedMandate(Mandate memory text, bytes memory refusal) internal {
        _refusedOn(new Bars[](0), text, refusal);
    }

    function _refusedOn(Bars[] memory bars, Mandate memory text, bytes memory refusal) internal {
        bytes memory signatures = _mandateSigned(text);
        _refused(refusal);
        licensing.activateMandate(text, bars, signatures);
    }

    /// @dev Sent by the account itself, as soon as the notice allows.
    function _withdraw(Mandate memory text, address by) internal {
        Withdrawal memory withdrawal = _withdrawal(text, by);
        VM.prank(by);
        licensing.withdraw(text, withdrawal, "");
    }

    function _refusedWithdrawal(Mandate memory text, Withdrawal memory withdrawal, bytes memory refusal) internal {
        VM.prank(withdrawal.by);
        _refused(refusal);
        licensing.withdraw(text, withdrawal, "");
    }

    function _expectMandate(Mandate memory text) internal {
        VM.expectEmit(true, true, true, true, address(licensing));
        emit ILicensing.MandateActivated(_mandateId(text), text.to, text);
    }

    function _expectEnd(Mandate memory text, address giver, uint64 end, address by) internal {
        VM.expectEmit(true, true, true, true, address(licensing));
        emit ILicensing.MandateEnded(_mandateId(text), giver, end, by);
    }

    // Lists

    function _bar(Mandate memory text) internal view returns (Bar memory) {
        return Bar({
            mandate: _mandateId(text),
            to: text.to,
            kind: text.kind,
            layer: text.layer,
            asset: text.asset,
            usage: text.usage,
            territory: text.territory,
            start: text.start,
            end: text.end
        });
    }

    /// @dev The list of somebody who gave one barring mandate.
    function _listOf(Mandate memory only) internal view returns (Bars memory list) {
        list.member = only.givers[0];
        list.entries = _longer(list.entries, _bar(only));
    }

    /// @dev The list of somebody who gave two.
    function _listOf(Mandate memory one, Mandate memory other) internal view returns (Bars memory list) {
        list = _listOf(one);
        list.entries = _longer(list.entries, _bar(other));
    }

    /// @dev A list as a call takes it: none where nobody was barred ever.
    function _opened(Bars memory list) internal pure returns (Bars[] memory all) {
        if (list.entries.length == 0 && list.horizon == 0) return all;
        all = new Bars[](1);
        // A copy, since what is known of the list goes on.
        all[0] = Bars(list.member, list.horizon, list.ended, list.entries);
    }

    function _pair(Bars memory one, Bars memory other) internal pure returns (Bars[] memory all) {
        all = new Bars[](2);
        (all[0], all[1]) = (one, other);
    }

    function _longer(Bar[] memory entries, Bar memory added) internal pure returns (Bar[] memory more) {
        more = new Bar[](entries.length + 1);
        for (uint256 i = 0; i < entries.length; ++i) {
            more[i] = entries[i];
        }
        more[entries.length] = added;
    }

    /// @dev Takes an entry out of a list, whose horizon is then its end.
    function _drop(Bars memory list, uint256 place, uint64 end) internal pure {
        Bar[] memory entries = list.entries;
        list.entries = new Bar[](entries.length - 1);
        for (uint256 i = 0; i < entries.length - 1; ++i) {
            list.entries[i] = entries[i < place ? i : i + 1];
        }
        if (end > list.horizon) list.horizon = end;
    }

    function _assertList(Bars memory list) internal view {
        VM.assertEq(licensing.barring(list.member), Expected.list(list), "list of barring mandates");
    }

    // Deals

    /// @dev A deal of one line on a title to the venue, which somebody signs for its holders by a route of mandates.
    function _through(Title memory title, address signer, Mandate[] memory mandates, bytes memory hops)
        internal
        view
        returns (Play memory play)
    {
        play = _play(title, venue);
        play.deal.signers = _list(signer, venue);
        play.deal.lines[0].end = START + TERM;
        play.proof = new Proof[](1);
        play.proof[0].mandates = mandates;
        play.proof[0].routes = new bytes[](1);
        play.proof[0].routes[0] = bytes.concat(hex"00", hops);
    }

    /// @dev Lin's song, by one mandate of hers.
    function _byOne(Mandate memory text) internal view returns (Play memory) {
        return _through(_songTitle(), text.to, _mandates(text), hex"00");
    }

    /// @dev Lin's song to the venue, signed by herself, with her list.
    function _byHerself(Bars memory list) internal view returns (Play memory play) {
        play = _songTo(venue);
        play.proof = new Proof[](1);
        play.proof[0].bars = _opened(list);
    }

    /// @dev A blanket of the society for the venue on WRK, as long as it may be.
    function _blanket(uint256 salt) internal view returns (Play memory play) {
        play = _songTo(venue);
        play.deal.lines[0].asset = 0;
        play.deal.lines[0].title = 0;
        play.deal.lines[0].society = society;
        play.deal.lines[0].end = START + TERM;
        play.deal.signers = _list(society, venue);
        play.deal.salt = bytes32(salt);
        delete play.titles;
    }

    function _mandates(Mandate memory only) internal pure returns (Mandate[] memory all) {
        all = new Mandate[](1);
        all[0] = only;
    }

    function _mandates(Mandate memory one, Mandate memory other) internal pure returns (Mandate[] memory all) {
        all = new Mandate[](2);
        (all[0], all[1]) = (one, other);
    }

    function _chainOf(address account) internal pure returns (bytes32) {
        return keccak256(abi.encode(account));
    }

    function _blanketsOf(address account, uint8 layer) internal pure returns (bytes32) {
        return keccak256(abi.encode(account, layer));
    }

    function _seen(bytes32 head, Entry[] memory since) internal pure returns (Seen memory) {
        return Seen({head: head, since: since});
    }

    /// @dev The head of a chain must be the hash of its only line.
    function _assertOnly(bytes32 chain, Play memory play, uint256 index) internal view {
        VM.assertEq(licensing.heads(chain), Expected.head(0, _entry(play.deal, index)), "head of one line");
    }
}
