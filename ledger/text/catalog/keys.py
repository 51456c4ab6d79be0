"""Sentences about signing keys."""

from __future__ import annotations

MESSAGES: dict[str, tuple[str, str]] = {
    "error.KEY_NAME": (
        "A key can't be called “{name}”.",
        "密钥不能命名为“{name}”。",
    ),
    "hint.KEY_NAME": (
        "Use letters and digits of any script, _ and -: at most 64, beginning with a letter or digit, "
        "not 0x and no word that Windows reserves (con, nul, com1 …).",
        "请使用任何文字的字母和数字以及 _ 和 -，最多 64 个字符，以字母或数字开头，不能以 0x 开头，"
        "也不能是 Windows 的保留名（con、nul、com1 等）。",
    ),
    "error.KEY_EXISTS": (
        "There is a key called “{other}” already, so “{name}” can't be added.",
        "已有名为“{other}”的密钥，无法再添加“{name}”。",
    ),
    "hint.KEY_EXISTS": (
        "Choose another name; upper and lower case make no difference. See what there is: songdeed key list",
        "请换一个名字，大小写不作区分。查看已有密钥：songdeed key list",
    ),
    "error.UNKNOWN_KEY": (
        "There is no key called “{name}” here.",
        "这里没有名为“{name}”的密钥。",
    ),
    "hint.UNKNOWN_KEY": (
        "See the names with “songdeed key list”, or make one: songdeed key new {name}",
        "用“songdeed key list”查看已有名称，或新建一个：songdeed key new {name}",
    ),
    "error.WRONG_PASSWORD": (
        "The password does not open the key “{name}”.",
        "密码无法打开密钥“{name}”。",
    ),
    "hint.WRONG_PASSWORD": (
        "Try again; look at the keyboard layout and at Caps Lock. Nobody can restore a lost password.",
        "请重试，并检查键盘布局和大写锁定。密码一旦遗失，任何人都无法恢复。",
    ),
    "error.PASSWORD_EMPTY": (
        "An empty password protects nothing.",
        "空密码起不到任何保护作用。",
    ),
    "hint.PASSWORD_EMPTY": (
        "Give a password at the prompt, with --password-file, or in SONGDEED_PASSWORD.",
        "请在提示处输入密码，或使用 --password-file，或设置 SONGDEED_PASSWORD。",
    ),
    "error.KEYSTORE_CORRUPT": (
        "The key file of “{name}” is damaged: its part “{field}” is missing or not what it should be.",
        "密钥“{name}”的文件已损坏：其中的“{field}”缺失或不正确。",
    ),
    "hint.KEYSTORE_CORRUPT": (
        "Restore the file from your backup. A damaged file is never used and never overwritten.",
        "请从备份恢复该文件。已损坏的文件既不会被使用，也不会被覆盖。",
    ),
    "error.KEYSTORE_WEAK": (
        "The key file of “{name}” is protected too weakly ({given}; the least taken is {least}).",
        "密钥“{name}”的文件保护强度过低（{given}，最低要求为 {least}）。",
    ),
    "hint.KEYSTORE_WEAK": (
        "If you made it in another program, export it there as a standard version 3 file with "
        "scrypt and import "
        "that. If it was stronger before, somebody changed it: restore your backup.",
        "如果它来自其他程序，请在该程序中导出为采用 scrypt 的标准第 3 版密钥文件再导入。"
        "如果它原来更强，说明有人改动过：请恢复备份。",
    ),
    "error.KEYSTORE_EXPENSIVE": (
        "The key file of “{name}” asks for more computing than any honest one ({given}; the most "
        "taken is {most}).",
        "密钥“{name}”的文件要求的计算量超过任何正常文件（{given}，上限为 {most}）。",
    ),
    "hint.KEYSTORE_EXPENSIVE": (
        "Don't use files from strangers. If it is your own, restore it from your backup.",
        "请勿使用来历不明的文件。如果是您自己的文件，请从备份恢复。",
    ),
    "error.KEYSTORE_UNREADABLE": (
        "The key file or folder {path} can't be read or written: {reason}.",
        "无法读写密钥文件或文件夹 {path}：{reason}。",
    ),
    "hint.KEYSTORE_UNREADABLE": (
        "Check its owner and permissions, and that the disk is not full. Nothing was changed.",
        "请检查其所有者和权限，以及磁盘是否已满。没有任何内容被更改。",
    ),
    "error.BAD_SIGNATURE_FORM": (
        "The signature ({length} bytes) does not have the one form that is accepted.",
        "签名（{length} 字节）不符合唯一被接受的格式。",
    ),
    "hint.BAD_SIGNATURE_FORM": (
        "It must have 65 bytes: r, s, v, with the lower of the two possible s, and v 27 or 28. Sign again.",
        "签名必须为 65 字节：r、s、v，其中 s 取两个可能值中较小的一个，v 为 27 或 28。请重新签名。",
    ),
}
