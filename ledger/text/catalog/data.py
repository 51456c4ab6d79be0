"""Sentences about text, JSON, content ids and trees."""

from __future__ import annotations

MESSAGES: dict[str, tuple[str, str]] = {
    "error.BAD_ADDRESS": ("{value} is not an address.", "“{value}”不是有效的地址。"),
    "hint.BAD_ADDRESS": (
        "An address is 0x followed by 40 digits 0-9 and letters a-f. A key's own name works too.",
        "地址由 0x 加 40 位十六进制字符（0-9、a-f）组成；也可以直接使用密钥的名称。",
    ),
    "error.BAD_HASH": ("{value} is not a 32-byte id.", "“{value}”不是 32 字节的标识。"),
    "hint.BAD_HASH": (
        "An id is 0x followed by 64 digits 0-9 and letters a-f; copy the whole of it.",
        "标识由 0x 加 64 位十六进制字符组成，请完整复制。",
    ),
    "error.BAD_INTEGER": (
        "The field {field} holds {value}, which is not a whole number of {bits} bits.",
        "字段 {field} 的值 {value} 不是 {bits} 位的非负整数。",
    ),
    "hint.BAD_INTEGER": (
        "Write a whole number that is not negative, without quotes or a decimal point.",
        "请填写非负整数，不加引号，也不带小数点。",
    ),
    "error.BAD_BOOLEAN": (
        "The field {field} holds {value}, where true or false is expected.",
        "字段 {field} 的值 {value} 应为 true 或 false。",
    ),
    "hint.BAD_BOOLEAN": ("Write true or false, without quotes.", "请填写 true 或 false，不加引号。"),
    "error.TEXT_FORBIDDEN_CHARACTER": (
        "Character {place} of the text is {character}, an invisible control character that may not be "
        "signed.",
        "文本第 {place} 个字符为 {character}，这是不可见的控制字符，不得写入签署内容。",
    ),
    "hint.TEXT_FORBIDDEN_CHARACTER": (
        "Type the text again instead of pasting it: line breaks, tabs and characters that change the "
        "writing direction are not allowed.",
        "请重新输入而不要粘贴：不允许换行符、制表符以及改变书写方向的字符。",
    ),
    "error.TEXT_NOT_NFC": (
        "The text {value} is spelled with composed letters in another form than the standard one (NFC).",
        "文本“{value}”未采用标准的 Unicode 规范化形式（NFC）。",
    ),
    "hint.TEXT_NOT_NFC": (
        "Have the program that wrote the file normalise its text to NFC; what you type on the command "
        "line is normalised for you.",
        "请让生成该文件的程序把文本规范化为 NFC；在命令行输入的文字会自动规范化。",
    ),
    "error.JSON_TOO_LARGE": (
        "The document has {size} bytes; at most {limit} are accepted.",
        "文档有 {size} 字节，上限为 {limit} 字节。",
    ),
    "hint.JSON_TOO_LARGE": (
        "Make it smaller, for instance by moving long texts into files of their own.",
        "请缩小文档，例如把长文本移到单独的文件中。",
    ),
    "error.JSON_NOT_UTF8": (
        "The document is not UTF-8 text (at byte {place}).",
        "文档不是 UTF-8 文本（第 {place} 字节处）。",
    ),
    "hint.JSON_NOT_UTF8": ("Save it again as UTF-8.", "请以 UTF-8 编码重新保存。"),
    "error.JSON_BOM": ("The document starts with a byte order mark.", "文档以字节顺序标记（BOM）开头。"),
    "hint.JSON_BOM": ("Save it again as UTF-8 without BOM.", "请以“UTF-8（无 BOM）”重新保存。"),
    "error.JSON_TOO_DEEP": (
        "The document is nested more than {limit} levels deep.",
        "文档嵌套超过 {limit} 层。",
    ),
    "hint.JSON_TOO_DEEP": (
        "This is a fault of the program that made it; ask its maker.",
        "这是生成该数据的程序的问题，请联系其开发者。",
    ),
    "error.JSON_SYNTAX": (
        "The document is not JSON: line {line}, column {column}.",
        "文档不是有效的 JSON：第 {line} 行第 {column} 列。",
    ),
    "hint.JSON_SYNTAX": (
        "It may have been cut short or edited by hand; get it again from its sender.",
        "文档可能不完整或被手工改动过，请向发送方重新索取。",
    ),
    "error.JSON_DUPLICATE_KEY": (
        "The field {key} is there twice, so that two readers could see two contents.",
        "字段 {key} 出现两次，不同的程序可能读出不同的内容。",
    ),
    "hint.JSON_DUPLICATE_KEY": (
        "Don't sign it. Get the document again from its sender.",
        "请勿签署，并向发送方重新索取。",
    ),
    "error.JSON_FLOAT": (
        "The number {value} has a decimal point or exponent; only whole numbers are accepted.",
        "数字 {value} 带小数点或指数；只接受整数。",
    ),
    "hint.JSON_FLOAT": (
        "Give shares in hundred-millionths and money in its smallest unit.",
        "份额请以亿分之一为单位，金额请以最小货币单位填写。",
    ),
    "error.JSON_INTEGER": (
        "The number {value} is beyond ±{limit}, where programs begin to round.",
        "数字 {value} 超出 ±{limit}，部分程序会对其舍入。",
    ),
    "hint.JSON_INTEGER": ("Write larger numbers as text, in quotes.", "更大的数字请写成带引号的文本。"),
    "error.JSON_TYPE": (
        "A value of type {type} can't be written as JSON.",
        "类型为 {type} 的值无法写成 JSON。",
    ),
    "hint.JSON_TYPE": (
        "This is a fault of the program that made it; ask its maker.",
        "这是生成该数据的程序的问题，请联系其开发者。",
    ),
    "error.JSON_NOT_CANONICAL": (
        "The document is not in its canonical form (RFC 8785), so its hash would not be the one meant.",
        "文档不是规范形式（RFC 8785），其哈希值不会是所指的那个。",
    ),
    "hint.JSON_NOT_CANONICAL": (
        "Use the file as it was made; opening and saving it in an editor changes it.",
        "请使用原始文件；用编辑器打开再保存会改变其内容。",
    ),
    "error.FIELD_TYPE": (
        "The field {field} is not of the kind expected: {expected}.",
        "字段 {field} 的类型不符，应为 {expected}。",
    ),
    "hint.FIELD_TYPE": (
        "This is a fault of the program that made it; ask its maker.",
        "这是生成该数据的程序的问题，请联系其开发者。",
    ),
    "error.FIELD_MISSING": ("The field {field} is missing.", "缺少字段 {field}。"),
    "hint.FIELD_MISSING": (
        "Add it, or get the document again from its sender.",
        "请补上该字段，或向发送方重新索取文档。",
    ),
    "error.FIELD_EMPTY": ("The field {field} is empty.", "字段 {field} 为空。"),
    "hint.FIELD_EMPTY": ("Fill it in, or leave the whole field out.", "请填写内容，或整个省略该字段。"),
    "error.FIELD_CHOICE": (
        "The field {field} holds {value}, which is none of: {known}.",
        "字段 {field} 的值“{value}”不在可选范围内：{known}。",
    ),
    "hint.FIELD_CHOICE": (
        "Use one of these words; a newer version of Songdeed may know more.",
        "请使用上述词语之一；较新版本的 Songdeed 可能支持更多。",
    ),
    "error.FIELD_UNKNOWN": ("The field {field} is unknown to this version.", "本版本不认识字段 {field}。"),
    "hint.FIELD_UNKNOWN": (
        "Nothing is skipped in silence: update Songdeed, or remove the field if you wrote it yourself.",
        "任何字段都不会被悄悄忽略：请更新 Songdeed；若该字段是您自己写的，请删除。",
    ),
    "error.FIELD_TOO_LONG": (
        "The field {field} has {given} characters; at most {limit} are accepted.",
        "字段 {field} 有 {given} 个字符，上限为 {limit}。",
    ),
    "hint.FIELD_TOO_LONG": ("Shorten it.", "请缩短内容。"),
    "error.FIELD_SPACES": ("The field {field} begins or ends with a space.", "字段 {field} 的首尾有空格。"),
    "hint.FIELD_SPACES": ("Remove the spaces around it.", "请去掉首尾空格。"),
    "error.CID_SYNTAX": (
        "{value} is not an IPFS address that is read here: a CID (bafk… or bafy…; Qm… and other bases where "
        "content is fetched).",
        "“{value}”不是此处可读的 IPFS 地址：应为 CID（bafk… 或 bafy…；读取内容时也可为 Qm… 或其他编码）。",
    ),
    "hint.CID_SYNTAX": (
        "Copy the whole of it, without /ipfs/ before or a path behind; in a record it stands as "
        "`ipfs cid base32` writes it.",
        "请完整复制，前面不带 /ipfs/，后面不带路径；记录中须为 `ipfs cid base32` 输出的形式。",
    ),
    "error.CID_VERSION": ("The CID is neither of version 1 nor a whole one of version 0 (Qm…).", "该 CID 既不是第 1 版，也不是完整的第 0 版（Qm…）。"),
    "hint.CID_VERSION": (
        "Copy the whole of it; `ipfs cid base32` tells whether it can be read.",
        "请完整复制；可用 `ipfs cid base32` 检查能否读取。",
    ),
    "error.CID_CODEC": (
        "The CID names content of kind {codec}; only plain bytes and UnixFS files are read.",
        "该 CID 指向类型为 {codec} 的内容；只读取原始字节和 UnixFS 文件。",
    ),
    "hint.CID_CODEC": ("Give the CID of a file.", "请给出文件的 CID。"),
    "error.CID_HASH": (
        "The CID does not use SHA-256 in full length.",
        "该 CID 使用的不是完整长度的 SHA-256。",
    ),
    "hint.CID_HASH": (
        "Add the content again with `ipfs add --cid-version=1`.",
        "请用 `ipfs add --cid-version=1` 重新添加内容。",
    ),
    "error.NODE_TOO_LARGE": (
        "A node of the stored file has {size} bytes; at most {limit} are read.",
        "存储文件的一个节点有 {size} 字节，最多读取 {limit} 字节。",
    ),
    "hint.NODE_TOO_LARGE": (
        "This is no file as Songdeed or Kubo lay it out; don't use it.",
        "这不是 Songdeed 或 Kubo 生成的文件结构，请勿使用。",
    ),
    "error.NODE_MALFORMED": (
        "The CID does not lead to a plain file: it is a folder or a link, or malformed.",
        "该 CID 指向的不是普通文件：可能是文件夹或链接，或结构有误。",
    ),
    "hint.NODE_MALFORMED": ("Give the CID of the file itself.", "请给出文件本身的 CID。"),
    "error.MERKLE_EMPTY": ("A batch without works can't be anchored.", "没有作品的批次无法存证。"),
    "hint.MERKLE_EMPTY": ("Add at least one work.", "请至少加入一件作品。"),
    "error.MERKLE_DUPLICATE": (
        "The same work is in the batch twice (leaf {leaf}).",
        "同一作品在批次中出现两次（叶 {leaf}）。",
    ),
    "hint.MERKLE_DUPLICATE": ("Name each work once.", "每件作品只写一次。"),
    "error.MERKLE_NO_LEAF": (
        "The batch does not hold this work (leaf {leaf}).",
        "该批次中没有此作品（叶 {leaf}）。",
    ),
    "hint.MERKLE_NO_LEAF": (
        "Choose the batch in which the work was anchored.",
        "请选择该作品存证时所在的批次。",
    ),
    "error.MERKLE_PATH_TOO_LONG": (
        "The path to the anchor has {given} steps; at most {limit} are accepted.",
        "到存证根的路径有 {given} 步，上限为 {limit} 步。",
    ),
    "hint.MERKLE_PATH_TOO_LONG": (
        "This is a fault of the program that made it; ask its maker.",
        "这是生成该数据的程序的问题，请联系其开发者。",
    ),
}
