//! Resolving in small trees, one rule of Python's each.
use std::fs;

use tempfile::TempDir;

use super::*;

/// Empty files; `name=text` gives one its text.
fn tree(files: &[&str]) -> TempDir {
    let folder = tempfile::Builder::new().prefix("res").tempdir().unwrap();
    for file in files {
        let (name, text) = file.split_once('=').unwrap_or((file, ""));
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// Python 3.12 with its library in `lib` and packages in `site`; roots `root` and `root2`.
fn resolver(folder: &TempDir, environment: Environment, known: &[(&str, &str)]) -> Resolver {
    let at = |name: &str| folder.path().join(name);
    let known = known
        .iter()
        .map(|(name, path)| ((*name).to_owned(), at(path)))
        .collect();
    Resolver::new(&[at("root"), at("root2")], &[], known, &[at("more")], &environment)
}

fn environment(folder: &TempDir) -> Environment {
    Environment {
        version: Some((3, 12)),
        stdlib: Some(folder.path().join("lib")),
        site: vec![folder.path().join("site"), folder.path().join("site2")],
        ..Environment::default()
    }
}

fn show(folder: &TempDir, found: &Found) -> String {
    match found {
        Found::Source {
            path,
            is_package,
            origin,
        } => {
            let path = path.strip_prefix(folder.path()).unwrap().to_str().unwrap();
            format!("{origin:?} {path}{}", if *is_package { " package" } else { "" })
        }
        other => format!("{other:?}"),
    }
}

#[track_caller]
fn check(files: &[&str], expected: &[(&str, &str)]) {
    let folder = tree(files);
    let resolver = resolver(&folder, environment(&folder), &[]);
    for (name, found) in expected {
        assert_eq!(show(&folder, &resolver.find(name)), *found, "{name}");
    }
}

#[test]
fn packages_and_modules_in_the_order_of_the_path() {
    check(
        &[
            "root/app/__init__.py",
            "root/app/io.py",
            "site/app/__init__.py",
            "site/app/other.py",
            "site/req/__init__.py",
            "lib/json/__init__.py",
            "lib/json/decoder.py",
            "site/json/__init__.py",
            "more/req/__init__.py",
            "site2/req/x.py",
        ],
        &[
            ("app", "FirstParty root/app/__init__.py package"),
            ("app.io", "FirstParty root/app/io.py"),
            ("app.other", "Missing"),
            ("json.decoder", "Stdlib lib/json/decoder.py"),
            ("json", "Stdlib lib/json/__init__.py package"),
            ("req", "Site more/req/__init__.py package"),
            ("req.x", "Missing"),
            ("app.io.deeper", "Missing"),
            ("gone", "Missing"),
            ("", "Missing"),
            (".", "Missing"),
            ("app.", "Missing"),
            (".app", "Missing"),
            ("app..io", "Missing"),
            ("App", "Missing"),
        ],
    );
}

#[test]
fn package_before_extension_before_source_before_namespace() {
    check(
        &[
            "root/a/__init__.py",
            "root/a.abi3.so",
            "root/a.py",
            "root/b.cpython-312-x86_64-linux-gnu.so",
            "root/b.py",
            "root/b/x.py",
            "root/c.py",
            "root/c/x.py",
            "root/d.cpython-311-x86_64-linux-gnu.so",
            "root/e/__init__.cpython-312-darwin.so",
            "root/e/x.py",
            "root/f.pyc",
            "root/g.pyi",
            "root/h.so",
            "root/i/__init__.pyc",
            "root/i/y.py",
            "root/j.py/x.py",
        ],
        &[
            ("a", "FirstParty root/a/__init__.py package"),
            ("b", "Native { origin: FirstParty }"),
            ("b.x", "Missing"),
            ("c", "FirstParty root/c.py"),
            ("c.x", "Missing"),
            ("d", "Missing"),
            ("e", "Native { origin: FirstParty }"),
            ("e.x", "FirstParty root/e/x.py"),
            ("f", "Native { origin: FirstParty }"),
            ("g", "Missing"),
            ("h", "Native { origin: FirstParty }"),
            ("i", "Native { origin: FirstParty }"),
            ("i.y", "FirstParty root/i/y.py"),
            ("j", "Missing"),
        ],
    );
}

#[test]
fn namespace_packages_collect_their_portions() {
    check(
        &[
            "root/imbue/core/__init__.py",
            "root2/imbue/tools/x.py",
            "site/imbue/mngr/__init__.py",
            "site/imbue/mngr/main.py",
            "site2/whole/__init__.py",
            "root/whole/stray.py",
            "root2/imbue/core/hidden.py",
        ],
        &[
            ("imbue", "Namespace"),
            ("imbue.core", "FirstParty root/imbue/core/__init__.py package"),
            ("imbue.core.hidden", "Missing"),
            ("imbue.tools", "Namespace"),
            ("imbue.tools.x", "FirstParty root2/imbue/tools/x.py"),
            ("imbue.mngr.main", "Site site/imbue/mngr/main.py"),
            ("imbue.gone", "Missing"),
            ("whole", "Site site2/whole/__init__.py package"),
            ("whole.stray", "Missing"),
        ],
    );
    let folder = tree(&["root/ns/a.py", "site/ns/b.py"]);
    let resolver = resolver(&folder, environment(&folder), &[]);
    assert_eq!(
        resolver.folders_of("ns"),
        [folder.path().join("root/ns"), folder.path().join("site/ns")]
    );
    assert_eq!(resolver.folders_of("ns.a"), [] as [PathBuf; 0]);
}

#[test]
fn packages_that_extend_their_own_path() {
    check(
        &[
            "root/old/__init__.py=__path__ = __import__('pkgutil').extend_path(__path__, __name__)\n",
            "root/old/a.py",
            "site/old/__init__.py",
            "site/old/b.py",
            "site/old/c/__init__.py=__import__('pkg_resources').declare_namespace(__name__)",
            "site2/old/c/d.py",
        ],
        &[
            ("old.a", "FirstParty root/old/a.py"),
            ("old.b", "Site site/old/b.py"),
            ("old.gone", "Missing"),
            ("old.c", "Site site/old/c/__init__.py package"),
        ],
    );
}

#[test]
fn the_interpreter_comes_first_for_what_it_has_loaded() {
    check(
        &[
            "root/sys.py",
            "root/time.py",
            "root/os.py",
            "root/types.py",
            "lib/os.py",
            "lib/posixpath.py",
            "lib/types.py",
            "lib/lib-dynload/_json.cpython-312-x86_64-linux-gnu.so",
        ],
        &[
            ("sys", "Builtin"),
            ("time", "Builtin"),
            ("sys.x", "Missing"),
            ("os", "Stdlib lib/os.py"),
            ("os.path", "Stdlib lib/posixpath.py"),
            ("os.other", "Missing"),
            ("types", "FirstParty root/types.py"),
            ("_json", "Native { origin: Stdlib }"),
            ("math", "StdlibUnseen"),
            ("winreg", "StdlibUnseen"),
            ("codecs", "StdlibUnseen"),
        ],
    );
}

#[test]
fn collections_abc_is_another_module_since_3_13() {
    let folder = tree(&[
        "lib/collections/__init__.py",
        "lib/collections/abc.py",
        "lib/_collections_abc.py",
    ]);
    for (version, expected) in [
        ((3, 12), "Stdlib lib/collections/abc.py"),
        ((3, 13), "Stdlib lib/_collections_abc.py"),
    ] {
        let environment = Environment {
            version: Some(version),
            ..environment(&folder)
        };
        assert_eq!(
            show(&folder, &resolver(&folder, environment, &[]).find("collections.abc")),
            expected
        );
    }
}

#[test]
fn without_an_interpreter_the_standard_library_is_known_by_name() {
    let folder = tree(&["root/logging.py", "site/json/__init__.py", "site/dataclasses.py"]);
    let resolver = resolver(
        &folder,
        Environment {
            site: vec![folder.path().join("site")],
            ..Environment::default()
        },
        &[],
    );
    let found = |name: &str| show(&folder, &resolver.find(name));
    assert_eq!(found("logging"), "FirstParty root/logging.py");
    assert_eq!(found("json"), "StdlibUnseen");
    assert_eq!(found("xml.etree.ElementTree"), "StdlibUnseen");
    assert_eq!(found("os.path"), "StdlibUnseen");
    assert_eq!(found("sys"), "Builtin");
    assert_eq!(found("requests"), "Missing");
}

#[test]
fn known_files_are_found_where_no_root_leads() {
    let folder = tree(&[
        "scripts/helper.py",
        "scripts/logging.py",
        "odd/pkg/__init__.py",
        "odd/pkg/sub.py",
        "lib/logging.py",
        "site/helper.py",
        "site/req/__init__.py",
        "odd/x.py",
    ]);
    let known = [
        ("helper", "scripts/helper.py"),
        ("logging", "scripts/logging.py"),
        ("pkg", "odd/pkg/__init__.py"),
        ("deep.inner", "odd/x.py"),
        ("req.fake", "odd/x.py"),
    ];
    let resolver = resolver(&folder, environment(&folder), &known);
    let found = |name: &str| show(&folder, &resolver.find(name));
    assert_eq!(found("helper"), "FirstParty scripts/helper.py");
    assert_eq!(found("logging"), "Stdlib lib/logging.py");
    assert_eq!(found("pkg"), "FirstParty odd/pkg/__init__.py package");
    assert_eq!(found("pkg.sub"), "FirstParty odd/pkg/sub.py");
    assert_eq!(found("deep.inner"), "FirstParty odd/x.py");
    assert_eq!(found("req.fake"), "Missing");
    let beside = |name: &str| show(&folder, &resolver.find_beside(&folder.path().join("scripts"), name));
    assert_eq!(beside("logging"), "FirstParty scripts/logging.py");
    assert_eq!(beside("req"), "Site site/req/__init__.py package");
    assert_eq!(found("logging"), "Stdlib lib/logging.py");
}

#[test]
fn what_is_installed_editable_is_first_party_where_it_is_known() {
    let folder = tree(&[
        "libs/a/src/a/__init__.py",
        "libs/a/src/a/x.py",
        "libs/a/src/a/y.py",
        "ns/imbue/b/__init__.py",
        "one.py",
    ]);
    let at = |name: &str| folder.path().join(name);
    let environment = Environment {
        site: vec![at("libs/a/src")],
        mapping: vec![
            ("imbue.b".to_owned(), at("ns/imbue/b")),
            ("renamed".to_owned(), at("libs/a/src/a")),
            ("one".to_owned(), at("one.py")),
        ],
        namespaces: vec![("imbue".to_owned(), vec![at("ns/imbue")]), ("empty".to_owned(), vec![])],
        ..environment(&folder)
    };
    let resolver = resolver(
        &folder,
        environment,
        &[("a", "libs/a/src/a/__init__.py"), ("src.a.x", "libs/a/src/a/x.py")],
    );
    let found = |name: &str| show(&folder, &resolver.find(name));
    assert_eq!(found("a"), "FirstParty libs/a/src/a/__init__.py package");
    assert_eq!(found("a.x"), "FirstParty libs/a/src/a/x.py");
    assert_eq!(found("imbue"), "Namespace");
    assert_eq!(found("empty"), "Namespace");
    assert_eq!(found("empty.x"), "Missing");
    assert_eq!(found("imbue.b"), "Site ns/imbue/b/__init__.py package");
    assert_eq!(found("renamed.y"), "FirstParty libs/a/src/a/y.py");
    assert_eq!(found("one"), "Site one.py");
}

#[test]
fn threads_share_a_resolver() {
    let folder = tree(&["root/a/__init__.py", "root/a/b.py"]);
    let resolver = resolver(&folder, environment(&folder), &[]);
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(|| resolver.find("a.b"))).collect();
        for thread in threads {
            assert_eq!(show(&folder, &thread.join().unwrap()), "FirstParty root/a/b.py");
        }
    });
}
