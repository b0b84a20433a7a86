//! The command line as a user meets it: help, exit statuses, what goes to which stream, pipes, standard input and colour.

use std::process::{Command, Stdio};

use crate::support::python::python;
use crate::support::run::{Done, run, run_with_input};
use crate::support::small::{CONFIG, GOOD, Small};
use crate::support::{dormant, skip};

const ESCAPE: char = '\u{1b}';

#[test]
fn settings_that_lead_nowhere_are_told_with_their_place() {
    let project = Small::new(&[("pyproject.toml", &format!("{CONFIG}tests = [\"nix\"]\n"))]);
    let done = project.dormant(&["check", "--heavy", "nosuch", "--no-cache"]);
    assert!(done.stderr.contains("warning: --heavy: heavy = \"nosuch\""), "{done:?}");
    assert!(done.stderr.contains("warning: pyproject.toml:6: tests: "), "{done:?}");
    let done = project.dormant(&["check", "--tests", "gone", "--no-cache"]);
    assert!(done.stderr.contains("warning: --tests: tests: "), "{done:?}");
    let done = project.dormant(&["effects", &"a.".repeat(20_000)]);
    assert!(done.status == 2 && done.stderr.len() < 1000, "{}", done.stderr.len());
}

#[test]
fn help_fits_80_columns_and_goes_to_stdout() {
    let project = Small::new(&[]);
    let commands = [
        "check",
        "fix",
        "plan",
        "why",
        "profile",
        "measure",
        "build",
        "verify",
        "optimize",
        "init",
        "effects",
        "probe",
        "rule",
        "rules",
        "settings",
        "schema",
        "completions",
        "man",
    ];
    for flag in ["-h", "--help"] {
        let mut pages = vec![project.dormant(&[flag])];
        assert!(
            commands.iter().all(|name| pages[0].stdout.contains(name)),
            "{}",
            pages[0].stdout
        );
        pages.extend(commands.iter().map(|name| project.dormant(&[name, flag])));
        for page in pages {
            assert_eq!((page.status, page.stderr.as_str()), (0, ""));
            let wide = page.stdout.lines().find(|line| line.chars().count() > 80);
            assert_eq!(wide, None);
            assert!(page.stdout.contains("Usage: dormant"), "{}", page.stdout);
        }
    }
    for name in ["check", "fix"] {
        let page = project.dormant(&[name, "--help"]).stdout;
        assert!(page.contains("Exit status") && page.contains("Examples"), "{page}");
    }
    assert_eq!(
        project.dormant(&["--version"]).stdout,
        format!("dormant {}\n", env!("CARGO_PKG_VERSION"))
    );
}

#[test]
fn what_a_run_came_to_fits_the_terminal_and_is_one_line_in_a_file() {
    let project = Small::new(&[("pyproject.toml", CONFIG), ("app.py", GOOD), ("bad.py", "import (\n")]);
    let said = |columns: Option<&str>| {
        let mut command = dormant(project.path());
        columns.map(|columns| command.env("COLUMNS", columns));
        let Done { stderr, .. } = run(command.args(["check", "--no-cache", "."]));
        let start = stderr.find("Found ").expect("what was found");
        stderr[start..].trim_end().to_owned()
    };
    let (narrow, line) = (said(Some("50")), said(None));
    assert!(
        narrow.lines().count() > 1 && narrow.lines().all(|line| line.len() <= 50),
        "{narrow}"
    );
    assert_eq!(line.lines().count(), 1, "{line}");
    assert_eq!(narrow.replace('\n', " "), line);
}

#[test]
fn help_completions_and_manuals_are_those_of_the_commands() {
    let project = Small::new(&[]);
    let help = project.dormant(&["help", "fix"]);
    assert_eq!(help.status, 0, "{help:?}");
    assert_eq!(help.stdout, project.dormant(&["fix", "--help"]).stdout);
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = project.dormant(&["completions", shell]);
        assert_eq!((script.status, script.stderr.as_str()), (0, ""));
        assert!(script.stdout.contains("optimize") && script.stdout.contains("diff-format"));
    }
    assert_eq!(project.dormant(&["completions", "tcsh"]).status, 2);
    let all = project.dormant(&["man"]).stdout;
    assert!(all.contains(".TH dormant 1") && all.contains("optimize"), "{all}");
    let fix = project.dormant(&["man", "fix"]).stdout;
    assert!(
        fix.contains(".TH dormant\\-fix 1") || fix.contains(".TH dormant-fix 1"),
        "{fix}"
    );
    assert!(fix.contains("\\-\\-diff\\-format"), "{fix}");
    let none = project.dormant(&["man", "fux"]);
    assert_eq!((none.status, none.stdout.as_str()), (2, ""), "{none:?}");
}

