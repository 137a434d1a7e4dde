"""The room as a Django application."""

from django.apps import AppConfig


class PacksConfig(AppConfig):
    """See the room's README."""

    name = "bihuan_site.packs"
    label = "packs"

    def ready(self) -> None:
        """Give the room's acts their words in the trail."""
        from bihuan_site.audit.wording import name_act

        for act, words in ACTS.items():
            name_act(f"packs.{act}", words)


ACTS = {
    "installed": "安装规则包",
    "uploaded": "读入规则包工作簿",
    "drafted": "起草规则包",
    "edited": "改规则包草稿",
    "discarded": "删去规则包草稿",
    "submitted": "提交规则包审核",
    "approved": "审核规则包",
    "returned": "退回规则包",
    "published": "发布规则包",
    "put_in_force": "启用规则包",
}
