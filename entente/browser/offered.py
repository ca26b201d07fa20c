"""What a session may begin with: scenarios, those of the server's own start first, and the designs of each."""

from __future__ import annotations

from entente.browser.hall import Hall
from results.brief.names import names
from scenarios.schema import Scenario, list_scenarios, load_scenario
from scenarios.session.plan import roster_of

ANYWHERE = ("none", "adhoc", "rotating", "support", "igo:OECD", "igo:UN", "fastlane:OECD")
SEATED = ("static", "chair")  # with a country


def scenarios_of(hall: Hall) -> dict[str, Scenario]:
    """Scenarios by name: those that the server was started with, then those that come along."""
    own = {name: load_scenario(link) for name, link in hall.more.items()}
    return own | {one.name: one for one in list_scenarios()}


def designs_on(scenario: Scenario) -> dict[str, str]:
    """Designs that the actors of a scenario can have, with their names in a list."""
    roster = roster_of(scenario)
    hosts = [f"{kind}:{alias}" for kind in SEATED for alias in roster.aliases]
    known = names(list(dict.fromkeys([*ANYWHERE, *scenario.designs, *hosts])), roster)
    return {design: f"{one.short} ({design})" for design, one in known.items()}
