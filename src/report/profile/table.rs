//! A profile as tables for the terminal: the parts of the start-up, packages, modules, and who brings them in.
use anstyle::AnsiColor;

use super::super::Style;
use super::super::words::{counted, prefix};
use super::blame::{blame, place, statement};
use super::owner;
use super::packages::{of_kind, packages};
use crate::profile::model::{Kind, Module, Profile};

/// The tables, each with at most `top` rows.
pub fn render(profile: &Profile, top: usize, style: Style) -> String {
    let mut text = parts(profile, style);
    text += &package_rows(profile, top, style);
    text += &module_rows(profile, top, style);
    text += &blame_rows(profile, top, style);
    text
}

const BAR: usize = 30;

fn parts(profile: &Profile, style: Style) -> String {
    let total = &profile.total;
    let whole = total.startup_cpu_ms.max(f64::MIN_POSITIVE);
    let command = profile.command.join(" ");
    let mut text = format!(
        "{}\n{}{} ms of CPU, {} ms on the clock{}; Python {}, {}\n\n",
        style.paint(BOLD, &cut(&command, style.width)),
        prefix(&command),
        number(total.startup_cpu_ms),
        number(total.startup_wall_ms),
        total
            .peak_bytes
            .map(|bytes| format!(", {}", size(bytes)))
            .unwrap_or_default(),
        profile.python.version,
        counted(profile.runs as usize, "run"),
    );
    let mut row = |name: &str, milliseconds: f64, color: Option<AnsiColor>| {
        let share = milliseconds / whole;
        let bar = "█".repeat((share * BAR as f64).round().clamp(0.0, BAR as f64) as usize);
        let bar = color.map_or_else(|| bar.clone(), |color| style.paint(color.on_default(), &bar));
        text += format!(
            "  {name:<22}{:>9} ms {:>4}  {bar}",
            number(milliseconds),
            percent(share)
        )
        .trim_end();
        text.push('\n');
    };
    row("Python itself", total.bare_cpu_ms, None);
    row("imports", total.imports_cpu_ms, Some(AnsiColor::Yellow));
    for kind in [Kind::FirstParty, Kind::ThirdParty, Kind::Standard] {
        row(
            &format!("  {}", owner(kind)),
            of_kind(profile, kind),
            Some(color_of(kind)),
        );
    }
    row("own work and shutdown", total.rest_cpu_ms(), None);
    text
}

fn package_rows(profile: &Profile, top: usize, style: Style) -> String {
    let packages = packages(profile);
    let name_width = style.width.saturating_sub(45).clamp(20, 50);
    let mut text = heading(
        &format!(
            "{:<name_width$}{:>9} {:>5} {:>8} {:>9}  whose",
            "package", "ms", "share", "modules", "memory"
        ),
        style,
    );
    for package in packages.iter().take(top) {
        let share = package.self_ms / profile.total.startup_cpu_ms.max(f64::MIN_POSITIVE);
        let name = format!("{:<name_width$}", cut(package.name, name_width - 1));
        text += &format!(
            "{}{:>9} {:>5} {:>8} {:>9}  {}\n",
            style.paint(color_of(package.kind).on_default(), &name),
            number(package.self_ms),
            percent(share),
            package.modules,
            size(package.bytes),
            short_owner(package.kind),
        );
    }
    text + &more(
        packages.len(),
        top,
        packages.iter().skip(top).map(|package| package.self_ms).sum(),
    )
}

fn module_rows(profile: &Profile, top: usize, style: Style) -> String {
    let mut modules: Vec<&Module> = profile.modules.iter().collect();
    modules.sort_by(|left, right| right.self_ms.total_cmp(&left.self_ms));
    let rest = style.width.saturating_sub(31);
    let name_width = (rest * 11 / 20).clamp(16, 50);
    let place_width = rest.saturating_sub(name_width + 2);
    let mut text = heading(
        &format!(
            "{:<name_width$}{:>9} {:>9} {:>9}  imported at",
            "module", "ms", "with all", "memory"
        ),
        style,
    );
    for module in modules.iter().take(top) {
        let event = module.event.and_then(|event| profile.events.get(event as usize));
        let name = format!("{:<name_width$}", cut(&module.name, name_width - 1));
        text += format!(
            "{}{:>9} {:>9} {:>9}  {}",
            style.paint(color_of(module.kind).on_default(), &name),
            number(module.self_ms),
            number(module.cumulative_ms),
            size(module.self_bytes),
            event
                .map(|event| cut_start(&short_place(event), place_width))
                .unwrap_or_default(),
        )
        .trim_end();
        text.push('\n');
    }
    text + &more(
        modules.len(),
        top,
        modules.iter().skip(top).map(|module| module.self_ms).sum(),
    )
}

