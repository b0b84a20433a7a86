//! The command line as data: arguments in, an [`Invocation`] out.
//!
//! Only parsing lives here: no file is read, nothing is printed, nothing is run.
mod build;
mod configuration;
mod effects;
mod flags;
mod formats;
mod invocation;
mod measure;
mod optimize;
mod planning;
mod probe;
mod profile;
mod run;
mod verify;

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::{CommandFactory, Parser};

use crate::config::Overrides;
pub use build::{BuildArgs, Dependencies};
use flags::{Cli, Commands};
pub use formats::{
    ColorWhen, DiffFormat, EffectsFormat, MeasureFormat, OptimizeFormat, OutputFormat, PlanFormat, ProbeFormat,
    ProfileFormat, SchemaOf, SettingsFormat, TextFormat, VerifyFormat,
};
pub use invocation::{
    Command, EffectsInput, Input, Invocation, OptimizeWish, PlanOptions, Probe, ProfileForm, Subject, Verbosity,
    VerifyWish,
};
pub use measure::MeasureArgs;

/// The commands and flags themselves, for what is made from them.
pub fn grammar() -> clap::Command {
    Cli::command()
}

/// `help --help` and `help fix -h` ask for what `help` and `help fix` say.
fn without_help_for_help(mut args: Vec<OsString>) -> Vec<OsString> {
    if args.get(1).is_some_and(|command| command == "help") {
        args.retain(|arg| arg != "--help" && arg != "-h");
    }
    args
}

/// Reads the command line, the program's name first.
///
/// # Errors
/// What is wrong with it, or the help or the version that it asks for: `exit_code()` and `print()` do the right thing with
/// either (2 and stderr, 0 and stdout).
pub fn parse(args: impl IntoIterator<Item = OsString>) -> Result<Invocation, clap::Error> {
    let Cli { command, output } = Cli::try_parse_from(without_help_for_help(args.into_iter().collect()))?;
    let mut invocation = Invocation {
        command: Command::Rules(TextFormat::default()),
        config: None,
        overrides: Overrides::default(),
        color: output.color,
        verbosity: match (output.quiet, output.verbose) {
            (true, _) => Verbosity::Quiet,
            (_, true) => Verbosity::Verbose,
            _ => Verbosity::Normal,
        },
        use_cache: true,
        jobs: None,
    };
    invocation.command = match command {
        Commands::Check(check) => {
            check.settings.into_invocation(&mut invocation);
            check.run.into_invocation(&mut invocation);
            if let Some(plan) = check.plan.plan {
                invocation.command = Command::CheckPlan {
                    plan,
                    command: check.plan.command,
                    update_baseline: check.plan.update_baseline,
                };
                return Ok(invocation);
            }
            Command::Check {
                input: input(check.paths, check.stdin_filename)?,
                format: check.output_format,
                show_blocked: check.show_blocked,
                statistics: check.statistics,
                watch: check.watch,
            }
        }
        Commands::Fix(fix) => {
            fix.settings.into_invocation(&mut invocation);
            fix.run.into_invocation(&mut invocation);
            invocation.overrides.add_noqa = fix.add_noqa;
            if fix.paths.iter().any(|path| path == Path::new("-")) {
                return Err(conflict("`fix` rewrites files and reads no standard input"));
            }
            Command::Fix {
                paths: fix.paths,
                diff: (fix.diff || fix.diff_format.is_some()).then(|| fix.diff_format.unwrap_or_default()),
                allow_unsafe: fix.allow_unsafe,
                show_blocked: fix.show_blocked,
                plan: fix.plan.plan,
                format: fix.output_format,
            }
        }
        Commands::Plan(plan) => plan.into_command(&mut invocation),
        Commands::Why(why) => why.into_command(&mut invocation),
        Commands::Profile(profile) => profile.into_command(&mut invocation),
        Commands::Measure(measure) => Command::Measure(Box::new(measure)),
        Commands::Build(build) => Command::Build(Box::new(build)),
        Commands::Server => Command::Server,
        Commands::Init {
            check,
            repository,
            rev,
            nuitka,
            docker,
            no_run,
            output_format,
        } => Command::Init {
            check,
            repository,
            rev,
            nuitka,
            docker,
            no_run,
            format: output_format,
        },
        Commands::Optimize(args) => Command::Optimize(args.into_wish(&mut invocation)),
        Commands::Verify(args) => Command::Verify(args.into_wish(&mut invocation)),
        Commands::Probe(probe) => Command::Probe(probe.into_invocation(&mut invocation)),
        Commands::Effects(effects) => {
            effects.settings.into_invocation(&mut invocation);
            effects.run.into_invocation(&mut invocation);
            Command::Effects(EffectsInput {
                module: effects.module,
                paths: effects.paths,
                closure: effects.closure,
                format: effects.output_format,
            })
        }
        Commands::Rule { code } => Command::Rule { code },
        Commands::Rules { output_format } => Command::Rules(output_format),
        Commands::Settings(show) => {
            show.settings.into_invocation(&mut invocation);
            Command::Settings {
                path: show.path,
                format: show.output_format,
            }
        }
        Commands::Schema { output: Some(of), .. } => Command::OutputSchema(of),
        Commands::Schema { of, .. } => Command::Schema(of),
        Commands::Completions { shell } => Command::Completions(shell),
        Commands::Man { command } => Command::Man(command),
    };
    Ok(invocation)
}

