"""Who may do what. Deny by default: a route without @needs or @public is refused.

A grant is a pair (role, group): volunteer(group), coordinator(group), partner(partner), admin("").
A permission names the roles that have it; in which group is asked of the row, in queries and rules. To who only speaks
for a partner, whatever is not shared with it is not there at all.
"""

from dataclasses import dataclass, field

from flask import abort, request
from flask_login import current_user

from wvg.base.words import Sentence, say

ROLES = ("volunteer", "coordinator", "partner", "admin")
permissions: dict[str, "Permission"] = {}
groups: dict[str, "Group"] = {}
first_page_outside = ""  # the endpoint on which a partner begins; create_app() puts it in


@dataclass(frozen=True)
class Permission:
    """What may be done, by which roles; in `group` only, or in the group of the row where that is None.

    with_partners: of the groups, only in those that work with partners.
    """

    name: str
    label: str
    roles: frozenset[str]
    group: str | None = None
    with_partners: bool = False


@dataclass(frozen=True)
class Kind:
    """One sort of activity of a group, with the icon of its card."""

    label: Sentence
    icon: str


@dataclass(frozen=True)
class Group:
    """A working group: its key in the code, its letter on every tile, its name.

    `board` is the endpoint of the page of its work, which takes ?week=2026-W48 and has an #activity-7 for each, or the
    week of the calendar when it has none;
    `series` and `steering` those of one series, by its number, and of the page about all of them; `run` that of one
    activity of `kinds` for those on it, "" when there is none. `busy`: how an activity that is only for those on it
    is called before all others, its label when None. on_paper: whether what it does may hang on a wall, on paper or a
    screen. shared: whether others may see that it does anything at all. with_partners: whether people of partners may
    be on its lists. of_children: whether its volunteers know children, and may not learn of which family they are.
    papers: keys of those that who helps there shows first.
    """

    key: str
    letter: str
    label: Sentence
    board: str = "calendar.week"
    series: str = ""
    steering: str = ""
    run: str = ""
    run_words: Sentence = say("The run")
    kinds: dict[str, Kind] = field(default_factory=dict, hash=False)
    busy: Sentence | None = None
    on_paper: bool = True
    shared: bool = True
    with_partners: bool = False
    of_children: bool = False
    papers: tuple[str, ...] = ()

    def run_of(self, kind):
        """The endpoint of `run` when an activity of this kind has one, else ""."""
        return self.run if kind in self.kinds else ""


def permission(name, label, roles, group=None, with_partners=False):
    """Declare a permission; `roles` are those of ROLES that hold it (in `group`), or "signed in"."""
    permissions[name] = Permission(name, label, frozenset(roles), group, with_partners)
    return permissions[name]


SIGNED_IN = permission("signed_in", "Use the program at all", ["signed in"])


@dataclass(frozen=True)
class Viewer:
    """Who looks or acts: ids and grants, no database row; made anew for each request."""

    account: int | None = None
    volunteer: int | None = None
    first_name: str = ""
    last_name: str = ""
    language: str = "nl"
    grants: frozenset[tuple[str, str]] = frozenset()

    def can(self, permission, group=None):
        """Whether a grant gives `permission`: in its group or in `group`, or in any when neither is named."""
        group = permission.group or group
        if "signed in" in permission.roles:
            return self.account is not None
        return any(
            role in permission.roles and (group is None or of in (group, "") or role == "partner")
            and (not permission.with_partners or of not in groups or groups[of].with_partners)
            for role, of in self.grants
        )

    def groups_with(self, permission):
        """Keys of the groups in which this viewer holds `permission`."""
        return {key for key in groups if self.can(permission, key)}

    def belongs_to(self, group):
        """Whether this viewer is a volunteer or coordinator of `group`."""
        return ("volunteer", group) in self.grants or ("coordinator", group) in self.grants

    @property
    def helps(self):
        """Whether this viewer is one of the volunteers, and not only a partner's contact."""
        return any(role != "partner" for role, _ in self.grants)

    @property
    def partner(self):
        """The key of the partner for which this viewer speaks, or None."""
        return min((of for role, of in self.grants if role == "partner"), default=None)

    @property
    def outside(self):
        """Whether this viewer only speaks for a partner."""
        return self.partner is not None and not self.helps


NOBODY = Viewer()


def viewer() -> Viewer:
    """Who makes this request."""
    return getattr(current_user, "viewer", NOBODY)


def needs(permission, gives_rights=False):
    """Only for those with `permission` in at least one group; the row decides the rest.

    A form that gives rights is never kept when it comes too late.
    """

    def mark(view):
        view.access, view.gives_rights = permission, gives_rights
        return view

    return mark


def public(reason):
    """Open to everybody, for `reason`."""

    def mark(view):
        view.access = reason
        return view

    return mark


def init_app(app, unauthorized):
    """Check every request; `unauthorized()` answers those who are not signed in."""

    @app.before_request
    def check():
        view = app.view_functions.get(request.endpoint)
        if view is None:
            return None
        access = getattr(view, "access", None)
        if access is None:
            abort(404 if viewer().outside else 403)
        if isinstance(access, str) or viewer().can(access):
            return None
        return unauthorized() if viewer() is NOBODY else abort(404 if viewer().outside else 403)
