from app import base

SEEN = base.marked(), base.with_default()
