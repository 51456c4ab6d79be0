"""Changes of titles that several people sign: what commands say, their help, and what can be wrong."""

_C: dict[str, tuple[str, str]] = {
    "change.Assign": ("A transfer of shares of {asset} ({layer}), which may be recorded until {until}:", "转让 {asset}（{layer}）的份额，可在 {until} 之前记录："),
    "change.ClaimUnits": ("A claim of shares of {asset} ({layer}) that were kept for somebody without a key, which may be recorded until {until}:", "认领 {asset}（{layer}）中为尚无密钥者保留的份额，可在 {until} 之前记录："),
    "change.VoidTitle": ("The title of {asset} ({layer}) becomes void, if everybody accepts the arbiter until {until}:", "若各方在 {until} 之前接受仲裁人，{asset}（{layer}）的权属即告无效："),
    "change_arbiter": ("    {arbiter} upheld the dispute of {opener}", "    {arbiter} 支持 {opener} 提出的争议"),
    "change_kept": ("Kept in {path}: send it to the others. Each signs his copy (songdeed change sign), and songdeed change send joins the copies and records the change.", "已存入 {path}：请发给其他人。各人签署自己的副本（songdeed change sign），再由 songdeed change send 合并并记录。"),
    "change_sent": ("The change is recorded.", "变更已记录。"),
    "change_cancel_ask": ("Take your consent back?", "是否撤回你的同意？"),
    "change_cancelled": ("Taken back: your signature on this change is void.", "已撤回：你在该变更上的签名无效。"),
    "help.change": ("Changes of titles that several people sign, on one computer or on many.", "须多人签署的权属变更，可在一台或多台电脑上签署。"),
    "example.change": ("songdeed change sign change.json --as hao", "songdeed change sign change.json --as hao"),
    "help.change_show": ("Tell a change in words, and who has signed it.", "以文字说明变更以及签署情况。"),
    "example.change_show": ("songdeed change show change.json", "songdeed change show change.json"),
    "help.change_sign": ("Sign a change; no chain is needed.", "签署变更；无需连接链。"),
    "example.change_sign": ("songdeed change sign change.json --as hao", "songdeed change sign change.json --as hao"),
    "help.change_merge": ("Join signatures of copies of one change that were signed apart.", "合并同一变更各副本上的签名。"),
    "example.change_merge": ("songdeed change merge change.json from-hao.json from-mei.json", "songdeed change merge change.json from-hao.json from-mei.json"),
    "help.change_send": ("Record a change that everybody has signed; copies signed apart are joined.", "记录全体已签署的变更；分别签署的副本会先合并。"),
    "example.change_send": ("songdeed change send change.json from-hao.json", "songdeed change send change.json from-hao.json"),
    "help.change_cancel": ("Take your consent back before the change is recorded.", "在变更记录之前撤回你的同意。"),
    "example.change_cancel": ("songdeed change cancel change.json --as hao", "songdeed change cancel change.json --as hao"),
    "arg.change": ("Change file.", "变更文件。"),
    "arg.changes_more": ("More copies of the change file, signed apart.", "同一变更分别签署的其他副本。"),
    "opt.change_out": ("Where the change is kept if others must sign too.", "如还须他人签署，变更存入的文件。"),
}
_E: dict[str, tuple[str, str, str, str]] = {
    "CHANGE_SIGNATURES": ("These must sign too: {missing}.", "还须签署：{missing}。", "Name the keys that are here with --as; others sign their copy with songdeed change sign FILE --as NAME.", "本机的密钥请用 --as 指明；其他人用 songdeed change sign 文件 --as 名称 签署各自的副本。"),
    "CHANGEFILE_SHAPE": ("This is no change file of Songdeed, or one of another version.", "这不是 Songdeed 的变更文件，或版本不同。", "Ask for it to be sent again.", "请对方重新发送。"),
    "CHANGEFILE_ALTERED": ("The change file was altered: what it shows is not what its signers sign.", "变更文件被改动过：所示内容与签署内容不符。", "Don't sign it; ask for the original.", "请勿签署，索取原件。"),
    "CHANGES_DIFFER": ("These are not copies of one change: {one} and {other}.", "这些不是同一变更的副本：{one} 与 {other}。", "songdeed change show tells them apart.", "可用 songdeed change show 区分。"),
}
MESSAGES: dict[str, tuple[str, str]] = {
    **{f"cli.{key}": value for key, value in _C.items()},
    **{f"error.{code}": entry[:2] for code, entry in _E.items()},
    **{f"hint.{code}": entry[2:] for code, entry in _E.items()},
}
