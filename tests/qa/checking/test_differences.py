"""The probe over the difference of a claim's vector and its sentence's."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from quoth.index.embedders.base import Embedder
from quoth.qa.checking.differences import Compared, logit_of
from tests.training.probes.differences import Example, fit


def test_another_models_vectors_tell_it_nothing(embedder: Embedder) -> None:
    zero = Compared(np.zeros(embedder.identity.dimension, np.float32), 2.0, crosses=False)
    assert logit_of(zero, replace(embedder.identity, name="another")) is None
    near = logit_of(zero, embedder.identity)
    far = logit_of(replace(zero, spreads=-2.0), embedder.identity)
    assert near is not None
    assert far is not None
    assert near > far


@pytest.mark.parametrize("crosses", [False, True])
def test_it_learns_which_way_false_claims_lie(crosses: bool) -> None:
    chance = np.random.default_rng(1)
    found = [
        Example(
            Compared(chance.normal(size=8).astype(np.float32), 1.0, bool(number % 3)), False, False
        )
        for number in range(300)
    ]
    axis = 5 if crosses else 2
    found = [
        replace(one, is_true=bool(one.compared.difference[axis] > 0))
        for one in found
        if one.compared.crosses == crosses
    ]
    arrays = fit(found)
    weights = arrays["cross" if crosses else "same"]
    assert int(np.abs(weights).argmax()) == axis
    right = [(one.compared.inputs @ weights + arrays["bias"] > 0) == one.is_true for one in found]
    assert np.mean(right) > 0.9
