"""Sentences about records and what stands in them."""

from __future__ import annotations

MESSAGES: dict[str, tuple[str, str]] = {
    "error.IDENTIFIER_KIND": (
        "{value} is not a kind of identifier. Known: {known}.",
        "“{value}”不是已知的标识类型。可用：{known}。",
    ),
    "hint.IDENTIFIER_KIND": ("Use one of these names.", "请使用其中之一。"),
    "error.IDENTIFIER_FORM": (
        "{value} does not have the form of an {kind}.",
        "“{value}”不符合 {kind} 的格式。",
    ),
    "hint.IDENTIFIER_FORM": (
        "Compare it with the paper it comes from; a digit may be missing.",
        "请与原始文件核对，可能漏了一位。",
    ),
    "error.IDENTIFIER_CHECK": (
        "The check digit of the {kind} {value} is wrong.",
        "{kind}“{value}”的校验位有误。",
    ),
    "hint.IDENTIFIER_CHECK": (
        "Compare it with the paper it comes from: one character is mistyped.",
        "请与原始文件核对：有一个字符录入错误。",
    ),
    "error.BAD_PARTIAL_DATE": ("{value} is not a date that exists.", "“{value}”不是存在的日期。"),
    "hint.BAD_PARTIAL_DATE": (
        "Write 2026, 2026-07 or 2026-07-15, as far as it is known.",
        "请写成 2026、2026-07 或 2026-07-15，知道多少写多少。",
    ),
    "error.RECORD_FORMAT": (
        "This is not a record: its format is not {expected}.",
        "这不是登记记录：格式不是 {expected}。",
    ),
    "hint.RECORD_FORMAT": (
        "Choose the record's file, not the music or the deal.",
        "请选择登记记录文件，而不是音乐文件或交易文件。",
    ),
    "error.RECORD_VERSION": (
        "The record has version {version}; this program reads version {known}.",
        "该记录为第 {version} 版；本程序读取第 {known} 版。",
    ),
    "hint.RECORD_VERSION": ("Update Songdeed.", "请更新 Songdeed。"),
    "error.RECORD_SALT": (
        "The salt of a sealed record may not be zero: anybody could guess what it hides.",
        "密封记录的盐值不得为零，否则任何人都能猜出其内容。",
    ),
    "hint.RECORD_SALT": ("Use 32 random bytes.", "请使用 32 个随机字节。"),
    "error.RECORD_TOO_MANY": (
        "The record lists {given} under {field}; at most {limit} are accepted.",
        "记录的 {field} 列出了 {given} 项，上限为 {limit} 项。",
    ),
    "hint.RECORD_TOO_MANY": (
        "Register separate assets, for instance one for each stem.",
        "请分别登记，例如每条分轨各登记一次。",
    ),
    "error.RECORD_TWICE": (
        "The record lists the same entry twice under {field}.",
        "记录的 {field} 中有重复项。",
    ),
    "hint.RECORD_TWICE": ("Name each once.", "每项只写一次。"),
    "error.RECORD_ORDER": (
        "The entries under {field} are out of order or doubled.",
        "{field} 中的条目顺序有误或重复。",
    ),
    "hint.RECORD_ORDER": (
        "This is a fault of the program that made it; ask its maker.",
        "这是生成该数据的程序的问题，请联系其开发者。",
    ),
    "error.RECORD_FILE_NOT_ALLOWED": ("A {type} has no file of its own.", "{type} 类型没有自己的文件。"),
    "hint.RECORD_FILE_NOT_ALLOWED": (
        "Register each recording with its file, then the album that contains them.",
        "请先逐一登记带文件的录音，再登记包含它们的专辑。",
    ),
    "error.RECORD_NOT_A_WORK": (
        "A {type} can't be marked as reserved or lawfully recorded; only a song or its words can.",
        "{type} 不能标注“保留权利”或“已合法录制”；只有词曲作品可以。",
    ),
    "hint.RECORD_NOT_A_WORK": (
        "Say so on the song that the recording embodies.",
        "请在该录音所体现的词曲作品上标注。",
    ),
    "error.RECORD_IDENTIFIER": ("An {kind} does not identify a {type}.", "{kind} 不用于标识 {type}。"),
    "hint.RECORD_IDENTIFIER": (
        "An ISWC goes on the song, an ISRC on the recording, a UPC/EAN or GRid on the release.",
        "ISWC 用于词曲，ISRC 用于录音，UPC/EAN 或 GRid 用于发行产品。",
    ),
    "error.RECORD_LINK": ("A {type} can't have a link of kind {kind}.", "{type} 不能有 {kind} 类型的关联。"),
    "hint.RECORD_LINK": (
        "A recording EMBODIES songs, an album CONTAINS recordings, a song is DERIVED_FROM, a "
        "VERSION_OF or SAMPLES another.",
        "录音体现（EMBODIES）词曲，专辑包含（CONTAINS）录音，词曲可以改编自（DERIVED_FROM）、"
        "是…的版本（VERSION_OF）或采样（SAMPLES）另一作品。",
    ),
    "error.RECORD_NEEDS_WORK": (
        "A {type} must name the song that it embodies.",
        "{type} 必须指明其所体现的词曲作品。",
    ),
    "hint.RECORD_NEEDS_WORK": (
        "Add a split of the song (`--split WRK:NAME=100`), or name a registered one with `--embodies`.",
        "请加上词曲的份额（`--split WRK:名称=100`），或用 `--embodies` 指明已登记的作品。",
    ),
    "error.RECORD_LANGUAGE": ("{value} is not a language tag.", "“{value}”不是语言标签。"),
    "hint.RECORD_LANGUAGE": (
        "Write for instance zh, en, yue or zh-Hant; zxx where nothing is sung.",
        "请写成 zh、en、yue 或 zh-Hant 等；没有歌词时写 zxx。",
    ),
    "error.CREDIT_NOBODY": (
        "A credit names neither a person nor an address.",
        "有一条署名既没有姓名也没有地址。",
    ),
    "hint.CREDIT_NOBODY": ("Give a name, an address, or both.", "请填写姓名、地址，或两者都填。"),
    "error.CREDIT_DIED": (
        "A company or other legal person can't have a date of death.",
        "法人或非法人组织不能有死亡日期。",
    ),
    "hint.CREDIT_DIED": (
        "Leave the date out, or don't mark it as a legal person.",
        "请去掉该日期，或不要标注为法人。",
    ),
    "error.TRAINING_CONSTRAINT": (
        "The reservation {key} must state its condition if, and only if, the use is constrained.",
        "保留项 {key} 仅在“有条件允许”时填写条件，且此时必须填写。",
    ),
    "hint.TRAINING_CONSTRAINT": (
        "Add the condition, or choose allowed or notAllowed.",
        "请补充条件，或改选 allowed、notAllowed。",
    ),
    "error.FILE_SIZE": (
        "A file of {value} bytes can't be registered.",
        "无法登记大小为 {value} 字节的文件。",
    ),
    "hint.FILE_SIZE": (
        "Give the file's true size; an empty file is nothing to register.",
        "请填写文件的真实大小；空文件无从登记。",
    ),
    "error.FILE_PROFILE": (
        "The file's CID was made with the import profile {value}; this version knows {known}.",
        "该文件的 CID 使用导入规格 {value}；本版本支持 {known}。",
    ),
    "hint.FILE_PROFILE": (
        "Have the CID computed by `songdeed cid FILE`.",
        "请用 `songdeed cid 文件` 计算 CID。",
    ),
    "error.FILE_CID": (
        "The CID {cid} does not belong to a file with the SHA-256 {sha256}.",
        "CID {cid} 与 SHA-256 为 {sha256} 的文件不符。",
    ),
    "hint.FILE_CID": (
        "Have both computed by `songdeed cid FILE`.",
        "请用 `songdeed cid 文件` 同时计算两者。",
    ),
}
