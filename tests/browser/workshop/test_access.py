"""Who sees what of a room: every page and file of a table, asked for without a browser."""

from scenarios.session.kept import Kept
from scenarios.session.log import started
from scenarios.session.plan import roster_of
from scenarios.session.room import DEBRIEF, PLAYING, opened_room
from scenarios.session.seats import seats_of

KENYA = "Kenya"


def test_only_the_facilitator_sees_all_of_a_game_that_goes_on(served):
    log = started("teaching", "rotating", 1)
    room, lead = opened_room(seats_of(KENYA, roster_of(log.base())), 0)
    room, token = room.sat_down(0, "Ada")
    key = "r" * 22
    file, at = served.kept / f"{key}.json", log.base().adopt_month + 2
    file.write_text(Kept.of(log, at, room.in_phase(PLAYING).plain()).text())
    others = {}, {"Cookie": f"entente-seat-{key}-0={token}"}, {"Cookie": f"entente-lead-{key}={token}"}
    leader = {"Cookie": f"entente-lead-{key}={lead}"}
    paths = [f"/beside/{key}", f"/beside/{key}?beyond=1", f"/debrief/{key}", f"/debrief/{key}/report",
             f"/debrief/{key}/report?names=true", f"/share/{key}", f"/file/{key}", f"/tour/{key}"]  # fmt: skip
    for path in paths:
        for headers in others:
            code, text = served.get(path, **headers)
            assert code == 403 and "nobody in the room may know yet" in text, path
        assert served.get(path, **leader)[0] == 200, path
    for headers in others:
        assert "nobody in the room may know yet" in served.get(f"/kit/30/aims?session={key}", **headers)[1]
        assert served.get(f"/play/{key}", **headers)[0] == 200
    over = "o" * 22
    file.with_stem(over).write_text(Kept.of(log, at, room.in_phase(DEBRIEF).plain()).text())
    for path in paths:
        assert served.get(path.replace(key, over))[0] == 200, path
