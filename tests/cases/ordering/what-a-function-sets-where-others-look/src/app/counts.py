from app import base

SEEN = base.remembered.cache_info().currsize
