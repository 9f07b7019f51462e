"""Scripts for the people who work on caseconsole; no part of the installed program."""
