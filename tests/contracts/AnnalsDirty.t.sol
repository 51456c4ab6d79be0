// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {YesWallet} from "../../contracts/test/YesWallet.sol";
import {
    Arbitration,
    Asset,
    Assignment,
    Cancellation,
    Confirmation,
    Origin,
    Registration,
    Replacement,
    Ruling,
    Share,
    Title,
    Unclaimed,
    UnitsClaim
} from "../../contracts/interfaces/ICopyrightRegistry.sol";
import {Bars} from "../../contracts/interfaces/ILicensing.sol";
import {AnnalsBase} from "./helpers/AnnalsBase.sol";
import {Expected} from "./helpers/Expected.sol";

/// @title Bits beyond a field's width: every call with one is refused, whatever its account signs
/// @dev The account calls any signature good, so that no digest protects the registry: only its own reading does.
contract AnnalsDirtyTest is AnnalsBase {
    /// @dev What is greater is a hash, or a signature, all of whose bits count.
    uint256 private constant WIDEST = 1 << 200;
    bytes private constant YES = hex"01";

    address private yes;

    function setUp() public override {
        super.setUp();
        yes = address(new YesWallet());
    }

    function test_sayings() external forEach {
        _prepare(yes);
        _refusesDirt(_call(yes, FOREVER, YES));
    }

    function test_cancelRegistration() external {
        Cancellation memory text = Cancellation({digest: EVIDENCE, by: yes, deadline: FOREVER});
        _refusesDirt(abi.encodeCall(registry.cancelRegistration, (text, YES)));
    }

    function test_register() external {
        Registration memory text = _both(yes);
        text.assets[0].fileTag = EVIDENCE; // a tag has no narrow word but 0
        text.assets[0].splits[0].shares[0].units = 60_000_000;
        text.assets[0].splits[0].unclaimed = new Unclaimed[](1);
        text.assets[0].splits[0].unclaimed[0] = Unclaimed({who: WHO, units: 40_000_000});
        _refusesDirt(abi.encodeCall(registry.register, (text, _noPaths(), YES)));
    }

    function test_confirmTitle() external {
        Title memory title = _own();
        Confirmation memory text = _confirmation(title, yes);
        _refusesDirt(abi.encodeCall(registry.confirmTitle, (title, text, YES)));
    }

    function test_replaceTitle() external {
        Title memory title = _own();
        Title memory next = _after(title, false, _sole(WRK, yes).shares, new Unclaimed[](0));
        _refusesDirt(abi.encodeCall(registry.replaceTitle, (title, _words(), _replacement(next), YES)));
        next = _after(next, false, _table(yes, 1, lin, WHOLE - 2), new Unclaimed[](1));
        next.unclaimed[0] = Unclaimed({who: WHO, units: 1});
        title = _after(title, false, _sole(WRK, yes).shares, new Unclaimed[](0));
        _refusesDirt(abi.encodeCall(registry.replaceTitle, (title, _words(), _replacement(next), YES)));
    }

    function test_claimShares() external {
        Title memory title = _own();
        UnitsClaim memory text = _claimText(title, yes);
        bytes memory signatures = _pack("", YES);
        _refusesDirt(abi.encodeCall(registry.claimShares, (title, _words(), text, _list(yes), signatures)));
    }

    function test_assign() external {
        Title memory title = _own();
        address other = address(new YesWallet());
        Assignment memory text = _assignment(title, _table(yes, 1, other, 59_999_999));
        bytes memory signatures = _pack(_pack("", YES), YES);
        bytes memory data =
            abi.encodeCall(registry.assign, (title, text, _list(yes, other), new Bars[](0), signatures));
        _refusesDirt(data);
    }

    function test_voidTitle() external {
        Registration memory registration = _registration(yes, _song(WHO, yes));
        _register(registration);
        Title memory title = _title(registration, 0, 0);
        bytes32 key = Expected.titleKey(title.asset, WRK);
        address opener = address(new YesWallet());
        _open(_opening(key, opener));
        Ruling memory ruling = _ruling(key, opener, UPHELD);
        _resolve(ruling);
        Arbitration memory text = Arbitration({
            subject: key, title: Expected.titleHash(title), opener: opener, arbiter: arbiter, deadline: FOREVER
        });
        bytes memory signatures = _pack(_pack("", YES), YES);
        _refusesDirt(abi.encodeCall(registry.voidTitle, (title, ruling, text, _list(yes, opener), signatures)));
    }

    /// @dev A song of the wallet's, of which somebody without a key holds 40 per cent.
    function _own() private returns (Title memory) {
        Registration memory text = _registration(yes, _ownSong());
        _register(text);
        return _title(text, 0, 0);
    }

    function _ownSong() private view returns (Asset memory asset) {
        asset = _song(keccak256("of a wallet"), yes);
        asset.splits[0].shares[0].units = 60_000_000;
        asset.splits[0].unclaimed = new Unclaimed[](1);
        asset.splits[0].unclaimed[0] = Unclaimed({who: WHO, units: 40_000_000});
    }

    function _words() private view returns (Origin memory) {
        Asset memory asset = _ownSong();
        return Origin({recordHash: asset.recordHash, registrant: yes, facts: Expected.factsHash(asset)});
    }

    /// @dev Each narrow word with a bit just above the widest field, and with a high one: refused; clean: taken.
    ///      The very highest makes the offset of an empty list negative, and that is an empty list, too.
    function _refusesDirt(bytes memory data) private {
        uint256 tried = 0;
        for (uint256 place = 4; place < data.length; place += 32) {
            uint256 word = _wordAt(data, place);
            if (word >= WIDEST) continue;
            ++tried;
            _refusesWord(data, place, word | 1 << 160);
            _refusesWord(data, place, word | 1 << 254);
        }
        VM.assertTrue(tried > 2, "narrow words");
        (bool ok,) = address(registry).call(data);
        VM.assertTrue(ok, "the clean call");
    }

    function _refusesWord(bytes memory data, uint256 place, uint256 dirty) private {
        bytes memory other = bytes.concat(data);
        for (uint256 i = 0; i < 32; ++i) {
            other[place + i] = bytes1(uint8(dirty >> (8 * (31 - i))));
        }
        (bool ok,) = address(registry).call(other);
        VM.assertFalse(ok, string.concat("word at byte ", VM.toString(place)));
    }

    function _wordAt(bytes memory data, uint256 place) private pure returns (uint256 word) {
        for (uint256 i = 0; i < 32; ++i) {
            word = word << 8 | uint8(data[place + i]);
        }
    }
}
