// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {MandateBook} from "./MandateBook.sol";
import {ICopyrightRegistry, Share, Title} from "./interfaces/ICopyrightRegistry.sol";
import {
    Activation,
    Bar,
    Bars,
    Deal,
    Entry,
    Exclusives,
    ILicensing,
    Line,
    Mandate,
    Proof,
    Seen
} from "./interfaces/ILicensing.sol";
import {LicensingTypes} from "./libraries/LicensingTypes.sol";
import {Lines} from "./libraries/Lines.sol";
import {Lists} from "./libraries/Lists.sol";
import {Mandates} from "./libraries/Mandates.sol";
import {Signers} from "./libraries/Signers.sol";
import {Status} from "./libraries/Status.sol";
import {Titles} from "./libraries/Titles.sol";

/// @title The part of licensing that admits lines: whose consent each needs, and which earlier ones forbid it
abstract contract LineBook is MandateBook {
    using Status for uint256;

    /// @dev What is known of an activation while its lines are gone through.
    /// @param id The deal's id.
    /// @param needed Bit i: some line needs signers[i].
    /// @param accepting Bit i: signers[i] is the licensee of a SOLE or EXCLUSIVE line.
    /// @param titles Hashes of the titles given.
    /// @param mandates Ids of the mandates given.
    /// @param ancestors Ids of the parents' deals given.
    /// @param list Place of the next list of exclusives in the proof.
    /// @param lineage Place of the next lineage.
    /// @param seen Place of the next head seen.
    /// @param i Place of the line at hand.
    /// @param line That line.
    /// @param agents Bit k: signers[k] signs for a holder.
    /// @param blankets The heads of societies' blankets that the licensee has seen, folded.
    struct Progress {
        bytes32 id;
        uint256 needed;
        uint256 accepting;
        bytes32[] titles;
        bytes32[] mandates;
        bytes32[] ancestors;
        uint256 list;
        uint256 lineage;
        uint256 seen;
        uint256 i;
        Line line;
        uint256 agents;
        bytes32 blankets;
    }

    /// @dev A route from holders to a signer: bit k of `covered` for the holder at place k of the line's title.
    struct Route {
        bytes32 mandate;
        uint256 covered;
    }

    /// @dev The bitmap of ended lines has sixteen bits.
    uint256 private constant MAX_LINES = 16;
    uint256 private constant MAX_EXCLUSIVES = 32;
    uint256 private constant MAX_ANCESTORS = 4;

    /// @inheritdoc ILicensing
    ICopyrightRegistry public immutable REGISTRY;

    /// @inheritdoc ILicensing
    mapping(bytes32 chain => bytes32) public heads;
    /// @inheritdoc ILicensing
    mapping(bytes32 chain => bytes32) public restricted;

    constructor(ICopyrightRegistry registry) {
        REGISTRY = registry;
    }

    /// @inheritdoc ILicensing
    function dealId(Deal calldata deal) public view returns (bytes32) {
        return typedDataHash(LicensingTypes.hash(deal));
    }

    /// @dev Admits every line or reverts.
    /// @return accepting Bit i: signers[i] signs the `Accept`.
    function _addLines(Activation calldata a, bytes32 id) internal returns (uint256 accepting) {
        uint256 count = a.deal.lines.length;
        if (count == 0) revert NoLines();
        if (count > MAX_LINES) revert TooManyLines(count, MAX_LINES);
        if (a.proof.length > 1) revert TooManyProofs(a.proof.length);
        Progress memory p;
        p.id = id;
        _hashAll(a, p);
        for (uint256 i = 0; i < count; ++i) {
            (p.i, p.agents, p.blankets) = (i, 0, 0);
            p.line = a.deal.lines[i];
            _addLine(a, p);
        }
        Signers.checkNeeded(a.deal.signers, p.needed);
        accepting = p.accepting;
        if (accepting != 0) _checkHeads(a);
    }

    /// @dev When a line ends.
    function _lineEnd(bytes32 deal, uint256 index, uint256 agreed) internal view returns (uint256) {
        uint256 word = status[deal];
        if (word & Status.lineBit(index) == 0) return agreed;
        uint64 own = lineEnds[Lines.id(deal, index)];
        return own != 0 ? own : word.end();
    }

    function _addLine(Activation calldata a, Progress memory p) private {
        Line memory line = p.line;
        Lines.check(line, p.i);
        if (a.deal.crossTermination) {
            // Nobody may end a public licence, so it can't be the twin of a line that somebody may end.
            if (line.licensee == address(0)) revert BadPublicLicence(p.i);
            Lines.checkTwin(a.deal.lines[0], line, p.i);
        }
        if (line.licensee != address(0)) {
            uint256 bit = _needSigner(a, p, line.licensee);
            if (line.exclusivity != Lines.NONEXCLUSIVE) p.accepting |= bit;
        }
        Entry memory entry = Lines.entry(line, p.id, p.i);
        bytes32 chain;
        if (line.society != address(0)) {
            _needSigner(a, p, line.society);
            chain = keccak256(abi.encode(line.society, line.layer));
        } else {
            if (line.parent != 0) {
                _checkParents(a, p);
                chain = line.parent;
            } else {
                chain = _checkTitle(a, p);
            }
            _checkExclusives(a, p, chain, entry);
        }
        _chainLine(chain, entry);
        for (uint256 k = 0; p.agents >> k != 0; ++k) {
            if (p.agents & (1 << k) != 0) _chainLine(keccak256(abi.encode(a.deal.signers[k])), entry);
        }
    }

    function _chainLine(bytes32 chain, Entry memory entry) private {
        bytes32 head = Lists.nextOf(heads[chain], entry);
        heads[chain] = head;
        emit LineActivated(chain, entry.deal, entry.licensee, entry.index, head);
    }

    /// @dev Consent of the holders, each himself or through an agent; those who gave the power away, through him alone.
    function _checkTitle(Activation calldata a, Progress memory p) private view returns (bytes32 chain) {
        Line memory line = p.line;
        chain = Titles.key(line.asset, line.layer);
        bytes32 current = REGISTRY.titles(chain);
        if (line.title != current) revert StaleTitle(p.i, line.title, current);
        uint256 place = 0;
        while (place < p.titles.length && p.titles[place] != current) ++place;
        if (place == p.titles.length) revert TitleMissing(p.i);
        Title calldata title = a.titles[place];
        if (title.unclaimed.length != 0) revert UnclaimedUnits(p.i);
        Route[] memory routes;
        if (a.proof.length != 0) routes = _routes(a, p, title.shares);
        _checkHolders(a, p, title.shares, routes);
    }

    function _checkHolders(Activation calldata a, Progress memory p, Share[] calldata shares, Route[] memory routes)
        private
        view
    {
        address[] calldata signers = a.deal.signers;
        uint256 consenting = 0;
        for (uint256 r = 0; r < routes.length; ++r) {
            consenting |= routes[r].covered;
        }
        // Signers and holders both ascend, so one walk finds who signs.
        uint256 cursor = 0;
        uint256 needed = 0;
        for (uint256 k = 0; k < shares.length; ++k) {
            address holder = shares[k].holder;
            cursor = Signers.walk(signers, cursor, holder);
            if (cursor < signers.length && signers[cursor] == holder) {
                needed |= 1 << cursor++;
            } else if (consenting >> k & 1 == 0) {
                if (p.line.consult == 0) revert MissingSigner(p.i, holder);
                continue;
            }
            if (barring[holder] != 0) _checkBars(a, p, _barsOf(a, p, holder), routes, k);
        }
        // Somebody must have consulted whoever is absent.
        if (needed | consenting == 0) revert MissingSigner(p.i, shares[0].holder);
        p.needed |= needed;
    }

    /// @dev Reverts if a mandate bars the holder at place `k`, unless its mandatary signs for him; and folds in what
    ///      the licensee of an exclusive line knows of blankets that run on.
    function _checkBars(
        Activation calldata a,
        Progress memory p,
        Bars calldata bars,
        Route[] memory routes,
        uint256 k
    ) private view {
        Line memory line = p.line;
        if (line.start < bars.horizon) revert BeforeHorizon(p.i, line.start, bars.horizon);
        for (uint256 n = 0; n < bars.entries.length; ++n) {
            Bar calldata bar = bars.entries[n];
            if (bar.kind == Mandates.SUBPUBLISH || !Mandates.meets(bar, line) || bar.start >= line.end) continue;
            uint256 end = _mandateEnd(bar.mandate, bar.end);
            if (line.start < end && bar.start < end) {
                if (!_leadsThrough(routes, k, bar.mandate)) revert BarredByMandate(p.i, bars.member, bar.mandate);
            } else if (bar.kind == Mandates.COLLECTIVE && line.exclusivity != Lines.NONEXCLUSIVE) {
                if (end + Lines.SOCIETY_TERM <= block.timestamp) continue;
                Seen calldata seen = _nextSeen(a, p);
                _catchUp(a, p, seen, keccak256(abi.encode(bar.to, line.layer)));
                p.blankets = keccak256(abi.encode(p.blankets, seen.head));
            }
        }
    }

    /// @dev The routes, those of the line at hand checked and opened, the others left empty.
    function _routes(Activation calldata a, Progress memory p, Share[] calldata shares)
        private
        view
        returns (Route[] memory routes)
    {
        bytes[] calldata all = a.proof[0].routes;
        routes = new Route[](all.length);
        for (uint256 r = 0; r < all.length; ++r) {
            bytes calldata hops = all[r];
            bool fits = hops.length > 1 && hops.length <= Mandates.MAX_HOPS + 1;
            if (!fits || uint8(hops[0]) >= a.deal.lines.length) revert BadRoute(r);
            if (uint8(hops[0]) == p.i) routes[r] = _route(a, p, r, shares);
        }
    }

    function _route(Activation calldata a, Progress memory p, uint256 r, Share[] calldata shares)
        private
        view
        returns (Route memory route)
    {
        bytes calldata hops = a.proof[0].routes[r];
        uint8 kind = 0;
        address to = address(0);
        for (uint256 h = 1; h < hops.length; ++h) {
            uint256 place = uint8(hops[h]);
            if (place >= p.mandates.length) revert BadRoute(r);
            Mandate calldata mandate = a.proof[0].mandates[place];
            _checkHop(mandate, p, place, kind, to);
            if (h == 1) route = Route(p.mandates[place], _covered(mandate, p.mandates[place], shares));
            else if (mandate.kind == Mandates.SUBPUBLISH) _checkSubpublisher(a, p, to, p.mandates[place]);
            (kind, to) = (mandate.kind, mandate.to);
        }
        if (kind == Mandates.ADMIN || kind == Mandates.SUBPUBLISH) _checkSubpublisher(a, p, to, 0);
        // Who stands for nobody is no needed signer.
        if (route.covered == 0) return route;
        uint256 bit = Signers.bitOf(a.deal.signers, to);
        if (bit == 0) revert MissingSigner(p.i, to);
        p.needed |= bit;
        p.agents |= bit;
    }

    /// @dev Reverts unless a mandate is in force now, lets its mandatary license the line, and stands on the one before
    ///      it (kind 0: none), which led to its giver.
    function _checkHop(Mandate calldata mandate, Progress memory p, uint256 place, uint8 kind, address giver)
        private
        view
    {
        bytes32 id = p.mandates[place];
        bool live = status[id].state() == Status.ACTIVE && mandate.start <= block.timestamp
            && _mandateEnd(id, mandate.end) > block.timestamp;
        if (!live) revert MandateNotLive(p.i, id);
        if (!Mandates.covers(mandate, p.line)) revert MandateScope(p.i, id);
        bool stands = Mandates.mayFollow(mandate.kind, kind) && (kind == 0 || mandate.givers[0] == giver);
        if (!stands) revert RouteBroken(p.i, id);
    }

    /// @dev Which holders a mandate stands for: givers and holders both ascend, so one walk finds all.
    function _covered(Mandate calldata mandate, bytes32 id, Share[] calldata shares)
        private
        view
        returns (uint256 mask)
    {
        address[] calldata givers = mandate.givers;
        uint256 cursor = 0;
        for (uint256 k = 0; k < shares.length; ++k) {
            address holder = shares[k].holder;
            while (cursor < givers.length && givers[cursor] < holder) ++cursor;
            if (cursor == givers.length) break;
            bool stays = givers[cursor] == holder && _giverEnd(id, mandate.end, cursor) > block.timestamp;
            if (stays) mask |= 1 << k;
        }
    }

    /// @dev Reverts if a publisher's own barring mandate took the power away that the route gives him.
    function _checkSubpublisher(Activation calldata a, Progress memory p, address publisher, bytes32 next)
        private
        view
    {
        if (barring[publisher] == 0) return;
        Bars calldata bars = _barsOf(a, p, publisher);
        Line memory line = p.line;
        for (uint256 n = 0; n < bars.entries.length; ++n) {
            Bar calldata bar = bars.entries[n];
            if (bar.kind != Mandates.SUBPUBLISH || bar.mandate == next || !Mandates.meets(bar, line)) continue;
            uint256 end = _mandateEnd(bar.mandate, bar.end);
            bool bars_ = line.start < end && bar.start < end && bar.start < line.end;
            if (bars_) revert BarredByMandate(p.i, publisher, bar.mandate);
        }
    }

    /// @dev Consent of the parent's licensee, within what he was given, while every ancestor is in force.
    function _checkParents(Activation calldata a, Progress memory p) private view {
        if (a.proof.length == 0) revert ProofMissing(p.i);
        Proof calldata proof = a.proof[0];
        if (p.lineage == proof.lineages.length) revert ProofMissing(p.i);
        bytes calldata lineage = proof.lineages[p.lineage++];
        bool even = lineage.length & 1 == 0;
        if (lineage.length == 0 || !even || lineage.length > 2 * MAX_ANCESTORS) revert BadLineage(p.i);
        Line memory child = p.line;
        for (uint256 k = 0; k < lineage.length; k += 2) {
            uint256 place = uint8(lineage[k]);
            if (place >= proof.ancestors.length) revert BadLineage(p.i);
            uint256 index = uint8(lineage[k + 1]);
            bytes32 deal = p.ancestors[place];
            if (Lines.id(deal, index) != child.parent) revert NotTheParent(p.i, Lines.id(deal, index), child.parent);
            if (status[deal].state() != Status.ACTIVE) revert ParentNotActive(p.i, deal);
            if (index >= proof.ancestors[place].lines.length) revert BadLineage(p.i);
            Line memory parent = proof.ancestors[place].lines[index];
            _checkParent(a, p, parent, _lineEnd(deal, index, parent.end), k == 0);
            child = parent;
            if (child.parent == 0 || child.survives) {
                if (k + 2 != lineage.length) revert BadLineage(p.i);
                return;
            }
        }
        revert BadLineage(p.i);
    }

    function _checkParent(
        Activation calldata a,
        Progress memory p,
        Line memory parent,
        uint256 end,
        bool nearest
    ) private view {
        Line memory line = p.line;
        if (end <= block.timestamp) revert ParentEnded(p.i, end);
        if (nearest) {
            Lines.checkWithin(line, parent, end, p.i);
            _needSigner(a, p, parent.licensee);
        } else if (line.end > end) {
            revert ExceedsParent(p.i, 4);
        }
    }

    /// @dev Reverts if an earlier SOLE or EXCLUSIVE line of the chain forbids this one; enters it if it is one itself.
    function _checkExclusives(Activation calldata a, Progress memory p, bytes32 chain, Entry memory entry) private {
        Line memory line = p.line;
        bool exclusive = line.exclusivity != Lines.NONEXCLUSIVE;
        bytes32 current = restricted[chain];
        if (current != 0) {
            if (a.proof.length == 0 || p.list == a.proof[0].exclusives.length) revert ProofMissing(p.i);
            Exclusives calldata list = a.proof[0].exclusives[p.list++];
            bytes32 given = Lists.hash(list);
            if (given != current) revert ExclusivesMoved(p.i, given, current);
            if (line.start < list.horizon) revert BeforeHorizon(p.i, line.start, list.horizon);
            uint256 over = _checkSeniors(a, p, list.entries);
            if (exclusive) _enter(p.i, chain, entry, list, over | list.ended);
        } else if (exclusive) {
            restricted[chain] = Lists.hashOne(entry);
        }
        if (exclusive) _acknowledge(a, p, chain);
    }

    /// @dev Reverts if one of the entries forbids the line.
    /// @return over Bit n for entries that overlap it but were ended early.
    function _checkSeniors(Activation calldata a, Progress memory p, Entry[] calldata entries)
        private
        view
        returns (uint256 over)
    {
        Line memory line = p.line;
        for (uint256 n = 0; n < entries.length; ++n) {
            Entry calldata senior = entries[n];
            if (!Lines.overlaps(line, senior)) continue;
            if (_isOver(line, senior)) over |= 1 << n;
            else if (!_lets(a, p, line, senior)) revert ExclusiveConflict(p.i, senior.deal, senior.index);
        }
    }

    /// @dev Enters the line in a list, which lets go of entries that are over.
    /// @param hints Bit n for entries whose recorded end is to be looked up.
    function _enter(uint256 i, bytes32 chain, Entry memory added, Exclusives calldata list, uint256 hints) private {
        (uint256 kept, uint256 count, uint256 horizon) = _kept(list, hints);
        if (count == MAX_EXCLUSIVES) revert TooManyExclusives(i, MAX_EXCLUSIVES);
        if (added.start < horizon) revert BeforeHorizon(i, added.start, horizon);
        bytes32 hash = Lists.hashWith(list.entries, horizon, kept, added);
        restricted[chain] = hash;
        emit ExclusivesChanged(chain, horizon, kept, hash);
    }

    /// @dev Which entries of a list are not over.
    function _kept(Exclusives calldata list, uint256 hints)
        private
        view
        returns (uint256 kept, uint256 count, uint256 horizon)
    {
        horizon = list.horizon;
        for (uint256 n = 0; n < list.entries.length; ++n) {
            Entry calldata senior = list.entries[n];
            uint256 end = senior.end;
            if (hints & (1 << n) != 0) end = _lineEnd(senior.deal, senior.index, end);
            if (end > block.timestamp) {
                kept |= 1 << n;
                ++count;
            } else if (end > horizon) {
                horizon = end;
            }
        }
    }

    /// @dev Reverts unless the licensee signed a head from which only lines that don't touch his came since.
    function _acknowledge(Activation calldata a, Progress memory p, bytes32 chain) private view {
        if (a.proof.length == 0) revert ProofMissing(p.i);
        bytes32[] calldata heads_ = a.proof[0].heads;
        if (heads_.length != a.deal.lines.length) revert WrongHeads(heads_.length, a.deal.lines.length);
        bytes32 signed = heads_[p.i];
        if (p.blankets == 0 && signed == heads[chain]) return;
        Seen calldata seen = _nextSeen(a, p);
        _catchUp(a, p, seen, chain);
        bytes32 known = p.blankets == 0 ? seen.head : keccak256(abi.encode(p.blankets, seen.head));
        if (signed != known) revert NotAcknowledged(p.i, signed, known);
    }

    /// @dev Folds what came since a head was seen; reverts if any of it touches the line, or if it isn't all.
    function _catchUp(Activation calldata a, Progress memory p, Seen calldata seen, bytes32 chain)
        private
        view
    {
        Line memory line = p.line;
        bytes32 head = seen.head;
        for (uint256 n = 0; n < seen.since.length; ++n) {
            Entry calldata entry = seen.since[n];
            // What stands in the deal itself he signed.
            bool touches = entry.deal != p.id && Lines.overlaps(line, entry);
            if (touches && !_isOver(line, entry) && !_lets(a, p, line, entry)) {
                revert UndisclosedEncumbrance(p.i, entry.deal, entry.index);
            }
            head = Lists.next(head, entry);
        }
        if (head != heads[chain]) revert HeadMoved(p.i, head, heads[chain]);
    }

    function _needSigner(Activation calldata a, Progress memory p, address account)
        private
        pure
        returns (uint256 bit)
    {
        bit = Signers.bitOf(a.deal.signers, account);
        if (bit == 0) revert MissingSigner(p.i, account);
        p.needed |= bit;
    }

    function _nextSeen(Activation calldata a, Progress memory p) private pure returns (Seen calldata) {
        if (a.proof.length == 0 || p.seen == a.proof[0].seen.length) revert ProofMissing(p.i);
        return a.proof[0].seen[p.seen++];
    }

    /// @dev The list of barring mandates of an account that has one.
    function _barsOf(Activation calldata a, Progress memory p, address member)
        private
        view
        returns (Bars calldata bars)
    {
        if (a.proof.length == 0) revert ProofMissing(p.i);
        Bars[] calldata all = a.proof[0].bars;
        uint256 n = 0;
        while (n < all.length && all[n].member != member) ++n;
        if (n == all.length) revert ProofMissing(p.i);
        bars = all[n];
        _checkBarsGiven(bars);
    }

    /// @dev Whether an earlier line that overlaps as agreed had ended before this one starts.
    function _isOver(Line memory line, Entry calldata senior) private view returns (bool) {
        uint256 end = _lineEnd(senior.deal, senior.index, senior.end);
        return end <= line.start || end <= senior.start;
    }

    /// @dev Whether an earlier line is no obstacle: it is the same licensee's, or its licensee signs this deal.
    function _lets(Activation calldata a, Progress memory p, Line memory line, Entry calldata senior)
        private
        pure
        returns (bool)
    {
        if (senior.licensee == address(0)) return false;
        if (senior.licensee == line.licensee) return true;
        uint256 bit = Signers.bitOf(a.deal.signers, senior.licensee);
        p.needed |= bit;
        return bit != 0;
    }

    /// @dev Whether a route of the holder at place `k` begins with a mandate.
    function _leadsThrough(Route[] memory routes, uint256 k, bytes32 mandate) private pure returns (bool) {
        for (uint256 r = 0; r < routes.length; ++r) {
            if (routes[r].mandate == mandate && routes[r].covered & (1 << k) != 0) return true;
        }
        return false;
    }

    /// @dev Nobody acknowledges anything by a NONEXCLUSIVE line.
    function _checkHeads(Activation calldata a) private pure {
        bytes32[] calldata signed = a.proof[0].heads;
        for (uint256 i = 0; i < signed.length; ++i) {
            bool plain = a.deal.lines[i].exclusivity == Lines.NONEXCLUSIVE;
            if (plain && signed[i] != 0) revert NotAcknowledged(i, signed[i], 0);
        }
    }

    function _hashAll(Activation calldata a, Progress memory p) private view {
        p.titles = new bytes32[](a.titles.length);
        for (uint256 i = 0; i < p.titles.length; ++i) {
            (, p.titles[i]) = Titles.hash(a.titles[i]);
        }
        if (a.proof.length == 0) return;
        Proof calldata proof = a.proof[0];
        p.mandates = new bytes32[](proof.mandates.length);
        for (uint256 i = 0; i < p.mandates.length; ++i) {
            p.mandates[i] = mandateId(proof.mandates[i]);
        }
        p.ancestors = new bytes32[](proof.ancestors.length);
        for (uint256 i = 0; i < p.ancestors.length; ++i) {
            p.ancestors[i] = dealId(proof.ancestors[i]);
        }
    }
}
