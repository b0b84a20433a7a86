import scilab


def compare(numbers):
    return scilab.optimize.least(numbers), scilab.hidden.most(numbers)
