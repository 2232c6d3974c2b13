"""The lists and forms of facts in the admin: each embassy's editors see and change their own.

Every app that has facts registers its own with `FactsViewSet`.
"""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views import snippets
from wagtail.snippets.views.snippets import SnippetViewSet

from ambasada.accounts.models import Member
from ambasada.network.models import Embassy
from ambasada.network.rules import embassies_of


def seated_in(member: Member | AnonymousUser) -> Q:
    """Return the condition "belongs to an embassy where this member has a seat"."""
    return Q(embassy__in=_embassies_of(member))


def _embassies_of(member: Member | AnonymousUser) -> QuerySet[Embassy]:
    if not isinstance(member, Member):
        return Embassy.objects.none()
    return embassies_of(member, today=timezone.now().date())


class SeatPolicy(ModelPermissionPolicy):
    """Django's model permissions, narrowed to the embassies where the member has a seat."""

    def _embassy_of(self, instance: Model) -> Embassy:
        return instance if isinstance(instance, Embassy) else instance.embassy  # type: ignore[attr-defined]

    def user_has_permission_for_instance(
        self, user: Member | AnonymousUser, action: str, instance: Model
    ) -> bool:
        """Allow what the model permission allows, in one's own embassy."""
        if not isinstance(user, Member) or not self.user_has_permission(user, action):
            return False
        return _embassies_of(user).filter(pk=self._embassy_of(instance).pk).exists()

    def user_has_any_permission_for_instance(
        self, user: Member | AnonymousUser, actions: list[str], instance: Model
    ) -> bool:
        """Allow if one of the actions is allowed in one's own embassy."""
        return any(
            self.user_has_permission_for_instance(user, action, instance) for action in actions
        )

    def instances_user_has_any_permission_for(
        self, user: Member | AnonymousUser, actions: list[str]
    ) -> QuerySet[Any]:
        """Return the rows of one's own embassies."""
        rows = super().instances_user_has_any_permission_for(user, actions)
        condition = Q(pk__in=_embassies_of(user)) if self.model is Embassy else seated_in(user)
        return rows.filter(condition)


class _OwnEmbassyOnly:
    """Refuse the one row of another embassy; Wagtail asks only about the kind of row."""

    permission_policy: SeatPolicy
    request: HttpRequest

    def get_object(self, *args: Any, **kwargs: Any) -> Model:
        """Return the row; raise PermissionDenied unless it is of one's own embassy."""
        row: Model = super().get_object(*args, **kwargs)  # type: ignore[misc]  # a mixin
        if not self.permission_policy.user_has_permission_for_instance(
            self.request.user, "change", row
        ):
            raise PermissionDenied
        return row


class _EditView(_OwnEmbassyOnly, snippets.EditView):
    pass


class _DeleteView(_OwnEmbassyOnly, snippets.DeleteView):
    pass


class _HistoryView(_OwnEmbassyOnly, snippets.HistoryView):
    pass


class _UsageView(_OwnEmbassyOnly, snippets.UsageView):
    pass


class _CompareView(_OwnEmbassyOnly, snippets.RevisionsCompareView):
    pass


class _UnscheduleView(_OwnEmbassyOnly, snippets.RevisionsUnscheduleView):
    pass


class FactsViewSet(SnippetViewSet):
    """A view set of facts that belong to an embassy: one's own are listed, opened and changed."""

    copy_view_enabled = False
    edit_view_class = _EditView
    delete_view_class = _DeleteView
    history_view_class = _HistoryView
    usage_view_class = _UsageView
    revisions_compare_view_class = _CompareView
    revisions_unschedule_view_class = _UnscheduleView

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """List the rows of one's own embassies."""
        policy: SeatPolicy = self.permission_policy
        return policy.instances_user_has_any_permission_for(request.user, ["change"])

    @property
    def permission_policy(self) -> SeatPolicy:
        """The policy that knows seats."""
        return SeatPolicy(self.model)
