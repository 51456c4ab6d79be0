// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    Asset,
    ICopyrightRegistry,
    Origin,
    Registration,
    Replacement,
    Share,
    Title,
    Unclaimed,
    UnitsClaim
} from "../../contracts/interfaces/ICopyrightRegistry.sol";
import {Bars, Mandate} from "../../contracts/interfaces/ILicensing.sol";
import {Expected} from "./helpers/Expected.sol";
import {Log} from "./helpers/Vm.sol";
import {TitlesBase} from "./helpers/TitlesBase.sol";

/// @title What was signed on a title stays signed when keyless units are claimed
contract TitleReviewTest is TitlesBase {
    bytes32 private constant ONE = bytes32(uint256(1));
    bytes32 private constant TWO = bytes32(uint256(2));

    Origin private origin;

    function test_replace_afterANewcomerSignedHisClaim() external {
        Title memory title = _keylessTitle(_list(hao));
        title = _claimedBy(title, ONE, venue, _list(lin, venue), 1 << (hao < venue ? 1 : 0), false);
        _locked(title);
    }

    function test_replace_afterAHolderConfirmedWhatCameBeforeAClaim() external {
        Title memory title = _keylessTitle(_list(hao, venue));
        _confirm(title, hao);
        uint256 bits = _bit(_list(lin, hao, venue), lin) | _bit(_list(lin, hao, venue), hao);
        title = _claimedBy(title, ONE, lin, _list(lin), bits, false);
        _locked(title);
    }

    function test_replace_afterAHolderSignedAClaimOfTheRegistrant() external {
        Title memory title = _keylessTitle(_list(hao, venue));
        uint256 bits = _bit(_list(lin, hao, venue), lin) | _bit(_list(lin, hao, venue), hao);
        title = _claimedBy(title, ONE, lin, _list(lin, hao), bits, false);
        _locked(title);
    }

    function test_replace_whereTheRegistrantAloneSignedAClaim() external {
        Title memory title = _keylessTitle(_list(hao));
        title = _claimedBy(title, ONE, lin, _list(lin), _bit(_list(lin, hao), lin), false);
        _replaced(title);
    }

    function test_replace_whereTheRegistrantClaimedTheFirstUnits() external {
        Title memory title = _keylessTitle(new address[](0));
        title = _claimedBy(title, ONE, lin, _list(lin), 1, false);
        _replaced(title);
    }

    function test_claim_whereOneConfirmedAndTheOthersSign() external {
        Title memory title = _keylessTitle(_list(lin, hao));
        _confirm(title, hao);
        title = _claimedBy(title, ONE, venue, _list(lin, venue), 0, true);
        _claimedBy(title, TWO, stranger, _list(lin, stranger), 0, true);
    }

    function test_claim_oneAfterAnother_thenTheLastHolderConfirms() external {
        Title memory title = _keylessTitle(_list(hao));
        title = _claimedBy(title, ONE, venue, _list(lin, venue), _bit(_list(hao, venue), venue), false);
        address[] memory three = _list(hao, venue, stranger);
        uint256 bits = _bit(three, venue) | _bit(three, stranger);
        title = _claimedBy(title, TWO, stranger, _list(lin, stranger), bits, false);
        bytes32 hash = Expected.titleHash(title);
        bytes memory signature = _signature(venue, _digest(_confirmation(title, venue)));
        _refused(abi.encodeWithSelector(ICopyrightRegistry.AlreadyConfirmed.selector, hash, venue));
        registry.confirmTitle(title, _confirmation(title, venue), signature);
        _confirm(title, hao);
        VM.assertEq(registry.confirmations(hash), 7, "all three");
    }

    function testFuzz_claim_movesEachBitWithItsHolder(uint256 seed, uint8 count, uint256 known, uint8 whom) external {
        address[] memory holders = new address[](uint256(count) % 8 + 1);
        for (uint256 i = 0; i < holders.length; ++i) {
            holders[i] = _account(VM.toString(seed % 1_000 + i));
        }
        holders = _sorted(holders);
        Title memory title = _keylessTitle(holders);
        address newcomer = whom % 2 == 0 ? venue : holders[whom % holders.length];
        uint256 signed = 0;
        for (uint256 i = 0; i < holders.length; ++i) {
            if (known >> i & 1 == 0) continue;
            _confirm(title, holders[i]);
            signed |= 1 << i;
        }
        // What each account of the table after has signed, told without the order of the table before.
        address[] memory later = newcomer == venue ? _with(holders, venue) : holders;
        uint256 bits = _bit(later, newcomer);
        for (uint256 i = 0; i < holders.length; ++i) {
            if (signed >> i & 1 != 0) bits |= _bit(later, holders[i]);
        }
        bool all = bits == (1 << later.length) - 1;
        _claimedBy(title, ONE, newcomer, _list(lin, newcomer), all ? 0 : bits, all);
    }

    function test_replace_whereTheRegistrantsUnitsWouldLeaveHerSociety() external {
        Title memory title = _shared();
        _joins(lin, venue);
        Share[] memory shares = _table(lin, WHOLE / 2 - 1, stranger, WHOLE / 2 + 1);
        Replacement memory text = _replacement(_after(title, false, shares, title.unclaimed));
        origin = _origin();
        VM.prank(lin);
        _refused(abi.encodeWithSelector(ICopyrightRegistry.TitleLocked.selector, Expected.titleHash(title)));
        registry.replaceTitle(title, origin, text, "");
        // Whom she named besides herself she may still correct.
        text.shares = _table(lin, WHOLE / 2, stranger, WHOLE / 2);
        VM.prank(lin);
        registry.replaceTitle(title, origin, text, "");
    }

    function _joins(address member, address society) private {
        Mandate memory text;
        text.givers = _list(member);
        text.to = society;
        (text.kind, text.bars, text.cap) = (1, true, 1);
        (text.usage, text.territory, text.end, text.notice) = (STREAM_ONDEMAND, WORLD, FOREVER, 1);
        text.acceptBy = FOREVER;
        bytes32 id = Expected.licensingDigest(address(licensing), Expected.hash(text));
        bytes memory signatures = _pack(_pack("", _signature(member, id)), _signature(society, id));
        licensing.activateMandate(text, new Bars[](0), signatures);
    }

    /// @dev Lin registers a song of these holders and of two without a key, all in equal parts or nearly.
    function _keylessTitle(address[] memory holders) private returns (Title memory) {
        Asset memory asset = _song(keccak256("reviewed"), lin);
        uint256 count = holders.length + 2;
        uint32 part = uint32(WHOLE / count);
        asset.splits[0].shares = new Share[](holders.length);
        for (uint256 i = 0; i < holders.length; ++i) {
            asset.splits[0].shares[i] = _share(holders[i], part);
        }
        asset.splits[0].unclaimed = new Unclaimed[](2);
        asset.splits[0].unclaimed[0] = Unclaimed({who: ONE, units: part});
        asset.splits[0].unclaimed[1] = Unclaimed({who: TWO, units: uint32(WHOLE - part * (count - 1))});
        Registration memory text = _registration(lin, asset);
        _register(text);
        origin = Origin({recordHash: asset.recordHash, registrant: lin, facts: Expected.factsHash(asset)});
        return _title(text, 0, 0);
    }

    /// @dev Claims, and checks the title after, who has signed it in storage, and that the events tell the same.
    function _claimedBy(
        Title memory title,
        bytes32 who,
        address newcomer,
        address[] memory signers,
        uint256 bits,
        bool confirmed
    ) private returns (Title memory next) {
        UnitsClaim memory text =
            UnitsClaim({title: Expected.titleHash(title), who: who, newcomer: newcomer, deadline: FOREVER});
        next = _after(title, confirmed, _sharesAfter(title, who, newcomer), _unclaimedAfter(title, who));
        bytes32 hash = Expected.titleHash(next);
        bytes memory signatures = _allSign(signers, _digest(text));
        VM.recordLogs();
        registry.claimShares(title, origin, text, signers, signatures);
        VM.assertEq(_titleOf(title.asset, WRK), hash, "the title after");
        VM.assertEq(registry.confirmations(hash), bits, "who has signed it");
        VM.assertEq(_told(next, VM.getRecordedLogs()), bits, "who has signed it, by the events");
    }

    function _told(Title memory title, Log[] memory logs) private pure returns (uint256 bits) {
        for (uint256 i = 0; i < logs.length; ++i) {
            if (logs[i].topics[0] != ICopyrightRegistry.TitleConfirmed.selector) continue;
            VM.assertEq(logs[i].topics[1], Expected.titleHash(title), "the title told");
            for (uint256 k = 0; k < title.shares.length; ++k) {
                if (bytes32(uint256(uint160(title.shares[k].holder))) == logs[i].topics[2]) bits |= 1 << k;
            }
        }
    }

    function _sharesAfter(Title memory title, bytes32 who, address newcomer) private pure returns (Share[] memory) {
        uint32 units = title.unclaimed[0].who == who ? title.unclaimed[0].units : title.unclaimed[1].units;
        address[] memory holders = new address[](title.shares.length);
        for (uint256 i = 0; i < holders.length; ++i) {
            holders[i] = title.shares[i].holder;
        }
        address[] memory later = _bit(holders, newcomer) == 0 ? _with(holders, newcomer) : holders;
        Share[] memory shares = new Share[](later.length);
        for (uint256 i = 0; i < later.length; ++i) {
            shares[i].holder = later[i];
            if (later[i] == newcomer) shares[i].units = units;
            for (uint256 k = 0; k < holders.length; ++k) {
                if (holders[k] == later[i]) shares[i].units += title.shares[k].units;
            }
        }
        return shares;
    }

    function _unclaimedAfter(Title memory title, bytes32 who) private pure returns (Unclaimed[] memory rest) {
        rest = new Unclaimed[](title.unclaimed.length - 1);
        if (rest.length != 0) rest[0] = title.unclaimed[title.unclaimed[0].who == who ? 1 : 0];
    }

    function _with(address[] memory accounts, address more) private pure returns (address[] memory later) {
        later = new address[](accounts.length + 1);
        for (uint256 i = 0; i < accounts.length; ++i) {
            later[i] = accounts[i];
        }
        later[accounts.length] = more;
        return _sorted(later);
    }

    function _bit(address[] memory accounts, address account) private pure returns (uint256) {
        for (uint256 i = 0; i < accounts.length; ++i) {
            if (accounts[i] == account) return 1 << i;
        }
        return 0;
    }

    function _locked(Title memory title) private {
        Replacement memory text = _replacement(_after(title, false, _sole(WRK, lin).shares, new Unclaimed[](0)));
        VM.prank(lin);
        _refused(abi.encodeWithSelector(ICopyrightRegistry.TitleLocked.selector, Expected.titleHash(title)));
        registry.replaceTitle(title, origin, text, "");
    }

    function _replaced(Title memory title) private {
        Title memory next = _after(title, false, _sole(WRK, lin).shares, new Unclaimed[](0));
        VM.prank(lin);
        registry.replaceTitle(title, origin, _replacement(next), "");
        VM.assertEq(_titleOf(title.asset, WRK), Expected.titleHash(next), "replaced");
    }
}
