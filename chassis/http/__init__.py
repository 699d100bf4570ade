"""HTTP as every service speaks it: blueprints whose views run in one transaction, problems, pages, tokens."""

from chassis.http.access import clients, public, roles, signed_in
from chassis.http.app import bare_app, create_app
from chassis.http.blueprint import Blueprint
from chassis.http.current import actor, context, correlation_id, session
from chassis.http.schemas import PageArgs, ProblemSchema, Schema, page_of
from chassis.http.tokens import ActorTokens

__all__ = [
    "ActorTokens",
    "Blueprint",
    "PageArgs",
    "ProblemSchema",
    "Schema",
    "actor",
    "bare_app",
    "clients",
    "context",
    "correlation_id",
    "create_app",
    "page_of",
    "public",
    "roles",
    "session",
    "signed_in",
]
