//! Input that is broken, hostile or odd: an error is told with its file and line and makes the exit status 2, the other files
//! are handled all the same, and the broken one stays as it was, to the byte. Nothing crashes, nothing hangs.

use crate::support::run::Done;
use crate::support::small::{GOOD, Small};

/// Fixes a project with `broken.py` made of `bytes` beside `good.py`, and sees that the one is untouched and the other fixed.
#[track_caller]
fn fix_beside(bytes: &[u8]) -> Done {
    let project = Small::new(&[]);
    project.write("broken.py", bytes);
    let done = project.dormant(&["fix", "."]);
    assert!(project.read("broken.py") == bytes, "broken.py was changed");
    assert!(project.good_is_fixed(), "good.py was not handled: {done:?}");
    let again = project.dormant(&["check", "."]);
    assert_eq!(again.status, done.status, "check and fix disagree: {again:?}");
    done
}

#[track_caller]
fn told(done: &Done, place: &str) {
    assert_eq!(done.status, 2, "{done:?}");
    assert!(done.all().contains(place), "{place} is not named: {done:?}");
    assert!(!done.all().contains("panicked"), "{done:?}");
}

/// Neither a crash nor a hang: whatever is decided, the process ends by itself with a status of its own.
#[track_caller]
fn survived(done: &Done) {
    assert!(
        (0..=2).contains(&done.status),
        "status {}: {}",
        done.status,
        done.stderr
    );
    assert!(!done.all().contains("panicked"), "{}", done.stderr);
}

#[test]
fn a_syntax_error() {
    told(
        &fix_beside(b"import ballast\n\n\ndef f(:\n    return ballast\n"),
        "broken.py:4",
    );
}

#[test]
fn bytes_that_are_not_utf_8() {
    let done = fix_beside(b"import ballast\nNAME = 'caf\xe9'\n\n\ndef f():\n    return ballast\n");
    told(&done, "broken.py:2");
    assert!(done.all().contains("UTF-8"), "{done:?}");
}

#[test]
fn an_unknown_encoding() {
    told(
        &fix_beside(b"# coding: klingon\nimport ballast\n\n\ndef f():\n    return ballast\n"),
        "broken.py:1",
    );
}

#[test]
fn a_nul_byte() {
    told(
        &fix_beside(b"import ballast\nX = 1\0\n\n\ndef f():\n    return ballast\n"),
        "broken.py",
    );
}

#[test]
fn an_empty_file() {
    assert_eq!(fix_beside(b"").status, 0);
    assert_eq!(fix_beside(b"\n\n# nothing\n").status, 0);
    assert_eq!(fix_beside(b"\xef\xbb\xbf").status, 0);
}

#[test]
fn a_path_that_does_not_exist() {
    let project = Small::new(&[]);
    told(&project.dormant(&["fix", "nowhere.py", "good.py"]), "nowhere.py");
    assert!(project.good_is_fixed());
    told(&project.dormant(&["check", "no/such/folder"]), "no/such/folder");
}

#[cfg(unix)]
#[test]
fn a_read_only_file() {
    use std::os::unix::fs::PermissionsExt;

    let project = Small::new(&[("broken.py", GOOD)]);
    let path = project.path().join("broken.py");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o444)).expect("the mode can be set");
    // The superuser may write it: then it is rewritten, and stays marked as it is.
    let allowed = std::fs::OpenOptions::new().write(true).open(&path).is_ok();
    let done = project.dormant(&["fix", "."]);
    if !allowed {
        told(&done, "broken.py");
    }
    assert_eq!(project.read("broken.py") == GOOD.as_bytes(), !allowed);
    let mode = std::fs::metadata(&path)
        .expect("the file is there")
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o444);
    let left: Vec<_> = std::fs::read_dir(project.path())
        .into_iter()
        .flatten()
        .flatten()
        .map(|e| e.file_name())
        .collect();
    assert!(
        left.iter().all(|name| !name.to_string_lossy().contains("tmp")),
        "left behind: {left:?}"
    );
}

