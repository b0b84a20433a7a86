"""Codes."""
import base64


def encode(text: str) -> str:
    return base64.b64encode(text.upper().encode()).decode()
