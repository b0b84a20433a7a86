from app import base

SEEN = base.Child().get()
