"""The built-in model's weights as a BertModel of transformers, in float32."""

from __future__ import annotations

import torch
from transformers import BertConfig, BertModel

from quoth.index.embedders.builtin.weights import Weights

_LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


def make_bert(weights: Weights) -> BertModel:
    """The pooling layer, which nobody uses, is all zeros."""
    sizes = weights.sizes
    config = BertConfig(
        vocab_size=sizes.vocabulary,
        hidden_size=sizes.hidden,
        num_hidden_layers=sizes.layers,
        num_attention_heads=sizes.heads,
        intermediate_size=sizes.feed_forward,
        max_position_embeddings=sizes.positions,
        type_vocab_size=sizes.types,
        layer_norm_eps=weights.epsilon,
        hidden_act="gelu",
        pad_token_id=1,
    )
    bert = BertModel(config)
    bert.train(False)
    state = {name: torch.zeros_like(values) for name, values in bert.state_dict().items()}
    for name, source in source_names(sizes.layers).items():
        state[name] = torch.tensor(weights.matrix(source)).reshape(state[name].shape)
    bert.load_state_dict(state)
    return bert


def source_names(layers: int) -> dict[str, str]:
    """Names in BertModel -> names in the weights file."""
    names = {
        "embeddings.word_embeddings.weight": "emb.word",
        "embeddings.position_embeddings.weight": "emb.pos",
        "embeddings.token_type_embeddings.weight": "emb.type",
        "embeddings.LayerNorm.weight": "emb.ln.w",
        "embeddings.LayerNorm.bias": "emb.ln.b",
    }
    for layer in range(layers):
        for short, long in _LAYER.items():
            names[f"encoder.layer.{layer}.{long}.weight"] = f"l{layer}.{short}.w"
            names[f"encoder.layer.{layer}.{long}.bias"] = f"l{layer}.{short}.b"
    return names
