"""The subscription pages, asked over a real socket, with a real store and a real mail server behind them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from publishers import wording
from scheduler.release.making import next_release
from scheduler.store import open_store
from scheduler.subscriber import Interest, SubscriberState
from tests.publishers.carriers.mail_peer import MailPeer, mail_peer
from tests.scheduler.examples import a_borough, a_plan
from tests.wardpanels.subscriptions.examples import (
    BOW_EAST,
    MILE_END,
    PATH,
    TOWER_HAMLETS,
    Site,
    borough_folder,
    pages,
    waited,
)


@pytest.fixture
def peer() -> Iterator[MailPeer]:
    with mail_peer(MailPeer()) as running:
        yield running


@pytest.fixture
def url(tmp_path) -> str:
    return f"sqlite:///{tmp_path / 'panels.db'}"


@pytest.fixture
def site(url, peer, tmp_path) -> Iterator[Site]:
    store = open_store(url)
    with pages(store, borough_folder(tmp_path / "data", peer.port), peer) as running:
        yield running
    store.close()


@pytest.fixture(scope="module")
def standing(tmp_path_factory) -> Iterator[Site]:
    """The same for what nothing is kept of: made once."""
    folder = tmp_path_factory.mktemp("standing")
    store = open_store(f"sqlite:///{folder / 'panels.db'}")
    with mail_peer(MailPeer()) as peer, pages(store, borough_folder(folder / "data", peer.port), peer) as running:
        yield running
    store.close()


def listed(site: Site):
    return site.store.subscribers.listed(TOWER_HAMLETS)


def confirmed(site: Site, **form: object) -> str:
    """Subscribe and confirm; return the subscriber's id."""
    site.subscribe(**form)
    site.press(site.link(len(site.peer.mails) or 1))
    return listed(site)[0].id


def test_resident_subscribes_confirms_and_stops(site):
    sent = site.subscribe(ward=["bow-east", "mile-end"], language="bn", only_changes="yes")
    assert (sent.status, sent.headers["Location"]) == (303, f"{PATH}/asked")
    assert site.ask("GET", "/asked").heading == "Check your email"

    look = site.ask("GET", site.link(1))
    assert (look.heading, listed(site)[0].state) == ("আপনি কি এই ইমেইলগুলো চান?", SubscriberState.ASKED)

    done = site.press(site.link(1))
    assert (done.status, done.heading) == (200, "আপনি আমাদের ইমেইল পাবেন")
    (subscriber,) = listed(site)
    assert (subscriber.state, subscriber.choice, subscriber.confirmed_at) == (
        SubscriberState.CONFIRMED,
        Interest((BOW_EAST, MILE_END), "bn", only_changes=True),
        site.clock.at,
    )
    assert subscriber.wording == "আমি আমার ঠিকানায় এই ইমেইলগুলো চাই। আমি যেকোনো সময় এগুলো বন্ধ করতে পারি।"

    way_out = site.office.counter.register.links.stop(subscriber.id)
    assert site.ask("GET", f"{way_out}?lang=en").heading == "Stop these emails?"
    assert len(listed(site)) == 1
    assert site.ask("POST", f"{way_out}?lang=en", {}).heading == "We have stopped your emails"
    assert listed(site) == ()


def test_mail_program_ends_it_with_one_click_and_a_second_click_is_no_harm(site):
    way_out = site.office.counter.register.links.stop(confirmed(site))

    clicks = [site.ask("POST", way_out, {"List-Unsubscribe": "One-Click"}).status for _ in range(2)]

    assert (clicks, listed(site)) == ([200, 200], ())


def test_program_that_opens_every_link_confirms_nothing_and_stops_nothing(site):
    site.subscribe()
    link = site.link(1)
    for method in ("GET", "HEAD", "GET"):
        site.ask(method, link)
    assert listed(site)[0].state is SubscriberState.ASKED

    site.press(link)
    for method in ("GET", "HEAD", "GET"):
        site.ask(method, site.office.counter.register.links.stop(listed(site)[0].id))
    assert listed(site)[0].state is SubscriberState.CONFIRMED


def test_answer_is_the_same_whoever_is_on_the_list(site):
    confirmed(site)
    site.clock.go_on(hours=2)

    known, unknown = site.subscribe("ann@example.org"), site.subscribe("bob@example.org")

    assert (known.status, known.headers["Location"], known.html) == (
        unknown.status,
        unknown.headers["Location"],
        unknown.html,
    )
    assert {str(mail["To"]) for mail in waited(lambda: site.peer.mails[1:3] if len(site.peer.mails) > 2 else [])} == {
        "ann@example.org",
        "bob@example.org",
    }


