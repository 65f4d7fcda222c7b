"""The built-in model as a standard sentence-transformers folder, in float32.

Nothing here needs it at run time: it is for comparing, fine-tuning, and for other programs.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from transformers import PreTrainedTokenizerFast

from quoth.index.embedders.builtin.network import make_bert
from quoth.index.embedders.builtin.tokenizer import make_tokenizer
from quoth.index.embedders.builtin.weights import Weights


def write_folder(folder: Path, weights: Weights) -> None:
    """Write the model into `folder`, which is made: about 480 MB. Raises OSError."""
    sizes = weights.sizes
    make_bert(weights).save_pretrained(folder)
    PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]  # transformers types half of it
        tokenizer_object=make_tokenizer(weights.pieces),
        model_max_length=sizes.positions,
        bos_token="<s>",
        eos_token="</s>",
        cls_token="<s>",
        sep_token="</s>",
        pad_token="<pad>",
        unk_token="<unk>",
        mask_token="<mask>",
    ).save_pretrained(folder)
    steps = (("", "Transformer"), ("1_Pooling", "Pooling"), ("2_Normalize", "Normalize"))
    modules = [
        {"idx": i, "name": str(i), "path": path, "type": f"sentence_transformers.models.{kind}"}
        for i, (path, kind) in enumerate(steps)
    ]
    pooling = {"word_embedding_dimension": sizes.hidden, "pooling_mode_mean_tokens": True}
    prompts = {"query": "query: ", "passage": "passage: "}
    _write(folder / "modules.json", modules)
    _write(folder / "1_Pooling" / "config.json", pooling)
    _write(folder / "2_Normalize" / "config.json", {})
    _write(folder / "sentence_bert_config.json", {"max_seq_length": sizes.positions})
    _write(folder / "config_sentence_transformers.json", {"prompts": prompts})


def _write(file: Path, content: Any) -> None:
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(content, indent=2) + "\n", "utf-8")
