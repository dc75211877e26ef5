"""The command: files in, files out, and one plain sentence when it cannot be."""

import csv
import io
import json
import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from analysis.__main__ import main

ROOT = Path(__file__).parents[2]
OUT = ("themes.json", "assignments.csv", "model.npz", "report.html")


@pytest.fixture
def table(tmp_path, answers):
    path = tmp_path / "answers.csv"
    with path.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(["name", "said", "speaks", "place", "counts"])
        for one in answers:
            writer.writerow([one.id, one.text, one.language, one.group, 1.5])
        writer.writerow(["blank", "n/a", "en", "", 1])
    return path


def run(*arguments):
    return main([str(argument) for argument in arguments])


def test_a_run_leaves_four_files(table, tmp_path):
    out = tmp_path / "out"
    columns = ("--id", "name", "--lang", "speaks", "--group", "place")
    assert run(table, "--text", "said", *columns, "--weight", "counts", "--themes", 3,
               "--out", out, "--quiet") == 0  # fmt: skip
    assert sorted(path.name for path in out.iterdir()) == sorted(OUT)
    told = json.loads((out / "themes.json").read_text(encoding="utf-8"))
    assert told["schema"] == "engage.themes/1"
    assert told["corpus"]["documents"] == 91
    assert told["corpus"]["blank"] == 1
    assert told["parameters"] == {"themes": 3}
    theme = told["themes"][0]
    assert set(theme["label"]) == {"en", "fr"}
    assert set(theme["groups"]["north"]) >= {"count", "share", "low", "high", "q"}
    with (out / "assignments.csv").open(newline="", encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    assert list(rows[0]) == [
        "id", "status", "theme", "subtheme", "strength", "campaign", "language",
    ]  # fmt: skip
    assert [row["id"] for row in rows][:2] == ["en-0-bus", "en-1-care"]
    assert rows[-1]["status"] == "blank"
    assert {row["theme"] for row in rows[:-1]} <= {one["id"] for one in told["themes"]}
    assert 0 < float(rows[0]["strength"]) <= 1


def test_words_are_shown_as_words(tmp_path, answers):
    path = tmp_path / "evil.csv"
    lines = [f'"{one.text} <script>alert(1)</script>"' for one in answers]
    path.write_text("said\n" + "\n".join(lines), encoding="utf-8")
    run(path, "--text", "said", "--lang", "en", "--out", tmp_path, "--quiet")
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "&lt;script&gt;" in page
    assert "<script" not in page


def test_the_next_run_goes_on_from_the_last(table, tmp_path):
    first, second = tmp_path / "first", tmp_path / "second"
    ask = ("--text", "said", "--id", "name", "--quiet")
    run(table, *ask, "--out", first)
    assert run(table, *ask, "--previous", first, "--out", second) == 0
    ids = [
        [theme["id"] for theme in json.loads((folder / OUT[0]).read_text())["themes"]
         if theme["parent"] is None]
        for folder in (first, second)
    ]  # fmt: skip
    assert sorted(ids[0]) == sorted(ids[1])


def test_a_later_run_in_one_process_writes_the_same_bytes(table, tmp_path):
    ask = ("--text", "said", "--id", "name", "--group", "place", "--quiet")
    for name in "abc":
        run(table, *ask, "--out", tmp_path / name)
    for name in ("themes.json", "assignments.csv"):
        written = {(tmp_path / folder / name).read_bytes() for folder in "abc"}
        assert len(written) == 1


def test_without_ids_the_order_of_rows_is_of_no_matter(tmp_path):
    texts = [f"bus route {w} late" for w in ("one", "two", "six")] * 3
    texts += [f"daycare place {w} full" for w in ("one", "two", "six")] * 3
    found = []
    for name, rows in (("a", texts), ("b", texts[::-1])):
        path = tmp_path / f"{name}.csv"
        path.write_text("said\n" + "\n".join(rows), encoding="utf-8")
        run(path, "--text", "said", "--lang", "en", "--out", tmp_path / name, "--quiet")
        found.append((tmp_path / name / OUT[0]).read_bytes())
    assert found[0] == found[1]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"said\n", "has a header but no rows"),
        (b"other\nbus\n", "There is no column “said”"),
        (b"said,said\na,b\n", "two columns named “said”"),
        (b"said\nOnly one text here\n", "only one text"),
        (b"said\n-\nn/a\n", "Every text is blank"),
        (bytes(range(256)) * 9, "not a UTF-8 text file"),
        (b"said\nbus\0route\n", "binary file"),
        (b'said\n"' + b"a" * (1 << 27), "not a table"),
    ],
)
def test_bad_input_is_one_plain_sentence(content, sentence, tmp_path, capsys):
    path = tmp_path / "bad.csv"
    path.write_bytes(content)
    assert run(path, "--text", "said", "--out", tmp_path / "out") == 1
    said = capsys.readouterr().err.strip()
    assert sentence in said
    assert said.endswith(".")
    assert "\n" not in said
    assert not (tmp_path / "out").exists()


