// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    ICopyrightRegistry,
    Link,
    Registration,
    Share,
    Split,
    Unclaimed
} from "../../contracts/interfaces/ICopyrightRegistry.sol";
import {Deal, ILicensing, Line, Termination} from "../../contracts/interfaces/ILicensing.sol";
import {RegistryTypes} from "../../contracts/libraries/RegistryTypes.sol";
import {Expected} from "./helpers/Expected.sol";
import {LicensingBase} from "./helpers/LicensingBase.sol";

/// @title Random tables, and random sequences of terminations against a model
contract FuzzTest is LicensingBase {
    uint256 private constant LINES = 4;

    /// @dev What the model knows of one line: when it ends, and nothing about words and bits.
    uint64[LINES] private ends;

    /// @dev Any table whose units add up is recorded, holders and keyless holders mixed; one unit more or less is not.
    function testFuzz_tables(uint256 seed, uint8 holders, uint8 keyless, bool more) external {
        uint256 count = uint256(holders) % 65;
        uint256 without = uint256(keyless) % (65 - count);
        if (count + without == 0) count = 1;
        Registration memory text = _registration(lin, _song(keccak256(abi.encode("table", seed)), lin));
        text.assets[0].splits[0] = _table(seed, count, without);
        uint256 snapshot = seed % (count + without);
        _move(text.assets[0].splits[0], snapshot, more);
        uint256 wrong = more ? uint256(WHOLE) + 1 : WHOLE - 1;
        _refusedRegistration(text, abi.encodeWithSelector(ICopyrightRegistry.UnitsSum.selector, WRK, wrong));
        _move(text.assets[0].splits[0], snapshot, !more);
        _register(text);
        bytes32 asset = Expected.assetId(text.assets[0], lin);
        VM.assertEq(_titleOf(asset, WRK), Expected.firstTitle(text.assets[0], lin, 0, NOW, NOW), "title");
    }

    /// @dev Digests of texts with lists of any length, empty ones included, computed a second time.
    function testFuzz_registrationDigest(uint256 seed, uint8 holders, uint8 keyless, uint8 links) external view {
        Registration memory text = _both(address(uint160(seed)));
        (text.root, text.deadline) = (keccak256(abi.encode(seed)), uint64(seed >> 160));
        text.assets[0].splits[0] = _table(seed, holders % 8, keyless % 8);
        text.assets[1].links = new Link[](links % 8);
        for (uint8 i = 0; i < text.assets[1].links.length; ++i) {
            text.assets[1].links[i] = Link({kind: i ^ links, target: keccak256(abi.encode(seed, i))});
        }
        VM.assertEq(registry.typedDataHash(this.hashed(text)), _digest(text), "digest");
    }

    function hashed(Registration calldata text) external pure returns (bytes32) {
        return RegistryTypes.hash(text);
    }

    /// @dev Every field of a deal and of a line goes into its id.
    function testFuzz_dealId(Line calldata first, Line calldata second, Deal calldata frame) external view {
        Deal memory deal = frame;
        VM.assertEq(licensing.dealId(deal), _id(deal), "as it came");
        deal.lines = new Line[](2);
        (deal.lines[0], deal.lines[1]) = (first, second);
        VM.assertEq(licensing.dealId(deal), _id(deal), "two lines");
    }

    /// @dev Any three units: recorded exactly when they are 100,000,000.
    function testFuzz_sums(uint32 a, uint32 b, uint32 c) external {
        VM.assume(a != 0 && b != 0 && c != 0);
        Registration memory text = _registration(lin, _song(RECORD, lin));
        text.assets[0].recordHash = keccak256("sum");
        Split memory split = _equal(WRK, _list(lin, hao, venue));
        (split.shares[0].units, split.shares[1].units, split.shares[2].units) = (a, b, c);
        text.assets[0].splits[0] = split;
        uint256 sum = uint256(a) + b + c;
        if (sum == WHOLE) return;
        _refusedRegistration(text, abi.encodeWithSelector(ICopyrightRegistry.UnitsSum.selector, WRK, sum));
        VM.assume(uint256(a) + b < WHOLE);
        split.shares[2].units = uint32(WHOLE - a - b);
        _register(text);
    }

    /// @dev Thirty random terminations of random lines by both sides, at random times, against the model.
    function testFuzz_terminations(uint256 seed, bool cross) external {
        Deal memory deal = _fourLines(cross, uint32(seed % (3 * DAY)));
        bytes32 id = _id(deal);
        for (uint256 i = 0; i < LINES; ++i) {
            ends[i] = deal.lines[i].end;
        }
        uint64 time = NOW;
        for (uint256 step = 0; step < 30; ++step) {
            seed = uint256(keccak256(abi.encode(seed)));
            time += uint64((seed >> 64) % (2 * DAY));
            VM.warp(time);
            _step(deal, _random(id, seed, time), time);
            _compare(id, time);
        }
    }

    /// @dev Any wish, notice and time: the end is never before now plus the notice.
    function testFuzz_oneTermination(uint64 wish, uint32 notice, uint32 wait) external {
        Play memory play = _songTo(venue);
        play.deal.lines[0].end = FOREVER;
        play.deal.lines[0].notice = notice;
        bytes32 id = _activate(play);
        VM.warp(uint256(NOW) + wait);
        Termination memory text = _termination(id, 1, venue);
        text.end = wish;
        uint64 earliest = NOW + wait + notice;
        if (wish == FOREVER) {
            bytes4 selector = ILicensing.AlreadyEnded.selector;
            _refusedEnd(play.deal, text, abi.encodeWithSelector(selector, uint256(0), FOREVER));
        } else {
            _end(play.deal, text);
            _assertWord(id, 1, wish > earliest ? wish : earliest, NOW, BLOCK);
        }
    }

    function _random(bytes32 id, uint256 seed, uint64 time) private view returns (Termination memory text) {
        text = _termination(id, uint16(seed % 16), (seed >> 8) % 2 == 0 ? venue : lin);
        text.end = (seed >> 16) % 3 == 0 ? 0 : time - 5 * uint64(DAY) + uint64((seed >> 128) % (60 * DAY));
    }

    /// @dev The model's rule: all that are named end, or none; with crossTermination the others follow if they can.
    function _step(Deal memory deal, Termination memory text, uint64 time) private {
        uint64 end = time + deal.lines[0].notice;
        if (text.end > end) end = text.end;
        bool good = text.lines != 0;
        for (uint256 i = 0; i < LINES; ++i) {
            if (text.lines & (1 << i) != 0 && end >= ends[i]) good = false;
        }
        VM.prank(text.by);
        (bool ok,) = address(licensing).call(abi.encodeCall(licensing.terminate, (deal, text, "")));
        VM.assertTrue(ok == good, "accepted exactly when the model accepts");
        if (!good) return;
        for (uint256 i = 0; i < LINES; ++i) {
            if ((deal.crossTermination || text.lines & (1 << i) != 0) && end < ends[i]) ends[i] = end;
        }
    }

    /// @dev The end that the contract's words say must be the model's.
    function _compare(bytes32 id, uint64 time) private view {
        uint256 word = licensing.status(id);
        VM.assertEq(word & 0xff, ACTIVE, "active for ever");
        VM.assertEq(uint64(word >> 88), NOW, "time of activation");
        for (uint256 i = 0; i < LINES; ++i) {
            uint64 own = licensing.lineEnds(Expected.lineId(id, i));
            bool ended = (word >> (8 + i)) & 1 == 1;
            uint64 end = own != 0 ? own : ended ? uint64(word >> 24) : _agreed(i);
            VM.assertEq(end, ends[i], "end");
            VM.assertTrue(ended || own == 0, "a word of its own only for an ended line");
        }
        VM.assertTrue(time >= NOW, "time goes on");
    }

    function _agreed(uint256 index) private pure returns (uint64) {
        return NOW + 40 * DAY + uint64(index) * 10 * DAY;
    }

    function _fourLines(bool cross, uint32 notice) private returns (Deal memory) {
        Play memory play = _songTo(venue);
        play.deal.lines = new Line[](LINES);
        for (uint256 i = 0; i < LINES; ++i) {
            Line memory line = _line(play.titles[0], venue);
            (line.revocation, line.revoker, line.notice, line.end) = (1, lin, notice, _agreed(i));
            play.deal.lines[i] = line;
        }
        play.deal.crossTermination = cross;
        _activate(play);
        return play.deal;
    }

    /// @dev Random units, the rest to the last row.
    function _table(uint256 seed, uint256 count, uint256 without) private pure returns (Split memory split) {
        split.layer = WRK;
        split.shares = new Share[](count);
        split.unclaimed = new Unclaimed[](without);
        uint32 left = WHOLE;
        for (uint256 i = 0; i < count + without; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            uint32 units = i + 1 == count + without ? left : uint32(2 + seed % 1_000_000);
            left -= units;
            if (i < count) split.shares[i] = _share(address(uint160((i + 1) << 150 | seed >> 107)), units);
            else split.unclaimed[i - count] = Unclaimed({who: bytes32(i << 240 | seed >> 16 | 1), units: units});
        }
    }

    /// @dev One unit more, or less, for the row at that place.
    function _move(Split memory split, uint256 place, bool more) private pure {
        uint256 count = split.shares.length;
        if (place < count) {
            uint32 units = split.shares[place].units;
            split.shares[place].units = more ? units + 1 : units - 1;
        } else {
            uint32 units = split.unclaimed[place - count].units;
            split.unclaimed[place - count].units = more ? units + 1 : units - 1;
        }
    }
}
