"""Who is asking: a request reads the session, its user and their roles in one prepared query."""

from __future__ import annotations

from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.auth import middleware as auth
from django.contrib.auth.backends import ModelBackend
from django.contrib.sessions.backends import db
from django.db import DEFAULT_DB_ALIAS
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.timezone import now

from doorstep.kit.prepared import Prepared
from doorstep.users.models import Session, User
from doorstep.users.models.user import AND_RIGHTS

COLUMNS = [field.attname for field in Session._meta.concrete_fields]
SESSION = Prepared(
    lambda key: Session.objects.filter(session_key=key).values_list(
        *COLUMNS, *(f"user__{name}" for name in AND_RIGHTS)
    ),
    "",
)
SEEN_ANEW = timedelta(minutes=10)
AGENT, STARTED = "agent", "started"  # put into the session at sign-in


class SessionStore(db.SessionStore):
    """Django's sessions in the database, each tied to its user, who is read along with it."""

    whose: User | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        row: Session = super().create_model_instance(data)  # type: ignore[assignment]
        user = data.get(SESSION_KEY)
        row.user_id = int(user) if user else None
        row.agent = str(data.get(AGENT, ""))[:200]
        if started := data.get(STARTED):  # each save writes the whole row anew
            row.started_at = datetime.fromisoformat(started)
        return row

    def take_user(self, pk: int) -> User | None:
        """The user who was read with it: once, for later they may be another than they were."""
        user, self.whose = self.whose, None
        return user if user and user.pk == pk else None

    def _get_session_from_db(self) -> Session | None:
        rows = SESSION.rows(self.session_key)
        if rows:
            session = Session.from_db(DEFAULT_DB_ALIAS, COLUMNS, rows[0][: len(COLUMNS)])
            if session.expire_date > now():
                if session.user_id:
                    self.whose = User.from_rows([row[len(COLUMNS) :] for row in rows])
                _see(session)
                return session
        self._session_key = None
        return None


_asking: ContextVar[SessionStore | None] = ContextVar("asking", default=None)


class WhoAsks(auth.AuthenticationMiddleware):
    """Django's, where the user who came with the session need not be asked for again."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: _user_of(request))  # type: ignore[assignment]


def _user_of(request: HttpRequest) -> Any:
    token = _asking.set(request.session)  # type: ignore[arg-type]
    try:
        return auth.get_user(request)
    finally:
        _asking.reset(token)


class Backend(ModelBackend):
    """Users by e-mail and password. A wrong one costs the same work whether the user is there."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        email: str | None = None,
        **_rest: Any,
    ) -> User | None:
        login = email or username
        if not login or not password:
            return None
        user = User.objects.by_email(login)
        if user is None:
            User().set_password(password)
            return None
        return user if user.check_password(password) and self._may_come_in(user) else None

    def _may_come_in(self, user: User) -> bool:
        return user.kind != User.Kind.SYSTEM and bool(self.user_can_authenticate(user))

    def get_user(self, user_id: Any) -> User | None:
        session = _asking.get()
        user = (session and session.take_user(user_id)) or User.with_rights(user_id)
        return user if user and self.user_can_authenticate(user) else None


def _see(session: Session) -> None:
    """When somebody was last here, coarsely: not a write for every page."""
    if session.user_id and session.seen_at < now() - SEEN_ANEW:
        Session.objects.filter(pk=session.pk).update(seen_at=now())
