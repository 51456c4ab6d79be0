// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Title} from "../../contracts/interfaces/ICopyrightRegistry.sol";
import {ILicensing, Mandate, Proof} from "../../contracts/interfaces/ILicensing.sol";
import {Expected} from "./helpers/Expected.sol";
import {MandatesBase} from "./helpers/MandatesBase.sol";
import {Log} from "./helpers/Vm.sol";

/// @title Mandates that lead from holders to whoever signs for them
contract RoutesTest is MandatesBase {
    // For whom

    function test_anAgentSignsForOne() external {
        for (uint8 kind = AGENCY; kind <= ADMIN; ++kind) {
            Mandate memory text = _mandate(lin, agent, kind);
            _give(text);
            Play memory play = _byOne(text);
            play.deal.salt = bytes32(uint256(kind));
            VM.assertEq(_state(_activate(play)), ACTIVE, "active");
        }
    }

    /// @dev The agent's chain and the song's get the same entry, the song's first.
    function test_theAgentsChain() external {
        Mandate memory text = _mandate(lin, agent, AGENCY);
        _give(text);
        Play memory play = _byOne(text);
        bytes memory signatures = _signaturesOf(play);
        _expectLine(Expected.titleKey(song, WRK), play);
        _expectLine(_chainOf(agent), play);
        licensing.activate(_with(play, signatures));
        _assertOnly(Expected.titleKey(song, WRK), play, 0);
        _assertOnly(_chainOf(agent), play, 0);
        VM.assertEq(licensing.heads(_chainOf(lin)), 0, "a holder has no such chain");
    }

    function _expectLine(bytes32 chain, Play memory play) private {
        bytes32 head = Expected.head(0, _entry(play.deal, 0));
        VM.expectEmit(true, true, true, true, address(licensing));
        emit ILicensing.LineActivated(chain, _id(play.deal), venue, 0, head);
    }

    /// @dev Story 2: 28 AGENCY mandates in one, then two signatures for a deal instead of 29.
    function test_anAgentSignsFor28() external {
        address[] memory performers = _many("performer", 28);
        Title memory title = _performance(performers);
        Mandate memory text = _mandateOf(performers, agent, AGENCY);
        _give(text);
        Play memory play = _through(title, agent, _mandates(text), hex"00");
        _activate(play);
        _assertOnly(_chainOf(agent), play, 0);
    }

    /// @dev The same by 28 mandates of one giver each: 28 routes, and his chain has the line once.
    function test_anAgentSignsFor28_byAsManyMandates() external {
        address[] memory performers = _many("performer", 28);
        Play memory play = _play(_performance(performers), venue);
        play.deal.signers = _list(agent, venue);
        play.proof = new Proof[](1);
        play.proof[0].mandates = new Mandate[](28);
        play.proof[0].routes = new bytes[](28);
        for (uint256 i = 0; i < 28; ++i) {
            play.proof[0].mandates[i] = _mandate(performers[i], agent, AGENCY);
            play.proof[0].routes[i] = bytes.concat(hex"00", bytes1(uint8(i)));
            _give(play.proof[0].mandates[i]);
        }
        _activate(play);
        _assertOnly(_chainOf(agent), play, 0);
    }

    /// @dev 20 gave him a mandate, among others who are no holders; eight sign themselves, and none can be left out.
    function test_anAgentSignsForSome() external {
        address[] memory performers = _many("performer", 28);
        Title memory title = _performance(performers);
        Mandate memory text = _mandateOf(_some(performers, 0, 20), agent, AGENCY);
        text.givers = _sorted(_joined(text.givers, _list(hao, stranger)));
        _give(text);
        Play memory play = _through(title, agent, _mandates(text), hex"00");
        address[] memory themselves = _some(performers, 20, 28);
        play.deal.signers = _sorted(_joined(themselves, _list(agent, venue)));
        for (uint256 i = 0; i < 8; ++i) {
            Play memory without = _through(title, agent, _mandates(text), hex"00");
            address[] memory seven = _joined(_some(themselves, 0, i), _some(themselves, i + 1, 8));
            without.deal.signers = _sorted(_joined(seven, _list(agent, venue)));
            bytes4 selector = ILicensing.MissingSigner.selector;
            _refusedDeal(without, abi.encodeWithSelector(selector, 0, themselves[i]));
        }
        _activate(play);
        _assertOnly(_chainOf(agent), play, 0);
    }

    function _some(address[] memory all, uint256 from, uint256 to) private pure returns (address[] memory part) {
        part = new address[](to - from);
        for (uint256 i = from; i < to; ++i) {
            part[i - from] = all[i];
        }
    }

    function _joined(address[] memory some, address[] memory others) private pure returns (address[] memory all) {
        all = new address[](some.length + others.length);
        for (uint256 i = 0; i < all.length; ++i) {
            all[i] = i < some.length ? some[i] : others[i - some.length];
        }
    }

    /// @dev Two agents, each for one of two holders: both must sign, and each has the line in his chain.
    function test_twoAgentsInOneLine() external {
        Play memory play = _byTwoAgents();
        play.deal.signers = _list(agent, venue);
        _refusedDeal(play, abi.encodeWithSelector(ILicensing.MissingSigner.selector, 0, publisher));
        play.deal.signers = _list(agent, publisher, venue);
        _activate(play);
        _assertOnly(_chainOf(agent), play, 0);
        _assertOnly(_chainOf(publisher), play, 0);
    }

    function _byTwoAgents() private returns (Play memory play) {
        Mandate memory one = _mandate(lin, agent, AGENCY);
        Mandate memory other = _mandate(hao, publisher, ADMIN);
        _give(one);
        _give(other);
        play = _through(_shared(), agent, _mandates(one, other), hex"00");
        play.proof[0].routes = new bytes[](2);
        (play.proof[0].routes[0], play.proof[0].routes[1]) = (hex"0000", hex"0001");
    }

    /// @dev Without the second route the second holder is missing, whoever signs.
    function test_whomNoRouteReaches() external {
        Play memory play = _byTwoAgents();
        play.deal.signers = _list(agent, publisher, venue);
        bytes[] memory one = new bytes[](1);
        one[0] = play.proof[0].routes[0];
        play.proof[0].routes = one;
        _refusedDeal(play, abi.encodeWithSelector(ILicensing.MissingSigner.selector, 0, hao));
    }

    /// @dev A holder who signs himself may have an agent beside him.
    function test_bothTheHolderAndHisAgent() external {
        Mandate memory text = _mandate(lin, agent, AGENCY);
        _give(text);
        Play memory play = _byOne(text);
        play.deal.signers = _list(lin, agent, venue);
        _activate(play);
    }

    /// @dev One holder is the other's agent, and the licensee may be an agent too: one signature does for both.
    function test_agentsWhoArePartiesThemselves() external {
        Title memory title = _shared();
        Mandate memory text = _mandate(lin, hao, AGENCY);
        _give(text);
        Play memory play = _through(title, hao, _mandates(text), hex"00");
        _activate(play);
        _assertOnly(_chainOf(hao), play, 0);
        text = _mandate(lin, venue, AGENCY);
        _give(text);
        play = _through(title, hao, _mandates(text), hex"00");
        play.deal.salt = bytes32(uint256(2));
        _activate(play);
        _assertOnly(_chainOf(venue), play, 0);
    }

    /// @dev Nobody's agent is nobody's signer.
    function test_anAgentOnNoRoute() external {
        Mandate memory text = _mandate(lin, agent, AGENCY);
        _give(text);
        Play memory play = _songTo(venue);
        play.deal.signers = _list(lin, agent, venue);
        _refusedDeal(play, abi.encodeWithSelector(ILicensing.NeedlessSigner.selector, agent));
    }

    /// @dev A mandate that no holder of the title gave leads to nobody's signer, so its mandatary is needless.
    function test_aRouteThatCoversNobody() external {
        Mandate memory text = _mandate(hao, agent, AGENCY);
        _give(text);
        Play memory play = _byOne(text);
        _refusedDeal(play, abi.encodeWithSelector(ILicensing.MissingSigner.selector, 0, lin));
        play.deal.signers = _list(lin, agent, venue);
        _refusedDeal(play, abi.encodeWithSelector(ILicensing.NeedlessSigner.selector, agent));
    }

    /// @dev An agent may grant an exclusive where his cap lets him; the licensee accepts as ever.
    function test_anExclusiveByAnAgent() external {
        Mandate memory text = _mandate(lin, agent, AGENCY);
        _give(text);
        Play memory play = _byOne(text);
        play.deal.lines[0].exclusivity = EXCLUSIVE;
        play.proof[0].heads = new bytes32[](1);
        _activate(play);
        _assertOnly(_chainOf(agent), play, 0);
    }

    // Several lines

    /// @dev Each line has its own routes: an agent's chain grows by the lines that he signed for a holder.
    function test_eachLineHasItsRoutes() external {
        Mandate memory one = _mandate(lin, agent, AGENCY);
        Mandate memory other = _mandate(lin, publisher, ADMIN);
        _give(one);
        _give(other);
        Play memory play = _threeTo(venue);
        play.proof = new Proof[](1);
        play.proof[0].mandates = _mandates(one, other);
        play.proof[0].routes = new bytes[](3);
        for (uint8 i = 0; i < 3; ++i) {
            play.proof[0].routes[i] = abi.encodePacked(i, i == 1 ? 1 : uint8(0));
        }
        play.deal.signers = _list(agent, publisher, venue);
        _activate(play);
        _assertOnly(_chainOf(publisher), play, 1);
        bytes32 head = Expected.head(Expected.head(0, _entry(play.deal, 0)), _entry(play.deal, 2));
        VM.assertEq(licensing.heads(_chainOf(agent)), head, "two of three");
    }

    /// @dev Two routes to one agent in one line: his chain has it once.
    function test_foldedOnceForEachLine() external {
        Mandate memory one = _mandate(lin, agent, AGENCY);
        Mandate memory other = _mandate(hao, agent, ADMIN);
        _give(one);
        _give(other);
        Play memory play = _through(_shared(), agent, _mandates(one, other), hex"00");
        play.proof[0].routes = new bytes[](2);
        (play.proof[0].routes[0], play.proof[0].routes[1]) = (hex"0000", hex"0001");
        bytes memory signatures = _signaturesOf(play);
        VM.recordLogs();
        licensing.activate(_with(play, signatures));
        Log[] memory logs = VM.getRecordedLogs();
        VM.assertEq(logs.length, 3, "the deal, the song's chain, the agent's chain");
        _assertOnly(_chainOf(agent), play, 0);
    }

    // Hops

    function test_publishers() external {
        _activate(_chained(_kinds(ADMIN, SUBPUBLISH, SUBPUBLISH)));
        VM.assertTrue(licensing.heads(_chainOf(_account("hop3"))) != 0, "who signs has a chain");
        VM.assertEq(licensing.heads(_chainOf(_account("hop2"))), 0, "who passes it on has none");
    }

    /// @dev The society's list is not the member's: it is he who is barred, and his society leads on.
    function test_societies() external {
        Play memory play = _chained(_kinds(COLLECTIVE, JOINT_COLLECTION, RECIPROCAL));
        play.proof[0].bars = _opened(_listOf(play.proof[0].mandates[0]));
        _activate(play);
        VM.assertTrue(licensing.heads(_chainOf(_account("hop3"))) != 0, "who signs has a chain");
    }

    function test_fiveHops() external {
        _activate(_chained(_publishers(5)));
    }

    function test_sixHops() external {
        _refusedDeal(_chained(_publishers(6)), abi.encodeWithSelector(ILicensing.BadRoute.selector, 0));
    }

    /// @dev Of all 36 pairs of kinds, those that a route takes.
    function test_everyPairOfKinds() external {
        for (uint8 first = COLLECTIVE; first <= RECIPROCAL; ++first) {
            for (uint8 second = COLLECTIVE; second <= RECIPROCAL; ++second) {
                _pairOfKinds(first, second);
            }
        }
    }

    function _pairOfKinds(uint8 first, uint8 second) private {
        uint8[] memory kinds = new uint8[](2);
        (kinds[0], kinds[1]) = (first, second);
        string memory tag = string.concat(VM.toString(first), "-", VM.toString(second), "-");
        Play memory play = _chainedFor(tag, kinds);
        if (first == COLLECTIVE) play.proof[0].bars = _opened(_listOf(play.proof[0].mandates[0]));
        bytes4 selector = ILicensing.RouteBroken.selector;
        bytes32 id = _mandateId(play.proof[0].mandates[first > ADMIN ? 0 : 1]);
        if (first <= ADMIN && _mayFollow(second, first)) _activate(play);
        else _refusedDeal(play, abi.encodeWithSelector(selector, 0, id));
    }

    /// @dev RIGHTS.md 3, the table of kinds: what stands on what, beyond the holder's own mandate.
    function test_everyThirdKind() external {
        for (uint8 second = SUBPUBLISH; second <= RECIPROCAL; ++second) {
            for (uint8 third = COLLECTIVE; third <= RECIPROCAL; ++third) {
                uint8 first = second == SUBPUBLISH ? ADMIN : COLLECTIVE;
                string memory tag = string.concat(VM.toString(second), ">", VM.toString(third), "-");
                Play memory play = _chainedFor(tag, _kinds(first, second, third));
                if (first == COLLECTIVE) play.proof[0].bars = _opened(_listOf(play.proof[0].mandates[0]));
                bytes32 id = _mandateId(play.proof[0].mandates[2]);
                if (_mayFollow(third, second)) _activate(play);
                else _refusedDeal(play, abi.encodeWithSelector(ILicensing.RouteBroken.selector, 0, id));
            }
        }
    }

    function _mayFollow(uint8 kind, uint8 before) private pure returns (bool) {
        if (before == ADMIN || before == SUBPUBLISH) return kind == SUBPUBLISH;
        bool societies = before == COLLECTIVE || before == JOINT_COLLECTION || before == RECIPROCAL;
        return societies && (kind == JOINT_COLLECTION || kind == RECIPROCAL);
    }

    function _kinds(uint8 first, uint8 second, uint8 third) private pure returns (uint8[] memory kinds) {
        kinds = new uint8[](3);
        (kinds[0], kinds[1], kinds[2]) = (first, second, third);
    }

    /// @dev A publisher, and from him on one publisher after another.
    function _publishers(uint256 hops) private pure returns (uint8[] memory kinds) {
        kinds = new uint8[](hops);
        for (uint256 i = 0; i < hops; ++i) {
            kinds[i] = i == 0 ? ADMIN : SUBPUBLISH;
        }
    }

    function _chained(uint8[] memory kinds) private returns (Play memory) {
        return _chainedFor("hop", kinds);
    }

    /// @dev A song of a new holder, and mandates from him on, all given: `tag` names him and everybody on the way.
    function _chainedFor(string memory tag, uint8[] memory kinds) private returns (Play memory play) {
        address[] memory path = new address[](kinds.length + 1);
        Mandate[] memory mandates = new Mandate[](kinds.length);
        bytes memory hops;
        for (uint256 i = 0; i < path.length; ++i) {
            path[i] = _account(string.concat(tag, VM.toString(i)));
            if (i == 0) continue;
            mandates[i - 1] = _mandate(path[i - 1], path[i], kinds[i - 1]);
            _give(mandates[i - 1]);
            hops = bytes.concat(hops, bytes1(uint8(i - 1)));
        }
        play = _through(_songOf(path[0], keccak256(bytes(tag))), path[kinds.length], mandates, hops);
    }

    function _songOf(address holder, bytes32 recordHash) private returns (Title memory) {
        _register(_registration(holder, _song(recordHash, holder)));
        return _title(_registration(holder, _song(recordHash, holder)), 0, 0);
    }
}
