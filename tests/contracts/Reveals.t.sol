// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    Cancellation,
    ICopyrightRegistry,
    Registration,
    Reveal,
    Sealed,
    Title,
    Version
} from "../../contracts/interfaces/ICopyrightRegistry.sol";
import {Expected} from "./helpers/Expected.sol";
import {RevealBase} from "./helpers/RevealBase.sol";

/// @title Sealed works that are revealed: whose, when, with which priority, and what nobody can spoil
contract RevealsTest is RevealBase {
    uint64 private constant LATER = NOW + 100 * DAY;

    bytes32 private asset;

    function setUp() public override {
        super.setUp();
        Registration memory text = _sealedBy(lin);
        _register(text);
        asset = _assetOf(text);
        VM.warp(LATER);
    }

    function test_reveal_entersTheFileWithTheOldPriority() external {
        _assertClaim(HIDDEN, 0, address(0), 0);
        VM.expectEmit(true, true, true, true, address(registry));
        emit ICopyrightRegistry.Revealed(asset, HIDDEN, SALT);
        _shownBy(lin);
        VM.assertEq(registry.unsealedAs(asset), HIDDEN, "what it is of");
        _assertClaim(HIDDEN, NOW, lin, 1);
        _assertClaim(Expected.seal(HIDDEN, SALT), NOW, lin, 1);
    }

    function test_reveal_relayed() external {
        Registration memory text = _sealedBy(lin);
        Reveal memory revelation = _reveal(text);
        bytes memory signature = _signature(lin, _digest(revelation));
        VM.prank(stranger);
        registry.reveal(revelation, _words(text, NOW, NOW), signature);
        _assertClaim(HIDDEN, NOW, lin, 1);
        _refused(abi.encodeWithSelector(ICopyrightRegistry.AlreadyRevealed.selector, asset));
        registry.reveal(revelation, _words(text, NOW, NOW), signature);
        _assertClaim(HIDDEN, NOW, lin, 1);
    }

    /// @dev Whoever registered the file openly meanwhile is later than the seal, as he is than an anchor.
    function test_reveal_isEarlierThanAnOpenClaimSince() external {
        Registration memory his = _registration(stranger, _recording(RECORD, HIDDEN, song, stranger));
        VM.warp(NOW + DAY);
        _register(his);
        _assertClaim(HIDDEN, NOW + DAY, stranger, 1);
        VM.warp(LATER);
        _shownBy(lin);
        _assertClaim(HIDDEN, NOW, lin, 2);
    }

    function test_reveal_isLaterThanAnOpenClaimBefore() external {
        Registration memory text = _registration(stranger, _recording(RECORD, HIDDEN, song, stranger));
        _register(text);
        Registration memory late = _sealedBy(hao);
        VM.warp(LATER + 1);
        _register(late);
        _taken(late, LATER + 1, LATER + 1);
        _assertClaim(HIDDEN, LATER, stranger, 2);
    }

    /// @dev Two of one time name nobody, as everywhere.
    function test_reveal_atTheSameTimeAsAnother() external {
        VM.warp(NOW);
        _register(_registration(stranger, _recording(RECORD, HIDDEN, song, stranger)));
        VM.warp(LATER);
        _shownBy(lin);
        _assertClaim(HIDDEN, NOW, address(0), 2);
    }

    /// @dev T25: the tag is public. Who copies it in time stands in `claims` of the tag, alone or in a tie, and gains
    ///      nothing: Lin's own asset says whose it is and when it was.
    function test_t25_aCopiedTagSpoilsNothing() external {
        VM.warp(NOW);
        Registration memory copy = _sealedBy(stranger);
        _register(copy);
        _assertClaim(Expected.seal(HIDDEN, SALT), NOW, address(0), 2);
        VM.warp(LATER);
        _shownBy(lin);
        _assertClaim(HIDDEN, NOW, lin, 1);
    }

    /// @dev T25: salt and file are read in her pending reveal, and used for a copied tag first: it is later.
    function test_t25_aCopyRevealedFirstIsLater() external {
        VM.warp(NOW + DAY);
        Registration memory copy = _sealedBy(stranger);
        _register(copy);
        VM.warp(LATER);
        _taken(copy, NOW + DAY, NOW + DAY);
        _assertClaim(HIDDEN, NOW + DAY, stranger, 1);
        _shownBy(lin);
        _assertClaim(HIDDEN, NOW, lin, 2);
    }

    function test_t25_nobodyElseRevealsIt() external {
        Registration memory text = _sealedBy(lin);
        Reveal memory revelation = _reveal(text);
        bytes32 digest = _digest(revelation);
        bytes memory refusal = abi.encodeWithSelector(ICopyrightRegistry.BadSignature.selector, lin, digest);
        VM.prank(stranger);
        _refused(refusal);
        registry.reveal(revelation, _words(text, NOW, NOW), "");
        bytes memory signature = _signature(stranger, digest);
        _refused(refusal);
        registry.reveal(revelation, _words(text, NOW, NOW), signature);
    }

    /// @dev The anchor's time, as for any registration.
    function test_reveal_withThePriorityOfAnAnchor() external {
        Registration memory text = _sealedBy(hao);
        text.root = Expected.leaf(_assetOf(text));
        registry.anchor(text.root);
        VM.warp(LATER + DAY);
        VM.prank(hao);
        registry.register(text, _onePath(new bytes32[](0)), "");
        _taken(text, LATER, LATER + DAY);
        _assertClaim(HIDDEN, LATER, hao, 1);
    }

    /// @dev Her titles may have gone to somebody else, or be void: what she committed to stays.
    function test_reveal_afterTitlesChanged() external {
        Registration memory text = _sealedBy(lin);
        Title memory title = _title(text, 0, 0);
        Title memory next = _after(title, true, _sole(PRF, venue).shares, title.unclaimed);
        _assign(title, next.shares, _list(lin, venue));
        Sealed memory words = _words(text, NOW, NOW);
        _refusedTitle(text, words);
        Version[] memory versions = new Version[](2);
        versions[0] = words.versions[0];
        versions[1] = Version({since: LATER, confirmed: true, table: _tableOf(next)});
        words.versions = versions;
        VM.prank(lin);
        registry.reveal(_reveal(text), words, "");
        _assertClaim(HIDDEN, NOW, lin, 1);
    }

    function test_reveal_byAVoidTitle() external {
        Registration memory text = _sealedBy(lin);
        Title memory title = _title(text, 0, 0);
        _upheld(title);
        _void(title, _list(lin, sun));
        _shownBy(lin);
        _assertClaim(HIDDEN, NOW, lin, 1);
    }

    /// @dev Either layer binds the same priority.
    function test_reveal_byAnyLayer() external {
        Registration memory text = _sealedBy(lin);
        Sealed memory words = _words(text, NOW, NOW);
        words.layer = PHN;
        words.versions[0].table = _tableOf(_title(text, 0, 1));
        VM.prank(lin);
        registry.reveal(_reveal(text), words, "");
        _assertClaim(HIDDEN, NOW, lin, 1);
    }

    function test_reveal_twoSealsOfOneFile() external {
        Registration memory text = _sealedBy(lin);
        text.assets[0].recordHash = keccak256("another record");
        text.assets[0].fileTag = Expected.seal(HIDDEN, RECORD);
        _register(text);
        _shownBy(lin);
        Reveal memory revelation = _reveal(text);
        revelation.salt = RECORD;
        VM.prank(lin);
        registry.reveal(revelation, _words(text, LATER, LATER), "");
        _assertClaim(HIDDEN, NOW, lin, 2);
    }

    /// @dev The count stays where it can't go on.
    function test_reveal_theCountDoesNotOverflow() external {
        bytes32 slot = keccak256(abi.encode(HIDDEN, uint256(11)));
        uint256 word = uint256(type(uint32).max) << 224 | uint256(uint160(hao)) << 64 | LATER;
        VM.store(address(registry), slot, bytes32(word));
        _shownBy(lin);
        _assertClaim(HIDDEN, NOW, lin, type(uint32).max);
    }

    function test_ZeroFile() external {
        Registration memory text = _sealedBy(lin);
        Reveal memory revelation = _reveal(text);
        revelation.file = 0;
        _refusedWords(revelation, _words(text, NOW, NOW), abi.encodeWithSelector(ICopyrightRegistry.ZeroFile.selector));
    }

    function test_WrongSeal() external {
        Registration memory text = _sealedBy(lin);
        Reveal memory revelation = _reveal(text);
        revelation.salt = RECORD;
        bytes4 selector = ICopyrightRegistry.WrongSeal.selector;
        bytes32 tag = text.assets[0].fileTag;
        bytes memory refusal = abi.encodeWithSelector(selector, tag, Expected.seal(HIDDEN, RECORD));
        _refusedWords(revelation, _words(text, NOW, NOW), refusal);
        revelation.salt = SALT;
        revelation.file = RECORD;
        refusal = abi.encodeWithSelector(selector, tag, Expected.seal(RECORD, SALT));
        _refusedWords(revelation, _words(text, NOW, NOW), refusal);
    }

    /// @dev An open asset's tag is the digest itself, of which no file and salt are known.
    function test_WrongSeal_ofAnOpenAsset() external {
        Registration memory text = _registration(lin, _recording(RECORD, HIDDEN, song, lin));
        _register(text);
        bytes32 made = Expected.seal(HIDDEN, SALT);
        bytes memory refusal = abi.encodeWithSelector(ICopyrightRegistry.WrongSeal.selector, HIDDEN, made);
        _refusedWords(_reveal(text), _words(text, LATER, LATER), refusal);
    }

    function test_WrongOrigin_ofOtherWords() external {
        Registration memory text = _sealedBy(lin);
        Reveal memory revelation = _reveal(text);
        bytes memory refusal = abi.encodeWithSelector(ICopyrightRegistry.WrongOrigin.selector, asset);
        Sealed memory words = _words(text, NOW, NOW);
        words.registrant = stranger;
        _refusedWords(revelation, words, refusal);
        words = _words(text, NOW, NOW);
        words.recordHash = RECORD;
        _refusedWords(revelation, words, refusal);
        words = _words(text, NOW, NOW);
        words.assetType = STEM;
        _refusedWords(revelation, words, refusal);
        words = _words(text, NOW, NOW);
        words.links[0].kind = 2;
        _refusedWords(revelation, words, refusal);
    }

    /// @dev No earlier priority than that of the title's first version, nor any other history.
    function test_TitleMoved_ofAnotherHistory() external {
        Registration memory text = _sealedBy(lin);
        Sealed memory right = _words(text, NOW, NOW);
        _refusedTitle(text, _words(text, NOW - 1, NOW));
        _refusedTitle(text, _words(text, NOW, NOW + 1));
        Sealed memory words = _words(text, NOW, NOW);
        words.layer = PHN;
        words.versions[0].table = RECORD;
        _refusedTitle(text, words);
        words = _words(text, NOW, NOW);
        words.versions[0].confirmed = true;
        _refusedTitle(text, words);
        words.versions = new Version[](0);
        _refusedTitle(text, words);
        words.versions = new Version[](2);
        (words.versions[0], words.versions[1]) = (right.versions[0], right.versions[0]);
        _refusedTitle(text, words);
    }

    /// @dev Words that were never registered have no title.
    function test_TitleMoved_ofWhatWasNeverRegistered() external {
        Registration memory text = _sealedBy(hao);
        _refusedTitle(text, _words(text, NOW, NOW));
    }

    function test_DeadlinePassed_andInTheLastSecond() external {
        Registration memory text = _sealedBy(lin);
        Reveal memory revelation = _reveal(text);
        revelation.deadline = LATER - 1;
        bytes4 selector = ICopyrightRegistry.DeadlinePassed.selector;
        _refusedWords(revelation, _words(text, NOW, NOW), abi.encodeWithSelector(selector, LATER - 1, LATER));
        revelation.deadline = LATER;
        VM.prank(lin);
        registry.reveal(revelation, _words(text, NOW, NOW), "");
        _assertClaim(HIDDEN, NOW, lin, 1);
    }

    function test_t18_aSignedRevealIsTakenBack() external {
        Registration memory text = _sealedBy(lin);
        Reveal memory revelation = _reveal(text);
        bytes32 digest = _digest(revelation);
        bytes memory signature = _signature(lin, digest);
        VM.prank(lin);
        registry.cancelRegistration(Cancellation({digest: digest, by: lin, deadline: FOREVER}), "");
        _refused(abi.encodeWithSelector(ICopyrightRegistry.Cancelled.selector, digest));
        registry.reveal(revelation, _words(text, NOW, NOW), signature);
        VM.assertEq(registry.unsealedAs(asset), 0, "still sealed");
    }

    /// @dev Any file and salt: only they open the tag that they made, and the claim has the time of the seal.
    function testFuzz_onlyFileAndSaltOpenTheirTag(bytes32 file, bytes32 salt, bytes32 other, uint64 gap) external {
        VM.assume(file != 0 && other != file && other != 0);
        uint64 time = LATER + gap % (1000 * DAY);
        Registration memory text = _registration(hao, _recording(RECORD, Expected.seal(file, salt), song, hao));
        _register(text);
        VM.warp(time);
        Reveal memory revelation = Reveal({asset: _assetOf(text), file: other, salt: salt, deadline: FOREVER});
        bytes4 selector = ICopyrightRegistry.WrongSeal.selector;
        bytes memory refusal =
            abi.encodeWithSelector(selector, text.assets[0].fileTag, Expected.seal(other, salt));
        VM.prank(hao);
        _refused(refusal);
        registry.reveal(revelation, _words(text, LATER, LATER), "");
        revelation.file = file;
        VM.prank(hao);
        registry.reveal(revelation, _words(text, LATER, LATER), "");
        _assertClaim(file, LATER, hao, 1);
    }

    function _shownBy(address registrant) private {
        _taken(_sealedBy(registrant), NOW, NOW);
    }

    /// @dev Sent by the registrant himself, it is taken.
    function _taken(Registration memory text, uint64 priority, uint64 since) private {
        VM.prank(text.registrant);
        registry.reveal(_reveal(text), _words(text, priority, since), "");
    }

    function _refusedWords(Reveal memory revelation, Sealed memory words, bytes memory refusal) private {
        VM.prank(lin);
        _refused(refusal);
        registry.reveal(revelation, words, "");
        VM.assertEq(registry.unsealedAs(revelation.asset), 0, "still sealed");
    }

    /// @dev The history leads to another hash than the one on record.
    function _refusedTitle(Registration memory text, Sealed memory words) private {
        bytes32 key = Expected.titleKey(_assetOf(text), words.layer);
        bytes32 title = Expected.origin(text.assets[0], text.registrant, words.priority);
        for (uint256 i = 0; i < words.versions.length; ++i) {
            Version memory each = words.versions[i];
            title = keccak256(abi.encode(key, title, i, each.since, each.confirmed, each.table));
        }
        _refusedWords(_reveal(text), words, _moved(title, registry.titles(key)));
    }
}