#[test]
fn exit_statuses_of_check() {
    let project = Small::new(&[]);
    let found = project.dormant(&["check"]);
    assert_eq!(found.status, 1, "{found:?}");
    assert!(found.stdout.contains("good.py:1"), "{found:?}");
    assert_eq!(project.read("good.py"), GOOD.as_bytes(), "check wrote a file");
    let clean = Small::new(&[("good.py", "import os\n\n\ndef f():\n    return os.name\n")]);
    assert_eq!(clean.dormant(&["check"]).status, 0);
    for wrong in [
        &["check", "--no-such-flag"][..],
        &["chekc"],
        &["check", "--output-format", "xml"],
        &[],
        &["rule", "no-such-code"],
    ] {
        let done = project.dormant(wrong);
        assert_eq!((done.status, done.stdout.as_str()), (2, ""), "{wrong:?}: {done:?}");
        assert!(!done.stderr.is_empty());
    }
}

#[test]
fn exit_statuses_of_fix() {
    let project = Small::new(&[]);
    let diff = project.dormant(&["fix", "--diff"]);
    assert_eq!(diff.status, 1, "{diff:?}");
    assert!(
        diff.stdout.contains("-import ballast\n") && diff.stdout.contains("+    import ballast\n"),
        "{diff:?}"
    );
    assert_eq!(project.read("good.py"), GOOD.as_bytes(), "--diff wrote a file");
    let fix = project.dormant(&["fix"]);
    assert_eq!(fix.status, 0, "{fix:?}");
    assert!(project.good_is_fixed());
    let again = project.dormant(&["fix", "--diff"]);
    assert_eq!((again.status, again.stdout.as_str()), (0, ""), "{again:?}");
    assert_eq!(project.dormant(&["check"]).status, 0);
}

#[test]
fn a_diff_can_be_applied() {
    let files = [
        ("app/__init__.py", ""),
        (
            "app/crlf.py",
            "import ballast\r\n\r\n\r\ndef f():\r\n    return ballast",
        ),
        ("app/a.py", GOOD),
    ];
    let project = Small::new(&files);
    let diff = project.dormant(&["fix", "--diff"]).stdout;
    let mut git = Command::new("git");
    let applied = run_with_input(git.args(["apply", "-"]).current_dir(project.path()), diff.as_bytes());
    if applied.stderr.contains("cannot start") {
        return skip("a_diff_can_be_applied", "no git");
    }
    assert_eq!(applied.status, 0, "{applied:?}\n{diff}");
    let fixed = Small::new(&files);
    assert_eq!(fixed.dormant(&["fix"]).status, 0);
    for name in ["good.py", "app/crlf.py", "app/a.py"] {
        assert_eq!(project.read(name), fixed.read(name), "{name}");
    }
}

#[test]
fn stdout_is_data() {
    let project = Small::new(&[]);
    let done = project.dormant(&["check", "--output-format", "json"]);
    let data: serde_json::Value = serde_json::from_str(&done.stdout).expect("stdout is JSON and nothing else");
    assert_eq!(data["findings"].as_array().map(Vec::len), Some(1), "{data}");
    assert_eq!(data["findings"][0]["start"]["line"], 1);
    let one = project.dormant(&["check", "--output-format", "json", "--jobs", "1", "--no-cache"]);
    let two = project.dormant(&["check", "--output-format", "json", "--jobs", "2"]);
    assert_eq!(
        (&one.stdout, &two.stdout),
        (&done.stdout, &done.stdout),
        "the output depends on threads or the cache"
    );
    let quiet = project.dormant(&["check", "--quiet"]);
    assert_eq!((quiet.status, quiet.stderr.as_str()), (1, ""));
    let settings = project.dormant(&["settings"]);
    assert!(toml::from_str::<toml::Table>(&settings.stdout).is_ok(), "{settings:?}");
    let schema = project.dormant(&["schema"]);
    assert!(
        serde_json::from_str::<serde_json::Value>(&schema.stdout).is_ok(),
        "{schema:?}"
    );
}

