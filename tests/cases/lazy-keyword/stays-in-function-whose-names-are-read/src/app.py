def size():
    import heavy

    return sorted(locals()), heavy.VALUE
