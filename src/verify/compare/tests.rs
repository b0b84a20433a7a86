//! Each rule of the comparison with a case on either side of it.
use super::*;

fn seen(facts: &[(&str, &str, &str)]) -> Seen {
    let given = facts
        .iter()
        .map(|&(kind, about, text)| (kind.to_owned(), about.to_owned(), text.to_owned()));
    Seen {
        module: "app".into(),
        facts: std::iter::once(("outcome".into(), String::new(), "imported".into()))
            .chain(given)
            .collect(),
        own: vec!["app".into(), "app.tools".into()],
        ..Seen::default()
    }
}

fn said(before: &Seen, after: &Seen, uses: &Uses) -> Vec<String> {
    let found = module(before, Some(after), uses, &[]);
    let differences = found
        .differences
        .iter()
        .map(|one| format!("{} {}: {} -> {}", one.kind, one.about, one.before, one.after));
    differences
        .chain(found.notes.iter().map(|note| format!("note: {}", note.text)))
        .collect()
}

fn uses(taken: &[&str]) -> Uses {
    Uses {
        taken: taken
            .iter()
            .map(|&name| (name.to_owned(), "t.py:3".to_owned()))
            .collect(),
        ..Uses::default()
    }
}

#[test]
fn a_name_that_moved_into_functions_is_only_a_note() {
    let before = seen(&[("name", "json", "module json"), ("origin", "", "app.py")]);
    assert_eq!(
        said(&before, &seen(&[("origin", "", "app.py")]), &Uses::default()),
        ["note: `json` has moved into the functions that use it; nothing here takes it from outside"]
    );
    assert_eq!(
        said(&before, &seen(&[("origin", "", "app.py")]), &uses(&["app json"])),
        ["name json: module json -> absent, and taken at t.py:3"]
    );
}

#[test]
fn what_a_package_offers_stays() {
    let before = seen(&[
        ("name", "Client", "class app.tools.Client"),
        ("origin", "", "app/__init__.py"),
    ]);
    let after = seen(&[("origin", "", "app/__init__.py")]);
    assert_eq!(
        said(&before, &after, &Uses::default()),
        ["name Client: class app.tools.Client -> absent, though the package offered it"]
    );
}

#[test]
fn containers_count_where_their_module_is_loaded() {
    let before = seen(&[("registry", "app.tools.TABLE", "'a'\n'b'")]);
    let after = seen(&[("registry", "app.tools.TABLE", "'a'")]);
    assert_eq!(
        said(&before, &after, &Uses::default()),
        ["registry app.tools.TABLE: 'b' of 2 -> (end) of 1"]
    );
    let unloaded = Seen {
        own: vec!["app".into()],
        ..seen(&[])
    };
    assert_eq!(said(&before, &unloaded, &Uses::default()), Vec::<String>::new());
}

#[test]
fn state_of_packages_that_are_not_loaded_is_their_own() {
    let state = |came: &[(&str, Option<&str>)]| {
        let came = came
            .iter()
            .map(|(text, owner)| (text.to_string(), owner.map(str::to_owned)))
            .collect();
        vec![("exit functions".to_owned(), came, Items::new())]
    };
    let before = Seen {
        loaded: vec!["logging".into(), "app.tools".into()],
        state: state(&[
            ("logging.shutdown", Some("logging")),
            ("app.tools.bye", Some("app.tools")),
        ]),
        ..seen(&[])
    };
    let after = Seen {
        state: state(&[]),
        ..seen(&[])
    };
    assert_eq!(
        said(&before, &after, &Uses::default()),
        ["state exit functions: app.tools.bye -> nothing"]
    );
    let swapped = Seen {
        state: state(&[
            ("app.tools.bye", Some("app.tools")),
            ("logging.shutdown", Some("logging")),
        ]),
        ..before.clone()
    };
    assert_eq!(
        said(&before, &swapped, &Uses::default()),
        ["state order of exit functions: logging.shutdown; app.tools.bye -> app.tools.bye; logging.shutdown"]
    );
}

#[test]
fn a_failing_import_is_said_once() {
    let before = seen(&[("name", "x", "1")]);
    let mut after = seen(&[]);
    after.facts[0].2 = "ImportError: no".into();
    assert_eq!(
        said(&before, &after, &Uses::default()),
        ["outcome : imported -> ImportError: no"]
    );
    assert_eq!(module(&before, None, &Uses::default(), &[]).differences.len(), 1);
}

