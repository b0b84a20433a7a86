"""Codes."""

import base64


def encode(text: str) -> str:
    return base64.b64encode(shaped(text).encode()).decode()


def shaped(text: str) -> str:
    return text.upper()
