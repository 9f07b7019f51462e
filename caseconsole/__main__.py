"""``python -m caseconsole``."""

from __future__ import annotations

import sys

from caseconsole.cli import main

if __name__ == "__main__":
    sys.exit(main())
