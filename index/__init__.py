"""Articles -> passages -> vectors and words -> a generation."""

from index.telemetry import refuse_telemetry

refuse_telemetry()
