import sys

import quarry

from app import handed, harmless, member, tried


def main():
    print("start")
    if "all" in sys.argv:
        print(quarry.__name__, handed.FRAME, handed.MODE, member.NAME, member.KIND, tried.NAME, harmless.NAME)
    return 0
