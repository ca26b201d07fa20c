"""Nonsense, wrong addresses, a reload in the middle: each ends in a message, and nothing that was played is lost."""

import http.client
import json
from urllib.parse import quote

import pytest

from scenarios.session.log import started
from tests.browser.workshop.server import says, until

MONTH = "(document.querySelector('.playback-month')?.textContent || '')"
NONSENSE = ("-1", "1e308", "9" * 300, "NaN", "<script>window.hit=1</script><img src=x onerror='window.hit=1'>",
            "\u202e\u0663\U0001d518\u0301", "{{7*7}}", "'; --")  # fmt: skip
TYPE = """
document.getElementById(`tab-${arguments[0]}`).click();
document.querySelectorAll('details').forEach(one => one.open = true);
const texts = arguments[1];
const fields = [...document.querySelectorAll('input:not([type=radio], [type=checkbox], [type=file]), textarea')];
const seen = fields.filter(one => one.offsetParent !== null);
seen.forEach((field, k) => {
  field.focus();
  const set = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value').set;
  set.call(field, texts[k % texts.length]);
  for (const kind of ['input', 'change']) field.dispatchEvent(new Event(kind, {bubbles: true}));
  field.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', bubbles: true}));
});
return seen.length;
"""  # as somebody types in every field that is seen
BAD = [
    "/new?design=nonsense", "/new?scenario=nonsense", "/new?seed=-1", "/new?seed=abc", "/new?seed=" + "9" * 4000,
    "/new?replicate=1000000", "/new?design=" + quote("<script>alert(1)</script>"), "/new?scenario=/etc/passwd",
    "/new?scenario=" + quote("../../x.toml"), "/new?design=" + quote("mine.toml"), "/new?design=%00",
    "/new?seed=%E2%80%AE1",
    "/new?design=" + "a" * 20_000, "/open", "/open?log=", "/open?log=play:", "/open?log=play:AAAA",
    "/open?log=link:AAAA",
    "/open?log=" + "play:" + "A" * 50_000,
]  # fmt: skip
NOWHERE = ["/play/x", "/play/" + "A" * 22, "/share/x", "/file/x", "/beside/x", "/debrief/x", "/seat/x",
           "/nothing", "/play/..%2f..%2fetc%2fpasswd", "/play/%2fetc%2fpasswd", "/file/..%2fsecret",
           "/static/nothing.css"]  # fmt: skip


def click(browser, words):
    browser.js(
        "[...document.querySelectorAll('.playback button')].find(b => b.textContent.trim() === arguments[0]).click()",
        words,
    )


@pytest.mark.parametrize("path", BAD)
def test_a_wrong_beginning_ends_in_a_clear_message(served, path):
    code, text = served.get(path)
    assert code == 400, text[:500]
    assert "Traceback" not in text and "<script>alert(1)" not in text
    assert "allowed" in text or "did you mean" in text


@pytest.mark.parametrize("path", NOWHERE)
def test_an_address_that_leads_nowhere_says_so(served, path):
    code, text = served.get(path)
    assert code == 404 and "Traceback" not in text
    assert "nothing here" in text or "no such session" in text or "not a session" in text


def test_a_link_of_another_version_and_one_cut_off_are_told_apart(served):
    link = started("teaching", "rotating").link()
    assert "cut off" in served.get(f"/open?log={link[:-1]}")[1]
    from scenarios.links import _sum

    body = "B" + link[len("play:") + 1 : -6]
    assert "another version" in served.get(f"/open?log=play:{body}{_sum(body)}")[1]


@pytest.mark.parametrize(
    "path",
    ["/static/../app.py", "/static/..%2fapp.py", "/static/%2e%2e/app.py", "/static//etc/passwd", "/file/../secret.json",
     "/file/..%2f..%2fsecret", "/static/..%5capp.py", "/_nicegui/../secret.json", "//etc/passwd", "/static/%00"],
)  # fmt: skip
def test_no_file_outside_can_be_read(served, path):
    (served.folder / "secret.json").write_text('{"entente": "session", "secret": "decoy"}', encoding="utf-8")
    code, text = served.get(path)
    assert code in (400, 404) and "decoy" not in text and "put_together" not in text and "root:" not in text


def test_other_names_and_other_sites_are_refused(served):
    assert served.get("/", Host="evil.example")[0] == 421
    assert served.get("/", Origin="http://evil.example")[0] == 403
    query = "/_nicegui_ws/socket.io/?EIO=4&transport=polling"
    assert served.get(query, Origin="http://evil.example")[0] == 403
    assert served.get(query)[0] == 200


