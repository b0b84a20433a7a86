//! What whole modules do to others, beyond single lines.
use super::{noticed, unnoticed};

#[test]
fn a_registry_filled_by_the_base_class() {
    noticed(&["class A(Hooked): ..."]);
}

#[test]
fn an_instance_of_a_class_that_inherits_its_constructor() {
    noticed(&["class A(Made): ...\na = A()"]);
}

#[test]
fn an_object_of_somebody_else_that_a_call_hands_out() {
    noticed(&[
        "items = table()\nitems['x'] = 1",
        "items = table()\nitems.update(x=1)",
        "log = logging.getLogger('x')\nlog.propagate = False",
    ]);
}

#[test]
fn an_object_of_somebody_else_under_a_name_of_this_module() {
    noticed(&[
        "items = core.TABLE['x']\nitems['y'] = 1",
        "handlers = logging.getLogger().handlers\nhandlers.append(1)",
        "for item in core.ITEMS:\n    item.flag = True",
        "first, *rest = core.ITEMS\nfirst.flag = True",
        "items = core.ITEMS if __debug__ else []\nitems.append(1)",
        "items = core.ITEMS or []\nitems.append(1)",
        "items = []\nitems = core.ITEMS\nitems.append(1)",
        "(items := core.ITEMS).append(1)",
        "if items := core.ITEMS:\n    items.append(1)",
    ]);
}

#[test]
fn an_object_of_somebody_else_in_a_function_that_is_called() {
    noticed(&[
        "def f():\n    items = core.ITEMS\n    items.append(1)\nf()",
        "def f(items):\n    items.append(1)\nf(core.ITEMS)",
        "store(TABLE)",
        "store(core.TABLE)",
    ]);
}

#[test]
fn surroundings_read_by_a_function_that_is_called() {
    noticed(&[
        "def f():\n    return os.environ['X']\nx = f()",
        "def f():\n    return sys.argv[1:]\nx = f()",
    ]);
}

#[test]
fn surroundings_read_by_a_default_or_another_name() {
    noticed(&[
        "def f(x=os.environ['X']): ...",
        "settings = os.environ\nx = settings['X']",
        "from os import environ\nx = environ['X']",
        "from sys import argv\nx = argv[1]",
        "class A:\n    x = os.environ['X']",
    ]);
}

#[test]
fn a_callback_handed_to_a_builtin() {
    noticed(&[
        "x = list(map(register, (1, 2)))",
        "x = sorted((1, 2), key=register)",
        "x = functools.reduce(core.register, (1, 2))",
        "def put(table, name):\n    table[name] = 1\n    return table\nfunctools.reduce(put, ('a', 'b'), core.TABLE)",
        "import operator\nfunctools.reduce(lambda t, kv: (operator.setitem(t, *kv), t)[1], [(1, 2)], core.TABLE)",
    ]);
}

#[test]
fn a_method_of_a_container_handed_to_who_calls_it() {
    noticed(&[
        "import contextlib\nwith contextlib.ExitStack() as stack:\n    stack.callback(core.ITEMS.append, 1)",
        "import threading\nt = threading.Thread(target=core.ITEMS.append, args=(1,))\nt.start()",
        "from concurrent.futures import ThreadPoolExecutor\nwith ThreadPoolExecutor() as pool:\n    pool.submit(core.ITEMS.append, 1)",
    ]);
}

#[test]
fn an_abstract_class_that_is_asked_about_another_one() {
    noticed(&[
        "class A:\n    @classmethod\n    def __subclasshook__(cls, other):\n        core.ITEMS.append(other)\nx = issubclass(int, A)",
        "class A:\n    @classmethod\n    def __subclasshook__(cls, other):\n        core.ITEMS.append(other)\nx = isinstance(1, A)",
        "class M(type):\n    def __instancecheck__(cls, other):\n        core.ITEMS.append(other)\nclass A(metaclass=M): ...\nmatch 1:\n    case A(): ...",
    ]);
    unnoticed(&["class A: ...\nmatch 1:\n    case A(): ...\n    case int(): ..."]);
}

#[test]
fn decorators_called_like_methods_that_read() {
    noticed(&[
        "@api.get('/')\ndef f(): ...",
        "@api.index\ndef f(): ...",
        "@core.api.get('/')\ndef f(): ...",
    ]);
}

#[test]
fn a_class_made_by_a_call() {
    noticed(&[
        "A = type('A', (Hooked,), {})",
        "import types\nA = types.new_class('A', (Hooked,))",
    ]);
}
