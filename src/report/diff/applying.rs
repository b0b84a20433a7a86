//! Tests that the tools which people use do apply the patches.
use std::path::Path;

use super::super::Style;
use super::unified;

const BEFORE: &str = "import os\nfrom dockyard import connect, scan\ndef names():\n    return connect()\n";
const AFTER: &str =
    "import os\nfrom dockyard import scan\ndef names():\n    from dockyard import connect\n\n    return connect()\n";

fn patch(path: &str, before: &str, after: &str) -> String {
    unified(Path::new(path), before, after, Style::PLAIN)
}

/// Runs `program` on the patch in a folder with the file, and returns the file.
fn applied(program: &[&str], path: &str, before: &str, after: &str) -> String {
    use std::io::Write;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(path);
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(&file, before).unwrap();
    let mut child = std::process::Command::new(program[0])
        .args(&program[1..])
        .current_dir(&folder)
        .env("GIT_CEILING_DIRECTORIES", folder.path().parent().unwrap())
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(patch(path, before, after).as_bytes())
        .unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(
        output.status.success(),
        "{program:?} on {path}: {}",
        String::from_utf8_lossy(&output.stdout)
    );
    std::fs::read_to_string(&file).unwrap()
}

#[test]
fn git_applies_the_patch() {
    let crlf = |text: &str| text.replace('\n', "\r\n");
    let no_end = |text: &str| text.trim_end().to_string();
    let texts = [
        (BEFORE.to_string(), AFTER.to_string()),
        (crlf(BEFORE), crlf(AFTER)),
        (no_end(BEFORE), no_end(AFTER)),
        (no_end(BEFORE), AFTER.to_string()),
        (BEFORE.to_string(), no_end(AFTER)),
        (
            "a = 1\rb = 2\x0c\n\u{2028}c\n".to_string(),
            "a = 1\rb = 3\x0c\n\u{2028}c\n".to_string(),
        ),
        (String::new(), "a\n".to_string()),
        ("a\n".to_string(), "a\nb\n".to_string()),
        ("b".to_string(), "a\nb".to_string()),
        ("\u{feff}a\n\n\n\nb\n".to_string(), "\u{feff}b\n".to_string()),
    ];
    for (before, after) in texts {
        assert_eq!(
            applied(&["git", "apply", "-"], "app/images.py", &before, &after),
            after,
            "{before:?}"
        );
    }
}

#[cfg(unix)]
#[test]
fn git_finds_files_by_odd_names() {
    for path in [
        "a b/c d.py",
        "ä/ö.py",
        "q\"uote.py",
        "back\\slash.py",
        "tab\there.py",
        "nl\nhere.py",
    ] {
        assert_eq!(applied(&["git", "apply", "-"], path, BEFORE, AFTER), AFTER, "{path}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn patch_applies_the_patch() {
    if std::process::Command::new("patch").arg("--version").output().is_err() {
        return;
    }
    for path in ["app/images.py", "a b/c d.py"] {
        assert_eq!(
            applied(&["patch", "-p1", "--binary"], path, BEFORE, AFTER),
            AFTER,
            "{path}"
        );
    }
    let (before, after) = (BEFORE.trim_end(), AFTER.trim_end());
    assert_eq!(applied(&["patch", "-p1"], "x.py", before, after), after);
}
