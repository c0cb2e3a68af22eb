"""Verification of networks of several inputs, and of statements that a witness network shows."""

import dataclasses

import pytest
from support import networks as net

import exactnet.verification as verification
from exactnet import face
from exactnet.bounds import REGISTRY, Case, NotApplicable, Proved, Unknown
from exactnet.bounds.witnesses import montufar_witness, serra_witness
from exactnet.certs import Fragment
from exactnet.check import check_text
from exactnet.check import formulas as checked
from exactnet.compile import Domain
from exactnet.compile.box import Box
from exactnet.complexes import search_regions
from exactnet.errors import InputError, TimeLimitError, UndecidedError
from exactnet.model.reader import network_from_json
from exactnet.verification import verify

UPPER = ["zaslavsky", "zaslavsky.rank", "serra2018.upper", "serra2018.rank", "montufar2017.upper", "goujon2024.upper"]
LOWER = [name for name, bound in REGISTRY.items() if bound.witness is not None]
THREE_LINES = net.document(net.dense([[1, 0], [0, 1], [-1, -1]], [0, 0, 0]), net.RELU, inputs=2)
GENERIC = net.document(
    net.dense([[2, -1], [1, 3], [-3, 1]], [1, -2, 1]),
    net.RELU,
    net.dense([[2, -3, 1], [-1, 2, 3], [1, 1, -2]], [-2, -1, 3]),
    net.RELU,
    net.dense([[1, -2, 3]], [0]),
    inputs=2,
)


def read(document):
    return network_from_json(document)


def ones(inputs, *widths):
    layers = []
    for before, n in zip((inputs, *widths), widths, strict=False):
        layers += [net.dense([[1] * before] * n, [0] * n), net.RELU]
    return read(net.document(*layers, inputs=inputs))


@pytest.fixture
def blank_evidence(monkeypatch):
    """Evidence of cells is the matter of other tests."""
    monkeypatch.setattr("exactnet.bounds.space.cell_evidence", lambda complex_: Fragment({}))


def words(result):
    return {row.bound.id: row.verdict.word for row in result.rows}


@pytest.mark.usefixtures("blank_evidence")
def test_regions_are_counted_everywhere_by_default():
    case = Case(read(GENERIC))
    assert case.domain == Box(2, None)
    assert case.activation_regions == 19
    result = verify(case, UPPER)
    for row in result.rows:
        if row.verdict.word == "proved":
            claim = row.certificate.claim
            assert (claim["domain"], claim["measured"], claim["quantity"]) == ("all", 19, "activation_regions")
            assert row.certificate.subject is case.subject.certificate_subject
    assert words(result) == {name: "not_applicable" if "zaslavsky" in name else "proved" for name in UPPER}
    assert [row.value for row in result.rows if row.value is not None] == [40, 40, 49, 49]


@pytest.mark.usefixtures("blank_evidence")
def test_regions_in_a_box():
    case = Case(read(GENERIC), Box.parse("box:-1,1", 2))
    (row,) = verify(case, ["serra2018.upper"]).rows
    assert row.measured.lower == row.measured.upper == 16
    assert row.certificate.claim["domain"] == [["-1", "1"], ["-1", "1"]]


@pytest.mark.usefixtures("blank_evidence")
def test_every_bound_has_a_verdict_for_two_inputs():
    result = verify(Case(read(THREE_LINES)))
    found = words(result)
    assert set(found) == set(REGISTRY)
    for name, bound in REGISTRY.items():
        if bound.quantity not in ("activation_regions", "rank_increase", "persistence") or name in (
            "serra2018.lower",
            "serra2018.lower_size",
            "serra2018.maxout",
            "raghu2017.hard_tanh",
            "raghu2017.segment",
        ):
            assert found[name] == "not_applicable"
        else:
            assert found[name] == "proved"
    assert not result.undecided


@pytest.mark.usefixtures("blank_evidence")
def test_the_python_face_reads_boxes():
    (row,) = face.verify(THREE_LINES, ["zaslavsky"], domain="box:1,2;-1,1").rows
    assert row.measured.lower == 2
    (row,) = face.verify(THREE_LINES, ["zaslavsky"], domain=Box.of([(1, 2), (-1, 1)])).rows
    assert row.measured.lower == 2
    (row,) = face.verify(THREE_LINES, ["zaslavsky"], max_cells=2).rows
    assert "--max-cells" in row.reason