def test_stranger_who_types_in_an_address_changes_nothing_of_it(site):
    confirmed(site, ward="bow-east")
    site.clock.go_on(hours=2)

    site.subscribe(ward="mile-end")

    assert listed(site)[0].choice == Interest((BOW_EAST,))


def test_button_counts_for_what_stood_on_its_page(site):
    """Anybody can type in an address: what came after the page was opened is shown, and is not agreed to unseen."""
    site.subscribe(ward="bow-east")
    link = site.link(1)
    opened = site.hidden(link)
    site.subscribe("ANN@example.org", ward="mile-end", language="bn", only_changes="yes")

    again = site.ask("POST", link, opened)

    assert (again.status, again.heading) == (200, "আপনি কি এই ইমেইলগুলো চান?")
    assert (listed(site)[0].state, listed(site)[0].wording) == (SubscriberState.ASKED, "")
    assert site.ask("POST", link, {}).heading == again.heading
    site.press(link)
    assert listed(site)[0].choice == Interest((MILE_END,), "bn", only_changes=True)


def test_link_of_one_borough_is_nothing_at_another_that_has_the_same_secret(site, tmp_path):
    """They share a database and a secret where one server serves many."""
    folder = borough_folder(tmp_path / "other", site.peer.port)
    told = (folder / "borough.toml").read_text(encoding="utf-8").replace(TOWER_HAMLETS, "E09000012")
    (folder / "borough.toml").write_text(told, encoding="utf-8")
    site.subscribe()
    link = site.link(1)
    way_out = site.office.counter.register.links.stop(listed(site)[0].id)

    with pages(site.store, folder, site.peer) as other:
        for path in (link, way_out):
            answers = [other.ask("GET", path), other.ask("POST", path, site.hidden(link))]
            assert {(answer.status, answer.heading) for answer in answers} == {(404, "This link does not work")}

    assert [each.state for each in listed(site)] == [SubscriberState.ASKED]
    assert site.ask("POST", way_out, {}).heading == "We have stopped your emails"


def test_address_is_asked_back_once_an_hour(site):
    site.subscribe()
    site.link(1)
    for _ in range(3):
        site.subscribe()
    site.clock.go_on(hours=1)
    site.subscribe()
    site.link(2)

    assert len(site.peer.mails) == 2


def test_link_stops_working_after_seven_days(site):
    site.subscribe()
    link = site.link(1)
    site.clock.go_on(days=7, seconds=1)

    answer = site.ask("POST", link, {})
    assert (answer.status, answer.heading) == (404, "This link does not work")


@pytest.mark.parametrize("path", ["/confirm/a1-1-0123", "/stop/a1-0123", "/confirm/%00", "/stop/<script>", "/nowhere"])
def test_link_that_is_not_ours_leads_nowhere(standing, path):
    for method in ("GET", "POST") if path != "/nowhere" else ("GET",):
        answer = standing.ask(method, path, {} if method == "POST" else None)
        assert (answer.status, answer.heading in ("This link does not work", "Page not found")) == (404, True)


NO_ADDRESSES = (
    "",
    "ann",
    "ann@",
    "@example.org",
    "ann@example",
    "ann@x.org, bob@x.org",
    "a b@x.org",
    "ann@example.org\r\nBcc: x@y.org",
    "é@example.org",
    "ann(1)@x.org",
    "(x)ann@x.org",
    "ann@x.org(1)",
    '"ann"@x.org',
    "ann@[10.0.0.1]",
    "ann@10.0.0.1",
    "ann..b@x.org",
    "ann@x.org.",
    "ann@a_b.org",
    f"{'a' * 65}@x.org",
    "a" * 250 + "@x.org",
)


@pytest.mark.parametrize("address", NO_ADDRESSES)
def test_address_that_mail_cannot_go_to_is_said_and_what_was_typed_stays(standing, address):
    answer = standing.subscribe(address, ward="bow-east")

    assert answer.status == 400
    assert "Type an email address, such as name@example.com" in answer.html
    assert re.search(r'value="bow-east" checked', answer.html)
    assert listed(standing) == ()


def test_typed_text_is_never_markup(standing):
    answer = standing.subscribe('"><script>alert(1)</script>')

    assert "<script" not in answer.html
    assert "&lt;script&gt;" in answer.html


@pytest.mark.parametrize("form", [{"ward": "atlantis"}, {"language": "tlh"}])
def test_form_that_no_browser_sends_is_not_taken(standing, form):
    assert (standing.subscribe(**form).status, listed(standing)) == (400, ())


