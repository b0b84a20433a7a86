//! `dormant build` around a compiler that is none: what it tells Nuitka, what it makes of its end, and what an interruption leaves.
//! The tools are small shell scripts, so that nothing is compiled.
#![cfg(unix)]

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::support::dormant;
use crate::support::run::{Done, run};

/// An interpreter with Nuitka, as far as a build looks: it says what it is asked for, and "compiles" with the script `nuitka`.
const PYTHON: &str = r#"#!/bin/sh
here=$(dirname "$0")
case "$1 $2" in
"-c "*importlib.metadata*) echo '{"version": "3.12.1", "executable": "python", "nuitka": "4.3.3", "site": [], "shared": true,
 "static_library": false, "platform": "linux-x86_64-glibc-2.36", "suffix": ".so", "compresses": true}' ;;
"-m nuitka")
    for word; do case "$word" in
        --output-dir=*) out=${word#--output-dir=} ;;
        --output-filename=*) name=${word#--output-filename=} ;;
    esac; script=$word; done
    stem=$(basename "$script" .py)
    echo "$@" > "$here/arguments"
    env | sort > "$here/environment"
    . "$here/nuitka" ;;
*) echo same ;;
esac
"#;

/// What makes a program.
const WORKS: &str = "mkdir -p \"$out/$stem.dist\"; printf '#!/bin/sh\\necho same\\n' > \"$out/$stem.dist/$name\"\n\
                     chmod +x \"$out/$stem.dist/$name\"; mkdir \"$out/$stem.build\"\n";

/// What takes its time, in a process of its own as a compiler is.
const HANGS: &str = "mkdir -p \"$out/$stem.build\"; touch \"$here/started\"\n\
                     sh -c 'while :; do echo x > \"$0/part.o\"; sleep 0.01; done' \"$out/$stem.build\" & sleep 60\n";

struct Workshop {
    folder: tempfile::TempDir,
}

impl Workshop {
    fn new(nuitka: &str) -> Workshop {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let bin = folder.path().join("bin");
        std::fs::create_dir_all(folder.path().join("project")).expect("a folder");
        std::fs::create_dir_all(&bin).expect("a folder");
        let tool = "#!/bin/sh\necho a tool 1.0\n";
        for (name, text) in [("python", PYTHON), ("gcc", tool), ("patchelf", tool), ("ccache", tool)] {
            let path = bin.join(name);
            std::fs::write(&path, text).expect("it can be written");
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).expect("it can be made executable");
        }
        let workshop = Workshop { folder };
        workshop.becomes(nuitka);
        std::fs::write(workshop.project().join("app.py"), "print('same')\n").expect("it can be written");
        workshop
    }

    fn bin(&self) -> PathBuf {
        self.folder.path().join("bin")
    }

    fn project(&self) -> PathBuf {
        self.folder.path().join("project")
    }

    /// Another compiler from now on.
    fn becomes(&self, nuitka: &str) {
        std::fs::write(self.bin().join("nuitka"), nuitka).expect("it can be written");
    }

    fn command(&self, flags: &[&str]) -> Command {
        let mut command = dormant(&self.project());
        let path = std::env::var("PATH").unwrap_or_default();
        command
            .args(["build", "app.py", "--python"])
            .arg(self.bin().join("python"))
            .args(flags)
            .env("PATH", format!("{}:{path}", self.bin().display()))
            .env_remove("CC");
        command
    }

    fn build(&self, flags: &[&str]) -> Done {
        run(&mut self.command(flags))
    }

    /// What the last build told Nuitka, as `arguments` or as `environment`.
    fn told(&self, what: &str) -> String {
        std::fs::read_to_string(self.bin().join(what)).unwrap_or_default()
    }

    /// What lies where results go.
    fn results(&self) -> Vec<String> {
        names(&self.project().join("dist"))
    }
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn a_build_leaves_its_result_and_what_nuitka_said() {
    let workshop = Workshop::new(WORKS);
    let done = workshop.build(&[]);
    assert_eq!(done.status, 0, "{}", done.all());
    assert_eq!(workshop.results(), ["app.dist", "app.nuitka.log"]);
    assert!(done.stdout.contains("as under Python"), "{}", done.stdout);
}