#[test]
fn codes_explain_themselves() {
    let project = Small::new(&[]);
    let rules = project.dormant(&["rules"]);
    assert_eq!(rules.status, 0);
    for code in [
        "lazy-keyword",
        "lazy-modules",
        "type-checking",
        "function-local",
        "module-getattr",
        "stale-command-text",
        "used-at-start",
        "not-yours",
    ] {
        assert!(rules.stdout.contains(code), "{code} is not listed");
        let rule = project.dormant(&["rule", code]);
        assert!(rule.status == 0 && rule.stdout.contains(code), "{rule:?}");
    }
    let rule = project.dormant(&["rule", "strategy-off"]).stdout;
    let settings = "Deferred:\n\n    [tool.dormant]\n    strategies = [\"type-checking\", \"function-local\"]\n\n    import dockyard\n";
    assert!(rule.contains(settings), "{rule}");
}

#[test]
fn a_closed_pipe_is_a_clean_end() {
    let texts: Vec<(String, String)> = (0..400).map(|n| (format!("app/m{n}.py"), GOOD.to_string())).collect();
    let files: Vec<(&str, &str)> = texts
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect();
    let project = Small::new(&files);
    for arguments in [
        &["check"][..],
        &["check", "--output-format", "json"],
        &["fix", "--diff"],
    ] {
        let mut command = dormant(project.path());
        let mut child = command
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it starts");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("it ends");
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(
            !stderr.contains("panicked") && !stderr.contains("Broken pipe"),
            "{arguments:?}: {stderr}"
        );
        assert!(
            output.status.code().is_some_and(|code| code <= 1),
            "{arguments:?}: {}",
            output.status
        );
    }
}

#[test]
fn standard_input_stands_for_a_file() {
    let project = Small::new(&[("app/__init__.py", ""), ("app/x.py", "X = 1\n")]);
    let mut command = dormant(project.path());
    let done = run_with_input(
        command.args(["check", "-", "--stdin-filename", "app/x.py"]),
        GOOD.as_bytes(),
    );
    assert_eq!(done.status, 1, "{done:?}");
    assert!(done.stdout.contains("app/x.py:1"), "{done:?}");
    assert!(
        !done.stdout.contains("good.py"),
        "only the named file is judged: {done:?}"
    );
    let mut command = dormant(project.path());
    let clean = run_with_input(command.args(["check", "-", "--stdin-filename", "app/x.py"]), b"X = 2\n");
    assert_eq!(clean.status, 0, "{clean:?}");
    assert_eq!(
        run_with_input(dormant(project.path()).args(["check", "-"]), b"X = 1\n").status,
        2
    );
}

/// Runs `dormant` with both outputs on a terminal, which Python provides.
fn on_a_terminal(project: &Small, variables: &[(&str, &str)], arguments: &[&str]) -> Option<Done> {
    const SPAWN: &str = "import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))";
    let mut command = python()?.command(project.path(), &[]);
    command
        .args(["-c", SPAWN, env!("CARGO_BIN_EXE_dormant")])
        .args(arguments)
        .env("TERM", "xterm-256color");
    for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "FORCE_COLOR", "CI"] {
        command.env_remove(name);
    }
    command.envs(variables.iter().copied());
    Some(run(&mut command))
}

