from app import base

SEEN = base.Made.value
