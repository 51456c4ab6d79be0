"""Two people on two computers: networks that are shared, relays, operations on their way."""

MESSAGES: dict[str, tuple[str, str]] = {
    # Commands
    "cli.help.join": (
        "Use a ledger that somebody else shares, or one on a public chain.",
        "使用他人分享的账本，或公共链上的账本。",
    ),
    "cli.example.join": (
        "songdeed join network.json --fingerprint 7KQ2-M9XD-04TB-RW5H",
        "songdeed join network.json --fingerprint 7KQ2-M9XD-04TB-RW5H",
    ),
    "cli.arg.join": (
        "Network file, or address of the server that shares it; with --rpc and --contract, a name of your choice.",
        "网络文件，或分享它的服务器地址；若用 --rpc 和 --contract，则为自定的名称。",
    ),
    "cli.opt.contract": ("Address of the registry on that chain.", "该链上登记合约的地址。"),
    "cli.opt.fingerprint": (
        "Fingerprint that its owner read out to you; another network is refused.",
        "对方口述的指纹；指纹不符的网络会被拒绝。",
    ),
    "cli.opt.network_name": ("What to call it here.", "在本机使用的名称。"),
    "cli.opt.share": (
        "Let others use the ledger through this server, and write a network file for them.",
        "允许他人经本服务器使用账本，并写出供其使用的网络文件。",
    ),
    "cli.opt.url": (
        "Address at which others reach this server, if it is another than it listens at.",
        "他人访问本服务器的地址（与监听地址不同时填写）。",
    ),
    "cli.opt.each": (
        "Most operations an hour that are sent for one account.",
        "每小时为同一账户发送操作的上限。",
    ),
    "cli.opt.total": (
        "Most operations an hour that are sent for all together.",
        "每小时为所有账户发送操作的总上限。",
    ),
    "cli.opt.gas_each": (
        "Most gas an hour that is paid for one account.",
        "每小时为同一账户支付的 gas 上限。",
    ),
    "cli.opt.gas_total": (
        "Most gas an hour that is paid for all together.",
        "每小时为所有账户支付的 gas 总上限。",
    ),
    "cli.opt.gas_most": (
        "Most gas for one operation; one that needs more is refused.",
        "单项操作的 gas 上限；超出者被拒绝。",
    ),
    "cli.opt.gas_price": (
        "Most gwei for a unit of gas; while the chain asks more, operations wait until their deadline.",
        "每单位 gas 最多支付的 gwei；链上要价更高时，操作等待至其截止时间。",
    ),
    "cli.opt.deny": (
        "Account, or a local name of one, for which nothing is sent; can be given several times.",
        "不为其发送任何操作的账户（或本机名称）；可重复给出。",
    ),
    "cli.budget": (
        "It sends for others, in an hour: {each} operations and {gas_each:,} gas for one account, {total} and {gas_total:,} in all; {spent} operations and {spent_gas:,} gas of that are spent.",
        "每小时代他人发送：同一账户 {each} 项操作、{gas_each:,} gas，总计 {total} 项、{gas_total:,} gas；其中已用 {spent} 项、{spent_gas:,} gas。",
    ),
    "cli.budget_one": (
        "One operation may take {gas_most:,} gas, at {gas_price} gwei at most.",
        "单项操作最多 {gas_most:,} gas，价格最高 {gas_price} gwei。",
    ),
    "cli.opt.via": (
        "Server that is to send it to the chain and pay for it.",
        "代为发送上链并付费的服务器。",
    ),
    "cli.opt.patience": (
        "Seconds to wait for that server before it is “not yet” (exit code 2).",
        "等待该服务器的秒数，超过则答“尚未”（退出码 2）。",
    ),
    "cli.level.kept": ("not on the chain", "尚未上链"),
    "cli.level.sent": ("sent, in no block yet", "已发送，尚未进入区块"),
    "cli.level.mined": ("in a block", "已进入区块"),
    "cli.level.safe": ("in a block that will hardly be replaced", "所在区块几乎不会被替换"),
    "cli.level.final": ("final", "已最终确定"),
    "cli.level.unknown": ("the ledger does not answer", "账本未应答"),
    "cli.joined": (
        "You use the ledger {name} (chain {chain}). Its fingerprint: {fingerprint}",
        "现已使用账本 {name}（链 {chain}）。其指纹：{fingerprint}",
    ),
    "cli.rejoined": (
        "You used the ledger {name} (chain {chain}) before; it is reached at its new address now. Its fingerprint: "
        "{fingerprint}",
        "此前已使用账本 {name}（链 {chain}），现改用其新地址。其指纹：{fingerprint}",
    ),
    "cli.trusts": (
        "From now on this computer believes what {rpc} says of the chain, and lets {relay} send what you sign.",
        "此后本机采信 {rpc} 关于该链的回答，并由 {relay} 发送你签署的内容。",
    ),
    "cli.reads_from": (
        "From now on this computer believes what {rpc} says of the chain.",
        "此后本机采信 {rpc} 关于该链的回答。",
    ),
    "cli.final_by": (
        "A block counts as final here by: {finality}",
        "本机判定区块最终确定的依据：{finality}",
    ),
    "cli.developers": (
        "Chain id {chain} is that of a developer's chain, whose owner can rewrite it: what is made on it proves "
        "nothing to others.",
        "链 ID {chain} 属于开发者自用的链，其所有者可以改写：在它上面产生的一切对他人不具证明力。",
    ),
    "cli.borrowed": (
        "This is a chain on another person's computer, who can rewrite it: what is made on it proves nothing to others.",
        "这是他人电脑上的链，其所有者可以改写：在它上面产生的一切对他人不具证明力。",
    ),
    "cli.compare_fingerprint": (
        "Let its owner read his fingerprint out to you on the telephone. If it is not {fingerprint}, this is "
        "not his ledger.",
        "请让对方在电话中念出他的指纹。若不是 {fingerprint}，这就不是他的账本。",
    ),
    "cli.relayed_by": (
        "Operations are sent by {relay}. Fingerprint of the ledger: {fingerprint}",
        "操作由 {relay} 代为发送。账本指纹：{fingerprint}",
    ),
    "cli.shared": (
        "Others join with {path}. Read the fingerprint out to them: {fingerprint}",
        "他人可用 {path} 加入。请把指纹念给对方：{fingerprint}",
    ),
    "cli.shared_loopback": (
        "Only this computer reaches {url}. For others give the address at which they reach it, with --url.",
        "只有本机能访问 {url}。若要供他人使用，请用 --url 指明他人访问的地址。",
    ),
    "cli.record_not_taken": (
        "The server did not take the record: {reason} It lies here; until others can read it, their answers say "
        "so.",
        "服务器未收下登记记录：{reason} 记录保存在本机；在他人能读到之前，其查询结果会注明这一点。",
    ),
    "cli.help.operation": (
        "Signed operations that a relay has not brought to the chain.",
        "转发方尚未送上链的已签名操作。",
    ),
    "cli.example.operation": ("songdeed operation list", "songdeed operation list"),
    "cli.help.operation_list": (
        "List signed operations that were given to a relay and are not final on the chain yet, and how far each is.",
        "列出已交给转发方但尚未在链上最终确定的已签名操作及其进度。",
    ),
    "cli.example.operation_list": ("songdeed operation list", "songdeed operation list"),
    "cli.help.operation_send": (
        "Take a signed operation to the chain, through another relay or at your own expense.",
        "经另一转发方或自付费用，把已签名操作送上链。",
    ),
    "cli.example.operation_send": (
        "songdeed operation send 0x7f… --via http://203.0.113.7:8000",
        "songdeed operation send 0x7f… --via http://203.0.113.7:8000",
    ),
    "cli.help.operation_forget": (
        "Throw away the copy of a signed operation; whoever has it can still send it.",
        "删除已签名操作的副本；持有该操作的人仍可发送。",
    ),
    "cli.example.operation_forget": ("songdeed operation forget 0x7f…", "songdeed operation forget 0x7f…"),
    "cli.arg.operation": ("Id of an operation from the list, or a file that holds one.", "列表中的操作编号，或操作文件。"),
    "cli.nothing_outgoing": ("Nothing is on its way.", "没有待上链的操作。"),
    "cli.operation_sent": ("{operation} is on the chain.", "{operation} 已上链。"),
    "cli.operation_there": ("{operation} was on the chain already.", "{operation} 此前已上链。"),
    "cli.operation_forgotten": ("{operation} is forgotten here.", "本机已删除 {operation}。"),
    # Errors
    "error.BAD_API_URL": ("{url} is no address of a server.", "{url} 不是服务器地址。"),
    "hint.BAD_API_URL": (
        "It looks like http://203.0.113.7:8000, without user, question mark or #.",
        "应形如 http://203.0.113.7:8000，不含用户名、问号或 #。",
    ),
    "error.NETWORK_FILE": ("This is no network file: {reason}", "这不是网络文件：{reason}"),
    "hint.NETWORK_FILE": (
        "Whoever shares the ledger makes one: songdeed serve --share network.json",
        "由分享账本的人生成：songdeed serve --share network.json",
    ),
    "error.NETWORK_FINGERPRINT": (
        "The network file was altered: its fingerprint is {computed}, and it says {given}.",
        "网络文件被改动过：其指纹为 {computed}，而文件写的是 {given}。",
    ),
    "hint.NETWORK_FINGERPRINT": ("Ask for it again, on another way.", "请换一种途径重新索取。"),
    "error.NETWORK_NOT_THAT": (
        "This is another ledger: its fingerprint is {here}, not {given}.",
        "这是另一个账本：其指纹为 {here}，而不是 {given}。",
    ),
    "hint.NETWORK_NOT_THAT": (
        "Don't use it. Ask its owner for the file again.",
        "请勿使用，并向其所有者重新索取文件。",
    ),
    "error.CHAIN_NOT_THAT": (
        "This is not {name}, which has the chain id {known}: the node serves chain {here}, first block {genesis}.",
        "这不是 {name}（其链 ID 为 {known}）：该节点服务于链 {here}，创世区块为 {genesis}。",
    ),
    "hint.CHAIN_NOT_THAT": (
        "Don't use it as {name}. Ask for the right node; a chain that only a few know gets a name of its own.",
        "请勿将其当作 {name} 使用。请索取正确的节点地址；仅少数人使用的链应另取名称。",
    ),
    "error.NETWORK_OTHER_CODE": (
        "The contracts of {name} are not those of this version of Songdeed.",
        "{name} 的合约与本版本 Songdeed 的合约不同。",
    ),
    "hint.NETWORK_OTHER_CODE": (
        "Use the same version of Songdeed as its owner.",
        "请使用与其所有者相同的 Songdeed 版本。",
    ),
    "error.JOIN_CHAIN": (
        "A public chain is joined by a name, --rpc and --contract; a shared one by its file or address.",
        "加入公共链需提供名称、--rpc 和 --contract；加入他人分享的账本只需文件或地址。",
    ),
    "hint.JOIN_CHAIN": (
        "For instance: songdeed join base --rpc https://node.example --contract 0x…",
        "例如：songdeed join base --rpc https://node.example --contract 0x…",
    ),
    "error.HOST_DOWN": ("The server at {url} does not answer ({reason}).", "位于 {url} 的服务器没有应答（{reason}）。"),
    "hint.HOST_DOWN": (
        "Is it running, and is the address right? Nothing is lost; try again. If it moved: songdeed join NEW-ADDRESS",
        "请确认其正在运行且地址无误。没有任何数据丢失，可稍后重试。若已换地址：songdeed join 新地址",
    ),
    "error.HOST_REFUSES": ("The server at {url} refuses: {reason}.", "位于 {url} 的服务器拒绝：{reason}。"),
    "hint.HOST_REFUSES": (
        "Ask its owner whether he shares his ledger: songdeed serve --share network.json",
        "请询问其所有者是否分享账本：songdeed serve --share network.json",
    ),
    "error.HOST_NOT_THAT": (
        "The server at {url} can't show that it is that of this ledger's owner: it has not his key.",
        "位于 {url} 的服务器无法证明自己属于该账本的所有者：它没有其密钥。",
    ),
    "hint.HOST_NOT_THAT": (
        "Don't use it: it may serve a copy. Ask the owner where his server is now, and join there.",
        "请勿使用：它提供的可能是仿制的账本。请向所有者询问其服务器现在的地址，再从该处加入。",
    ),
    "error.HOST_MOVED": (
        "The owner of this ledger serves it at {now} now; {url} only hands his answers on.",
        "该账本的所有者现在通过 {now} 提供服务；{url} 只是转交其回答。",
    ),
    "hint.HOST_MOVED": ("Join it there: songdeed join {now}", "请从该处加入：songdeed join {now}"),
    "error.CHAIN_OTHER_HISTORY": (
        "The node at {url} has another block {number} than the owner of the ledger signed.",
        "位于 {url} 的节点上第 {number} 个区块与账本所有者签署的不同。",
    ),
    "hint.CHAIN_OTHER_HISTORY": (
        "Don't use it: it shows another history. Ask again; if it stays so, ask the owner.",
        "请勿使用：它给出的历史不同。可再试一次；若仍如此，请询问所有者。",
    ),
    "error.HOST_KEY_UNUSABLE": ("The key of this server, {path}, can't be used.", "无法使用本服务器的密钥 {path}。"),
    "hint.HOST_KEY_UNUSABLE": (
        "Restore the file from a copy. Without it those who joined can't tell your server from another.",
        "请用副本恢复该文件。没有它，已加入者无法辨认你的服务器。",
    ),
    "error.SHARE_BORROWED": (
        "This ledger is on another person's computer, and only he can share it ({relay}).",
        "该账本位于他人的电脑上，只有其所有者可以分享（{relay}）。",
    ),
    "hint.SHARE_BORROWED": (
        "Give others his network file or his address.",
        "请把对方的网络文件或地址转给他人。",
    ),
    "error.RELAY_SILENT": ("The relay {relay} does not take it: {reason}.", "转发方 {relay} 未受理：{reason}。"),
    "hint.RELAY_SILENT": ("Take it to another one with --via.", "可用 --via 改由其他转发方发送。"),
    "error.RELAY_NOT_YET": (
        "Not on the chain yet: the relay {relay} says {reason}. The signed operation is kept here: {operation}",
        "尚未上链：转发方 {relay} 的答复为 {reason}。已签名操作保存在本机：{operation}",
    ),
    "hint.RELAY_NOT_YET": (
        "Look again later, or take it elsewhere: songdeed operation send {operation} --via URL",
        "可稍后再查，或改由他处发送：songdeed operation send {operation} --via URL",
    ),
    "error.PAYER_NEEDS_NODE": (
        "Nothing was sent: {name} is reached through {relay}, which only reads. To pay yourself takes a node of your own.",
        "未发送任何内容：{name} 经由 {relay} 访问，它只提供读取。自付费用需要自己的节点。",
    ),
    "hint.PAYER_NEEDS_NODE": (
        "Leave --payer out, or name another relay with --via. On a chain that others run too, join it by a node: "
        "songdeed join NAME --rpc URL --contract 0x… What waits in “songdeed operation list” stays here.",
        "请去掉 --payer，或用 --via 指定其他转发方。若是他人也运行的链，可经节点加入：songdeed join 名称 --rpc URL "
        "--contract 0x…。“songdeed operation list”中的操作仍保留在本机。",
    ),
    "error.VIA_OWN_CHAIN": (
        "Your own chain needs no relay: --via is for ledgers that others can reach.",
        "自己的链不需要转发方：--via 用于他人也能访问的账本。",
    ),
    "hint.VIA_OWN_CHAIN": (
        "Leave it out, or join a shared ledger first: songdeed join",
        "请去掉该选项，或先加入共享账本：songdeed join",
    ),
    "error.NO_OUTGOING": ("No operation {operation} is kept here.", "本机没有保存操作 {operation}。"),
    "hint.NO_OUTGOING": ("List them: songdeed operation list", "查看列表：songdeed operation list"),
    "error.SHARE_NOWHERE": (
        "{url} stands for all addresses of this computer; nobody reaches a server there.",
        "{url} 表示本机的所有地址，他人无法据此访问服务器。",
    ),
    "hint.SHARE_NOWHERE": (
        "Say how others reach it, for instance --url http://203.0.113.7:8000",
        "请指明他人访问的地址，例如 --url http://203.0.113.7:8000",
    ),
    "error.NOT_SHARED": ("This server does not share its ledger.", "本服务器未分享其账本。"),
    "hint.NOT_SHARED": (
        "Its owner starts it with: songdeed serve --share network.json",
        "其所有者应这样启动：songdeed serve --share network.json",
    ),
    "error.NO_SUCH_RECORD": ("No public record has the address {cid}.", "没有地址为 {cid} 的公开记录。"),
    "hint.NO_SUCH_RECORD": (
        "The registrant may have kept it to himself; ask him for it.",
        "登记人可能未公开该记录，请向其索取。",
    ),
    "error.NOT_ITS_RECORD": ("This is not the record of the work {asset}.", "这不是作品 {asset} 的登记记录。"),
    "hint.NOT_ITS_RECORD": (
        "Send the bytes exactly as they were registered.",
        "请发送与登记时完全一致的数据。",
    ),
}
