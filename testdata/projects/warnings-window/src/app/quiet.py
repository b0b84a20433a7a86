import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import creaky


def sound():
    return creaky.sound()
