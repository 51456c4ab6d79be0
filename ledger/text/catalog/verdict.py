"""Verdicts, their codes and flags."""

MESSAGES: dict[str, tuple[str, str]] = {
    "verdict.AUTHORISED": ("authorised", "已获授权"),
    "verdict.AUTHORISED_WITH_DUTIES": ("authorised, with duties", "已获授权（须履行义务）"),
    "verdict.CONDITIONAL": ("conditional", "附条件"),
    "verdict.NOT_AUTHORISED": ("not authorised", "未获授权"),
    "verdict.INDETERMINATE": ("cannot be told", "无法判定"),
    "code.UNKNOWN_ASSET": ("The work {asset} is not on this ledger.", "本账本上没有作品 {asset}。"),
    "code.TITLE_INCOMPLETE": ("{layer}: not everybody who holds a share is known.", "{layer}：份额持有人尚不齐全。"),
    "code.UNSUPPORTED": ("Something about {asset} is not judged by this version yet.", "本版本尚不能判断 {asset} 的某些情形。"),
    "code.NOTHING_ENGAGED": ("{use} concerns no right in this work.", "{use} 不涉及该作品的任何权利。"),
    "code.NO_GRANT": ("{layer}: there is no grant to this party.", "{layer}：没有给予该方的许可。"),
    "code.OUT_OF_SCOPE": (
        "{layer}: the licence covers {uses} in {places}, not what was asked.",
        "{layer}：许可范围是 {places} 的 {uses}，不含所问的使用。",
    ),
    "code.NOT_YET": ("{layer}: the licence starts {start_iso}.", "{layer}：许可自 {start_iso} 起生效。"),
    "code.EXPIRED": ("{layer}: the licence expired {end_iso}.", "{layer}：许可已于 {end_iso} 到期。"),
    "code.REVOKED": ("{layer}: the licence was ended {end_iso} by {by}.", "{layer}：许可已于 {end_iso} 由 {by} 终止。"),
    "code.MISSING_CO_OWNERS": ("{layer}: {holders} must agree too.", "{layer}：还须 {holders} 同意。"),
    "code.CO_OWNERS_CONSULTED": (
        "{layer}: holds if {holders} were consulted (CL 14); income is to be shared with them.",
        "{layer}：须已与 {holders} 协商（著作权法第十四条），收益应与其分配。",
    ),
    "code.MISSING_CONSENTS": ("{layer}: not every holder signed.", "{layer}：并非所有权利人都已签署。"),
    "code.TITLE_UNCONFIRMED": ("{layer}: {holder} was named as holder but has signed nothing yet.", "{layer}：{holder} 被列为权利人，但尚未签署任何文件。"),
    "code.EARLIER_CLAIM": ("{layer}: {claimant} claimed the same file earlier, or at the same time.", "{layer}：{claimant} 更早或同时就同一文件提出了登记。"),
    "code.DUTY_PAYMENT": (
        "{layer}: no permission is needed, but remuneration is owed (CL 45).",
        "{layer}：无须许可，但应支付报酬（著作权法第四十五条）。",
    ),
    "flag.PROFILE_DEFAULT": ("no profile of this country: every right counted as needing permission", "没有该国家或地区的规则：所有权利一律视为须经许可"),
    "flag.COMPETING_CLAIM": ("several people claim this file", "此文件有多人登记"),
    "flag.RETROACTIVE": ("the licence starts before it was recorded", "许可起始日早于记录日"),
}
