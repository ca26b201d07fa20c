"""The tutorials: their commands and code run as they stand, and print what they show. ``following`` says how."""

import re
import socket
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.docs.following import Reader, blocks, check_output, shell_is_there

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "tutorials"
INDEX = "README.md"
PAGES = sorted(path.name for path in FOLDER.glob("[0-9]-*.md"))
NEEDED = {  # beyond the core
    "4-sweep.md": ("distributed",),
    "5-what-it-depends-on.md": ("SALib", "ema_workbench", "pymoo", "sklearn"),
}
PORT = "8786"  # what the pages give Dask's scheduler


def text_of(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def free_port() -> str:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return str(found.getsockname()[1])


def follow(name: str, folder: Path, slow: bool) -> None:
    """A whole tutorial: what fails first, or shows what it does not print, is told."""
    missing = [library for library in NEEDED.get(name, ()) if find_spec(library) is None]
    if missing or not shell_is_there():
        pytest.skip(f"needs {', '.join(missing) or 'bash'}")
    printed = None
    with Reader(folder, {PORT: free_port()}) as reader:
        for block in blocks(text_of(name)):
            if block.is_output:
                wrong = "" if printed is None else check_output(block.text, printed)
                assert not wrong, f"{name}, line {block.line}: {wrong}"
            elif "slow" in block.words and not slow:
                printed = None
            else:
                printed = reader.follow(block)


@pytest.mark.parametrize("name", PAGES)
def test_a_tutorial_does_what_it_says(name, tmp_path):
    follow(name, tmp_path, slow=False)


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in PAGES if any("slow" in b.words for b in blocks(text_of(name)))])
def test_a_tutorial_does_what_it_says_with_its_slow_steps(name, tmp_path):
    follow(name, tmp_path, slow=True)


def test_the_index_names_every_tutorial_in_its_order():
    assert re.findall(r"\]\((\d-[\w-]+\.md)\)", text_of(INDEX)) == PAGES and len(PAGES) == 5


@pytest.mark.parametrize("name", PAGES)
def test_a_tutorial_says_for_whom_it_is_how_long_it_takes_and_what_one_knows_then(name):
    begins = text_of(name).partition("\n## ")[0]
    assert begins.startswith(f"# {name[0]}. ")
    assert [word for word in ("**For**", "**Takes**", "**At the end you know**") if word not in begins] == []


@pytest.mark.parametrize("name", [INDEX, *PAGES])
def test_every_link_of_a_tutorial_leads_somewhere(name):
    links = re.findall(r"\]\((?!https?:)([^)#]+)", text_of(name))
    assert links and [link for link in links if not (FOLDER / link).exists()] == []


@pytest.mark.parametrize("name", PAGES)
def test_what_is_shown_follows_what_is_run(name):
    found = blocks(text_of(name))
    before = [found[k - 1] for k, block in enumerate(found) if block.is_output]
    assert before and all(block.kind in ("bash", "python") for block in before)


@pytest.mark.parametrize(
    ("shown", "printed", "fits"),
    [
        ("a\nb", "a  \nb\n", True),
        ("a\n...\nc", "a\nb\nb\nc\n", True),
        ("a\n...\nc", "a\nc\n", True),
        ("a\nc", "a\nb\nc\n", False),
        ("a", "a\nb\n", False),
        ("b", "a\nb\n", False),
        ("a ...\nb", "a long line\nb\n", True),
        ("a ...\nb", "a long line\n\nb\n", False),
        ("made, 2 s\n1.5 states", "made, 13.1 s\n1.5 states\n", True),
        ("made, 2 s\n1.5 states", "made, 2 s\n1.6 states\n", False),
        ("a\nb", "Compiling the ensemble: about two minutes.\na\n17,000 of 43,200, 278 a second, 5.9 MB\nb\n", True),
    ],
)
def test_shown_output_is_all_of_it_but_for_what_is_marked_as_left_out(shown, printed, fits):
    assert (check_output(shown, printed) == "") == fits


@pytest.mark.parametrize("fence", ["bash fast", "toml", "python file=x.py", "yaml", "python fails"])
def test_a_block_without_a_meaning_is_refused(fence):
    with pytest.raises(ValueError, match="line 1"):
        blocks(f"```{fence}\nx\n```\n")


def test_a_command_that_fails_is_told(tmp_path):
    if not shell_is_there():
        pytest.skip("needs bash")
    with Reader(tmp_path, {}) as reader:
        good, bad = blocks("```bash\nx=4; echo $x\n```\n```bash\necho $x\nfalse\necho after\n```\n")
        assert reader.follow(good) == "4\n"
        with pytest.raises(AssertionError, match=r"a command failed:\n4\n$"):
            reader.follow(bad)


def test_a_block_that_is_to_fail_must_end_with_a_mistake_in_the_input(tmp_path):
    if not shell_is_there():
        pytest.skip("needs bash")
    with Reader(tmp_path, {}) as reader:
        mistake, other, fine = blocks(
            "```bash fails\n(exit 2)\n```\n```bash fails\necho so\n```\n```bash\necho on\n```\n"
        )
        assert reader.follow(mistake) == ""
        assert reader.follow(fine) == "on\n"
        with pytest.raises(AssertionError, match="no mistake was found"):
            reader.follow(other)
