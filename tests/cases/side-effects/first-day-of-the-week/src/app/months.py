import calendar

NAMES = list(calendar.month_name)


def name(number):
    return NAMES[number]
