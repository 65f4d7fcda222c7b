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


def make_bert(weights: Weights, *, with_words: bool) -> BertModel:
    """`with_words`: with the word embeddings, 380 MB of them; without, it is to be fed word
    vectors. The pooling layer, which nobody uses, is all zeros."""
    sizes = weights.sizes
    config = BertConfig(
        vocab_size=sizes.vocabulary if with_words else 2,
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
    config._attn_implementation = "eager"  # the one whose trace the optimizer can fuse
    bert = BertModel(config)
    bert.train(False)
    state = {name: torch.zeros_like(values) for name, values in bert.state_dict().items()}
    for name, source in _names(sizes.layers, with_words).items():
        state[name] = torch.tensor(weights.matrix(source)).reshape(state[name].shape)
    bert.load_state_dict(state)
    return bert


def _names(layers: int, with_words: bool) -> dict[str, str]:
    """Names in BertModel -> names in the weights file."""
    names = {
        "embeddings.position_embeddings.weight": "emb.pos",
        "embeddings.token_type_embeddings.weight": "emb.type",
        "embeddings.LayerNorm.weight": "emb.ln.w",
        "embeddings.LayerNorm.bias": "emb.ln.b",
    }
    if with_words:
        names["embeddings.word_embeddings.weight"] = "emb.word"
    for layer in range(layers):
        for short, long in _LAYER.items():
            names[f"encoder.layer.{layer}.{long}.weight"] = f"l{layer}.{short}.w"
            names[f"encoder.layer.{layer}.{long}.bias"] = f"l{layer}.{short}.b"
    return names
