"""The tables as migrated are the tables as declared."""

from chassis.store.drift import drift
from services.mi.service import ManagementInformation


def test_the_migrations_make_what_the_code_declares(service_context):
    assert drift(service_context(ManagementInformation)) == []
