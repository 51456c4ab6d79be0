"""Sentences about files that travel from signer to signer: whose ledger, until when, with which documents."""

from __future__ import annotations

MESSAGES: dict[str, tuple[str, str]] = {
    # Another ledger
    "error.PLACE_DENIES": (
        "Chain {chain} is on somebody's own computer, and this file denies it: it was altered.",
        "链 {chain} 位于个人电脑上，而该文件予以否认：文件被改动过。",
    ),
    "hint.PLACE_DENIES": ("Don't sign it; ask for the original.", "请勿签署，索取原件。"),
    "error.DEAL_OF_ANOTHER_LEDGER": (
        "This belongs to another ledger with the same chain id {chain}: it says {field} {given}, and here it is {here}.",
        "它属于链 ID 同为 {chain} 的另一个账本：其 {field} 为 {given}，而此处为 {here}。",
    ),
    "hint.DEAL_OF_ANOTHER_LEDGER": (
        "Don't sign it; ask whoever sent it which ledger is meant, and compare the fingerprints.",
        "请勿签署；请向发送者询问所指的是哪个账本，并核对指纹。",
    ),
    "cli.other_genesis": (
        "Careful: this file is of another chain with the same id: its first block is {given}, yours is {here}.",
        "注意：该文件属于 ID 相同的另一条链：其创世区块为 {given}，你的为 {here}。",
    ),
    "cli.other_local.yes": (
        "Careful: this file says that its chain is on somebody's own computer; yours is not.",
        "注意：该文件称其链位于个人电脑上，而你的并非如此。",
    ),
    "cli.other_local.no": (
        "Careful: this file says that its chain is not on somebody's own computer; it is.",
        "注意：该文件称其链不在个人电脑上，而实际上在。",
    ),
    "cli.no_ledger": (
        "Careful: this computer knows no ledger; chain and contract of this deal were compared with nothing.",
        "注意：本机没有任何账本，该协议的链和合约未经比对。",
    ),
    # What changed since one signed
    "cli.signs": ("signs: {who}", "签署人：{who}"),
    "cli.changed_elsewhere": (
        "  nothing that is told here: the changes are in what only machines read",
        "  此处所示内容无变化；变化仅在于供机器读取的部分",
    ),
    "cli.sign_stale": (
        "Careful: this text can't come into force any more. Don't sign it; “songdeed deal renew” makes the new one.",
        "注意：该文本已无法生效，请勿签署；用“songdeed deal renew”生成新文本。",
    ),
    # Deadlines
    "cli.deal_expired": (
        "Careful: this had to come into force before {time}, and can't any more. Make a new deal.",
        "注意：该协议须在 {time} 之前生效，现已无法生效。请另订协议。",
    ),
    "cli.status.EXPIRED": (
        "Expired: it had to come into force before {time}. Make a new deal.",
        "已过期：须在 {time} 之前生效。请另订协议。",
    ),
    "error.DEAL_EXPIRED": (
        "This had to come into force before {time}, and can't any more.",
        "该协议须在 {time} 之前生效，现已无法生效。",
    ),
    "hint.DEAL_EXPIRED": (
        "Make a new deal with a later --accept-by, and let all sign it: songdeed deal new",
        "请以更晚的 --accept-by 另订协议，并由全体签署：songdeed deal new",
    ),
    "error.MANDATE_EXPIRED": (
        "This mandate had to come into force before {time}, and can't any more.",
        "该授权须在 {time} 之前生效，现已无法生效。",
    ),
    "hint.MANDATE_EXPIRED": (
        "Make a new one with a later --accept-by, and let all sign it: songdeed mandate new",
        "请以更晚的 --accept-by 另立授权，并由各方签署：songdeed mandate new",
    ),
    "error.ACCEPT_BY_PAST": (
        "Until {time} nothing can come into force any more: that time has passed.",
        "期限 {time} 已过，任何文本都无法在此之前生效。",
    ),
    "hint.ACCEPT_BY_PAST": (
        "Give a later --accept-by, or leave it out.",
        "请给出更晚的 --accept-by，或不填。",
    ),
    # Documents beside a deal
    "cli.opt.other_terms": (
        "Sign although a document beside the deal is not the one whose hash is signed.",
        "即使旁附文件与所签哈希不符，仍然签署。",
    ),
    "error.PROSE_OTHER": (
        "Not signed: {names} beside the deal is another text than the one that is signed.",
        "未签署：协议旁的 {names} 与所签文本不同。",
    ),
    "hint.PROSE_OTHER": (
        "Ask for the right document and read it. Who has it elsewhere can sign with --other-terms.",
        "请索取正确的文件并阅读。若已在别处持有，可加 --other-terms 签署。",
    ),
}
