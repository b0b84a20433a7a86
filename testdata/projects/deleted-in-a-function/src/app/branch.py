import ballast


def deleted():
    ballast = 1
    del ballast
    try:
        return ballast
    except UnboundLocalError as error:
        return type(error).__name__


def on_one_branch(flag):
    if flag:
        import ballast.hull
    try:
        return ballast.hull.SIDES
    except UnboundLocalError as error:
        return type(error).__name__


def captured(value):
    match_like = [ballast for ballast in value]
    try:
        raise ValueError(len(match_like))
    except ValueError as ballast:
        return ballast.args


def real():
    return ballast.LIMIT
