//! Settings of small trees of files, with and without flags.
use super::*;
use crate::config::PythonVersion;
use std::fs;

fn tree(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn words(list: &[&str]) -> Vec<String> {
    list.iter().map(|word| word.to_string()).collect()
}

#[test]
fn without_a_file_everything_is_default() {
    let folder = tree(&[("setup.py", ""), ("lib/x.py", "")]);
    let settings = load(&folder.path().join("lib/x.py"), None, &Overrides::default()).unwrap();
    assert_eq!(
        settings,
        Settings {
            root: folder.path().to_path_buf(),
            import_style: crate::verdict::ImportStyle {
                sections: Some(crate::verdict::Sections::default()),
                ..Default::default()
            },
            ..Settings::default()
        }
    );
}

#[test]
fn paths_count_from_the_file() {
    let folder = tree(&[
        (
            "pyproject.toml",
            "[tool.dormant]\nsrc = ['./src']\ntests = ['tests']\npython = '.venv/bin/python'",
        ),
        ("src/app/x.py", ""),
    ]);
    let settings = load(&folder.path().join("src/app"), None, &Overrides::default()).unwrap();
    assert_eq!(settings.root, folder.path());
    assert_eq!(settings.file, Some(folder.path().join("pyproject.toml")));
    assert_eq!(settings.src, Some(vec![folder.path().join("src")]));
    assert_eq!(settings.tests, Some(vec![folder.path().join("tests")]));
    assert_eq!(settings.python, Some(folder.path().join(".venv/bin/python")));
}

#[test]
fn a_bare_python_is_a_command() {
    let folder = tree(&[("dormant.toml", "python = 'python3.12'")]);
    let settings = load(folder.path(), None, &Overrides::default()).unwrap();
    assert_eq!(settings.python, Some(PathBuf::from("python3.12")));
}

#[test]
fn flags_win_over_the_file() {
    let folder = tree(&[(
        "dormant.toml",
        "heavy = ['a']\nextend-heavy = ['b']\neager = ['c']\nbudget-ms = 5",
    )]);
    let flags = Overrides {
        extend_heavy: Some(words(&["d"])),
        eager: Some(words(&["e"])),
        target_version: Some(PythonVersion::new(3, 12)),
        ..Overrides::default()
    };
    let settings = load(folder.path(), None, &flags).unwrap();
    assert_eq!(settings.heavy, Some(words(&["a"])));
    assert_eq!(settings.extend_heavy, ["b", "d"]);
    assert_eq!(settings.eager, ["e"]);
    assert_eq!(settings.target(), Some(PythonVersion::new(3, 12)));
    assert_eq!(settings.budget_ms, Some(5.0));
    let origins: Vec<_> = settings.origins.into_iter().collect();
    assert_eq!(
        origins,
        [
            ("budget-ms", Origin::File),
            ("eager", Origin::Flag),
            ("extend-heavy", Origin::FileAndFlag),
            ("heavy", Origin::File),
            ("target-version", Origin::Flag),
        ]
    );
}

#[test]
fn the_heavy_flag_alone_says_what_is_heavy() {
    let folder = tree(&[("dormant.toml", "heavy = ['a']\nextend-heavy = ['b']")]);
    let flags = Overrides {
        heavy: Some(words(&["d"])),
        ..Overrides::default()
    };
    let settings = load(folder.path(), None, &flags).unwrap();
    assert_eq!(
        (settings.heavy, settings.extend_heavy),
        (Some(words(&["d"])), Vec::new())
    );
    assert_eq!(
        settings.origins.into_iter().collect::<Vec<_>>(),
        [("heavy", Origin::Flag)]
    );
}

#[test]
fn a_profile_given_as_a_flag_says_what_is_heavy() {
    let folder = tree(&[(
        "dormant.toml",
        "heavy = ['a']\nextend-heavy = ['b']\nprofile-threshold-ms = 9",
    )]);
    let flags = Overrides {
        profile: Some(folder.path().join("profile.json")),
        ..Overrides::default()
    };
    let settings = load(folder.path(), None, &flags).unwrap();
    assert_eq!((settings.heavy, settings.extend_heavy), (None, Vec::new()));
    assert_eq!(settings.profile_threshold_ms, Some(9.0));
    assert!(!settings.origins.contains_key("heavy") && settings.origins["profile"] == Origin::Flag);
}

#[test]
fn the_nearest_project_says_what_it_requires() {
    let folder = tree(&[
        (
            "pyproject.toml",
            "[project]\nrequires-python = '>=3.9'\n[tool.dormant]\n",
        ),
        (
            "lib/pyproject.toml",
            "[project]\nrequires-python = '>=3.11'\nscripts = { x = 'lib.cli:main' }",
        ),
        ("lib/src/x.py", ""),
        ("other/x.py", ""),
    ]);
    let of = |start: &str| load(&folder.path().join(start), None, &Overrides::default()).unwrap();
    assert_eq!(of("lib/src").target(), Some(PythonVersion::new(3, 11)));
    assert_eq!(of("lib/src").scripts, ["lib.cli"]);
    assert_eq!(of("lib/src").root, folder.path());
    assert_eq!(of("other").target(), Some(PythonVersion::new(3, 9)));
    assert_eq!(of("other").scripts, Vec::<String>::new());
}

#[test]
fn the_configuration_may_lie_elsewhere() {
    let folder = tree(&[
        ("conf/other.toml", "src = ['x']"),
        ("app/pyproject.toml", "[tool.dormant]\nheavy = ['a']"),
    ]);
    let file = folder.path().join("conf/other.toml");
    let settings = load(&folder.path().join("app"), Some(&file), &Overrides::default()).unwrap();
    assert_eq!(settings.root, folder.path().join("conf"));
    assert_eq!(settings.src, Some(vec![folder.path().join("conf/x")]));
    assert_eq!(settings.heavy, None);
}