fn blame_rows(profile: &Profile, top: usize, style: Style) -> String {
    let blames = blame(profile);
    if blames.is_empty() {
        return String::new();
    }
    let mut text = heading(
        &format!(
            "{:>9} {:>8} {:>7}  statement in your code that first brings it in",
            "ms", "modules", "others"
        ),
        style,
    );
    let width = style.width.saturating_sub(28);
    for blame in blames.iter().take(top) {
        text += &format!(
            "{:>9} {:>8} {:>7}  {}\n{:28}{}\n",
            number(blame.milliseconds),
            blame.modules,
            blame.others,
            cut_start(&place(blame.event), width),
            "",
            style.paint(AnsiColor::Yellow.on_default(), &cut(&statement(blame.event), width)),
        );
    }
    text + &more(
        blames.len(),
        top,
        blames.iter().skip(top).map(|blame| blame.milliseconds).sum(),
    )
}

const BOLD: anstyle::Style = anstyle::Style::new().bold();

fn heading(text: &str, style: Style) -> String {
    format!("\n{}\n", style.paint(BOLD, text))
}

/// The line for what is not shown.
fn more(count: usize, top: usize, milliseconds: f64) -> String {
    match count.saturating_sub(top) {
        0 => String::new(),
        hidden => format!("and {hidden} more, {} ms (--top shows more)\n", number(milliseconds)),
    }
}

fn color_of(kind: Kind) -> AnsiColor {
    match kind {
        Kind::FirstParty => AnsiColor::Green,
        Kind::ThirdParty => AnsiColor::Magenta,
        Kind::Standard => AnsiColor::Blue,
    }
}

fn short_owner(kind: Kind) -> &'static str {
    match kind {
        Kind::FirstParty => "yours",
        Kind::ThirdParty => "installed",
        Kind::Standard => "standard",
    }
}

fn short_place(event: &crate::profile::model::Event) -> String {
    format!("{}:{}", event.file.as_deref().unwrap_or(&event.importer), event.line)
}

/// Milliseconds with as many digits as mean something.
fn number(milliseconds: f64) -> String {
    if milliseconds >= 99.95 {
        format!("{milliseconds:.0}")
    } else {
        format!("{milliseconds:.1}")
    }
}

fn percent(share: f64) -> String {
    format!("{:.0}%", share * 100.0)
}

fn size(bytes: u64) -> String {
    match bytes {
        0..=1023 => format!("{bytes} B"),
        1024..1_048_576 => format!("{} KiB", bytes / 1024),
        _ => format!("{:.1} MiB", bytes as f64 / 1_048_576.0),
    }
}

/// The beginning of a text.
fn cut(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    text.chars().take(width.saturating_sub(1)).chain(['…']).collect()
}

/// The end of a text, such as that of a path.
fn cut_start(text: &str, width: usize) -> String {
    let count = text.chars().count();
    if count <= width {
        return text.to_owned();
    }
    let skipped = count - width.saturating_sub(1).min(count);
    std::iter::once('…').chain(text.chars().skip(skipped)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::testing::small;

    #[test]
    fn tables() {
        insta::assert_snapshot!(render(&small(), 10, Style::PLAIN));
        insta::assert_snapshot!(render(&small(), 1, Style::PLAIN));
    }

    #[test]
    fn every_line_fits() {
        let mut profile = small();
        profile.modules[1].name = "a_long_package_name.".repeat(9);
        profile.events[1].file = Some("folder/".repeat(30));
        profile.command.push("word".repeat(50));
        for width in [60, 80, 120] {
            let style = Style {
                color: false,
                width: width.max(80),
            };
            for line in render(&profile, 10, style).lines() {
                assert!(line.chars().count() <= style.width, "{line}");
            }
        }
    }

    #[test]
    fn texts_are_cut_where_it_hurts_least() {
        assert_eq!((cut("abcdef", 4), cut("abcd", 4)), ("abc…".into(), "abcd".into()));
        assert_eq!(
            (cut_start("abcdef", 4), cut_start("abcd", 4)),
            ("…def".into(), "abcd".into())
        );
        assert_eq!((cut("ab", 0), cut_start("ab", 0)), ("…".into(), "…".into()));
    }
}