@pytest.mark.parametrize("domain", ["box:0,1;0,1;0,1", "0,1", Domain.of(0, 1), Box(3, None), 7])
def test_a_domain_must_fit_the_inputs(domain):
    with pytest.raises(InputError, match="domain"):
        face.verify(THREE_LINES, ["zaslavsky"], domain=domain)


@pytest.mark.parametrize("domain", ["box:0,1;0,1", Box(2, None)])
def test_one_input_has_an_interval(domain):
    with pytest.raises(InputError, match="domain"):
        face.verify(ones(1, 3).to_json(), ["zaslavsky"], domain=domain)


def test_beyond_six_inputs_regions_are_found_depth_first():
    result = verify(Case(ones(7, 7)))
    rows = {row.bound.id: row for row in result.rows}
    for name in ("zaslavsky", "zaslavsky.rank", "serra2018.upper", "montufar2017.upper", "xiong2020.supports"):
        assert rows[name].measured.to_json() == 2
        assert check_text(rows[name].certificate.canonical).word == "valid"
    # the witness of the existence statement has its 2^7 regions
    assert rows["montufar2014.lower"].measured.to_json() == 128
    assert not result.undecided


def wide(inputs, *widths):
    """Dense layers of small numbers, no two units alike."""
    layers = []
    for before, n in zip((inputs, *widths), widths, strict=False):
        rows = [[(7 * i * i + 3 * i * j + 5 * j * j) % 17 - 8 for j in range(before)] for i in range(n)]
        layers += [net.dense(rows, [i % 5 - 2 for i in range(n)]), net.RELU]
    return read(net.document(*layers, inputs=inputs))


@pytest.mark.parametrize("domain", [None, Box.of([(-1, 1)] * 100)])
def test_regions_that_take_much_effort_are_not_counted_unasked(domain):
    result = verify(Case(wide(100, 60, 60, 3), domain))
    assert not result.undecided
    assert not result.out_of_time
    weights = [row for row in result.rows if row.bound.id == "rieck2019.persistence"]
    assert [row.verdict.word for row in weights] == ["proved"] * 3
    assert all(check_text(row.certificate.canonical).word == "valid" for row in weights)
    skipped = {row.bound.id: row.reason for row in result.skipped}
    for name in ("serra2018.upper", "serra2018.rank", "montufar2017.upper", "goujon2024.upper"):
        assert skipped[name] == (
            "to count the activation regions takes more than 300,000,000 operations with exact numbers; no more are spent "
            "unless the bound is named in --bounds"
        )


def test_a_bound_that_is_named_is_tried_whatever_it_takes(monkeypatch):
    monkeypatch.setattr(verification, "UNASKED_EFFORT", 100)
    searches = []
    search = search_regions

    def counted(network, domain, **options):
        searches.append(options["effort"])
        return search(network, domain, **options)

    monkeypatch.setattr("exactnet.bounds.space.search_regions", counted)
    case = Case(ones(7, 7))
    assert {row.bound.id for row in verify(case).skipped} >= {"zaslavsky", "serra2018.upper", "montufar2014.lower"}
    assert searches == [100, 100]  # the subject and the witness, each once
    named = verify(case, ["zaslavsky", "montufar2014.lower"])
    assert [row.measured.to_json() for row in named.rows] == [2, 128]
    assert searches == [100, 100, None, None]
    # what is known is told unasked
    assert {row.bound.id: row.verdict.word for row in verify(case).rows}["serra2018.upper"] == "proved"
    assert len(searches) == 4


def test_the_weights_are_read_before_the_time_is_up(monkeypatch):
    def slow(*arguments, **options):
        raise TimeLimitError("no time")

    monkeypatch.setattr("exactnet.bounds.space.search_regions", slow)
    monkeypatch.setattr("exactnet.bounds.case.study", slow)
    for inputs in (1, 7):
        asked = []
        result = verify(Case(ones(inputs, 7)), progress=asked.append)
        assert result.out_of_time
        found = words(result)
        assert found["rieck2019.persistence"] == "proved"
        assert found["zaslavsky"] == "unknown"
        # first of all, but reported in its place
        assert asked[0] == "rieck2019.persistence"
        assert sorted(asked) == sorted(REGISTRY)
        assert list(found) == [name for name in REGISTRY if name in found]


