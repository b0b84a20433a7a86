//! Nuitka's command line.
use std::collections::BTreeMap;
use std::path::Path;

use super::super::compilation::{Mode, Parallel};
use super::dynamic::Distribution;
use super::entry::{self, Entry};
use super::{BuildOrder, precompiled};

/// What was found out about the program.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Found {
    /// Modules that only strings name.
    pub by_name: Vec<String>,
    /// Packages with data files.
    pub with_data: Vec<String>,
    /// Plugins.
    pub plugins: Vec<String>,
    /// Packages that import parts of themselves by name.
    pub whole: Vec<String>,
    /// Distributions whose metadata the program asks for.
    pub distributions: BTreeMap<String, Distribution>,
    /// Top-level names of dependencies.
    pub dependencies: Vec<String>,
}

/// The options that decide about the result: they are part of the key.
pub(super) fn deciding(order: &BuildOrder, found: &Found) -> Vec<String> {
    let mode = match order.mode {
        Mode::Standalone => "standalone",
        Mode::Onefile => "onefile",
        Mode::Module if entry::is_package(order) => "package",
        Mode::Module => "module",
    };
    let mut options = vec![
        format!("--mode={mode}"),
        format!("--lto={}", if order.lto { "yes" } else { "no" }),
    ];
    options.extend(found.plugins.iter().map(|plugin| format!("--enable-plugin={plugin}")));
    options.extend(
        found
            .with_data
            .iter()
            .map(|package| format!("--include-package-data={package}")),
    );
    if order.mode != Mode::Module {
        options.extend(found.whole.iter().map(|package| format!("--include-package={package}")));
        let metadata = |name: &String| format!("--include-distribution-metadata={name}");
        options.extend(found.distributions.keys().map(metadata));
    }
    let named = found.by_name.iter().chain(&order.include);
    options.extend(named.map(|module| format!("--include-module={module}")));
    // Found as an extension module whose submodules are inside; their sources are not to be included beside it.
    let beforehand = precompiled::packages(order);
    options.extend(beforehand.iter().map(|name| format!("--nofollow-import-to={name}.*")));
    if order.mode != Mode::Module && order.bytecode_dependencies {
        options.extend(
            found
                .dependencies
                .iter()
                .map(|name| format!("--noinclude-custom-mode={name}:bytecode")),
        );
    }
    options.extend(order.options.iter().cloned());
    options
}

/// What the program is called; a folder of the same name may lie next to it, so it has an ending everywhere.
pub(super) fn program_name(name: &str) -> String {
    format!("{name}.{}", if cfg!(windows) { "exe" } else { "bin" })
}

/// The whole command line behind `python -m nuitka`: the deciding options, and those that only say where and how fast.
pub(super) fn whole(
    deciding: &[String],
    order: &BuildOrder,
    parallel: &Parallel,
    fresh: &Path,
    entry: &Entry,
) -> Vec<String> {
    let mut all = vec![
        "--assume-yes-for-downloads".to_owned(),
        "--progress-bar=none".to_owned(),
    ];
    all.push(format!("--jobs={}", parallel.jobs));
    all.extend(parallel.is_low_memory.then(|| "--low-memory".to_owned()));
    all.extend(deciding.iter().cloned());
    all.push(format!("--output-dir={}", fresh.display()));
    all.push(format!("--report={}", fresh.join("report.xml").display()));
    if order.mode != Mode::Module {
        all.push(format!("--output-filename={}", program_name(&entry.name)));
    }
    all.push(entry.script.display().to_string());
    all
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::super::trees::Tree;
    use super::super::super::worth::Layer;
    use super::*;

    pub fn order(mode: Mode) -> BuildOrder {
        BuildOrder {
            entry: "app".into(),
            trial: Vec::new(),
            tree: Tree {
                folder: "/p".into(),
                roots: vec!["/p/src".into()],
                dependencies: Vec::new(),
            },
            scripts: Vec::new(),
            mode,
            bytecode_dependencies: true,
            python: "python3".into(),
            jobs: None,
            memory: None,
            lto: false,
            layers: Vec::new(),
            precompile: Vec::new(),
            remote_cache: None,
            launcher: None,
            cache_dir: "/p/.dormant-build".into(),
            output_dir: "/p/dist".into(),
            include: vec!["app.extra".into()],
            options: vec!["--python-flag=no_site".into()],
            rules: crate::rules::Rules::builtin().clone(),
        }
    }

    fn found() -> Found {
        Found {
            by_name: vec!["app.sales".into()],
            with_data: vec!["app".into()],
            plugins: vec!["tk-inter".into()],
            whole: vec!["urwid".into()],
            distributions: BTreeMap::from([("app-cloud".into(), Distribution::default())]),
            dependencies: vec!["click".into()],
        }
    }

    #[test]
    fn options_of_a_program() {
        let order = order(Mode::Standalone);
        let entry = Entry {
            name: "app".into(),
            script: "/p/app-program.py".into(),
        };
        let parallel = Parallel {
            jobs: 2,
            ..Parallel::default()
        };
        let all = whole(&deciding(&order, &found()), &order, &parallel, Path::new("/f"), &entry);
        insta::assert_snapshot!(all.join("\n"), @r"
        --assume-yes-for-downloads
        --progress-bar=none
        --jobs=2
        --mode=standalone
        --lto=no
        --enable-plugin=tk-inter
        --include-package-data=app
        --include-package=urwid
        --include-distribution-metadata=app-cloud
        --include-module=app.sales
        --include-module=app.extra
        --noinclude-custom-mode=click:bytecode
        --python-flag=no_site
        --output-dir=/f
        --report=/f/report.xml
        --output-filename=app.bin
        /p/app-program.py
        ");
    }

    #[test]
    fn what_is_compiled_beforehand_is_not_included_as_source() {
        let mut order = order(Mode::Standalone);
        order.precompile = vec!["click".into()];
        order.layers = vec![Layer::Precompiled];
        // Bytecode takes nothing to compile.
        assert!(deciding(&order, &found()).contains(&"--noinclude-custom-mode=click:bytecode".into()));
        order.bytecode_dependencies = false;
        let options = deciding(&order, &found()).join(" ");
        assert!(
            options.contains("--nofollow-import-to=click.*") && !options.contains("click:bytecode"),
            "{options}"
        );
    }

    #[test]
    fn a_module_takes_no_dependencies_along() {
        assert!(
            !deciding(&order(Mode::Module), &found())
                .join(" ")
                .contains("noinclude-custom-mode")
        );
    }
}
