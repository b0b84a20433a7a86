//! Walks over small trees.
use std::fs;

use tempfile::TempDir;

use super::*;

fn tree(files: &[&str]) -> TempDir {
    let folder = tempfile::Builder::new().prefix("walk").tempdir().unwrap();
    for file in files {
        let path = folder.path().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "").unwrap();
    }
    folder
}

fn run(folder: &TempDir, paths: &[&str], exclude: &[&str]) -> Walk {
    let paths: Vec<PathBuf> = paths.iter().map(|path| folder.path().join(path)).collect();
    let exclude: Vec<String> = exclude.iter().map(|pattern| (*pattern).to_owned()).collect();
    walk(&paths, &exclude, folder.path())
}

/// The files below the folder, with `/` between the parts.
fn names(folder: &TempDir, paths: &[PathBuf]) -> Vec<String> {
    paths
        .iter()
        .map(|path| {
            path.strip_prefix(folder.path())
                .unwrap()
                .to_str()
                .unwrap()
                .replace('\\', "/")
        })
        .collect()
}

#[track_caller]
fn check(folder: &TempDir, paths: &[&str], exclude: &[&str], expected: &[&str]) {
    let walk = run(folder, paths, exclude);
    assert_eq!(walk.problems, []);
    assert_eq!(names(folder, &walk.files), expected);
}

#[test]
fn skips_what_is_no_source_of_the_project() {
    let folder = tree(&[
        "b.py",
        "a/x.py",
        "a/x.pyi",
        "a/notes.txt",
        "venv/lib/x.py",
        ".venv/x.py",
        ".hidden.py",
        "build/lib/x.py",
        "src/build/__init__.py",
        "src/build/env.py",
        "src/venv/__init__.py",
        "own/pyvenv.cfg",
        "own/x.py",
        "ignored/x.py",
        "node_modules/x.py",
    ]);
    fs::write(folder.path().join(".gitignore"), "ignored/\n").unwrap();
    check(
        &folder,
        &["."],
        &[],
        &[
            "a/x.py",
            "b.py",
            "src/build/__init__.py",
            "src/build/env.py",
            "src/venv/__init__.py",
        ],
    );
    assert_eq!(names(&folder, &run(&folder, &["."], &[]).stubs), ["a/x.pyi"]);
}

#[test]
fn what_is_given_is_taken_unless_excluded() {
    let folder = tree(&[
        "venv/x.py",
        "ignored/x.py",
        ".hidden.py",
        "tool",
        "skip/deep/x.py",
        "a.py",
    ]);
    fs::write(folder.path().join(".gitignore"), "ignored/\na.py\n").unwrap();
    check(&folder, &["venv"], &[], &["venv/x.py"]);
    check(
        &folder,
        &["ignored/x.py", ".hidden.py", "tool", "a.py"],
        &[],
        &[".hidden.py", "a.py", "ignored/x.py", "tool"],
    );
    check(&folder, &["skip/deep/x.py", "skip/deep", "skip", "."], &["skip"], &[]);
    check(&folder, &["a.py", "venv/x.py"], &["/venv/*.py"], &["a.py"]);
    check(&folder, &["skip"], &["*.py", "!x.py"], &["skip/deep/x.py"]);
}

#[test]
fn each_file_is_there_once() {
    let folder = tree(&["a/x.py", "b.py"]);
    check(&folder, &["a", "a/x.py", ".", "a/../b.py"], &[], &["a/x.py", "b.py"]);
}

#[test]
fn what_cannot_be_walked_is_a_problem() {
    let folder = tree(&["a.py"]);
    let walk = run(&folder, &["gone.py", "a.py"], &["{a", "b"]);
    assert_eq!(names(&folder, &walk.files), ["a.py"]);
    let problems: Vec<&str> = walk.problems.iter().map(|(_, message)| message.as_str()).collect();
    assert_eq!(problems.len(), 2, "{problems:?}");
    assert!(problems[0].starts_with("exclude pattern \"{a\": "), "{problems:?}");
    assert_eq!(problems[1], "no such file or folder");
}

#[cfg(unix)]
#[test]
fn links_are_followed_within_the_tree_and_loops_end() {
    use std::os::unix::fs::symlink;
    let outside = tree(&["far.py"]);
    let folder = tree(&["real/x.py"]);
    symlink(outside.path(), folder.path().join("away")).unwrap();
    symlink("real", folder.path().join("also")).unwrap();
    symlink("real/x.py", folder.path().join("a.py")).unwrap();
    check(&folder, &["."], &[], &["real/x.py"]);
    check(&folder, &["a.py"], &[], &["a.py"]);
    symlink("..", folder.path().join("real/loop")).unwrap();
    let walk = run(&folder, &["."], &[]);
    assert_eq!(names(&folder, &walk.files), ["real/x.py"]);
    assert!(!walk.problems.is_empty());
    assert!(
        walk.problems
            .iter()
            .all(|(_, message)| message.starts_with("a symbolic link that leads back to"))
    );
}

#[test]
fn no_folder_is_gone_through_twice() {
    let folder = tree(&["a/x.py", "a/b/y.py", "tests/z.py", ".hidden/h.py", "build/lib/w.py"]);
    let root = folder.path().to_owned();
    let all = [
        root.clone(),
        root.join("tests"),
        root.join("a/b"),
        root.join(".hidden"),
        root.join("build"),
    ];
    let walks = Walks::default();
    let first = walks.walk(&all[..1], &[], &root);
    let known = |walks: &Walks| walks.seen.lock().unwrap().len();
    assert_eq!(known(&walks), 1);
    // A file that appears in between is one of the next run.
    fs::write(root.join("a/new.py"), "").unwrap();
    assert_eq!(walks.walk(&all[..3], &[], &root), first);
    assert_eq!(known(&walks), 1);
    // What is skipped on the way is looked at where it is given itself.
    let whole = walks.walk(&all, &[], &root);
    assert_eq!(known(&walks), 3);
    assert_eq!(
        names(&folder, &whole.files),
        [".hidden/h.py", "a/b/y.py", "a/x.py", "build/lib/w.py", "tests/z.py"]
    );
    assert_ne!(walks.walk(&all[..1], &["a".to_owned()], &root), first);
}

#[cfg(unix)]
#[test]
fn where_there_are_links_each_walk_looks_for_itself() {
    let outside = tree(&["far.py"]);
    let folder = tree(&["a/x.py"]);
    std::os::unix::fs::symlink(outside.path(), folder.path().join("a/away")).unwrap();
    let given = |paths: &[&Path]| paths.iter().map(|path| path.to_path_buf()).collect::<Vec<_>>();
    let walks = Walks::default();
    let alone = walks.walk(&given(&[folder.path()]), &[], folder.path());
    let with = walks.walk(&given(&[folder.path(), outside.path()]), &[], folder.path());
    assert_eq!((alone.files.len(), with.files.len()), (1, 2));
}
