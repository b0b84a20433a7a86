"""Flags for messages between vessels.

Importing `signalbook.codec` registers the codec; nothing here names it, so the import has to stay where it is.
"""

import signalbook.codec


def hoist(text):
    return text.encode("signal-flags").decode("ascii")
