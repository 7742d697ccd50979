"""Free mail domains. An address there does not prove that a person belongs to a company."""

from typing import Final

FREE_MAIL: Final = frozenset(
    (
        # worldwide
        "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "msn.com", "yahoo.com", "ymail.com",
        "icloud.com", "me.com", "mac.com", "aol.com", "proton.me", "protonmail.com", "pm.me", "tutanota.com",
        "tuta.io", "zoho.com", "zohomail.com", "gmx.com", "gmx.net", "mail.com", "fastmail.com", "hey.com",
        "duck.com", "hushmail.com", "inbox.com", "mailbox.org", "posteo.net", "disroot.org", "riseup.net",
        # China, Hong Kong, Taiwan
        "qq.com", "vip.qq.com", "foxmail.com", "163.com", "vip.163.com", "126.com", "vip.126.com", "yeah.net",
        "188.com", "sina.com", "sina.cn", "vip.sina.com", "sohu.com", "aliyun.com", "139.com", "189.cn", "wo.cn",
        "21cn.com", "tom.com", "263.net", "263.net.cn", "eyou.com", "aliyun.cn", "hinet.net", "netvigator.com",
        # Serbia and its neighbours
        "eunet.rs", "ptt.rs", "mts.rs", "open.telekom.rs", "sbb.rs", "verat.net", "beotel.net", "beotel.rs",
        "yubc.net", "sezampro.rs", "neobee.net", "tippnet.rs", "nadlanu.com", "net.hr", "inet.hr", "bih.net.ba",
        "teol.net", "t-com.me", "siol.net", "abv.bg", "mail.bg", "dir.bg", "freemail.hu", "citromail.hu",
        "indamail.hu", "yahoo.ro",
        # elsewhere in Europe
        "gmx.de", "gmx.at", "gmx.ch", "web.de", "t-online.de", "freenet.de", "posteo.de", "arcor.de", "mailbox.de",
        "yahoo.de", "hotmail.de", "outlook.de", "yahoo.fr", "hotmail.fr", "outlook.fr", "laposte.net", "orange.fr",
        "wanadoo.fr", "free.fr", "sfr.fr", "libero.it", "virgilio.it", "alice.it", "tiscali.it", "yahoo.it",
        "hotmail.it", "yahoo.es", "hotmail.es", "outlook.es", "telefonica.net", "yahoo.co.uk", "hotmail.co.uk",
        "live.co.uk", "btinternet.com", "sky.com", "bluewin.ch", "seznam.cz", "email.cz", "centrum.cz", "centrum.sk",
        "azet.sk", "wp.pl", "o2.pl", "onet.pl", "onet.eu", "interia.pl", "op.pl", "ukr.net", "i.ua", "sapo.pt",
        "ziggo.nl", "telenet.be",
        # Russia and Central Asia
        "mail.ru", "inbox.ru", "list.ru", "bk.ru", "internet.ru", "yandex.ru", "yandex.com", "ya.ru", "rambler.ru",
        "mail.kz", "umail.uz",
        # Asia, Africa, the Americas
        "naver.com", "daum.net", "hanmail.net", "kakao.com", "nate.com", "yahoo.co.jp", "docomo.ne.jp",
        "rediffmail.com", "yahoo.co.in", "yahoo.com.br", "hotmail.com.br", "uol.com.br", "bol.com.br", "terra.com.br",
        "yahoo.com.ar", "yahoo.com.mx", "hotmail.com.tr", "mynet.com", "yahoo.com.tw", "yahoo.com.hk", "yahoo.com.cn",
        "yahoo.cn",
        # disposable
        "mailinator.com", "guerrillamail.com", "10minutemail.com", "yopmail.com", "temp-mail.org", "sharklasers.com",
        "trashmail.com", "getnada.com",
    )
)  # fmt: skip


def is_free(domain: str) -> bool:
    """Returns True for a free mail domain or a subdomain of one."""
    parts = domain.lower().rstrip(".").split(".")
    return any(".".join(parts[start:]) in FREE_MAIL for start in range(len(parts) - 1))
