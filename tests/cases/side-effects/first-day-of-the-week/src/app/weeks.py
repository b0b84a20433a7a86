import calendar

calendar.setfirstweekday(calendar.SUNDAY)


def name():
    return calendar.day_name[calendar.firstweekday()]
