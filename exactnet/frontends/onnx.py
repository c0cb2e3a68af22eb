"""Networks in ONNX files: graphs that pass one vector through affine maps and piecewise-linear activations.

The weights are the exact values of the floats in the file; the network is the function that they have in exact arithmetic.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from math import prod
from typing import Any, NoReturn

import numpy as np
from flint import fmpq

from exactnet.errors import InputError
from exactnet.frontends.chains import Chain, Vector, stacked, summed
from exactnet.frontends.floats import Numbers, exact_numbers, notice_floats
from exactnet.model import Abs, LeakyRelu, Network, Relu

__all__ = ["network_from_onnx"]

Shape = tuple[int, ...]


def network_from_onnx(content: bytes) -> Network:
    """Read a model with one input and one output, each a vector (with a batch of one, if there is one).

    Operations: Gemm, MatMul; Add, Sub, Mul, Div, Max, Min with constants; Add and Sub of two branches, where that is affine or a
    residual block; Concat of affine functions of one vector; Relu, LeakyRelu, Abs, Neg, Clip; Flatten, Reshape, Squeeze, Unsqueeze,
    Transpose, Identity, Constant.

    Warns
    -----
    FloatNotice
        Once.

    Raises
    ------
    InputError
        If onnx is not installed, or naming the node that cannot be read.
    """
    try:
        onnx = import_module("onnx")
        helper = import_module("onnx.numpy_helper")
    except ImportError:
        raise InputError("to read ONNX files, install onnx: pip install 'exactnet[onnx]'") from None
    try:
        model = onnx.load_model_from_string(content)
    except Exception as error:  # of the decoder, whichever it is
        raise InputError(f"this is no ONNX model ({str(error).splitlines()[0]})") from None
    return _Graph(model.graph, helper.to_array, onnx.TensorProto.EXTERNAL).network()


class _Tensor:
    """A vector in the shape of a tensor, or a constant."""

    def __init__(self, shape: Shape, vector: Vector | None = None, constant: Any = None) -> None:
        self.shape, self.vector, self.constant = shape, vector, constant

    def reshaped(self, shape: Shape) -> _Tensor:
        if prod(shape) != prod(self.shape):
            raise InputError(f"the shape {_times(self.shape)} does not become {_times(shape)}")
        return _Tensor(shape, self.vector, None if self.constant is None else self.constant.reshape(shape))


def _times(shape: Shape) -> str:
    return " x ".join(map(str, shape)) or "of a number"


class _Graph:
    def __init__(self, graph: Any, to_array: Callable[[Any], Any], external: int) -> None:
        self.graph, self._to_array, self._external = graph, to_array, external
        self.tensors: dict[str, _Tensor] = {}
        self.floats = 0

    def network(self) -> Network:
        """The network of the whole graph."""
        graph = self.graph
        for tensor in graph.initializer:
            self.tensors[tensor.name] = self._constant(tensor, f"the constant {tensor.name!r}")
        inputs = [value for value in graph.input if value.name not in self.tensors]
        if len(inputs) != 1 or len(graph.output) != 1:
            raise InputError(f"there must be one input and one output, not {len(inputs)} and {len(graph.output)}")
        shape = tuple(d.dim_value or 1 for d in inputs[0].type.tensor_type.shape.dim)
        if len(shape) > 1 and shape[0] != 1:
            raise InputError(f"the input has the shape {_times(shape)}; the first number is a batch, which must be 1")
        width = prod(shape)
        self.tensors[inputs[0].name] = _Tensor(shape, Vector(Chain(width)))
        for i, node in enumerate(graph.node):
            named = f" {node.name!r}" if node.name else ""
            try:
                self._do(node)
            except InputError as error:
                raise InputError(f"node {i}{named}, {node.op_type or 'without operation'}: {error}") from None
        found = self.tensors.get(graph.output[0].name)
        if found is None or found.vector is None:
            raise InputError(f"the output {graph.output[0].name!r} is no function of the input")
        notice_floats(self.floats, "float")
        return found.vector.network(width, graph.name)

    def _constant(self, tensor: Any, what: str) -> _Tensor:
        if tensor.data_location == self._external:
            raise InputError(f"{what} lies in another file; save the model as one file")
        try:
            values = np.asarray(self._to_array(tensor))
        except Exception as error:
            raise InputError(f"{what} cannot be read ({error})") from None
        if values.dtype.kind in "OSUc":
            raise InputError(f"{what} is no array of real numbers")
        try:
            exact = exact_numbers(values)
        except InputError as error:
            raise InputError(f"{what}: {error}") from None
        self.floats += exact.size if values.dtype.kind not in "biu" else 0
        return _Tensor(exact.shape, constant=exact)

    # -- nodes -------------------------------------------------------------------------------------------------------------

    def _do(self, node: Any) -> None:
        operation = _OPERATIONS.get(node.op_type)
        if operation is None or node.domain not in ("", "ai.onnx"):
            known = ", ".join(_OPERATIONS)
            raise InputError(f"this operation is not read; those that are: {known}")
        arguments: list[_Tensor | None] = []
        for name in node.input:
            if name and name not in self.tensors:
                raise InputError(f"there is no tensor {name!r} before it")
            arguments.append(self.tensors[name] if name else None)
        attributes = {attribute.name: attribute for attribute in node.attribute}
        if node.op_type == "Constant":
            found = self._constant_node(attributes)
        else:
            if not arguments or arguments[0] is None:
                raise InputError("it has no input")
            found = operation(arguments, attributes)
        self.tensors[node.output[0]] = found

    def _constant_node(self, attributes: dict[str, Any]) -> _Tensor:
        for name in ("value", "value_float", "value_floats", "value_int", "value_ints"):
            if name in attributes:
                own = attributes[name]
                if name == "value":
                    return self._constant(own.t, "it")
                values = {"value_float": own.f, "value_floats": own.floats, "value_int": own.i, "value_ints": own.ints}
                exact = exact_numbers(np.asarray(values[name]))
                self.floats += exact.size if "float" in name else 0
                return _Tensor(exact.shape, constant=exact)
        raise InputError("it has no value that is read")


Arguments = Sequence[_Tensor | None]
Attributes = dict[str, Any]


def _two(arguments: Arguments) -> tuple[_Tensor, _Tensor]:
    if len(arguments) != 2 or arguments[0] is None or arguments[1] is None:
        raise InputError(f"it must have two inputs, not {len(arguments)}")
    return arguments[0], arguments[1]


def _vector(tensor: _Tensor) -> Vector:
    if tensor.vector is None:
        raise InputError("its input is a constant; only functions of the network's input are read here")
    return tensor.vector


def _spread(constant: Numbers, shape: Shape) -> Numbers:
    """A constant on every entry of a vector of some shape."""
    try:
        spread: Numbers = np.broadcast_to(constant, shape).reshape(-1)
    except ValueError:
        raise InputError(f"a constant {_times(constant.shape)} does not fit a vector {_times(shape)}") from None
    return spread


def _elementwise(
    both: Callable[[Vector, Vector], Vector] | None,
    right: Callable[[Vector, Numbers], Vector],
    left: Callable[[Numbers, Vector], Vector],
) -> Callable[[Arguments, Attributes], _Tensor]:
    """An operation on two vectors, on a vector and a constant, on a constant and a vector."""

    def do(arguments: Arguments, attributes: Attributes) -> _Tensor:
        first, second = _two(arguments)
        if first.vector is not None and second.vector is not None:
            if both is None:
                raise InputError("it is read only where one of the two is a constant")
            if first.shape != second.shape:
                raise InputError(f"shapes {_times(first.shape)} and {_times(second.shape)} differ")
            return _Tensor(first.shape, both(first.vector, second.vector))
        if first.vector is not None:
            return _Tensor(first.shape, right(first.vector, _spread(second.constant, first.shape)))
        return _Tensor(second.shape, left(_spread(first.constant, second.shape), _vector(second)))

    return do


def _difference(first: Vector, second: Vector) -> Vector:
    if first.chain is not second.chain and first.chain.since(second.place) is not None:
        return summed(first.negative(), second).negative()  # chain(u) - u
    return summed(first, second.negative())


def _inverse(factors: Numbers) -> Numbers:
    if not all(factors):
        raise InputError("it divides by 0")
    inverse: Numbers = 1 / factors
    return inverse


def _not_divided(constant: Numbers, vector: Vector) -> NoReturn:
    raise InputError("a constant divided by a vector is not piecewise linear")


def _matmul(arguments: Arguments, attributes: Attributes) -> _Tensor:
    first, second = _two(arguments)
    if first.vector is not None and second.constant is not None:
        return _rows(first, second.constant.T)
    if second.vector is not None and first.constant is not None:
        if len(second.shape) not in (1, 2) or second.shape[1:] not in ((), (1,)) or first.constant.ndim != 2:
            raise InputError(f"the vector has the shape {_times(second.shape)}; a column should stand here")
        found = _rows(_Tensor((1, second.shape[0]), second.vector), first.constant)
        return _Tensor((found.shape[-1], *second.shape[1:]), found.vector)
    raise InputError("it is read only where one of the two is a constant")


def _rows(tensor: _Tensor, weight: Numbers) -> _Tensor:
    """The product with a matrix that has a row for every output."""
    if weight.ndim != 2 or not tensor.shape or prod(tensor.shape[:-1]) != 1 or tensor.shape[-1] != weight.shape[1]:
        raise InputError(f"a vector {_times(tensor.shape)} does not fit the matrix {_times(weight.T.shape)}")
    return _Tensor((*tensor.shape[:-1], weight.shape[0]), _vector(tensor).times(weight))


def _gemm(arguments: Arguments, attributes: Attributes) -> _Tensor:
    first, second = _two(arguments[:2])
    if first.vector is None or second.constant is None or second.constant.ndim != 2 or _whole(attributes, "transA"):
        raise InputError("it is read only as a vector times a constant matrix, without transA")
    if len(first.shape) != 2:
        raise InputError(f"the vector has the shape {_times(first.shape)}; it should be 1 x n")
    alpha, beta = (_real(attributes, name, 1.0) for name in ("alpha", "beta"))
    weight = second.constant if _whole(attributes, "transB") else second.constant.T
    found = _rows(first, weight * alpha)
    third = arguments[2] if len(arguments) > 2 else None
    if third is None:
        return found
    if third.constant is None:
        raise InputError("what is added must be a constant")
    return _Tensor(found.shape, _vector(found).shifted(_spread(third.constant * beta, found.shape)))


def _real(attributes: Attributes, name: str, default: float) -> fmpq:
    """Attributes are 32-bit floats, defaults too."""
    value = attributes[name].f if name in attributes else float(np.float32(default))
    return fmpq(*value.as_integer_ratio())


def _whole(attributes: Attributes, name: str, default: int = 0) -> int:
    return int(attributes[name].i) if name in attributes else default


def _pointwise(act: Callable[[Vector, Attributes], Vector]) -> Callable[[Arguments, Attributes], _Tensor]:
    def do(arguments: Arguments, attributes: Attributes) -> _Tensor:
        (tensor,) = arguments
        assert tensor is not None
        return _Tensor(tensor.shape, act(_vector(tensor), attributes))

    return do


def _clip(arguments: Arguments, attributes: Attributes) -> _Tensor:
    tensor, *ends = arguments
    assert tensor is not None
    vector = _vector(tensor)
    limits: list[fmpq | None] = []
    for i, name in enumerate(("min", "max")):
        end = ends[i] if i < len(ends) else None
        if end is not None and (end.constant is None or end.constant.size != 1):
            raise InputError(f"{name} must be a constant number")
        own = _real(attributes, name, 0.0) if name in attributes else None
        limits.append(own if end is None or end.constant is None else end.constant.reshape(-1)[0])
    low, high = limits
    if low is not None and high is not None:
        return _Tensor(tensor.shape, vector.clipped(low, high))
    if low is not None:
        vector = vector.at_least(_spread(np.array(low, dtype=object), (vector.width,)))
    if high is not None:
        vector = vector.at_most(_spread(np.array(high, dtype=object), (vector.width,)))
    return _Tensor(tensor.shape, vector)


def _concat(arguments: Arguments, attributes: Attributes) -> _Tensor:
    tensors = [tensor for tensor in arguments if tensor is not None]
    rank = len(tensors[0].shape)
    axis = _whole(attributes, "axis")
    axis += rank if axis < 0 else 0
    for tensor in tensors:
        others = tensor.shape[:axis] + tensor.shape[axis + 1 :]
        if len(tensor.shape) != rank or prod(others) != 1:
            raise InputError("only vectors can be put together, along their own axis")
    found = stacked([_vector(tensor) for tensor in tensors])
    shape = [1] * rank
    shape[axis] = found.width
    return _Tensor(tuple(shape), found)


# -- shapes ----------------------------------------------------------------------------------------------------------------


def _integers(arguments: Arguments, attributes: Attributes, name: str) -> list[int] | None:
    """A list of integers that is an attribute, or the second input."""
    if name in attributes:
        return [int(i) for i in attributes[name].ints]
    if len(arguments) < 2 or arguments[1] is None:
        return None
    if arguments[1].constant is None:
        raise InputError(f"{name} must be constant")
    return [int(i.p) for i in arguments[1].constant.reshape(-1)]


def _same(arguments: Arguments, attributes: Attributes) -> _Tensor:
    assert arguments[0] is not None
    return arguments[0]


def _flatten(arguments: Arguments, attributes: Attributes) -> _Tensor:
    tensor = _same(arguments, attributes)
    axis = _whole(attributes, "axis", 1)
    axis += len(tensor.shape) if axis < 0 else 0
    return tensor.reshaped((prod(tensor.shape[:axis]), prod(tensor.shape[axis:])))


def _reshape(arguments: Arguments, attributes: Attributes) -> _Tensor:
    tensor, asked = _same(arguments, attributes), _integers(arguments, attributes, "shape")
    if asked is None:
        raise InputError("it says no shape")
    keeps = not _whole(attributes, "allowzero")
    try:
        shape = [tensor.shape[i] if n == 0 and keeps else n for i, n in enumerate(asked)]
    except IndexError:
        raise InputError(f"the shape {asked} does not fit {_times(tensor.shape)}") from None
    if shape.count(-1) == 1:
        known = -prod(shape)
        shape[shape.index(-1)] = prod(tensor.shape) // known if known else 0
    return tensor.reshaped(tuple(shape))


def _squeeze(arguments: Arguments, attributes: Attributes) -> _Tensor:
    tensor, axes = _same(arguments, attributes), _integers(arguments, attributes, "axes")
    rank = len(tensor.shape)
    gone = [i for i, n in enumerate(tensor.shape) if n == 1] if axes is None else [i % rank for i in axes]
    return tensor.reshaped(tuple(n for i, n in enumerate(tensor.shape) if i not in gone))


def _unsqueeze(arguments: Arguments, attributes: Attributes) -> _Tensor:
    tensor, axes = _same(arguments, attributes), _integers(arguments, attributes, "axes")
    if not axes:
        raise InputError("it says no axes")
    rank = len(tensor.shape) + len(axes)
    new = {i % rank for i in axes}
    left = iter(tensor.shape)
    return tensor.reshaped(tuple(1 if i in new else next(left) for i in range(rank)))


def _transpose(arguments: Arguments, attributes: Attributes) -> _Tensor:
    tensor = _same(arguments, attributes)
    order = _integers(arguments[:1], attributes, "perm") or list(range(len(tensor.shape)))[::-1]
    if tensor.constant is not None:
        turned = tensor.constant.transpose(order)
        return _Tensor(turned.shape, constant=turned)
    if sum(n > 1 for n in tensor.shape) > 1:
        raise InputError(f"the shape {_times(tensor.shape)} is no vector, and its entries would change places")
    return tensor.reshaped(tuple(tensor.shape[i] for i in order))


_OPERATIONS: dict[str, Callable[[Arguments, Attributes], _Tensor]] = {
    "Gemm": _gemm,
    "MatMul": _matmul,
    "Add": _elementwise(summed, Vector.shifted, lambda c, v: v.shifted(c)),
    "Sub": _elementwise(_difference, lambda v, c: v.shifted(-c), lambda c, v: v.negative().shifted(c)),
    "Mul": _elementwise(None, Vector.scaled, lambda c, v: v.scaled(c)),
    "Div": _elementwise(None, lambda v, c: v.scaled(_inverse(c)), _not_divided),
    "Max": _elementwise(None, Vector.at_least, lambda c, v: v.at_least(c)),
    "Min": _elementwise(None, Vector.at_most, lambda c, v: v.at_most(c)),
    "Concat": _concat,
    "Relu": _pointwise(lambda v, _: v.through(Relu())),
    "LeakyRelu": _pointwise(lambda v, own: v.through(LeakyRelu(_real(own, "alpha", 0.01)))),
    "Abs": _pointwise(lambda v, _: v.through(Abs())),
    "Neg": _pointwise(lambda v, _: v.negative()),
    "Clip": _clip,
    "Flatten": _flatten,
    "Reshape": _reshape,
    "Squeeze": _squeeze,
    "Unsqueeze": _unsqueeze,
    "Transpose": _transpose,
    "Identity": _same,
    "Constant": _same,
}
