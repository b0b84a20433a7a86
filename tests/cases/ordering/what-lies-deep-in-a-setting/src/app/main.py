import argparse

import hv_client

from app import asked, compared, conf, copied, of_class, parsed, shown, untouched, viewed


def set_up():
    conf.CONF["db"]["hosts"].append("one")
    conf.CONF["db"]["url"] = "b"
    conf.Limits.most = 2
    conf.settings.debug = True
    conf.TABLE["x"] = 2
    conf.PLAIN["mode"] = "b"
    parser = argparse.ArgumentParser()
    parser.add_argument("--verbose", action="store_true")
    parser.parse_args(["--verbose"], namespace=conf.OPTIONS)
    hv_client.api_key = "K"


def used():
    first = shown.TEXT, copied.CONF, compared.IS_DEFAULT, of_class.MOST, viewed.MODE, parsed.VERBOSE
    return first, asked.KEY, untouched.TEXT, untouched.LEVEL, untouched.NAME, untouched.ITEM


def main():
    set_up()
    print(used())
