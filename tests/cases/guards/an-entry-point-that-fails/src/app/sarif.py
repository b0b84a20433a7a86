import gone_om


def report(found):
    return gone_om.dump(found)
