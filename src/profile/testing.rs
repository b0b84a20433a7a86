//! A small profile for tests: a program that imports a slow package and half of the standard library's `json` through it.
use super::model::{Event, ImportKind, Kind, Module, Profile, Python, SCHEMA, Total};

fn module(name: &str, kind: Kind, times: (f64, f64), parent: Option<u32>, event: u32) -> Module {
    Module {
        name: name.to_owned(),
        file: Some(format!("{}.py", name.replace('.', "/"))),
        kind,
        self_ms: times.0,
        cumulative_ms: times.1,
        self_bytes: 4096,
        cumulative_bytes: 8192,
        parent,
        event: Some(event),
        used: Some(kind == Kind::FirstParty),
    }
}

fn event(importer: &str, line: u32, target: &str, executed: &[&str]) -> Event {
    Event {
        importer: importer.to_owned(),
        file: Some(format!("{}.py", importer.replace('.', "/"))),
        line,
        target: target.to_owned(),
        names: Vec::new(),
        submodules: Vec::new(),
        executed: executed.iter().map(|name| (*name).to_owned()).collect(),
        function: None,
        during: (importer != "__main__").then(|| importer.to_owned()),
        kind: ImportKind::Statement,
        count: 1,
        failed: false,
    }
}

/// `app.cli` imports `requests` (which imports `json`), and again `json` itself; its `main` imports `yaml` when it runs.
pub fn small() -> Profile {
    let mut late = event("app.cli", 9, "yaml", &["yaml"]);
    late.function = Some("main".to_owned());
    late.during = None;
    late.names = vec!["safe_load".to_owned()];
    Profile {
        schema: SCHEMA,
        command: vec!["app".to_owned(), "--help".to_owned()],
        python: Python {
            version: "3.12.1".to_owned(),
            implementation: "cpython".to_owned(),
        },
        runs: 5,
        exit_status: 0,
        total: Total {
            startup_cpu_ms: 100.0,
            startup_wall_ms: 110.0,
            bare_cpu_ms: 15.0,
            imports_cpu_ms: 60.0,
            kappa: 0.95,
            peak_bytes: 40 << 20,
        },
        preloaded: vec!["os".to_owned(), "sys".to_owned()],
        modules: vec![
            module("app.cli", Kind::FirstParty, (5.0, 50.0), None, 0),
            module("requests", Kind::ThirdParty, (35.0, 45.0), Some(0), 1),
            module("json", Kind::Standard, (10.0, 10.0), Some(1), 2),
            module("yaml", Kind::ThirdParty, (10.0, 10.0), None, 4),
        ],
        events: vec![
            event("__main__", 1, "app.cli", &["app.cli"]),
            event("app.cli", 3, "requests", &["requests"]),
            event("requests", 7, "json", &["json"]),
            event("app.cli", 4, "json", &[]),
            late,
        ],
    }
}
