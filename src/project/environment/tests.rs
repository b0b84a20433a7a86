//! Environments in temporary folders: virtual, conda, pyenv, Debian, Windows.
use std::fs;

use tempfile::TempDir;

use super::*;

/// Makes files; a name that ends in `/` is a folder, and `name=text` gives a file its text, with `{}` for the folder.
fn tree(entries: &[&str]) -> TempDir {
    let folder = tempfile::Builder::new().prefix("env").tempdir().unwrap();
    // The top of a repository: whatever environment lies above is not this one's.
    fs::create_dir(folder.path().join(".git")).unwrap();
    for entry in entries {
        let (name, text) = entry.split_once('=').unwrap_or((entry, ""));
        let path = folder.path().join(name);
        if name.ends_with('/') {
            fs::create_dir_all(path).unwrap();
        } else {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text.replace("{}", folder.path().to_str().unwrap())).unwrap();
        }
    }
    folder
}

const VENV: &[&str] = &[
    "base/lib/python3.12/os.py",
    "base/lib/python3.12/site-packages/",
    "base/bin/python3.12",
    ".venv/pyvenv.cfg=home = {}/base/bin\nversion = 3.12.1\n",
    ".venv/lib/python3.12/site-packages/",
    "project/deep/",
];

/// Version, standard library and site folders, relative to the tree.
#[track_caller]
fn check(folder: &TempDir, found: &Environment, version: (u8, u8), stdlib: &str, site: &[&str]) {
    assert_eq!(found.version, Some(version), "{}", found.source);
    assert_eq!(found.stdlib, Some(folder.path().join(stdlib)), "{}", found.source);
    let expected: Vec<PathBuf> = site.iter().map(|name| folder.path().join(name)).collect();
    assert_eq!(found.site, expected, "{}", found.source);
}

fn find(folder: &TempDir, root: &str, python: Option<&str>, surroundings: &Surroundings) -> Environment {
    let python = python.map(|python| folder.path().join(python));
    Environment::find(&folder.path().join(root), python.as_deref(), surroundings).unwrap()
}

#[test]
fn a_venv_above_the_root() {
    let folder = tree(VENV);
    let found = find(&folder, "project/deep", None, &Surroundings::default());
    check(
        &folder,
        &found,
        (3, 12),
        "base/lib/python3.12",
        &[".venv/lib/python3.12/site-packages"],
    );
    assert_eq!(
        found.source,
        format!("the virtual environment {}", folder.path().join(".venv").display())
    );
}

#[test]
fn a_venv_is_known_by_its_interpreter_its_folder_or_the_variable() {
    let folder = tree(VENV);
    let given = |python: &str| find(&folder, "nowhere", Some(python), &Surroundings::default());
    for python in [".venv", ".venv/bin/python", ".venv/bin", ".venv/Scripts/python.exe"] {
        if python == ".venv/bin" {
            fs::create_dir_all(folder.path().join(python)).unwrap();
        }
        check(
            &folder,
            &given(python),
            (3, 12),
            "base/lib/python3.12",
            &[".venv/lib/python3.12/site-packages"],
        );
    }
    let surroundings = Surroundings {
        virtual_env: Some(folder.path().join(".venv")),
        ..Surroundings::default()
    };
    let found = find(&folder, "nowhere", None, &surroundings);
    assert!(found.source.ends_with(".venv, from VIRTUAL_ENV"), "{}", found.source);
}

#[test]
fn a_given_python_that_is_none_is_an_error() {
    let folder = tree(&["empty/", "file"]);
    for (name, message) in [
        ("gone", "no such interpreter or folder"),
        ("empty", "neither a virtual environment nor the folder of a Python"),
        ("file", "no Python whose library can be found"),
    ] {
        let error =
            Environment::find(folder.path(), Some(&folder.path().join(name)), &Surroundings::default()).unwrap_err();
        assert_eq!(error.message, message);
    }
    let nothing = find(&folder, "empty", None, &Surroundings::default());
    assert_eq!((nothing.version, nothing.source.as_str()), (None, "no Python found"));
}

