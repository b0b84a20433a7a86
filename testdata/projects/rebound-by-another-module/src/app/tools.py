from ballast import weigh


def total(*values):
    return weigh(*values)
