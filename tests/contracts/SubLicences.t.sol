// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Cancellation, Registration} from "../../contracts/interfaces/ICopyrightRegistry.sol";
import {Deal, ILicensing, Line, Proof, Termination} from "../../contracts/interfaces/ILicensing.sol";
import {ChainsBase} from "./helpers/ChainsBase.sol";
import {Expected} from "./helpers/Expected.sol";

/// @title Sub-licences: within their parents, while these are in force, each on its parent's own chain
contract SubLicencesTest is ChainsBase {
    /// @dev Its licensor is the parent's licensee: Lin, who owns the song, is not asked, and her title not opened.
    function test_aSubLicenceStandsOnItsParentsChain() external {
        Chain memory songs = _songChain();
        Play memory parent = _deep(hao, EXCLUSIVE, 1);
        _record(parent, songs);
        Chain memory chain = _chainUnder(parent.deal, 0);
        Play memory play = _sub(parent.deal, 0, venue);
        bytes memory signatures = _signaturesOf(play);
        VM.expectEmit(true, true, true, true, address(licensing));
        emit ILicensing.DealActivated(_id(play.deal), play.deal);
        _expectLine(chain, play);
        VM.prank(stranger);
        licensing.activate(_with(play, signatures));
        _note(chain, play.deal, 0);
        _assertChain(chain);
        _assertChain(songs);
    }

    function test_MissingSigner() external {
        Play memory parent = _deep(hao, NONEXCLUSIVE, 1);
        _activate(parent);
        Play memory play = _sub(parent.deal, 0, venue);
        bytes4 selector = ILicensing.MissingSigner.selector;
        play.deal.signers = _list(venue);
        _refusedDeal(play, abi.encodeWithSelector(selector, uint256(0), hao));
        play.deal.signers = _list(lin, venue); // the owner can't stand in for her licensee
        _refusedDeal(play, abi.encodeWithSelector(selector, uint256(0), hao));
        play.deal.signers = _list(hao);
        _refusedDeal(play, abi.encodeWithSelector(selector, uint256(0), venue));
        play.deal.signers = _list(lin, hao, venue);
        _refusedDeal(play, abi.encodeWithSelector(ILicensing.NeedlessSigner.selector, lin));
    }

    function test_ExceedsParent_assetAndLayer() external {
        Play memory parent = _deep(hao, NONEXCLUSIVE, 1);
        _activate(parent);
        Play memory play = _sub(parent.deal, 0, venue);
        play.deal.lines[0].asset = recording;
        _refusedAs(play, 1);
        play = _sub(parent.deal, 0, venue);
        play.deal.lines[0].layer = PRF;
        _refusedAs(play, 1);
    }

    function test_ExceedsParent_usageAndTerritory() external {
        Play memory parent = _deep(hao, NONEXCLUSIVE, 1);
        (parent.deal.lines[0].usage, parent.deal.lines[0].territory) = (6, 6);
        _activate(parent);
        uint32[3] memory wider = [uint32(1), 7, 14];
        for (uint256 i = 0; i < 3; ++i) {
            Play memory play = _sub(parent.deal, 0, venue);
            play.deal.lines[0].usage = wider[i];
            _refusedAs(play, 2);
            (play.deal.lines[0].usage, play.deal.lines[0].territory) = (4, wider[i]);
            _refusedAs(play, 3);
            play.deal.lines[0].territory = 2;
            play.deal.salt = bytes32(i);
            _activate(play);
        }
    }

    function test_ExceedsParent_time() external {
        Play memory parent = _deep(hao, NONEXCLUSIVE, 1);
        bytes32 id = _activate(parent);
        Play memory play = _sub(parent.deal, 0, venue);
        (play.deal.lines[0].start, play.deal.lines[0].end) = (START - 1, END);
        _refusedAs(play, 4);
        (play.deal.lines[0].start, play.deal.lines[0].end) = (START, END + 1);
        _refusedAs(play, 4);
        _endAt(parent.deal, id, END - 10); // it will end earlier than agreed
        play.deal.lines[0].end = END - 9;
        _refusedAs(play, 4);
        play.deal.lines[0].end = END - 10;
        _activate(play);
    }

    function test_ExceedsParent_exclusivity() external {
        for (uint8 rank = NONEXCLUSIVE; rank <= EXCLUSIVE; ++rank) {
            Chain memory songs = _songChain();
            Play memory parent = _deepIn(rank, hao, rank);
            if (rank == EXCLUSIVE) _note(songs, _deepIn(NONEXCLUSIVE, hao, NONEXCLUSIVE).deal, 0);
            if (rank == EXCLUSIVE) _note(songs, _deepIn(SOLE, hao, SOLE).deal, 0);
            if (rank == SOLE) _note(songs, _deepIn(NONEXCLUSIVE, hao, NONEXCLUSIVE).deal, 0);
            _record(parent, songs);
            Chain memory chain = _chainUnder(parent.deal, 0);
            for (uint8 child = EXCLUSIVE; child > rank; --child) {
                Play memory wider = _subAs(parent.deal, venue, child);
                _prove(wider, chain);
                _refusedAs(wider, 5);
            }
            for (uint8 child = NONEXCLUSIVE; child <= rank; ++child) {
                _record(_subAs(parent.deal, venue, child), chain);
            }
        }
    }

    function test_ExceedsParent_depth() external {
        for (uint8 depth = 0; depth <= 4; ++depth) {
            Play memory parent = _grantIn(depth, hao, NONEXCLUSIVE);
            parent.deal.lines[0].depth = depth;
            _activate(parent);
            Play memory play = _sub(parent.deal, 0, venue);
            for (uint8 child = depth; child <= 4; ++child) {
                play.deal.lines[0].depth = child;
                _refusedAs(play, 6);
            }
            for (uint8 child = 0; child < depth; ++child) {
                play.deal.lines[0].depth = child;
                _activate(play);
            }
        }
    }

    /// @dev Whoever is licensed for everybody gives no licences: a public licence has no children.
    function test_aPublicLicenceHasNoChildren() external {
        Play memory parent = _grant(address(0), NONEXCLUSIVE, 1);
        _activate(parent);
        Play memory play = _sub(parent.deal, 0, venue);
        play.deal.signers = _list(venue);
        _refusedAs(play, 6);
    }

    function test_aPublicSubLicence() external {
        Play memory parent = _deep(hao, NONEXCLUSIVE, 1);
        _activate(parent);
        Chain memory chain = _chainUnder(parent.deal, 0);
        Play memory play = _sub(parent.deal, 0, address(0));
        _refusedDeal(play, abi.encodeWithSelector(ILicensing.BadPublicLicence.selector, uint256(0)));
        (play.deal.lines[0].depth, play.deal.signers) = (0, new address[](0));
        bytes4 selector = ILicensing.MissingSigner.selector;
        _refusedDeal(play, abi.encodeWithSelector(selector, uint256(0), hao));
        play.deal.signers = _list(hao);
        _record(play, chain);
    }

    function test_NotTheParent() external {
        Play memory parent = _threeTo(hao);
        for (uint256 i = 0; i < 3; ++i) {
            parent.deal.lines[i].depth = 1;
        }
        _activate(parent);
        bytes4 selector = ILicensing.NotTheParent.selector;
        bytes32 expected = Expected.lineId(_id(parent.deal), 1);
        Play memory play = _sub(parent.deal, 1, venue);
        play.proof[0].lineages[0] = hex"0002";
        bytes32 given = Expected.lineId(_id(parent.deal), 2);
        _refusedDeal(play, abi.encodeWithSelector(selector, uint256(0), given, expected));
        play.proof[0].lineages[0] = hex"00ff";
        given = Expected.lineId(_id(parent.deal), 255);
        _refusedDeal(play, abi.encodeWithSelector(selector, uint256(0), given, expected));
        play = _sub(parent.deal, 1, venue);
        play.proof[0].ancestors[0].salt = RECORD; // another deal with the same words
        given = Expected.lineId(_id(play.proof[0].ancestors[0]), 1);
        _refusedDeal(play, abi.encodeWithSelector(selector, uint256(0), given, expected));
    }

    /// @dev The grandparent given must be the parent's parent.
    function test_NotTheParent_ofAGrandparent() external {
        Play[5] memory plays = _generations(3, 0);
        Play memory play = _subOf(plays[1], stranger);
        play.proof[0].lineages[0] = hex"00000000";
        bytes32 given = Expected.lineId(_id(plays[1].deal), 0);
        bytes32 expected = Expected.lineId(_id(plays[0].deal), 0);
        bytes4 selector = ILicensing.NotTheParent.selector;
        _refusedDeal(play, abi.encodeWithSelector(selector, uint256(0), given, expected));
    }

    function test_BadLineage() external {
        Play[5] memory plays = _generations(3, 0);
        bytes memory refusal = abi.encodeWithSelector(ILicensing.BadLineage.selector, uint256(0));
        Play memory play = _subOf(plays[1], stranger);
        bytes memory good = play.proof[0].lineages[0];
        bytes[7] memory bad = [
            bytes(""),
            hex"00", // half a step
            hex"0000", // stops before the root
            hex"000001", // stops in the middle of a step
            hex"00000200", // names what was not given
            hex"000001000100", // goes on after the root
            hex"00000000000000000000" // more than four generations
        ];
        for (uint256 i = 0; i < bad.length; ++i) {
            play.proof[0].lineages[0] = bad[i];
            _refusedDeal(play, refusal);
        }
        play.proof[0].lineages[0] = good;
        play.proof[0].ancestors = new Deal[](0);
        _refusedDeal(play, refusal);
    }

    /// @dev The id of a line that its deal never had.
    function test_BadLineage_noSuchLine() external {
        Play memory parent = _deep(hao, NONEXCLUSIVE, 1);
        _activate(parent);
        Play memory play = _sub(parent.deal, 0, venue);
        play.deal.lines[0].parent = Expected.lineId(_id(parent.deal), 7);
        play.proof[0].lineages[0] = hex"0007";
        _refusedDeal(play, abi.encodeWithSelector(ILicensing.BadLineage.selector, uint256(0)));
    }

    function test_ProofMissing() external {
        Play memory parent = _deep(hao, NONEXCLUSIVE, 1);
        _activate(parent);
        bytes memory refusal = abi.encodeWithSelector(ILicensing.ProofMissing.selector, uint256(0));
        Play memory play = _sub(parent.deal, 0, venue);
        play.proof[0].lineages = new bytes[](0);
        _refusedDeal(play, refusal);
        play.proof = new Proof[](0);
        _refusedDeal(play, refusal);
        play = _twoUnder(parent.deal, parent.deal, venue); // each sub-licence has a lineage of its own
        play.proof[0].lineages = new bytes[](1);
        play.proof[0].lineages[0] = hex"0000";
        _refusedDeal(play, abi.encodeWithSelector(ILicensing.ProofMissing.selector, uint256(1)));
    }

    function test_ParentNotActive() external {
        Play memory parent = _deep(hao, NONEXCLUSIVE, 1);
        bytes32 id = _id(parent.deal);
        Play memory play = _sub(parent.deal, 0, venue);
        bytes memory refusal = abi.encodeWithSelector(ILicensing.ParentNotActive.selector, uint256(0), id);
        _refusedDeal(play, refusal);
        VM.prank(hao);
        licensing.cancel(parent.deal, Cancellation({digest: id, by: hao, deadline: FOREVER}), "");
        _refusedDeal(play, refusal);
    }

    function test_ParentEnded() external {
        bytes4 selector = ILicensing.ParentEnded.selector;
        Play memory parent = _deep(hao, NONEXCLUSIVE, 1);
        bytes32 id = _activate(parent);
        Play memory play = _sub(parent.deal, 0, venue);
        VM.warp(END); // by agreement
        _refusedDeal(play, abi.encodeWithSelector(selector, uint256(0), uint256(END)));
        VM.warp(END - 1);
        _activate(play);
        play.deal.salt = RECORD;
        VM.warp(NOW + DAY);
        _endAt(parent.deal, id, 0); // by termination
        _refusedDeal(play, abi.encodeWithSelector(selector, uint256(0), uint256(NOW + DAY)));
    }

    /// @dev The grandparent's end counts like the parent's: over now, or over before the line would be.
    function test_ParentEnded_ofAGrandparent() external {
        Play[5] memory plays = _generations(3, 0);
        Play memory play = _subOf(plays[1], stranger);
        _endAt(plays[0].deal, _id(plays[0].deal), END - 10);
        _refusedAs(play, 4);
        play.deal.lines[0].end = END - 10;
        _activate(play);
        play.deal.salt = RECORD;
        _endAt(plays[0].deal, _id(plays[0].deal), 0);
        _refusedDeal(play, abi.encodeWithSelector(ILicensing.ParentEnded.selector, uint256(0), uint256(NOW)));
    }

    /// @dev Four levels below the root, and no fifth.
    function test_fiveGenerations() external {
        Play[5] memory plays = _generations(5, 0);
        for (uint256 i = 0; i < 4; ++i) {
            Chain memory chain = _chainUnder(plays[i].deal, 0);
            _note(chain, plays[i + 1].deal, 0);
            _assertChain(chain);
        }
        VM.assertEq(plays[4].proof[0].lineages[0].length, 8, "the longest lineage");
        Play memory sixth = _subOf(plays[4], venue);
        _refusedDeal(sixth, abi.encodeWithSelector(ILicensing.BadLineage.selector, uint256(0)));
        sixth.proof[0].lineages[0] = hex"0000";
        _refusedAs(sixth, 6);
    }

    /// @dev A line that survives its parent needs nobody above it any more; one that doesn't falls with it.
    function test_survives() external {
        Play[5] memory plays = _generations(3, 2); // the second survives
        Play memory play = _sub(plays[1].deal, 0, stranger);
        Play memory longer = _subOf(plays[1], stranger);
        bytes memory refusal = abi.encodeWithSelector(ILicensing.BadLineage.selector, uint256(0));
        _refusedDeal(longer, refusal); // even while the first is in force
        _endAt(plays[0].deal, _id(plays[0].deal), 0);
        _refusedDeal(longer, refusal);
        _activate(play);
        Play memory another = _sub(plays[0].deal, 0, stranger);
        another.deal.lines[0].survives = true; // to be born it needs a parent that lives
        _refusedDeal(another, abi.encodeWithSelector(ILicensing.ParentEnded.selector, uint256(0), uint256(NOW)));
    }

    function test_withoutSurvivalTheWholeBranchFalls() external {
        Play[5] memory plays = _generations(3, 0);
        _endAt(plays[0].deal, _id(plays[0].deal), 0);
        bytes memory refusal = abi.encodeWithSelector(ILicensing.ParentEnded.selector, uint256(0), uint256(NOW));
        for (uint256 i = 0; i < 2; ++i) {
            Play memory play = i == 0 ? _sub(plays[0].deal, 0, stranger) : _subOf(plays[1], stranger);
            _refusedDeal(play, refusal);
        }
    }

    /// @dev A senior NONEXCLUSIVE keeps its seniority for its sub-licences; an exclusive's own children are no rivals.
    function test_theTitlesExclusivesAreNotAskedBelow() external {
        Chain memory songs = _songChain();
        Play memory doc = _deep(hao, NONEXCLUSIVE, 1);
        _record(doc, songs);
        Play memory film = _deep(venue, EXCLUSIVE, 2);
        _record(film, songs);
        _record(_sub(doc.deal, 0, stranger), _chainUnder(doc.deal, 0));
        _record(_sub(film.deal, 0, stranger), _chainUnder(film.deal, 0));
        _assertChain(songs);
    }

    /// @dev Siblings are rivals as lines of a title are: list, heads and catch-up are those of the parent.
    function test_exclusivesAmongSiblings() external {
        Chain memory songs = _songChain();
        Play memory parent = _deep(hao, EXCLUSIVE, 1);
        _record(parent, songs);
        Chain memory chain = _chainUnder(parent.deal, 0);
        Play memory early = _narrow(_sub(parent.deal, 0, lin), 1);
        _record(early, chain);
        Play memory first = _narrow(_subAs(parent.deal, venue, EXCLUSIVE), 2);
        _prove(first, chain);
        first.proof[0].heads[0] = 0;
        _refusedDeal(first, abi.encodeWithSelector(ILicensing.ProofMissing.selector, uint256(0)));
        _catchUp(first, 0, chain.all);
        _activate(first);
        _note(chain, first.deal, 0);
        _assertChain(chain);
        Play memory rival = _sub(parent.deal, 0, stranger);
        _refusedDeal(rival, abi.encodeWithSelector(ILicensing.ProofMissing.selector, uint256(0)));
        _refusedOn(chain, rival, _conflict(first.deal, 0));
        Play memory second = _narrow(_subAs(parent.deal, stranger, SOLE), 4);
        _prove(second, chain);
        bytes memory signatures = _signaturesOf(second);
        _expectList(chain, second, 1);
        licensing.activate(_with(second, signatures));
        _note(chain, second.deal, 0);
        _assertChain(chain);
        _assertChain(songs); // none of this is seen above
    }

    function test_UndisclosedEncumbrance_amongSiblings() external {
        Chain memory songs = _songChain();
        Play memory parent = _deep(hao, SOLE, 1);
        _record(parent, songs);
        Chain memory chain = _chainUnder(parent.deal, 0);
        Play memory early = _sub(parent.deal, 0, lin);
        _record(early, chain);
        Play memory play = _subAs(parent.deal, venue, SOLE);
        _prove(play, chain);
        play.proof[0].heads[0] = 0;
        _catchUp(play, 0, chain.all);
        bytes4 selector = ILicensing.UndisclosedEncumbrance.selector;
        _refusedDeal(play, abi.encodeWithSelector(selector, uint256(0), _id(early.deal), uint256(0)));
        play.proof[0].heads[0] = chain.head;
        _record(play, chain);
    }

    /// @dev Exempt are the same as on a title: the same licensee, and a senior who signs.
    function test_theSameSubLicenseeIsExempt() external {
        Chain memory songs = _songChain();
        Play memory parent = _deep(hao, EXCLUSIVE, 1);
        _record(parent, songs);
        Chain memory chain = _chainUnder(parent.deal, 0);
        _record(_subAs(parent.deal, venue, EXCLUSIVE), chain);
        _record(_sub(parent.deal, 0, venue), chain);
        Play memory play = _sub(parent.deal, 0, stranger);
        play.deal.signers = _list(hao, venue, stranger); // the senior lets it pass
        _record(play, chain);
    }

    /// @dev Two sub-licensors swap what they were given: two lineages, two chains, each accepts; one end ends both.
    function test_aSwapOfSubLicencesBothWays() external {
        (Play memory hers, Play memory his) = _twoParents();
        Play memory play = _twoUnder(hers.deal, his.deal, venue);
        play.deal.crossTermination = true;
        (play.deal.lines[0].exclusivity, play.deal.lines[1].exclusivity) = (EXCLUSIVE, SOLE);
        (play.deal.lines[0].licensee, play.deal.lines[1].licensee) = (venue, hao);
        play.deal.signers = _list(hao, venue);
        play.proof[0].heads = new bytes32[](2);
        bytes32 id = _activate(play);
        for (uint256 i = 0; i < 2; ++i) {
            Chain memory chain = _chainUnder(i == 0 ? hers.deal : his.deal, 0);
            _note(chain, play.deal, i);
            _assertChain(chain);
        }
        VM.expectEmit(true, true, true, true, address(licensing));
        emit ILicensing.LineEnded(id, 0, NOW, hao);
        VM.expectEmit(true, true, true, true, address(licensing));
        emit ILicensing.LineEnded(id, 1, NOW, hao);
        Termination memory text = _termination(id, 2, hao);
        _end(play.deal, text);
    }

    /// @dev All lines or none: the second lineage is wrong, so the first sub-licence does not come to be either.
    function test_aSwapIsWholeOrNothing() external {
        (Play memory hers, Play memory his) = _twoParents();
        Play memory play = _twoUnder(hers.deal, his.deal, venue);
        (play.deal.lines[0].licensee, play.deal.lines[1].licensee) = (venue, hao);
        play.deal.signers = _list(hao, venue);
        play.proof[0].lineages[1] = hex"0000";
        bytes32 given = Expected.lineId(_id(hers.deal), 0);
        bytes32 expected = Expected.lineId(_id(his.deal), 0);
        bytes4 selector = ILicensing.NotTheParent.selector;
        _refusedDeal(play, abi.encodeWithSelector(selector, uint256(1), given, expected));
        _assertChain(_chainUnder(hers.deal, 0));
    }

    /// @dev A deal may hold a sub-licence beside a line on a title, each with what it needs.
    function test_besideALineOnATitle() external {
        Play memory parent = _deep(hao, NONEXCLUSIVE, 1);
        _activate(parent);
        Play memory play = _twoUnder(parent.deal, parent.deal, venue);
        Play memory direct = _grant(venue, NONEXCLUSIVE, 2);
        play.deal.lines[0] = direct.deal.lines[0];
        play.titles = direct.titles;
        play.deal.signers = _list(lin, hao, venue);
        _activate(play);
        Chain memory songs = _songChain();
        _note(songs, parent.deal, 0);
        _note(songs, play.deal, 0);
        _assertChain(songs);
        Chain memory chain = _chainUnder(parent.deal, 0);
        _note(chain, play.deal, 1);
        _assertChain(chain);
    }

    /// @dev Any child of any parent: taken exactly when it lies within, else refused for the first thing that doesn't.
    function testFuzz_withinOrNot(uint256 seed, uint256 other) external {
        Play memory parent = _deep(hao, NONEXCLUSIVE, 1);
        _randomize(parent.deal.lines[0], seed);
        parent.deal.lines[0].depth = uint8(seed >> 100) % 5;
        _activate(parent);
        Play memory play = _sub(parent.deal, 0, venue);
        _randomize(play.deal.lines[0], other);
        play.deal.lines[0].depth = uint8(other >> 100) % 5;
        uint8 what = _exceeds(play.deal.lines[0], parent.deal.lines[0]);
        if (what == 0) _activate(play);
        else _refusedAs(play, what);
    }

    function _randomize(Line memory line, uint256 seed) private pure {
        line.usage = uint32(seed % 15) + 1;
        line.territory = (seed >> 8) % 7 + 1;
        line.start = NOW + uint64((seed >> 16) % 3);
        line.end = NOW + 5 + uint64((seed >> 24) % 3);
    }

    function _exceeds(Line memory child, Line memory parent) private pure returns (uint8) {
        if (child.usage | parent.usage != parent.usage) return 2;
        if (child.territory | parent.territory != parent.territory) return 3;
        if (child.start < parent.start || child.end > parent.end) return 4;
        return child.depth < parent.depth ? 0 : 6;
    }

    /// @dev Lin's song to somebody who may sub-license it down to the last level.
    function _deep(address licensee, uint8 exclusivity, uint256 salt) private view returns (Play memory play) {
        play = _grant(licensee, exclusivity, salt);
        play.deal.lines[0].depth = 4;
    }

    function _deepIn(uint8 country, address licensee, uint8 exclusivity) private view returns (Play memory play) {
        play = _grantIn(country, licensee, exclusivity);
        play.deal.lines[0].depth = 4;
    }

    function _subAs(Deal memory deal, address licensee, uint8 exclusivity) private view returns (Play memory play) {
        play = _sub(deal, 0, licensee);
        play.deal.lines[0].exclusivity = exclusivity;
        play.deal.salt = bytes32(uint256(exclusivity));
    }

    function _narrow(Play memory play, uint256 territory) private pure returns (Play memory) {
        play.deal.lines[0].territory = territory;
        return play;
    }

    /// @dev A licence and its descendants, each the one before's sub-licence, all active; one may survive its parent.
    function _generations(uint256 count, uint256 survivor) private returns (Play[5] memory plays) {
        address[5] memory people = [hao, venue, hao, venue, hao];
        plays[0] = _deep(hao, NONEXCLUSIVE, 1);
        _activate(plays[0]);
        for (uint256 i = 1; i < count; ++i) {
            plays[i] = i == 1 ? _sub(plays[0].deal, 0, people[1]) : _subOf(plays[i - 1], people[i]);
            plays[i].deal.lines[0].survives = i + 1 == survivor;
            if (survivor != 0 && i >= survivor) plays[i] = _sub(plays[i - 1].deal, 0, people[i]);
            _activate(plays[i]);
        }
    }

    /// @dev Hao may sub-license Lin's song, and the venue Hao's; both exclusively.
    function _twoParents() private returns (Play memory hers, Play memory his) {
        hers = _deep(hao, EXCLUSIVE, 1);
        _record(hers, _songChain());
        Registration memory text = _registration(hao, _song(keccak256("hao's"), hao));
        _register(text);
        his = _play(_title(text, 0, 0), venue);
        (his.deal.lines[0].exclusivity, his.deal.lines[0].depth) = (EXCLUSIVE, 1);
        Chain memory chain;
        chain.key = Expected.titleKey(his.deal.lines[0].asset, WRK);
        _record(his, chain);
    }

    /// @dev One deal with a line under the first line of each of two deals.
    function _twoUnder(Deal memory one, Deal memory other, address licensee) private view returns (Play memory play) {
        play = _sub(one, 0, licensee);
        Line[] memory lines = new Line[](2);
        (lines[0], lines[1]) = (play.deal.lines[0], _sub(other, 0, licensee).deal.lines[0]);
        play.deal.lines = lines;
        play.proof[0].ancestors = new Deal[](2);
        (play.proof[0].ancestors[0], play.proof[0].ancestors[1]) = (one, other);
        play.proof[0].lineages = new bytes[](2);
        (play.proof[0].lineages[0], play.proof[0].lineages[1]) = (hex"0000", hex"0100");
    }

    function _endAt(Deal memory deal, bytes32 id, uint64 end) private {
        Termination memory text = _termination(id, 1, deal.lines[0].licensee);
        text.end = end;
        _end(deal, text);
    }

    function _refusedAs(Play memory play, uint8 what) private {
        _refusedDeal(play, abi.encodeWithSelector(ILicensing.ExceedsParent.selector, uint256(0), what));
    }
}
