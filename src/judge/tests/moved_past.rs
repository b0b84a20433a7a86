//! What a function of the program changes before the first use, of which the package reads when it is loaded.
use super::super::testing::{Case, check_deferred, check_kept, check_untouched};
use super::super::{Code, Strategy};
use super::noticed::rigged;

const LOCAL: [Strategy; 1] = [Strategy::FunctionLocal];

#[test]
fn a_builtin_that_is_replaced() {
    let replaces = "import builtins\n\ndef quiet():\n    builtins.open = None\n";
    for reads in [
        "TEXT = open",
        "def text(): return open('x')\nTEXT = text()",
        "import builtins\nTEXT = builtins.open",
        "import builtins\nTEXT = getattr(builtins, 'open')",
    ] {
        check_kept(rigged(reads, replaces), "app.images", Code::ImportWindow);
    }
    // Near misses: another name, a function that is not called, a name of its own.
    for reads in ["TEXT = len", "def text(): return open('x')", "open = len\nTEXT = open"] {
        check_deferred(rigged(reads, replaces), "app.images", &LOCAL);
    }
    let installs = "import gettext\n\ndef start():\n    gettext.install('app')\n";
    check_kept(rigged("TEXT = _('text')", installs), "app.images", Code::ImportWindow);
    check_deferred(rigged("def text(): return _('text')", installs), "app.images", &LOCAL);
}

#[test]
fn an_attribute_that_is_replaced_in_what_a_function_reads() {
    let replaces = "import time\n\ndef freeze():\n    time.strftime = None\n";
    let calls = "import time\ndef stamp(): return time.strftime('%Y')\nSTAMP = stamp()";
    check_kept(rigged(calls, replaces), "app.images", Code::ImportWindow);
    let uncalled = "import time\ndef stamp(): return time.strftime('%Y')";
    check_deferred(rigged(uncalled, replaces), "app.images", &LOCAL);
    let by_item = "import json\n\ndef freeze():\n    vars(json)['dumps'] = None\n";
    check_kept(
        rigged("import json\nSTAMP = json.dumps", by_item),
        "app.images",
        Code::ImportWindow,
    );
    check_deferred(rigged("import json\nSTAMP = json.loads", by_item), "app.images", &LOCAL);
}

#[test]
fn a_type_of_which_an_item_is_set() {
    let reads = "import typing\nANY = typing.Any\nHINTS = typing.get_type_hints";
    for fails in ["typing.Any['mode'] = None", "del typing.Any['mode']"] {
        let replaces = format!("import typing\n\ndef mark():\n    {fails}\n");
        check_deferred(rigged(reads, &replaces), "app.images", &LOCAL);
    }
    // Near misses: what stands in its module.
    for changes in [
        "typing.Any = None",
        "vars(typing)['Any'] = None",
        "setattr(typing, 'get_type_hints', None)",
    ] {
        let replaces = format!("import typing\n\ndef mark():\n    {changes}\n");
        check_kept(rigged(reads, &replaces), "app.images", Code::ImportWindow);
    }
}

#[test]
fn attributes_that_are_put_on_what_stands_for_a_type() {
    let reads = "import typing\nT = typing.TypeVar('T')\nMAYBE = typing.Optional[T]\n";
    let put = |target: &str| format!("import typing\n\ndef mark():\n    {target} = 1\n");
    for target in ["typing.Any.inner", "typing.Union.extra"] {
        check_deferred(rigged(reads, &put(target)), "app.images", &LOCAL);
    }
    // Near misses: what is asked of a type, and a class that is more than that.
    for target in [
        "typing.Union.__args__",
        "typing.Generic.__str__",
        "typing.NamedTuple.extra",
    ] {
        check_kept(rigged(reads, &put(target)), "app.images", Code::ImportWindow);
    }
}

#[test]
fn the_text_of_a_union_of_types() {
    let writes = "from typing import Union\n\nT = Union['A', int]\n\ndef mark():\n    T.__doc__ = 'x'\n";
    for reads in [
        "import typing\nT = typing.TypeVar('T')\nMAYBE = typing.Optional[T]\nHINTS = typing.get_type_hints\n",
        "from typing import Union\nU = Union['A', int]\nclass B: ...\nHELP = B.__doc__\n",
        "from typing import NamedTuple, Union\nclass B(NamedTuple):\n    part: Union['A', int]\n",
    ] {
        check_deferred(rigged(reads, writes), "app.images", &LOCAL);
    }
    // Python keeps what it made of two types: whoever names the same ones has the same object.
    for reads in [
        "from typing import Union\nHELP = Union['A', int].__doc__\n",
        "from typing import Union\nU = Union['A', int]\nHELP = getattr(U, '__doc__')\n",
    ] {
        check_kept(rigged(reads, writes), "app.images", Code::ImportWindow);
    }
    // A class that is more than a type, and what is asked of a type.
    for (writes, reads) in [
        (
            "import typing\n\ndef mark():\n    typing.NamedTuple.__doc__ = 'x'\n",
            "import typing\nB = typing.NamedTuple('B', [])\n",
        ),
        (
            "from typing import Union\n\nT = Union['A', int]\n\ndef mark():\n    T.__args__ = ()\n",
            "import typing\nARGS = typing.get_args(typing.Union['A', int])\n",
        ),
    ] {
        check_kept(rigged(reads, writes), "app.images", Code::ImportWindow);
    }
}

