def depth():
    return len("deep")
