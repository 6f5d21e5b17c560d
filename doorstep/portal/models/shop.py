"""What is shown to everybody: items, with the words and pictures they are shown with; pages."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from doorstep.catalog.models import Item
from doorstep.kit.addresses import address
from doorstep.kit.journaled import Journaled, JournaledQuerySet
from doorstep.kit.normal.words import words
from doorstep.records.models import Record, RecordQuerySet


class ShopItemQuerySet(RecordQuerySet):
    def published(self) -> ShopItemQuerySet:
        """What the public sees: shown, and still for sale."""
        today = timezone.localdate()
        on_sale = Q(item__sold_until=None) | Q(item__sold_until__gte=today)
        begun = Q(available_from=None) | Q(available_from__lte=today)
        sold = self.filter(is_published=True, item__disabled=False, item__is_sales_item=True)
        return sold.filter(on_sale & begun)


class ShopItem(Record):
    """An item as the public site shows it: at most one of each item."""

    class Wall(models.TextChoices):
        CHALK = "chalk", _("Chalk")
        CLAY = "clay", _("Clay")
        SAGE = "sage", _("Sage")
        SKY = "sky", _("Sky")
        DOOR = "door", _("Petrol")
        SAND = "sand", _("Sand")

    item = models.OneToOneField(
        Item, models.PROTECT, related_name="shop_item", verbose_name=_("item")
    )
    slug = models.SlugField(_("address in the shop"), max_length=120, unique=True)
    title = models.CharField(_("title"), max_length=200)
    summary = models.CharField(_("short text"), max_length=300, blank=True)
    text = models.TextField(_("text"), max_length=20_000, blank=True)
    specifications = models.TextField(  # a line each: "Height: 24 cm"
        _("specifications"), max_length=5_000, blank=True
    )
    badge = models.CharField(_("badge"), max_length=40, blank=True)
    wall = models.CharField(_("backdrop"), max_length=10, choices=Wall, default=Wall.CHALK)
    ranking = models.IntegerField(_("ranking"), default=0)
    available_from = models.DateField(_("shown from"), null=True, blank=True)
    in_stock = models.PositiveIntegerField(_("in stock"), null=True, blank=True)
    is_published = models.BooleanField(_("published"), default=False)

    objects = ShopItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("shop item")
        verbose_name_plural = _("shop items")
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="shop_item_newest"),
            models.Index(fields=["title", "id"], name="shop_item_by_title"),
            models.Index(fields=["ranking", "id"], name="shop_item_by_ranking"),
            models.Index(
                fields=["-ranking", "-id"],
                name="shop_item_shown",
                condition=Q(is_published=True),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address("shop_item_detail", self.pk)

    def tidy(self) -> None:
        self.title = words(self.title)


class ShopSlug(Journaled):
    """An address that an item had in the shop before: whoever follows it is sent on."""

    shop_item = models.ForeignKey(ShopItem, models.CASCADE, related_name="former_slugs")
    slug = models.SlugField(_("address in the shop"), max_length=120, unique=True)

    objects = JournaledQuerySet.as_manager()

    class Meta:
        verbose_name = _("former address in the shop")
        verbose_name_plural = _("former addresses in the shop")

    def __str__(self) -> str:
        return self.slug


class ShopPage(Record):
    """A page of text on the public site: terms, privacy, about us."""

    class Place(models.TextChoices):
        FOOT = "FOOT", _("at the foot of every page")
        HEAD = "HEAD", _("at the head of every page")
        NOWHERE = "", _("only by its address")

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("text"), max_length=100_000, blank=True)
    place = models.CharField(
        _("linked"), max_length=4, choices=Place, default=Place.FOOT, blank=True
    )
    is_published = models.BooleanField(_("published"), default=False)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("shop page")
        verbose_name_plural = _("shop pages")
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="shop_page_newest"),
            models.Index(fields=["title", "id"], name="shop_page_by_title"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address("shop_page_detail", self.pk)