#[test]
fn system_packages_come_behind_the_venvs_own() {
    let folder = tree(VENV);
    let text = format!(
        "home={}/base/bin\ninclude-system-site-packages = True\n",
        folder.path().display()
    );
    fs::write(folder.path().join(".venv/pyvenv.cfg"), text).unwrap();
    let user = ".local/lib/python3.12/site-packages";
    fs::create_dir_all(folder.path().join(user)).unwrap();
    let surroundings = Surroundings {
        home: Some(folder.path().to_owned()),
        ..Surroundings::default()
    };
    let found = find(&folder, ".", Some(".venv"), &surroundings);
    let site = [
        ".venv/lib/python3.12/site-packages",
        user,
        "base/lib/python3.12/site-packages",
    ];
    check(&folder, &found, (3, 12), "base/lib/python3.12", &site);
}

#[cfg(unix)]
#[test]
fn a_venvs_home_may_hold_links_only() {
    let folder = tree(VENV);
    fs::create_dir(folder.path().join("links")).unwrap();
    std::os::unix::fs::symlink(
        folder.path().join("base/bin/python3.12"),
        folder.path().join("links/python3"),
    )
    .unwrap();
    fs::write(
        folder.path().join(".venv/pyvenv.cfg"),
        "home = ../links\nversion_info = 3.12.1.final.0\n",
    )
    .unwrap();
    let found = find(&folder, ".", Some(".venv"), &Surroundings::default());
    check(
        &folder,
        &found,
        (3, 12),
        "base/lib/python3.12",
        &[".venv/lib/python3.12/site-packages"],
    );
}

#[test]
fn debian_has_packages_of_its_own() {
    let folder = tree(&[
        "usr/bin/python3.11",
        "usr/lib/python3.11/os.py",
        "usr/lib/python3.9/",
        "usr/lib/python3/dist-packages/",
        "usr/local/lib/python3.11/dist-packages/",
    ]);
    let found = find(&folder, ".", Some("usr/bin/python3.11"), &Surroundings::default());
    let site = [
        "usr/local/lib/python3.11/dist-packages",
        "usr/lib/python3/dist-packages",
    ];
    check(&folder, &found, (3, 11), "usr/lib/python3.11", &site);
}

#[test]
fn windows_keeps_everything_in_lib() {
    let folder = tree(&[
        "py/python.exe",
        "py/python3.dll",
        "py/python312.dll",
        "py/Lib/os.py",
        "py/Lib/site-packages/",
        "venv/pyvenv.cfg=home = {}/py\n",
        "venv/Lib/site-packages/",
    ]);
    let found = find(&folder, ".", Some("py/python.exe"), &Surroundings::default());
    check(&folder, &found, (3, 12), "py/Lib", &["py/Lib/site-packages"]);
    let found = find(&folder, ".", None, &Surroundings::default());
    check(&folder, &found, (3, 12), "py/Lib", &["venv/Lib/site-packages"]);
}

#[test]
fn conda_and_the_newest_of_several() {
    let folder = tree(&[
        "c/conda-meta/",
        "c/lib/python3.9/os.py",
        "c/lib/python3.10/os.py",
        "c/lib/python3.10/site-packages/",
    ]);
    let surroundings = Surroundings {
        conda_prefix: Some(folder.path().join("c")),
        ..Surroundings::default()
    };
    let found = find(&folder, ".", None, &surroundings);
    check(
        &folder,
        &found,
        (3, 10),
        "c/lib/python3.10",
        &["c/lib/python3.10/site-packages"],
    );
}