#[cfg(unix)]
#[test]
fn a_link_keeps_being_a_link_and_a_mode_stays() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let project = Small::new(&[("real/tool.py", GOOD)]);
    let real = project.path().join("real/tool.py");
    std::fs::set_permissions(&real, std::fs::Permissions::from_mode(0o755)).expect("the mode can be set");
    symlink("real/tool.py", project.path().join("link.py")).expect("a link");
    let done = project.dormant(&["fix", "link.py"]);
    survived(&done);
    let link = std::fs::symlink_metadata(project.path().join("link.py")).expect("the link is there");
    assert!(link.file_type().is_symlink(), "the link was replaced");
    let mode = std::fs::metadata(&real)
        .expect("the file is there")
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o755);
}

#[cfg(unix)]
#[test]
fn a_loop_of_folders() {
    let project = Small::new(&[("app/__init__.py", ""), ("app/deep/__init__.py", "")]);
    std::os::unix::fs::symlink("../..", project.path().join("app/deep/loop")).expect("a link");
    let done = project.dormant(&["fix", "."]);
    survived(&done);
    assert!(project.good_is_fixed(), "{done:?}");
}

#[test]
fn a_mistyped_setting() {
    let config = "[tool.other]\nx = 1\n\n[tool.dormant]\nheavvy = [\"ballast\"]\n";
    let project = Small::new(&[("pyproject.toml", config)]);
    let done = project.dormant(&["fix", "."]);
    told(&done, "pyproject.toml:5");
    assert!(
        done.stderr.contains("`heavy`") || done.stderr.contains("'heavy'"),
        "{done:?}"
    );
    assert_eq!(project.read("good.py"), GOOD.as_bytes());
}

#[test]
fn settings_of_the_wrong_kind() {
    for (line, what) in [
        ("heavy = 3", "heavy"),
        ("target-version = \"py27\"", "py27"),
        ("strategies = [\"lazy\"]", "lazy"),
    ] {
        let project = Small::new(&[("pyproject.toml", &format!("[tool.dormant]\n{line}\n"))]);
        let done = project.dormant(&["check", "."]);
        told(&done, "pyproject.toml:2");
        assert!(done.stderr.contains(what), "{done:?}");
    }
    let project = Small::new(&[("pyproject.toml", "[tool.dormant\n")]);
    told(&project.dormant(&["check", "."]), "pyproject.toml:1");
    let project = Small::new(&[]);
    told(
        &project.dormant(&["check", "--config", "absent.toml", "."]),
        "absent.toml",
    );
}

#[test]
fn deep_nesting() {
    const DEEP: usize = 10_000;
    let texts = [
        format!("X = {}1{}\n", "(".repeat(DEEP), ")".repeat(DEEP)),
        format!("X = {}{}\n", "[".repeat(DEEP), "]".repeat(DEEP)),
        format!("X = {}1\n", "-".repeat(DEEP)),
        format!("X = {}1\n", "not ".repeat(DEEP)),
        format!("X = 1{}\n", " + 1".repeat(DEEP)),
        format!("X = a{}\n", ".b".repeat(DEEP)),
        format!("X = a{}\n", "()".repeat(DEEP)),
        format!("X = {}1\n", "lambda: ".repeat(DEEP)),
        format!("X = {}1\n", "1 if a else ".repeat(DEEP)),
        format!("if a: pass\n{}", "elif a: pass\n".repeat(DEEP)),
        (0..1000)
            .map(|depth| format!("{}if a:\n", " ".repeat(depth)))
            .collect::<String>()
            + &" ".repeat(1000)
            + "pass\n",
        "(".repeat(DEEP),
        format!("X = f\"{}{}\"\n", "{f'".repeat(100), "'}".repeat(100)),
    ];
    for text in texts {
        let project = Small::new(&[("broken.py", &text)]);
        let done = project.dormant(&["fix", "."]);
        let head: String = text.chars().take(40).collect();
        assert!(
            (0..=2).contains(&done.status),
            "{head}…: status {}: {}",
            done.status,
            done.stderr
        );
        assert_eq!(project.read("broken.py"), text.as_bytes(), "{head}…");
        assert!(
            project.good_is_fixed(),
            "{head}…: good.py was not handled: {}",
            done.stderr
        );
    }
}

