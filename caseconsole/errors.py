"""The errors that a user may get to read: each one says what happened and what to do.

Every message is a complete German sentence that names no client. A message goes to the user as it
is; anything that is not a ``CaseconsoleError`` is a fault of the program and is shown neutrally.
"""

from __future__ import annotations


class CaseconsoleError(Exception):
    """Something the user can be told in words.

    Args:
        message: what happened and what was kept, in whole sentences.
        hint: what to do now; may be empty where the message says it.
        field: name of the form field that it is about; empty where it is about no single one.
    """

    def __init__(self, message: str, hint: str = "", *, field: str = "") -> None:
        super().__init__(message, hint)
        self.message = message
        self.hint = hint
        self.field = field

    def __str__(self) -> str:
        """The message followed by the hint."""
        return f"{self.message} {self.hint}".strip()


class InputError(CaseconsoleError):
    """A value that cannot be taken as it was typed; what was typed stays where it is."""


class ConfigError(CaseconsoleError):
    """The settings file cannot be used as it is; names file, key and the nearest known key."""


class StoreError(CaseconsoleError):
    """The encrypted store cannot be used, or a save did not happen."""


class WrongKeyError(StoreError):
    """Passphrase or recovery key does not open this store."""


class StoreBusyError(StoreError):
    """Another instance of the program has this store open."""


class DamagedStoreError(StoreError):
    """The store's files are not what they must be: empty, cut, foreign, unencrypted or altered."""


class SaveError(StoreError):
    """A write failed; the state before it is intact and what was typed is still in the form."""


class NotFoundError(CaseconsoleError):
    """What was asked for is not in the store."""


class RuleError(CaseconsoleError):
    """A write that would break a rule of the caseload, such as two overlapping care periods."""


class ExchangeError(CaseconsoleError):
    """A file from outside cannot be taken; nothing of it was written.

    Args:
        message: what is wrong with the file.
        hint: what to do.
        line: line number in the file, counted from 1; 0 where no line is to blame.
    """

    def __init__(self, message: str, hint: str = "", line: int = 0) -> None:
        super().__init__(message, hint)
        self.line = line


class DocumentError(CaseconsoleError):
    """A document could not be made; an earlier file of that name is as it was."""


class ReportError(CaseconsoleError):
    """A report could not be made; an earlier file of that name is as it was."""
