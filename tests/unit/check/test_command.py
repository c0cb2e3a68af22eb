"""The command: its lines, its exit status, and what it loads."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from exactnet.check import Verdict, check_text, main

CERTS = Path(__file__).parents[2] / "certs"
VALID = str(CERTS / "valid" / "laps-tent.cert.json")
INVALID = str(CERTS / "invalid" / "laps-wrong-last-count.cert.json")
HOLEY = str(CERTS / "holey" / "bound-no-breakpoints.cert.json")


@pytest.mark.parametrize(
    ("paths", "status"),
    [
        ([VALID], 0),
        ([VALID, VALID], 0),
        ([VALID, INVALID], 1),
        ([HOLEY, INVALID, VALID], 1),
        ([VALID, HOLEY], 3),
        ([VALID, "no such file"], 2),
        ([INVALID, str(CERTS)], 2),
    ],
)
def test_exit_status(paths, status, capsys):
    assert main(paths) == status
    streams = capsys.readouterr()
    assert len(streams.out.splitlines()) + len(streams.err.splitlines()) == len(paths)
    assert bool(streams.err) == (status == 2)


@pytest.mark.parametrize("argv", [[], ["--colour", VALID]])
def test_bad_usage(argv, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(argv)
    assert stopped.value.code == 2
    assert "usage" in capsys.readouterr().err


def test_lines(capsys):
    main([VALID, INVALID, HOLEY])
    assert capsys.readouterr().out.splitlines() == [
        f"{VALID}: valid",
        f"{INVALID}: invalid: laps: claimed 88 for iterate 9, found 89",
        f"{HOLEY}: holey: no breakpoints",
    ]


def test_json(capsys):
    assert main(["--json", VALID, INVALID, HOLEY]) == 1
    entries = json.loads(capsys.readouterr().out)["certificates"]
    assert [list(entry) for entry in entries] == [["file", "verdict", "step", "reason"]] * 3
    assert [entry["verdict"] for entry in entries] == ["valid", "invalid", "holey"]
    assert entries[0] == {"file": VALID, "verdict": "valid", "step": None, "reason": None}
    assert entries[1]["step"] == "laps"


def test_strange_text_stays_on_one_line(tmp_path):
    path = tmp_path / "a\nb.json"
    path.write_text('{"\\ud800\\n\\u001b[31m\\u20ac": 1}')
    done = run("-m", "exactnet.check", str(path), PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stderr) == (1, "")
    assert len(done.stdout.splitlines()) == 1


def test_a_fault_of_the_checker_is_never_valid(monkeypatch, capsys):
    def broken(path):
        raise ZeroDivisionError("oops\n")

    monkeypatch.setattr("exactnet.check.cli.check_file", broken)
    assert main([VALID]) == 1
    assert "invalid: checker: " in capsys.readouterr().out


@pytest.mark.parametrize("folder", ["valid", "malformed"])
def test_only_the_standard_library_and_the_checker_are_loaded(folder):
    code = (
        "import json, sys; from exactnet.check import main; main(sys.argv[1:]); "
        "print(json.dumps(sorted(sys.modules)), file=sys.stderr)"
    )
    done = run("-S", "-c", code, *map(str, sorted((CERTS / folder).iterdir())))
    loaded = json.loads(done.stderr)
    strangers = {
        name
        for name in loaded
        if name not in {"exactnet", "exactnet._version", "__main__"}
        and name != "exactnet.check"
        and not name.startswith("exactnet.check.")
        and name.partition(".")[0] not in sys.stdlib_module_names
    }
    assert not strangers
    assert "exactnet.check.rules.bound" in loaded


def test_module_runs():
    done = run("-S", "-m", "exactnet.check", VALID)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"{VALID}: valid\n"


def test_a_folder_stands_for_its_certificates(tmp_path, capsys):
    for name in ("b", "a"):
        (tmp_path / f"{name}.cert.json").write_bytes(Path(VALID).read_bytes())
    (tmp_path / "notes.json").write_text("{}")
    assert main([str(tmp_path), HOLEY]) == 3
    here = capsys.readouterr().out
    assert here.splitlines()[:2] == [f"{tmp_path / name}.cert.json: valid" for name in ("a", "b")]
    from exactnet.cli import main as command

    assert command(["check", str(tmp_path), HOLEY]) == 3
    assert capsys.readouterr().out == here
    (tmp_path / "empty").mkdir()
    for run_ in (main, lambda argv: command(["check", *argv])):
        assert run_([str(tmp_path / "empty")]) == 2
        assert "there is no *.cert.json in this folder" in capsys.readouterr().err


def test_the_package_is_a_function():
    import exactnet as xn

    one = xn.check(VALID)
    assert (one.word, one.step, one.reason) == ("valid", "", "")
    assert "✓ valid" in one._repr_html_()
    assert xn.check(Path(INVALID)) == Verdict("invalid", "laps", "claimed 88 for iterate 9, found 89")
    assert [verdict.word for verdict in xn.check(VALID, HOLEY)] == ["valid", "holey"]
    assert xn.check([HOLEY]) == (xn.check(HOLEY),)
    folder = xn.check(CERTS / "holey")
    assert len(folder) == len(list((CERTS / "holey").glob("*.cert.json")))
    assert {verdict.word for verdict in folder} == {"holey"}
    certificate = xn.laps({"format": "exactnet-map/1", "points": [[0, 0], ["1/2", 1], [1, 0]]}).certificate
    assert xn.check(certificate) == certificate.check() == Verdict("valid")
    assert (xn.check.main, xn.check.__name__) == (main, "exactnet.check")


@pytest.mark.parametrize("source", ["missing.cert.json", CERTS, "a\0b", 5, None, b"{}"])
def test_what_cannot_be_read_is_an_input_error(source):
    import exactnet as xn

    with pytest.raises(xn.InputError):
        xn.check(source)


def test_the_package_is_a_function_before_anything_else_is_loaded():
    code = "import exactnet.check, exactnet, sys; print(exactnet.check(sys.argv[1]).word, 'flint' in sys.modules)"
    assert run("-S", "-c", code, VALID).stdout == "valid False\n"


def test_no_floats_in_the_source():
    import ast

    import exactnet.check

    for path in Path(exactnet.check.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            assert not (isinstance(node, ast.Constant) and isinstance(node.value, float | complex)), path
            assert not (isinstance(node, ast.Name) and node.id in {"float", "round"}), path


def test_a_verdict_is_not_a_truth_value():
    with pytest.raises(TypeError):
        bool(Verdict("valid"))
    with pytest.raises(AttributeError):
        Verdict("valid").word = "invalid"


def test_the_limit_on_digits_is_put_back():
    limit = sys.get_int_max_str_digits()
    check_text("[" + "1" * 5000 + "]")
    assert sys.get_int_max_str_digits() == limit


def run(*arguments, **environment):
    root = Path(__file__).parents[3]
    return subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        text=True,
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root), **environment},
    )
