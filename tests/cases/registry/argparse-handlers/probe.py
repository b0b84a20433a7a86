import sys
import threading

from app import cli


def run(*argv):
    try:
        print(argv, cli.main(list(argv)))
    except SystemExit as stopped:
        print(argv, "exit", stopped.code)
    except ValueError as error:
        print(argv, repr(error), error.__traceback__.tb_next is not None)


sys.stderr = sys.stdout
for line in ("", "--help", "total --help", "bars --help", "total 1,2", "sum 3", "bars 1,2,3", "fail 7", "tota", "total"):
    run(*line.split())

found = []
threads = [threading.Thread(target=lambda: found.append(cli.main(["total", "4,5"]))) for _ in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(found)

from app.commands import total
from app.commands.total import run as again

print(again is total.run, total.run.__doc__)
