"""What an insider makes of the exposures of others: guessed from little, attacked with all that was ever shown.

A centre is taken for as large as the others ("evenly") or by its beds, which everybody knows within a quarter. A guess
counts when it is within 10 % of what the centre's years were. In columns:

- no figure: the own exposure, as it is or by beds
- one figure: the others of one year added up, shared out among them; the mean over the years
- a figure of four: the same of a figure of the fewest centres allowed, so of three others; the mean of all such
- all figures: the mean of what fits them all given the guess (linear, Gaussian), the most that the sums can tell

And from the step between two years alone, shared out among those that came or went. "No oftener than guessing" means:
from all figures no oftener than from a single one of four, which the rules allow. Ranges are 95 %, by networks.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import combinations, pairwise

import numpy as np

from benchmarks.insider_network import Network
from mist_dash.core.sharing import DEFAULT, PooledYear

CLOSE = 0.1
SPREAD = {"evenly": 0.4, "by beds": 0.25}  # how far a centre lies from what is guessed of it
FROM = ("no figure", "one figure", "a figure of four", "all figures")


@dataclass
class Seen:
    """All that one insider saw in one area: by year what was published, and what was in it at that moment."""

    years: dict[str, PooledYear] = field(default_factory=dict)
    own: dict[str, float] = field(default_factory=dict)  # by figure, the own exposure
    others: dict[str, float] = field(default_factory=dict)  # by figure, events of all others
    real: dict[str, dict[int, float]] = field(default_factory=dict)  # by year, each centre's exposure: the truth


def estimates(network: Network, insider: int, area: int, seen: Seen, tally: Counter[str]) -> None:
    """Adds up how often a yearly exposure comes out within 10 %, by what it is guessed from."""
    own = network.ids[insider]
    ids = sorted({id for one in seen.years.values() for id in one.centres} - {own})
    if not ids:
        return
    real = {id: float(np.mean([year[id] for year in seen.real.values() if id in year])) for id in ids}
    always = set.intersection(*(set(one.centres) for one in seen.years.values()))
    sums = [sum(under - seen.own.get(name, 0) for name, _, under in one.published) for one in seen.years.values()]
    sets = [[id for id in one.centres if id != own] for one in seen.years.values()]
    for knows, spread in SPREAD.items():
        weight = weights(network, knows)
        guesses = {
            "no figure": {id: own_exposure(network, insider, area) * weight[id] / weight[own] for id in ids},
            "one figure": from_one(sums, sets, weight, ids),
        }
        guesses["all figures"] = from_all(sums, sets, guesses["one figure"], spread)
        of_four = {id: from_four(id, sets, real, weight) for id in ids}
        for id in ids:
            for whom in ("all", *(() if id in always else ("came or went",))):
                tally[f"{knows}, {whom}: targets"] += 1
                for how, guess in guesses.items():
                    tally[f"{knows}, {whom}: {how}"] += near(guess[id], real[id])
                tally[f"{knows}, {whom}: a figure of four"] += of_four[id]  # type: ignore[assignment]  # a mean


def weights(network: Network, knows: str) -> dict[int, float]:
    return {id: float(network.beds[n]) if knows == "by beds" else 1.0 for n, id in enumerate(network.ids)}


def near(guess: float, real: float) -> bool:
    return abs(guess - real) <= CLOSE * real


def own_exposure(network: Network, insider: int, area: int) -> float:
    """Of a year, from the months that the insider has sent."""
    sent = [under for (centre, place, _), (_, under) in network.stored.items() if (centre, place) == (insider, area)]
    return 12 * float(np.mean(sent)) if sent else 0.0


def from_one(sums: list[float], sets: list[list[int]], weight: dict[int, float], ids: list[int]) -> dict[int, float]:
    """From one figure at a time, the mean of the years."""
    shares = [
        {id: total * weight[id] / sum(weight[i] for i in group) for id in group}
        for total, group in zip(sums, sets, strict=True)
    ]
    return {id: float(np.mean([share[id] for share in shares if id in share])) for id in ids}


def from_four(id: int, sets: list[list[int]], real: dict[int, float], weight: dict[int, float]) -> float:
    """How often one figure in which the insider, this centre and two others of its years stand comes close."""
    others = [one for one in next(group for group in sets if id in group) if one != id]
    threes = [(id, *two) for two in combinations(others, DEFAULT.centres - 2)]
    guesses = [sum(real[one] for one in three) * weight[id] / sum(weight[one] for one in three) for three in threes]
    return float(np.mean([near(guess, real[id]) for guess in guesses]))


def from_all(sums: list[float], sets: list[list[int]], guess: dict[int, float], spread: float) -> dict[int, float]:
    """What is most likely given all sums, if centres lie about the guess by this part of it; years differ by 2 %."""
    prior = np.diag([(spread * one) ** 2 for one in guess.values()])
    matrix = np.array([[id in group for id in guess] for group in sets], dtype=float)
    noise = np.diag((0.02 * np.array(sums)) ** 2)
    first = np.array(list(guess.values()))
    gain = prior @ matrix.T @ np.linalg.inv(matrix @ prior @ matrix.T + noise)
    return dict(zip(guess, (first + gain @ (np.array(sums) - matrix @ first)).tolist(), strict=True))


def by_the_step(network: Network, insider: int, seen: Seen, tally: Counter[str]) -> None:
    """The same for those that came or went between two years, from nothing but the step between the two."""
    own = network.ids[insider]
    years = sorted(seen.years)
    for before, now in pairwise(years):
        sums, sets = {}, {}
        for year in (before, now):
            one = seen.years[year]
            sums[year] = sum(under - seen.own.get(name, 0) for name, _, under in one.published)
            sets[year] = set(one.centres) - {own}
        came, went = sets[now] - sets[before], sets[before] - sets[now]
        for knows in SPREAD:
            size = weights(network, knows)
            more = sum(size[id] for id in came) - sum(size[id] for id in went)
            for id in came | went:
                year = now if id in came else before
                real, guess = seen.real[year][id], sums[year] * size[id] / sum(size[i] for i in sets[year])
                attacked = (sums[now] - sums[before]) * size[id] / more if more else guess
                tally[f"{knows}, step: targets"] += 1
                tally[f"{knows}, step: one figure"] += near(guess, real)
                tally[f"{knows}, step: the step alone"] += near(attacked, real)


def tables(tallies: list[Counter[str]]) -> None:
    print("\n| exposure within 10 % | targets | " + " | ".join(FROM) + " | all less one | all less four |")
    print("|---|---|" + "---|" * (len(FROM) + 2))
    for row in (f"{knows}, {whom}" for knows in SPREAD for whom in ("all", "came or went")):
        cells = [f"{share(tallies, row, {how: 1})[0]:.3f}" for how in FROM]
        cells += [less(tallies, row, "all figures", how) for how in FROM[1:3]]
        print(f"| {row} | {targets(tallies, row).sum():.0f} | {' | '.join(cells)} |")
    print("\n| from the step between two years | targets | one figure | the step alone | step less one |")
    print("|---|---|---|---|---|")
    for row in (f"{knows}, step" for knows in SPREAD):
        cells = [f"{share(tallies, row, {how: 1})[0]:.3f}" for how in ("one figure", "the step alone")]
        cells.append(less(tallies, row, "the step alone", "one figure"))
        print(f"| {row} | {targets(tallies, row).sum():.0f} | {' | '.join(cells)} |", flush=True)


def targets(tallies: list[Counter[str]], row: str) -> np.ndarray:
    return np.array([one[f"{row}: targets"] for one in tallies], dtype=float)


def less(tallies: list[Counter[str]], row: str, how: str, other: str) -> str:
    """How much oftener the one way comes close than the other, with its 95 % range."""
    found, error = share(tallies, row, {how: 1, other: -1})
    return f"{found:+.3f} ({found - 1.96 * error:+.3f} to {found + 1.96 * error:+.3f})"


def share(tallies: list[Counter[str]], row: str, of: dict[str, int]) -> tuple[float, float]:
    """These counts added up, as a part of the targets, and the standard error that networks as a whole give it."""
    asked = targets(tallies, row)
    hits = np.array([sum(sign * one[f"{row}: {how}"] for how, sign in of.items()) for one in tallies], dtype=float)
    found = float(hits.sum() / max(asked.sum(), 1))
    return found, float(np.sqrt(((hits - found * asked) ** 2).sum()) / max(asked.sum(), 1))
