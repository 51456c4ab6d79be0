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
    ICopyrightRegistry,
    Opening,
    Origin,
    Registration,
    Replacement,
    Reveal,
    Ruling,
    Share,
    Statement,
    Title,
    Unclaimed,
    UnitsClaim
} from "../../../contracts/interfaces/ICopyrightRegistry.sol";
import {Bars} from "../../../contracts/interfaces/ILicensing.sol";
import {AnnalsBase} from "./AnnalsBase.sol";
import {Expected} from "./Expected.sol";
import {MandatesBase} from "./MandatesBase.sol";
import {RevealBase} from "./RevealBase.sol";

/// @title What the registry asks an account to sign: each of its texts, in each role
abstract contract RegistryAsks is RevealBase, MandatesBase {
    /// @param name The call and the role.
    /// @param target Whom it is sent to, whose domain the text is signed in.
    /// @param text hashStruct of what the account signs.
    /// @param signers Who else signs, and the account, where a list is given; none where the account alone signs.
    /// @param others hashStruct of what the others sign.
    /// @param twin hashStruct of the text that is easily mistaken for it, if there is one.
    /// @param data The call without signatures, which come last in every one.
    /// @param getter A call whose answer changes when it takes effect.
    /// @param again What the call is refused with, whoever sends it, once it took effect.
    struct Ask {
        string name;
        address target;
        bytes32 text;
        address[] signers;
        bytes32 others;
        bytes32 twin;
        bytes data;
        bytes getter;
        bytes again;
    }

    function setUp() public virtual override(AnnalsBase, MandatesBase) {
        super.setUp();
    }

    /// @dev What must be on record before an account can be asked; it may send for itself, and has a key as yet.
    function _stageRegistry(address account) internal {
        _register(_sungBy(account));
        _register(_halves(account));
        _register(_gapBeside(lin, account));
        _register(_gapBeside(account, account));
        _register(_sealedBy(account));
        _open(_opening(_keyOfPerformance(), account));
        _resolve(_ruling(_keyOfPerformance(), account, UPHELD));
        _open(_opening(_keyOfPhonogram(), account));
        bytes32 own = _keyOf(_sung(account));
        _open(_opening(own, sun));
        _resolve(_ruling(own, sun, UPHELD));
    }

    function _ofRegistry(uint256 which, address account, uint64 deadline) internal view returns (Ask memory ask) {
        function(Ask memory, address, uint64) internal view[16] memory all = [
            _register_,
            _cancelRegistration,
            _confirmTitle,
            _replaceTitle,
            _claimForOneself,
            _claimForAnother,
            _assignAway,
            _assignTo,
            _openDispute,
            _withdrawDispute,
            _resolveDispute,
            _voidAsOpener,
            _voidAsHolder,
            _attest_,
            _state_,
            _reveal_
        ];
        ask.target = address(registry);
        all[which](ask, account, deadline);
    }

    function _register_(Ask memory ask, address account, uint64 deadline) private view {
        Registration memory text = _registration(account, _song(keccak256("new"), account));
        text.deadline = deadline;
        bytes32 asset = Expected.assetId(text.assets[0], account);
        (ask.name, ask.text) = ("register", Expected.hash(text));
        ask.data = abi.encodeCall(registry.register, (text, _noPaths(), ""));
        ask.getter = abi.encodeCall(registry.titles, (Expected.titleKey(asset, WRK)));
        ask.again = abi.encodeWithSelector(ICopyrightRegistry.AlreadyRegistered.selector, asset);
    }

    function _cancelRegistration(Ask memory ask, address account, uint64 deadline) private view {
        Cancellation memory text = Cancellation({digest: keccak256("pending"), by: account, deadline: deadline});
        (ask.name, ask.text) = ("cancelRegistration", Expected.hash(text));
        ask.data = abi.encodeCall(registry.cancelRegistration, (text, ""));
        ask.getter = abi.encodeCall(registry.status, (Expected.statusKey(account, text.digest)));
        ask.again = abi.encodeWithSelector(ICopyrightRegistry.Cancelled.selector, text.digest);
    }

    function _confirmTitle(Ask memory ask, address account, uint64 deadline) private view {
        Title memory title = _title(_halves(account), 0, 0);
        Confirmation memory text = _confirmation(title, account);
        text.deadline = deadline;
        (ask.name, ask.text) = ("confirmTitle", Expected.hash(text));
        ask.data = abi.encodeCall(registry.confirmTitle, (title, text, ""));
        ask.getter = abi.encodeCall(registry.confirmations, (text.title));
        ask.again = abi.encodeWithSelector(ICopyrightRegistry.AlreadyConfirmed.selector, text.title, account);
    }

    function _replaceTitle(Ask memory ask, address account, uint64 deadline) private view {
        Title memory title = _sung(account);
        Replacement memory text = Replacement({
            title: Expected.titleHash(title),
            shares: _table(account, 1, lin, WHOLE - 1),
            unclaimed: title.unclaimed,
            deadline: deadline
        });
        (ask.name, ask.text) = ("replaceTitle", Expected.hash(text));
        Origin memory origin = _originOf(_sungBy(account));
        ask.data = abi.encodeCall(registry.replaceTitle, (title, origin, text, ""));
        _askOfTitle(ask, title);
    }

    function _claimForOneself(Ask memory ask, address account, uint64 deadline) private view {
        ask.name = "claimShares, as the newcomer";
        _claim_(ask, _gapBeside(lin, account), account, deadline);
        ask.signers = _list(lin, account);
    }

    function _claimForAnother(Ask memory ask, address account, uint64 deadline) private view {
        ask.name = "claimShares, as the registrant";
        _claim_(ask, _gapBeside(account, account), hao, deadline);
        ask.signers = _list(hao, account);
    }

    function _claim_(Ask memory ask, Registration memory of_, address newcomer, uint64 deadline) private view {
        Title memory title = _title(of_, 0, 0);
        UnitsClaim memory text = _claimText(title, newcomer);
        text.deadline = deadline;
        ask.text = ask.others = Expected.hash(text);
        address[] memory signers = _list(of_.registrant, newcomer);
        ask.data = abi.encodeCall(registry.claimShares, (title, _originOf(of_), text, signers, ""));
        _askOfTitle(ask, title);
    }

    function _assignAway(Ask memory ask, address account, uint64 deadline) private view {
        ask.name = "assign, as who gives";
        _assign_(ask, _sung(account), _sole(WRK, lin).shares, deadline);
        ask.signers = _list(lin, account);
    }

    function _assignTo(Ask memory ask, address account, uint64 deadline) private view {
        ask.name = "assign, as who receives";
        _assign_(ask, _songTitle(), _sole(WRK, account).shares, deadline);
        ask.signers = _list(lin, account);
    }

    function _assign_(Ask memory ask, Title memory title, Share[] memory shares, uint64 deadline) private view {
        Assignment memory text = _assignment(title, shares);
        text.deadline = deadline;
        ask.text = ask.others = Expected.hash(text);
        address[] memory signers = _list(title.shares[0].holder, shares[0].holder);
        ask.data = abi.encodeCall(registry.assign, (title, text, signers, new Bars[](0), ""));
        _askOfTitle(ask, title);
    }

    function _openDispute(Ask memory ask, address account, uint64 deadline) private view {
        Opening memory text = _opening(subject, account);
        text.deadline = deadline;
        _askOfSaying(ask, "openDispute", Expected.hash(text));
        ask.data = abi.encodeCall(registry.openDispute, (text, ""));
        ask.getter = abi.encodeCall(registry.openings, (_openingKey(subject, account)));
    }

    function _withdrawDispute(Ask memory ask, address account, uint64 deadline) private view {
        DisputeWithdrawal memory text = _withdrawal(_keyOfPhonogram(), account);
        text.deadline = deadline;
        _askOfSaying(ask, "withdrawDispute", Expected.hash(text));
        ask.data = abi.encodeCall(registry.withdrawDispute, (text, ""));
        ask.getter = abi.encodeCall(registry.openings, (_openingKey(text.subject, account)));
    }

    function _resolveDispute(Ask memory ask, address account, uint64 deadline) private view {
        Ruling memory text = _ruling(_keyOf(_sung(account)), sun, DISMISSED);
        (text.by, text.deadline) = (account, deadline);
        _askOfSaying(ask, "resolveDispute", Expected.hash(text));
        ask.data = abi.encodeCall(registry.resolveDispute, (text, ""));
        ask.getter = abi.encodeCall(registry.rulings, (_rulingKey(text.subject, sun, account)));
    }

    function _voidAsOpener(Ask memory ask, address account, uint64 deadline) private view {
        ask.name = "voidTitle, as the opener";
        _void_(ask, _title(_both(lin), 1, 0), account, deadline);
        ask.signers = _list(lin, account);
    }

    function _voidAsHolder(Ask memory ask, address account, uint64 deadline) private view {
        ask.name = "voidTitle, as a holder";
        _void_(ask, _sung(account), sun, deadline);
        ask.signers = _list(sun, account);
    }

    function _void_(Ask memory ask, Title memory title, address opener, uint64 deadline) private view {
        Arbitration memory text = _arbitration(title);
        (text.opener, text.deadline) = (opener, deadline);
        ask.text = ask.others = Expected.hash(text);
        Ruling memory ruling = _ruling(text.subject, opener, UPHELD);
        address[] memory signers = _list(title.shares[0].holder, opener);
        ask.data = abi.encodeCall(registry.voidTitle, (title, ruling, text, signers, ""));
        _askOfTitle(ask, title);
    }

    function _attest_(Ask memory ask, address account, uint64 deadline) private view {
        Attestation memory text = _attestation(venue, EVIDENCE, account);
        text.deadline = deadline;
        _askOfSaying(ask, "attest", Expected.hash(text));
        ask.data = abi.encodeCall(registry.attest, (text, ""));
        ask.getter = abi.encodeCall(registry.attestations, (_attestationKey(text)));
    }

    function _state_(Ask memory ask, address account, uint64 deadline) private view {
        Statement memory text = _statement(subject, account);
        text.deadline = deadline;
        _askOfSaying(ask, "state", Expected.hash(text));
        ask.data = abi.encodeCall(registry.state, (text, ""));
        ask.getter = abi.encodeCall(registry.statements, (_statementKey(text)));
    }

    function _reveal_(Ask memory ask, address account, uint64 deadline) private view {
        Registration memory of_ = _sealedBy(account);
        Reveal memory text = _reveal(of_);
        text.deadline = deadline;
        (ask.name, ask.text) = ("reveal", Expected.hash(text));
        ask.data = abi.encodeCall(registry.reveal, (text, _words(of_, NOW, NOW), ""));
        ask.getter = abi.encodeCall(registry.unsealedAs, (text.asset));
        ask.again = abi.encodeWithSelector(ICopyrightRegistry.AlreadyRevealed.selector, text.asset);
    }

    /// @dev A song that the account registered and holds alone.
    function _sungBy(address account) internal pure returns (Registration memory) {
        return _registration(account, _song(keccak256("sung"), account));
    }

    function _sung(address account) internal pure returns (Title memory) {
        return _title(_sungBy(account), 0, 0);
    }

    /// @dev A song of Lin's that names the account for half of it.
    function _halves(address account) private view returns (Registration memory text) {
        text = _registration(lin, _song(keccak256(abi.encode("halves", account)), lin));
        text.assets[0].splits[0].shares = _table(lin, WHOLE / 2, account, WHOLE / 2);
    }

    /// @dev A song of which somebody without a key holds a part; one for each account.
    function _gapBeside(address registrant, address account) private pure returns (Registration memory text) {
        text = _registration(registrant, _song(keccak256(abi.encode("gap", account)), registrant));
        text.assets[0].splits[0].shares[0].units = WHOLE - 1;
        text.assets[0].splits[0].unclaimed = new Unclaimed[](1);
        text.assets[0].splits[0].unclaimed[0] = Unclaimed({who: WHO, units: 1});
    }

    function _originOf(Registration memory text) private pure returns (Origin memory) {
        Asset memory asset = text.assets[0];
        return Origin({
            recordHash: asset.recordHash, registrant: text.registrant, facts: Expected.factsHash(asset)
        });
    }

    function _keyOf(Title memory title) internal pure returns (bytes32) {
        return Expected.titleKey(title.asset, title.layer);
    }

    function _keyOfPerformance() private view returns (bytes32) {
        return Expected.titleKey(recording, PRF);
    }

    function _keyOfPhonogram() private view returns (bytes32) {
        return Expected.titleKey(recording, PHN);
    }

    function _askOfTitle(Ask memory ask, Title memory title) private view {
        (bytes32 key, bytes32 before) = (_keyOf(title), Expected.titleHash(title));
        ask.getter = abi.encodeCall(registry.titles, (key));
        ask.again = abi.encodeWithSelector(ICopyrightRegistry.TitleMoved.selector, before, registry.titles(key));
    }

    /// @dev What is said of others is recorded once.
    function _askOfSaying(Ask memory ask, string memory name, bytes32 text) private view {
        (ask.name, ask.text) = (name, text);
        bytes32 digest = Expected.registryDigest(address(registry), text);
        ask.again = abi.encodeWithSelector(ICopyrightRegistry.AlreadyRecorded.selector, digest);
    }
}