#[test]
fn a_build_that_fails_leaves_its_log_and_the_older_result() {
    let workshop = Workshop::new(WORKS);
    assert_eq!(workshop.build(&[]).status, 0);
    workshop.becomes("mkdir \"$out/$stem.build\"; echo 'FATAL: no such thing' >&2; exit 1");
    let done = workshop.build(&[]);
    assert_eq!(done.status, 2, "{}", done.all());
    assert!(done.stderr.contains("FATAL: no such thing"), "{}", done.stderr);
    let log = workshop.project().join("dist/app.nuitka.log");
    assert!(done.stderr.contains(&*log.to_string_lossy()), "{}", done.stderr);
    assert!(std::fs::read_to_string(log).is_ok_and(|text| text.contains("FATAL")));
    assert_eq!(workshop.results(), ["app.dist", "app.nuitka.log"]);
}

#[test]
fn an_interruption_leaves_nothing_behind() {
    for signal in ["INT", "TERM"] {
        let workshop = Workshop::new(HANGS);
        let mut command = workshop.command(&[]);
        let mut child = command
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it starts");
        let started = Instant::now();
        while !workshop.bin().join("started").exists() {
            assert!(started.elapsed() < Duration::from_secs(60), "it never compiled");
            std::thread::sleep(Duration::from_millis(10));
        }
        let sent = run(Command::new("kill").args(["-s", signal, &child.id().to_string()]));
        assert_eq!(sent.status, 0, "{}", sent.all());
        let status = child.wait().expect("it ends");
        assert_eq!(status.code(), Some(130), "{signal}");
        // The folder for results was not there before.
        assert_eq!(names(&workshop.project()), [".dormant-build", "app.py"], "{signal}");
    }
}

#[test]
fn what_a_killed_build_left_is_no_hindrance() {
    let workshop = Workshop::new(WORKS);
    let dist = workshop.project().join("dist");
    for folder in [".building/app.build", ".building/app.dist", ".old-other.dist"] {
        std::fs::create_dir_all(dist.join(folder)).expect("a folder");
    }
    let done = workshop.build(&[]);
    assert_eq!(done.status, 0, "{}", done.all());
    assert_eq!(workshop.results(), ["app.dist", "app.nuitka.log", "other.dist"]);
}

#[test]
fn the_same_sources_are_built_in_the_same_surroundings() {
    let workshop = Workshop::new(WORKS);
    assert_eq!(workshop.build(&[]).status, 0);
    let environment = workshop.told("environment");
    for line in ["PYTHONHASHSEED=0", "SOURCE_DATE_EPOCH=315532800"] {
        assert!(environment.lines().any(|other| other == line), "{environment}");
    }
}

#[test]
fn compilers_run_as_far_as_there_is_memory() {
    let workshop = Workshop::new(WORKS);
    let done = workshop.build(&["--memory", "1300M", "--jobs", "8"]);
    assert_eq!(done.status, 0, "{}", done.all());
    let arguments = workshop.told("arguments");
    assert!(
        arguments.contains("--jobs=2 ") && !arguments.contains("--low-memory"),
        "{arguments}"
    );
    assert!(done.stdout.contains("of 1300 MiB that it may take"), "{}", done.stdout);
    assert_eq!(workshop.build(&["--memory", "500M"]).status, 0);
    let arguments = workshop.told("arguments");
    assert!(arguments.contains("--jobs=1 --low-memory"), "{arguments}");
}

#[test]
fn a_compiler_that_was_killed_for_memory_is_told_as_that() {
    let workshop = Workshop::new("echo 'gcc: fatal error: Killed signal terminated program cc1' >&2; exit 1");
    let done = workshop.build(&["--jobs", "4"]);
    assert_eq!(done.status, 2, "{}", done.all());
    assert!(
        done.stderr.contains("ran out of memory") && done.stderr.contains("--jobs 2"),
        "{}",
        done.stderr
    );
}