def test_too_many_cells_are_found_out_once(monkeypatch):
    attempts = []

    def too_many(network, domain, **options):
        attempts.append(network)
        raise UndecidedError("too many cells")

    monkeypatch.setattr("exactnet.bounds.space.compile_complex", too_many)
    result = verify(Case(read(GENERIC)), UPPER)
    assert {row.reason for row in result.rows if row.verdict.word == "unknown"} == {"too many cells"}
    assert len(attempts) == 1


@pytest.mark.usefixtures("blank_evidence")
@pytest.mark.parametrize("inputs", [1, 2, 3])
def test_a_lower_bound_is_shown_by_another_network(inputs):
    widths = (3 * inputs, 3 * inputs) if inputs < 3 else (9,)
    subject = ones(inputs, *widths)
    result = verify(Case(subject), LOWER)
    for row in result.rows:
        if isinstance(row.verdict, NotApplicable):
            assert row.bound.id == "serra2018.lower_size"
            continue
        assert isinstance(row.verdict, Proved)
        assert row.value == REGISTRY[row.bound.id].value(Case(subject), {}) <= row.measured.lower
        assert row.witness.widths == subject.widths
        assert row.witness.inputs == inputs
        assert row.certificate.subject.value["sha256"] == row.witness.digest != subject.digest
        assert row.certificate.claim["domain"] == "all"
        assert row.reason == "shown by a witness network of the same widths"
        assert row.to_json()["witness"] is True
    upper = verify(Case(subject), ["serra2018.upper"]).rows[0]
    assert upper.witness is None
    assert upper.to_json()["witness"] is False


def test_a_witness_with_too_few_regions_refutes_nothing(monkeypatch):
    bound = dataclasses.replace(REGISTRY["montufar2014.lower"], value=lambda case, parameters: 1000)
    monkeypatch.setattr(verification, "select", lambda ids: [bound])
    result = verify(Case(ones(1, 3)))
    assert isinstance(result.rows[0].verdict, Unknown)
    assert "of the witness is 4" in result.rows[0].reason
    assert not result.refuted
    assert result.certificates == []


def test_a_subject_out_of_reach_does_not_hinder_its_witness():
    subject = serra_witness(1, (3, 3, 3, 3))
    rows = {row.bound.id: row for row in verify(Case(subject, max_vertices=200)).rows}
    assert rows["serra2018.upper"].verdict.word == "unknown"
    # this witness is the subject
    assert rows["serra2018.lower"].verdict.word == "unknown"
    assert rows["serra2018.lower"].witness == subject
    assert rows["pascanu2013.lower"].verdict.word == "proved"


def test_after_the_time_limit_nothing_is_shown(monkeypatch):
    def slow(case, parameters):
        raise TimeLimitError("no time")

    first = dataclasses.replace(REGISTRY["zaslavsky"], value=slow)
    monkeypatch.setattr(verification, "select", lambda ids: [first, REGISTRY["montufar2014.lower"]])
    result = verify(Case(ones(1, 3)))
    assert [row.verdict.word for row in result.rows] == ["unknown", "unknown"]


@pytest.mark.usefixtures("blank_evidence")
def test_two_statements_share_a_witness():
    case = Case(ones(2, 3))
    rows = verify(case, ["pascanu2013.lower", "montufar2014.lower"]).rows
    assert rows[0].witness == rows[1].witness
    assert case.witness(rows[0].witness) is case.witness(montufar_witness(2, (3,)))


@pytest.mark.parametrize("domain", ["all", "box:-1,1"])
@pytest.mark.parametrize("document", [THREE_LINES, GENERIC, ones(2, 6, 6).to_json(), ones(3, 4).to_json()])
def test_certificates_of_several_inputs_are_valid(document, domain):
    network = read(document)
    result = verify(Case(network, Box.parse(domain, network.inputs)))
    assert not result.refuted
    assert not result.undecided
    for row in result.rows:
        if isinstance(row.verdict, Proved) and row.bound.id in checked.BOUNDS:
            verdict = check_text(row.certificate.canonical)
            assert verdict.word == "valid", f"{row.bound.id}: {verdict}"
