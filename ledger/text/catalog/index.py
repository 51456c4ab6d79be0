"""The index."""

MESSAGES: dict[str, tuple[str, str]] = {
    "error.INDEX_FAILED": ("The index at {path} can't be used: {reason}.", "索引 {path} 无法使用：{reason}。"),
    "hint.INDEX_FAILED": (
        "Make room on the disk and check the folder's permissions; the index can be deleted, it is rebuilt from the chain.",
        "请腾出磁盘空间并检查文件夹权限；索引可以删除，会从链上重建。",
    ),
    "error.INDEX_MOVED": (
        "The chain changed near block {block} while it was being read.",
        "读取期间，链在区块 {block} 附近发生了变化。",
    ),
    "hint.INDEX_MOVED": ("Try again in a moment; nothing was lost.", "请稍后再试；没有丢失任何内容。"),
}
