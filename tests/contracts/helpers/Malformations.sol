// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {LicensingAsks} from "./LicensingAsks.sol";

/// @title One list of signatures that are none: what was made of a good one, and good ones of something else
/// @dev scripts/coverage_table.py reads the names of the rows here.
abstract contract Malformations is LicensingAsks {
    /// @param what What is wrong with it.
    /// @param signature The bytes given.
    /// @param self Whether the account sends them itself.
    /// @param taken Whether that is its consent all the same, where it alone signs.
    struct Row {
        string what;
        bytes signature;
        bool self;
        bool taken;
    }

    /// @param rows The rows so far.
    /// @param count How many there are.
    /// @param account Who should sign.
    /// @param ask What he is asked.
    /// @param digest What he should sign.
    /// @param good His signature of it.
    struct List {
        Row[] rows;
        uint256 count;
        address account;
        Ask ask;
        bytes32 digest;
        bytes good;
    }

    uint256 private constant MOST = 64;
    bytes32 private constant ERC6492 = 0x6492649264926492649264926492649264926492649264926492649264926492;

    /// @dev Every row about one text of an account whose key the test has.
    function _rowsOf(uint256 which, address account) internal view returns (Row[] memory rows) {
        List memory list;
        (list.rows, list.account, list.ask) = (new Row[](MOST), account, _ask(which, account, FOREVER));
        list.digest = _toSign(list.ask);
        list.good = _signature(account, list.digest);
        _lengths(list);
        _values(list);
        _wrappings(list);
        _domains(list);
        _texts(list, which);
        _signers(list);
        rows = list.rows;
        uint256 count = list.count;
        assembly {
            mstore(rows, count)
        }
    }

    function _lengths(List memory list) private pure {
        bytes memory good = list.good;
        (bytes32 r, bytes32 s, uint8 v) = _split(good);
        _row(list, "empty, sent by somebody else", "");
        _row(list, "1 byte", hex"01");
        _row(list, "4 bytes, the magic value", hex"1626ba7e");
        _row(list, "63 bytes", _first(good, 63));
        _row(list, "64 bytes, r and s alone", _first(good, 64));
        _row(list, "64 bytes, compact (ERC-2098)", abi.encodePacked(r, uint256(s) | uint256(v - 27) << 255));
        _row(list, "66 bytes, a trailing 0", bytes.concat(good, hex"00"));
        _row(list, "66 bytes, a leading 0", bytes.concat(hex"00", good));
        _row(list, "66 bytes, v twice", abi.encodePacked(good, v));
        _row(list, "66 bytes, v as two bytes", abi.encodePacked(r, s, uint16(v)));
        _row(list, "96 bytes, v as a word", abi.encode(r, s, v));
        _row(list, "130 bytes, twice the same", bytes.concat(good, good));
    }

    function _values(List memory list) private pure {
        (bytes32 r, bytes32 s, uint8 v) = _split(list.good);
        bytes32 high = bytes32(CURVE_ORDER - uint256(s));
        _row(list, "high s, the other v", abi.encodePacked(r, high, 55 - v));
        _row(list, "high s, the same v", abi.encodePacked(r, high, v));
        _row(list, "the other v", abi.encodePacked(r, s, 55 - v));
        _row(list, "v 0 or 1", abi.encodePacked(r, s, v - 27));
        _row(list, "v 26", abi.encodePacked(r, s, uint8(26)));
        _row(list, "v 29", abi.encodePacked(r, s, uint8(29)));
        _row(list, "v 31 or 32", abi.encodePacked(r, s, v + 4));
        _row(list, "v 35 or 36 (EIP-155)", abi.encodePacked(r, s, v + 8));
        _row(list, "v 255", abi.encodePacked(r, s, uint8(255)));
        _row(list, "r 0", abi.encodePacked(bytes32(0), s, v));
        _row(list, "s 0", abi.encodePacked(r, bytes32(0), v));
        _row(list, "r at the curve's order", abi.encodePacked(CURVE_ORDER, s, v));
        _row(list, "s at the curve's order", abi.encodePacked(r, CURVE_ORDER, v));
        _row(list, "s before r", abi.encodePacked(s, r, v));
        _row(list, "v first", abi.encodePacked(v, r, s));
        _row(list, "65 zeros", new bytes(65));
        _row(list, "65 times 255", abi.encodePacked(WORLD, WORLD, uint8(255)));
    }

    function _wrappings(List memory list) private view {
        bytes memory good = list.good;
        bytes memory wrapped = abi.encode(address(this), bytes("the call of a factory"), good);
        _row(list, "wrapped (ERC-6492)", abi.encodePacked(wrapped, ERC6492));
        _row(list, "encoded as bytes", abi.encode(good));
        _row(list, "packed with its length", _pack("", good));
    }

    function _domains(List memory list) private view {
        bool ofRegistry = list.ask.target == address(registry);
        string memory name = ofRegistry ? "Songdeed Registry" : "Songdeed Licensing";
        string memory twin = ofRegistry ? "Songdeed Licensing" : "Songdeed Registry";
        address target = list.ask.target;
        address sister = ofRegistry ? address(licensing) : address(registry);
        _row(list, "another chain", _in(list, _domain(name, "1", block.chainid + 1, target)));
        _row(list, "another deployment", _in(list, _domain(name, "1", block.chainid, address(this))));
        _row(list, "another contract's address", _in(list, _domain(name, "1", block.chainid, sister)));
        _row(list, "another contract's name", _in(list, _domain(twin, "1", block.chainid, target)));
        _row(list, "the other contract's domain", _in(list, _domain(twin, "1", block.chainid, sister)));
        _row(list, "another version", _in(list, _domain(name, "2", block.chainid, target)));
        _row(list, "no domain", _signature(list.account, list.ask.text));
        bytes32 personal = keccak256(abi.encodePacked("\x19Ethereum Signed Message:\n32", list.digest));
        _row(list, "a personal message", _signature(list.account, personal));
        _row(list, "the digest's hash", _signature(list.account, keccak256(abi.encode(list.digest))));
    }

    function _texts(List memory list, uint256 which) private view {
        address account = list.account;
        bytes32 other = _toSign(_ask(which, account, FOREVER - 1));
        _row(list, "the same text with another deadline", _signature(account, other));
        // The next text of the same contract that is not this one, in a ring.
        uint256 next = which;
        do {
            next = next + 1 == ASKS ? 0 : next + 1;
            other = _toSign(_ask(next, account, FOREVER));
        } while ((next < REGISTRY_ASKS) != (which < REGISTRY_ASKS));
        _row(list, "another struct", _signature(account, other));
        if (list.ask.twin == 0) return;
        bytes32 twin = _inDomainOf(list.ask.target, list.ask.twin);
        _row(list, "a Deal for its Accept, an Accept for its Deal", _signature(account, twin));
    }

    function _signers(List memory list) private view {
        bytes memory foreign = _signature(stranger, list.digest);
        _row(list, "a stranger's key", foreign);
        _row(list, "another signer's key", _signature(lin, list.digest));
        _rowOfHis(list, "empty, sent by the account itself", "");
        list.rows[list.count - 1].taken = true;
        _rowOfHis(list, "a stranger's key, sent by the account itself", foreign);
        _rowOfHis(list, "66 bytes, sent by the account itself", bytes.concat(list.good, hex"00"));
    }

    function _row(List memory list, string memory what, bytes memory signature) private pure {
        list.rows[list.count++] = Row(what, signature, false, false);
    }

    function _rowOfHis(List memory list, string memory what, bytes memory signature) private pure {
        list.rows[list.count++] = Row(what, signature, true, false);
    }

    function _in(List memory list, bytes32 domain) private view returns (bytes memory) {
        return _signature(list.account, keccak256(bytes.concat(hex"1901", domain, list.ask.text)));
    }

    function _domain(string memory name, string memory version, uint256 chain, address verifier)
        private
        pure
        returns (bytes32)
    {
        bytes32 typeHash =
            keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
        return keccak256(abi.encode(typeHash, keccak256(bytes(name)), keccak256(bytes(version)), chain, verifier));
    }

    function _split(bytes memory good) private pure returns (bytes32 r, bytes32 s, uint8 v) {
        assembly {
            r := mload(add(good, 0x20))
            s := mload(add(good, 0x40))
            v := byte(0, mload(add(good, 0x60)))
        }
    }

    function _first(bytes memory whole, uint256 length) private pure returns (bytes memory part) {
        part = new bytes(length);
        for (uint256 i = 0; i < length; ++i) {
            part[i] = whole[i];
        }
    }
}