#[test]
fn colour_is_for_terminals() {
    let project = Small::new(&[]);
    for arguments in [&["check"][..], &["fix", "--diff"]] {
        let piped = project.dormant(arguments);
        assert!(!piped.all().contains(ESCAPE), "{piped:?}");
        let always = project.dormant(&[arguments, &["--color", "always"]].concat());
        assert!(always.stdout.contains(ESCAPE), "{always:?}");
        let Some(terminal) = on_a_terminal(&project, &[], arguments) else {
            return skip("colour_is_for_terminals", "no Python for a terminal");
        };
        assert!(terminal.stdout.contains(ESCAPE), "{terminal:?}");
        let never = [arguments, &["--color", "never"]].concat();
        for (variables, arguments) in [(&[("NO_COLOR", "1")][..], arguments), (&[], &never)] {
            let plain = on_a_terminal(&project, variables, arguments).unwrap_or_default();
            assert!(
                plain.stdout.contains("ballast") && !plain.stdout.contains(ESCAPE),
                "{plain:?}"
            );
        }
    }
}

#[test]
fn the_suppression_of_a_linter_is_a_setting_and_a_flag() {
    let ruff = "[tool.ruff.lint]\nselect = [\"PLC0415\"]\n";
    let set = format!("{CONFIG}add-noqa = true\n{ruff}");
    let unset = format!("{CONFIG}{ruff}");
    let named = format!("{CONFIG}strategies = [\"function-local\"]\n{ruff}");
    for (config, flags, is_marked) in [
        (&set, &["fix"][..], true),
        (&unset, &["fix", "--add-noqa"], true),
        (&unset, &["fix"], false),
        (&named, &["fix"], false),
    ] {
        let project = Small::new(&[("pyproject.toml", config)]);
        let done = project.dormant(flags);
        assert_eq!(done.status, 0, "{done:?}");
        let text = String::from_utf8_lossy(&project.read("good.py")).into_owned();
        assert_eq!(
            text.contains("    import ballast  # noqa: PLC0415\n"),
            is_marked,
            "{text}"
        );
        assert_eq!(
            !done.stderr.contains("forbids imports in functions"),
            is_marked,
            "{done:?}"
        );
        // Without the mark it is made only where the strategy is named.
        assert_eq!(
            text.starts_with("import ballast"),
            config == &unset && !is_marked,
            "{text}"
        );
    }
    let project = Small::new(&[("pyproject.toml", &unset)]);
    let checked = project.dormant(&["check", "--show-blocked", "--output-format", "concise"]);
    assert_eq!(checked.status, 0, "{checked:?}");
    assert!(
        checked.stdout.contains("kept[strategy-off] import ballast"),
        "{checked:?}"
    );
    assert!(checked.stderr.contains("1 import stays for it"), "{checked:?}");
    let pylint = "[tool.pylint.\"messages control\"]\nenable = [\"import-outside-toplevel\"]\n";
    let project = Small::new(&[("pyproject.toml", &format!("{CONFIG}add-noqa = true\n{pylint}"))]);
    assert_eq!(project.dormant(&["fix"]).status, 0);
    let text = String::from_utf8_lossy(&project.read("good.py")).into_owned();
    assert!(
        text.contains("    import ballast  # pylint: disable=import-outside-toplevel\n"),
        "{text}"
    );
    let banned = "[tool.ruff.lint.flake8-tidy-imports]\nbanned-module-level-imports = [\"ballast\"]\n";
    let tidy = format!("{CONFIG}[tool.ruff.lint]\nselect = [\"PLC0415\", \"TID253\"]\n{banned}");
    let project = Small::new(&[("pyproject.toml", &tidy)]);
    assert_eq!(project.dormant(&["fix"]).status, 0);
    assert!(!project.read("good.py").starts_with(b"import ballast"));
}

#[test]
fn what_takes_long_says_how_far_it_is_on_a_terminal() {
    let slow = "import time\n\ntime.sleep(0.4)\n";
    let project = Small::new(&[("slow.py", slow)]);
    let arguments = ["profile", "--runs", "3", "--", "python3", "slow.py"];
    let Some(terminal) = on_a_terminal(&project, &[], &arguments) else {
        return skip(
            "what_takes_long_says_how_far_it_is_on_a_terminal",
            "no Python for a terminal",
        );
    };
    assert_eq!(terminal.status, 0, "{terminal:?}");
    let said = terminal.all();
    assert!(said.contains(" of 3 rounds of runs, about "), "{said}");
    let piped = project.dormant(&arguments);
    assert!(!piped.all().contains("rounds of runs"), "{piped:?}");
}
