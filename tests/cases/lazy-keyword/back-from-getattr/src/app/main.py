from app import boxes


def main():
    from app import build

    return build(3).size, boxes.Box().fill(2), boxes.Box().twice(4), boxes.Box().own()
