from ballast import SIZE

MOST = SIZE * 2


def pack(args):
    print("packed", MOST if args.n is None else args.n)
