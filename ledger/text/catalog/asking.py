"""Asking: one question or many, policies, facts as plain data."""

_CLI: dict[str, tuple[str, str]] = {
    "cli.opt.known_at": ("What did the ledger say then? A day, or an instant with its offset.", "以彼时的账本记录为准：日期，或带时区的时刻。"),
    "cli.opt.batch": ("CSV file with a heading: party, use, work, territory, at. What a column lacks is taken from the words typed.", "带表头的 CSV 文件：party, use, work, territory, at。缺少的列取命令行中的值。"),
    "cli.opt.strict": ("No answer that rests on a record which was not seen.", "未查阅到登记记录时不作肯定回答。"),
    "cli.opt.signatures": ("Look again at every signature in the chain; the contracts did when they recorded it.", "重新核验授权链上的每个签名（合约在记录时已核验过）。"),
    "cli.opt.confirm": ("Confirm on the ledger, too, the splits in which you hold a share.", "同时在账本上确认你持有份额的划分。"),
    "cli.split_confirmed": ("{name} has confirmed the split of {layer} of {asset}.", "{name} 已确认 {asset} 的 {layer} 份额。"),
    "cli.confirm_hint": ("Nobody is bound by a split that he has not signed: with --confirm you confirm yours on the ledger, too, so that agents and societies can license it without a condition.", "未签署的份额划分对任何人都没有约束力：加上 --confirm 可同时在账本上确认你的份额，使代理人和集体管理组织能无条件地授权。"),
    "cli.opt.policy": ("JSON file with what you demand beyond the rules: strict, signatures, finality, arbiters, disputants, attestors, attested.", "JSON 文件：除规则外你的要求（strict、signatures、finality、arbiters、disputants、attestors、attested）。"),
    "cli.bar.asking": ("Answering", "正在回答"),
    "cli.as_of_nothing": ("True before the first block that is known here: nothing was recorded yet.", "以此处所知的首个区块之前为准：当时尚无任何记录。"),
    "cli.summary": ("{whole} answers: {parts}", "共 {whole} 项：{parts}"),
    "cli.other": ("also: {kind}: {words}", "另有：{kind}：{words}"),
    "cli.ground.title": ("own title", "自有权利"),
    "cli.ground.line": ("licence", "许可"),
    "cli.ground.blanket": ("blanket licence", "一揽子许可"),
    "cli.link.DERIVED_FROM": ("derived from", "改编自"),
    "cli.link.VERSION_OF": ("version of", "版本源自"),
    "cli.link.SAMPLES": ("samples", "采样自"),
    "cli.what.REGISTERED": ("registered", "登记"),
    "cli.what.REPLACED": ("shares replaced by the registrant", "登记人更换份额"),
    "cli.what.CLAIMED": ("kept shares claimed", "认领预留份额"),
    "cli.what.ASSIGNED": ("assigned", "转让"),
    "cli.what.CONFIRMED": ("split confirmed by {who}", "{who} 确认份额"),
    "cli.what.DISPUTED": ("disputed by {who}", "{who} 提出争议"),
    "cli.what.WITHDRAWN": ("dispute of {who} withdrawn", "{who} 撤回争议"),
    "cli.what.UPHELD": ("dispute of {who} upheld", "{who} 的争议获支持"),
    "cli.what.DISMISSED": ("dispute of {who} dismissed", "{who} 的争议被驳回"),
    "cli.what.VOIDED": ("title voided", "权属被宣告无效"),
    "cli.title_now": ("Now: {layer}  {asset}  {status}", "现状：{layer}  {asset}  {status}"),
    "cli.keyless": ("{percent} %  kept for somebody without a key", "{percent} %  为尚无密钥者预留"),
}

_ERRORS: dict[str, tuple[str, str, str, str]] = {
    "MAY_NEEDS": ("The question is not complete: {missing} is missing.", "提问不完整：缺少 {missing}。", "Write songdeed may PARTY USE WORK TERRITORY, or name a list with --batch.", "请写 songdeed may 当事方 使用 作品 地域，或用 --batch 指定清单。"),
    "KNOWN_AT_FUTURE": ("What the ledger will say at a later moment nobody knows: it is {now}.", "无人知道账本将来会怎样记载：现在是 {now}。", "Ask of a moment that has come (--known-at); a licence's future is asked with --at alone.", "请用 --known-at 指定已到来的时刻；询问将来的使用只用 --at。"),
    "BATCH_FILE": ("The list {path} can't be read: {reason}.", "无法读取清单 {path}：{reason}。", "Save it as CSV in UTF-8.", "请另存为 UTF-8 编码的 CSV。"),
    "BATCH_ROW": ("This row has more cells than the heading, or a quote that is not closed: {row}", "此行的单元格多于表头，或引号未闭合：{row}", "Save the list as CSV again; a quote inside a cell is doubled.", "请重新另存为 CSV；单元格内的引号须写成两个。"),
    "BATCH_HEADING": ("The first row of {path} is {found}, and should name {known}.", "{path} 的首行是 {found}，应写明 {known}。", "Give the columns these names, or type what all rows have in common on the command line.", "请使用这些列名，或把各行共同的值写在命令行中。"),
    "BATCH_EMPTY": ("There is no question in {path}.", "{path} 中没有提问。", "Below the heading, write one question a row.", "请在表头之下每行写一个提问。"),
    "BATCH_TOO_LARGE": ("The list {path} is larger than {limit} bytes.", "清单 {path} 超过 {limit} 字节。", "Split it.", "请分成几份。"),
    "POLICY_FILE": ("The policy {path} can't be read: {reason}.", "无法读取要求文件 {path}：{reason}。", "It is a JSON object, e.g. {{\"strict\": true, \"finality\": 12}}.", "它是一个 JSON 对象，如 {{\"strict\": true, \"finality\": 12}}。"),
    "TOO_MANY_QUESTIONS": ("{given} questions at once, and at most {limit} are answered.", "一次提出了 {given} 个问题，最多回答 {limit} 个。", "Send them in several lists.", "请分几次发送。"),
    "PARAMETER_NUMBER": ("{name} is a whole number of at most {most}, not {value}.", "{name} 应为不超过 {most} 的整数，而非 {value}。", "Write digits alone, or leave it out.", "请只写数字，或省略。"),
    "PARAMETER_BOOLEAN": ("{name} is true or false, not {value}.", "{name} 应为 true 或 false，而非 {value}。", "Write true or false, or leave it out.", "请写 true 或 false，或省略。"),
    "PROFILE_TOML": ("A country's rules can't be read: {reason}.", "无法读取某地的规则：{reason}。", "Correct the file under ledger/core/profiles.", "请修正 ledger/core/profiles 下的文件。"),
    "PROFILE_BAD": ("A country's rules are wrong at {field}.", "某地的规则在 {field} 处有误。", "Compare it with CN.toml.", "请对照 CN.toml。"),
    "PLAIN_ORDER": ("{field} can't stand where it does: it comes twice, too early, or out of order.", "{field} 的位置不对：重复、过早或次序有误。", "Events stand in the order of the ledger, times ascending.", "事件须按账本次序排列，时间递增。"),
    "PLAIN_UNKNOWN": ("{field} is about something that no earlier event tells of.", "{field} 涉及此前事件未提及的对象。", "Register it first.", "请先登记。"),
}

MESSAGES: dict[str, tuple[str, str]] = dict(_CLI)
for _code, (_en, _zh, _hint, _hint_zh) in _ERRORS.items():
    MESSAGES[f"error.{_code}"] = (_en, _zh)
    MESSAGES[f"hint.{_code}"] = (_hint, _hint_zh)