#[test]
fn a_module_that_is_replaced_among_the_loaded_ones() {
    let case = |replaces: &str| {
        Case::from(
            format!(
                "import rig\nimport sys\n\ndef size():\n    return rig.SIZE\n\ndef fake(module):\n    {replaces}\n"
            )
            .as_str(),
        )
        .site(&[
            ("rig", "import rigging\nSIZE = rigging.SIZE\n"),
            ("rigging", "SIZE = 1\n"),
        ])
        .heavy(&["rig"])
    };
    for replaces in [
        "sys.modules['rigging'] = module",
        "del sys.modules['rigging']",
        "sys.modules.pop('rigging')",
    ] {
        check_kept(case(replaces), "app.images", Code::ImportWindow);
    }
    check_deferred(case("sys.modules['ropes'] = module"), "app.images", &LOCAL);
}

/// What a test says of a name, and what it leaves open.
#[test]
fn modules_that_are_forgotten_by_what_a_test_says_of_their_names() {
    let case = |body: &str| {
        Case::from(
            format!(
                "import rig\nimport sys\n\ndef size():\n    return rig.SIZE\n\ndef forget():\n    for n in list(sys.modules):\n{body}\n"
            )
            .as_str(),
        )
        .site(&[
            ("rig", "import rigging\nSIZE = rigging.SIZE\n"),
            ("rigging", "SIZE = 1\n"),
        ])
        .heavy(&["rig"])
    };
    let where_it = |test: &str| case(&format!("        if {test}:\n            del sys.modules[n]"));
    for test in [
        "n.startswith('app.')",
        "n.startswith(('app.', 'json'))",
        "n == 'app' or n.startswith('app.')",
        "n in ('app.other', 'app.images')",
        "n.partition('.')[0] == 'app'",
        "n.split('.', 1)[0] in {'app', 'json'}",
    ] {
        check_deferred(where_it(test), "app.images", &LOCAL);
    }
    for test in [
        "n.startswith('rig')",
        "n.startswith(('app.', 'rig'))",
        "n.startswith('app.') or n == 'rigging'",
        "n.startswith('app.') or n in ('json', 'rigging')",
        "n == 'rigging'",
        "not (n != 'rigging')",
        "n.split('.')[0] == 'rigging'",
    ] {
        check_untouched(where_it(test), "app.images");
    }
    let unless = |leaves: &str| {
        case(&format!(
            "        if not n.startswith('app.'):\n            {leaves}\n        sys.modules.pop(n)"
        ))
    };
    check_deferred(unless("continue"), "app.images", &LOCAL);
    check_untouched(unless("n = 'rigging'"), "app.images");
    check_kept(
        case("        if n.startswith('app.'):\n            n = 'rigging'\n            del sys.modules[n]"),
        "app.images",
        Code::ImportWindow,
    );
    check_deferred(
        case(
            "        pass\n    for n in [n for n in sys.modules if n.startswith('app.')]:\n        del sys.modules[n]",
        ),
        "app.images",
        &LOCAL,
    );
}

#[test]
fn numbers_are_rounded_as_the_context_says() {
    let sets = "import decimal\n\ndef start():\n    decimal.getcontext().prec = 3\n";
    let third = "from decimal import Decimal\nTHIRD = Decimal(1) / Decimal(3)";
    check_kept(rigged(third, sets), "app.images", Code::ImportWindow);
    let method = "from decimal import Decimal\nTHIRD = Decimal('1.25').quantize(Decimal('0.1'))";
    check_kept(rigged(method, sets), "app.images", Code::ImportWindow);
    check_deferred(
        rigged("from decimal import Decimal\nONE = Decimal('1.25')", sets),
        "app.images",
        &LOCAL,
    );
    check_deferred(rigged(third, ""), "app.images", &LOCAL);
}

#[test]
fn what_a_thread_finds() {
    let case = |rig: &str, behind: &str| {
        Case::new(&[
            ("app", ""),
            ("app.rig", &format!("import threading\n{rig}\n")),
            (
                "app.images",
                &format!("import app.rig\n\ndef size():\n    return app.rig.DATA.size\n{behind}"),
            ),
        ])
        .heavy(&["app.rig"])
    };
    let starts = "\nimport threading\n\ndef start():\n    threading.Thread(target=size).start()\n";
    check_kept(
        case("DATA = threading.local()\nDATA.size = 1", starts),
        "app.images",
        Code::HasEffects,
    );
    let below = "class Data(threading.local): ...\nDATA = Data()\nDATA.size = 1";
    check_kept(case(below, starts), "app.images", Code::HasEffects);
    check_deferred(case("DATA = threading.local()", starts), "app.images", &LOCAL);
    check_deferred(
        case("DATA = threading.local()\nDATA.size = 1", ""),
        "app.images",
        &LOCAL,
    );
}

