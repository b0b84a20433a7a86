"""The south."""
from app.registry import register


@register("south")
def plan():
    return "south"
