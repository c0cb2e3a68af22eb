"""The networks of Ergen and Grillo: their form, and how they are recognised."""

import pytest
from support import networks as net

from exactnet.constructions import planar_network, shell_network, shell_parameters, simplicial_network
from exactnet.errors import InputError
from exactnet.model.reader import network_from_json


@pytest.mark.parametrize(
    ("inputs", "widths", "shells"), [(2, (4,), (0,)), (2, (9, 5), (3,)), (3, (6, 7), (2, 0)), (4, (17,), (1, 2, 3))]
)
def test_widths_and_parameters(inputs, widths, shells):
    network = shell_network(inputs, widths, shells)
    assert network.widths == (*widths, sum(shells) + 2 * (inputs - 1))
    assert network_from_json(network.to_json()).digest == network.digest
    found = shell_parameters(network)
    assert found is not None
    assert (found.inputs, found.widths, found.shells) == (inputs, widths, shells)


def test_the_profile_of_a_shell():
    """Towards the corner (1, 0) of the folded square, F falls from 1 to -1 and comes back, as often as w / 2 says."""
    network = shell_network(2, (4,), (5,))
    # on the bottom left edge, x from 0 to 1/2 is folded to y_1 from 0 to 1, so r = 1 - 2 x
    values = [network([f"{16 - i}/32", 0])[0] for i in range(17)]
    assert values == [1, 1, 1, 1, -1, 1, -1, 1, 1, *[1] * 8]


@pytest.mark.parametrize(
    ("inputs", "widths", "shells"),
    [(1, (4,), ()), (2, (), (2,)), (2, (3,), (2,)), (2, (4,), (2, 2)), (3, (6,), (2,)), (2, (4,), (-1,))],
)
def test_parameters_that_do_not_fit(inputs, widths, shells):
    with pytest.raises(InputError):
        shell_network(inputs, widths, shells)


def test_other_networks_are_not_recognised():
    document = shell_network(2, (4,), (2,)).to_json()
    document["layers"][-1]["bias"] = ["0"]
    assert shell_parameters(network_from_json(document)) is None
    assert shell_parameters(planar_network(1, 1)) is None
    assert shell_parameters(network_from_json(net.document(net.RELU, inputs=2))) is None


def test_impossible_wishes():
    for components, holes in ((0, 1), (-1, 0), (1, -1)):
        with pytest.raises(InputError):
            planar_network(components, holes)
    with pytest.raises(InputError):
        simplicial_network(2, [(0, 3)])
