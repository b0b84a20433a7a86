try:
    from app import fast as chosen
except ImportError:
    from app import slow as chosen

NAME = chosen.__name__
