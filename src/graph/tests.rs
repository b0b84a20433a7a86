//! The queries of this room, against small programs.
mod properties;

use std::sync::Arc;

use super::program::absolute;
use super::unfinished::Execution;
use super::{Bits, Entity, Graph, Kind, Module, Program, Reach, Visibility};
use crate::rules::Rules;
use crate::semantics;
use crate::semantics::facts::Path;

/// A program of first-party modules; a module is a package where another is below it.
fn program(texts: &[(&str, &str)]) -> Program {
    let modules = texts
        .iter()
        .map(|(name, text)| Module {
            name: (*name).to_owned(),
            kind: Kind::FirstParty,
            is_package: texts.iter().any(|(other, _)| other.starts_with(&format!("{name}."))),
            facts: semantics::analyse(text, crate::rules::Rules::builtin())
                .ok()
                .map(Arc::new),
            stub: None,
            is_copy: false,
        })
        .collect();
    Program::new(modules)
}

/// The modules that importing `module` loads, itself left out.
fn loads(texts: &[(&str, &str)], module: &str) -> Vec<String> {
    let program = program(texts);
    let visibility = Visibility::new(&program, Rules::builtin());
    let evaluation = crate::evaluate::Evaluation::new(&program, &visibility, Rules::builtin(), (3, 12));
    let graph = Graph::new(&program, &evaluation.followed, Rules::builtin());
    let reach = Reach::new(&graph, &Bits::new(graph.imports.len()));
    let id = program.find(module).expect("the module");
    let loaded = reach.of(id).iter().filter(|&other| other != id);
    loaded.map(|other| program.modules[other].name.clone()).collect()
}

/// What `name`, followed by attributes, stands for in `module`.
fn stands_for(texts: &[(&str, &str)], module: &str, dotted: &str) -> Option<String> {
    let program = program(texts);
    let id = program.find(module)?;
    let mut parts = dotted.split('.').map(str::to_owned);
    let root = parts.next()?;
    let path = Path {
        binding: program.facts(id)?.global(&root),
        root,
        attributes: parts.collect(),
    };
    program.entity(id, &path).map(|entity| match entity {
        Entity::Module(_) => format!("module {}", program.dotted(&entity)),
        Entity::Attribute(..) => program.dotted(&entity),
    })
}

/// `asker: module.name` for what unfinished modules are asked when these are imported one after the other.
fn needs(texts: &[(&str, &str)], imported: &[&str]) -> Vec<String> {
    let program = program(texts);
    let visibility = Visibility::new(&program, Rules::builtin());
    let evaluation = crate::evaluate::Evaluation::new(&program, &visibility, Rules::builtin(), (3, 12));
    let graph = Graph::new(&program, &evaluation.followed, Rules::builtin());
    let none = Bits::new(graph.imports.len());
    let mut execution = Execution::new(&program, &graph, &none);
    for module in imported {
        execution.enter(program.find(module).expect("the module"));
    }
    let name = |id: usize| program.modules[id].name.as_str();
    let told = execution.needs().iter();
    let mut told: Vec<String> = told
        .map(|need| format!("{}: {}.{}", name(need.module), name(need.of), need.name))
        .collect();
    told.sort();
    told
}

#[test]
fn a_module_that_its_package_has_imported_is_finished() {
    let texts = [
        ("app", "from app import first\n"),
        ("app.first", "def go(): ...\n"),
        ("app.second", "from app.first import go\ngo()\n"),
    ];
    assert_eq!(needs(&texts, &["app.first", "app.second"]), Vec::<String>::new());
    let cycle = [
        ("first", "import second\ndef go(): ...\n"),
        ("second", "from first import go\n"),
    ];
    assert_eq!(needs(&cycle, &["first"]), ["second: first.go"]);
    assert_eq!(needs(&cycle, &["second"]), Vec::<String>::new());
}

#[test]
fn relative_names() {
    let name = |importer: &str, is_package, level, module: &str| absolute(importer, is_package, level, module);
    assert_eq!(name("app.images", false, 0, "os.path").as_deref(), Some("os.path"));
    assert_eq!(name("app.images", false, 1, "core").as_deref(), Some("app.core"));
    assert_eq!(name("app.images", false, 1, "").as_deref(), Some("app"));
    assert_eq!(name("app", true, 1, "core").as_deref(), Some("app.core"));
    assert_eq!(name("app", true, 1, "").as_deref(), Some("app"));
    assert_eq!(name("app.sub", true, 2, "core").as_deref(), Some("app.core"));
    assert_eq!(
        name("app.sub.deep", false, 3, ""),
        None,
        "the package of the package is none"
    );
    assert_eq!(name("app.sub.deep", false, 2, "a.b").as_deref(), Some("app.a.b"));
}

#[test]
fn too_many_dots_lead_nowhere() {
    for level in 1..6 {
        assert_eq!(absolute("script", false, level, "x"), None);
        assert_eq!(absolute("app", true, level + 1, "x"), None);
    }
    assert_eq!(absolute("app.images", false, u32::MAX, "x"), None);
    assert_eq!(absolute("", false, 1, "x"), None);
    assert_eq!(
        absolute("", true, 1, "x").as_deref(),
        Some(".x"),
        "a name that nothing has"
    );
}

