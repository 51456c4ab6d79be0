"""What songdeed audit says."""

_C: dict[str, tuple[str, str]] = {
    "help.audit": ("List all that a society, agent or holder granted, or check such a list (--check).", "列出集体管理组织、代理人或权利人的全部授权，或核查此类清单（--check）。"),
    "example.audit": ("songdeed audit society --year 2026 --in-force", "songdeed audit society --year 2026 --in-force"),
    "arg.issuer": ("Who granted: a key's name or an address.", "授权方：密钥名称或地址。"),
    "opt.audit_year": ("Year (of +08:00) whose grants are marked; the list always holds all from the first on.", "要标记的年份（按 +08:00）；清单始终从第一条起完整列出。"),
    "opt.audit_issued": ("Mark what was recorded in that year (unless --in-force is given).", "标记当年记录的授权（未指定 --in-force 时为默认）。"),
    "opt.audit_in_force": ("Mark what was in force at some time of that year.", "标记当年任一时刻有效的授权。"),
    "opt.audit_out": ("Name of the files without .csv, .jsonl and .manifest.json.", "文件名，不含 .csv、.jsonl 和 .manifest.json。"),
    "opt.audit_check": ("Check this list (.jsonl, or .csv with its manifest beside it): nothing missing, added or altered.", "核查该清单（.jsonl，或旁有清单说明的 .csv）：有无缺失、添加或改动。"),
    "opt.audit_head": ("Head, known from elsewhere, in which a chain must end; may be repeated.", "从别处得知的链末哈希，各链须以之结束；可重复。"),
    "opt.audit_offline": ("Ask no chain: the list is checked by itself.", "不询问链，仅核查清单本身。"),
    "bar.auditing": ("Going through the grants", "逐条整理授权"),
    "audit_of": ("Grants of {name}:", "{name} 的授权："),
    "audit_found": ("   {chain}: {rows} rows, head {head}", "   {chain}：{rows} 条，链末 {head}"),
    "audit_empty": ("   {count} chains hold nothing, which storage shows too.", "   另有 {count} 条链为空，链上存储亦如此。"),
    "audit_marked.ISSUED": ("Recorded in {year} (+08:00): {count} of {rows}.", "{year} 年（+08:00）记录：{rows} 条中的 {count} 条。"),
    "audit_marked.IN_FORCE": ("In force in {year} (+08:00): {count} of {rows}.", "{year} 年（+08:00）内有效：{rows} 条中的 {count} 条。"),
    "audit_written": ("Written to {path}.", "已写入 {path}。"),
    "audit_chain.BLANKETS": ("blanket licences {place} of {of}", "{of} 的一揽子许可 {place}"),
    "audit_chain.AGENT": ("what {of} signed for holders", "{of} 代权利人签署的许可"),
    "audit_chain.TITLE": ("licences of {of} ({place})", "作品 {of}（{place}）的许可"),
    "audit_chain.SUB_LICENCES": ("sub-licences under line {place} of deal {of}", "协议 {of} 第 {place} 条之下的再许可"),
    "audit_chain.other": ("chain {key}", "链 {key}"),
    "audit_complete": ("COMPLETE: {rows} rows, none missing, added or altered.", "COMPLETE（完整）：{rows} 条，无缺失、添加或改动。"),
    "audit_since": ("The heads are those in the chain's storage; recorded since: {count} (block {block}).", "链末哈希与链上存储一致；此后新记录 {count} 条（区块 {block}）。"),
    "audit_unasked": ("No chain was asked: the list was held against itself alone. Whoever makes up a whole list is found only by asking.", "未询问链：仅核对了清单自身。整份伪造的清单只有询问链才能发现。"),
    "audit_fault.MISSING": ("missing no. {no} ({chain})", "缺少第 {no} 条（{chain}）"),
    "audit_fault.ADDED": ("no. {no} does not belong there ({chain})", "第 {no} 条不属于此处（{chain}）"),
    "audit_fault.ALTERED": ("no. {no} is not as it was written ({chain})", "第 {no} 条被改动（{chain}）"),
    "audit_fault.REORDERED": ("no. {no} is not in its place ({chain})", "第 {no} 条不在原位（{chain}）"),
    "audit_fault.BROKEN": ("no. {no} does not follow the row before it: what stood between is missing, or one of the two was made up ({chain})", "第 {no} 条与前一条不衔接：其间有缺失，或其中之一系伪造（{chain}）"),
    "audit_fault.UNREACHED": ("no rows end in the head that you named: what led to it is missing ({chain})", "没有任何一条链以你给出的链末哈希结束：通向它的记录缺失（{chain}）"),
    "audit_fault.CHAINS": ("the list leaves a whole chain of its issuer out ({chain})", "清单遗漏了授权方的整条链（{chain}）"),
    "audit_fault.HEAD": ("after no. {no} the rows end in another head than they should ({chain})", "第 {no} 条之后的链末哈希与应有的不符（{chain}）"),
}
_E: dict[str, tuple[str, str, str, str]] = {
    "AUDIT_OPTIONS": ("Either name who granted and a year, with --issued or --in-force; or check a list.", "请指明授权方与年份（--issued 或 --in-force 二选一），或核查一份清单。", "songdeed audit society --year 2026, or songdeed audit --check FILE", "songdeed audit society --year 2026，或 songdeed audit --check 文件"),
    "AUDITFILE_SHAPE": ("This is no list of songdeed audit, or one of another version.", "这不是 songdeed audit 的清单，或版本不同。", "Ask for the .jsonl, or the .csv with its manifest, as it was written.", "请索取原始的 .jsonl，或 .csv 及其 manifest 文件。"),
    "AUDIT_HEAD_DIFFERS": ("The node's events give another head of chain {chain} ({folded}) than lies in storage at block {block} ({stored}).", "节点给出的事件所得链 {chain} 的链末（{folded}）与区块 {block} 的存储（{stored}）不符。", "The node left something out: ask another one (songdeed chain add). No list was written.", "该节点有所遗漏：请换一个节点（songdeed chain add）。未写入清单。"),
    "AUDIT_OTHER_LEDGER": ("The list is of a ledger on chain {given}; the one in use is another, on chain {here}.", "该清单属于链 {given} 上的账本，而当前使用的是链 {here} 上的另一账本。", "Switch with songdeed chain use, or check the list by itself with --offline.", "请用 songdeed chain use 切换，或用 --offline 仅核查清单本身。"),
    "AUDIT_BLOCK_GONE": ("Block {block} ({hash}), of which the list is true, is not on this chain.", "清单所依据的区块 {block}（{hash}）不在这条链上。", "It was replaced, or this node is behind: have the list made again, or ask a newer node.", "该区块已被替换，或此节点尚未同步：请重新生成清单，或询问更新的节点。"),
    "AUDIT_CHAIN_SILENT": ("The rows follow each other, but the chain can't be asked whether they are all: {reason}", "各条前后衔接，但无法询问链是否齐全：{reason}", "Try again later, or check the list by itself with --offline.", "请稍后再试，或用 --offline 仅核查清单本身。"),
    "AUDIT_NO_MANIFEST": ("The rows follow each other, but whether the last ones were cut off can't be told without {path}.", "各条前后衔接，但没有 {path} 就无法判断末尾是否被截去。", "Put the manifest beside the list, check the .jsonl, or name the heads with --head.", "请将 manifest 放在清单旁，或核查 .jsonl，或用 --head 给出链末哈希。"),
}
MESSAGES: dict[str, tuple[str, str]] = {f"cli.{key}": pair for key, pair in _C.items()}
for _code, (_en, _zh, _hen, _hzh) in _E.items():
    MESSAGES[f"error.{_code}"] = (_en, _zh)
    MESSAGES[f"hint.{_code}"] = (_hen, _hzh)
