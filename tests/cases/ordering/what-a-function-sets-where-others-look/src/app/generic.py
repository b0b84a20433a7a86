from app import base

SEEN = base.shown(1)
