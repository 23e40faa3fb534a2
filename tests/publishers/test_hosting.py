"""What hosts are told: `_headers`, `_redirects`, and that no file of a site is told two things."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from publishers import hosting
from publishers.every_publisher import recipes
from publishers.hosting import RULES, headers_for, redirects
from scheduler.release.edition import Edition
from tests.publishers.examples import MILE_END, a_release

RENAMED = replace(MILE_END, slug="mile-end", old_slugs=("globe-town", "mile-end-east"))


def with_ward(ward, **facts):
    """The example with Mile End as it is given."""
    release = a_release(**facts)
    return replace(release, wards=tuple(ward if one.code == ward.code else one for one in release.wards))


def paths_of(release):
    return {recipe.path for recipe in recipes(Edition.of(release), "site and print")}


@pytest.fixture(scope="module")
def site():
    """Every file, to be made."""
    return recipes(Edition.of(with_ward(RENAMED)), "site and print")


def told(site, path):
    (content,) = (recipe.artifact().content.decode() for recipe in site if recipe.path == path)
    return content


def test_no_header_is_named_by_two_rules_of_one_file(site):
    for recipe in site:
        names = Counter(name for rule in RULES if rule.is_for(recipe.path) for name in rule.headers)
        assert max(names.values()) == 1, recipe.path


def test_type_that_a_host_is_told_is_that_of_the_file(site):
    typed = {recipe.path: headers_for(recipe.path).get("Content-Type", "") for recipe in site}
    of_file = {recipe.path: recipe.media_type for recipe in site}

    assert {path for path, media_type in typed.items() if media_type} == {
        path for path in of_file if path.endswith((".ics", ".atom", ".json", ".csv", ".txt"))
    }
    for path, media_type in typed.items():
        if media_type and not path.endswith(".json"):
            assert media_type.partition(";")[0] == of_file[path].partition(";")[0]


def test_only_files_whose_name_changes_with_their_bytes_are_kept_for_ever(site):
    kept = {recipe.path for recipe in site if headers_for(recipe.path).get("Cache-Control") == hosting.FOR_EVER}

    assert kept == {recipe.path for recipe in site if recipe.path.startswith("static/")}


def test_headers_file_has_each_rule_once_with_its_headers_below(site):
    lines = told(site, "_headers").splitlines()

    assert [line for line in lines if not line.startswith(" ")] == [rule.paths for rule in RULES]
    assert "  Content-Type: text/calendar; charset=utf-8" in lines


@pytest.mark.parametrize("slug", RENAMED.old_slugs)
def test_every_file_at_an_older_slug_leads_to_the_file_of_today(slug):
    before, today = (with_ward(replace(RENAMED, slug=name, old_slugs=())) for name in (slug, RENAMED.slug))
    leads = dict(redirects(with_ward(replace(RENAMED, old_slugs=(slug,)))))

    assert leads.keys() == paths_of(before) - paths_of(today)
    assert set(leads.values()) == paths_of(today) - paths_of(before)


def test_redirect_names_the_whole_address_that_is_right_for_good(site):
    lines = told(site, "_redirects").splitlines()

    assert "/wards/globe-town/ https://panels.example.org/wp/wards/mile-end/ 301" in lines
    assert "/bn/wards/globe-town/calendar.ics https://panels.example.org/wp/bn/wards/mile-end/calendar.ics 301" in lines
    assert len({line.split()[0] for line in lines}) == len(lines)


def test_site_without_a_renamed_ward_has_no_redirect():
    assert list(redirects(with_ward(replace(RENAMED, old_slugs=())))) == []


def test_both_files_keep_to_what_hosts_take(site):
    assert len(RULES) <= 100
    assert max(map(len, told(site, "_headers").splitlines())) <= 2000
    assert max(map(len, told(site, "_redirects").splitlines())) <= 1000
