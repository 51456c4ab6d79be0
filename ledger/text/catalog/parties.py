"""People by names of one's own, cards, and what deserves a second look."""

MESSAGES: dict[str, tuple[str, str]] = {
    "error.ADDRESS_CHECKSUM": (
        "A letter or digit of {value} was mistyped: its capitals don't fit the rest.",
        "{value} 中有字符输错：其大小写校验不符。",
    ),
    "hint.ADDRESS_CHECKSUM": (
        "Compare it with the original, character by character, or copy it whole.",
        "请与原地址逐字核对，或完整复制。",
    ),
    "cli.help.party": ("Other people, by names of your own.", "以自定名称记录的他人。"),
    "cli.example.party": ("songdeed party list", "songdeed party list"),
    "cli.help.party_add": ("Note an address under a name; nobody else sees it.", "为地址记下名称；他人看不到。"),
    "cli.example.party_add": (
        "songdeed party add venue 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
        "songdeed party add venue 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
    ),
    "cli.help.party_list": ("List the people you noted.", "列出已记录的人。"),
    "cli.example.party_list": ("songdeed party list", "songdeed party list"),
    "cli.help.party_show": ("Show somebody's address, and what his card says.", "显示某人的地址及其名片内容。"),
    "cli.example.party_show": ("songdeed party show venue", "songdeed party show venue"),
    "cli.help.party_remove": ("Forget somebody.", "删除某人的记录。"),
    "cli.example.party_remove": ("songdeed party remove venue", "songdeed party remove venue"),
    "cli.help.party_export": ("Write all you noted to a file.", "把全部记录写入文件。"),
    "cli.example.party_export": (
        "songdeed party export --out people.json",
        "songdeed party export --out people.json",
    ),
    "cli.help.party_import": (
        "Take over somebody's card, or what you noted on another computer.",
        "导入他人的名片，或在另一台电脑上的记录。",
    ),
    "cli.example.party_import": (
        "songdeed party import hao-card.json --name hao",
        "songdeed party import hao-card.json --name hao",
    ),
    "cli.help.card": (
        "Make a card: your name and address, signed, to be handed to others.",
        "制作名片：经签名的名称与地址，可交给他人。",
    ),
    "cli.example.card": (
        "songdeed card lin --name 林 --out lin-card.json",
        "songdeed card lin --name 林 --out lin-card.json",
    ),
    "cli.arg.contact": ("Name of your own choice.", "自定的名称。"),
    "cli.arg.address": ("Address, 0x and 40 hex digits.", "地址：0x 加 40 位十六进制数字。"),
    "cli.arg.card": ("Card, or file of exported contacts.", "名片，或导出的联系人文件。"),
    "cli.opt.out_party": ("File to write.", "要写入的文件。"),
    "cli.opt.party_name": ("What to call him here; as he calls himself, by default.", "在本机的称呼；默认用其自称。"),
    "cli.opt.card_name": ("What you call yourself; the key's name, by default.", "你的自称；默认用密钥名称。"),
    "cli.party_added": ("{name} is {address}.", "{name} 为 {address}。"),
    "cli.party_removed": ("{name} ({address}) is forgotten here.", "本机已删除 {name}（{address}）。"),
    "cli.no_parties": ("Nobody is noted yet.", "尚未记录任何人。"),
    "cli.parties_exported": ("{count} are written to {path}.", "已将 {count} 人写入 {path}。"),
    "cli.party_left": (
        "{name} ({address}) was not taken over: the name is another's here.",
        "未导入 {name}（{address}）：该名称在本机已属他人。",
    ),
    "cli.card_says": ("His card says: {name} ({time})", "其名片自称：{name}（{time}）"),
    "cli.card_made": (
        "{path} says that {name} is {address}. Hand it to others.",
        "{path} 表明 {name} 为 {address}，可交给他人。",
    ),
    "cli.card_hint": (
        "A card shows that whoever holds this key calls himself {name}. Let him read the address out to you.",
        "名片只表明该密钥的持有人自称 {name}。请让对方口述地址以核对。",
    ),
    "cli.card_changed": (
        "The card of {name} changed since you noted it: {fields}. Ask him whether that is right.",
        "{name} 的名片与你记录时不同：{fields}。请向本人核实。",
    ),
    "cli.card.name": ("his name", "名称"),
    "cli.card.encryption_key": ("his encryption key", "加密密钥"),
    "cli.looks_like": (
        "Careful: {address} begins and ends like {other}, and is another.",
        "注意：{address} 与 {other} 首尾相似，但并非同一地址。",
    ),
    "cli.retroactive": (
        "Careful: line {number} begins in the past, on {start}.",
        "注意：第 {number} 条的开始时间 {start} 已过去。",
    ),
    "cli.other_network": (
        "Careful: this deal is for chain {given}; you use chain {here}. What you sign does not count here.",
        "注意：该协议属于链 {given}，而你使用链 {here}。签名在此处无效。",
    ),
    "cli.unknown_contract": (
        "Careful: this deal is for a contract that is not yours to know: {given}. It may be anything.",
        "注意：该协议指向未知合约 {given}，其行为无法确定。",
    ),
    "cli.changed_since": (
        "Careful: you signed another deal about this, {deal}. Since then it changed:",
        "注意：你曾就此签署过另一份协议 {deal}，此后有如下变化：",
    ),
    "error.UNKNOWN_PARTY": ("Nobody is called {name} here.", "本机没有名为 {name} 的人。"),
    "hint.UNKNOWN_PARTY": ("See songdeed party list.", "请查看 songdeed party list。"),
    "error.PARTY_EXISTS": ("{name} is {address} here already.", "{name} 在本机已是 {address}。"),
    "hint.PARTY_EXISTS": (
        "Choose another name, or remove the old one: songdeed party remove",
        "请换一个名称，或先删除旧记录：songdeed party remove",
    ),
    "error.CARD": ("This is no card: {reason}", "这不是名片：{reason}"),
    "hint.CARD": (
        "Whoever it is of makes one: songdeed card NAME --out card.json",
        "由本人制作：songdeed card 名称 --out card.json",
    ),
    "error.CARD_NAME": (
        "A card can't bear the name '{name}': it has 1 to {limit} letters.",
        "名片不能使用名称“{name}”：应为 1 到 {limit} 个字符。",
    ),
    "hint.CARD_NAME": ("Give another with --name.", "请用 --name 指定其他名称。"),
    "error.CARD_SIGNATURE": (
        "The card of {name} was not signed by {account}: it was altered, or somebody else made it.",
        "{name} 的名片不是由 {account} 签署的：可能被改动，或由他人制作。",
    ),
    "hint.CARD_SIGNATURE": ("Don't use it. Ask him for another.", "请勿使用，并向本人重新索取。"),
    "error.CARD_OLDER": ("You have a later card of {name}.", "你已有 {name} 更新的名片。"),
    "hint.CARD_OLDER": ("Ask him for his newest one.", "请向本人索取最新的名片。"),
    "error.CARD_CHANGED": (
        "{name} was {before} before, and this card says {now}.",
        "{name} 此前为 {before}，而这张名片为 {now}。",
    ),
    "hint.CARD_CHANGED": (
        "Ask him on the telephone. If it is right, remove the old one (songdeed party remove) or give --name.",
        "请电话核实。若无误，可先删除旧记录（songdeed party remove）或用 --name 另取名称。",
    ),
    "error.CONTACTS_CORRUPT": ("The list of people is damaged: {reason}", "联系人文件已损坏：{reason}"),
    "hint.CONTACTS_CORRUPT": (
        "Restore contacts.json in the data folder from a copy, or remove it and import the cards again.",
        "请用副本恢复数据文件夹中的 contacts.json，或删除后重新导入名片。",
    ),
    "error.CONTACTS_UNREADABLE": ("{path} can't be read: {reason}.", "无法读取 {path}：{reason}。"),
    "hint.CONTACTS_UNREADABLE": ("Check its owner and permissions.", "请检查其所有者和权限。"),
}
