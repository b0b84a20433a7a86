from app import base

SEEN = base.POINT.at