#[cfg(unix)]
#[test]
fn the_first_interpreter_on_the_path_counts() {
    let folder = tree(&[
        "a/",
        "b/",
        "base/bin/python3.11",
        "base/lib/python3.11/os.py",
        "base/lib/python3.12/os.py",
        "a/python3",
    ]);
    std::os::unix::fs::symlink("../base/bin/python3.11", folder.path().join("b/python3")).unwrap();
    let path = ["gone", "a", "b"].map(|name| folder.path().join(name)).to_vec();
    let found = find(
        &folder,
        ".",
        None,
        &Surroundings {
            path,
            ..Surroundings::default()
        },
    );
    let real = folder.path().canonicalize().unwrap();
    assert_eq!(
        (found.version, found.stdlib),
        (Some((3, 11)), Some(real.join("base/lib/python3.11")))
    );
    let bare = Environment::find(
        folder.path(),
        Some(Path::new("python3.11")),
        &Surroundings {
            path: vec![folder.path().join("base/bin")],
            ..Surroundings::default()
        },
    );
    assert_eq!(bare.unwrap().version, Some((3, 11)));
    assert!(
        found.source.ends_with("b/python3, the first on PATH"),
        "{}",
        found.source
    );
}

#[test]
fn pyenv_shims_stand_for_a_version() {
    let folder = tree(&[
        "pyenv/shims/python3=#!/usr/bin/env bash\nexec pyenv exec \"$program\"\n",
        "pyenv/version=3.11\n",
        "pyenv/versions/3.11.7/lib/python3.11/os.py",
        "pyenv/versions/3.11.12/lib/python3.11/os.py",
        "pyenv/versions/3.12.1/lib/python3.12/os.py",
        "pyenv/versions/tools/pyvenv.cfg=home = {}/pyenv/versions/3.12.1/bin\n",
        "project/sub/",
        "project/.python-version=system\n3.12.1  # comment\n",
        "project/bad/.python-version=../../x\n",
    ]);
    let path = vec![folder.path().join("pyenv/shims")];
    let plain = Surroundings {
        path,
        ..Surroundings::default()
    };
    check(
        &folder,
        &find(&folder, ".", None, &plain),
        (3, 11),
        "pyenv/versions/3.11.12/lib/python3.11",
        &[],
    );
    let found = find(&folder, "project/sub", None, &plain);
    check(&folder, &found, (3, 12), "pyenv/versions/3.12.1/lib/python3.12", &[]);
    assert_eq!(find(&folder, "project/bad", None, &plain).version, None);
    let named = Surroundings {
        pyenv_version: Some("3.11.7:3.12.1".to_owned()),
        ..plain.clone()
    };
    check(
        &folder,
        &find(&folder, "project", None, &named),
        (3, 11),
        "pyenv/versions/3.11.7/lib/python3.11",
        &[],
    );
    let virtualenv = Surroundings {
        pyenv_version: Some("tools".to_owned()),
        ..plain
    };
    check(
        &folder,
        &find(&folder, ".", None, &virtualenv),
        (3, 12),
        "pyenv/versions/3.12.1/lib/python3.12",
        &[],
    );
}

#[test]
fn pth_files_add_folders_and_mappings() {
    let folder = tree(VENV);
    let site = folder.path().join(".venv/lib/python3.12/site-packages");
    for name in ["one", "two"] {
        fs::create_dir_all(folder.path().join(name)).unwrap();
    }
    fs::write(
        site.join("b.pth"),
        format!(
            "# {0}\n\n{0}/two\r\n/does/not/exist\n{0}/two\n",
            folder.path().display()
        ),
    )
    .unwrap();
    fs::write(site.join("a.pth"), "../../../../one/../one\nimport os; os.abort()\n").unwrap();
    fs::write(site.join(".hidden.pth"), "/\n").unwrap();
    fs::write(
        site.join("c.pth"),
        "import __editable___app_finder; __editable___app_finder.install()\n",
    )
    .unwrap();
    fs::write(
        site.join("__editable___app_finder.py"),
        "MAPPING = {'app': '/src/app'}\nNAMESPACES = {'n': ['/src/n']}\n",
    )
    .unwrap();
    let found = find(&folder, ".", None, &Surroundings::default());
    check(
        &folder,
        &found,
        (3, 12),
        "base/lib/python3.12",
        &[".venv/lib/python3.12/site-packages", "one", "two"],
    );
    assert_eq!(found.mapping, [("app".to_owned(), PathBuf::from("/src/app"))]);
    assert_eq!(found.namespaces, [("n".to_owned(), vec![PathBuf::from("/src/n")])]);
}
