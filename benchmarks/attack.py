"""The dashboard attacked from outside, over its own protocol: what was tried, and what got through.

    python -m benchmarks.attack                # everything, some three minutes on two cores
    python -m benchmarks.attack --only guesses --only uploads

A fresh demo is served on this machine and attacked as a visitor and as signed-in people of other centres. "Got through"
counts answers that hold another centre's secret, cookies and ids that opened something, guesses that were held against
the password, bytes that reached the memory. Ends with 1 when anything did that must not.
"""

from __future__ import annotations

import argparse
import os
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from mist_dash.actions import people, share
from mist_dash.store import engine, guesses
from tests.browser.conftest import ROOT, Server, serving
from tests.browser.protocol import Tab
from tests.browser.test_door import asks, signed_in
from tests.browser.test_never_another_centre import FORGED, SECRETS, addresses, gives_away
from tests.browser.test_sessions import put

OTHERS = ("", "pharmacist", "listener", "facilitator", "admin")  # a visitor, two of other centres, two of none
MONTHS = "month,area,clabsi,central_line_days\n"


@dataclass(frozen=True)
class Told:
    tried: int
    through: int
    most: int = 0  # what may get through
    note: str = ""


def forged_messages(server: Server) -> Told:
    """Every page as everybody of elsewhere, and on it every widget with values that no browser would send."""
    nurse = people.who(people.sign_in("nurse"))
    rows = "\n".join(f"2025-04,{area},1,{days}" for area, days in zip(("ICU", "Haem-Onc"), SECRETS, strict=True))
    file = share.UploadedFile("secret.csv", f"{MONTHS}{rows}\n".encode(), {}, {})
    share.submit(nurse, "clabsi", file, share.propose(nurse, "clabsi", file).shown)
    tried = through = 0
    for who in OTHERS:
        tab = Tab(server.url, token(who))
        for address in addresses():
            answer = tab.run(address, "centre=1&id=1&upload=1")
            for forged in FORGED:
                widgets = {id: forged for id in answer.widgets if "sign-out" not in id}
                through += gives_away(tab.run(address, widgets=widgets))
                tried += max(1, len(widgets))
        tab.close()
    own = Tab(server.url, token("nurse"))
    assert gives_away(own.run("clabsi", "area=ICU")), "the search itself must be able to find"
    return Told(tried, through, note="widget values; answers that hold another centre’s number")


def forged_cookies(server: Server) -> Told:
    real, ended = token("nurse"), token("nurse")
    people.sign_out(ended)
    forged = [ended, real[:-1], real + "A", real.swapcase(), "", "1", "nurse", "' OR 1=1 --", "a" * 5000]
    forged += [secrets.token_urlsafe(32) for _ in range(60)]
    return Told(len(forged), sum(not asks(_page(server, one)) for one in forged), note="among them a signed-out one")


def guessing(server: Server) -> Told:
    """Wrong passwords at one account through the form, from one tab after another."""
    tried, held, begun = 3 * guesses.AN_ACCOUNT, 0, time.monotonic()
    tab = Tab(server.url)
    form = tab.run("clabsi").widgets
    name, password = [id for id, kind in form.items() if kind == "text_input"][:2]
    button = next(id for id, kind in form.items() if kind == "button")
    for n in range(tried):
        values: dict[str, tuple[str, object]] = {name: ("string_value", "pharmacist")}
        values |= {password: ("string_value", f"guess {n}"), button: ("trigger_value", True)}
        held += people.WRONG in tab.run("clabsi", widgets=values).texts
    return Told(
        tried, held, guesses.AN_ACCOUNT, f"in {time.monotonic() - begun:.0f} s; the rest were turned away unread"
    )


def uploads(server: Server) -> Told:
    """A megabyte at a time by a visitor and a member to their own sessions, and by all to made-up and others' ones."""
    through = tried = 0
    nurses = Tab(server.url, token("nurse")).run("send").session
    for who in ("", "member", "lead"):
        cookie = token(who)
        own = Tab(server.url, cookie).run("send").session
        for session in ([own] if who != "lead" else []) + [nurses, "made-up", secrets.token_hex(16)]:
            for n in range(5):
                tried += 1
                through += _put(server, session, cookie, f"f{n}") == 204
    return Told(tried, through, note="files of 1 MB")


def takeover(server: Server) -> Told:
    """The id of a signed-in session, with no cookie and with those of others."""
    tried = through = 0
    for who in OTHERS:
        mine = signed_in(server)
        session = mine.run("clabsi").session
        thief = Tab(server.url, token(who), session)
        answer = thief.run("clabsi")
        tried, through = tried + 1, through + (answer.session == session)
        thief.close()
        mine.close()
    return Told(tried, through, note="ids of signed-in sessions")


def looping(server: Server) -> Told:
    """Tabs whose sessions end elsewhere: how often their pages run by themselves, and what that costs."""
    tokens = [token("nurse") for _ in range(6)]
    tabs = [Tab(server.url, one) for one in tokens]
    for tab in tabs:
        tab.run("clabsi")
    for one in tokens:
        people.sign_out(one)
    runs = sum(tab.run("clabsi", quiet=0.2).runs for tab in tabs)
    before = _processor()
    runs += sum(tab.run("clabsi", quiet=1).runs for tab in tabs)
    share_of = (_processor() - before) / len(tabs)
    return Told(len(tabs), max(0, runs - 3 * len(tabs)), note=f"{runs} runs; {share_of:.0%} of a core while they stay")


ATTACKS: dict[str, Callable[[Server], Told]] = {
    "cookies": forged_cookies,
    "takeover": takeover,
    "uploads": uploads,
    "looping": looping,
    "guesses": guessing,
    "messages": forged_messages,
}


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--only", action="append", choices=ATTACKS, default=[])
    only = asked.parse_args().only or list(ATTACKS)
    wrong = False
    with tempfile.TemporaryDirectory() as folder, _demo(Path(folder)) as server:
        engine.use(f"sqlite:///{server.folder / 'mist.sqlite3'}")
        for name in only:
            told = ATTACKS[name](server)
            wrong |= told.through > told.most
            print(f"{name:10} tried {told.tried:6,}   got through {told.through:3} ({told.note})", flush=True)
    return int(wrong)


def _demo(folder: Path):  # type: ignore[no-untyped-def]
    code = "from mist_dash.actions.setup import prepare; prepare()"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=os.environ | {"MIST_DATA": str(folder)}, check=True)
    return serving(folder)


def token(username: str) -> str:
    return (people.sign_in(username) or "") if username else ""


def _page(server: Server, cookie: str):  # type: ignore[no-untyped-def]
    tab = Tab(server.url, cookie)
    answer = tab.run("clabsi")
    tab.close()
    return answer


def _put(server: Server, session: str, cookie: str, name: str) -> int:
    try:
        return put(server, session, cookie, 2**20, name)
    except OSError:  # turned away before the file was heard out
        return 403


def _processor() -> float:
    """Seconds of processor that the server has used."""
    children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    spent = [Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()[11:13] for one in children]
    return sum(int(ticks) for pair in spent for ticks in pair) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    sys.exit(main())
