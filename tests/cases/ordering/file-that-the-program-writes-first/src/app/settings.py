import configparser

SETTINGS = configparser.ConfigParser()
SETTINGS.read("settings-of-the-probe.ini")


def sections():
    return SETTINGS.sections()
