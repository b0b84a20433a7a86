//! What Python itself refuses while a module is imported, where something given says so: a handler around the first use catches it.
use super::stops::{caught, stops};

const TABLE: &str = "T = {'a': 1, 'b': 2}\nMODE = os.environ.get('MODE', 'a')\n";

#[test]
fn there_may_be_nothing_under_what_is_given() {
    for (code, handler, keeps) in [
        ("N = T[os.environ.get('MODE', 'a')]", "except KeyError:", true),
        ("N = T[MODE]", "except LookupError:", true),
        (
            "def of(mode):\n    return T[mode]\nN = of(MODE)",
            "except Exception:",
            true,
        ),
        ("N = [1, 2][len(MODE)]", "except IndexError:", true),
        ("N = sys.argv[1]", "except IndexError:", true),
        (
            "class C:\n    a = 1\nN = getattr(C, MODE)",
            "except AttributeError:",
            true,
        ),
        ("N = T[MODE]", "except OSError:", false),
        ("N = T['a']", "except KeyError:", false),
        ("N = T.get(MODE)", "except KeyError:", false),
        ("N = [T[name] for name in ('a', 'b')]", "except KeyError:", false),
        ("N = sys.argv[0], sys.argv[1:]", "except IndexError:", false),
        ("N = MODE[:1]", "except IndexError:", false),
        (
            "import collections\nD = collections.defaultdict(int)\nN = D[MODE]",
            "except KeyError:",
            false,
        ),
        (
            "class C:\n    a = 1\nN = getattr(C, MODE, None), getattr(C, 'a')",
            "except AttributeError:",
            false,
        ),
        (
            "try:\n    N = T[MODE]\nexcept KeyError:\n    N = 0",
            "except KeyError:",
            false,
        ),
    ] {
        caught(&format!("{TABLE}{code}"), handler, keeps);
    }
}

/// A key that was seen to be there is found.
#[test]
fn what_was_looked_for_is_there() {
    for (code, keeps) in [
        ("if MODE in T:\n    N = T[MODE]", false),
        ("N = T[MODE] if MODE in T else 0", false),
        ("N = MODE in T and T[MODE]", false),
        ("N = MODE not in T or T[MODE]", false),
        ("if T.get(MODE):\n    N = [T[MODE]]", false),
        (
            "if MODE and MODE in T:\n    for n in (1, 2):\n        N = T[MODE]",
            false,
        ),
        ("if not MODE in T:\n    N = 0\nelse:\n    N = T[MODE]", false),
        (
            "def of(mode):\n    if mode not in T:\n        return 0\n    return T[mode]\nN = of(MODE)",
            false,
        ),
        ("if 'MODE' in os.environ:\n    N = os.environ['MODE']", false),
        ("if 'OTHER' in os.environ:\n    N = os.environ['MODE']", true),
        ("if MODE not in T:\n    N = T[MODE]", true),
        ("if MODE in T or MODE:\n    N = T[MODE]", true),
        ("N = T[MODE] or MODE in T", true),
        ("if MODE in T:\n    pass\nN = T[MODE]", true),
        (
            "if MODE in T:\n    MODE = os.environ.get('MODE', 'b')\n    N = T[MODE]",
            true,
        ),
        ("if MODE in T:\n    T.pop(MODE)\n    N = T[MODE]", true),
        ("if MODE in T:\n    del T[MODE]\n    N = T[MODE]", true),
        ("if MODE in T:\n    for T in ({}, {'a': 1}):\n        N = T[MODE]", true),
        (
            "def of(mode):\n    if mode not in T:\n        pass\n    return T[mode]\nN = of(MODE)",
            true,
        ),
    ] {
        caught(&format!("{TABLE}{code}"), "except KeyError:", keeps);
    }
}

