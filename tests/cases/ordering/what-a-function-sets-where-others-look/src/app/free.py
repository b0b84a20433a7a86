from app import base

SEEN = base.Child().other, base.told(1), base.Child.__name__
