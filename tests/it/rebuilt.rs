//! The same program built twice from nothing: nothing in it depends on where and when.
//!
//! Slow, and no part of CI: `cargo test --test it rebuilt:: -- --ignored`.
use std::path::PathBuf;

use crate::build::{build, environment, files};
use crate::support::python::python;
use crate::support::{skip, tree};

/// Two builds of the same sources in two folders, with caches of their own, are the same program, byte for byte.
#[test]
#[ignore = "takes minutes: compiles the same twice with Nuitka, without caches"]
fn nothing_depends_on_where_and_when() {
    let Some(python) = python().and_then(environment) else {
        return skip("build", "no Python with Nuitka");
    };
    let work = tempfile::tempdir().expect("a temporary folder");
    let shipped = ["one/app", "another/place/app"].map(|name| {
        let folder = work.path().join(name);
        tree::write(
            &folder,
            &[
                ("harbor/__init__.py", ""),
                (
                    "harbor/cli.py",
                    "import json\n\n\ndef main():\n    print(json.dumps({'said': 'hello'}))\n",
                ),
                (
                    "pyproject.toml",
                    "[project]\nname = 'harbor'\nversion = '1'\n[project.scripts]\nharbor = 'harbor.cli:main'\n",
                ),
            ],
        )
        .expect("it can be written");
        build(&python, &folder, &[]).expect("the build");
        files(&folder.join("dist/harbor.dist"))
    });
    let [one, other] = &shipped;
    let differ: Vec<&PathBuf> = one.keys().filter(|name| one.get(*name) != other.get(*name)).collect();
    assert!(differ.is_empty() && one.len() == other.len(), "{differ:?}");
}
