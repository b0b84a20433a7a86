import cmd

from app import table


class Shell(cmd.Cmd):
    def do_start(self, line):
        table.SEEN.append(line)


Shell().onecmd("start now")
USED = True
