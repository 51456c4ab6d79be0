// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CopyrightRegistry} from "../../contracts/CopyrightRegistry.sol";
import {Licensing} from "../../contracts/Licensing.sol";
import {Cancellation, Registration, Title} from "../../contracts/interfaces/ICopyrightRegistry.sol";
import {Deal, ILicensing, Line, Termination} from "../../contracts/interfaces/ILicensing.sol";
import {KeyWallet} from "../../contracts/test/KeyWallet.sol";
import {Expected} from "./helpers/Expected.sol";
import {LicensingBase} from "./helpers/LicensingBase.sol";

/// @title Deals that succeed: every shape, every event, every hash computed a second time
contract DealsTest is LicensingBase {
    function test_activate_bilateral_sentByAnybody() external {
        Play memory play = _songTo(venue);
        bytes32 id = _id(play.deal);
        bytes memory signatures = _signatures(play.deal);
        bytes32 chain = Expected.titleKey(song, WRK);
        bytes32 head = Expected.head(0, _entry(play.deal, 0));
        VM.warp(NOW + DAY);
        VM.roll(BLOCK + 7);
        VM.expectEmit(true, true, true, true, address(licensing));
        emit ILicensing.DealActivated(id, play.deal);
        VM.expectEmit(true, true, true, true, address(licensing));
        emit ILicensing.LineActivated(chain, id, venue, 0, head);
        VM.prank(stranger);
        VM.assertEq(licensing.activate(_with(play, signatures)), id, "id");
        _assertWord(id, 0, 0, NOW + DAY, BLOCK + 7);
        VM.assertEq(licensing.heads(chain), head, "head");
    }

    /// @dev Three layers in one transaction, each with its own chain; the next deal goes on from there.
    function test_activate_threeLinesThreeTitles_thenMore() external {
        Play memory play = _threeTo(venue);
        Play memory again = _threeTo(venue);
        again.deal.salt = keccak256("the same again");
        _activate(play);
        _activate(again);
        for (uint256 i = 0; i < 3; ++i) {
            bytes32 head = Expected.head(0, _entry(play.deal, i));
            head = Expected.head(head, _entry(again.deal, i));
            bytes32 chain = Expected.titleKey(play.deal.lines[i].asset, play.deal.lines[i].layer);
            VM.assertEq(licensing.heads(chain), head, "head");
        }
    }

    function test_activate_oneToSixteenLinesOnOneTitle() external {
        bytes32 head;
        for (uint256 count = 1; count <= 16; ++count) {
            Play memory play = _songTo(venue);
            play.deal.lines = new Line[](count);
            for (uint256 i = 0; i < count; ++i) {
                play.deal.lines[i] = _line(play.titles[0], venue);
                play.deal.lines[i].usage = uint32(1 << i);
            }
            _activate(play);
            for (uint256 i = 0; i < count; ++i) {
                head = Expected.head(head, _entry(play.deal, i));
            }
            VM.assertEq(licensing.heads(Expected.titleKey(song, WRK)), head, "head");
        }
    }

    /// @dev Titles may lie in any order, and several lines may share one.
    function test_activate_titlesAreSharedBetweenLines() external {
        Play memory play = _threeTo(venue);
        Line[] memory lines = new Line[](4);
        (lines[0], lines[1], lines[2]) = (play.deal.lines[1], play.deal.lines[0], play.deal.lines[2]);
        lines[3] = _line(play.titles[1], venue);
        play.deal.lines = lines;
        _assertWord(_activate(play), 0, 0, NOW, BLOCK);
    }

    /// @dev A public licence: nobody signs for ANYONE, so Lin is the only signer.
    function test_activate_anyone() external {
        Play memory play = _songTo(address(0));
        bytes32 id = _id(play.deal);
        bytes32 head = Expected.head(0, _entry(play.deal, 0));
        bytes memory signatures = _signatures(play.deal);
        VM.assertEq(signatures.length, 67, "one signature");
        VM.expectEmit(true, true, true, true, address(licensing));
        emit ILicensing.DealActivated(id, play.deal);
        VM.expectEmit(true, true, true, true, address(licensing));
        emit ILicensing.LineActivated(Expected.titleKey(song, WRK), id, address(0), 0, head);
        licensing.activate(_with(play, signatures));
    }

    /// @dev The owner may be her own licensee, and signs once.
    function test_activate_holderIsLicensee() external {
        Play memory play = _songTo(lin);
        play.deal.signers = _list(lin);
        _assertWord(_activate(play), 0, 0, NOW, BLOCK);
    }

    /// @dev Two songs, each licensed to the other's owner; the end of one line ends both.
    function test_activate_reciprocal() external {
        Play memory play = _swap();
        bytes32 id = _activate(play);
        _assertWord(id, 0, 0, NOW, BLOCK);
        VM.warp(NOW + DAY);
        VM.expectEmit(true, true, true, true, address(licensing));
        emit ILicensing.LineEnded(id, 0, NOW + DAY, hao);
        VM.expectEmit(true, true, true, true, address(licensing));
        emit ILicensing.LineEnded(id, 1, NOW + DAY, hao);
        _end(play.deal, _termination(id, 1, hao));
        _assertWord(id, 3, NOW + DAY, NOW, BLOCK);
    }

    /// @dev 28 performers, three writers, a producer and a licensee: 33 signers, three lines, one transaction.
    function test_activate_33Signers_andOneMissing() external {
        (Play memory play, address missing) = _orchestra();
        VM.assertEq(play.deal.signers.length, 33, "signers");
        address[] memory all = play.deal.signers;
        play.deal.signers = _without(all, missing);
        bytes4 selector = ILicensing.MissingSigner.selector;
        _refusedDeal(play, abi.encodeWithSelector(selector, uint256(1), missing));
        play.deal.signers = all;
        _assertWord(_activate(play), 0, 0, NOW, BLOCK);
    }

    function test_t16_activate_inItsLastSecond() external {
        Play memory play = _songTo(venue);
        play.deal.acceptBy = NOW;
        _assertWord(_activate(play), 0, 0, NOW, BLOCK);
    }

    /// @dev Lines may lie wholly in the past, and a line of one second is a line.
    function test_activate_pastAndShortLines() external {
        Play memory play = _songTo(venue);
        (play.deal.lines[0].start, play.deal.lines[0].end) = (0, 1);
        _activate(play);
        (play.deal.lines[0].start, play.deal.lines[0].end) = (FOREVER - 1, FOREVER);
        _activate(play);
    }

    /// @dev T19: the one who comes second learns that it is done; T3: other signature bytes make no second deal.
    function test_t03_t19_activate_twice() external {
        KeyWallet wallet = new KeyWallet(_list(hao, venue));
        Play memory play = _songTo(address(wallet));
        bytes32 id = _id(play.deal);
        VM.prank(stranger);
        licensing.activate(_with(play, _signedBy(play.deal, address(wallet), hao)));
        bytes memory other = _signedBy(play.deal, address(wallet), venue);
        bytes memory refusal = abi.encodeWithSelector(ILicensing.AlreadyActive.selector, id);
        _refused(refusal);
        licensing.activate(_with(play, other));
        _refused(refusal);
        licensing.activate(_with(play, ""));
    }

    /// @dev T11: a licensor that is a wallet rotates its keys; what was activated stays, the title stays its own.
    function test_t11_walletsAsParties() external {
        KeyWallet wallet = new KeyWallet(_list(lin, hao));
        address account = address(wallet);
        Registration memory text = _registration(account, _song(keccak256("the band's"), account));
        registry.register(text, _noPaths(), _signature(hao, _digest(text)));
        Play memory play = _play(_title(text, 0, 0), venue);
        bytes memory signatures = _signedBy(play.deal, account, hao);
        bytes32 id = licensing.activate(_with(play, signatures));
        VM.prank(hao);
        wallet.rotate(hao, stranger);
        _assertWord(id, 0, 0, NOW, BLOCK);
        play.deal.salt = keccak256("after");
        signatures = _signedBy(play.deal, account, hao);
        _refused(abi.encodeWithSelector(ILicensing.BadSignature.selector, account, _id(play.deal)));
        licensing.activate(_with(play, signatures));
        signatures = _signedBy(play.deal, account, stranger);
        licensing.activate(_with(play, signatures));
    }

    function test_digests_areThoseOfEip712() external view {
        Play memory play = _threeTo(venue);
        play.deal.lines[0].society = stranger;
        play.deal.lines[0].parent = keccak256("parent");
        play.deal.lines[0].consult = keccak256("consult");
        (play.deal.lines[0].depth, play.deal.lines[0].survives) = (4, true);
        (play.deal.arbiter, play.deal.crossTermination) = (hao, true);
        VM.assertEq(licensing.dealId(play.deal), _id(play.deal), "deal");
        Termination memory end = Termination({deal: RECORD, lines: 5, end: END, by: hao, deadline: NOW});
        VM.assertEq(licensing.typedDataHash(Expected.hash(end)), _digest(end), "termination");
        Cancellation memory text = Cancellation({digest: RECORD, by: hao, deadline: NOW});
        VM.assertEq(licensing.typedDataHash(Expected.hash(text)), _digestOfCancel(text), "cancellation");
        VM.assertNotEq(_digest(text), _digestOfCancel(text), "another domain than the registry's");
    }

    function test_t02_anotherDeploymentHasAnotherId() external {
        Play memory play = _songTo(venue);
        CopyrightRegistry twin = CopyrightRegistry(_deploy("CopyrightRegistry", _second()));
        Licensing other = Licensing(_deploy("Licensing", address(twin)));
        VM.assertEq(address(other.REGISTRY()), address(twin), "registry");
        VM.assertEq(twin.LICENSING(), address(other), "licensing");
        VM.prank(lin);
        twin.register(_both(lin), _noPaths(), "");
        bytes memory signatures = _signatures(play.deal);
        bytes32 id = other.dealId(play.deal);
        VM.assertNotEq(id, _id(play.deal), "two domains");
        _refused(abi.encodeWithSelector(ILicensing.BadSignature.selector, play.deal.signers[0], id));
        other.activate(_with(play, signatures));
    }

    /// @dev A pair names each other, or there is none: the registry looks at the lines of its own licensing.
    function test_aRegistryOfAnotherLicensingIsRefused() external {
        bytes memory refusal = abi.encodeWithSelector(ILicensing.WrongRegistry.selector, address(registry));
        _refused(refusal);
        new Licensing(registry);
    }

    /// @dev The other signers' signatures are good; the account's is made by that key.
    function _signedBy(Deal memory deal, address account, address key) private view returns (bytes memory packed) {
        bytes32 id = _id(deal);
        for (uint256 i = 0; i < deal.signers.length; ++i) {
            address signer = deal.signers[i] == account ? key : deal.signers[i];
            packed = _pack(packed, _signature(signer, id));
        }
    }

    function _swap() private returns (Play memory play) {
        Registration memory his = _registration(hao, _song(keccak256("hao's"), hao));
        _register(his);
        play = _songTo(hao);
        Title memory hers = play.titles[0];
        play.titles = new Title[](2);
        (play.titles[0], play.titles[1]) = (hers, _title(his, 0, 0));
        play.deal.lines = new Line[](2);
        (play.deal.lines[0], play.deal.lines[1]) = (_line(hers, hao), _line(play.titles[1], lin));
        play.deal.crossTermination = true;
    }

    function _people(string memory name, uint256 count) private returns (address[] memory accounts) {
        accounts = new address[](count);
        for (uint256 i = 0; i < count; ++i) {
            accounts[i] = _account(string.concat(name, VM.toString(i)));
        }
        return _sorted(accounts);
    }

    function _orchestra() private returns (Play memory play, address aPerformer) {
        address[] memory writers = _people("writer", 3);
        address[] memory performers = _people("performer", 28);
        Registration memory text = _both(lin);
        (text.assets[0].recordHash, text.assets[1].recordHash) = (keccak256("symphony"), keccak256("its recording"));
        text.assets[0].splits[0] = _equal(WRK, writers);
        text.assets[1].splits[0] = _equal(PRF, performers);
        _register(text);
        play = _threeTo(venue);
        play.deal.signers = new address[](33);
        for (uint256 i = 0; i < 28; ++i) {
            play.deal.signers[i] = performers[i];
        }
        for (uint256 i = 0; i < 3; ++i) {
            play.deal.signers[28 + i] = writers[i];
        }
        (play.deal.signers[31], play.deal.signers[32]) = (lin, venue);
        _sorted(play.deal.signers);
        play.titles[0] = _title(text, 0, 0);
        play.titles[1] = _title(text, 1, 0);
        play.titles[2] = _title(text, 1, 1);
        for (uint256 i = 0; i < 3; ++i) {
            play.deal.lines[i] = _line(play.titles[i], venue);
        }
        aPerformer = performers[13];
    }

    function _without(address[] memory all, address missing) private pure returns (address[] memory rest) {
        rest = new address[](all.length - 1);
        uint256 place = 0;
        for (uint256 i = 0; i < all.length; ++i) {
            if (all[i] != missing) rest[place++] = all[i];
        }
    }
}
