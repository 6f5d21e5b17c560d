"""Users: known by their e-mail, reaching as far as their roles say."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar, Self

from django.contrib.auth.models import AbstractBaseUser
from django.db import DEFAULT_DB_ALIAS, models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from doorstep.kit.addresses import address
from doorstep.kit.journaled import Journaled
from doorstep.kit.noting import unrecorded
from doorstep.kit.prepared import Prepared
from doorstep.users.access import Reach, SharedQuerySet
from doorstep.users.models.places import Team, Territory, with_descendants
from doorstep.users.models.reaches import Reaches, reaches_of
from doorstep.users.models.roles import Membership

RANK = {str(reach): rank for rank, reach in enumerate(Reach)}
NOWHERE: frozenset[str] = frozenset()
EVERYWHERE = frozenset({str(Reach.ALL)})
OWNED = frozenset({str(Reach.OWN)})
KEEP = "keep"  # the verb on what is one's own by nature: profile, tokens, sessions
SYSTEM_EMAIL = "system@doorstep.invalid"


class UserQuerySet(SharedQuerySet):
    def permitted(self, user: User, verb: str) -> Self:
        """Everyone keeps their own profile; the rest is for those who were granted it."""
        if verb == KEEP:
            return self.filter(pk=user.pk)
        return super().permitted(user, verb)

    def staff(self) -> Self:
        """Those who can be given work: colleagues who are still here."""
        return self.filter(kind=User.Kind.STAFF, is_active=True)

    def by_email(self, email: str) -> User | None:
        found: User | None = self.filter(email=tidy_email(email)).first()
        return found


class UserManager(models.Manager["User"].from_queryset(UserQuerySet)):
    def get_by_natural_key(self, email: str) -> User:
        """What Django asks for when someone signs in."""
        user: User = self.get(email=tidy_email(email))
        return user


class User(Journaled, AbstractBaseUser):
    """Someone who signs in, or the system itself."""

    class Kind(models.TextChoices):
        STAFF = "STAFF", _("Colleague")
        PORTAL = "PORTAL", _("Customer")
        SYSTEM = "SYSTEM", _("System")

    class Theme(models.TextChoices):
        SYSTEM = "", _("As the computer")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    class Density(models.TextChoices):
        NORMAL = "", _("Normal")
        COMPACT = "compact", _("Compact")
        ROOMY = "roomy", _("Roomy")

    email = models.EmailField(_("e-mail"))
    name = models.CharField(_("name"), max_length=150)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.STAFF)
    is_active = models.BooleanField(_("may sign in"), default=True)
    team = models.ForeignKey(
        Team,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="members",
        verbose_name=_("team"),
    )
    joined_at = models.DateTimeField(_("since"), default=timezone.now, editable=False)
    language = models.CharField(_("language"), max_length=10, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=50, blank=True)
    theme = models.CharField(_("theme"), max_length=8, choices=Theme, blank=True)
    density = models.CharField(_("density"), max_length=8, choices=Density, blank=True)
    shortcuts = models.BooleanField(_("single-key shortcuts"), default=True)
    has_shares = models.BooleanField(default=False, editable=False)  # follows the shares

    objects: ClassVar[UserManager] = UserManager()
    unjournaled: ClassVar[frozenset[str]] = frozenset(
        {"password", "last_login", "language", "time_zone", "theme", "density", "shortcuts"}
        | {"has_shares"}
    )

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.UniqueConstraint(
                fields=["email"],
                name="one_user_per_email",
                violation_error_message=_("There is a user with this e-mail."),
            ),
            models.CheckConstraint(
                condition=Q(email=Lower("email")), name="user_email_is_lower_case"
            ),
            models.UniqueConstraint(
                fields=["kind"], condition=Q(kind="SYSTEM"), name="one_system_user"
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def get_absolute_url(self) -> str:
        return address("user_detail", self.pk)

    @classmethod
    def system(cls) -> User:
        """Who acts when nobody does: the clock, an import, a reaction."""
        found = cls.objects.filter(kind=cls.Kind.SYSTEM).first()
        return found or cls._make_system()

    @classmethod
    def _make_system(cls) -> User:
        with unrecorded():
            values = {"email": SYSTEM_EMAIL, "name": "Doorstep", "password": "!"}
            made: User = cls.objects.get_or_create(kind=cls.Kind.SYSTEM, defaults=values)[0]
            return made

    @classmethod
    def with_rights(cls, pk: int) -> Self | None:
        """The user of this number, and in the same query which roles they have."""
        rows = WITH_RIGHTS.rows(pk)
        return cls.from_rows(rows) if rows else None

    @classmethod
    def from_rows(cls, rows: list[Any]) -> Self:
        """The user of rows that hold the columns of ``AND_RIGHTS``, one for each role."""
        names = [field.attname for field in cls._meta.concrete_fields]
        user = cls.from_db(DEFAULT_DB_ALIAS, names, rows[0][: len(names)])
        user.take_rights([row[len(names) :] for row in rows])
        return user

    @property
    def is_administrator(self) -> bool:
        return self.is_active and any(row[0] for row in self._rights)

    @property
    def must_prove_twice(self) -> bool:
        """Whether one of their roles asks for a second step at sign-in."""
        return any(row[1] for row in self._rights)

    @property
    def rights(self) -> tuple[Any, ...]:
        """The roles as they are now: where these are equal, the same is granted."""
        return tuple(map(tuple, self._rights))

    def reach(self, model: type[models.Model], verb: str) -> str:
        """The furthest that ``user`` may perform ``verb`` on records of ``model``."""
        return max(self.reaches(model, verb), key=RANK.__getitem__, default=str(Reach.NONE))

    def reaches(self, model: type[models.Model], verb: str) -> frozenset[str]:
        """Every reach that one of the roles gives: permissions of several roles add up."""
        if verb == KEEP:
            return self._kept_reach()
        if self.kind == User.Kind.SYSTEM or self.is_administrator:
            return EVERYWHERE
        return self.own_reaches().get((model._meta.label_lower, verb), NOWHERE)

    def own_reaches(self) -> Reaches:
        """For each model and verb what the roles give; of an administrator no list says it."""
        return self._reaches

    def _kept_reach(self) -> frozenset[str]:
        """Portal users have no profile here; the system keeps what it is asked to."""
        if self.kind == User.Kind.SYSTEM:
            return EVERYWHERE
        return OWNED if self.is_active and self.kind == User.Kind.STAFF else NOWHERE

    @cached_property
    def territory_ids(self) -> list[int]:
        """The territories they work in and all below them; read when a reach asks for it."""
        nodes = TERRITORIES.rows(self.pk)
        tops = [pk for pk, _parent, mine in nodes if mine]
        return sorted(with_descendants([(pk, parent) for pk, parent, _mine in nodes], tops))

    def take_rights(self, rights: list[Any]) -> None:
        """The columns of ``OF_ROLES``, from whoever read them with the user in one statement."""
        self._rights = [row for row in rights if row[ROLE] is not None]

    @cached_property
    def _rights(self) -> list[Any]:
        """The roles, each with its stamp and what concerns all of it; read once a request."""
        return RIGHTS.rows(self.pk)

    @cached_property
    def _reaches(self) -> Reaches:
        return reaches_of((row[2], row[3]) for row in self._rights) if self.is_active else {}


def tidy_email(text: str) -> str:
    """The one way an e-mail is written: what signs in is what was stored."""
    return text.strip().lower()


OF_ROLES = ("role__is_administrator", "role__needs_second_step", "role_id", "role__stamp")
ROLE = OF_ROLES.index("role_id")
RIGHTS = Prepared(lambda user: Membership.objects.filter(user=user).values_list(*OF_ROLES), 0)
AND_RIGHTS = (
    *(field.attname for field in User._meta.concrete_fields),
    *(f"memberships__{name}" for name in OF_ROLES),
)
WITH_RIGHTS = Prepared(lambda pk: User.objects.filter(pk=pk).values_list(*AND_RIGHTS), 0)
TERRITORIES = Prepared(
    lambda user: (
        Territory.objects.annotate(
            mine=models.FilteredRelation("workers", condition=Q(workers__user=user))
        )
        .order_by()
        .values_list("pk", "parent_id", "mine__user_id")
    ),
    0,
)
