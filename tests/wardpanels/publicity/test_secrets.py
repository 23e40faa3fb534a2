"""Secrets come from the environment: those that a carrier must have, and those that it may have."""

from __future__ import annotations

from publishers.carriers.carrier import Outlet
from publishers.due_times import Voice
from wardpanels.publicity.publicity_settings import Way, missing_secrets, with_secrets

SFTP = Outlet("council-page", "sftp")
S3 = Outlet("council-page", "s3")


def way(outlet: Outlet) -> Way:
    return Way(Voice(outlet.channel, (7,)), outlet.channel, outlet)


def test_secret_that_a_carrier_may_have_reaches_it_and_is_not_asked_for():
    environ = {"WARDPANELS_COUNCIL_PAGE_PASSWORD": "correct horse"}

    assert with_secrets(SFTP, environ).secrets == {"password": "correct horse"}
    assert with_secrets(SFTP, {}).secrets == {"password": ""}
    assert list(missing_secrets([way(SFTP)], {})) == []


def test_secrets_that_a_carrier_must_have_are_asked_for_by_name():
    environ = {"WARDPANELS_COUNCIL_PAGE_KEY_ID": "AKIAEXAMPLE"}

    assert with_secrets(S3, environ).secrets == {"key_id": "AKIAEXAMPLE", "secret_key": ""}
    assert list(missing_secrets([way(S3)], environ)) == [("council-page", "WARDPANELS_COUNCIL_PAGE_SECRET_KEY")]
