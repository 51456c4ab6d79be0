"""Sentences about splits, territories, uses and times."""

from __future__ import annotations

MESSAGES: dict[str, tuple[str, str]] = {
    "error.SPLIT_SYNTAX": ("{value} is not a split.", "“{value}”不是有效的份额写法。"),
    "hint.SPLIT_SYNTAX": (
        "Write a layer and its holders, for instance WRK:lin=60,hao=40, or PRF:a,b,c for equal parts.",
        "请写出权利层和权利人，例如 WRK:lin=60,hao=40；平均分配写 PRF:a,b,c。",
    ),
    "error.SPLIT_LAYER_UNKNOWN": (
        "{value} is not a layer of rights. The layers are: {known}.",
        "“{value}”不是权利层。可用：{known}。",
    ),
    "hint.SPLIT_LAYER_UNKNOWN": (
        "WRK is the song, PRF the performers, PHN the producer of the recording, AVP the producer of a "
        "video.",
        "WRK 为词曲，PRF 为表演者，PHN 为录音制作者，AVP 为视频制作者。",
    ),
    "error.SPLIT_KEYLESS": (
        "Somebody without a key is in {layer}, so everybody needs a figure.",
        "{layer} 中有尚无密钥的人，因此须写明每人的比例。",
    ),
    "hint.SPLIT_KEYLESS": (
        "For instance {layer}:hao=60,?NAME=40; the name is what they claim it by later.",
        "例如 {layer}:hao=60,?姓名=40；日后凭该姓名认领。",
    ),
    "error.SPLIT_MIXED": (
        "Some holders of {layer} have a figure and others have none.",
        "{layer} 的权利人有的写了比例，有的没有写。",
    ),
    "hint.SPLIT_MIXED": (
        "Give every holder a figure, or none for equal parts.",
        "请给每位权利人都写上比例；平均分配则都不写。",
    ),
    "error.SPLIT_PERCENT": (
        "{value} is not a share that {name} can have of {layer}.",
        "“{value}”不能作为 {name} 在 {layer} 中的份额。",
    ),
    "hint.SPLIT_PERCENT": (
        "Write per cent above 0 and up to 100, with at most six decimals, for instance 33.333334.",
        "请写大于 0 且不超过 100 的百分比，最多六位小数，例如 33.333334。",
    ),
    "error.SPLIT_SUM": (
        "The shares of {layer} add up to {sum} per cent: {off} per cent are missing.",
        "{layer} 的份额合计为 {sum}%，还差 {off}%。",
    ),
    "hint.SPLIT_SUM": (
        "Change the figures so that they add up to exactly 100, or write no figures for equal parts.",
        "请调整比例使合计正好为 100；平均分配则不写比例。",
    ),
    "error.SPLIT_SUM_OVER": (
        "The shares of {layer} add up to {sum} per cent: {off} per cent too much.",
        "{layer} 的份额合计为 {sum}%，多了 {off}%。",
    ),
    "hint.SPLIT_SUM_OVER": (
        "Change the figures so that they add up to exactly 100, or write no figures for equal parts.",
        "请调整比例使合计正好为 100；平均分配则不写比例。",
    ),
    "error.SPLIT_DUPLICATE": ("{name} and {other} are the same holder.", "{name} 与 {other} 是同一权利人。"),
    "hint.SPLIT_DUPLICATE": (
        "Name each holder once, with his whole share.",
        "每位权利人只写一次，并写明其全部份额。",
    ),
    "error.SPLIT_TOO_MANY": (
        "{given} holders were named; a layer may have 1 to {limit}.",
        "列出了 {given} 位权利人；每个权利层可有 1 至 {limit} 位。",
    ),
    "hint.SPLIT_TOO_MANY": (
        "Let several of them hold their part through one shared account (a contract wallet).",
        "可让其中数人通过一个共有账户（合约钱包）持有份额。",
    ),
    "error.SPLIT_LAYER_MISSING": ("No split was given for: {layers}.", "缺少以下权利层的份额：{layers}。"),
    "hint.SPLIT_LAYER_MISSING": ("Add for instance: {example}", "请补充，例如：{example}"),
    "error.SPLIT_LAYER_EXTRA": ("{type} has no layer {layer}.", "{type} 没有 {layer} 这一权利层。"),
    "hint.SPLIT_LAYER_EXTRA": (
        "Leave that split out. A song has WRK, a recording PRF and PHN, a video AVP, an album none.",
        "请去掉该份额。词曲有 WRK，录音有 PRF 和 PHN，视频有 AVP，专辑没有。",
    ),
    "error.SPLIT_TWICE": ("Two splits were given for {layer}.", "{layer} 给出了两次份额。"),
    "hint.SPLIT_TWICE": ("Name all holders of a layer in one split.", "请把同一权利层的所有权利人写在一处。"),
    "error.SPLIT_ORDER": (
        "The holders of {layer} are out of order or doubled.",
        "{layer} 的权利人顺序有误或重复。",
    ),
    "hint.SPLIT_ORDER": (
        "This is a fault of the program that made it; ask its maker.",
        "这是生成该数据的程序的问题，请联系其开发者。",
    ),
    "error.SPLIT_ZERO": (
        "A holder of {layer} has no share, or no account.",
        "{layer} 的某位权利人没有份额，或没有账户。",
    ),
    "hint.SPLIT_ZERO": ("Leave out who holds nothing.", "没有份额的人请不要列出。"),
    "error.UNKNOWN_TERRITORY": ("{value} is not a territory.", "“{value}”不是有效的地域。"),
    "hint.UNKNOWN_TERRITORY": (
        "Write two-letter codes of ISO 3166-1 separated by commas, for instance CN,HK, or WORLD. CN is "
        "the mainland only.",
        "请用 ISO 3166-1 两字母代码，以逗号分隔，例如 CN,HK；全球写 WORLD。CN 仅指中国内地。",
    ),
    "error.TERRITORY_WORLD_ALONE": (
        "{value} names the world and more.",
        "“{value}”在全球之外又列了其他地域。",
    ),
    "hint.TERRITORY_WORLD_ALONE": (
        "Write WORLD alone, or a list of codes without it.",
        "请只写 WORLD，或只列代码。",
    ),
    "error.UNKNOWN_USE": (
        "{value} is not a use that Songdeed knows.",
        "Songdeed 不认识使用方式“{value}”。",
    ),
    "hint.UNKNOWN_USE": (
        "The uses are: {known}. Join several with |.",
        "使用方式有：{known}。多项请用 | 连接。",
    ),
    "error.BAD_USAGE_MASK": (
        "The number {value} names a use that does not exist.",
        "数字 {value} 含有不存在的使用方式。",
    ),
    "hint.BAD_USAGE_MASK": (
        "The set of uses is closed: what is not named is not allowed. Update Songdeed if the text "
        "comes from a newer one.",
        "使用方式是封闭集合，未列明的即未许可。若文本来自较新版本，请更新 Songdeed。",
    ),
    "error.BAD_DATE": ("{value} is not a date or moment that exists.", "“{value}”不是存在的日期或时刻。"),
    "hint.BAD_DATE": (
        "Write a day such as 2026-01-31, or a moment with its offset such as "
        "2026-01-31T09:00:00+08:00. An end may also be: open.",
        "请写日期（如 2026-01-31）或带时区的时刻（如 2026-01-31T09:00:00+08:00）；截止时间也可写 open（"
        "无期限）。",
    ),
    "error.DATE_NEEDS_OFFSET": (
        "The moment {value} does not say in which time zone it is meant.",
        "时刻“{value}”没有注明时区。",
    ),
    "hint.DATE_NEEDS_OFFSET": (
        "Add the offset, for instance +08:00 for Beijing or Z for UTC, or give a bare day.",
        "请加上时区，例如北京时间 +08:00、协调世界时 Z；或只写日期。",
    ),
    "error.DATE_OUT_OF_RANGE": (
        "{value} lies before 1970 or after the year 9999.",
        "“{value}”早于 1970 年或晚于 9999 年。",
    ),
    "hint.DATE_OUT_OF_RANGE": (
        "Give a day in these years; an end that never comes is written open.",
        "请写这一范围内的日期；无截止时间写 open。",
    ),
}