def test_what_is_handed_in_is_bounded(served):
    asked = http.client.HTTPConnection("127.0.0.1", served.port, timeout=20)
    asked.request("POST", "/open", body=b"x" * 1_100_000, headers={"Content-Type": "multipart/form-data; boundary=b"})
    assert asked.getresponse().status == 413
    asked.close()
    asked = http.client.HTTPConnection("127.0.0.1", served.port, timeout=20)
    kind = {"Content-Type": "multipart/form-data; boundary=b"}
    head = b'--b\r\nContent-Disposition: form-data; name="file"; filename="ours.json"\r\n\r\n'
    asked.request("POST", "/open", body=iter([head, *[b"x" * 100_000] * 20]), headers=kind, encode_chunked=True)
    answer = asked.getresponse()  # no length was announced
    assert answer.status == 413 and "at most 1 MB" in answer.read().decode()
    assert not [line for line in served.printed() if "Error" in line]
    asked.close()


FROM_ELSEWHERE = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}


@pytest.mark.parametrize("path", ["/new?scenario=teaching&seed=7", "/open?log={link}", "/tour"])
def test_a_link_on_another_site_opens_nothing_until_somebody_says_so(served, path):
    path = path.format(link=started("teaching", "rotating").link())
    code, text = served.get(path, **FROM_ELSEWHERE)
    assert code == 200 and "Nothing has been opened yet" in text
    assert served.get(path, **FROM_ELSEWHERE | {"Sec-Fetch-Dest": "image", "Sec-Fetch-Mode": "no-cors"})[0] == 403
    asked = http.client.HTTPConnection("127.0.0.1", served.port, timeout=20)
    asked.request("POST", path, headers={"Origin": served.address, "Sec-Fetch-Site": "same-origin"})
    answer = asked.getresponse()
    assert answer.status == 303 and answer.headers["location"].startswith(("/play/", "/tour"))
    asked.close()


def test_who_follows_a_link_of_another_site_begins_by_a_button(browser, served, tmp_path):
    page = tmp_path / "elsewhere.html"
    page.write_text(f'<a id="here" href="{served.address}/new?seed=4">play</a>', encoding="utf-8")
    browser.open(page).js("document.getElementById('here').click()")
    says(browser, "Nothing has been opened yet")
    assert [one for one in browser.axe() if one["impact"] in ("serious", "critical")] == []
    browser.js("document.querySelector('main form button').click()")
    until(browser, f"return {MONTH}.includes('2026-01')")
    key = browser.driver.current_url.rsplit("/", 1)[1]
    assert not (served.kept / f"{key}.json").exists()
    click(browser, "Next month")
    until(browser, f"return {MONTH}.includes('2026-02')")
    until(browser, f"return fetch('/file/{key}').then(answer => answer.ok)")


def test_nonsense_in_every_control_of_the_table_does_no_harm(browser, served):
    before = len(served.printed())
    key = served.play(browser)
    until(browser, f"return {MONTH}.includes('2026-01')")
    log = json.loads(served.get(f"/file/{key}")[1])["log"]
    tried = sum(browser.js(TYPE, tab, NONSENSE) for tab in ("levers", "choices", "actor", "seat"))
    assert tried > 10
    click(browser, "Next month")
    until(browser, f"return {MONTH}.includes('2026-02')")
    assert browser.js("return window.hit") is None
    assert json.loads(served.get(f"/file/{key}")[1])["log"] == log
    assert served.printed()[before:] == []
    assert [one for one in browser.errors() if "Content Security" in one] == []


def test_a_reload_in_the_middle_keeps_month_and_choices(browser, served):
    event = {"date": "2026-02", "kind": "salience", "size": 0.4, "note": "ours"}
    log = started("teaching", "rotating").with_choice(event=event)
    served.open(browser, f"/open?log={log.link()}")
    until(browser, f"return {MONTH}.includes('2026-01')")
    click(browser, "+ 1 year")
    until(browser, f"return {MONTH}.includes('2027-01')")
    browser.driver.refresh()
    until(browser, f"return {MONTH}.includes('2027-01')")
    browser.js("document.getElementById('tab-choices').click()")
    until(browser, "return document.querySelectorAll('#panel-choices li').length > 0")


def test_a_damaged_file_is_said_to_be_damaged_and_left_as_it_is(served):
    key = "D" * 22
    for content in (b"{", b'{"entente": "session", "version": 9}'):
        (served.kept / f"{key}.json").write_bytes(content)
        code, text = served.get(f"/play/{key}")
        assert code == 404 and f"{key}.json" in text and str(served.kept) not in text
        assert (served.kept / f"{key}.json").read_bytes() == content


def test_an_address_from_elsewhere_leads_on(browser, served, shot):
    served.open(browser, "/play/" + "A" * 22)
    says(browser, "no such session")
    shot("refused")
    assert [one for one in browser.axe() if one["impact"] in ("serious", "critical")] == []
    browser.js("document.querySelector('main a').click()")
    says(browser, "Go on with a session")
