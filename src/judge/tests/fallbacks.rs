//! A `try` around others, and fallbacks that the project makes itself.
use super::super::testing::{Case, check_deferred, check_kept, check_one_kept};
use super::super::{Code, Strategy};

const BOTH: [Strategy; 2] = [Strategy::ModuleGetattr, Strategy::FunctionLocal];

#[test]
fn attempts_within_attempts() {
    check_deferred(
        "
        try:
            import dockyard
        except ImportError as error:
            why = str(error)
            try:
                import shipyard as dockyard
            except ImportError:
                dockyard = None
        else:
            why = ''

        def f():
            return dockyard or why
        ",
        "app.images",
        &BOTH,
    );
    let caught = |rest: &str| {
        let tried = "try:\n    import dockyard\nexcept ImportError as error:\n    dockyard = error\n";
        Case::from(format!("{tried}\ndef f():\n    return dockyard\n\n{rest}\n").as_str())
    };
    check_deferred(caught(""), "app.images", &BOTH);
    let twice = "try:\n    import json\nexcept ImportError as error:\n    json = error";
    check_deferred(caught(twice), "app.images", &BOTH);
    check_kept(caught("error = 1"), "app.images", Code::GuardedImport);
    check_kept(caught("def g():\n    return error"), "app.images", Code::GuardedImport);
}

#[test]
fn a_fallback_that_the_project_makes() {
    let with = |errors: &str, before: &str, argument: &str| {
        Case::from(
            format!(
                "from app.errors import missing\n{before}\ntry:\n    from dockyard import connect\nexcept ImportError:\n    connect = missing({argument})\n\ndef size():\n    return connect()\n"
            )
            .as_str(),
        )
        .and(&[("app.errors", errors)])
    };
    let raises = "def missing(name):\n    def refuse(*args):\n        raise RuntimeError(f'install {name}')\n    return refuse\n";
    check_deferred(with(raises, "", "'dockyard'"), "app.images", &BOTH);
    for errors in [
        "def missing(name):\n    print(name)\n",
        "SEEN = []\ndef missing(name):\n    SEEN.append(name)\n\ndef seen():\n    return len(SEEN)\n",
        "COUNT = 0\ndef missing(name):\n    global COUNT\n    COUNT += 1\n    return COUNT\n",
        "def missing(name):\n    raise SystemExit(name)\n",
        "from dockyard.hull import missing",
        "import app.images\ndef missing(name):\n    app.images.SEEN.append(name)\n",
    ] {
        check_one_kept(
            with(errors, "SEEN = []", "'dockyard'"),
            "app.images",
            "from dockyard import connect",
            Code::GuardedImport,
        );
    }
    let adds = "def missing(names):\n    names.append('dockyard')\n";
    check_kept(with(adds, "SEEN = []", "SEEN"), "app.images", Code::GuardedImport);
}