#[test]
fn names_are_listed_and_exported_as_before() {
    let before = seen(&[
        ("name", "A", "1"),
        ("dir", "A", "listed"),
        ("star", "A", "exported"),
        ("all", "", "A"),
    ]);
    let after = seen(&[("name", "A", "1"), ("all", "", "A")]);
    assert_eq!(
        said(&before, &after, &Uses::default()),
        [
            "dir A: listed by dir() -> not listed by dir()",
            "star A: exported by import * -> not exported by import *"
        ]
    );
}

#[test]
fn functions_may_not_look_for_names_in_vain() {
    let after = seen(&[("undefined name", "json in load", "undefined")]);
    assert_eq!(
        said(&seen(&[]), &after, &Uses::default()),
        ["undefined name json in load: defined -> undefined"]
    );
    assert_eq!(said(&after, &after, &Uses::default()), Vec::<String>::new());
}

#[test]
fn a_submodule_that_is_loaded_later_is_listed_later() {
    let facts = [("name", "tools", "module app.tools"), ("dir", "tools", "")];
    let before = seen(&facts);
    let mut after = seen(&facts[..1]);
    assert_eq!(
        said(&before, &after, &Uses::default()),
        ["dir tools: listed by dir() -> not listed by dir()"]
    );
    after.own = vec!["app".into()];
    assert_eq!(
        said(&before, &after, &Uses::default()),
        ["note: `tools` is loaded later, and listed by dir() from then on"]
    );
    assert_eq!(
        said(&before, &after, &uses(&["app tools"])),
        ["dir tools: listed by dir() -> not listed by dir()"]
    );
}

#[test]
fn new_public_names_count_unless_deferring_adds_them() {
    let before = seen(&[]);
    let added = |name: &str, value: &str| said(&before, &seen(&[("name", name, value)]), &Uses::default());
    assert_eq!(added("EXTRA", "1"), ["name EXTRA: absent -> 1"]);
    assert_eq!(
        added("run", "function app.run"),
        ["name run: absent -> function app.run"]
    );
    assert_eq!(
        added("TYPE_CHECKING", "False"),
        ["note: `TYPE_CHECKING` is new, which is part of deferring"]
    );
    assert_eq!(
        added("DeferredDict", "class app._dormant.DeferredDict"),
        ["note: `DeferredDict` is new, which is part of deferring"]
    );
    assert_eq!(added("json", "module json"), ["note: `json` is new: module json"]);
    assert_eq!(added("_hidden", "1"), [""; 0]);
}

#[test]
fn an_accepted_risk_explains_what_its_module_did() {
    let state = |kind: &str, text: &str| vec![(kind.to_owned(), vec![(text.to_owned(), None)], Items::new())];
    let before = |kind: &str, text: &str| Seen {
        loaded: vec!["colorama.ansi".into()],
        state: state(kind, text),
        ..seen(&[])
    };
    let accept = |facet: &str| Accept {
        module: "colorama".into(),
        facet: facet.into(),
        why: "nothing is printed before".into(),
    };
    let differs = |before: &Seen, after: &Seen, facet: &str| {
        let found = module(before, Some(after), &Uses::default(), &[accept(facet)]);
        (found.differences.len(), found.notes.len())
    };
    let later = seen(&[]);
    for (kind, text, facet) in [
        ("environment", "NO_COLOR=1", "env:NO_COLOR"),
        ("environment", "NO_COLOR=1", "env"),
        ("environment", "NO_COLOR=1", "everything"),
        ("hooks", "stdout colorama.Wrapper", "stdout"),
        (
            "loggers",
            "colorama level 10 propagate True disabled False",
            "logging:colorama",
        ),
        ("exit functions", "colorama.reset_all", "atexit"),
        ("working directory", "/tmp", "cwd"),
        ("sys.path", "/tmp", "sys.path"),
    ] {
        let before = before(kind, text);
        assert_eq!(differs(&before, &later, facet), (0, 1), "{kind} {facet}");
        assert_eq!(differs(&before, &later, "umask"), (1, 0), "{kind} is no umask");
        // It is loaded all the same: somebody else took its effect away.
        let there = Seen {
            loaded: before.loaded.clone(),
            ..seen(&[])
        };
        assert_eq!(differs(&before, &there, facet), (1, 0), "{kind} while it is loaded");
    }
    let printing = Seen {
        loaded: vec!["colorama".into()],
        ..seen(&[("printed", "", "hello")])
    };
    let silent = seen(&[("printed", "", "")]);
    assert_eq!(differs(&printing, &silent, "stdout"), (0, 1));
    assert_eq!(differs(&printing, &silent, "cwd"), (1, 0));
}
