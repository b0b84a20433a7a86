from app import first, second


def main(is_first):
    if is_first:
        return first.first()
    return second.second()
