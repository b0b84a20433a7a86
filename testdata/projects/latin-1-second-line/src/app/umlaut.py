#!/usr/bin/env python3
# vim: set fileencoding=iso-8859-1 :
"""Le naïf café."""

import ballast  # très lourd

NAME = "éü"


def name():
    """Déjà."""
    return NAME


def weight():
    # un café
    return ballast.weigh(1), "é"
