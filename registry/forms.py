"""The care worker's forms. Each cleans to one value that a verb takes."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from consent.models import ConsentEvent
from consent.rules.history import Kind
from registry.codes.base import NON_ANSWER_VALUES
from registry.codes.facts import FACT_FIELDS, Facts, FactsError
from registry.codes.periods import period_of
from registry.verbs import Who

if TYPE_CHECKING:
    from accounts.models import Organisation
    from registry.codes.fact_fields import FactField

ASKED: Final = ("forms", "route", "region", "means_of_control", "age_group", "sex", "citizenship")
"""Facts that the first screen asks; the others stay "not asked" until their journey exists."""

OLDEST_YEAR: Final = 1900

_LONG_LISTS: Final = frozenset({"citizenship", "region"})
_FIELDS: Final = {field.name: field for field in FACT_FIELDS}


class DateInput(forms.DateInput):
    """A date that the browser helps to fill in."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def _choices(field: FactField) -> list[tuple[str, str]]:
    codes = field.codes.codes if field.codes else ()
    choices = [(code.value, capfirst(gettext(code.label))) for code in codes]
    return sorted(choices, key=_looked_up) if field.name == "citizenship" else choices


def _looked_up(choice: tuple[str, str]) -> tuple[bool, bool, str]:
    """Sort a long list as people look in it: non-answers, the Netherlands, then by its words."""
    value, words = choice
    letters = unicodedata.normalize("NFKD", words.casefold())
    return value not in NON_ANSWER_VALUES, value != "NL", letters


def _question(field: FactField) -> forms.Field:
    """Return the form field of one fact; unanswered is "not asked", never "no"."""
    label, choices = gettext(field.label), _choices(field)
    if field.many and field.name not in _LONG_LISTS:
        return forms.MultipleChoiceField(
            label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple
        )
    widget = forms.Select if field.name in _LONG_LISTS else forms.RadioSelect
    return forms.ChoiceField(
        label=label, choices=choices, widget=widget, initial="not_asked", required=False
    )


class ReportForm(forms.Form):
    """A first report. The shortest valid one has a date and nothing else."""

    opened_on = forms.DateField(
        label=_("Date of the report"), widget=DateInput, initial=timezone.localdate
    )
    given_names = forms.CharField(label=_("Given names"), max_length=200, required=False)
    family_name = forms.CharField(label=_("Family name"), max_length=200, required=False)
    aliases = forms.CharField(label=_("Other names"), max_length=200, required=False)
    birth_date = forms.DateField(label=_("Birth date"), widget=DateInput, required=False)
    phone = forms.CharField(label=_("Safe telephone number"), max_length=40, required=False)
    address = forms.CharField(label=_("Address or place to stay"), max_length=300, required=False)
    narrative = forms.CharField(
        label=_("Story"),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=20_000,
        required=False,
        help_text=_("Only colleagues of your organisation can read this. It never leaves."),
    )

    def __init__(self, *args: Any, organisations: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisations = {str(each.id): each for each in organisations}
        if len(organisations) > 1:
            self.fields["organisation"] = forms.ChoiceField(
                label=_("Organisation"),
                choices=[(key, each.name) for key, each in self.organisations.items()],
            )
        for name in ASKED:
            self.fields[name] = _question(_FIELDS[name])

    def clean_opened_on(self) -> date:
        """Refuse a report from the future, or from another century."""
        return _credible(self.cleaned_data["opened_on"])

    def clean_birth_date(self) -> date | None:
        """Refuse a birth in the future, or longer ago than anyone lives."""
        day: date | None = self.cleaned_data["birth_date"]
        return day and _credible(day)

    def clean(self) -> dict[str, Any]:
        """Refuse answers that cannot stand together, such as "unknown" beside a form."""
        cleaned = super().clean() or self.cleaned_data
        if "opened_on" in cleaned:
            try:
                self.facts()
            except FactsError as error:
                self.add_error(error.field if error.field in self.fields else None, _NOT_TOGETHER)
        return cleaned

    def chosen_organisation(self) -> Organisation:
        """Return the organisation that reports."""
        first = next(iter(self.organisations))
        return self.organisations[self.cleaned_data.get("organisation") or first]

    def facts(self) -> Facts:
        """Return the facts as the case holds them."""
        answers: dict[str, Any] = {"period": period_of(self.cleaned_data["opened_on"])}
        for name in ASKED:
            answer = self.cleaned_data.get(name) or "not_asked"
            many = _FIELDS[name].many and isinstance(answer, str)
            answers[name] = (answer,) if many else answer
        return Facts(**answers)

    def who(self) -> Who:
        """Return who the person is, as far as it was filled in."""
        names = ("given_names", "family_name", "aliases", "birth_date", "phone", "address")
        return Who(**{name: self.cleaned_data[name] for name in names})


_NOT_TOGETHER = _(
    "These answers cannot stand together. Choose what applies, or one of: unknown, not asked, "
    "prefers not to say."
)


class AnswerForm(forms.Form):
    """What the person answered, and how it was asked."""

    KINDS: Final = (
        (Kind.GIVEN.value, _("Yes")),
        (Kind.REFUSED.value, _("No")),
        (Kind.DEFERRED.value, _("Not now")),
    )

    third_party_present = forms.TypedChoiceField(
        label=_("Was somebody else in the room?"),
        choices=[("no", _("No")), ("yes", _("Yes"))],
        widget=forms.RadioSelect,
        coerce=lambda value: value == "yes",
    )
    language = forms.ChoiceField(
        label=_("Asked in"),
        choices=[
            ("nl", _("Dutch")),
            ("en", _("English")),
            ("other", _("Another language, by an interpreter")),
        ],
    )
    kind = forms.ChoiceField(label=_("Answer"), choices=KINDS, widget=forms.RadioSelect)
    expressed_by = forms.ChoiceField(
        label=_("Who answered"),
        choices=[
            choice for choice in ConsentEvent.ExpressedBy.choices if choice[0] != "not_recorded"
        ],
        widget=forms.RadioSelect,
        initial="self",
    )
    how = forms.ChoiceField(
        label=_("How"),
        choices=[choice for choice in ConsentEvent.How.choices if choice[0] != "not_recorded"],
        widget=forms.RadioSelect,
        initial="spoken",
    )
    answered_on = forms.DateField(label=_("Given on"), widget=DateInput, initial=timezone.localdate)

    def clean_answered_on(self) -> date:
        """Refuse an answer from the future, or from another century."""
        return _credible(self.cleaned_data["answered_on"])

    def true_from(self) -> datetime:
        """Return since when the answer holds: now for today, otherwise the start of that day."""
        day = self.cleaned_data["answered_on"]
        if day == timezone.localdate():
            return timezone.now()
        return timezone.make_aware(datetime.combine(day, time.min))


def _credible(day: date) -> date:
    if day > timezone.localdate():
        raise forms.ValidationError(_("This date lies in the future. Check it."))
    if day.year < OLDEST_YEAR:
        raise forms.ValidationError(_("This date lies too far in the past. Check the year."))
    return day
