// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    Attestation,
    DisputeWithdrawal,
    ICopyrightRegistry,
    Opening,
    Ruling,
    Statement
} from "../../contracts/interfaces/ICopyrightRegistry.sol";
import {AnnalsBase} from "./helpers/AnnalsBase.sol";
import {Expected} from "./helpers/Expected.sol";
import {Log} from "./helpers/Vm.sol";

/// @title Every slot of disputes, attestations and statements, rebuilt from logs and block times alone
contract AnnalsLogsTest is AnnalsBase {
    uint256 private constant STEPS = 24;
    uint256 private constant PEOPLE = 3;

    mapping(bytes32 => bytes32) private disputes_;
    mapping(bytes32 => uint256) private openings_;
    mapping(bytes32 => uint256) private rulings_;
    mapping(bytes32 => bytes32) private attestations_;
    mapping(bytes32 => bytes32) private statements_;
    mapping(bytes32 => uint256) private status_;
    bytes32[] private keys;

    /// @dev Random things said by three people about two subjects, several in a block.
    function testFuzz_slotsFollowFromLogs(uint256 seed) external {
        uint256 taken = 0;
        VM.recordLogs();
        for (uint256 i = 0; i < STEPS; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            if (seed % 3 == 0) {
                VM.warp(block.timestamp + 1 + seed % DAY);
                VM.roll(block.number + 1);
            }
            if (_say(seed >> 8)) ++taken;
            Log[] memory logs = VM.getRecordedLogs();
            for (uint256 k = 0; k < logs.length; ++k) {
                _fold(logs[k]);
            }
        }
        VM.assertTrue(taken != 0, "something was said");
        _compare();
    }

    /// @dev One random text, sent by its account; whether it was taken.
    function _say(uint256 seed) private returns (bool ok) {
        address by = _somebody(seed);
        bytes32 about = bytes32(1 + (seed >> 8) % 2);
        bytes32 detail = bytes32((seed >> 16) % 3);
        uint64 deadline = FOREVER - uint64((seed >> 24) % 4);
        bytes memory data;
        uint256 which = (seed >> 32) % SAYINGS;
        if (which == 0) {
            data = abi.encodeCall(registry.openDispute, (Opening(about, detail, by, deadline), ""));
        } else if (which == 1) {
            data = abi.encodeCall(registry.withdrawDispute, (DisputeWithdrawal(about, by, deadline), ""));
        } else if (which == 2) {
            address opener = _somebody(seed >> 40);
            uint64 number = _number(about, opener);
            Ruling memory ruling = Ruling(about, opener, number, uint8(1 + seed % 2), detail, by, deadline);
            data = abi.encodeCall(registry.resolveDispute, (ruling, ""));
        } else if (which == 3) {
            Attestation memory text = Attestation(_somebody(seed >> 40), uint32(1 + seed % 2), detail, by, deadline);
            data = abi.encodeCall(registry.attest, (text, ""));
        } else {
            uint8 kind = uint8(1 + seed % 2);
            Statement memory text = Statement(about, kind, 1, 2 + uint64(seed % 3), detail, by, deadline);
            data = abi.encodeCall(registry.state, (text, ""));
        }
        VM.prank(by);
        (ok,) = address(registry).call(data);
    }

    function _somebody(uint256 seed) private view returns (address) {
        uint256 place = seed % PEOPLE;
        return place == 0 ? lin : place == 1 ? hao : sun;
    }

    function _fold(Log memory log) private {
        bytes32 kind = log.topics[0];
        bytes32 subject_ = log.topics[1];
        address second = address(uint160(uint256(log.topics[2])));
        if (kind == ICopyrightRegistry.DisputeOpened.selector) {
            (bytes32 evidence, bytes32 digest) = abi.decode(log.data, (bytes32, bytes32));
            bytes32 key = _openingKey(subject_, second);
            openings_[key] = _wordNow(1, (openings_[key] >> 136) + 1);
            _foldDispute(key, subject_, 1, second, second, evidence, digest);
        } else if (kind == ICopyrightRegistry.DisputeWithdrawn.selector) {
            bytes32 key = _openingKey(subject_, second);
            openings_[key] = _wordNow(2, openings_[key] >> 136);
            _foldDispute(key, subject_, 2, second, second, 0, abi.decode(log.data, (bytes32)));
        } else if (kind == ICopyrightRegistry.DisputeResolved.selector) {
            address by = address(uint160(uint256(log.topics[3])));
            (uint8 decision, bytes32 reasons, bytes32 digest) = abi.decode(log.data, (uint8, bytes32, bytes32));
            bytes32 key = _rulingKey(subject_, second, by);
            rulings_[key] = _wordNow(decision, openings_[_openingKey(subject_, second)] >> 136);
            _foldDispute(key, subject_, 2 + decision, by, second, reasons, digest);
        } else {
            _foldOther(log, kind);
        }
    }

    function _foldDispute(
        bytes32 key,
        bytes32 subject_,
        uint8 action,
        address account,
        address opener,
        bytes32 detail,
        bytes32 digest
    ) private {
        disputes_[subject_] = _link(disputes_[subject_], action, account, opener, detail);
        keys.push(key);
        keys.push(subject_);
        _foldStatus(account, digest);
    }

    function _foldOther(Log memory log, bytes32 kind) private {
        address by = address(uint160(uint256(log.topics[3])));
        bytes32 key;
        bytes32 digest;
        if (kind == ICopyrightRegistry.Attested.selector) {
            bytes32 evidence;
            (evidence, digest) = abi.decode(log.data, (bytes32, bytes32));
            key = keccak256(abi.encode(by, log.topics[1], log.topics[2]));
            attestations_[key] = _link(attestations_[key], evidence);
        } else {
            VM.assertEq(kind, ICopyrightRegistry.Stated.selector, "no other event");
            (uint64 from, uint64 to, bytes32 root, bytes32 last) =
                abi.decode(log.data, (uint64, uint64, bytes32, bytes32));
            key = keccak256(abi.encode(by, log.topics[1], log.topics[2], from, to));
            statements_[key] = _link(statements_[key], root);
            digest = last;
        }
        keys.push(key);
        _foldStatus(by, digest);
    }

    function _foldStatus(address account, bytes32 digest) private {
        bytes32 key = Expected.statusKey(account, digest);
        VM.assertEq(status_[key], 0, "recorded once");
        status_[key] = RECORDED;
        keys.push(key);
    }

    function _compare() private view {
        for (uint256 i = 0; i < keys.length; ++i) {
            bytes32 key = keys[i];
            VM.assertEq(registry.disputes(key), disputes_[key], "disputes");
            VM.assertEq(registry.openings(key), openings_[key], "openings");
            VM.assertEq(registry.rulings(key), rulings_[key], "rulings");
            VM.assertEq(registry.attestations(key), attestations_[key], "attestations");
            VM.assertEq(registry.statements(key), statements_[key], "statements");
            VM.assertEq(registry.status(key), status_[key], "status");
        }
    }
}
