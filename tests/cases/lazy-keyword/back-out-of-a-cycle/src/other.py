def helper():
    import heavy
    from app import BASE

    return BASE + heavy.VALUE
