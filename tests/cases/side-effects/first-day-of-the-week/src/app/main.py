import calendar
import logging

from app import logs, months, quiet, weeks


def state():
    return calendar.monthcalendar(2026, 11)[0], len(logging.getLogger().handlers)


def rest():
    return months.name(3), weeks.name(), logs.handlers(), quiet.handlers()
