//! A module that code looks up by its name and hands to a function of its own file.
use super::modules_by_name::looks_up;
use super::outside::{LOCAL, SERVED};
use crate::judge::Code;
use crate::judge::testing::{Case, check_deferred, check_kept};

/// A file that looks up a module, and does something with it.
fn finds(with_it: &str) -> Case {
    looks_up("sys.modules[args[0]]", with_it)
}

#[test]
fn looked_at_by_a_function_of_the_file() {
    for with_it in [
        "return find(module)\n\ndef find(of):\n    return of.run()",
        "return find(args, of=module)\n\ndef find(name, *, of=None):\n    return of.run(name)",
        "return find(module, 1)\n\ndef find(of, times):\n    return find(of, times - 1) if times else of.run()",
        "return find(module)\n\ndef find(of):\n    return inner(of)\n\ndef inner(one):\n    for value in one.PLUGINS:\n        keep(value)",
        "found = find(module)\n    return found.run()\n\ndef find(of):\n    return of if of else None",
        "return find([module])\n\ndef find(all):\n    return [one.run() for one in all]",
        "return find(module)\n\ndef find(of):\n    raise ValueError(f'no app in {of.__name__!r}')",
    ] {
        check_deferred(finds(with_it), "app.images", &LOCAL);
    }
    // It may take any name of the module.
    let namespace = "return find(module)\n\ndef find(of):\n    return list(of.__dict__.values())";
    check_kept(finds(namespace), "app.images", Code::NamespaceRead);
}

#[test]
fn kept_by_a_function_of_the_file() {
    let find = |body: &str| format!("return find(module)\n\ndef find(of):\n    {body}");
    for body in [
        "KEPT.append(of)",
        "KEPT[0] = of",
        "KEPT.module = of",
        "keep(of)",
        "put(of, 'connect', 1)",
        "yield of",
        "yield of.run",
        "global LAST\n    LAST = of\n\ndef last():\n    put(LAST, 'connect', 1)",
        "def inner():\n        return of\n    keep(inner)",
        "keep(lambda: of)",
        "class Inner:\n        module = of\n    return Inner",
        "keep(locals())",
        "return of\n\ndef other(name):\n    put(start(name), 'connect', 1)",
        "return inner(of)\n\ndef inner(one):\n    KEPT.append(one)",
        "return inner(of)\n\ndef inner(*all):\n    return 1",
        "return inner(one=of)\n\ndef inner(**all):\n    return 1",
    ] {
        check_deferred(finds(&find(body)), "app.images", &SERVED);
    }
    let looks = "(of):\n    return of.run()";
    for with_it in [
        format!("return find(*[module])\n\ndef find{looks}"),
        format!("return find(**{{'of': module}})\n\ndef find{looks}"),
        "return find(module)\n\ndef find(*rest):\n    return rest[0].run()".to_owned(),
        "return find(module)\n\ndef find(of, *rest):\n    return of.run()".to_owned(),
        "return find(module)\n\nasync def find(of):\n    return of.run()".to_owned(),
        format!("return find(module)\n\n@keep\ndef find{looks}"),
        // It keeps what it was handed, to find what it returned again.
        format!("return find(module)\n\nfrom functools import cache\n\n@cache\ndef find{looks}"),
        // The name means something else.
        format!("return find(module)\n\ndef find{looks}\n\nfind = keep"),
        format!("return find(module)\n\ndef find{looks}\n\nif KEPT:\n    def find(of):\n        keep(of)"),
        format!("return find(module)\n\ndef find{looks}\n\ndef set(find_it):\n    global find\n    find = find_it"),
        format!("return find(module)\n\ndef find{looks}\n\nfrom app.tools import keep as find"),
        format!("return find(module)\n\ndef find{looks}\n\nfrom app.tools import *"),
        format!("return find(module)\n\ndef find{looks}\n\nglobals()['find'] = keep"),
        format!("find = keep\n    return find(module)\n\ndef find{looks}"),
        format!("return [find(module) for find in rest]\n\ndef find{looks}"),
        format!("return (lambda find: find(module))(keep)\n\ndef find{looks}"),
        format!(
            "return find(module)\n\nclass Box:\n    def find{}",
            looks.replace("\n", "\n    ")
        ),
        format!("return rest.find(module)\n\ndef find{looks}"),
    ] {
        check_deferred(finds(&with_it), "app.images", &SERVED);
    }
}

#[test]
fn replaced_by_others() {
    let finds = || finds("return find(module)\n\ndef find(of):\n    return of.run()");
    for test in [
        "from unittest.mock import patch\n\n@patch('app.start.find')\ndef test(fake): ...\n",
        "from app import start\n\ndef test(monkeypatch):\n    monkeypatch.setattr(start, 'find', print)\n",
        "from app import start\n\ndef test():\n    start.find = print\n",
        "from app import start\n\ndef test():\n    start.find.__code__ = print.__code__\n",
    ] {
        check_deferred(finds().tests(&[("tests.t", test)]), "app.images", &SERVED);
    }
    // Nor is it another one for who asks which code it runs.
    let asks = "def is_it(f, frame):\n    return frame.f_code is f.__code__\n";
    check_deferred(finds().and(&[("app.other", asks)]), "app.images", &LOCAL);
    // Who calls it with something of his own takes nothing from it.
    let calls = "from app.start import find\n\ndef test():\n    assert find(print)\n";
    check_deferred(finds().tests(&[("tests.t", calls)]), "app.images", &LOCAL);
}

/// A module that another file hands to a function there is a variable of that function, as far as it keeps it to itself.
#[test]
fn handed_by_another_file() {
    let case = |builder: &str, build: &str| {
        Case::new(&[
            ("app", ""),
            ("app.builder", builder),
            ("app.deep", "import rig\n\ndef size():\n    return rig.SIZE\n"),
            ("app.user", &format!("from app import deep, builder\n\n{build}")),
        ])
        .site(&[("rig", "SIZE = 1\n")])
        .heavy(&["rig"])
    };
    let sets = "def swap(node, name, new):\n    setattr(node.parent, name, new)\n";
    let describes = format!("def describe(module):\n    return module.__name__\n\n{sets}");
    let calls = "def build(node, name):\n    builder.swap(node, name, 1)\n    return builder.describe(deep)\n";
    check_deferred(case(&describes, calls), "app.deep", &LOCAL);
    for keeps in [
        "KEPT = []\n\ndef describe(module):\n    KEPT.append(module)\n",
        "class Node: pass\n\ndef describe(module):\n    node = Node()\n    node.parent = module\n    swap(node, 'rig', 1)\n",
        "def describe(module):\n    return module\n",
        "def describe(*modules):\n    return modules\n",
        "from other import wrap\n\n@wrap\ndef describe(module):\n    return 1\n",
    ] {
        check_deferred(case(&format!("{keeps}\n{sets}"), calls), "app.deep", &SERVED);
    }
    let hands = "def build(node, name):\n    builder.swap(deep, name, 1)\n";
    check_deferred(
        case(&describes.replace("node.parent", "node"), hands),
        "app.deep",
        &SERVED,
    );
}
