import pack.level
import pack.plain


def run():
    return pack.level.X, pack.plain.X
