"""The north."""
from app.registry import register


@register("north")
def plan():
    return "north"
