def size():
    import heavy

    try:
        return heavy.VALUE
    except ImportError:
        return 0
