"""Who may come in: names, origins, tokens."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entente.browser import door
from entente.browser.door import Door, addresses, is_loopback, name_of, token_for
from sim.errors import InputError

LOOPBACK = "127.0.0.1"


@pytest.mark.parametrize("host", ["localhost:8080", "127.0.0.1:1", "[::1]:8080", "127.0.0.1", "LOCALHOST:8080"])
def test_this_machine_goes_by_its_own_names(host):
    assert Door("127.0.0.1").knows(host)


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example:8080", "192.168.1.5:8080", "", "localhost."])
def test_at_loopback_no_other_name_is_known(host):
    assert not Door("127.0.0.1").knows(host)


def test_beyond_loopback_numbers_are_known_and_foreign_names_are_not():
    open_to_all = Door("0.0.0.0", "t" * 20)
    assert open_to_all.knows("192.168.1.5:8080") and open_to_all.knows("[fe80::1]:8080")
    assert not open_to_all.knows("evil.example:8080") and not open_to_all.knows("192.168.1.5.evil.example")
    assert Door("workshop.example", "t" * 20).knows("Workshop.Example:80")


def test_pages_of_other_sites_are_from_elsewhere():
    here = Door("127.0.0.1")
    assert here.is_from_here(None, "localhost:8080")
    assert here.is_from_here("http://localhost:8080", "localhost:8080")
    for origin in ("http://localhost:9999", "http://evil.example", "null", "http://localhost:8080.evil.example", ""):
        assert not here.is_from_here(origin, "localhost:8080")


def test_a_token_is_always_needed_beyond_this_machine():
    assert token_for("127.0.0.1", None) == "" == token_for("localhost", None) == token_for("::1", None)
    made = {token_for("0.0.0.0", None) for _ in range(3)} | {token_for("127.0.0.1", door.MADE)}
    assert len(made) == 4 and all(door.TOKEN.fullmatch(token) for token in made)
    assert token_for("0.0.0.0", "our-class-of-2026") == "our-class-of-2026"


@pytest.mark.parametrize("given", ["", "short", "with space in it", "ä" * 12, "a" * 201, "line\nbreak-and-more"])
def test_a_token_that_will_not_do_is_said_without_being_repeated(given):
    with pytest.raises(InputError) as caught:
        token_for("127.0.0.1", given)
    assert "8 to 200" in str(caught.value)
    assert not given or given not in str(caught.value)


@given(st.text(max_size=60))
def test_only_the_token_lets_in(given):
    token = "the-token-of-this-room"
    assert Door("0.0.0.0", token).takes_token(given) == (given == token)
    assert not Door("0.0.0.0", token).takes_cookie(given)


def test_the_cookie_lets_in_and_gives_no_token_away():
    one, other = Door("0.0.0.0", "the-token-of-this-room"), Door("0.0.0.0", "another-token-there")
    assert one.takes_cookie(one.cookie) and not other.takes_cookie(one.cookie)
    assert "the-token-of-this-room" not in one.cookie and not one.takes_token(one.cookie)
    assert Door("127.0.0.1").takes_cookie("")


def test_wrong_tokens_never_lock_out_the_right_one():
    token = token_for("0.0.0.0", None)
    assert len(token) >= door.STRONG
    room = Door("0.0.0.0", token)
    for _ in range(3 * door.HEARD):
        assert not room.takes_token("wrong", "one")
    assert room.is_tired("one") and room.takes_token(token, "one")


def test_a_token_that_could_be_guessed_is_not_heard_from_an_address_that_guesses(monkeypatch):
    clock = [1000.0]
    monkeypatch.setattr(door.time, "monotonic", lambda: clock[0])
    room = Door("0.0.0.0", "our-class")
    for _ in range(door.HEARD):
        assert not room.takes_token("wrong", "one")
    assert room.is_tired("one") and not room.takes_token("our-class", "one")
    assert not room.is_tired("another") and room.takes_token("our-class", "another")
    clock[0] += door.WITHIN + 1
    assert room.takes_token("our-class", "one")


@given(st.text(max_size=40))
def test_no_text_breaks_the_reading_of_a_host(text):
    assert isinstance(Door("127.0.0.1").knows(text), bool) and isinstance(Door("0.0.0.0").knows(text), bool)
    assert isinstance(name_of(text), str) and isinstance(is_loopback(text), bool)


def test_addresses_can_be_opened():
    assert addresses(LOOPBACK, 8080) == [f"http://{LOOPBACK}:8080/"]
    assert addresses("::1", 80, "abc") == ["http://[::1]:80/?token=abc"]
    everywhere = addresses("0.0.0.0", 8080)
    assert everywhere[-1] == "http://localhost:8080/" and not any("0.0.0.0" in one for one in everywhere)
