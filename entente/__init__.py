"""The front doors: the Python API, the command line and the browser."""

__version__ = "0.1.0"
