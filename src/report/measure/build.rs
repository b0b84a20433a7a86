//! A build, and what its caches hold, for people; at most 80 columns where names allow.
use std::fmt::Write;

use super::super::Style;
use super::super::words::{counted, listed, wrapped};
use crate::measure::compilation::{Built, CCache, Parallel, Shared};

/// How many changed sources are named.
const NAMED: usize = 8;

/// What was built, what it took, and whether it runs.
pub fn render(built: &Built, style: Style) -> String {
    let bold = anstyle::Style::new().bold();
    let mut text = format!("{}\n", style.paint(bold, &built.program));
    let _ = writeln!(
        text,
        "{} with Nuitka {}: {} shipped, {} of it the program itself",
        format!("{:?}", built.mode).to_lowercase(),
        built.nuitka,
        size(built.total_bytes),
        size(built.program_bytes)
    );
    if let (Some(compiled), Some(bytecode)) = (built.compiled_modules, built.bytecode_modules) {
        let _ = writeln!(
            text,
            "{} compiled to C, {bytecode} kept as bytecode",
            counted(compiled, "module")
        );
    }
    text.push('\n');
    for stage in &built.stages {
        let cpu = stage.cpu_s.map_or("-".into(), |seconds| format!("{seconds:.1}"));
        let wall = stage
            .wall_s
            .map(|seconds| format!(", {seconds:.1} s by the clock"))
            .unwrap_or_default();
        let why = stage.why.as_deref().map(|why| format!(" ({why})")).unwrap_or_default();
        let _ = writeln!(text, "{:<26} {cpu:>8} s of CPU{wall}{why}", stage.name);
    }
    if let Some(cache) = &built.c_cache {
        c_cache(&mut text, cache, style);
    }
    if let Some(shared) = &built.shared {
        hosts(&mut text, shared);
    }
    let _ = writeln!(
        text,
        "{:<26} {:>8}{}",
        "C compilers at a time",
        built.parallel.jobs,
        why(&built.parallel)
    );
    if let Some(peak) = built.peak_bytes {
        let _ = writeln!(text, "{:<26} {:>8}, all processes together", "peak memory", size(peak));
    }
    if !built.by_name.is_empty() {
        let note = format!("included because strings name them: {}", listed(&built.by_name, NAMED));
        let _ = writeln!(text, "\n{}", wrapped(&note, style.width));
    }
    changed(&mut text, built.changed.as_deref(), style);
    if let Some(trial) = &built.trial {
        let _ = writeln!(text, "\nran {}: {}", trial.shown, trial.ending);
        match &trial.why {
            None => text.push_str("as under Python\n"),
            Some(why) => {
                let _ = writeln!(text, "{}", wrapped(&format!("NOT AS UNDER PYTHON: {why}"), style.width));
            }
        }
    }
    notes(&mut text, &built.warnings, &built.advice, style);
    text
}

/// Hits, what came from elsewhere, and what was compiled although most was there.
fn c_cache(text: &mut String, cache: &CCache, style: Style) {
    let all = cache.hits + cache.misses;
    let rate = if all == 0 {
        0.0
    } else {
        cache.hits as f64 / all as f64 * 100.0
    };
    let _ = writeln!(
        text,
        "{:<26} {:>8} of {all} C files ({rate:.0} %)",
        "C cache had", cache.hits
    );
    if cache.remote_hits > 0 || cache.remote_failures > 0 {
        let _ = writeln!(
            text,
            "{:<26} {:>8} of them, {} unanswered",
            "the remote storage had",
            cache.remote_hits,
            counted(usize::try_from(cache.remote_failures).unwrap_or(usize::MAX), "request")
        );
    }
    if cache.hits > 0 && !cache.missed.is_empty() {
        let note = format!("compiled again: {}", listed(&cache.missed, NAMED));
        let _ = writeln!(text, "{}", wrapped(&note, style.width));
    }
}

/// Where the C was compiled.
fn hosts(text: &mut String, shared: &Shared) {
    let name = format!("compiled by {}", shared.launcher.program());
    let hosts: Vec<String> = shared
        .jobs
        .iter()
        .map(|(host, count)| format!("{count} on {host}"))
        .collect();
    let told = match &shared.why {
        Some(why) => format!("- ({why})"),
        None if hosts.is_empty() => "nothing".to_owned(),
        None => hosts.join(", "),
    };
    let _ = writeln!(text, "{name:<26} {told}");
}

