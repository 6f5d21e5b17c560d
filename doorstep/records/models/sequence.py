"""Counters of numbered series."""

from __future__ import annotations

from django.db import models


class Sequence(models.Model):
    """How far the numbers of one prefix have come. Its row is locked while one is taken."""

    prefix = models.CharField(max_length=60, unique=True)
    last = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.prefix}{self.last}"
