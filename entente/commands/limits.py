"""entente limits: the decisions in their limits, against textbook results."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import click

from entente import options

NUMBER = click.FLOAT


@click.group(
    "limits", short_help="Show that decisions give textbook results in their limits.", invoke_without_command=True
)
@options.as_json
@click.pass_context
def command(context: click.Context, as_json: bool) -> None:
    """Show that the decisions give the textbook results in their limits, by the rules of the simulation.

    Alone it runs every published result and prints expected, found and difference; the exit code is 1 if one is
    wrong. The commands below look at one model at other values.
    """
    if context.invoked_subcommand is not None:
        return
    from results.studies.limits import reference

    cases = reference.table()
    if as_json:
        _json([asdict(case) for case in cases])
    else:
        from entente import limits_print

        limits_print.cases(cases)
    if not all(case.ok for case in cases):
        context.exit(1)


@command.command("connections")
@click.option("--n", type=int, default=4, show_default=True, metavar="N", help="Offices, 2 to 60.")
@click.option("--delta", type=NUMBER, default=0.5, show_default=True, metavar="X", help="Value of one link's distance.")
@click.option("--cost", type=NUMBER, default=0.3, show_default=True, metavar="X", help="Cost of a link to each side.")
@click.option(
    "--seeds", type=int, metavar="N", help="Runs of the model's own dynamics; left out: 20, above 20 offices 5."
)
@click.option("--from", "begin", default="empty", show_default=True, metavar="empty|complete", help="Where they begin.")
@options.as_json
def connections(n: int, delta: float, cost: float, seeds: int | None, begin: str, as_json: bool) -> None:
    """Deals: the connections model (Jackson and Wolinsky 1996).

    Pairwise stable and efficient networks by enumeration up to 6 offices, and where the model's own deals end.
    """
    from results.studies.limits import deals

    _tell("connections", deals.study(n, delta, cost, seeds, begin), as_json)


@command.command("treaty")
@click.option("--kind", default="quadratic", show_default=True, metavar="KIND", help="quadratic or binary.")
@click.option("--n", type=int, default=8, show_default=True, metavar="N", help="States, 1 to 400.")
@click.option("--benefit", type=NUMBER, default=1.0, show_default=True, metavar="X", help="Of joint effort, to each.")
@click.option("--cost", type=NUMBER, default=1.0, show_default=True, metavar="X", help="Of own effort.")
@click.option(
    "--excludability", type=NUMBER, default=0.0, show_default=True, metavar="X", help="Share for members only."
)
@click.option("--penalty", type=NUMBER, default=0.0, show_default=True, metavar="X", help="Of staying outside.")
@options.as_json
def treaty(kind: str, n: int, benefit: float, cost: float, excludability: float, penalty: float, as_json: bool) -> None:
    """Membership: which sizes of a treaty are stable (Barrett 1994).

    Quadratic: payoff b Q - c q^2 / 2. Binary: contribute 0 or 1, at cost c, for a benefit b to everybody.
    """
    from results.studies.limits import treaty

    found = treaty.study(kind, n, benefit, cost, excludability, penalty)
    sizes = [asdict(size) | {"stable": size.stable} for size in found.sizes]
    _tell("treaty", found, as_json, sizes=sizes, stable=found.stable, largest=found.largest)


@command.command("race")
@click.option("--benefit", type=NUMBER, default=4.0, show_default=True, metavar="X", help="Of a step.")
@click.option("--cost", type=NUMBER, default=1.0, show_default=True, metavar="X", help="Of safety, a step.")
@click.option("--prize", type=NUMBER, default=1e4, show_default=True, metavar="X", help="Of winning.")
@click.option("--steps", type=NUMBER, default=100.0, show_default=True, metavar="X", help="Steps to win, when safe.")
@click.option(
    "--speedup", type=NUMBER, default=1.5, show_default=True, metavar="X", help="Of unsafe development; above 1."
)
@click.option("--population", type=int, default=100, show_default=True, metavar="N", help="Teams that imitate.")
@click.option("--beta", type=NUMBER, default=0.01, show_default=True, metavar="X", help="Intensity of imitation.")
@click.option("--risk", type=NUMBER, metavar="X", help="Chance of a disaster; left out: 0, 0.1, ... 1.")
@options.as_json
def race(
    benefit: float,
    cost: float,
    prize: float,
    steps: float,
    speedup: float,
    population: int,
    beta: float,
    risk: float | None,
    as_json: bool,
) -> None:
    """Pace: the race to powerful AI (Han, Pereira, Santos and Lenaerts 2020).

    The risks above which society prefers safe play and above which it prevails, and the share of racing between them.
    """
    from results.studies.limits import race

    _tell("race", race.study(benefit, cost, prize, steps, speedup, population, beta, risk), as_json)


class Payoffs(click.ParamType):
    """Four numbers R,S,T,P."""

    name = "R,S,T,P"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[float, ...]:
        """The numbers; a usage error if there are not four."""
        if isinstance(value, tuple):
            return value
        try:
            numbers = tuple(float(part) for part in str(value).split(","))
        except ValueError:
            numbers = ()
        if len(numbers) != 4:
            self.fail(f"{value!r}; allowed: four numbers R,S,T,P, such as 3,0,5,1", param, ctx)
        return numbers


@command.command("repeated")
@click.option("--continuation", type=NUMBER, required=True, metavar="W", help="Chance of another round, 0 to 1.")
@click.option("--payoffs", type=Payoffs(), default="3,0,5,1", show_default=True, help="Of a round; T > R > P > S.")
@click.option("--rounds", type=int, default=10, show_default=True, metavar="N", help="Of the round robin.")
@options.as_json
def repeated(continuation: float, payoffs: tuple[float, float, float, float], rounds: int, as_json: bool) -> None:
    """Sharing: the repeated prisoner's dilemma (Axelrod 1981).

    Whether tit-for-tat is collectively stable, from which chance of another round, and the scores of a round robin.
    """
    from results.studies.limits import repeated

    _tell("repeated", repeated.study(continuation, payoffs, rounds), as_json)


@command.command("collective-risk")
@click.option("--n", type=int, default=6, show_default=True, metavar="N", help="Actors in a group.")
@click.option("--threshold", type=int, default=3, show_default=True, metavar="M", help="How many must contribute.")
@click.option("--cost-ratio", type=NUMBER, default=0.2, show_default=True, metavar="X", help="Cost over risk, c/r.")
@options.as_json
def collective_risk(n: int, threshold: int, cost_ratio: float, as_json: bool) -> None:
    """Joint effort with a threshold: the collective-risk dilemma (Santos and Pacheco 2011).

    The shares of contributors at which contributing neither gains nor loses, and the largest c/r that has any.
    """
    from results.studies.limits import collective_risk

    _tell("collective_risk", collective_risk.study(n, threshold, cost_ratio), as_json)


# ---- printing -------------------------------------------------------------------------------------------------------
def _tell(what: str, found: Any, as_json: bool, **more: Any) -> None:
    """The result as JSON (also where --json stands before the command's name), or as text."""
    context = click.get_current_context()
    if as_json or (context.parent is not None and context.parent.params.get("as_json")):
        _json(asdict(found) | more)
    else:
        from entente import limits_print

        getattr(limits_print, what)(found)


def _json(data: Any) -> None:
    from entente.output import print_json

    print_json(data)
