"""Words as they may have been meant: those of the index that are one slip away.

Every word is kept with each of its letters left out once. Leaving letters out of what was typed
meets them again, whichever slip it was: a letter too many, too few, another, or two exchanged.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice, product

from django.db import transaction
from django.db.models import Max

from doorstep.history.models import Change
from doorstep.kit.clock import every
from doorstep.search.asking import Asked, asked_instead
from doorstep.search.models import Entry, Learned, Spelling
from doorstep.search.sources import sources
from doorstep.search.stores import store

SHORTEST, LONGEST = 4, 20
LONG = 8  # from here on two slips are forgiven
TRIED = 3  # words instead of one
WORDINGS = 6  # of all that was asked
AT_ONCE = 2000
FORMS_AT_ONCE = 20_000


def instead(asked: Asked, *, is_found: bool) -> Asked | None:
    """The likeliest other wordings; where something was found, only of words that are none."""
    meant = [_meant(word, is_found) for word in asked.words]
    if all(choice == [word] for choice, word in zip(meant, asked.words, strict=True)):
        return None
    wordings = [words for words in product(*meant) if words != asked.words]
    return asked_instead(wordings[:WORDINGS]) if wordings else None


@every(minutes=5)
def learn() -> None:
    """Take in the words of what was written since the last time."""
    seen, _made = Learned.objects.get_or_create(pk=1)
    bases = {source.model._meta.label_lower: source.base for source in sources().values()}
    changes = Change.objects.filter(pk__gt=seen.change, record_type__in=bases).order_by("pk")
    rows = list(changes.values_list("pk", "record_type", "record_id")[:AT_ONCE])
    while rows:
        with transaction.atomic():
            _add(_counted(Entry.objects.filter(pk__in={bases[kind] + pk for _, kind, pk in rows})))
            Learned.objects.update(change=rows[-1][0])
        rows = list(
            changes.filter(pk__gt=rows[-1][0]).values_list("pk", "record_type", "record_id")[
                :AT_ONCE
            ]
        )


def relearn() -> None:
    """All words anew, as often as they occur now."""
    newest = Change.objects.aggregate(newest=Max("pk"))["newest"] or 0
    counts = _counted(Entry.objects.all())
    with transaction.atomic():
        Spelling.objects.all().delete()
        _insert(counts)
        Learned.objects.update_or_create(pk=1, defaults={"change": newest})


def slips(typed: str, meant: str) -> int:
    """How many letters are too many, too few, others, or exchanged with their neighbour."""
    before: list[int] = []
    row = list(range(len(meant) + 1))
    for i, letter in enumerate(typed, start=1):
        before, last, row = row, before, [i]
        for j, other in enumerate(meant, start=1):
            best = min(before[j] + 1, row[-1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == meant[j - 2] and typed[i - 2] == other:
                best = min(best, last[j - 2] + 1)
            row.append(best)
    return row[-1]


def _meant(word: str, is_found: bool) -> list[str]:
    """What a word may have been meant to be, itself first if it is one."""
    if not _is_word(word):
        return [word]
    most = 2 if len(word) >= LONG else 1
    forms = {word, *_shortened(word)}
    if most == 2:
        forms |= {shorter for form in list(forms) for shorter in _shortened(form)}
    known = dict(Spelling.objects.filter(form__in=forms).values_list("word", "frequency"))
    if is_found and word in known:
        return [word]
    near = {each: found for each in known if (found := slips(word, each)) <= most}
    others = sorted(near.keys() - {word}, key=lambda each: (near[each], -known[each], each))
    return ([word] if word in near or not others else []) + others[:TRIED]


def _is_word(word: str) -> bool:
    return SHORTEST <= len(word) <= LONGEST and word.isalpha()


def _shortened(word: str) -> Iterator[str]:
    return (word[:at] + word[at + 1 :] for at in range(len(word)))


def _counted(entries: Iterable[Entry]) -> Counter[str]:
    counts: Counter[str] = Counter()
    texts = entries.values_list("text", flat=True)  # type: ignore[attr-defined]
    for text in texts.iterator(chunk_size=AT_ONCE):
        counts.update(set(filter(_is_word, text.split())))
    return counts


def _add(counts: Counter[str]) -> None:
    words = list(counts)
    for start in range(0, len(words), AT_ONCE):
        some = Spelling.objects.filter(form__in=words[start : start + AT_ONCE])
        for known in some.filter(word__in=words[start : start + AT_ONCE]).values_list(
            "word", flat=True
        ):
            counts.pop(known, None)
    _insert(counts)


def _insert(counts: Counter[str]) -> None:
    rows = (
        (form, word, often) for word, often in counts.items() for form in {word, *_shortened(word)}
    )
    while some := list(islice(rows, FORMS_AT_ONCE)):
        store().spell(some)
