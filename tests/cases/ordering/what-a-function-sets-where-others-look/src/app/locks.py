from app import base

SEEN = base.LOCK.locked()
