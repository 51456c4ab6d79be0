"""Sentences about files and where they are stored."""

from __future__ import annotations

MESSAGES: dict[str, tuple[str, str]] = {
    "error.FILE_NOT_FOUND": ("There is no file {path}.", "找不到文件 {path}。"),
    "hint.FILE_NOT_FOUND": (
        "Check the name; quote it if it holds spaces.",
        "请核对文件名；含空格时请加引号。",
    ),
    "error.FILE_IS_DIRECTORY": ("{path} is a folder.", "{path} 是文件夹。"),
    "hint.FILE_IS_DIRECTORY": ("Name one file in it.", "请指定其中的一个文件。"),
    "error.FILE_NOT_REGULAR": (
        "{path} is not a plain file but a pipe or a device.",
        "{path} 不是普通文件，而是管道或设备。",
    ),
    "hint.FILE_NOT_REGULAR": ("Save the music to a file first.", "请先把音乐保存为文件。"),
    "error.FILE_UNREADABLE": ("The file {path} can't be read: {reason}.", "无法读取文件 {path}：{reason}。"),
    "hint.FILE_UNREADABLE": (
        "Check its permissions, and whether the disk is all right.",
        "请检查文件权限以及磁盘是否正常。",
    ),
    "error.FILE_EMPTY": ("The file {path} is empty.", "文件 {path} 是空的。"),
    "hint.FILE_EMPTY": (
        "Choose a file with music in it; the export may have failed.",
        "请选择有内容的文件；可能是导出失败。",
    ),
    "error.FILE_CHANGED": (
        "The file {path} was changed while it was being read.",
        "文件 {path} 在读取过程中被改动。",
    ),
    "hint.FILE_CHANGED": (
        "Close the program that writes to it and try again.",
        "请关闭正在写入该文件的程序后重试。",
    ),
    "error.FILE_TOO_LARGE": (
        "The file {path} has {size} bytes; at most {limit} can be stored.",
        "文件 {path} 有 {size} 字节，最多可存储 {limit} 字节。",
    ),
    "hint.FILE_TOO_LARGE": (
        "Register it without storing the audio, or store a smaller export.",
        "可以只登记而不存储音频，或存储较小的导出文件。",
    ),
    "error.BLOCK_TOO_BIG": (
        "A block of {size} bytes can't be stored; at most {limit} are accepted.",
        "无法存储 {size} 字节的数据块，上限为 {limit} 字节。",
    ),
    "hint.BLOCK_TOO_BIG": ("Store it as a file.", "请以文件形式存储。"),
    "error.BLOCK_TOO_LARGE": (
        "The store sent more than {limit} bytes for {cid}.",
        "存储为 {cid} 返回了超过 {limit} 字节的数据。",
    ),
    "hint.BLOCK_TOO_LARGE": ("Don't trust this store. Use another copy.", "请勿信任该存储，改用其他副本。"),
    "error.BLOCK_MISMATCH": (
        "The store sent bytes that are not those of {cid}. They were thrown away.",
        "存储返回的数据与 {cid} 不符，已丢弃。",
    ),
    "hint.BLOCK_MISMATCH": (
        "The disk is damaged or the store lies. Use another copy, and store the file again.",
        "磁盘已损坏或存储返回虚假数据。请使用其他副本，并重新存储该文件。",
    ),
    "error.TREE_TOO_LARGE": (
        "The file {cid} is larger or deeper than any that is read.",
        "文件 {cid} 的大小或层数超过读取上限。",
    ),
    "hint.TREE_TOO_LARGE": (
        "Don't use it: it is made to exhaust the reader.",
        "请勿使用：它可能是为耗尽资源而制造的。",
    ),
    "error.TREE_SIZES": (
        "The file {cid} contradicts itself about its size.",
        "文件 {cid} 关于大小的记载自相矛盾。",
    ),
    "hint.TREE_SIZES": (
        "Don't use it: no proper program makes such a file.",
        "请勿使用：正常的程序不会生成这样的文件。",
    ),
    "error.STORE_MISSING": ("The store {store} does not have {cid}.", "存储 {store} 中没有 {cid}。"),
    "hint.STORE_MISSING": (
        "Store the content again from your own copy, or ask another store.",
        "请用您自己的副本重新存储，或改用其他存储。",
    ),
    "error.STORE_FULL": (
        "The disk of the store {store} is full. Nothing was stored.",
        "存储 {store} 的磁盘已满，没有存入任何内容。",
    ),
    "hint.STORE_FULL": ("Make room and try again.", "请腾出空间后重试。"),
    "error.STORE_UNUSABLE": (
        "The store {store} can't be used: {reason}.",
        "无法使用存储 {store}：{reason}。",
    ),
    "hint.STORE_UNUSABLE": ("Check the folder's permissions and the disk.", "请检查文件夹权限和磁盘。"),
    "error.STORE_ADDRESS": (
        "{value} is not the address of an IPFS node.",
        "“{value}”不是 IPFS 节点的地址。",
    ),
    "hint.STORE_ADDRESS": (
        "Write for instance /ip4/127.0.0.1/tcp/5001/http, or /dns/ipfs.example.org/tcp/443/https.",
        "请写成 /ip4/127.0.0.1/tcp/5001/http 或 /dns/ipfs.example.org/tcp/443/https 的形式。",
    ),
    "error.STORE_DOWN": ("The IPFS node {store} does not answer.", "IPFS 节点 {store} 没有响应。"),
    "hint.STORE_DOWN": (
        "Start it with `ipfs daemon`, or check its address.",
        "请用 `ipfs daemon` 启动节点，或检查其地址。",
    ),
    "error.STORE_SLOW": ("The IPFS node {store} took too long to answer.", "IPFS 节点 {store} 响应超时。"),
    "hint.STORE_SLOW": (
        "Try again; look at the node's load and connection.",
        "请重试，并检查节点的负载和网络。",
    ),
    "error.STORE_REFUSED": (
        "The IPFS node {store} refused: {reason}",
        "IPFS 节点 {store} 拒绝了请求：{reason}",
    ),
    "hint.STORE_REFUSED": (
        "The sentence comes from the node; its log says more.",
        "上述说明来自节点，详情见其日志。",
    ),
    "error.STORE_GARBLED": (
        "What answers at {store} is not an IPFS node, or answers nonsense.",
        "{store} 处的应答不是 IPFS 节点，或其应答无法理解。",
    ),
    "hint.STORE_GARBLED": (
        "Check the address: it must be the node's API, not its gateway.",
        "请检查地址：应为节点的 API，而不是网关。",
    ),
    "error.STORE_CID_MISMATCH": (
        "The IPFS node {store} answered {answered} where {cid} was computed here.",
        "IPFS 节点 {store} 返回 {answered}，而本机计算的是 {cid}。",
    ),
    "hint.STORE_CID_MISMATCH": (
        "Nothing was recorded. Don't trust this node until you know why; a changed import setting "
        "can't be the reason, since all are sent.",
        "没有作任何记录。查明原因前请勿信任该节点；所有导入参数均已明确发送，不会是设置不同所致。",
    ),
    "error.STORE_NOT_PINNED": (
        "The IPFS node {store} did not keep {cid} pinned.",
        "IPFS 节点 {store} 没有固定（pin）{cid}。",
    ),
    "hint.STORE_NOT_PINNED": (
        "Without a pin the content may be deleted. Check the node and store it again.",
        "未固定的内容可能被清除。请检查节点后重新存储。",
    ),
}
