//! What the command line means, and how it is told what is wrong with it.
use std::path::PathBuf;

use super::*;
use crate::cli::args::{ColorWhen, Verbosity};
use crate::config::{Overrides, PythonVersion};
use crate::verdict::Strategy;

fn parsed(line: &str) -> Result<Cli, clap::Error> {
    parse(
        std::iter::once("dormant")
            .chain(line.split_whitespace())
            .map(OsString::from),
    )
}

fn ok(line: &str) -> Cli {
    parsed(line).unwrap_or_else(|error| panic!("{line}: {error}"))
}

fn wrong(line: &str) -> String {
    let error = parsed(line).expect_err(line);
    assert_eq!(error.exit_code(), 2, "{line}");
    error.to_string().lines().next().unwrap_or_default().to_string()
}

#[test]
fn clap_finds_no_contradiction() {
    Cli::command().debug_assert();
}

#[test]
fn check_looks_at_this_folder() {
    let context = ok("check").command.context();
    assert_eq!(context.overrides, Overrides::default());
    assert_eq!((context.use_cache, context.jobs), (true, None));
}

#[test]
fn lists_have_commas_and_are_repeated() {
    let overrides = ok("check --heavy a,b --heavy c, --strategies type-checking,function-local")
        .command
        .context()
        .overrides;
    assert_eq!(
        overrides.heavy,
        Some(vec!["a".to_string(), "b".to_string(), "c".to_string()])
    );
    assert_eq!(
        overrides.strategies,
        Some(vec![Strategy::TypeChecking, Strategy::FunctionLocal])
    );
    let overrides = ok("fix --src x --src y,z --target-version 3.12 a b")
        .command
        .context()
        .overrides;
    assert_eq!(overrides.src, Some(vec![PathBuf::from("x"), PathBuf::from("y,z")]));
    assert_eq!(overrides.target_version, Some(PythonVersion::new(3, 12)));
}

#[test]
fn standard_input_has_a_name() {
    assert!(parsed("check - --stdin-filename app/x.py").is_ok());
    insta::assert_snapshot!(wrong("check -"), @"error: `-` needs --stdin-filename FILE, so that its module is known");
    insta::assert_snapshot!(wrong("check --stdin-filename x.py"), @"error: --stdin-filename needs `-` as the only path");
    insta::assert_snapshot!(wrong("check - y.py --stdin-filename x.py"), @"error: --stdin-filename needs `-` as the only path");
    insta::assert_snapshot!(wrong("fix -"), @"error: `fix` rewrites files and reads no standard input");
}

#[test]
fn output_flags_stand_anywhere() {
    assert_eq!(ok("-q check").output.verbosity(), Verbosity::Quiet);
    assert_eq!(ok("rules -v --color never").output.verbosity(), Verbosity::Verbose);
    assert_eq!(ok("rules -v --color never").output.color, ColorWhen::Never);
    assert!(matches!(ok("rule function-local").command, Commands::Rule(_)));
    assert!(wrong("check --profile x.json --heavy a").contains("cannot be used with"));
}

#[test]
fn colour_is_asked_for_or_not() {
    assert!(ColorWhen::Always.wanted(&std::io::stdout()));
    assert!(!ColorWhen::Never.wanted(&std::io::stdout()));
}

#[test]
fn wrong_arguments_are_told() {
    insta::assert_snapshot!(wrong("check --strategies lazy"), @"error: invalid value 'lazy' for '--strategies <NAMES>': expected one of lazy-keyword, lazy-modules, type-checking, function-local, module-getattr, registry, lazy-constant");
    insta::assert_snapshot!(wrong("check --target-version 3.8"), @"error: invalid value '3.8' for '--target-version <VERSION>': '3.8' is not a version that can be targeted: expected py39 to py315, or 3.9 to 3.15");
    insta::assert_snapshot!(wrong("check --jobs 0"), @"error: invalid value '0' for '--jobs <N>': 0 is not in 1..=65535");
    insta::assert_snapshot!(wrong("check -q -v"), @"error: the argument '--quiet' cannot be used with '--verbose'");
    insta::assert_snapshot!(wrong("chekc"), @"error: unrecognized subcommand 'chekc'");
    insta::assert_snapshot!(wrong("check --output-format xml"), @"error: invalid value 'xml' for '--output-format <FORMAT>'");
}

#[test]
fn help_has_help() {
    let said = |line: &str| parsed(line).expect_err("help").to_string();
    assert_eq!(said("help --help"), said("help"));
    assert_eq!(said("help -h"), said("help"));
    assert_eq!(said("help fix --help"), said("help fix"));
    assert!(said("help --help").contains("Usage: dormant"));
}

#[test]
fn short_help_fits_80_columns() {
    for line in [
        "-h",
        "check -h",
        "fix -h",
        "plan -h",
        "plan --help",
        "why --help",
        "verify -h",
        "optimize -h",
        "init -h",
        "probe -h",
        "rule -h",
        "rules -h",
        "settings -h",
        "schema -h",
        "check --help",
        "profile -h",
        "profile --help",
    ] {
        let error = parsed(line).expect_err(line);
        assert_eq!(error.exit_code(), 0);
        for row in error.to_string().lines() {
            assert!(row.chars().count() <= 80, "{line}: {row}");
        }
    }
}

#[test]
fn help_of_check() {
    insta::assert_snapshot!(parsed("check -h").expect_err("help").to_string(), @"
    Report heavy eager imports that can be deferred

    Usage: dormant check [OPTIONS] [PATHS]... [-- <CMD>...]

    Arguments:
      [PATHS]...  Files and folders; `-` for standard input [default: .]

    Options:
          --stdin-filename <FILE>   Take standard input (`-`) for the content of
                                    this file
          --output-format <FORMAT>  How to print the findings [default: full]
                                    [possible values: full, concise, json, github,
                                    gitlab, sarif, junit, rdjson, markdown]
          --show-blocked            Say why the other heavy imports stay
          --statistics              Print counts by code instead of the findings
      -w, --watch                   Do it again whenever a file changes
      -h, --help                    Print help (see more with '--help')

    Plan:
          --plan <FILE>      Run the command of this saved plan; fail if it loads
                             what was removed
          --update-baseline  Accept what is loaded again, in .dormant/baseline.json
      [CMD]...               The command to run, instead of the plan's

    Configuration:
          --config <FILE>             Use this pyproject.toml or dormant.toml
          --heavy <MODULES>           Heavy modules, instead of those configured
          --extend-heavy <MODULES>    More heavy modules
          --profile <FILE>            A saved profile that says what is heavy
          --eager <MODULES>           Modules whose imports stay as they are
          --src <FOLDER>              Where first-party packages are rooted
          --python <FILE>             The interpreter whose installed packages count
          --search-path <FOLDER>      More folders of installed packages
          --target-version <VERSION>  The oldest Python to run on: py39 to py315
          --strategies <NAMES>        The ways of deferring that may be used
          --annotations <WHAT>        What to do with evaluated annotations
          --strict                    Only edits that rest on nothing assumed
          --exclude <GLOB>            What to leave alone, as in a .gitignore
          --tests <FOLDER>            Where the tests are

    Running:
          --no-cache  Neither read nor write the cache
      -j, --jobs <N>  How many threads to use

    Output:
          --color <WHEN>  When to use colour: auto, always, never [default: auto]
      -q, --quiet         Say nothing on stderr but errors
      -v, --verbose       Say what is done and how long it takes

    Exit status:
      0  nothing to report
      1  findings, or changes under --diff
      2  an error: bad arguments, bad configuration, a file that cannot be read,
         parsed or written
    ");
}
