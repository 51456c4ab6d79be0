// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CopyrightRegistry} from "../../../contracts/CopyrightRegistry.sol";
import {Licensing} from "../../../contracts/Licensing.sol";
import {
    Assignment,
    Cancellation,
    Confirmation,
    ICopyrightRegistry,
    Origin,
    Registration,
    Replacement,
    Title,
    UnitsClaim
} from "../../../contracts/interfaces/ICopyrightRegistry.sol";
import {Activation, Bar, Bars, ILicensing, Mandate, Withdrawal} from "../../../contracts/interfaces/ILicensing.sol";
import {Expected} from "./Expected.sol";
import {PowersDrafts} from "./PowersDrafts.sol";
import {Log} from "./Vm.sol";

/// @title Four people who sell, confirm and claim units, give power to two agents and take it back, and license
/// @dev The other handler plays exclusives, sub-licences and terminations; this one what moves power and title.
contract Powers is PowersDrafts {
    uint256 private constant MOST = 30;

    uint64 private number;
    bool private reverted;
    bool private suspicious;

    /// @notice How many calls of each kind took effect: a run in which nothing happens proves nothing.
    uint256 public registered;
    uint256 public confirmed;
    uint256 public replaced;
    uint256 public claimed;
    uint256 public assigned;
    uint256 public given;
    uint256 public withdrawn;
    uint256 public cancelled;
    uint256 public licensed;
    uint256 public represented;
    uint256 public refused;

    /// @dev Each action plays in a block of its own, and is followed by a look at everything.
    modifier action(uint256 seed) {
        clock += uint64(seed >> 240) % (8 * DAY);
        VM.warp(clock);
        VM.roll(++number);
        VM.recordLogs();
        _;
        _observe();
    }

    constructor(CopyrightRegistry newRegistry, Licensing newLicensing) {
        (registry, licensing) = (newRegistry, newLicensing);
        (clock, number) = (NOW, BLOCK);
        for (uint256 i = 0; i < PEOPLE + AGENTS; ++i) {
            address account = _account(VM.toString(i));
            (i < PEOPLE ? people : agents).push(account);
            if (i >= PEOPLE) chains.push(keccak256(abi.encode(account)));
        }
        people = _sorted(people);
        members = people;
    }

    /// @notice Registers a song.
    function register(uint256 seed) external action(seed) {
        Registration memory text = _registration(seed);
        bytes32 asset = Expected.assetId(text.assets[0], text.registrant);
        firstPrevious = Expected.origin(text.assets[0], text.registrant, clock);
        registrantOf[asset] = text.registrant;
        bytes32 facts = Expected.factsHash(text.assets[0]);
        originOf[asset] = abi.encode(Origin(text.assets[0].recordHash, text.registrant, facts));
        VM.prank(text.registrant);
        try registry.register(text, new bytes32[][](0), "") {
            ++registered;
        } catch {
            _refused();
        }
    }

    /// @notice Somebody confirms a title, who holds units in it or not.
    function confirm(uint256 seed) external action(seed) {
        if (works.length == 0) return;
        Title memory title = _title(_work(seed));
        Confirmation memory text = Confirmation(Expected.titleHash(title), _person(seed >> 8), FOREVER);
        sending = _inRegistry(Expected.hash(text));
        bytes memory signature = _one(text.holder, sending, seed >> 16);
        try registry.confirmTitle(title, text, signature) {
            ++confirmed;
        } catch {
            _refused();
        }
    }

    /// @notice Another table is put in place of a title's, by the registrant or with somebody else's signature.
    function replace(uint256 seed) external action(seed) {
        if (works.length == 0) return;
        bytes32 asset = _work(seed);
        Title memory title = _title(asset);
        Replacement memory text = _replacement(title, seed >> 32);
        sending = _inRegistry(Expected.hash(text));
        bytes memory signature = _one(registrantOf[asset], sending, seed >> 16);
        try registry.replaceTitle(title, _origin(asset), text, signature) {
            ++replaced;
        } catch {
            _refused();
        }
    }

    /// @notice Units without a key are claimed, by the registrant and the newcomer or by all holders and him.
    function claim(uint256 seed) external action(seed) {
        if (works.length == 0) return;
        bytes32 asset = _work(seed);
        Title memory title = _title(asset);
        UnitsClaim memory text = _claim(title, seed >> 8);
        address[] memory two = new address[](2);
        (two[0], two[1]) = (text.newcomer, registrantOf[asset]);
        if ((seed >> 16) % 2 == 0) two[1] = text.newcomer;
        Title memory none;
        address[] memory signers = _accounts((seed >> 16) % 2 == 0 ? title.shares : none.shares, none.shares, two);
        sending = _inRegistry(Expected.hash(text));
        bytes memory signatures = _all(signers, sending, seed >> 24);
        try registry.claimShares(title, _origin(asset), text, signers, signatures) {
            ++claimed;
        } catch {
            _refused();
        }
    }

    /// @notice Units pass to others, with or without the agents whose mandates they leave.
    function assign(uint256 seed) external action(seed) {
        if (works.length == 0) return;
        Title memory title = _title(_work(seed));
        Assignment memory text = _assignment(title, seed >> 32);
        Bars[] memory lists_ = _barsOfBoth(title.shares, text.shares);
        address[] memory more = new address[](lists_.length);
        for (uint256 i = 0; i < lists_.length; ++i) {
            if ((seed >> 16) % 2 == 0) more[i] = lists_[i].entries[0].to;
        }
        address[] memory signers = _accounts(title.shares, text.shares, more);
        sending = _inRegistry(Expected.hash(text));
        bytes memory signatures = _all(signers, sending, seed >> 24);
        try registry.assign(title, text, signers, lists_, signatures) {
            ++assigned;
        } catch {
            _refused();
        }
    }

    /// @notice A mandate is signed and mostly recorded; the others may be cancelled or recorded later.
    function give(uint256 seed) external action(seed) {
        Mandate memory text = mandates.length < MOST ? _power(seed) : _mandate(_anyMandate(seed));
        bytes32 id = _inLicensing(Expected.hash(text));
        if (mandateOf[id].length == 0) {
            mandates.push(id);
            mandateOf[id] = abi.encode(text);
        }
        if ((seed >> 200) % 8 == 0) return;
        Bars[] memory given_ = new Bars[](text.bars && barsOf[text.givers[0]].length != 0 ? 1 : 0);
        if (given_.length == 1) (given_[0], given_[0].ended) = (_bars(text.givers[0]), type(uint256).max);
        bytes memory first = _all(text.givers, id, seed >> 208);
        bytes memory last = _one(text.to, id, seed >> 216);
        try licensing.activateMandate(text, given_, abi.encodePacked(first, uint16(last.length), last)) {
            ++given;
        } catch {
            _refused();
        }
    }

    /// @notice A mandate is withdrawn, by a giver, by its agent, or by somebody who has no right to.
    function withdraw(uint256 seed) external action(seed) {
        if (mandates.length == 0) return;
        bytes32 id = _anyMandate(seed);
        Mandate memory text = _mandate(id);
        address by = (seed >> 16) % 3 == 0 ? text.to : text.givers[(seed >> 24) % text.givers.length];
        if ((seed >> 32) % 6 == 0) by = _person(seed >> 40);
        uint64 wished = (seed >> 48) % 2 == 0 ? 0 : clock - DAY + uint64((seed >> 56) % (90 * DAY));
        VM.prank(by);
        try licensing.withdraw(text, Withdrawal({mandate: id, end: wished, by: by, deadline: FOREVER}), "") {
            ++withdrawn;
        } catch {
            _refused();
        }
    }

    /// @notice The text of a mandate is cancelled before it is active, or too late.
    function cancel(uint256 seed) external action(seed) {
        if (mandates.length == 0) return;
        bytes32 id = _anyMandate(seed);
        address by = (seed >> 8) % 2 == 0 ? _mandate(id).to : _person(seed >> 16);
        VM.prank(by);
        try licensing.cancelMandate(_mandate(id), Cancellation({digest: id, by: by, deadline: FOREVER}), "") {
            ++cancelled;
        } catch {
            _refused();
        }
    }

    /// @notice A line is licensed by its holders, or through mandates.
    function license(uint256 seed) external action(seed) {
        if (works.length == 0 || deals.length == MOST) return;
        Activation memory sent = _draft(_work(seed), seed);
        bytes32 id = _inLicensing(Expected.hash(sent.deal));
        deals.push(id);
        texts[id] = abi.encode(sent.deal);
        _know(id, 1);
        sent.signatures = _all(sent.deal.signers, id, seed >> 208);
        try licensing.activate(sent) {
            ++licensed;
            if (sent.proof[0].mandates.length != 0) ++represented;
        } catch {
            _refused();
        }
    }

    /// @notice Calls what only a contract broken on purpose has; the real ones know no such function.
    function fault(uint256 seed) external action(seed) {
        bytes32 target;
        uint256 kind = seed % 5;
        if (works.length != 0 && kind == 0) target = _work(seed >> 8);
        if (works.length != 0 && kind == 1) target = Expected.titleKey(_work(seed >> 8), 1);
        if (works.length != 0 && kind == 2) target = Expected.titleHash(_title(_work(seed >> 8)));
        if (mandates.length != 0 && kind == 3) target = _anyMandate(seed >> 8);
        if (deals.length != 0 && kind == 4) target = deals[(seed >> 8) % deals.length];
        bytes memory data = abi.encodeWithSignature("fault(bytes32)", target);
        (bool first,) = address(registry).call(data);
        (bool second,) = address(licensing).call(data);
        data = abi.encodeWithSignature("fault(bytes32)", bytes32(uint256(uint160(_person(seed >> 8)))));
        if (kind == 0) (second,) = address(licensing).call(data);
        if (!first && !second) _refused();
        suspicious = true;
    }

    function _observe() private {
        Log[] memory logs = VM.getRecordedLogs();
        for (uint256 i = 0; i < logs.length && !reverted; ++i) {
            _observeLog(logs[i]);
        }
        for (uint256 i = 0; (suspicious || number % 8 == 0) && i < mandates.length + deals.length; ++i) {
            _observeWord(i < mandates.length ? mandates[i] : deals[i - mandates.length]);
        }
        (reverted, suspicious, sending) = (false, false, 0);
    }

    function _observeLog(Log memory log) private {
        bytes32 kind = log.topics[0];
        if (kind == ICopyrightRegistry.TitleRecorded.selector) {
            _foldTitle(log.topics[1], uint8(uint256(log.topics[2])), log.data);
        } else if (kind == ICopyrightRegistry.TitleChanged.selector) {
            _foldChange(log.topics[1], log.data);
        } else if (kind == ICopyrightRegistry.TitleConfirmed.selector) {
            _foldConfirmation(log.topics[1], address(uint160(uint256(log.topics[2]))));
        } else if (kind == ILicensing.LineActivated.selector) {
            (uint256 index,) = abi.decode(log.data, (uint256, bytes32));
            _foldLine(log.topics[1], log.topics[2], index);
        } else if (kind == ILicensing.BarsChanged.selector) {
            _foldBars(address(uint160(uint256(log.topics[1]))), log.topics[2], log.data);
        } else if (kind == ILicensing.MandateActivated.selector) {
            _foldMandate(log.topics[1], abi.decode(log.data, (Mandate)));
        }
        bool known = mandateOf[log.topics[1]].length != 0 || texts[log.topics[1]].length != 0;
        if (known) _observeWord(log.topics[1]);
    }

    function _refused() private {
        ++refused;
        reverted = true;
    }

    /// @dev Signatures of all, one time in eight one that is somebody else's.
    function _all(address[] memory signers, bytes32 digest, uint256 seed) private returns (bytes memory packed) {
        uint256 forged = seed % 8 == 0 ? (seed >> 3) % (signers.length + 1) : signers.length;
        for (uint256 i = 0; i < signers.length; ++i) {
            bytes memory signature = _one(signers[i], digest, i == forged ? 0 : 1);
            packed = abi.encodePacked(packed, uint16(signature.length), signature);
        }
    }

    /// @dev An account's signature, one time in eight somebody else's.
    function _one(address account, bytes32 digest, uint256 seed) private returns (bytes memory) {
        if (seed % 8 == 0) return _signature(people[0] == account ? people[1] : people[0], digest);
        signed[digest][account] = true;
        return _signature(account, digest);
    }

    function _work(uint256 seed) private view returns (bytes32) {
        return works[seed % works.length];
    }

    function _anyMandate(uint256 seed) private view returns (bytes32) {
        return mandates[seed % mandates.length];
    }

    function _inRegistry(bytes32 text) private view returns (bytes32) {
        return Expected.registryDigest(address(registry), text);
    }

    function _inLicensing(bytes32 text) private view returns (bytes32) {
        return Expected.licensingDigest(address(licensing), text);
    }
}
