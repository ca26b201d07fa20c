"""What `entente serve` says before it serves, and the command that a session is told by."""

import socket

import pytest

from entente import api
from entente.browser import serving
from entente.browser.sharing import command_of
from entente.cli import main
from entente.commands import serve
from scenarios.session.log import started
from scenarios.session.replay import record_of
from sim.errors import InputError


def test_a_free_port_is_found_and_a_taken_one_is_said_to_be():
    with serving.listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        assert port > 0
        with pytest.raises(InputError, match="--port 0"):
            serving.listen("127.0.0.1", port)


@pytest.mark.parametrize("host", ["nowhere.invalid", "192.0.2.1", "a b", "", "x" * 300])
def test_an_address_that_is_not_of_this_machine(host):
    with pytest.raises(InputError, match="host"):
        serving.listen(host, 0)


def test_ports_below_1024_say_what_to_do(monkeypatch):
    def refuse(self, address):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(socket.socket, "bind", refuse)
    with pytest.raises(InputError, match="from 1024 on"):
        serving.listen("127.0.0.1", 80)


def test_without_the_toolkit_one_message_names_what_to_install(monkeypatch, capsys):
    monkeypatch.setattr("scenarios.extras.find_spec", lambda name: None)
    with pytest.raises(SystemExit) as left:
        main(["serve", "--port", "0"])
    assert left.value.code == 2 and "pip install 'entente[demo]'" in capsys.readouterr().err


def test_scenarios_of_ones_own_become_links_once_and_without_files(tmp_path):
    file = tmp_path / "ours.toml"
    file.write_text('title = "Our world"\nroster = "teaching"\nend = "2027-12"\n', encoding="utf-8")
    (link,) = serve._links((str(file),)).values()
    assert started(link, "rotating").base().title == "Our world"
    with pytest.raises(InputError, match="twice"):
        serve._links((str(file), str(file)))
    (tmp_path / "rules.py").write_text("", encoding="utf-8")
    file.write_text('roster = "teaching"\n[rules]\nfile = "rules.py"\nreplace = []\n', encoding="utf-8")
    with pytest.raises(Exception, match="rules"):
        serve._links((str(file),))


def test_the_command_of_a_session_tells_the_same_run():
    log = started("teaching", "static:US", 7, 2)
    log = log.with_choice(event={"date": "2026-05", "kind": "salience", "size": 0.6})
    log = log.with_choice(design={"date": "2027-01", "design": "rotating"})
    words = command_of(log).split()
    given = dict(zip(words[2::2], words[3::2], strict=True))
    told = api.run(
        given["--design"], int(given["--seed"]), scenario=given["--scenario"], replicate=int(given["--replicate"])
    )
    played = record_of(log)
    assert told.events.tobytes() == played.events.tobytes()
    assert all(told.series[name].tobytes() == values.tobytes() for name, values in played.series.items())
