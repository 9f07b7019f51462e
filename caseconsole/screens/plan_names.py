"""Names of the forms over the plan: the end of a draft's key, and an argument of the screen."""

from __future__ import annotations

GOAL, STEP, VERSION, DROPPED = "ziel", "schritt", "version", "entfaellt"
AGREEMENT, UNDOING, EXTENSION = "vereinbarung", "zuruecknahme", "jahr"