#[test]
fn what_imports_load() {
    let texts = |text: &'static str| {
        [
            ("app", ""),
            ("app.core", "def f(): ...\n"),
            ("app.images", text),
            ("app.sub", ""),
            ("app.sub.deep", ""),
        ]
    };
    let of = |text: &'static str| loads(&texts(text), "app.images");
    assert_eq!(of(""), ["app"]);
    assert_eq!(of("import app.core"), ["app", "app.core"]);
    assert_eq!(of("from app.core import f"), ["app", "app.core"]);
    assert_eq!(of("from app import core"), ["app", "app.core"]);
    assert_eq!(of("from . import core as c"), ["app", "app.core"]);
    assert_eq!(of("from .sub import deep"), ["app", "app.sub", "app.sub.deep"]);
    assert_eq!(of("import app.sub.deep"), ["app", "app.sub", "app.sub.deep"]);
    assert_eq!(of("from .. import core"), ["app"], "leads out of the program");
    assert_eq!(of("def f():\n    import app.core"), ["app"]);
    assert_eq!(of("def f():\n    import app.core\nf()"), ["app", "app.core"]);
    assert_eq!(of("class A:\n    import app.core"), ["app", "app.core"]);
    assert_eq!(
        of("try:\n    import app.core\nexcept ImportError: ..."),
        ["app", "app.core"]
    );
    assert_eq!(of("if TYPE_CHECKING:\n    import app.core"), ["app"]);
    assert_eq!(
        of("if TYPE_CHECKING: ...\nelse:\n    import app.core"),
        ["app", "app.core"]
    );
    assert_eq!(of("if __name__ == '__main__':\n    import app.core"), ["app"]);
    assert_eq!(of("lazy import app.core"), ["app"]);
    assert_eq!(of("import app.images"), ["app"]);
    assert_eq!(of("import unknown.module"), ["app"]);
}

#[test]
fn a_package_that_imports_its_submodule_by_name_loads_it() {
    for text in ["from . import core", "from app import core", "from . import core as c"] {
        assert_eq!(loads(&[("app", text), ("app.core", "")], "app"), ["app.core"], "{text}");
    }
}

#[test]
fn a_submodule_that_its_package_imports_by_name_is_loaded_with_it() {
    let package = ("app.sub", "from . import deep\n");
    let texts = [
        ("app", ""),
        ("app.images", "from app.sub import deep\n"),
        package,
        ("app.sub.deep", ""),
    ];
    assert_eq!(loads(&texts, "app.images"), ["app", "app.sub", "app.sub.deep"]);
    let whole = [
        ("app", ""),
        ("app.images", "import app.sub\n"),
        package,
        ("app.sub.deep", ""),
    ];
    assert_eq!(loads(&whole, "app.images"), ["app", "app.sub", "app.sub.deep"]);
}

#[test]
fn a_submodule_that_its_package_imports_by_name_is_a_module() {
    let texts = |package: &'static str| {
        [
            ("app", package),
            ("app.core", "def f(): ...\n"),
            ("user", "import app\nfrom app import core\n"),
        ]
    };
    for package in [
        "from . import core\n",
        "from app import core\n",
        "import app.core\n",
        "import app.core as core\n",
    ] {
        assert_eq!(
            stands_for(&texts(package), "user", "core").as_deref(),
            Some("module app.core"),
            "{package}"
        );
        assert_eq!(
            stands_for(&texts(package), "user", "app.core").as_deref(),
            Some("module app.core"),
            "{package}"
        );
        assert_eq!(
            stands_for(&texts(package), "user", "app.core.f").as_deref(),
            Some("app.core.f"),
            "{package}"
        );
    }
}

#[test]
fn names_are_followed_to_where_they_are_defined() {
    let texts = [
        ("app", "from .between import f as g\nfrom .core import A\n"),
        ("app.between", "from app.core import f\n"),
        ("app.core", "def f(): ...\nclass A: ...\nB = A\nfrom gone import X\n"),
        (
            "user",
            "import app\nfrom app import g, A as Q\nimport app.between as b\nfrom app.core import B\nalias = b.f\n",
        ),
    ];
    let of = |dotted| stands_for(&texts, "user", dotted);
    assert_eq!(of("g").as_deref(), Some("app.core.f"));
    assert_eq!(of("app.g").as_deref(), Some("app.core.f"));
    assert_eq!(of("Q.method").as_deref(), Some("app.core.A.method"));
    assert_eq!(of("b").as_deref(), Some("module app.between"));
    assert_eq!(of("b.f").as_deref(), Some("app.core.f"));
    assert_eq!(of("alias").as_deref(), Some("app.core.f"));
    assert_eq!(of("app.core.B").as_deref(), Some("app.core.B"));
    assert_eq!(of("nothing"), None);
}

#[test]
fn a_name_of_a_package_hides_a_submodule() {
    let texts = [
        ("app", "from .core import core\n"),
        ("app.core", "def core(): ...\n"),
        ("user", "from app import core\n"),
    ];
    assert_eq!(stands_for(&texts, "user", "core").as_deref(), Some("app.core.core"));
}

#[test]
fn loops_of_re_exports_end() {
    let texts = [
        ("a", "from b import x\nfrom a import x as y\n"),
        ("b", "from c import x\n"),
        ("c", "from a import x\nz = z\nw = v\nv = w\n"),
        ("user", "from a import x, y\nfrom c import z, w\n"),
    ];
    for name in ["x", "y", "z", "w", "x.more"] {
        assert!(stands_for(&texts, "user", name).is_some(), "{name}");
    }
    assert_eq!(loads(&texts, "user"), ["a", "b", "c"]);
    Visibility::new(&program(&texts), Rules::builtin());
}

#[test]
fn a_chain_of_re_exports_loads_all_of_it() {
    let texts = [
        ("a", "from b import x\n"),
        ("b", "from c import x\n"),
        ("c", "x = 1\n"),
        ("user", "from a import x\n"),
    ];
    assert_eq!(loads(&texts, "user"), ["a", "b", "c"]);
    let star = [
        ("a", "__all__ = ['x']\nfrom b import x\n"),
        ("b", "x = 1\n"),
        ("user", "from a import *\n"),
    ];
    assert_eq!(loads(&star, "user"), ["a", "b"]);
}
