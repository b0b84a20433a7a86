try:
    import item
except ImportError:
    item = None

FALLS_BACK = item is None
