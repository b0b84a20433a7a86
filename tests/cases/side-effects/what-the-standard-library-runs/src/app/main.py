from app import commands, counts, encodes, fills, parses, plainly, table, visits


def listed():
    return table.SEEN, sorted(table.GROUPS), table.tick()


def used():
    return commands.USED, counts.USED, encodes.USED, fills.USED, parses.USED, plainly.USED, visits.USED
