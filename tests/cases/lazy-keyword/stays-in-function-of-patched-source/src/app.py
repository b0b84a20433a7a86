def size():
    from heavy import VALUE

    return VALUE
