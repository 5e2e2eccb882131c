"""Prints name and version of what the tests are against, as it is installed."""
from importlib.metadata import version

import ml_metadata  # noqa: F401  an installation that cannot be imported is none

for name in ("tfx", "ml-metadata"):
    print(name, version(name))
