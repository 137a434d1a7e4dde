"""Forms of the room."""

from django import forms

from bihuan_site.inbox.models import ChannelKind
from bihuan_site.shared.forms import VersionedForm


class ChannelForm(VersionedForm):
    """A channel for reminders."""

    name = forms.CharField(label="名称", max_length=60)
    kind = forms.ChoiceField(label="方式", choices=[(one.value, one.value) for one in ChannelKind])
    address = forms.CharField(
        label="地址",
        required=False,
        max_length=600,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text="含口令，保存后不再显示。地址里写 {phone}，就逐人发到手机号；不写，就发到一个群。留空表示不改。",
    )
    organisation = forms.CharField(
        label="群所属组织的编号", required=False, max_length=40, help_text="发到群时填写，只发这个组织的待办。"
    )
