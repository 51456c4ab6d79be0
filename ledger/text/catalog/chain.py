"""Sentences about chains: the embedded one, others, their contracts, and who pays."""

from __future__ import annotations

MESSAGES: dict[str, tuple[str, str]] = {
    # The way to a node
    "error.BAD_RPC_URL": (
        "“{url}” is no address of a blockchain node.",
        "“{url}”不是区块链节点的地址。",
    ),
    "hint.BAD_RPC_URL": (
        "Give one that begins with https:// or http://, for example http://127.0.0.1:8545",
        "请提供以 https:// 或 http:// 开头的地址，例如 http://127.0.0.1:8545",
    ),
    "error.CHAIN_DOWN": (
        "The blockchain node at {url} does not answer ({reason}).",
        "位于 {url} 的区块链节点没有响应（{reason}）。",
    ),
    "hint.CHAIN_DOWN": (
        "If it is your own: songdeed chain start. If somebody shares it and moved: songdeed join NEW-ADDRESS. "
        "Otherwise check the network and the address, and try again. "
        "Nothing is lost; if a write was under way, ask for its state before you repeat it.",
        "如果是本机的链，请运行：songdeed chain start。如果是他人分享的链且已换地址：songdeed join 新地址。否则请检查网络和地址后重试。"
        "数据不会丢失；如果刚才正在写入，重复之前请先查询其状态。",
    ),
    "error.CHAIN_REFUSES": (
        "The blockchain node at {url} refuses: {reason}",
        "位于 {url} 的区块链节点拒绝了请求：{reason}",
    ),
    "hint.CHAIN_REFUSES": (
        "Ask who runs the node whether it keeps old blocks and answers such questions, or use another node.",
        "请向节点运营方确认该节点是否保存旧区块并支持此类查询，或改用其他节点。",
    ),
    "error.CHAIN_LIES": (
        "The blockchain node at {url} answers what can't be true ({what}: {value}).",
        "位于 {url} 的区块链节点给出了不可能为真的回答（{what}：{value}）。",
    ),
    "hint.CHAIN_LIES": (
        "Nothing of it was used. Don't trust this node; use another one.",
        "其回答未被采用。请不要信任该节点，改用其他节点。",
    ),
    "error.CHAIN_MOVED": (
        "Block {block} was replaced while it was being read from {url}.",
        "从 {url} 读取时，区块 {block} 被替换了。",
    ),
    "hint.CHAIN_MOVED": (
        "This happens near the newest block. Ask again.",
        "最新区块附近可能出现这种情况，请重试。",
    ),
    # Which chain it is
    "error.CHAIN_WRONG_ID": (
        "The node at {url} serves the chain with id {given}, not {expected}.",
        "位于 {url} 的节点服务于链 ID {given}，而不是 {expected}。",
    ),
    "hint.CHAIN_WRONG_ID": (
        "Its address now leads to another chain. Correct it, or choose the right network: songdeed "
        "chain use NAME",
        "该地址现在指向另一条链。请更正地址，或选择正确的网络：songdeed chain use NAME",
    ),
    "error.CHAIN_WRONG_GENESIS": (
        "The node at {url} serves another chain with the same id: its first block is {given}, not "
        "{expected}.",
        "位于 {url} 的节点服务于另一条 ID 相同的链：其创世区块是 {given}，而不是 {expected}。",
    ),
    "hint.CHAIN_WRONG_GENESIS": (
        "A test chain was perhaps made anew. What was recorded is on the old one; add the new one "
        "under another name.",
        "可能是测试链被重新创建。原有记录在旧链上；请用另一个名称添加新链。",
    ),
    "error.CHAIN_NO_CONTRACT": (
        "There is no contract at {address} on the chain at {url}.",
        "在 {url} 的链上，地址 {address} 没有合约。",
    ),
    "hint.CHAIN_NO_CONTRACT": (
        "Check the address, or put the contracts on this chain: songdeed chain deploy",
        "请检查地址，或在该链上部署合约：songdeed chain deploy",
    ),
    "error.CHAIN_WRONG_CODE": (
        "The contract at {address} on the chain at {url} is not the one that this version of Songdeed ships "
        "(code {given}, expected {expected}).",
        "{url} 的链上地址 {address} 的合约不是本版本 Songdeed 所附带的合约（代码 {given}，应为 "
        "{expected}）。",
    ),
    "hint.CHAIN_WRONG_CODE": (
        "Don't use it: nobody has checked what it does. Use the version of Songdeed that deployed "
        "it, or deploy anew.",
        "请勿使用：其行为未经核验。请使用部署它的 Songdeed 版本，或重新部署。",
    ),
    # Paying and sending
    "error.PAYER_NEEDED": (
        "Writing to the network “{network}” costs a fee, and nobody was named to pay it.",
        "向网络“{network}”写入需要支付费用，但未指定付款人。",
    ),
    "hint.PAYER_NEEDED": (
        "Name one of your keys with --payer; its account needs some of the chain's coin.",
        "请用 --payer 指定您的一个密钥，其账户中需有该链的代币。",
    ),
    "error.PAYER_POOR": (
        "The account {payer} has {present_coins} of the chain's coin; this may need {needed_coins}.",
        "账户 {payer} 有 {present_coins} 个该链代币，本次操作最多可能需要 {needed_coins} 个。",
    ),
    "hint.PAYER_POOR": (
        "Send it the difference, or name another key with --payer. Nothing was sent.",
        "请补足差额，或用 --payer 指定另一个密钥。尚未发送任何内容。",
    ),
    "error.OPERATION_GAS": (
        "The operation needs more than {most:,} gas, which is as much as is spent on one here.",
        "该操作需要超过 {most:,} gas，超出此处单项操作的上限。",
    ),
    "hint.OPERATION_GAS": (
        "Split it into smaller ones, or send it at your own expense with --payer. Nothing was sent.",
        "请拆分为较小的操作，或用 --payer 自费发送。尚未发送任何内容。",
    ),
    "error.GAS_PRICE_HIGH": (
        "The chain asks {price} gwei for a unit of gas; {most} is as much as is paid here.",
        "该链目前每单位 gas 要价 {price} gwei；此处最多支付 {most} gwei。",
    ),
    "hint.GAS_PRICE_HIGH": (
        "The operation is kept, and is sent when the price falls, if its deadline has not passed by then.",
        "操作已保存，待价格回落且截止时间未到时发送。",
    ),
    "error.OPERATION_FAILED": (
        "The operation did not get onto the chain: {reason}.",
        "操作未能上链：{reason}。",
    ),
    "hint.OPERATION_FAILED": (
        "See how things stand with the deal or work, and have it signed anew if it is still wanted.",
        "请查看合约或作品的现状；若仍需要，请重新签名。",
    ),
    "error.PAYER_TAKEN": (
        "Another process on this computer relays with the account {payer}: two would take each other's place in the queue.",
        "本机另有进程以账户 {payer} 转发：两者会互占交易序号。",
    ),
    "hint.PAYER_TAKEN": (
        "Stop that one first, or name another key with --payer.",
        "请先停止该进程，或用 --payer 指定另一个密钥。",
    ),
    "error.PAYER_OVERTAKEN": (
        "Another process has taken over the relay of the account {payer}; this one sends nothing more.",
        "另一进程已接管账户 {payer} 的转发；本进程不再发送。",
    ),
    "hint.PAYER_OVERTAKEN": (
        "Stop this process: the other one goes on with what is under way.",
        "请停止本进程：另一进程会继续处理在途操作。",
    ),
    "error.LEASE_UNUSABLE": (
        "The file {path}, by which relays of one key know of each other, can't be used: {reason}.",
        "无法使用文件 {path}（同一密钥的转发进程借此互相识别）：{reason}。",
    ),
    "hint.LEASE_UNUSABLE": (
        "Make its folder writable, or name another place in XDG_STATE_HOME.",
        "请使其所在文件夹可写，或用 XDG_STATE_HOME 指定其他位置。",
    ),
    "error.OUTBOX_UNUSABLE": (
        "The file {path}, in which transactions are written down before they are sent, can't be used: {reason}.",
        "无法使用文件 {path}（交易发送前先记入其中）：{reason}。",
    ),
    "hint.OUTBOX_UNUSABLE": (
        "Look at the disk and at who may write there. Nothing was sent that is not in it.",
        "请检查磁盘及写入权限。未记入该文件的内容均未发送。",
    ),
    "error.TRANSACTION_PENDING": (
        "The transaction {transaction} was sent but is in no block after {seconds} seconds.",
        "交易 {transaction} 已发送，但 {seconds} 秒后仍未进入区块。",
    ),
    "hint.TRANSACTION_PENDING": (
        "It may still be taken. Wait, then repeat the command: what is recorded already is recognised.",
        "它仍可能被打包。请稍候再重复该命令：已记录的内容会被识别。",
    ),
    "error.TRANSACTION_REVERTED": (
        "The transaction {transaction} is in a block but failed there, and the reason can't be seen "
        "any more.",
        "交易 {transaction} 已进入区块但执行失败，且已无法查明原因。",
    ),
    "hint.TRANSACTION_REVERTED": (
        "Nothing was recorded. Repeat the command; another write was probably quicker, and it will be named.",
        "没有任何内容被记录。请重复该命令；可能有另一笔写入抢先，届时会说明。",
    ),
    "error.CONTRACT_REVERTED": (
        "The contract refuses this for a reason that it does not name ({data}).",
        "合约拒绝了该操作，但未说明原因（{data}）。",
    ),
    "hint.CONTRACT_REVERTED": (
        "Nothing was recorded. Most likely an account that should sign is a contract with an error "
        "of its own.",
        "没有任何内容被记录。最可能的原因是某个应签名的账户是合约账户，且其自身出错。",
    ),
    # The embedded chain
    "error.ANVIL_MISSING": (
        "The program of the embedded chain is not at {path}.",
        "在 {path} 找不到内置链的程序。",
    ),
    "hint.ANVIL_MISSING": (
        "Install it with “make setup”, or name it in SONGDEED_ANVIL.",
        "请运行“make setup”安装，或在 SONGDEED_ANVIL 中指定其位置。",
    ),
    "error.ANVIL_NO_WINDOWS": (
        "The embedded chain does not run on Windows itself.",
        "内置链不能直接在 Windows 上运行。",
    ),
    "hint.ANVIL_NO_WINDOWS": (
        "Use Songdeed in WSL, or add a chain elsewhere: songdeed chain add",
        "请在 WSL 中使用 Songdeed，或添加其他位置的链：songdeed chain add",
    ),
    "error.CHAIN_NOT_MADE": (
        "There is no embedded chain in {folder}.",
        "{folder} 中没有内置链。",
    ),
    "hint.CHAIN_NOT_MADE": (
        "Make one: songdeed init",
        "请创建：songdeed init",
    ),
    "error.CHAIN_EXISTS": (
        "There is an embedded chain in {folder} already.",
        "{folder} 中已有内置链。",
    ),
    "hint.CHAIN_EXISTS": (
        "Start it with “songdeed chain start”, or use another data folder with --home.",
        "请用“songdeed chain start”启动，或用 --home 指定另一个数据文件夹。",
    ),
    "error.CHAIN_STOPPED": (
        "The embedded chain in {folder} is not running.",
        "{folder} 中的内置链未运行。",
    ),
    "hint.CHAIN_STOPPED": (
        "Start it: songdeed chain start",
        "请启动：songdeed chain start",
    ),
    "error.CHAIN_HUNG": (
        "The embedded chain (process {pid}) runs but does not answer.",
        "内置链（进程 {pid}）正在运行但没有响应。",
    ),
    "hint.CHAIN_HUNG": (
        "Stop and start it: songdeed chain stop, songdeed chain start. All that was called done is "
        "saved. Log: {log}",
        "请停止后再启动：songdeed chain stop，songdeed chain start。凡已报告完成的内容均已保存。日志：{log}",
    ),
    "error.CHAIN_START_FAILED": (
        "The embedded chain did not start: {said}",
        "内置链未能启动：{said}",
    ),
    "hint.CHAIN_START_FAILED": (
        "All that it said is in {log}. Free memory or disk space if that is the reason, then try again.",
        "全部输出见 {log}。如因内存或磁盘不足，请释放空间后重试。",
    ),
    "error.CHAIN_BUSY": (
        "Another command has been writing to the embedded chain for more than {seconds} seconds.",
        "另一个命令已占用内置链写入超过 {seconds} 秒。",
    ),
    "hint.CHAIN_BUSY": (
        "Wait for it, or end it, then try again.",
        "请等待其完成或将其结束，然后重试。",
    ),
    "error.CHAIN_FOLDER_UNWRITABLE": (
        "{path} can't be written: {reason}.",
        "无法写入 {path}：{reason}。",
    ),
    "hint.CHAIN_FOLDER_UNWRITABLE": (
        "Check its owner and permissions and the space on the disk, or use another data folder with --home.",
        "请检查其所有者、权限和磁盘空间，或用 --home 指定另一个数据文件夹。",
    ),
    "error.CHAIN_FACTS_CORRUPT": (
        "{path}, which says which chain this is, is damaged.",
        "记录链身份的文件 {path} 已损坏。",
    ),
    "hint.CHAIN_FACTS_CORRUPT": (
        "Restore the file from a backup of the data folder.",
        "请从数据文件夹的备份中恢复该文件。",
    ),
    "error.STATE_NOT_SAVED": (
        "What was just written is not safe on disk: {path} could not be saved ({reason}).",
        "刚写入的内容尚未安全保存到磁盘：无法保存 {path}（{reason}）。",
    ),
    "hint.STATE_NOT_SAVED": (
        "Leave the chain running, free disk space, then run: songdeed chain start. It saves what is "
        "not saved yet.",
        "请保持链运行，释放磁盘空间后运行：songdeed chain start。它会保存尚未保存的内容。",
    ),
    "error.STATE_MISSING": (
        "The state of the embedded chain, {path}, is not there or can't be read.",
        "内置链的状态文件 {path} 不存在或无法读取。",
    ),
    "hint.STATE_MISSING": (
        "Restore it from a backup of the data folder. {previous}, if it is there, is the state "
        "before the last write.",
        "请从数据文件夹的备份中恢复。如果存在 {previous}，它是最后一次写入之前的状态。",
    ),
    "error.STATE_CORRUPT": (
        "The state of the embedded chain, {path}, was changed or damaged since it was saved.",
        "内置链的状态文件 {path} 在保存后被更改或损坏。",
    ),
    "hint.STATE_CORRUPT": (
        "Restore it from a backup of the data folder, or copy {previous} over it: that lacks the "
        "last write only.",
        "请从数据文件夹的备份中恢复，或用 {previous} 覆盖它：这只会缺少最后一次写入。",
    ),
    "error.STATE_FOREIGN": (
        "The state in {path} is that of another chain.",
        "{path} 中的状态属于另一条链。",
    ),
    "hint.STATE_FOREIGN": (
        "Put the files of one data folder back together; don't mix the folders of two chains.",
        "请恢复同一数据文件夹的全部文件，不要混用两条链的文件夹。",
    ),
    "error.LOCAL_NOT_LOOPBACK": (
        "{url} is not on this machine, but the embedded chain may only be used where it runs: its "
        "keys are public.",
        "{url} 不在本机上，而内置链只能在其运行的机器上使用：它的密钥是公开的。",
    ),
    "hint.LOCAL_NOT_LOOPBACK": (
        "To share a ledger, put it on a real chain: songdeed chain deploy",
        "如需共享账本，请部署到真正的链上：songdeed chain deploy",
    ),
    # Known networks
    "error.NETWORK_NAME": (
        "A network can't be called “{name}”.",
        "网络不能命名为“{name}”。",
    ),
    "hint.NETWORK_NAME": (
        "Use small letters a to z, digits and -, at most 32, beginning with a letter or digit.",
        "请使用小写字母 a 至 z、数字和 -，最多 32 个字符，以字母或数字开头。",
    ),
    "error.NETWORK_EXISTS": (
        "There is a network called “{name}” already.",
        "已有名为“{name}”的网络。",
    ),
    "hint.NETWORK_EXISTS": (
        "Choose another name, or use that one: songdeed chain use {name}",
        "请换一个名称，或使用已有的：songdeed chain use {name}",
    ),
    "error.UNKNOWN_NETWORK": (
        "No network called “{name}” is known here (known: {known}).",
        "这里没有名为“{name}”的网络（已知：{known}）。",
    ),
    "hint.UNKNOWN_NETWORK": (
        "Choose one of these, or add it: songdeed chain add",
        "请从中选择，或添加：songdeed chain add",
    ),
    "error.BAD_FINALITY": (
        "“{value}” does not say when a block is final.",
        "“{value}”不能说明区块何时最终确认。",
    ),
    "hint.BAD_FINALITY": (
        "Give one of {tags}, or how many blocks must follow one: 0 to {most}.",
        "请给出 {tags} 之一，或其后须有的区块数：0 至 {most}。",
    ),
    "error.NETWORKS_CORRUPT": (
        "The list of networks, {path}, is damaged.",
        "网络列表 {path} 已损坏。",
    ),
    "hint.NETWORKS_CORRUPT": (
        "Restore it from a backup of the data folder, or move it away and add the networks again.",
        "请从数据文件夹的备份中恢复，或将其移走后重新添加网络。",
    ),
}
