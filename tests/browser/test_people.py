"""A person's whole way: invited, in, another password, a forgotten one, out; every link opens once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Server, go, settled, sign_in

pytestmark = pytest.mark.browser
FIRST, SECOND, THIRD = "three tall green kettles", "nine slow paper boats", "a quiet drawer of spoons"


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()
    settled(page)


def link_on(page: Page) -> str:
    return page.locator(".st-key-link code").inner_text().strip()


def comes_in(page: Page, button: str) -> None:
    with page.expect_response("**/session"):
        page.get_by_role("button", name=button).click()
    expect(page.locator(".st-key-who")).to_be_visible()
    settled(page)


def test_from_an_invitation_to_leaving(server: Server, browser: Browser, open_as: Callable[..., Page]) -> None:
    lead = open_as("lead", "people")
    press(lead, "Invite")
    invitation = link_on(lead)
    settled(lead)
    assert "/welcome?link=" in invitation
    person = browser.new_context().new_page()
    person.goto(invitation)
    expect(person.get_by_text("invites you as member of Birchwater")).to_be_visible()
    person.get_by_label("Your name").fill("Noor Newcomer")
    person.get_by_label("User name").fill("Noor")
    person.get_by_label("Password", exact=True).fill("password2024")
    press(person, "Come in")
    expect(person.get_by_text("one of the first that anybody would try")).to_be_visible()
    person.get_by_label("Password", exact=True).fill(FIRST)
    comes_in(person, "Come in")
    expect(person.get_by_role("heading", name="Birchwater Children’s Hospital on one page")).to_be_visible()
    changes_the_password(person, server)
    gets_a_new_one_from_the_lead(lead, person, server)
    leaves(person, server)
    again = browser.new_context().new_page()
    again.goto(invitation)
    expect(again.get_by_text("This invitation is no longer open")).to_be_visible()
    again.goto(server.url)
    again.get_by_label("User name").fill("noor")
    again.get_by_label("Password", exact=True).fill(THIRD)
    press(again, "Sign in")
    expect(again.get_by_text("do not belong together")).to_be_visible()
    token = invitation.partition("link=")[2]
    assert token not in server.log
    for page in (person, again):
        page.context.close()


def changes_the_password(person: Page, server: Server) -> None:
    go(person, server, "account")
    person.get_by_label("Current password").first.fill(FIRST)
    person.get_by_label("New password").fill(SECOND)
    press(person, "Change the password")
    expect(person.get_by_text("Your password is changed")).to_be_visible()


def gets_a_new_one_from_the_lead(lead: Page, person: Page, server: Server) -> None:
    go(lead, server, "people")
    lead.locator("[data-testid=stLayoutWrapper]", has_text="Noor Newcomer").last.get_by_role(
        "button", name="New password"
    ).click()
    settled(lead)
    person.goto(link_on(lead))
    person.get_by_label("Password", exact=True).fill(THIRD)
    comes_in(person, "Keep it and come in")
    person.locator(".st-key-who").click()
    person.get_by_role("button", name="Sign out").click()
    sign_in(person, "noor", THIRD)


def leaves(person: Page, server: Server) -> None:
    go(person, server, "account")
    press(person, "Close my account")
    person.get_by_label("Current password").last.fill(THIRD)
    press(person, "Yes, close it")
    expect(person.get_by_text("Your account has been closed")).to_be_visible()
