"""Says which lines of a program ran. dormant puts this file, as `sitecustomize`, first on the path of the commands and the tests of
an edited program, and of what these start in their turn.

The file `lines` beside it has a line for each that is asked about: its number in its file, and the path of that file, with a tab
between them. As soon as one has run, its place in that list is added to the file that the environment names.
"""
import os
import sys

append, write, exact = os.open, os.write, os.path.realpath
wanted = {}  # path of a file -> number of a line -> place in the list
with open(os.path.join(os.path.dirname(__file__), "lines"), encoding="utf-8") as rows:
    for place, row in enumerate(rows.read().splitlines()):
        number, path = row.split("\t", 1)
        wanted.setdefault(exact(path), {})[int(number)] = place
asked = {}  # the name of a file as code has it -> its lines that are asked about


def lines_of(code):
    if code.co_filename not in asked:
        asked[code.co_filename] = wanted.get(exact(code.co_filename), {})
    lines = asked[code.co_filename]
    if not lines or not hasattr(code, "co_lines"):
        return lines
    return lines if any(line in lines for _, _, line in code.co_lines()) else {}


def note(place):
    output = append(os.environ["DORMANT_RAN"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o666)
    write(output, b"%d\n" % place)
    os.close(output)


def watch():
    """Uses what costs a program next to nothing, as far as nobody else does: Python 3.12 has it."""
    monitoring = sys.monitoring
    events = monitoring.events
    tool = next(tool for tool in (4, 3, 0, 2, 1) if monitoring.get_tool(tool) is None)

    def started(code, _):
        if lines_of(code):
            monitoring.set_local_events(tool, code, events.LINE)
        return monitoring.DISABLE

    def ran(code, line):
        if line in lines_of(code):
            note(lines_of(code)[line])
        return monitoring.DISABLE

    monitoring.use_tool_id(tool, "dormant")
    monitoring.register_callback(tool, events.PY_START, started)
    monitoring.register_callback(tool, events.LINE, ran)
    monitoring.set_events(tool, events.PY_START)


def trace():
    import threading

    def called(frame, event, _):
        lines = lines_of(frame.f_code)
        noted = set()

        def ran(frame, event, _):
            if event == "line" and frame.f_lineno in lines and frame.f_lineno not in noted:
                noted.add(frame.f_lineno)
                note(lines[frame.f_lineno])
            return ran

        return ran if lines else None

    sys.settrace(called)
    threading.settrace(called)


if hasattr(sys, "monitoring"):
    watch()
else:
    trace()
missing = make_way(for_children=False)
if missing is not None:
    raise missing
