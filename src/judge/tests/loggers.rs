//! What is set of loggers, and who notices.
use super::super::Code;
use super::super::testing::{Case, check_deferred, check_kept, check_untouched};
use super::noticed::rigged;
use super::outside::LOCAL;

#[test]
fn loggers_of_nobody_else() {
    let own = |makes: &str| {
        Case::from("from app import deep\n\ndef size():\n    return deep.SIZE\n")
            .and(&[(
                "app.deep",
                &format!("import logging\nLOG = {makes}\nLOG.addHandler(logging.StreamHandler())\nSIZE = 1\n"),
            )])
            .heavy(&["app.deep"])
    };
    check_deferred(own("logging.Logger('app')"), "app.images", &LOCAL);
    check_kept(own("logging.getLogger('noisy')"), "app.images", Code::HasEffects);
}

/// Who sets up the logger of a package, and everybody who loads the package loads that one first.
#[test]
fn loggers_of_packages_that_come_with_who_sets_them_up() {
    let quiet = "import logging\nLOG = logging.getLogger('rig')\nLOG.propagate = False\nLOG.setLevel(40)\n";
    let case = |other: &str| {
        let deep = "import rig\nfrom app import quiet\nSIZE = rig.SIZE\n";
        Case::from("from app import deep\n\ndef size():\n    return deep.SIZE\n")
            .and(&[("app.quiet", quiet), ("app.deep", deep), ("app.other", other)])
            .site(&[(
                "rig",
                "import logging\nSIZE = 1\ndef warn():\n    logging.getLogger('rig').info('')\n",
            )])
            .heavy(&["app.deep"])
    };
    check_deferred(case(""), "app.images", &LOCAL);
    check_deferred(case("from app import quiet\nimport rig\n"), "app.images", &LOCAL);
    check_kept(case("import rig\nrig.warn()\n"), "app.images", Code::HasEffects);
    check_kept(
        case("def warn():\n    import rig\n    rig.warn()\n"),
        "app.images",
        Code::HasEffects,
    );
    let by_name = "import logging\ndef warn():\n    logging.getLogger('rig.io').warning('')\n";
    check_kept(case(by_name), "app.images", Code::HasEffects);
}

/// Who sets loggers up disables those that are there already, unless it is told not to; what it sets of one that is asked for
/// by name holds any code that asks first.
#[test]
fn loggers_that_are_asked_for_later() {
    let deep = "import logging\nLOG = logging.getLogger(__name__)\nSIZE = 1\n";
    let case = |main: &str| {
        let source =
            format!("import logging.config\nfrom app import deep\n\ndef main():\n    {main}\n    return deep.SIZE\n");
        Case::from(source.as_str())
            .and(&[("app.deep", deep)])
            .heavy(&["app.deep"])
    };
    let kept = [
        "logging.config.dictConfig({'version': 1})",
        "logging.config.dictConfig({'version': 1, 'disable_existing_loggers': deep})",
        "logging.config.fileConfig('a.ini')",
        "logging.setLoggerClass(print)",
    ];
    for main in kept {
        check_kept(case(main), "app.images", Code::ImportWindow);
    }
    let deferred = [
        "logging.config.dictConfig({'version': 1, 'disable_existing_loggers': False})",
        "logging.config.fileConfig('a.ini', disable_existing_loggers=False)",
        "logging.getLogger('app.deep').setLevel(10)",
        "logging.disable(10)",
        "logging.shutdown()",
    ];
    for main in deferred {
        check_deferred(case(main), "app.images", &LOCAL);
    }
}