#[test]
fn what_is_shared_with_other_machines_reaches_ccache() {
    let workshop = Workshop::new(&format!(
        "printf '# a.c\\ndirect_cache_hit\\nremote_storage_hit\\n# b.c\\ncache_miss\\n' > \"$CCACHE_STATSLOG\"\n\
         echo 'distcc[7] compile b.c on 10.0.0.2/4 completed ok' > \"$DISTCC_LOG\"\n{WORKS}"
    ));
    let flags = ["--remote-cache", "redis://cache:6379", "--launcher", "distcc"];
    let path = std::env::var_os("PATH").unwrap_or_default();
    if std::env::split_paths(&path).any(|folder| folder.join("distcc").exists()) {
        eprintln!("skipped: this machine has distcc, so that it cannot be missing");
    } else {
        let missing = workshop.build(&flags);
        assert_eq!(missing.status, 2);
        assert!(missing.stderr.contains("distcc is missing"), "{}", missing.stderr);
    }
    let distcc = workshop.bin().join("distcc");
    std::fs::copy(workshop.bin().join("ccache"), &distcc).expect("it can be copied");
    let done = workshop.build(&flags);
    assert_eq!(done.status, 0, "{}", done.all());
    let environment = workshop.told("environment");
    for line in ["CCACHE_REMOTE_STORAGE=redis://cache:6379", "CCACHE_PREFIX=distcc"] {
        assert!(environment.lines().any(|other| other == line), "{environment}");
    }
    for said in ["1 of 2 C files", "1 of them", "compiled again: b.c", "1 on 10.0.0.2"] {
        assert!(done.stdout.contains(said), "{said}: {}", done.stdout);
    }
}

#[test]
fn what_was_seen_of_builds_is_told_without_one() {
    let log = |counters: &str| format!("printf '# a.c\\n{counters}\\n' > \"$CCACHE_STATSLOG\"\n{WORKS}");
    let workshop = Workshop::new(&log("cache_miss"));
    assert_eq!(workshop.build(&[]).status, 0);
    workshop.becomes(&log("direct_cache_hit"));
    assert_eq!(workshop.build(&[]).status, 0);
    let done = workshop.build(&["--analyze-cache", "--output-format", "json"]);
    assert_eq!(done.status, 0, "{}", done.all());
    let found: serde_json::Value = serde_json::from_str(&done.stdout).expect("one object");
    let seen = |kind: &str| {
        let all = found["seen"].as_array().expect("kinds");
        all.iter()
            .find(|seen| seen["kind"] == kind)
            .cloned()
            .unwrap_or_default()
    };
    assert!(
        seen("cold")["cpu-s"].is_number() && seen("unchanged")["cpu-s"].is_number(),
        "{found}"
    );
    assert_eq!(seen("unchanged")["hits"], serde_json::json!([1, 1]));
    assert!(seen("one-file")["cpu-s"].is_null());
    let worth = found["worth"].as_array().expect("layers");
    assert_eq!(worth.len(), 4, "{found}");
    assert!(
        worth.iter().any(|worth| worth["one-file"]["is-expected"] == true),
        "{found}"
    );
}

#[test]
fn packages_are_compiled_beforehand_once_and_only_where_it_pays() {
    let workshop = Workshop::new(&format!(
        "case \"$*\" in *--mode=package*) echo made >> \"$here/beforehand\"; echo cache_miss >> \"$CCACHE_STATSLOG\"; mkdir -p \"$out\"; exit 0 ;; esac\n{WORKS}"
    ));
    let package = workshop.project().join("site/heavy");
    std::fs::create_dir_all(&package).expect("a folder");
    std::fs::write(package.join("__init__.py"), "").expect("it can be written");
    std::fs::write(workshop.project().join("dormant.toml"), "search-path = [\"site\"]\n").expect("it can be written");
    let beforehand = || std::fs::read_to_string(workshop.bin().join("beforehand")).unwrap_or_default();
    let flags = ["--cache", "nuitka,precompiled,ccache", "--precompile", "heavy"];
    let done = workshop.build(&flags);
    assert_eq!((done.status, beforehand().as_str()), (0, ""), "{}", done.all());
    assert!(
        done.stdout.contains("heavy is not compiled beforehand"),
        "{}",
        done.stdout
    );
    let flags = [&flags[..], &["--dependencies", "c"]].concat();
    for _ in 0..2 {
        let done = workshop.build(&flags);
        assert_eq!((done.status, beforehand().as_str()), (0, "made\n"), "{}", done.all());
        // What was compiled beforehand is no part of the account.
        assert!(!done.stdout.contains("C cache had"), "{}", done.stdout);
    }
    assert!(workshop.told("arguments").contains("--nofollow-import-to=heavy.*"));
}
