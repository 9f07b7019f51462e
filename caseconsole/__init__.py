"""caseconsole: the terminal console of a municipal integration manager."""

from __future__ import annotations