#[test]
fn a_line_of_five_megabytes() {
    let text = format!(
        "import ballast\n\nX = \"{}\"\n\n\ndef f():\n    return ballast\n",
        "a".repeat(5_000_000)
    );
    let project = Small::new(&[("wide.py", &text)]);
    let done = project.dormant(&["fix", "."]);
    assert_eq!(done.status, 0, "{}", done.stderr);
    let fixed = project.read("wide.py");
    assert!(
        fixed.ends_with(b"def f():\n    import ballast\n\n    return ballast\n"),
        "the end is wrong"
    );
    assert!(done.all().len() < 100_000, "the whole line was printed");
}

#[test]
fn odd_names_of_files() {
    let project = Small::new(&[("with space.py", GOOD), ("1-digit.py", GOOD), ("ünï.py", GOOD)]);
    let done = project.dormant(&["fix", "."]);
    survived(&done);
    assert!(project.good_is_fixed());
}

#[test]
fn a_pattern_that_is_none_is_told_with_its_place() {
    let project = Small::new(&[]);
    let flag = project.dormant(&["check", ".", "--exclude", "a{"]);
    told(&flag, "--exclude: exclude: \"a{\" is not a pattern");
    project.write("pyproject.toml", b"[tool.dormant]\nsrc = [\".\"]\nexclude = [\"a{\"]\n");
    told(
        &project.dormant(&["check", "."]),
        "pyproject.toml:3: exclude: \"a{\" is not a pattern",
    );
}

#[test]
fn the_whole_disk_is_no_source_folder() {
    let project = Small::new(&[("pyproject.toml", "[tool.dormant]\nsrc = [\"/\"]\n")]);
    told(
        &project.dormant(&["check", "."]),
        "pyproject.toml:2: src: / is the whole disk",
    );
    project.write("pyproject.toml", b"");
    told(
        &project.dormant(&["check", ".", "--src", "/"]),
        "--src: src: / is the whole disk",
    );
}

#[test]
fn settings_that_lead_nowhere_are_told() {
    let text = "[project]\nname = \"x\"\nrequires-python = \"three\"\n\n[tool.dormant]\nsrc = [\".\", \"sources\"]\n\
                search-path = [\"site\", \"gone\"]\nexclude = [\"site\"]\nheavy = [\"ballast\"]\n";
    let project = Small::new(&[("pyproject.toml", text)]);
    let done = project.dormant(&["fix", "."]);
    assert_eq!(done.status, 0, "{done:?}");
    for place in [
        "pyproject.toml:3: the required Python \"three\" says nothing of versions",
        "pyproject.toml:6: src: ",
        "sources: no such folder",
        "pyproject.toml:7: search-path: ",
        "gone: no such folder",
    ] {
        assert!(done.stderr.contains(place), "{place}: {}", done.stderr);
    }
    assert!(project.good_is_fixed());
}

#[test]
fn a_dotted_name_of_any_length_takes_no_time() {
    let project = Small::new(&[]);
    let long = vec!["a"; 20_000].join(".");
    project.write(
        "long.py",
        format!("import ballast\nimport {long}\nfrom {long} import b\n\n\ndef f():\n    return ballast.weigh(a)\n")
            .as_bytes(),
    );
    let started = std::time::Instant::now();
    survived(&project.dormant(&["check", "."]));
    assert!(started.elapsed().as_secs() < 30, "{:?}", started.elapsed());
}
