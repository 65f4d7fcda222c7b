"""What libraries would tell others about their users, refused before any of them is imported."""

from __future__ import annotations

import os

_REFUSALS = {
    # onnxruntime makes up a device's id, writes down what runs in ~/.cache/Microsoft, and posts it.
    "ORT_DISABLE_TELEMETRY": "1",
    "ANONYMIZED_TELEMETRY": "False",  # chromadb; its clients are told again
    "OTEL_SDK_DISABLED": "true",  # chromadb's OpenTelemetry exporter finds nothing to do
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "DO_NOT_TRACK": "1",
}


def refuse_telemetry() -> None:
    """For this process and its children, whatever the surroundings say."""
    os.environ.update(_REFUSALS)