def test_every_ward_is_the_whole_borough(site):
    site.subscribe(ward=[ward.slug for ward in site.office.counter.house.frame.wards])

    assert listed(site)[0].wanted == Interest()


def test_one_place_cannot_ask_without_end(site):
    codes = [site.subscribe(f"a{number}@example.org").status for number in range(22)]

    assert codes == [303] * 20 + [429] * 2
    site.clock.go_on(minutes=59)
    assert site.subscribe("soon@example.org").headers["Retry-After"] == "60"
    site.clock.go_on(minutes=1)
    assert site.subscribe("late@example.org").status == 303


def test_slip_of_the_hand_costs_no_turn(site):
    codes = [site.subscribe("ann@example").status for _ in range(25)]

    assert (set(codes), site.subscribe().status) == ({400}, 303)


def test_one_person_is_one_subscriber_however_the_address_is_typed(site):
    """Each was once a person of its own, and the mail to all of them went to one."""
    for address in ("Ann@Bücher.example", "ann@bücher.EXAMPLE", "ann@xn--bcher-kva.example", "ANN@ｂücher。example"):
        assert site.subscribe(address).status == 303

    assert [each.address for each in listed(site)] == ["Ann@xn--bcher-kva.example"]


def test_pages_send_headers_that_keep_links_and_readers_safe(standing):
    answer = standing.ask("GET", "/")

    kept = {name: answer.headers[name] for name in ("Content-Security-Policy", "Referrer-Policy", "Cache-Control")}
    assert kept == {
        "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-store",
    }
    assert "Set-Cookie" not in answer.headers
    assert "<script" not in answer.html


def test_style_sheet_is_the_sites_own_and_may_be_kept(standing):
    style = re.search(r'<link rel="stylesheet" href="([^"]+)"', standing.ask("GET", "/").html)[1]

    answer = standing.ask("GET", style.removeprefix(PATH))
    assert (answer.status, answer.headers["Content-Type"]) == (200, "text/css; charset=utf-8")
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_form_that_is_far_too_long_is_not_read(standing):
    assert standing.subscribe("a" * 20_000).status == 413
    refused = standing.ask("DELETE", "/")
    assert (refused.status, sorted(refused.headers["Allow"].split(", "))) == (405, ["GET", "HEAD", "OPTIONS", "POST"])


def test_mail_that_asks_back_waits_until_the_mail_server_is_there_again(url, tmp_path):
    store = open_store(url)
    gone = MailPeer()
    with mail_peer(gone):
        folder = borough_folder(tmp_path / "data", gone.port)
    with pages(store, folder, gone) as site:
        assert site.subscribe().status == 303
        waited(lambda: site.said)
    assert "could not be reached" in site.said[0]
    assert "ann@" not in site.said[0]
    assert [each.address for each in store.subscribers.to_mail(TOWER_HAMLETS)] == ["ann@example.org"]
    store.close()


def test_address_that_the_mail_server_refuses_is_not_tried_again(url, tmp_path):
    store = open_store(url)
    peer = MailPeer({"ann@example.org": "550 5.1.1 No such user"})
    with mail_peer(peer), pages(store, borough_folder(tmp_path / "data", peer.port), peer) as site:
        site.subscribe()
        waited(lambda: not store.subscribers.to_mail(TOWER_HAMLETS))
    assert site.said == ["localhost answered 550 (5.1.1 No such user)"]
    store.close()


def test_mail_that_asks_back_is_no_list_mail_and_says_what_to_do(site):
    site.subscribe(language="es")
    site.link(1)

    (mail,) = site.peer.mails
    assert (mail["To"], mail["Subject"], mail["List-Unsubscribe"]) == (
        "ann@example.org",
        "¿Quiere correos sobre las reuniones de los paneles de barrio?",
        None,
    )
    assert site.link(1) in mail.get_body(("html",)).get_content()


def test_page_that_says_yes_shows_the_next_meeting_of_each_ward_chosen(site):
    plan = a_plan()
    site.store.append_release(next_release(a_borough(), plan, None, site.clock.at), plan)
    ward_code = "E05009317"
    meeting = next(one for one in plan.meetings if one.ward_code == ward_code and one.starts_at > site.clock.at)
    site.subscribe(ward=[next(ward.slug for ward in site.office.counter.house.frame.wards if ward.code == ward_code)])

    done = site.press(site.link(1))

    assert done.html.count("Next meeting:") == 1
    assert wording.day(meeting.starts_at) in done.html
    assert f"/meetings/{meeting.meeting_id}/" in done.html
