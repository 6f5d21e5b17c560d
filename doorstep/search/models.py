"""The index: one entry a record, and the words that occur, for those who mistype them."""

from __future__ import annotations

from django.db import models


class Entry(models.Model):
    """What is searched of one record. ``id`` is the record's own, in the range of its kind.

    Written only by ``doorstep.search.stores``. The trigram index over ``text`` and the one over
    ``key`` differ between databases: the stores make them after every migration.
    """

    id = models.BigIntegerField(primary_key=True)
    title = models.CharField(max_length=200)
    detail = models.CharField(max_length=200)
    key = models.CharField(max_length=120)  # kind and title, folded: what a title begins with
    text = models.TextField()  # all of it, folded, two spaces around each word

    def __str__(self) -> str:
        return self.title


class Spelling(models.Model):
    """A word of the index, or that word with one letter left out: how mistyped words are found."""

    pk = models.CompositePrimaryKey("form", "word")
    form = models.CharField(max_length=20)
    word = models.CharField(max_length=20)
    frequency = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.form} → {self.word}"


class Learned(models.Model):
    """Up to which change of the history the vocabulary knows the words. One row."""

    change = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.change)
