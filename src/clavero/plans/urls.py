"""Addresses of the plans."""

from __future__ import annotations

from django.urls import path

from clavero.plans.views import (
    actions,
    analysis,
    forecast,
    initiatives,
    objectives,
    plan,
    resources,
    reviews,
    rows,
    versions,
)

app_name = "plans"
urlpatterns = [
    path("", plan.home, name="home"),
    path("mine/", actions.mine, name="mine"),
    path("<int:customer_id>/", plan.plan, name="plan"),
    path("<int:customer_id>/start/", plan.start, name="start"),
    path("<int:customer_id>/rows/<str:kind>/", rows.add_item, name="add_item"),
    path("<int:customer_id>/objectives/", objectives.add_objective, name="add_objective"),
    path("<int:customer_id>/actions/", actions.actions, name="actions"),
    path("<int:customer_id>/actions/new/", actions.add_action, name="add_action"),
    path("<int:customer_id>/initiatives/", initiatives.add_initiative, name="add_initiative"),
    path("<int:customer_id>/requests/", resources.add_request, name="add_request"),
    path("<int:customer_id>/years/", plan.years, name="years"),
    path("<int:customer_id>/forecast/", forecast.forecast, name="forecast"),
    path("<int:customer_id>/submit/", versions.submit, name="submit"),
    path("<int:customer_id>/decide/", versions.decide, name="decide"),
    path("<int:customer_id>/analysis/", analysis.analysis, name="analysis"),
    path("<int:customer_id>/versions/", versions.versions, name="versions"),
    path("<int:customer_id>/reviews/", reviews.reviews, name="reviews"),
    path("reviews/<int:review_id>/", reviews.review, name="review"),
    path("reviews/<int:review_id>/close/", reviews.close, name="close_review"),
    path("points/<int:point_id>/", reviews.answer, name="answer"),
    path("requests/", resources.requests, name="requests"),
    path("requests/<int:request_id>/", resources.resource, name="resource"),
    path("requests/<int:request_id>/out/", resources.retire_request, name="retire_request"),
    path("initiatives/<int:initiative_id>/", initiatives.initiative, name="initiative"),
    path("initiatives/<int:initiative_id>/sign/", initiatives.sign_value, name="sign_value"),
    path("initiatives/<int:initiative_id>/out/", initiatives.retire_initiative,
         name="retire_initiative"),
    path("rows/<int:item_id>/", rows.item, name="item"),
    path("rows/<int:item_id>/confirm/", rows.confirm_item, name="confirm_item"),
    path("rows/<int:item_id>/out/", rows.retire_item, name="retire_item"),
    path("rows/<int:item_id>/links/", rows.link_item, name="link_item"),
    path("rows/<int:item_id>/links/<int:link_id>/", rows.unlink_item, name="unlink_item"),
    path("objectives/<int:objective_id>/", objectives.objective, name="objective"),
    path("objectives/<int:objective_id>/out/", objectives.retire_objective,
         name="retire_objective"),
    path("actions/<int:action_id>/", actions.action, name="action"),
    path("actions/<int:action_id>/move/", actions.move_action, name="move_action"),
    path("actions/<int:action_id>/shift/", actions.shift_action, name="shift_action"),
    path("actions/<int:action_id>/out/", actions.retire_action, name="retire_action"),
]  # fmt: skip