/// Standard input goes with a name, and with nothing else.
fn input(paths: Vec<PathBuf>, stdin_filename: Option<PathBuf>) -> Result<Input, clap::Error> {
    let is_stdin = |path: &PathBuf| path == Path::new("-");
    match stdin_filename {
        Some(filename) if paths.iter().all(is_stdin) && paths.len() == 1 => Ok(Input::Stdin(filename)),
        Some(_) => Err(conflict("--stdin-filename needs `-` as the only path")),
        None if paths.iter().any(is_stdin) => {
            Err(conflict("`-` needs --stdin-filename FILE, so that its module is known"))
        }
        None => Ok(Input::Paths(paths)),
    }
}

fn conflict(message: &str) -> clap::Error {
    clap::Error::raw(clap::error::ErrorKind::ArgumentConflict, format!("{message}\n")).with_cmd(&Cli::command())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::PythonVersion;
    use crate::verdict::Strategy;

    fn parsed(line: &str) -> Result<Invocation, clap::Error> {
        parse(
            std::iter::once("dormant")
                .chain(line.split_whitespace())
                .map(OsString::from),
        )
    }

    fn ok(line: &str) -> Invocation {
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
        let invocation = ok("check");
        let expected = Command::Check {
            input: Input::Paths(vec![PathBuf::from(".")]),
            format: OutputFormat::Full,
            show_blocked: false,
            statistics: false,
            watch: false,
        };
        assert_eq!(invocation.command, expected);
        assert_eq!(invocation.overrides, Overrides::default());
        assert_eq!((invocation.use_cache, invocation.jobs), (true, None));
    }

    #[test]
    fn lists_have_commas_and_are_repeated() {
        let overrides = ok("check --heavy a,b --heavy c, --strategies type-checking,function-local").overrides;
        assert_eq!(
            overrides.heavy,
            Some(vec!["a".to_string(), "b".to_string(), "c".to_string()])
        );
        assert_eq!(
            overrides.strategies,
            Some(vec![Strategy::TypeChecking, Strategy::FunctionLocal])
        );
        let overrides = ok("fix --src x --src y,z --target-version 3.12 a b").overrides;
        assert_eq!(overrides.src, Some(vec![PathBuf::from("x"), PathBuf::from("y,z")]));
        assert_eq!(overrides.target_version, Some(PythonVersion::new(3, 12)));
    }

    #[test]
    fn standard_input_has_a_name() {
        let Command::Check { input, .. } = ok("check - --stdin-filename app/x.py").command else {
            panic!()
        };
        assert_eq!(input, Input::Stdin(PathBuf::from("app/x.py")));
        insta::assert_snapshot!(wrong("check -"), @"error: `-` needs --stdin-filename FILE, so that its module is known");
        insta::assert_snapshot!(wrong("check --stdin-filename x.py"), @"error: --stdin-filename needs `-` as the only path");
        insta::assert_snapshot!(wrong("check - y.py --stdin-filename x.py"), @"error: --stdin-filename needs `-` as the only path");
        insta::assert_snapshot!(wrong("fix -"), @"error: `fix` rewrites files and reads no standard input");
    }

    #[test]
    fn a_diff_format_asks_for_a_diff() {
        let diff = |line: &str| match ok(line).command {
            Command::Fix { diff, .. } => diff,
            other => panic!("{other:?}"),
        };
        assert_eq!(diff("fix"), None);
        assert_eq!(diff("fix --diff"), Some(DiffFormat::Unified));
        assert_eq!(diff("fix --diff-format side-by-side"), Some(DiffFormat::SideBySide));
    }

    #[test]
    fn a_command_stands_behind_two_dashes() {
        let Command::Profile { profiling, form, .. } = ok("profile --runs 3 --top 4 -- app --help -v").command else {
            panic!()
        };
        assert_eq!(profiling.words, ["app", "--help", "-v"]);
        assert_eq!((profiling.runs, form.top, form.format), (3, 4, ProfileFormat::Table));
        assert!(wrong("profile").starts_with("error: the following required arguments were not provided"));
        assert!(wrong("profile --runs 0 -- app").starts_with("error: invalid value '0'"));
        assert!(wrong("profile --from x.json -- app").contains("cannot be used with"));
        assert!(wrong("check --profile x.json --heavy a").contains("cannot be used with"));
    }

    #[test]
    fn output_flags_stand_anywhere() {
        assert_eq!(ok("-q check").verbosity, Verbosity::Quiet);
        assert_eq!(ok("rules -v --color never").verbosity, Verbosity::Verbose);
        assert_eq!(ok("rules -v --color never").color, ColorWhen::Never);
        assert_eq!(
            ok("rule function-local").command,
            Command::Rule {
                code: "function-local".to_string()
            }
        );
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
}