def test_files_that_are_not_there(tmp_path, table, capsys):
    assert run(tmp_path / "none.csv", "--text", "said") == 1
    assert run(table, "--text", "said", "--previous", tmp_path / "none") == 1
    (tmp_path / "file").write_text("x")
    assert run(table, "--text", "said", "--out", tmp_path / "file") == 1
    assert run(table, "--text", "said", "--lang", "tongue") == 1
    assert run(table, "--text", "said", "--weight", "place") == 1
    said = capsys.readouterr().err.strip().splitlines()
    assert len(said) == 5
    assert "the weight “north”" in said[-1] or "the weight “south”" in said[-1]


@pytest.mark.parametrize(
    "wrong",
    [
        [],
        ["x.csv"],
        ["x.csv", "--text", "t", "--themes", "0"],
        ["x.csv", "--text", "t", "--themes", "many"],
        ["x.csv", "--text", "t", "--seed", "-1"],
        ["x.csv", "--text", "t", "--workers", "0"],
        ["x.csv", "--text", "t", "--skip", "lunch"],
        ["x.csv", "--text", "t", "--colour"],
        ["x.csv", "--text", "t", "--engine", "dask"],
        ["x.csv", "--text", "t", "--scheduler", "tcp://127.0.0.1:8786"],
    ],
)
def test_mistakes_in_the_words_of_the_command(wrong, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(wrong)
    assert stopped.value.code == 2
    assert "usage:" in capsys.readouterr().err


def test_semicolons_short_rows_and_a_byte_order_mark(tmp_path):
    path = tmp_path / "fr.csv"
    rows = [f"{i};L'autobus {'du soir' if i % 2 else 'du matin'} est en retard {i}"
            for i in range(8)]  # fmt: skip
    path.write_text("\ufeffid;texte\n" + "\n".join(rows) + "\n9\n\n", encoding="utf-8")
    assert run(path, "--text", "texte", "--id", "id", "--lang", "fr",
               "--out", tmp_path, "--quiet") == 0  # fmt: skip
    told = json.loads((tmp_path / OUT[0]).read_text(encoding="utf-8"))
    assert told["corpus"]["documents"] == 9
    assert told["corpus"]["blank"] == 1
    assert told["notes"] == ["too_few"]
    assert "fewer than 30" in (tmp_path / OUT[3]).read_text(encoding="utf-8")


class Terminal(io.StringIO):
    """An error stream that a person watches."""

    def isatty(self):
        return True


def test_a_terminal_sees_how_far_it_is_and_is_left_clean(table, tmp_path, monkeypatch):
    watched = Terminal()
    monkeypatch.setattr(sys, "stderr", watched)
    assert run(table, "--text", "said", "--out", tmp_path / "out") == 0
    shown = watched.getvalue()
    for stage in ("words", "vectors", "clusters", "stability", "labels"):
        assert f" {stage}" in shown
    assert "━" in shown
    assert "\n" not in shown
    assert shown.endswith("\r\x1b[K")


def test_steps_may_be_left_out(table, tmp_path, monkeypatch):
    ask = ["analysis", str(table), "--text", "said", "--quiet", "--out", str(tmp_path)]
    monkeypatch.setattr(sys, "argv", [*ask, "--skip", "stability, campaigns"])
    with pytest.raises(SystemExit) as stopped:
        runpy.run_module("analysis", run_name="__main__")
    assert stopped.value.code == 0
    told = json.loads((tmp_path / OUT[0]).read_text(encoding="utf-8"))
    assert {theme["stability"] for theme in told["themes"]} == {None}
    assert told["corpus"]["campaigns"] == 0


def test_help_shows_examples_that_work(table, tmp_path, monkeypatch, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["--help"])
    assert stopped.value.code == 0
    told = capsys.readouterr().out
    assert "examples:" in told
    monkeypatch.chdir(tmp_path)
    first = next(line for line in told.splitlines() if line.startswith("  python"))
    words = first.split("-m analysis ")[1].replace("comment", "said").split()
    assert main(words) == 0


def test_the_module_runs_as_a_command(table, tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "analysis", str(table), "--text", "said", "--skip",
         "stability,campaigns"],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "are in answers-themes" in done.stdout
    assert done.stderr == ""
    assert (tmp_path / "answers-themes" / "report.html").is_file()
