//! State that others seldom look at, which installed packages set: of each kind somebody who does look, and nobody.
use super::super::testing::{check_deferred, check_kept};
use super::super::{Code, Strategy};
use super::noticed::rigged;

const LOCAL: [Strategy; 1] = [Strategy::FunctionLocal];

#[test]
fn what_is_found_by_a_name_alone() {
    let handler = "import codecs\ncodecs.register_error('rigged', codecs.ignore_errors)";
    check_deferred(rigged(handler, ""), "app.images", &LOCAL);
    let encodes = |name: &str| format!("\ndef encode(text):\n    return text.encode('ascii', '{name}')\n");
    check_deferred(rigged(handler, &encodes("replace")), "app.images", &LOCAL);
    check_kept(rigged(handler, &encodes("rigged")), "app.images", Code::HasEffects);
    let looks_up = "import codecs\n\ndef look(name):\n    return codecs.lookup_error(name)\n";
    check_kept(rigged(handler, looks_up), "app.images", Code::HasEffects);

    let prototype = "import ctypes\nnew = ctypes.pythonapi.PyBytes_AsString\nnew.restype = ctypes.c_void_p";
    check_deferred(rigged(prototype, ""), "app.images", &LOCAL);
    let calls = |name: &str| format!("import ctypes\n\ndef new(data):\n    return ctypes.pythonapi.{name}(data)\n");
    check_deferred(rigged(prototype, &calls("PyBytes_Size")), "app.images", &LOCAL);
    check_kept(
        rigged(prototype, &calls("PyBytes_AsString")),
        "app.images",
        Code::HasEffects,
    );
}

#[test]
fn libraries_that_ctypes_loads() {
    let loads = "import ctypes\nlib = ctypes.CDLL('librig.so')\nlib.rig.restype = ctypes.c_int";
    check_deferred(rigged(loads, ""), "app.images", &LOCAL);
    let for_all = "import ctypes\nlib = ctypes.CDLL('librig.so', mode=ctypes.RTLD_GLOBAL)";
    check_kept(rigged(for_all, ""), "app.images", Code::HasEffects);
}

#[test]
fn databases_that_turn_values_into_others() {
    let registers = "import datetime, sqlite3\nsqlite3.register_adapter(datetime.date, str)";
    check_deferred(rigged(registers, ""), "app.images", &LOCAL);
    let stores = "import sqlite3\n\ndef store(path):\n    return sqlite3.connect(path)\n";
    check_kept(rigged(registers, stores), "app.images", Code::HasEffects);
}

#[test]
fn a_package_that_puts_its_name_on_all_that_it_has() {
    let names = |all: &str| {
        format!(
            "import logging\nfrom json import JSONDecoder\nclass Rig:\n    pass\n\
             for thing in ({all}):\n    if getattr(thing, '__module__', '').startswith('rig.'):\n        thing.__module__ = 'rig'"
        )
    };
    check_deferred(rigged(&names("Rig, JSONDecoder, logging"), ""), "app.images", &LOCAL);
    let only_others = "from json import JSONDecoder\nJSONDecoder.__module__ = 'rig'";
    check_kept(rigged(only_others, ""), "app.images", Code::HasEffects);
    let other_names =
        "from json import JSONDecoder\nclass Rig:\n    pass\nfor thing in (Rig, JSONDecoder):\n    thing.rigged = 1";
    check_kept(rigged(other_names, ""), "app.images", Code::HasEffects);
}

#[test]
fn filters_for_warnings_in_a_package() {
    let filters = |module: &str| format!("import warnings\nwarnings.filterwarnings('default', module={module})");
    for own in ["'rig'", "'^rig'", r"r'^rig\.'"] {
        check_deferred(rigged(&filters(own), ""), "app.images", &LOCAL);
    }
    for other in ["''", "'app'", "'rigs'", "'^rig|app'"] {
        check_kept(rigged(&filters(other), ""), "app.images", Code::HasEffects);
    }
}

#[test]
fn a_stream_that_is_set_to_be_written_otherwise() {
    let sets = "import sys\n\ndef set_up():\n    sys.stdout.reconfigure(line_buffering=True)\n";
    for harmless in ["OUT = sys.stdout", "IS_TERMINAL = sys.stdout.isatty()"] {
        check_deferred(rigged(&format!("import sys\n{harmless}"), sets), "app.images", &LOCAL);
    }
    for asks in [
        "ENCODING = sys.stdout.encoding",
        "IS_IN_LINES = sys.stdout.line_buffering",
    ] {
        check_kept(
            rigged(&format!("import sys\n{asks}"), sets),
            "app.images",
            Code::ImportWindow,
        );
    }
    let replaces = "import sys\n\ndef set_up(other):\n    sys.stdout = other\n";
    check_kept(
        rigged("import sys\nOUT = sys.stdout", replaces),
        "app.images",
        Code::ImportWindow,
    );
}

#[test]
fn folders_for_temporary_files() {
    let asks = "import tempfile\nFOLDER = tempfile.gettempdir()";
    check_deferred(rigged(asks, ""), "app.images", &LOCAL);
    let sets = "import os\n\ndef set_up(folder):\n    os.environ['TMPDIR'] = folder\n";
    check_kept(rigged(asks, sets), "app.images", Code::ImportWindow);
    let replaces = "import tempfile\n\ndef set_up(folder):\n    tempfile.tempdir = folder\n";
    check_kept(rigged(asks, replaces), "app.images", Code::ImportWindow);
}

#[test]
fn what_is_asked_where_a_switch_is_on() {
    let inserts = "import sys\n\ndef add(folder):\n    sys.path.insert(0, folder)\n";
    let asks = "FOLDERS = sys.path[:]";
    let switched = format!("import os, sys\nif os.environ.get('RIG_DEBUG') == '1':\n    {asks}");
    check_deferred(rigged(&switched, inserts), "app.images", &LOCAL);
    check_kept(
        rigged(&format!("import sys\n{asks}"), inserts),
        "app.images",
        Code::ImportWindow,
    );
}
