// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    Asset,
    Assignment,
    Origin,
    Registration,
    Replacement,
    Share,
    Split,
    Title,
    Unclaimed,
    UnitsClaim
} from "../../../contracts/interfaces/ICopyrightRegistry.sol";
import {Activation, Bars, Deal, Line, Mandate, Proof} from "../../../contracts/interfaces/ILicensing.sol";
import {Expected} from "./Expected.sol";
import {GhostMandates} from "./GhostMandates.sol";

/// @title Titles, changes of titles, mandates and deals through them, drawn up by a random number
abstract contract PowersDrafts is GhostMandates {
    uint256 internal constant PEOPLE = 4;
    uint256 internal constant AGENTS = 2;
    bytes32 internal constant SOMEBODY = keccak256("somebody without a key");

    address[] internal people;
    address[] internal agents;
    uint64 internal clock;
    mapping(bytes32 asset => bytes) internal originOf;

    /// @dev A song of two people, or of one and of somebody without a key.
    function _registration(uint256 seed) internal view returns (Registration memory text) {
        (text.registrant, text.deadline, text.assets) = (_person(seed), FOREVER, new Asset[](1));
        Asset memory asset = text.assets[0];
        (asset.assetType, asset.recordHash) = (1, keccak256(abi.encode((seed >> 8) % 8)));
        asset.splits = new Split[](1);
        Split memory split = asset.splits[0];
        (split.layer, split.shares) = (1, _table(seed >> 16));
        if ((seed >> 48) % 2 == 0) return text;
        split.unclaimed = new Unclaimed[](1);
        split.unclaimed[0] = Unclaimed({who: SOMEBODY, units: 30_000_000});
        uint256 last = split.shares.length - 1;
        split.shares[last].units -= 30_000_000;
    }

    /// @dev One person, or two next to each other.
    function _table(uint256 seed) internal view returns (Share[] memory shares) {
        uint256 first = seed % (PEOPLE - 1);
        if ((seed >> 8) % 3 == 0) {
            shares = new Share[](1);
            shares[0] = Share({holder: people[first], units: uint32(WHOLE)});
        } else {
            shares = new Share[](2);
            shares[0] = Share({holder: people[first], units: 40_000_000});
            shares[1] = Share({holder: people[first + 1], units: 60_000_000});
        }
    }

    /// @dev Another table, with what nobody has claimed left as it is.
    function _tableBeside(Title memory title, uint256 seed) internal view returns (Share[] memory shares) {
        shares = _table(seed);
        if (title.unclaimed.length != 0) shares[shares.length - 1].units -= 30_000_000;
    }

    function _assignment(Title memory title, uint256 seed) internal view returns (Assignment memory text) {
        text.title = Expected.titleHash(title);
        (text.shares, text.instrument, text.deadline) = (_tableBeside(title, seed), bytes32(seed), FOREVER);
    }

    function _replacement(Title memory title, uint256 seed) internal view returns (Replacement memory text) {
        (text.title, text.deadline) = (Expected.titleHash(title), FOREVER);
        (text.shares, text.unclaimed) = (_tableBeside(title, seed), title.unclaimed);
    }

    function _claim(Title memory title, uint256 seed) internal view returns (UnitsClaim memory text) {
        (text.title, text.who) = (Expected.titleHash(title), SOMEBODY);
        (text.newcomer, text.deadline) = (_person(seed), FOREVER);
    }

    function _origin(bytes32 asset) internal view returns (Origin memory) {
        return abi.decode(originOf[asset], (Origin));
    }

    /// @dev COLLECTIVE, AGENCY or ADMIN of one or two givers, narrow or wide, now or soon.
    function _power(uint256 seed) internal view returns (Mandate memory text) {
        uint256 first = seed % (PEOPLE - 1);
        text.kind = uint8(1 + (seed >> 8) % 3);
        text.bars = text.kind == COLLECTIVE || (text.kind == ADMIN && (seed >> 16) % 2 == 0);
        bool two = !text.bars && (seed >> 24) % 2 == 0;
        text.givers = two ? _list(people[first], people[first + 1]) : _list(people[first]);
        (text.to, text.cap) = (agents[(seed >> 32) % AGENTS], 1);
        (text.usage, text.territory) = (uint32(1 + (seed >> 40) % 3), 1 + (seed >> 48) % 3);
        text.start = (seed >> 56) % 4 == 0 ? clock + uint64((seed >> 64) % (30 * DAY)) : NOW;
        text.end = (seed >> 72) % 2 == 0 ? FOREVER : clock + 31 * DAY + uint64((seed >> 80) % (300 * DAY));
        text.notice = uint32((seed >> 96) % 3 * 5 * DAY);
        if (text.kind == COLLECTIVE) text.notice += uint32(DAY);
        if ((seed >> 104) % 4 == 0 && works.length != 0) text.asset = works[(seed >> 112) % works.length];
        (text.acceptBy, text.salt) = (FOREVER, bytes32(seed));
    }

    /// @dev One NONEXCLUSIVE line on a work, which each holder signs himself or, if he can, through a mandate.
    function _draft(bytes32 asset, uint256 seed) internal view returns (Activation memory sent) {
        Title memory title = _title(asset);
        Line memory line;
        (line.asset, line.layer, line.title) = (asset, 1, Expected.titleHash(title));
        (line.usage, line.territory) = (uint32(1 + (seed >> 16) % 3), 1 + (seed >> 24) % 3);
        line.start = (seed >> 32) % 2 == 0 ? NOW : clock + uint64((seed >> 40) % (60 * DAY));
        line.end = clock + 61 * DAY + uint64((seed >> 48) % (800 * DAY));
        (line.exclusivity, line.licensee, line.revocation) = (1, _person(seed >> 56), 3);
        sent.deal.lines = new Line[](1);
        sent.deal.lines[0] = line;
        (sent.deal.acceptBy, sent.deal.salt) = (FOREVER, bytes32(seed));
        sent.titles = new Title[](1);
        sent.titles[0] = title;
        _sign(sent, title, seed >> 64);
    }

    /// @dev All lists of barring mandates of those who hold something before or after.
    function _barsOfBoth(Share[] memory before, Share[] memory next) internal view returns (Bars[] memory lists) {
        address[] memory all = _accounts(before, next, new address[](0));
        uint256 count = 0;
        for (uint256 i = 0; i < all.length; ++i) {
            if (barsOf[all[i]].length != 0) ++count;
        }
        lists = new Bars[](count);
        for (uint256 i = 0; i < all.length; ++i) {
            if (barsOf[all[i]].length != 0) lists[--count] = _bars(all[i]);
        }
    }

    /// @dev The holders of two tables and some accounts more, each once and in order.
    function _accounts(Share[] memory one, Share[] memory other, address[] memory more)
        internal
        view
        returns (address[] memory chosen)
    {
        uint256 count = 0;
        address[] memory all = new address[](PEOPLE + AGENTS);
        for (uint256 i = 0; i < all.length; ++i) {
            address account = i < PEOPLE ? people[i] : agents[i - PEOPLE];
            bool takesPart = _unitsOf(one, account) != 0 || _unitsOf(other, account) != 0;
            for (uint256 k = 0; k < more.length; ++k) {
                if (more[k] == account) takesPart = true;
            }
            if (takesPart) all[count++] = account;
        }
        chosen = new address[](count);
        for (uint256 i = 0; i < count; ++i) {
            chosen[i] = all[i];
        }
        chosen = _sorted(chosen);
    }

    function _person(uint256 seed) internal view returns (address) {
        return people[seed % PEOPLE];
    }

    /// @dev The signers of a deal, and the mandates and lists that let them sign for others.
    function _sign(Activation memory sent, Title memory title, uint256 seed) private view {
        uint256 count = 0;
        bytes32[2] memory used;
        address[] memory others = new address[](2 * title.shares.length + 1);
        others[0] = sent.deal.lines[0].licensee;
        for (uint256 k = 0; k < title.shares.length; ++k) {
            bytes32 found = (seed >> k) % 2 == 0 ? bytes32(0) : _mandateFrom(title.shares[k].holder, seed >> 8);
            if (found == 0) {
                others[2 * k + 1] = title.shares[k].holder;
                continue;
            }
            others[2 * k + 1] = _mandate(found).to;
            if (count == 0 || used[0] != found) used[count++] = found;
        }
        Share[] memory none = new Share[](0);
        sent.deal.signers = _accounts(none, none, others);
        sent.proof = new Proof[](1);
        Proof memory proof = sent.proof[0];
        (proof.mandates, proof.routes) = (new Mandate[](count), new bytes[](count));
        for (uint256 i = 0; i < count; ++i) {
            proof.mandates[i] = _mandate(used[i]);
            proof.routes[i] = abi.encodePacked(uint8(0), uint8(i));
        }
        proof.bars = _barsOfBoth(title.shares, none);
    }

    /// @dev A mandate of a holder, mostly one that is in force.
    function _mandateFrom(address holder, uint256 seed) private view returns (bytes32 id) {
        for (uint256 i = 0; i < mandates.length; ++i) {
            id = mandates[(seed + i) % mandates.length];
            Mandate memory text = _mandate(id);
            bool his = text.givers[0] == holder || text.givers[text.givers.length - 1] == holder;
            bool live = words[id] & 0xff == ACTIVE && _endFor(id, 0) > clock && text.start <= clock;
            if (his && (live || (seed >> 16) % 16 == 0)) return id;
        }
        return 0;
    }
}
