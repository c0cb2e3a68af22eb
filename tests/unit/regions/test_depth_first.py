"""The search in cases: what it gives back, and how it is shared out."""

import pytest
from flint import fmpq
from support import cases
from support import networks as net

from exactnet.compile.box import Box
from exactnet.complexes import enumerate_regions, search_regions
from exactnet.errors import InputError, NotAttemptedError, UndecidedError
from exactnet.exact import highs
from exactnet.model.reader import network_from_json

SQUARE = Box.parse("box:-1,1", 2)
FLOATS = [False, True] if highs.available() else [False]


def deep(inputs=3):
    """Two layers with hundreds of regions: the tree is deep enough to be shared."""
    first = [[(7 * i * i + 3 * j * j + 5 * i * j) % 11 - 5 for j in range(inputs)] for i in range(8)]
    second = [[(5 * i * i + 2 * j + 3 * i * j) % 9 - 4 for j in range(8)] for i in range(5)]
    return net.document(
        net.dense(first, [(i * i) % 5 - 2 for i in range(8)]),
        net.RELU,
        net.dense(second, [1, -2, 3, -1, 2]),
        net.RELU,
        inputs=inputs,
    )


def test_a_region_has_its_pattern_a_witness_and_its_map():
    network = network_from_json(net.document(net.dense([[1, 0]], ["-1/2"]), net.RELU, inputs=2))
    low, high = enumerate_regions(network, SQUARE)
    assert (low.pattern, high.pattern) == (b"\0", b"\1")
    assert low.witness[0] < fmpq(1, 2) < high.witness[0]
    assert (low.map, high.map) == (((0, 0, 0),), ((fmpq(-1, 2), 1, 0),))


def test_without_walls_there_is_one_region():
    network = network_from_json(net.document(net.dense([[1, 1]], [0]), inputs=2))
    found = search_regions(network, SQUARE, evidence=True)
    assert (found.activation_regions, found.affine_maps, found.evidence) == (1, 1, [{"point": ["0", "0"]}])


def test_a_wall_that_vanishes_and_walls_that_bound_the_domain_do_not_split():
    network = network_from_json(net.document(net.dense([[0, 0], [1, 0], [0, 0]], [0, -1, 3]), net.RELU, inputs=2))
    found = search_regions(network, SQUARE, evidence=True)
    assert found.evidence == [
        {"sign": "-", "multipliers": []},
        {"sign": "-", "multipliers": [[1, "1"]]},
        {"sign": "+", "multipliers": []},
        {"point": ["0", "0"]},
    ]
    assert found.statistics.programs == 0


@pytest.mark.parametrize("domain", ["all", "box:-1,1"])
def test_processes_do_not_change_the_answer_nor_the_evidence(domain):
    network = network_from_json(deep())
    alone, shared = (search_regions(network, Box.parse(domain, 3), jobs=jobs, evidence=True) for jobs in (1, 2))
    assert alone.activation_regions == shared.activation_regions > 256
    assert alone.affine_maps == shared.affine_maps
    assert alone.evidence == shared.evidence
    assert alone.statistics == shared.statistics
    where = "all" if domain == "all" else [(-1, 1)] * 3
    assert len(cases.check_tree(deep(), where, shared.evidence)) == shared.activation_regions


@pytest.mark.parametrize("floats", FLOATS)
def test_the_regions_come_one_after_the_other_up_to_the_limit(floats):
    network, box = network_from_json(deep()), Box.parse("all", 3)
    regions = enumerate_regions(network, box, limit=10, floats=floats)
    assert len({next(regions).pattern for _ in range(10)}) == 10
    with pytest.raises(UndecidedError, match="at least 11 "):
        next(regions)


@pytest.mark.parametrize("jobs", [1, 2])
def test_more_regions_than_allowed_are_undecided_with_a_lower_bound(jobs):
    network, box = network_from_json(deep()), Box.parse("all", 3)
    count = search_regions(network, box, jobs=jobs).activation_regions
    assert search_regions(network, box, jobs=jobs, max_regions=count).activation_regions == count
    with pytest.raises(UndecidedError, match=f"at least {count} activation regions"):
        search_regions(network, box, jobs=jobs, max_regions=count - 1)


@pytest.mark.parametrize("domain", ["all", "box:-1,1"])
def test_the_effort_is_that_of_the_tree_whoever_searches(domain):
    network, box = network_from_json(deep()), Box.parse(domain, 3)
    effort = search_regions(network, box).statistics.effort
    for options in ({"jobs": 2}, {"floats": False}, {"evidence": True}):
        assert search_regions(network, box, effort=effort, **options).statistics.effort == effort
        with pytest.raises(NotAttemptedError, match=f"more than {effort - 1:,} operations"):
            search_regions(network, box, effort=effort - 1, **options)


def test_an_effort_is_not_made_before_it_is_known_to_be_affordable(monkeypatch):
    def started(*arguments, **options):
        raise AssertionError("a linear program of 400 variables")

    monkeypatch.setattr("exactnet.complexes.depth_first.decisions.Cell.exceeds", started)
    network = network_from_json(net.document(net.dense([[1] * 400], [1]), net.RELU, inputs=400))
    with pytest.raises(NotAttemptedError):
        search_regions(network, Box.parse("box:-1,1", 400), effort=10_000_000)
    # a wall that does not meet the box costs no more than to look at it
    assert search_regions(network, Box.parse("box:0,1", 400), effort=1_000_000).activation_regions == 1


def test_progress_counts_up_to_the_end():
    calls = []
    network = network_from_json(deep())
    found = search_regions(network, Box.parse("all", 3), progress=calls.append)
    assert calls == sorted(calls)
    assert 0 < calls[-1] <= found.activation_regions


def test_a_domain_of_another_dimension_is_refused():
    network = network_from_json(net.document(net.RELU, inputs=3))
    with pytest.raises(InputError):
        search_regions(network, SQUARE)
    with pytest.raises(InputError):
        next(enumerate_regions(network, SQUARE))


@pytest.mark.skipif(not highs.available(), reason="HiGHS is not installed")
def test_floats_propose_nearly_all_decisions_of_a_network_in_general_position():
    done = search_regions(network_from_json(deep()), Box.parse("box:-1,1", 3)).statistics
    assert done.confirmed >= 0.9 * done.programs > 0


def test_walls_closer_together_than_doubles_can_tell_are_told_apart():
    """x <= 0, x <= 10^-30, and a wall that the two together exclude from splitting."""
    tiny = "1/1000000000000000000000000000000"
    document = net.document(net.dense([[1, 0], [1, 0], [1, 0]], [0, f"-{tiny}", "-1/3"]), net.RELU, inputs=2)
    for floats in FLOATS:
        found = search_regions(network_from_json(document), SQUARE, evidence=True, floats=floats)
        assert found.activation_regions == 4
        assert len(cases.check_tree(document, [(-1, 1)] * 2, found.evidence)) == 4


def test_without_floats_every_decision_takes_exact_pivots():
    done = search_regions(network_from_json(deep()), Box.parse("box:-1,1", 3), floats=False).statistics
    assert done.confirmed == 0 < done.pivots
