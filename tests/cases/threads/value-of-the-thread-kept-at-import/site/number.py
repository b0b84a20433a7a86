from threading import get_ident

IDENT = get_ident()