#[test]
fn what_is_given_may_not_be_of_the_form_that_is_asked_for() {
    for (code, handler, keeps) in [
        ("A, B = MODE.split(':')", "except ValueError:", true),
        (
            "A, = os.environ.get('MODE', 'a')[:1].strip()",
            "except ValueError:",
            true,
        ),
        ("N = 1 / (MODE != 'x')", "except ArithmeticError:", true),
        ("N = next(x for x in 'ab' if x == MODE)", "except StopIteration:", true),
        ("N = max(x for x in 'ab' if x == MODE)", "except ValueError:", true),
        (
            "import importlib\nN = importlib.import_module(MODE)",
            "except ImportError:",
            true,
        ),
        (
            "import importlib\nN = importlib.import_module({'a': 'json'}.get(MODE, 'nothere'))",
            "except Exception:",
            true,
        ),
        (
            "import decimal\nN = decimal.Decimal(MODE)",
            "except ArithmeticError:",
            true,
        ),
        ("import re\nN = re.compile(MODE)", "except Exception:", true),
        ("import re\nN = re.compile(MODE)", "except re.error:", true),
        ("import re\nN = re.compile(MODE)", "except re.PatternError:", true),
        ("import re\nN = re.compile(MODE)", "except (KeyError, Unknown):", true),
        ("import re\nN = re.compile(MODE)", "except IndexError:", false),
        (
            "import re\nN = re.compile(MODE)",
            "except (ValueError, OSError):",
            false,
        ),
        ("A, B, C = MODE.partition(':')", "except ValueError:", false),
        ("A, B = MODE, 1", "except ValueError:", false),
        ("A, B = T.values()", "except ValueError:", false),
        ("N = len(MODE) / 2", "except ArithmeticError:", false),
        ("N = '%s' % MODE", "except ArithmeticError:", false),
        (
            "N = next((x for x in 'ab' if x == MODE), None)",
            "except StopIteration:",
            false,
        ),
        ("N = next(iter(T))", "except StopIteration:", false),
        ("N = max(len(MODE), 1)", "except ValueError:", false),
        (
            "import importlib\nN = importlib.import_module('json')",
            "except Exception:",
            false,
        ),
        ("import re\nN = re.compile('a')", "except Exception:", false),
    ] {
        caught(&format!("{TABLE}{code}"), handler, keeps);
    }
}

const FUNCTIONS: &str =
    "def fail():\n    raise ValueError('x')\ndef fine():\n    return 1\nMODE = os.environ.get('MODE', 'a')\n";

#[test]
fn what_is_given_says_which_function_is_called() {
    for (code, does) in [
        ("N = {'a': fine}.get(os.environ.get('MODE', 'a'), fail)()", true),
        ("f = {'a': fine, 'b': fail}[MODE]\nN = f()", true),
        ("f = fine\nif MODE:\n    f = fail\nf()", true),
        ("(fail if MODE else fine)()", true),
        (
            "class A:\n    def run(self):\n        pass\nclass B:\n    def run(self):\n        raise ValueError\n{'a': A()}.get(MODE, B()).run()",
            true,
        ),
        (
            "class A:\n    pass\nclass B:\n    def __init__(self):\n        raise ValueError\n{'a': A}.get(MODE, B)()",
            true,
        ),
        ("N = {'a': fine}.get(MODE, len)(())", false),
        ("T = {'a': fine, 'b': fail}\nN = T['a']()", false),
        ("X = MODE\nf = fail if len(sys.path) > 1000 else fine\nf()", false),
        (
            "class S:\n    def __init__(self, v):\n        self.v = v\n    def check(self):\n        if len(sys.path) > 1000:\n            raise ValueError\ns = S(MODE)\nif len(sys.path) > 1:\n    s = S(1)\ns.check()",
            false,
        ),
    ] {
        stops(&format!("{FUNCTIONS}{code}"), does);
    }
}

#[test]
fn what_is_given_says_which_exception_is_raised() {
    let raising = |exception: &str| format!("try:\n    raise {exception}\nexcept KeyError:\n    pass");
    for (exception, does) in [
        ("(RuntimeError('bad') if os.environ.get('BAD') else KeyError(1))", true),
        ("(RuntimeError if os.environ.get('BAD') else KeyError)(1)", true),
        ("(KeyError(1) if os.environ.get('BAD') else KeyError(2))", false),
        ("KeyError(1 if os.environ.get('BAD') else 2)", false),
    ] {
        stops(&raising(exception), does);
    }
}

#[test]
fn the_hooks_of_a_class_see_what_its_body_sets() {
    let metaclass = |test: &str, set: &str| {
        format!(
            "class M(type):\n    def __new__(m, n, b, d):\n        if {test}:\n            raise RuntimeError('bad')\n        return super().__new__(m, n, b, d)\nclass S(metaclass=M):\n    v = {set}\n"
        )
    };
    let subclass = |test: &str| {
        format!(
            "class B:\n    def __init_subclass__(cls):\n        if {test}:\n            raise RuntimeError('bad')\nclass S(B):\n    v = os.environ.get('BAD')\n    w = 1\n"
        )
    };
    for (code, does) in [
        (metaclass("d.get('v')", "os.environ.get('BAD')"), true),
        (metaclass("d['v'] == 'x'", "os.environ.get('BAD')"), true),
        (subclass("cls.v"), true),
        (metaclass("n in d", "os.environ.get('BAD')"), false),
        (
            metaclass("len(n) > 100 + len(sys.path)", "os.environ.get('BAD')"),
            false,
        ),
        (subclass("len(sys.path) > 1000 + cls.w"), false),
    ] {
        stops(&code, does);
    }
}
