// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    Deal,
    Entry,
    Exclusives,
    ILicensing,
    Line,
    Proof,
    Seen,
    Termination
} from "../../contracts/interfaces/ILicensing.sol";
import {ChainsBase} from "./helpers/ChainsBase.sol";
import {Expected} from "./helpers/Expected.sol";

/// @title What the licensee of a SOLE or EXCLUSIVE line has seen, and what may have come since
contract HeadsTest is ChainsBase {
    function test_acceptDigest_isThatOfEip712() external view {
        Play memory play = _threeTo(venue);
        bytes32[] memory heads = new bytes32[](3);
        (heads[0], heads[2]) = (RECORD, FILE);
        bytes32 structHash = Expected.accept(play.deal, heads);
        bytes32 digest = Expected.licensingDigest(address(licensing), structHash);
        VM.assertEq(licensing.typedDataHash(structHash), digest, "digest");
        VM.assertNotEq(digest, _id(play.deal), "another text than the deal's");
    }

    /// @dev The exclusive licensee signs the `Accept` and nobody else does.
    function test_whoSignsWhat() external {
        Play memory play = _grant(venue, EXCLUSIVE, 1);
        Chain memory chain = _songChain();
        _prove(play, chain);
        bytes32 id = _id(play.deal);
        bytes32 acceptance = _acceptance(play);
        bytes4 selector = ILicensing.BadSignature.selector;
        _refused(abi.encodeWithSelector(selector, venue, acceptance));
        licensing.activate(_with(play, _signedBy(play.deal, id, id)));
        _refused(abi.encodeWithSelector(selector, lin, id));
        licensing.activate(_with(play, _signedBy(play.deal, acceptance, acceptance)));
        licensing.activate(_with(play, _signedBy(play.deal, id, acceptance)));
        _note(chain, play.deal, 0);
        _assertChain(chain);
    }

    /// @dev Heads that were not signed make another `Accept`, even if they are the right ones.
    function test_headsAreSigned() external {
        Chain memory chain = _songChain();
        _record(_grantIn(1, hao, NONEXCLUSIVE), chain);
        Play memory play = _grantIn(2, venue, EXCLUSIVE);
        play.proof = new Proof[](1);
        play.proof[0].heads = new bytes32[](1);
        bytes memory signatures = _signaturesOf(play); // of an `Accept` with head 0
        _prove(play, chain);
        _refused(abi.encodeWithSelector(ILicensing.BadSignature.selector, venue, _acceptance(play)));
        licensing.activate(_with(play, signatures));
        _record(play, chain);
    }

    /// @dev Licensee of an exclusive and of a plain line in one deal: he signs once, the `Accept`.
    function test_theAcceptCoversHisOtherLines() external {
        Play memory play = _threeTo(venue);
        play.deal.lines[1].exclusivity = SOLE;
        play.proof = new Proof[](1);
        play.proof[0].heads = new bytes32[](3);
        _assertWord(_activate(play), 0, 0, NOW, BLOCK);
    }

    function test_WrongHeads() external {
        Play memory play = _grant(venue, EXCLUSIVE, 1);
        bytes4 selector = ILicensing.WrongHeads.selector;
        play.proof = new Proof[](1);
        _refusedDeal(play, abi.encodeWithSelector(selector, uint256(0), uint256(1)));
        play.proof[0].heads = new bytes32[](2);
        _refusedDeal(play, abi.encodeWithSelector(selector, uint256(2), uint256(1)));
    }

    /// @dev Nobody acknowledges anything by a NONEXCLUSIVE line.
    function test_NotAcknowledged_onANonexclusiveLine() external {
        Play memory play = _threeTo(venue);
        play.deal.lines[2].exclusivity = EXCLUSIVE;
        play.proof = new Proof[](1);
        play.proof[0].heads = new bytes32[](3);
        play.proof[0].heads[1] = RECORD;
        bytes4 selector = ILicensing.NotAcknowledged.selector;
        _refusedDeal(play, abi.encodeWithSelector(selector, uint256(1), RECORD, bytes32(0)));
    }

    function test_ProofMissing_ofTheHead() external {
        bytes memory refusal = abi.encodeWithSelector(ILicensing.ProofMissing.selector, uint256(0));
        _refusedDeal(_grant(venue, EXCLUSIVE, 1), refusal); // no proof at all
        Chain memory chain = _songChain();
        _record(_grantIn(1, hao, NONEXCLUSIVE), chain);
        Play memory play = _grantIn(2, venue, EXCLUSIVE);
        play.proof = new Proof[](1);
        play.proof[0].heads = new bytes32[](1); // the head before, and nothing of what came since
        _refusedDeal(play, refusal);
    }

    /// @dev RIGHTS.md, story 4: an exclusive that does not acknowledge the earlier grant is refused.
    function test_anEarlierGrantMustBeAcknowledged() external {
        Chain memory chain = _songChain();
        Play memory doc = _grant(hao, NONEXCLUSIVE, 1);
        _record(doc, chain);
        Play memory film = _grant(venue, EXCLUSIVE, 2);
        _prove(film, chain);
        film.proof[0].heads[0] = 0;
        _catchUp(film, 0, chain.all);
        _refusedDeal(film, _undisclosed(doc.deal));
        _record(film, chain);
    }

    /// @dev Anybody slips in a grant while the signatures travel: one that touches is fatal, others are folded in.
    function test_whatCameSinceIsFoldedIn() external {
        Chain memory chain = _songChain();
        _record(_grantIn(1, hao, NONEXCLUSIVE), chain);
        Play memory film = _grantIn(2, venue, EXCLUSIVE);
        _prove(film, chain);
        bytes32 seen = chain.head;
        bytes memory signatures = _signaturesOf(film); // what he signs stays the same
        chain.all = new Entry[](0);
        for (uint8 country = 3; country < 10; ++country) {
            _record(_grantIn(country, country % 2 == 0 ? hao : address(0), NONEXCLUSIVE), chain);
        }
        _record(_grantIn(10, hao, SOLE), chain);
        film.proof[0].exclusives = new Exclusives[](1);
        film.proof[0].exclusives[0] = chain.list;
        _catchUp(film, seen, chain.all);
        licensing.activate(_with(film, signatures));
        _note(chain, film.deal, 0);
        _assertChain(chain);
    }

    function test_UndisclosedEncumbrance() external {
        Chain memory chain = _songChain();
        _record(_grantIn(1, hao, NONEXCLUSIVE), chain);
        Play memory touching = _grant(address(0), NONEXCLUSIVE, 3); // a public licence, for the world
        _record(touching, chain);
        Play memory film = _grantIn(2, venue, SOLE);
        _prove(film, chain);
        film.proof[0].heads[0] = 0;
        _catchUp(film, 0, chain.all);
        _refusedDeal(film, _undisclosed(touching.deal));
    }

    /// @dev The same people are exempt as from a senior exclusive: himself, and who signs; and what is over.
    function test_whatCameSinceButIsNoEncumbrance() external {
        Chain memory chain = _songChain();
        _record(_grant(venue, NONEXCLUSIVE, 1), chain); // his own
        Play memory doc = _grant(hao, NONEXCLUSIVE, 2);
        bytes32 id = _record(doc, chain);
        Play memory film = _grant(venue, EXCLUSIVE, 3);
        film.proof = new Proof[](1);
        film.proof[0].heads = new bytes32[](1);
        _catchUp(film, 0, chain.all);
        _refusedDeal(film, _undisclosed(doc.deal));
        film.deal.signers = _list(lin, hao, venue);
        _activate(film);
        _note(chain, film.deal, 0);
        _end(doc.deal, _termination(id, 1, hao));
        Play memory more = _grant(venue, EXCLUSIVE, 4);
        _prove(more, chain);
        more.proof[0].heads[0] = 0;
        _catchUp(more, 0, chain.all);
        _activate(more);
        _note(chain, more.deal, 0);
        _assertChain(chain);
    }

    function test_HeadMoved() external {
        Chain memory chain = _songChain();
        _record(_grantIn(1, hao, NONEXCLUSIVE), chain);
        _record(_grantIn(2, hao, NONEXCLUSIVE), chain);
        Entry[] memory all = chain.all;
        Play memory film = _grantIn(3, venue, EXCLUSIVE);
        film.proof = new Proof[](1);
        film.proof[0].heads = new bytes32[](1);
        Entry[] memory since = new Entry[](0);
        _refusedSince(film, chain, since); // nothing
        since = _entries(all[0]);
        _refusedSince(film, chain, since); // not all
        since = _longer(_entries(all[1]), all[0]);
        _refusedSince(film, chain, since); // in another order
        since = _longer(_longer(all, all[1]), all[1]);
        _refusedSince(film, chain, since); // more than all
        Entry memory forged = abi.decode(abi.encode(all[1]), (Entry));
        forged.territory = 1;
        since = _longer(_entries(all[0]), forged);
        _refusedSince(film, chain, since); // not the same
        _catchUp(film, 0, all);
        _activate(film);
    }

    /// @dev The proof must go on from what he signed, not from anything later.
    function test_NotAcknowledged() external {
        Chain memory chain = _songChain();
        Play memory doc = _grant(hao, NONEXCLUSIVE, 1);
        _record(doc, chain);
        bytes32 later = chain.head;
        _record(_grantIn(2, hao, NONEXCLUSIVE), chain);
        Play memory film = _grantIn(3, venue, EXCLUSIVE);
        film.proof = new Proof[](1);
        film.proof[0].heads = new bytes32[](1);
        _catchUp(film, later, _entries(chain.all[1])); // passes over what touches him
        bytes4 selector = ILicensing.NotAcknowledged.selector;
        _refusedDeal(film, abi.encodeWithSelector(selector, uint256(0), bytes32(0), later));
        film.proof[0].heads[0] = later;
        _activate(film);
    }

    /// @dev Two exclusive lines of one deal on one chain: the second catches up over the first, which all signed.
    function test_theHeadBeforeThisDealServesAllItsLines() external {
        Chain memory chain = _songChain();
        _record(_grantIn(1, hao, NONEXCLUSIVE), chain);
        Play memory play = _grant(venue, EXCLUSIVE, 2);
        play.deal.lines = new Line[](2);
        for (uint256 i = 0; i < 2; ++i) {
            play.deal.lines[i] = _line(play.titles[0], i == 0 ? venue : stranger);
            play.deal.lines[i].exclusivity = EXCLUSIVE;
        }
        play.deal.signers = _list(lin, venue, stranger);
        play.proof = new Proof[](1);
        play.proof[0].heads = new bytes32[](2);
        (play.proof[0].heads[0], play.proof[0].heads[1]) = (chain.head, chain.head);
        _catchUp(play, chain.head, _entries(_entry(play.deal, 0)));
        _note(chain, play.deal, 0);
        play.proof[0].exclusives = new Exclusives[](1);
        play.proof[0].exclusives[0] = chain.list;
        _activate(play);
        _note(chain, play.deal, 1);
        _assertChain(chain);
    }

    /// @dev Each line of a deal stands on its own chain with a head of its own.
    function test_severalChainsWithAHeadEach() external {
        Play memory first = _threeTo(hao);
        _activate(first);
        Play memory play = _threeTo(venue);
        play.proof = new Proof[](1);
        play.proof[0].heads = new bytes32[](3);
        play.proof[0].seen = new Seen[](1);
        for (uint256 i = 0; i < 3; ++i) {
            play.deal.lines[i].exclusivity = EXCLUSIVE;
            play.deal.lines[i].territory = 1;
            if (i != 1) play.proof[0].heads[i] = Expected.head(0, _entry(first.deal, i));
        }
        play.proof[0].seen[0].since = _entries(_entry(first.deal, 1));
        bytes4 selector = ILicensing.UndisclosedEncumbrance.selector;
        _refusedDeal(play, abi.encodeWithSelector(selector, uint256(1), _id(first.deal), uint256(1)));
        play.proof[0].heads[1] = Expected.head(0, _entry(first.deal, 1));
        play.proof[0].seen = new Seen[](0);
        _activate(play);
        for (uint256 i = 0; i < 3; ++i) {
            bytes32 chain = Expected.titleKey(play.deal.lines[i].asset, play.deal.lines[i].layer);
            bytes32 head = Expected.head(Expected.head(0, _entry(first.deal, i)), _entry(play.deal, i));
            VM.assertEq(licensing.heads(chain), head, "head");
        }
    }

    /// @dev An end is no entry: it moves no head.
    function test_endsMoveNoHead() external {
        Chain memory chain = _songChain();
        Play memory play = _grant(venue, EXCLUSIVE, 1);
        bytes32 id = _record(play, chain);
        Termination memory text = _termination(id, 1, venue);
        _end(play.deal, text);
        _assertChain(chain);
    }

    /// @dev However many lines came since, and wherever he stopped reading: the same head in the end.
    function testFuzz_catchUpFromAnywhere(uint8 lines, uint8 read) external {
        uint256 count = lines % 12;
        uint256 known = count == 0 ? 0 : read % (count + 1);
        Chain memory chain = _songChain();
        bytes32 seen;
        Entry[] memory since = new Entry[](0);
        for (uint8 i = 0; i < count; ++i) {
            if (i == known) (seen, chain.all) = (chain.head, new Entry[](0));
            _record(_grantIn(i + 1, hao, NONEXCLUSIVE), chain);
        }
        if (known < count) since = chain.all;
        else seen = chain.head;
        Play memory film = _grantIn(100, venue, EXCLUSIVE);
        film.proof = new Proof[](1);
        film.proof[0].heads = new bytes32[](1);
        film.proof[0].heads[0] = seen;
        _catchUp(film, seen, since);
        _activate(film);
        _note(chain, film.deal, 0);
        _assertChain(chain);
    }

    function _refusedSince(Play memory film, Chain memory chain, Entry[] memory since) private {
        bytes32 reached;
        for (uint256 i = 0; i < since.length; ++i) {
            reached = Expected.head(reached, since[i]);
        }
        _catchUp(film, 0, since);
        bytes4 selector = ILicensing.HeadMoved.selector;
        _refusedDeal(film, abi.encodeWithSelector(selector, uint256(0), reached, chain.head));
    }

    function _undisclosed(Deal memory deal) private view returns (bytes memory) {
        bytes4 selector = ILicensing.UndisclosedEncumbrance.selector;
        return abi.encodeWithSelector(selector, uint256(0), _id(deal), uint256(0));
    }

    function _acceptance(Play memory play) private view returns (bytes32) {
        return Expected.licensingDigest(address(licensing), Expected.accept(play.deal, play.proof[0].heads));
    }

    /// @dev Lin's and the venue's signatures, each of the digest given.
    function _signedBy(Deal memory deal, bytes32 hers, bytes32 its) private view returns (bytes memory packed) {
        for (uint256 i = 0; i < deal.signers.length; ++i) {
            address signer = deal.signers[i];
            packed = _pack(packed, _signature(signer, signer == lin ? hers : its));
        }
    }
}
