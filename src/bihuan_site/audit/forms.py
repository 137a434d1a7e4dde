"""Forms of the trail's pages."""

from django import forms


class SearchForm(forms.Form):
    """What to look for."""

    act = forms.CharField(label="事项代号", required=False, max_length=80)
    account = forms.CharField(label="用户名", required=False, max_length=60)
    on = forms.CharField(label="对象", required=False, max_length=120)
    since = forms.DateField(label="从", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label="到", required=False, widget=forms.DateInput(attrs={"type": "date"}))


class VerifyForm(forms.Form):
    """A head kept outside."""

    kept = forms.CharField(
        label="留存的链头", required=False, max_length=120, help_text="照打印件抄，如 120:ab12…；不写就只核对链本身"
    )
