"""VNN-LIB properties: what is read, and where faults are."""

import pytest

from exactnet import InputError
from exactnet.smt import parse_vnnlib, read_vnnlib

HEAD = "(declare-const X_0 Real)\n(declare-const X_1 Real)\n(declare-const Y_0 Real)\n(declare-const Y_1 Real)\n"
BOX = "(assert (>= X_0 -1)) (assert (<= X_0 1e-1)) (assert (<= X_1 0.5)) (assert (>= X_1 0.5))\n"


def test_bounds_make_the_box_and_the_rest_the_property():
    found = parse_vnnlib(HEAD + BOX + "(assert (<= Y_0 (- (* 2 Y_1) 3))) ; a comment (")
    assert repr(found.inputs) == "[-1, 1/10] x [1/2, 1/2]"
    assert repr(found.sought) == "-y_0 + 2 y_1 - 3 >= 0"


def test_cases_multiply_out():
    text = HEAD + BOX + "(assert (or (<= Y_0 1) (and (>= Y_0 2) (< Y_1 0)))) (assert (or (> Y_1 5) (= Y_1 6)))"
    conjunctions = parse_vnnlib(text).sought.conjunctions
    assert [len(atoms) for atoms in conjunctions] == [2, 3, 3, 4]


def test_boxes_in_cases_make_their_hull_and_stay_in_the_property():
    cases = [f"(and (>= X_0 {i}) (<= X_0 {i + 1}) (>= X_1 0) (<= X_1 1) (<= Y_0 {i}))" for i in (0, 4)]
    found = parse_vnnlib(HEAD + f"(assert (or {' '.join(cases)}))")
    assert repr(found.inputs) == "[0, 5] x [0, 1]"
    assert repr(found.sought) == "-x_0 + 1 >= 0 and -y_0 >= 0 or x_0 - 4 >= 0 and -y_0 + 4 >= 0"


def test_a_property_of_inputs_alone_holds_on_the_box():
    assert repr(parse_vnnlib(HEAD + BOX).sought) == "true"


def test_unbounded_inputs_leave_the_whole_space():
    found = parse_vnnlib(HEAD + "(assert (<= X_0 1)) (assert (<= Y_0 0))")
    assert repr(found.inputs) == "R^2"
    assert repr(found.sought) == "-x_0 + 1 >= 0 and -y_0 >= 0"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("(assert (<= Y_0 1)", "line 5, column 1: this bracket is never closed"),
        ("(assert (<= Y_0 1)))", "line 5, column 20: this bracket closes nothing"),
        ("(assert (<= Y_2 1))", "line 5, column 13: Y_2 is no number"),
        ("\n  (assert (<= (* X_0 Y_0) 1))", "line 6, column 15: this product is not linear"),
        ("(assert (<= (/ X_0 0) 1))", "line 5, column 20: the divisor"),
        ("(assert (=> X_0 Y_0))", "line 5, column 9: expected (<= A B)"),
        ("(assert (<= Y_0))", "line 5, column 9: expected (<= A B)"),
        ("(assert (or))", "line 5, column 9: expected (<= A B)"),
        ("(assert (<= () 1))", "line 5, column 13: expected a number"),
        ("(assert (<= (+) 1))", "line 5, column 13: expected a number"),
        ("(declare-const X_0 Real)", "line 5, column 16: X_0 is declared twice"),
        ("(declare-const Z Real)", "line 5, column 16: a constant is called"),
        ("(declare-const X_7 Real)", "3 constants X_i are declared, but X_2 is not"),
        ("(declare-const Y_2 Int)", "line 5, column 20: the sort"),
        ("(assert (<= Y_0 1e999999))", "exponent"),
        ("foo", "line 5, column 1: expected (declare-const"),
        ("", "nothing is asserted"),
        ("(" * 500, "nested more than 200 deep"),
        ("(assert (and " + 14 * "(or (<= Y_0 1) (<= Y_0 2)) " + "))", "more than 10000 cases"),
    ],
)
def test_faults_have_a_place(text, place):
    with pytest.raises(InputError) as found:
        parse_vnnlib(HEAD + text)
    assert place in str(found.value)


def test_files_that_cannot_be_read(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        read_vnnlib(tmp_path / "missing.vnnlib")
    (tmp_path / "bytes.vnnlib").write_bytes(b"\xff\xfe(")
    with pytest.raises(InputError, match="not UTF-8"):
        read_vnnlib(tmp_path / "bytes.vnnlib")
