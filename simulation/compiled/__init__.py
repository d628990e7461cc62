"""The compiled twin of the SimPy model: the same log, byte for byte, many times as fast. See docs/engines.md."""