/// Why so many compilers ran at a time.
fn why(parallel: &Parallel) -> String {
    let Some(limit) = parallel.limit_bytes else {
        return String::new();
    };
    let each = if parallel.is_seen {
        "seen in an earlier build"
    } else {
        "expected"
    };
    let least = if parallel.is_low_memory {
        ", which does not fit: as little as it can"
    } else {
        ""
    };
    format!(
        " of {} that {}; {} each, {each}{least}",
        size(limit),
        if parallel.is_given { "it may take" } else { "were free" },
        size(parallel.compiler_bytes)
    )
}

pub(super) fn changed(text: &mut String, changed: Option<&[String]>, style: Style) {
    let note = match changed {
        None => "no earlier build to compare with".to_owned(),
        Some([]) => "nothing changed since the last build".to_owned(),
        Some(changes) => format!("changed since the last build: {}", listed(changes, NAMED)),
    };
    let _ = writeln!(text, "\n{}", wrapped(&note, style.width));
}

pub(super) fn notes(text: &mut String, warnings: &[String], advice: &[String], style: Style) {
    for warning in warnings {
        let _ = writeln!(text, "{}", wrapped(&format!("warning: {warning}"), style.width));
    }
    for advice in advice {
        let _ = writeln!(text, "{}", wrapped(&format!("note: {advice}"), style.width));
    }
}

/// Bytes in the unit that fits.
pub(super) fn size(bytes: u64) -> String {
    let mebibytes = bytes as f64 / f64::from(1 << 20);
    match mebibytes {
        small if small < 0.1 => format!("{} KiB", bytes.div_ceil(1024)),
        small if small < 10.0 => format!("{small:.1} MiB"),
        large => format!("{large:.0} MiB"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::compilation::{Key, Launcher, Mode, Stage, Trial};

    fn built() -> Built {
        let stage = |name: &str, cpu: Option<f64>, wall_s| Stage {
            name: name.into(),
            cpu_s: cpu,
            wall_s,
            why: cpu.is_none().then(|| "Nuitka 4.0.1 counts it with compiling C".into()),
        };
        Built {
            entry: "harbor".into(),
            mode: Mode::Standalone,
            nuitka: "4.3.3".into(),
            program: "dist/harbor.dist/harbor.bin".into(),
            stages: vec![
                stage("all", Some(84.2), Some(98.0)),
                stage("compiling C", Some(24.0), None),
                stage("linking", None, None),
            ],
            c_cache: Some(CCache {
                hits: 66,
                misses: 2,
                missed: vec!["__loader.c".into(), "module.harbor.cli.c".into()],
                remote_hits: 60,
                remote_failures: 1,
            }),
            parallel: Parallel {
                jobs: 2,
                limit_bytes: Some(3 << 30),
                compiler_bytes: 330 << 20,
                is_seen: true,
                ..Parallel::default()
            },
            shared: Some(Shared {
                launcher: Launcher::Distcc,
                jobs: [("alpha".to_owned(), 40), ("localhost".to_owned(), 2)].into(),
                why: None,
            }),
            peak_bytes: Some(700 << 20),
            program_bytes: 12 << 20,
            total_bytes: 30 << 20,
            compiled_modules: Some(25),
            bytecode_modules: Some(300),
            by_name: vec!["harbor.commands.fleet".into()],
            key: Key::default(),
            changed: Some(vec!["changed source: src/harbor/cli.py".into()]),
            held: Vec::new(),
            trial: Some(Trial {
                shown: "dist/harbor.dist/harbor.bin --help".into(),
                ending: "exit status 1".into(),
                is_right: false,
                why: Some("ModuleNotFoundError: No module named 'x'; under Python exit status 0".into()),
            }),
            warnings: vec!["ccache is missing".into()],
            advice: vec!["Nuitka commercial is installed".into()],
        }
    }

    #[test]
    fn a_build_whose_result_fails() {
        insta::assert_snapshot!(render(&built(), Style::PLAIN));
    }

    #[test]
    fn a_first_build_that_runs() {
        let mut built = built();
        built.changed = None;
        built.warnings.clear();
        built.advice.clear();
        built.shared = None;
        built.c_cache = Some(CCache {
            misses: 68,
            ..CCache::default()
        });
        built.parallel = Parallel {
            jobs: 1,
            is_low_memory: true,
            is_given: true,
            is_seen: false,
            ..built.parallel
        };
        if let Some(trial) = &mut built.trial {
            trial.ending = "exit status 0".into();
            trial.is_right = true;
            trial.why = None;
        }
        insta::assert_snapshot!(render(&built, Style::PLAIN));
    }
}
