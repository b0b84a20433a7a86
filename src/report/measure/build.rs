//! A build, and what its caches hold, for people; at most 80 columns where names allow.
use std::fmt::Write;

use super::super::Style;
use super::super::words::{counted, listed, wrapped};
use crate::measure::compilation::{Built, CacheReport, Held, Key};

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
    if let Some(cache) = built.c_cache {
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
    }
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
    notes(&mut text, &built.warnings, style);
    text
}

/// The key, what changed, and what each layer holds.
pub fn analysis(report: &CacheReport, style: Style) -> String {
    let mut text = String::new();
    key(&mut text, &report.key);
    changed(&mut text, report.changed.as_deref(), style);
    text.push('\n');
    for held in &report.held {
        layer(&mut text, held);
    }
    notes(&mut text, &report.warnings, style);
    text
}

fn key(text: &mut String, key: &Key) {
    let _ = writeln!(text, "key      {}", key.key);
    for restore in &key.restore {
        let _ = writeln!(text, "restore  {restore}");
    }
    text.push('\n');
    for (name, value) in &key.inputs {
        let shown: String = value.chars().take(64).collect();
        let dots = if shown.len() < value.len() { "..." } else { "" };
        let _ = writeln!(text, "{name:<12} {}{dots}", shown.replace('\n', " "));
    }
}

fn layer(text: &mut String, held: &Held) {
    let used = if held.is_used { "used" } else { "off" };
    let _ = writeln!(
        text,
        "{:<12} {used:<5} {:>6} files {:>10}  {}",
        held.layer.name(),
        held.files,
        size(held.bytes),
        held.folder
    );
}

fn changed(text: &mut String, changed: Option<&[String]>, style: Style) {
    let note = match changed {
        None => "no earlier build to compare with".to_owned(),
        Some([]) => "nothing changed since the last build".to_owned(),
        Some(changes) => format!("changed since the last build: {}", listed(changes, NAMED)),
    };
    let _ = writeln!(text, "\n{}", wrapped(&note, style.width));
}

fn notes(text: &mut String, warnings: &[String], style: Style) {
    for warning in warnings {
        let _ = writeln!(text, "{}", wrapped(&format!("warning: {warning}"), style.width));
    }
}

/// Bytes in the unit that fits.
fn size(bytes: u64) -> String {
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
    use crate::measure::compilation::{CCache, Layer, Mode, Stage, Trial};

    fn of_key() -> Key {
        Key {
            key: "nuitka-v1-linux-aa-bb-cc".into(),
            restore: vec!["nuitka-v1-linux-aa-bb-".into(), "nuitka-v1-linux-aa-".into()],
            inputs: [
                ("Nuitka".to_owned(), "4.3.3".to_owned()),
                ("options".to_owned(), "--mode=standalone ".repeat(6)),
            ]
            .into(),
            ..Key::default()
        }
    }

    fn held() -> Vec<Held> {
        let held = |layer, is_used, bytes| Held {
            layer,
            is_used,
            folder: format!(".dormant-build/{}", Layer::name(layer)),
            files: 12,
            bytes,
        };
        vec![held(Layer::Nuitka, true, 3 << 20), held(Layer::Ccache, false, 700)]
    }

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
            c_cache: Some(CCache { hits: 66, misses: 2 }),
            peak_bytes: Some(700 << 20),
            program_bytes: 12 << 20,
            total_bytes: 30 << 20,
            compiled_modules: Some(25),
            bytecode_modules: Some(300),
            by_name: vec!["harbor.commands.fleet".into()],
            key: of_key(),
            changed: Some(vec!["changed source: src/harbor/cli.py".into()]),
            held: held(),
            trial: Some(Trial {
                shown: "dist/harbor.dist/harbor.bin --help".into(),
                ending: "exit status 1".into(),
                is_right: false,
                why: Some("ModuleNotFoundError: No module named 'x'; under Python exit status 0".into()),
            }),
            warnings: vec!["ccache is missing".into()],
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
        if let Some(trial) = &mut built.trial {
            trial.ending = "exit status 0".into();
            trial.is_right = true;
            trial.why = None;
        }
        insta::assert_snapshot!(render(&built, Style::PLAIN));
    }

    #[test]
    fn the_caches_without_a_build() {
        let report = CacheReport {
            key: of_key(),
            changed: Some(Vec::new()),
            held: held(),
            warnings: Vec::new(),
        };
        insta::assert_snapshot!(analysis(&report, Style::PLAIN));
    }
}
