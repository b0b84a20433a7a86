import os

if os.environ.get("QUARRY_BACKEND", "stone") not in ("stone", "sand"):
    raise RuntimeError("no such backend")
