// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    Arbitration,
    Asset,
    Assignment,
    Attestation,
    Cancellation,
    Confirmation,
    DisputeWithdrawal,
    Link,
    Opening,
    Registration,
    Replacement,
    Reveal,
    Ruling,
    Share,
    Split,
    Statement,
    Title,
    Unclaimed,
    UnitsClaim
} from "../../../contracts/interfaces/ICopyrightRegistry.sol";
import {
    Bars,
    Deal,
    Entry,
    Exclusives,
    Line,
    Mandate,
    Termination,
    Withdrawal
} from "../../../contracts/interfaces/ILicensing.sol";

/// @title Every hash of the interfaces' NatSpec and of EIP-712, written a second time
/// @dev Nothing here calls the contracts or their libraries: where both err alike, the vectors made in Python differ.
library Expected {
    string private constant LINK = "Link(uint8 kind,bytes32 target)";
    string private constant SHARE = "Share(address holder,uint32 units)";
    string private constant UNCLAIMED = "Unclaimed(bytes32 who,uint32 units)";
    string private constant SPLIT = "Split(uint8 layer,Share[] shares,Unclaimed[] unclaimed)";
    string private constant ASSET =
        "Asset(uint8 assetType,bytes32 recordHash,bytes32 fileTag,Link[] links,Split[] splits)";
    string private constant REGISTRATION =
        "Registration(address registrant,Asset[] assets,bytes32 root,uint64 deadline)";
    string private constant LINE =
        "Line(bytes32 asset,address society,uint8 layer,uint32 usage,uint256 territory,uint64 start,uint64 end,"
        "uint8 exclusivity,address licensee,bytes32 title,bytes32 parent,uint8 depth,bytes32 consult,"
        "uint8 revocation,address revoker,uint32 notice,bool survives)";
    string private constant DEAL =
        "Deal(Line[] lines,address[] signers,bytes32 terms,uint64 acceptBy,address arbiter,bool crossTermination,"
        "bytes32 salt)";
    string private constant TERMINATION =
        "Termination(bytes32 deal,uint16 lines,uint64 end,address by,uint64 deadline)";
    string private constant CANCELLATION = "Cancellation(bytes32 digest,address by,uint64 deadline)";
    string private constant DOMAIN =
        "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)";

    function factsHash(Asset memory asset) internal pure returns (bytes32) {
        return keccak256(abi.encode(asset.assetType, asset.fileTag, asset.links));
    }

    function assetId(Asset memory asset, address registrant) internal pure returns (bytes32) {
        return keccak256(abi.encode(asset.recordHash, registrant, factsHash(asset)));
    }

    function titleKey(bytes32 asset, uint8 layer) internal pure returns (bytes32) {
        return keccak256(abi.encode(asset, layer));
    }

    /// @dev `previous` of version 0.
    function origin(Asset memory asset, address registrant, uint64 priority) internal pure returns (bytes32) {
        return keccak256(abi.encode(priority, asset.recordHash, registrant, factsHash(asset)));
    }

    /// @dev Title hash of version 0 of the split at `index`.
    function firstTitle(Asset memory asset, address registrant, uint256 index, uint64 priority, uint64 since)
        internal
        pure
        returns (bytes32)
    {
        Split memory split = asset.splits[index];
        bytes32 key = titleKey(assetId(asset, registrant), split.layer);
        bytes32 table = keccak256(abi.encode(split.shares, split.unclaimed));
        return keccak256(abi.encode(key, origin(asset, registrant, priority), uint32(0), since, false, table));
    }

    /// @dev Hash of an opened title.
    function titleHash(Title memory title) internal pure returns (bytes32) {
        bytes32 key = titleKey(title.asset, title.layer);
        bytes32 table = keccak256(abi.encode(title.shares, title.unclaimed));
        bytes memory words = abi.encode(key, title.previous, title.version, title.since, title.confirmed, table);
        return keccak256(words);
    }

    function leaf(bytes32 asset) internal pure returns (bytes32) {
        return keccak256(bytes.concat(asset));
    }

    /// @dev Inner node of the standard-v1 tree: its children in ascending order.
    function node(bytes32 a, bytes32 b) internal pure returns (bytes32) {
        return a < b ? keccak256(bytes.concat(a, b)) : keccak256(bytes.concat(b, a));
    }

    function lineId(bytes32 deal, uint256 index) internal pure returns (bytes32) {
        return keccak256(abi.encode(deal, index));
    }

    function head(bytes32 previous, Entry memory entry) internal pure returns (bytes32) {
        return keccak256(abi.encode(previous, entry));
    }

    function list(Exclusives memory exclusives) internal pure returns (bytes32) {
        return keccak256(abi.encode(exclusives.horizon, exclusives.entries));
    }

    function list(Bars memory bars) internal pure returns (bytes32) {
        return keccak256(abi.encode(bars.horizon, bars.entries));
    }

    function statusKey(address account, bytes32 digest) internal pure returns (bytes32) {
        return keccak256(abi.encode(account, digest));
    }

    function domain(string memory name, address verifier) internal view returns (bytes32) {
        bytes32 hashOfName = keccak256(bytes(name));
        return keccak256(abi.encode(keccak256(bytes(DOMAIN)), hashOfName, keccak256("1"), block.chainid, verifier));
    }

    function registryDigest(address registry, bytes32 structHash) internal view returns (bytes32) {
        return keccak256(bytes.concat(hex"1901", domain("Songdeed Registry", registry), structHash));
    }

    function licensingDigest(address licensing, bytes32 structHash) internal view returns (bytes32) {
        return keccak256(bytes.concat(hex"1901", domain("Songdeed Licensing", licensing), structHash));
    }

    function hash(Cancellation memory text) internal pure returns (bytes32) {
        return keccak256(abi.encode(keccak256(bytes(CANCELLATION)), text.digest, text.by, text.deadline));
    }

    function hash(Termination memory text) internal pure returns (bytes32) {
        bytes32 typeHash = keccak256(bytes(TERMINATION));
        return keccak256(abi.encode(typeHash, text.deal, text.lines, text.end, text.by, text.deadline));
    }

    function hash(Registration memory text) internal pure returns (bytes32) {
        bytes memory words;
        for (uint256 i = 0; i < text.assets.length; ++i) {
            words = bytes.concat(words, hash(text.assets[i]));
        }
        bytes32 typeHash = keccak256(bytes(string.concat(REGISTRATION, ASSET, LINK, SHARE, SPLIT, UNCLAIMED)));
        return keccak256(abi.encode(typeHash, text.registrant, keccak256(words), text.root, text.deadline));
    }

    function hash(Asset memory asset) internal pure returns (bytes32) {
        bytes memory links;
        for (uint256 i = 0; i < asset.links.length; ++i) {
            links = bytes.concat(links, hash(asset.links[i]));
        }
        bytes memory splits;
        for (uint256 i = 0; i < asset.splits.length; ++i) {
            splits = bytes.concat(splits, hash(asset.splits[i]));
        }
        bytes32 typeHash = keccak256(bytes(string.concat(ASSET, LINK, SHARE, SPLIT, UNCLAIMED)));
        bytes memory first = abi.encode(typeHash, asset.assetType, asset.recordHash, asset.fileTag);
        return keccak256(bytes.concat(first, keccak256(links), keccak256(splits)));
    }

    function hash(Split memory split) internal pure returns (bytes32) {
        bytes memory shares;
        for (uint256 i = 0; i < split.shares.length; ++i) {
            Share memory share = split.shares[i];
            shares = bytes.concat(shares, keccak256(abi.encode(keccak256(bytes(SHARE)), share.holder, share.units)));
        }
        bytes memory rows;
        for (uint256 i = 0; i < split.unclaimed.length; ++i) {
            Unclaimed memory row = split.unclaimed[i];
            rows = bytes.concat(rows, keccak256(abi.encode(keccak256(bytes(UNCLAIMED)), row.who, row.units)));
        }
        bytes32 typeHash = keccak256(bytes(string.concat(SPLIT, SHARE, UNCLAIMED)));
        return keccak256(abi.encode(typeHash, split.layer, keccak256(shares), keccak256(rows)));
    }

    function hash(Link memory link) internal pure returns (bytes32) {
        return keccak256(abi.encode(keccak256(bytes(LINK)), link.kind, link.target));
    }

    function hash(Deal memory deal) internal pure returns (bytes32) {
        bytes memory lines;
        for (uint256 i = 0; i < deal.lines.length; ++i) {
            lines = bytes.concat(lines, hash(deal.lines[i]));
        }
        bytes memory signers;
        for (uint256 i = 0; i < deal.signers.length; ++i) {
            signers = bytes.concat(signers, abi.encode(deal.signers[i]));
        }
        bytes memory first = abi.encode(keccak256(bytes(string.concat(DEAL, LINE))), keccak256(lines));
        bytes memory rest = abi.encode(deal.terms, deal.acceptBy, deal.arbiter, deal.crossTermination, deal.salt);
        return keccak256(bytes.concat(first, keccak256(signers), rest));
    }

    function hash(Line memory line) internal pure returns (bytes32) {
        bytes memory what = abi.encode(line.asset, line.society, line.layer, line.usage, line.territory);
        bytes memory when = abi.encode(line.start, line.end, line.exclusivity, line.licensee, line.title);
        bytes memory how = abi.encode(line.parent, line.depth, line.consult, line.revocation, line.revoker);
        bytes memory last = abi.encode(line.notice, line.survives);
        return keccak256(bytes.concat(keccak256(bytes(LINE)), what, when, how, last));
    }

    function accept(Deal memory deal, bytes32[] memory heads) internal pure returns (bytes32) {
        bytes32 typeHash = keccak256(bytes(string.concat("Accept(Deal deal,bytes32[] heads)", DEAL, LINE)));
        return keccak256(abi.encode(typeHash, hash(deal), keccak256(abi.encodePacked(heads))));
    }

    function hash(Mandate memory text) internal pure returns (bytes32) {
        bytes32 typeHash = keccak256(
            "Mandate(address[] givers,address to,uint8 kind,bool bars,uint8 cap,uint8 layer,uint32 usage,"
            "uint256 territory,uint64 start,uint64 end,uint32 notice,bytes32 asset,bytes32 terms,uint64 acceptBy,"
            "bytes32 salt)"
        );
        bytes memory givers;
        for (uint256 i = 0; i < text.givers.length; ++i) {
            givers = bytes.concat(givers, abi.encode(text.givers[i]));
        }
        bytes memory what = abi.encode(keccak256(givers), text.to, text.kind, text.bars, text.cap, text.layer);
        bytes memory when = abi.encode(text.usage, text.territory, text.start, text.end, text.notice);
        bytes memory how = abi.encode(text.asset, text.terms, text.acceptBy, text.salt);
        return keccak256(bytes.concat(typeHash, what, when, how));
    }

    function hash(Withdrawal memory text) internal pure returns (bytes32) {
        bytes32 typeHash = keccak256("Withdrawal(bytes32 mandate,uint64 end,address by,uint64 deadline)");
        return keccak256(abi.encode(typeHash, text.mandate, text.end, text.by, text.deadline));
    }

    function hash(Confirmation memory text) internal pure returns (bytes32) {
        bytes32 typeHash = keccak256("Confirmation(bytes32 title,address holder,uint64 deadline)");
        return keccak256(abi.encode(typeHash, text.title, text.holder, text.deadline));
    }

    function hash(UnitsClaim memory text) internal pure returns (bytes32) {
        bytes32 typeHash = keccak256("UnitsClaim(bytes32 title,bytes32 who,address newcomer,uint64 deadline)");
        return keccak256(abi.encode(typeHash, text.title, text.who, text.newcomer, text.deadline));
    }

    function hash(Replacement memory text) internal pure returns (bytes32) {
        string memory own = "Replacement(bytes32 title,Share[] shares,Unclaimed[] unclaimed,uint64 deadline)";
        bytes32 typeHash = keccak256(bytes(string.concat(own, SHARE, UNCLAIMED)));
        bytes memory rows;
        for (uint256 i = 0; i < text.unclaimed.length; ++i) {
            Unclaimed memory row = text.unclaimed[i];
            rows = bytes.concat(rows, keccak256(abi.encode(keccak256(bytes(UNCLAIMED)), row.who, row.units)));
        }
        return keccak256(abi.encode(typeHash, text.title, hash(text.shares), keccak256(rows), text.deadline));
    }

    function hash(Assignment memory text) internal pure returns (bytes32) {
        string memory own = "Assignment(bytes32 title,Share[] shares,bytes32 instrument,uint64 deadline)";
        bytes32 typeHash = keccak256(bytes(string.concat(own, SHARE)));
        return keccak256(abi.encode(typeHash, text.title, hash(text.shares), text.instrument, text.deadline));
    }

    function hash(Share[] memory table) internal pure returns (bytes32) {
        bytes memory shares;
        for (uint256 i = 0; i < table.length; ++i) {
            Share memory share = table[i];
            shares = bytes.concat(shares, keccak256(abi.encode(keccak256(bytes(SHARE)), share.holder, share.units)));
        }
        return keccak256(shares);
    }

    function hash(Opening memory text) internal pure returns (bytes32) {
        bytes32 typeHash = keccak256("Opening(bytes32 subject,bytes32 evidence,address by,uint64 deadline)");
        return keccak256(abi.encode(typeHash, text.subject, text.evidence, text.by, text.deadline));
    }

    function hash(DisputeWithdrawal memory text) internal pure returns (bytes32) {
        bytes32 typeHash = keccak256("DisputeWithdrawal(bytes32 subject,address by,uint64 deadline)");
        return keccak256(abi.encode(typeHash, text.subject, text.by, text.deadline));
    }

    function hash(Ruling memory text) internal pure returns (bytes32) {
        bytes32 typeHash = keccak256(
            "Ruling(bytes32 subject,address opener,uint64 opening,uint8 decision,bytes32 reasons,address by,"
            "uint64 deadline)"
        );
        bytes memory first = abi.encode(typeHash, text.subject, text.opener, text.opening, text.decision);
        return keccak256(bytes.concat(first, abi.encode(text.reasons, text.by, text.deadline)));
    }

    function hash(Arbitration memory text) internal pure returns (bytes32) {
        bytes32 typeHash = keccak256(
            "Arbitration(bytes32 subject,bytes32 title,address opener,address arbiter,uint64 deadline)"
        );
        return keccak256(abi.encode(typeHash, text.subject, text.title, text.opener, text.arbiter, text.deadline));
    }

    function hash(Attestation memory text) internal pure returns (bytes32) {
        bytes32 typeHash =
            keccak256("Attestation(address party,uint32 kind,bytes32 evidence,address by,uint64 deadline)");
        return keccak256(abi.encode(typeHash, text.party, text.kind, text.evidence, text.by, text.deadline));
    }

    function hash(Statement memory text) internal pure returns (bytes32) {
        bytes32 typeHash = keccak256(
            "Statement(bytes32 subject,uint8 kind,uint64 from,uint64 to,bytes32 root,address by,uint64 deadline)"
        );
        bytes memory first = abi.encode(typeHash, text.subject, text.kind, text.from, text.to);
        return keccak256(bytes.concat(first, abi.encode(text.root, text.by, text.deadline)));
    }

    function hash(Reveal memory text) internal pure returns (bytes32) {
        bytes32 typeHash = keccak256("Reveal(bytes32 asset,bytes32 file,bytes32 salt,uint64 deadline)");
        return keccak256(abi.encode(typeHash, text.asset, text.file, text.salt, text.deadline));
    }

    /// @dev Tag of a sealed file.
    function seal(bytes32 file, bytes32 salt) internal pure returns (bytes32) {
        return keccak256(abi.encode(file, salt));
    }

    /// @dev What the slot of a voided title holds.
    function voided(bytes32 title) internal pure returns (bytes32) {
        return keccak256(abi.encode("VOID", title));
    }
}
