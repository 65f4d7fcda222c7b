"""Articles -> passages -> vectors and words -> a generation."""

from quoth.index.telemetry import refuse_telemetry

refuse_telemetry()
