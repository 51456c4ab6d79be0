"""Where a program meets its surroundings: names of files, terminals, encodings."""

MESSAGES: dict[str, tuple[str, str]] = {
    "cli.answer_lost": ("The answer could not be written: {reason}.", "无法写出结果：{reason}。"),
    "cli.answer_lost_hint": (
        "The command itself ended with {code}. Make room, and ask again.",
        "命令本身以 {code} 结束。请腾出空间后再查询。",
    ),
    "cli.not_on_windows": (
        "Careful: nobody can open a file called “{name}” on Windows.",
        "注意：在 Windows 上无法打开名为“{name}”的文件。",
    ),
    # What a deal file says of its works
    "cli.opt.sealed_records": (
        "Put records of unreleased works into the file too; whoever gets it can read them.",
        "把未发布作品的登记记录也放入文件；得到文件的人都能读到。",
    ),
    "cli.work_named": (
        "{kind} {titles}, registered by {who}\n    {asset}",
        "{kind} {titles}，登记人 {who}\n    {asset}",
    ),
    "cli.work_unnamed": (
        "A work whose name is not in the file: {asset}",
        "文件中没有名称的作品：{asset}",
    ),
    "cli.works_checked": (
        "Names are as the file says; checked: each record hashes to the id that is signed. They are their "
        "registrants' claims.",
        "名称以文件为准；已核对：每份记录的哈希与所签编号一致。其内容为登记人的主张。",
    ),
    "cli.contact_of": ("contact, not looked at: {contact}", "联系方式（未访问）：{contact}"),
    "cli.held_by": ("{layer} of {asset} is held by {shares}", "{asset} 的 {layer} 权利人：{shares}"),
    "cli.record_left.SEALED": (
        "The record of {asset} is not in the file: the work is unreleased. --sealed-records puts it in.",
        "{asset} 的记录未放入文件：该作品尚未发布。用 --sealed-records 可放入。",
    ),
    "cli.record_left.NOT_HERE": (
        "The record of {asset} is not in the file: it could not be had. Signers see its id only.",
        "{asset} 的记录未放入文件：无法取得。签署人只能看到其编号。",
    ),
    "cli.record_left.TOO_LARGE": (
        "The record of {asset} is not in the file: it has no room there. Signers see its id only.",
        "{asset} 的记录未放入文件：空间不足。签署人只能看到其编号。",
    ),
    "cli.exclusivity.NONEXCLUSIVE": ("   not exclusive: others may get the same", "   普通许可：可同样许可他人"),
    "cli.cross_termination": (
        "The end of one line, before its time, ends all of them.",
        "任一条提前终止，则全部条目一并终止。",
    ),
    "cli.deal_network": ("On chain {chain}, contract {contract}", "链 {chain}，合约 {contract}"),
    "cli.prose.same": ("{name} lies beside: it is the text that is signed.", "{name} 在同一文件夹中，正是所签文本。"),
    "cli.prose.other": (
        "Careful: the {name} beside this file is another text than the one that is signed.",
        "注意：同一文件夹中的 {name} 与所签文本不同。",
    ),
    "cli.prose.missing": (
        "Careful: {name}, which is signed by its hash, does not lie beside this file. Read it before you sign.",
        "注意：{name} 以哈希方式被签署，但不在同一文件夹中。签署前请先阅读。",
    ),
    # A title that changed after a deal was signed
    "cli.title_changed": (
        "The title of {layer} of {asset} changed on {time}: before {before}; now {now}.",
        "{asset} 的 {layer} 权属已于 {time} 变更：此前为 {before}；现为 {now}。",
    ),
    "cli.status_stale": (
        "This text can't come into force: it names titles that changed. To sign the new one: {missing}. "
        "“songdeed deal renew” makes it.",
        "该文本无法生效：所载权属已变更。须签署新文本的人：{missing}。用“songdeed deal renew”生成新文本。",
    ),
    "cli.renewed_titles": (
        "The deal now names the titles as they are. It is another text, so all must sign it: {names}.",
        "协议已改为当前权属，成为新的文本，须由全体签署：{names}。",
    ),
    "error.TITLES_CHANGED": (
        "The holders changed since this was signed; this text can't come into force. To sign anew: {signers}.",
        "签署之后权利人已变更，该文本无法生效。须重新签署：{signers}。",
    ),
    "hint.TITLES_CHANGED": (
        "Make the new text with songdeed deal renew FILE, and let all sign it.",
        "请用 songdeed deal renew 文件 生成新文本，并由全体签署。",
    ),
    "error.RENEW_ANEW": (
        "Agents signed for holders of {deal}, or some were absent: who must sign now can't be told from it.",
        "{deal} 由代理人代签或有人缺席，无法据此判断现在应由谁签署。",
    ),
    "hint.RENEW_ANEW": ("Make a new deal: songdeed deal new", "请重新订立协议：songdeed deal new"),
    "error.DEALFILE_RECORD": (
        "The record in the file is not that of {asset}, but of {computed}: it was altered.",
        "文件中的记录不属于 {asset}，而属于 {computed}：它被改动过。",
    ),
    "hint.DEALFILE_RECORD": (
        "Don't sign. Ask whoever sent the file for it again.",
        "请勿签署，并向发送人重新索取该文件。",
    ),
    "error.DEALFILE_RECORD_NEEDLESS": (
        "The file has a record of {asset}, which is no work of this deal.",
        "文件中有 {asset} 的记录，但它不是该协议的作品。",
    ),
    "hint.DEALFILE_RECORD_NEEDLESS": (
        "Don't sign. Ask whoever sent the file for it again.",
        "请勿签署，并向发送人重新索取该文件。",
    ),
    # Files
    "error.DOCUMENT_EMPTY": ("There is nothing in the file {path}.", "文件 {path} 没有任何内容。"),
    "hint.DOCUMENT_EMPTY": (
        "It was perhaps not copied whole. Name another one, or ask for it again.",
        "可能没有复制完整。请另选文件，或重新索取。",
    ),
    # Networks
    "error.PRIVATE_CHAIN": (
        "You are on another person's private chain: {url} has chain {chain}, which lies on one computer and can "
        "be rewritten by its owner.",
        "这是他人的私有链：{url} 上的链 {chain} 只在一台电脑上，其所有者可以改写。",
    ),
    "hint.PRIVATE_CHAIN": (
        "If that is what you want, ask the owner for the network file, which says so: songdeed join network.json",
        "如确需使用，请向其所有者索取注明这一点的网络文件：songdeed join network.json",
    ),
    # The public contact of a record
    "cli.opt.contact_uri": (
        "Where to ask the registrant, public for ever: https://… or mailto:…",
        "登记人的公开联系方式，将永久公开：https://… 或 mailto:…",
    ),
    "cli.contact_public": (
        "Careful: {contact} stands in the record, which will be public for ever and which nobody can take back. "
        "Never give a private address.",
        "注意：{contact} 写在登记记录中，将永久公开：他人可读，且无法撤回。请勿填写私人联系方式。",
    ),
    "cli.contact_ask": ("Publish it?", "是否公开？"),
    "error.RECORD_CONTACT": (
        "“{value}” can't be the contact of a record.",
        "“{value}”不能作为记录的联系方式。",
    ),
    "hint.RECORD_CONTACT": (
        "https://host/… or mailto:name@host, in ASCII letters, host in lower case (xn--… for other scripts), "
        "without user, fragment or mail headers, at most {limit} bytes.",
        "应为 https://主机/… 或 mailto:名称@主机：仅限 ASCII 字符，主机名小写（其他文字用 xn--…），"
        "不含用户名、片段或邮件头，最多 {limit} 字节。",
    ),
    "error.ARGUMENT_ENCODING": (
        "“{value}” is no text in the encoding {encoding}.",
        "“{value}”不是编码 {encoding} 的文本。",
    ),
    "hint.ARGUMENT_ENCODING": (
        "Say which encoding the terminal has, for instance LC_ALL=zh_CN.GB18030, or set it to UTF-8.",
        "请注明终端的编码，例如 LC_ALL=zh_CN.GB18030，或将终端改为 UTF-8。",
    ),
    "error.PASSWORD_ENCODING": (
        "The password is no text in the encoding {encoding}.",
        "密码不是编码 {encoding} 的文本。",
    ),
    "hint.PASSWORD_ENCODING": (
        "Set the terminal to UTF-8, or give the password with --password-file.",
        "请将终端改为 UTF-8，或用 --password-file 提供密码。",
    ),
    "error.WINDOWS_PATH": ("{path} is a path of Windows, and this is Linux.", "{path} 是 Windows 路径，而这里是 Linux。"),
    "hint.WINDOWS_PATH": ("In WSL the same file is {here}", "在 WSL 中，该文件为 {here}"),
    "error.FILE_NAME_WINDOWS": (
        "Windows can't have a file called “{name}” ({path}).",
        "Windows 不能使用文件名“{name}”（{path}）。",
    ),
    "hint.FILE_NAME_WINDOWS": (
        "No device (con, nul, com1 …), no dot or space at the end, none of < > : \" | ? *, at most 255 letters.",
        "不能是设备名（con、nul、com1 等），末尾不能有句点或空格，不能含 < > : \" | ? *，最多 255 个字符。",
    ),
}
