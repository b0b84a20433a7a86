//! What the caches of builds hold and what they are worth, for people; at most 80 columns where names allow.
use std::fmt::Write;

use super::super::Style;
use super::super::words::wrapped;
use super::build::{changed, notes, size};
use crate::measure::compilation::{CacheReport, Held, Key};
use crate::measure::worth::{Amount, Kind, Seen, Worth};

/// The key, what changed, what each layer holds, and what builds have shown of their worth.
pub fn render(report: &CacheReport, style: Style) -> String {
    let mut text = String::new();
    key(&mut text, &report.key);
    changed(&mut text, report.changed.as_deref(), style);
    text.push('\n');
    for held in &report.held {
        layer(&mut text, held);
    }
    seen(&mut text, &report.seen);
    worth(&mut text, &report.worth);
    if is_expected(report) {
        text.push_str("~ not seen here yet: what is to be expected\n");
    }
    of_layers(&mut text, &report.worth, style);
    notes(&mut text, &report.warnings, &report.advice, style);
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

/// Each kind of build, as it was seen here, beside what others have published.
fn seen(text: &mut String, all: &[Seen]) {
    let _ = writeln!(
        text,
        "\n{:<28} {:>8} {:>8} {:>10} {:>7} {:>10}",
        "builds seen here", "CPU s", "clock s", "C hits", "saved", "published"
    );
    for seen in all {
        let number = |value: Option<f64>, unit: &str| value.map_or("-".to_owned(), |value| format!("{value:.0}{unit}"));
        let tenth = |value: Option<f64>| value.map_or("-".to_owned(), |value| format!("{value:.1}"));
        let hits = seen.hits.map_or("-".to_owned(), |(hits, all)| format!("{hits}/{all}"));
        let _ = writeln!(
            text,
            "{:<28} {:>8} {:>8} {hits:>10} {:>7} {:>10}",
            name(seen.kind),
            tenth(seen.cpu_s),
            tenth(seen.wall_s),
            format!("{}{}", mark(seen.is_expected), number(seen.saved_percent, " %")),
            number(seen.published_percent, " %")
        );
    }
}

fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::Cold => "cold",
        Kind::Unchanged => "nothing changed",
        Kind::OneFile => "one source changed",
        Kind::Sources => "only sources changed",
        Kind::Restored => "restored in another folder",
        Kind::Other => "something else changed",
    }
}

/// What each layer costs and saves, in seconds of processor time.
fn worth(text: &mut String, all: &[Worth]) {
    let _ = writeln!(
        text,
        "\n{:<12} {:>12} {:>15} {:>12} {:>12}",
        "CPU s", "to fill", "saved: warm", "one source", "restored"
    );
    for worth in all {
        let _ = writeln!(
            text,
            "{:<12} {:>12} {:>15} {:>12} {:>12}",
            worth.layer.name(),
            amount(worth.fill),
            amount(worth.unchanged),
            amount(worth.one_file),
            amount(worth.restored)
        );
    }
}

fn is_expected(report: &CacheReport) -> bool {
    let of_layer = |worth: &Worth| {
        [worth.unchanged, worth.one_file, worth.restored]
            .iter()
            .any(|amount| amount.is_expected && amount.cpu_s.is_some())
    };
    report.seen.iter().any(|seen| seen.is_expected) || report.worth.iter().any(of_layer)
}

/// What is to be said of layers.
fn of_layers(text: &mut String, all: &[Worth], style: Style) {
    for worth in all {
        if let Some(note) = &worth.note {
            let _ = writeln!(
                text,
                "{}",
                wrapped(&format!("{}: {note}", worth.layer.name()), style.width)
            );
        }
    }
}

/// What stands before a figure that was not seen.
fn mark(is_expected: bool) -> &'static str {
    if is_expected { "~" } else { "" }
}

fn amount(amount: Amount) -> String {
    let mark = mark(amount.is_expected);
    amount
        .cpu_s
        .map_or("-".to_owned(), |seconds| format!("{mark}{seconds:.1}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::worth::Layer;

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

    fn report() -> CacheReport {
        let seen = |kind, cpu_s: Option<f64>, published_percent| Seen {
            kind,
            cpu_s,
            wall_s: cpu_s.map(|cpu| cpu / 2.0),
            hits: cpu_s.map(|_| (28, 29)),
            saved_percent: Some(90.0),
            is_expected: cpu_s.is_none(),
            published_percent,
        };
        let amount = |cpu_s, is_expected| Amount {
            cpu_s: Some(cpu_s),
            is_expected,
        };
        let worth = |layer, note: Option<&str>| Worth {
            layer,
            fill: amount(51.6, false),
            unchanged: amount(44.8, false),
            one_file: amount(44.0, true),
            restored: Amount::default(),
            note: note.map(str::to_owned),
        };
        CacheReport {
            key: of_key(),
            changed: Some(Vec::new()),
            held: held(),
            seen: vec![
                seen(Kind::Unchanged, Some(9.8), Some(60.0)),
                seen(Kind::Restored, None, None),
            ],
            worth: vec![
                worth(Layer::Nuitka, None),
                worth(Layer::Precompiled, Some("pays only with --dependencies c")),
            ],
            warnings: Vec::new(),
            advice: Vec::new(),
        }
    }

    #[test]
    fn the_caches_without_a_build() {
        insta::assert_snapshot!(render(&report(), Style::PLAIN));
    }

    #[test]
    fn what_is_not_expected_is_not_explained() {
        let mut report = report();
        report.seen.clear();
        report.worth.clear();
        assert!(!render(&report, Style::PLAIN).contains('~'));
    }
}
