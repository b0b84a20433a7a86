from ballast import SIZE

SIZES = range(SIZE)


def list_images(args):
    print(args.size * len(SIZES), "images", "loudly" if args.loud else "")


def remove_image(args):
    print("removed", args.name)
    return 3