/// A logger that the file which sets up logging has asked for is there before.
#[test]
fn loggers_that_are_there() {
    let case = |asks: &str, name: &str| {
        let source = format!(
            "import logging.config\nfrom app import deep\n{asks}\n\n\
             def main():\n    logging.config.dictConfig({{'version': 1}})\n    return deep.SIZE\n"
        );
        let deep = format!("import logging\nLOG = logging.getLogger({name})\nSIZE = 1\n");
        Case::from(source.as_str())
            .and(&[("app.deep", &deep)])
            .heavy(&["app.deep"])
    };
    let asks = "LOG = logging.getLogger('app.error')";
    check_deferred(case(asks, "'app.error'"), "app.images", &LOCAL);
    for (asks, name) in [
        (asks, "'app.access'"),
        (asks, "__name__"),
        ("if FAST:\n    LOG = logging.getLogger('app.error')", "'app.error'"),
        ("def log():\n    return logging.getLogger('app.error')", "'app.error'"),
        ("LOG = logging.getLogger(NAME)", "NAME"),
    ] {
        check_kept(case(asks, name), "app.images", Code::ImportWindow);
    }
}

#[test]
fn names_of_levels() {
    let adds = "import logging\nlogging.addLevelName(1, 'TRACE')";
    check_deferred(rigged(adds, ""), "app.images", &LOCAL);
    let asks = "import logging\n\ndef level(name):\n    return logging.getLevelName(name)\n";
    check_kept(rigged(adds, asks), "app.images", Code::HasEffects);
    // A level of the project's own is for all of the project.
    let own = Case::from("from app import deep\n\ndef size():\n    return deep.SIZE\n")
        .and(&[("app.deep", &format!("{adds}\nSIZE = 1\n"))])
        .heavy(&["app.deep"]);
    check_kept(own, "app.images", Code::HasEffects);
}

/// A logger below another one is the one of that name.
#[test]
fn a_child_is_asked_for_by_its_whole_name() {
    let case = |log: &str| {
        let deep = format!("import logging\nfrom app.logs import child\nLOG = {log}\nSIZE = 1\n");
        let logs =
            "import logging\nROOT = logging.getLogger('app')\ndef child(name):\n    return ROOT.getChild(name)\n";
        let main = "import logging\ndef main():\n    logging.getLogger('app').setLevel(10)\n";
        Case::from("from app import deep\n\ndef size():\n    return deep.SIZE\n")
            .and(&[("app.logs", logs), ("app.deep", &deep), ("app.main", main)])
            .heavy(&["app.deep"])
    };
    for log in [
        "logging.getLogger('app.deep')",
        "logging.getLogger('app').getChild('deep')",
        "logging.getLogger().getChild('app.deep')",
        "logging.getLogger('').getChild('app.deep')",
        "logging.getLogger('app').getChild(suffix='deep')",
        "child('deep')",
    ] {
        check_deferred(case(log), "app.images", &LOCAL);
    }
    for log in [
        "logging.getLogger('app').getChild(input())",
        "logging.getLogger('noisy').getChild('x').setLevel(10)",
    ] {
        check_untouched(case(log), "app.images");
    }
}

/// An adapter logs by the logger that it is handed.
#[test]
fn what_an_adapter_logs() {
    let case = |adapter: &str, main: &str| {
        let deep = format!("import logging\n{adapter}\nSIZE = 1\n");
        let main = format!("import logging\nfrom app import deep\n\ndef main():\n    {main}\n    return deep.SIZE\n");
        Case::from(main.as_str())
            .and(&[("app.deep", deep.as_str())])
            .heavy(&["app.deep"])
    };
    let adds = "logging.getLogger('app').addHandler(logging.NullHandler())";
    let made = "LOG = logging.LoggerAdapter(logging.getLogger('app.deep'), {})";
    let below = "class Adapter(logging.LoggerAdapter):\n    pass\n\nLOG = Adapter(logging.getLogger('app.deep'), {})";
    let logs = |made: &str| format!("{made}\nLOG.warning('late')");
    check_kept(case(&logs(made), adds), "app.images", Code::ImportWindow);
    // Of a class of its own nobody knows by which logger.
    check_kept(case(&logs(below), adds), "app.images", Code::HasEffects);
    for made in [made, below] {
        check_deferred(case(made, adds), "app.images", &LOCAL);
    }
    let other = adds.replace("'app'", "'other'");
    for main in ["pass", &other] {
        check_deferred(case(&logs(made), main), "app.images", &LOCAL);
    }
}