#[test]
fn what_a_function_remembers() {
    let case = |decorator: &str, behind: &str| {
        let sums = format!("import functools\n@{decorator}\ndef double(x):\n    return 2 * x\n");
        Case::new(&[
            ("app", ""),
            ("app.sums", &sums),
            (
                "app.rig",
                "from app.sums import double\nclass Rig: ...\nSIZE = double(2)\n",
            ),
            (
                "app.images",
                &format!("import app.rig\nimport app.sums\n\ndef size():\n    return app.rig.SIZE\n{behind}"),
            ),
        ])
        .heavy(&["app.rig"])
    };
    let asks = "\ndef count():\n    return app.sums.double.cache_info()\n";
    for decorator in [
        "functools.cache",
        "functools.lru_cache",
        "functools.lru_cache(maxsize=8)",
    ] {
        check_kept(case(decorator, asks), "app.images", Code::HasEffects);
        check_deferred(case(decorator, ""), "app.images", &LOCAL);
    }
}

#[test]
fn what_the_package_around_a_module_holds() {
    let case = |behind: &str| {
        let uses = format!(
            "import app.rig\nimport app\n\ndef size():\n    return app.rig.SIZE\n\ndef has():\n    return {behind}\n"
        );
        Case::new(&[("app", ""), ("app.rig", "SIZE = 1\n"), ("app.images", &uses)]).heavy(&["app.rig"])
    };
    check_kept(case("hasattr(app, 'rig')"), "app.images", Code::SubmoduleProvider);
    check_kept(case("sorted(vars(app))"), "app.images", Code::SubmoduleProvider);
    check_kept(case("dir(app)"), "app.images", Code::SubmoduleProvider);
    check_deferred(case("hasattr(app, 'ropes')"), "app.images", &LOCAL);
}

#[test]
fn what_translations_say() {
    let names = "import gettext\nSAYS = gettext.translation('app', 'locale', fallback=True)\n_ = SAYS.gettext\nmany = SAYS.ngettext\n";
    let reads = "from app.names import _, many\nHELP = _('Shows it.')\nALL = many('one', 'two', 2)\n";
    let case = |rest: &str| {
        Case::from("from app import shows\n\ndef size():\n    return shows.HELP\n")
            .and(&[
                ("app.names", names),
                ("app.shows", reads),
                ("app.cli", format!("from app import images, names\n{rest}").as_str()),
            ])
            .heavy(&["app.shows"])
    };
    check_deferred(case("def main():\n    return images.size()\n"), "app.images", &LOCAL);
    // Where the functions of the module look is nothing to what was found.
    let binds = "import gettext\n\ndef main():\n    gettext.bindtextdomain('app', 'x')\n    return images.size()\n";
    check_deferred(case(binds), "app.images", &LOCAL);
    let adds = "def main():\n    names.SAYS.add_fallback(names.SAYS)\n    return images.size()\n";
    check_kept(case(adds), "app.images", Code::ImportWindow);
    // Nor is it known what another class does.
    let own = "import gettext\nSEEN = []\n\nclass Own(gettext.GNUTranslations):\n    def gettext(self, text):\n        SEEN.append(text)\n        return text\n\n";
    let plain = case("def main():\n    return images.size()\n");
    for told in ["'locale', class_=Own", "'locale', None, Own", "class_=other()"] {
        let names = names
            .replace("import gettext\n", own)
            .replace("'locale', fallback=True", told);
        check_kept(
            plain.clone().and(&[("app.names", names.as_str())]),
            "app.images",
            Code::HasEffects,
        );
    }
    let installs = reads.replace("HELP", "from app.names import SAYS\nSAYS.install()\nHELP");
    check_kept(
        case("def main():\n    return print(_('x'))\n").and(&[("app.shows", installs.as_str())]),
        "app.images",
        Code::HasEffects,
    );
}

#[test]
fn the_text_of_a_union_that_a_module_sets_when_it_is_loaded() {
    let shows = "from typing import Union\nT = Union['A', int]\nT.__doc__ = 'x'\nSIZE = 1\n";
    let case = |cli: &str| {
        Case::from("from app import shows\n\ndef size():\n    return shows.SIZE\n")
            .and(&[("app.shows", shows), ("app.cli", cli)])
            .heavy(&["app.shows"])
    };
    let calls = "from app import images\n\ndef main():\n    return images.size()\n";
    check_deferred(case(calls), "app.images", &LOCAL);
    for tells in [
        "from typing import Union\nfrom app import images\n\ndef main():\n    return Union['A', int].__doc__\n",
        "import inspect\nfrom app import images\n\ndef main(of):\n    return inspect.getdoc(of)\n",
    ] {
        check_kept(case(tells), "app.images", Code::HasEffects);
    }
    let more = shows.replace("__doc__", "extra");
    check_kept(
        case(calls).and(&[("app.shows", more.as_str())]),
        "app.images",
        Code::HasEffects,
    );
}
