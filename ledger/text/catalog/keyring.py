"""Keys that survive: backups and words on paper; passwords in the system's keyring."""

MESSAGES: dict[str, tuple[str, str]] = {
    "cli.help.key_backup": (
        "Put your keys into one file under one password, to be kept elsewhere.",
        "把密钥合为一个文件并用同一密码保护，另行保管。",
    ),
    "cli.example.key_backup": ("songdeed key backup --out keys.backup", "songdeed key backup --out keys.backup"),
    "cli.help.key_words": ("Show a key as 24 words, to be written on paper.", "把密钥显示为 24 个词，以便抄写在纸上。"),
    "cli.example.key_words": ("songdeed key words lin", "songdeed key words lin"),
    "cli.help.key_restore": (
        "Take keys over from a backup file, or one from its words.",
        "从备份文件恢复密钥，或用 24 个词恢复一个密钥。",
    ),
    "cli.example.key_restore": (
        "songdeed key restore keys.backup",
        "songdeed key restore keys.backup",
    ),
    "cli.arg.keys": ("Names of keys; all, if none is given.", "密钥名称；不填则为全部。"),
    "cli.arg.backup": ("File that key backup wrote.", "key backup 写出的文件。"),
    "cli.opt.backup_password": (
        "File with the password to set; else SONGDEED_NEW_PASSWORD or a prompt.",
        "含有新密码的文件；否则用 SONGDEED_NEW_PASSWORD 或提示输入。",
    ),
    "cli.opt.word_language": ("Language of the words, en or zh.", "词表语言：en 或 zh。"),
    "cli.opt.from_words": ("Name to give to a key whose words you type.", "用词恢复的密钥所取的名称。"),
    "cli.the_backup": ("the backup", "备份"),
    "cli.backed_up": ("{count} keys are in {path}.", "{count} 个密钥已存入 {path}。"),
    "cli.backup_warning": (
        "Keep it elsewhere than this computer, and the password elsewhere than the file.",
        "请把它保存在本机以外的地方，密码与文件分开存放。",
    ),
    "cli.words_warning": (
        "Whoever reads these words owns the key {address}. They are the key itself, and no seed phrase of a wallet. "
        "Write them on paper, and clear the screen.",
        "凡看到这些词的人都拥有密钥 {address}。它们就是密钥本身，而不是钱包的助记词。请抄写在纸上，然后清屏。",
    ),
    "cli.ask_words": (
        "Type the 24 words, in as many lines as you like, and an empty line at the end:",
        "请输入 24 个词，可分多行，以空行结束：",
    ),
    "cli.key_restored": ("Key {name} is restored: {address}", "密钥 {name} 已恢复：{address}"),
    "cli.key_was_there": ("Key {name} was there already: {address}", "密钥 {name} 此前已存在：{address}"),
    "cli.help.key_remember": (
        "Give a key's password to the operating system's keyring, so that signing does not ask for it.",
        "把密钥的密码交给操作系统的密码库保管，签名时不再询问。",
    ),
    "cli.example.key_remember": ("songdeed key remember lin", "songdeed key remember lin"),
    "cli.help.key_forget": (
        "Take a key's password out of the operating system's keyring. The key stays.",
        "从操作系统的密码库中删除密钥的密码。密钥本身不受影响。",
    ),
    "cli.example.key_forget": ("songdeed key forget lin", "songdeed key forget lin"),
    "cli.password_remembered": (
        "The password of {name} is in the keyring ({keyring}).",
        "{name} 的密码已存入密码库（{keyring}）。",
    ),
    "cli.password_remembered_anew": ("The keyring has the new password, too.", "密码库中的密码也已更新。"),
    "cli.remembered_warning": (
        "Whoever is logged in as you on this computer can sign with it now. Keep the password elsewhere, too: a "
        "backup of the key does not hold it.",
        "现在凡以你的身份登录本机的人都能用它签名。请另行保存密码：密钥备份中不含密码。",
    ),
    "cli.password_forgotten": (
        "The keyring no longer has the password of {name}.",
        "密码库中已不再有 {name} 的密码。",
    ),
    "cli.password_not_kept": (
        "The keyring was never given the password of {name}.",
        "密码库从未保存过 {name} 的密码。",
    ),
    "error.KEYRING_ABSENT": (
        "The library that talks to the operating system's keyring is not installed.",
        "未安装访问操作系统密码库的软件包。",
    ),
    "hint.KEYRING_ABSENT": (
        'Install it with pip install "songdeed[keyring]", or go on typing the password.',
        '请执行 pip install "songdeed[keyring]" 安装，或继续输入密码。',
    ),
    "error.KEYRING_NONE": (
        "This computer has no keyring that keeps passwords safe.",
        "本机没有能安全保管密码的密码库。",
    ),
    "hint.KEYRING_NONE": (
        "Start the one of your desktop (Keychain, Credential Manager, GNOME Keyring, KWallet), or go on typing "
        "the password or use --password-file.",
        "请启用系统的密码库（钥匙串、凭据管理器、GNOME Keyring、KWallet），或继续输入密码，或使用 --password-file。",
    ),
    "error.KEYRING_DOWN": (
        "The operating system's keyring does not answer: {reason}",
        "操作系统的密码库没有响应：{reason}",
    ),
    "hint.KEYRING_DOWN": (
        "Unlock it, or give the password with --password-file or SONGDEED_PASSWORD.",
        "请将其解锁，或用 --password-file 或 SONGDEED_PASSWORD 给出密码。",
    ),
    "error.REMEMBERED_CORRUPT": (
        "{path}, the list of keys whose passwords the keyring has, is damaged.",
        "{path}（密码已存入密码库的密钥清单）已损坏。",
    ),
    "hint.REMEMBERED_CORRUPT": (
        "Remove that file, and have the passwords remembered anew with songdeed key remember.",
        "请删除该文件，并用 songdeed key remember 重新保存密码。",
    ),
    "error.REMEMBERED_WRONG": (
        "The password that the keyring has does not open the key.",
        "密码库中的密码无法打开该密钥。",
    ),
    "hint.REMEMBERED_WRONG": (
        "It was changed elsewhere, or the key was restored with another: songdeed key forget, then key remember.",
        "密码可能已在别处更改，或密钥恢复时换了密码：请先执行 songdeed key forget，再执行 key remember。",
    ),
    "cli.help.key_add": (
        "Enter an account whose secret is elsewhere (a hardware device, another program that signs), or a wallet contract.",
        "登记私钥在别处的账户（硬件设备或其他签名程序），或合约钱包。",
    ),
    "cli.example.key_add": (
        "songdeed key add lin 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed --signer http://127.0.0.1:8550",
        "songdeed key add lin 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed --signer http://127.0.0.1:8550",
    ),
    "cli.opt.signer": (
        "URL of a signer that answers eth_signTypedData_v4: https, or http on this computer.",
        "支持 eth_signTypedData_v4 的签名程序地址：https，或本机的 http。",
    ),
    "cli.signer_added": (
        "{name} ({address}) signs elsewhere from now on.",
        "{name}（{address}）以后在别处签名。",
    ),
    "cli.signer_silent": (
        "{reason} It is entered all the same.",
        "{reason} 仍已登记该签名程序。",
    ),
    "cli.signer_lists_others": (
        "Careful: {url} does not list {address} among its accounts; perhaps it won't sign for it.",
        "注意：{url} 的账户列表中没有 {address}，可能不会为其签名。",
    ),
    "error.SIGNER_URL": ("{url} is no address of a signer.", "{url} 不是签名程序的地址。"),
    "hint.SIGNER_URL": (
        "It begins with https://, or with http:// on this computer, and has no user and no #.",
        "应以 https:// 开头，本机可用 http://，且不含用户名和 #。",
    ),
    "error.SIGNER_DOWN": ("The signer at {url} does not answer ({reason}).", "位于 {url} 的签名程序没有应答（{reason}）。"),
    "hint.SIGNER_DOWN": (
        "Is it running, and was the button pressed? Nothing was signed; try again.",
        "请确认其正在运行且已按下确认键。尚未签名，可重试。",
    ),
    "error.SIGNER_REFUSES": ("The signer at {url} refuses: {reason}", "位于 {url} 的签名程序拒绝：{reason}"),
    "hint.SIGNER_REFUSES": (
        "Unlock the account there, and agree to what it shows.",
        "请在该程序中解锁账户并同意其显示的内容。",
    ),
    "error.SIGNER_LIES": (
        "What the signer at {url} answered is no signature of this account over this text.",
        "位于 {url} 的签名程序返回的不是该账户对该文本的签名。",
    ),
    "hint.SIGNER_LIES": (
        "Look whether it holds this very account. Nothing was kept of its answer.",
        "请确认其中就是该账户。其返回内容未被保存。",
    ),
    "error.REMOTE_KEY": (
        "The secret of {name} is elsewhere: it can sign, and nothing else can be done with it here.",
        "{name} 的私钥在别处：它可以签名，本机无法对其做其他操作。",
    ),
    "hint.REMOTE_KEY": (
        "Back it up, or pay gas, where its secret is; or name another key.",
        "请在私钥所在处备份或支付 gas，或改用其他密钥。",
    ),
    "error.NO_KEYS": ("There is no key here.", "本机没有密钥。"),
    "hint.NO_KEYS": ("Make one: songdeed key new NAME", "创建密钥：songdeed key new 名称"),
    "error.BACKUP_CORRUPT": ("This is no whole backup: {reason}", "备份不完整：{reason}"),
    "hint.BACKUP_CORRUPT": (
        "It was changed or cut off. Take another copy; nothing was restored.",
        "文件被改动或截断。请改用其他副本；未恢复任何密钥。",
    ),
    "error.WORDS_COUNT": ("There are {wanted} words; {given} came.", "应有 {wanted} 个词，实际为 {given} 个。"),
    "hint.WORDS_COUNT": ("Type all of them, in their order.", "请按顺序输入全部词。"),
    "error.WORDS_UNKNOWN": (
        "Word {number}, '{word}', is not in the list.",
        "第 {number} 个词“{word}”不在词表中。",
    ),
    "hint.WORDS_UNKNOWN": (
        "Look at the paper again: a letter may be wrong.",
        "请再核对纸上的内容，可能有字写错。",
    ),
    "error.WORDS_CHECKSUM": (
        "These words don't belong together: one is wrong, or two changed places.",
        "这些词不能组成有效密钥：可能有一个写错，或两个颠倒。",
    ),
    "hint.WORDS_CHECKSUM": ("Compare each with the paper.", "请逐个与纸上核对。"),
    "error.WORD_LANGUAGE": ("There are words in en and zh, not in '{value}'.", "词表只有 en 和 zh，没有“{value}”。"),
    "hint.WORD_LANGUAGE": ("Give --language en or --language zh.", "请用 --language en 或 --language zh。"),
    "error.RESTORE_WHAT": (
        "Name a backup file, or with --words the key whose words you type.",
        "请指定备份文件，或用 --words 指定要用词恢复的密钥名称。",
    ),
    "hint.RESTORE_WHAT": (
        "For instance: songdeed key restore keys.backup, or songdeed key restore --words lin",
        "例如：songdeed key restore keys.backup，或 songdeed key restore --words lin",
    ),
}
