"""Sentences of the HTTP API and of the relay behind it."""

from __future__ import annotations

MESSAGES: dict[str, tuple[str, str]] = {
    "api.status.400": ("The request is malformed", "请求有误"),
    "api.status.403": ("Not allowed", "不被允许"),
    "api.status.404": ("Not found", "未找到"),
    "api.status.405": ("Method not allowed", "不支持该请求方法"),
    "api.status.408": ("The upload was too slow", "上传过慢"),
    "api.status.409": ("The ledger refuses this as things stand", "按账本现状不予接受"),
    "api.status.413": ("The body is too large", "请求内容过大"),
    "api.status.415": ("Wrong media type", "内容类型不符"),
    "api.status.416": ("The range lies beyond the file", "请求的范围超出文件"),
    "api.status.421": ("This server does not answer for that name", "本服务器不应答该主机名"),
    "api.status.422": ("The data sent is wrong", "提交的数据有误"),
    "api.status.429": ("Too many operations", "操作过于频繁"),
    "api.status.500": ("A fault of this server", "本服务器出错"),
    "api.status.503": ("A service behind this server is down", "后端服务不可用"),
    "error.BAD_LANGUAGE": (
        "The language {value} is not one that Songdeed speaks.",
        "Songdeed 不支持语言“{value}”。",
    ),
    "hint.BAD_LANGUAGE": ("The languages are en and zh.", "可用的语言为 en 和 zh。"),
    "error.UNKNOWN_PARAMETER": ("There is no parameter {name} here.", "此处没有名为“{name}”的参数。"),
    "hint.UNKNOWN_PARAMETER": ("The parameters are: {known}.", "可用的参数为：{known}。"),
    "error.REPEATED_PARAMETER": ("The parameter {name} is given more than once.", "参数“{name}”重复给出。"),
    "hint.REPEATED_PARAMETER": (
        "Give it once: one question names one value.",
        "请只给出一次：一次提问对应一个值。",
    ),
    "error.MISSING_PARAMETER": ("The parameter {name} is missing.", "缺少参数“{name}”。"),
    "hint.MISSING_PARAMETER": (
        "Add {name}=… to the address; /openapi.json has an example.",
        "请在网址中加上 {name}=…；示例见 /openapi.json。",
    ),
    "error.LONG_PARAMETER": (
        "The parameter {name} is longer than {limit} characters.",
        "参数“{name}”超过 {limit} 个字符。",
    ),
    "hint.LONG_PARAMETER": (
        "Ids are 66 characters, addresses 42; nothing here is longer than that limit.",
        "标识为 66 个字符，地址为 42 个字符；此处没有更长的值。",
    ),
    "error.NO_SUCH_PAGE": ("There is nothing at {path}.", "{path} 处没有内容。"),
    "hint.NO_SUCH_PAGE": ("All addresses are listed in /openapi.json.", "全部地址见 /openapi.json。"),
    "error.METHOD_NOT_ALLOWED": ("This address does not take {method}.", "该地址不接受 {method} 请求。"),
    "hint.METHOD_NOT_ALLOWED": ("It takes: {allowed}.", "它接受：{allowed}。"),
    "error.WRONG_MEDIA_TYPE": (
        "The body is said to be “{given}”, but {expected} is needed.",
        "请求内容标明为“{given}”，而此处需要 {expected}。",
    ),
    "hint.WRONG_MEDIA_TYPE": (
        "Send the header Content-Type: {expected}.",
        "请发送请求头 Content-Type: {expected}。",
    ),
    "error.WRONG_HOST": ("This server does not answer for the name “{host}”.", "本服务器不应答主机名“{host}”。"),
    "hint.WRONG_HOST": (
        "Use 127.0.0.1 or localhost, or start the server with the name it is to answer for.",
        "请使用 127.0.0.1 或 localhost，或在启动服务器时指定它应答的主机名。",
    ),
    "error.BODY_TOO_LARGE": (
        "The body is larger than {limit} bytes, which is the most taken here.",
        "请求内容超过此处的上限 {limit} 字节。",
    ),
    "hint.BODY_TOO_LARGE": (
        "Check a larger file on your own machine: songdeed check FILE, or ask /v1/works?sha256= with its hash.",
        "更大的文件请在自己的电脑上核对：songdeed check 文件，或用其哈希查询 /v1/works?sha256=。",
    ),
    "error.BODY_TOO_SLOW": (
        "The body came too slowly; the server gave up after {seconds} seconds.",
        "请求内容传送过慢，服务器等待 {seconds} 秒后放弃。",
    ),
    "hint.BODY_TOO_SLOW": (
        "Send it again on a steadier line, or check the file on your own machine: songdeed check FILE.",
        "请在更稳定的网络上重新发送，或在自己的电脑上核对：songdeed check 文件。",
    ),
    "error.BODY_CUT": (
        "The connection was closed after {size} bytes of the body.",
        "收到 {size} 字节后连接中断。",
    ),
    "hint.BODY_CUT": ("Send it again.", "请重新发送。"),
    "error.BODY_EMPTY": ("The body is empty.", "请求内容为空。"),
    "hint.BODY_EMPTY": (
        "Send the bytes of the file as the body, e.g. curl --data-binary @song.wav.",
        "请把文件的字节作为请求内容发送，例如 curl --data-binary @song.wav。",
    ),
    "error.BUSY": ("The server is hashing as many files as it takes at a time.", "服务器同时核对的文件已达上限。"),
    "hint.BUSY": ("Try again in a few seconds.", "请过几秒再试。"),
    "error.INTERNAL": ("The server failed through a fault of its own.", "服务器自身出错。"),
    "hint.INTERNAL": (
        "Nothing of yours was at fault. Tell whoever runs the server the number under “instance”.",
        "问题不在您这一方。请把 “instance” 中的编号告知服务器的管理者。",
    ),
    "error.UNKNOWN_OPERATION": (
        "Neither this server nor the ledger knows the operation {operation}.",
        "本服务器与账本上都没有操作 {operation}。",
    ),
    "hint.UNKNOWN_OPERATION": (
        "Send it to POST /v1/operations; the answer names its id.",
        "请先提交到 POST /v1/operations，答复中会给出其编号。",
    ),
    "error.RELAY_UNSIGNED": (
        "The operation “{kind}” lacks a signature.",
        "操作“{kind}”缺少签名。",
    ),
    "hint.RELAY_UNSIGNED": (
        "This server signs for nobody: every required party signs first, then it relays.",
        "本服务器不代任何人签名：须由各必要当事人先行签名，再由其转发。",
    ),
    "error.RELAY_BUDGET": (
        "This server relays at most {each} operations and {gas_each:,} gas of one account an hour, {total} and {gas_total:,} in all.",
        "本服务器每小时最多转发同一账户的 {each} 项操作（{gas_each:,} gas），总计最多 {total} 项（{gas_total:,} gas）。",
    ),
    "hint.RELAY_BUDGET": (
        "Try again in {minutes} minutes, or send the operation through another relay or a node of your own: it needs no permission.",
        "请在 {minutes} 分钟后再试，或通过另一转发方或自己的节点发送：这不需要任何人的许可。",
    ),
    "error.RELAY_BUSY": (
        "The server has as many operations on their way as it takes at a time.",
        "服务器同时处理的操作已达上限。",
    ),
    "hint.RELAY_BUSY": (
        "Try again in a few seconds, or take the operation to another relay.",
        "请过几秒再试，或把操作交给另一转发方。",
    ),
    "error.RELAY_DENIED": (
        "This server sends nothing that the account {account} has a part in.",
        "本服务器不发送涉及账户 {account} 的操作。",
    ),
    "hint.RELAY_DENIED": (
        "Send the operation through another relay or a node of your own: it needs no permission.",
        "请通过另一转发方或自己的节点发送：这不需要任何人的许可。",
    ),
}
