//! A measurement for the terminal: at most 80 columns, readable without colour.
use std::fmt::Write;

use super::super::Style;
use super::super::words::{columns, wrapped};
use super::numbers::{change, interval, mib, modules, ms, of_all, sides};
use crate::measure::model::{Measurement, Row};

/// The tables: one row per runner, the baselines, the slowest imports; then what else there is to say.
pub fn render(measured: &Measurement, style: Style) -> String {
    let bold = anstyle::Style::new().bold();
    let mut text = format!(
        "{}\n{}\n\n",
        style.paint(bold, &measured.command),
        wrapped(
            &format!(
                "Python {}, {}; median of {} interleaved runs and its 95 % interval, CPU ms",
                measured.python, measured.machine, measured.runs
            ),
            style.width
        )
    );
    let of_row = |row: &Row| -> Vec<String> {
        vec![
            row.runner.clone(),
            side(row, true),
            side(row, false),
            change(row),
            sides(row, |stats| ms(stats.wall_ms.median)),
            sides(row, |stats| stats.peak_bytes.map_or("?".into(), mib)),
        ]
    };
    let head = |first: &str| {
        [first, "before", "after", "change", "wall ms", "MiB"]
            .map(String::from)
            .to_vec()
    };
    let table = |first: &str, rows: &[Row]| {
        let cells = [vec![head(first)], rows.iter().map(of_row).collect()].concat();
        fitting(cells, style.width)
    };
    text.push_str(&table("runner", &measured.rows));
    text.push('\n');
    text.push_str(&table("baseline", &measured.baselines));
    if let Some(modules) = modules(measured) {
        let _ = write!(text, "\nmodules loaded: {modules}\n");
    }
    if !measured.top_imports.is_empty() {
        text.push_str("\nslowest imports, own ms and with what they import:\n");
        for import in &measured.top_imports {
            let _ = writeln!(
                text,
                "{:>8} {:>8}  {}",
                ms(import.self_ms),
                ms(import.cumulative_ms),
                import.module
            );
        }
    }
    let mut notes: Vec<String> = of_all(measured).collect();
    for row in measured.rows.iter().chain(&measured.baselines) {
        notes.extend(row.missing.as_ref().map(|why| format!("{}: {why}", row.runner)));
    }
    notes.extend(measured.warnings.iter().map(|warning| format!("warning: {warning}")));
    for gate in &measured.gates {
        let word = if gate.is_kept { "kept" } else { "FAILED" };
        notes.push(format!("{} {word}: {}", gate.flag, gate.message));
    }
    if !notes.is_empty() {
        text.push('\n');
    }
    for note in notes {
        let _ = writeln!(text, "{}", wrapped(&note, style.width));
    }
    text
}

/// A median with its interval on one side.
fn side(row: &Row, before: bool) -> String {
    let stats = if before { &row.sides.before } else { &row.sides.after };
    stats.as_ref().map_or("-".into(), |stats| interval(stats.cpu_ms))
}

/// The table with as many columns as the terminal has room for: the last ones matter least.
fn fitting(mut rows: Vec<Vec<String>>, width: usize) -> String {
    loop {
        let text = aligned(&rows);
        let is_wide = text.lines().any(|line| columns(line) > width);
        if !is_wide || rows.first().is_none_or(|row| row.len() <= 4) {
            return text;
        }
        for row in &mut rows {
            row.pop();
        }
    }
}

/// Columns as wide as they need to be: the first to the left, numbers to the right; columns of nothing are left out.
fn aligned(rows: &[Vec<String>]) -> String {
    let count = rows.first().map_or(0, Vec::len);
    let is_used = |column: &usize| {
        rows[1..]
            .iter()
            .any(|row| !row[*column].is_empty() && row[*column] != "-")
            || *column == 0
    };
    let used: Vec<usize> = (0..count).filter(is_used).collect();
    let width = |column: usize| rows.iter().map(|row| columns(&row[column])).max().unwrap_or(0);
    let widths: Vec<usize> = used.iter().map(|&column| width(column)).collect();
    let mut text = String::new();
    for row in rows {
        let mut line = String::new();
        for (&column, &width) in used.iter().zip(&widths) {
            let cell = &row[column];
            let blanks = " ".repeat(width - columns(cell));
            if column == 0 {
                line.push_str(&format!("{cell}{blanks}"));
            } else {
                line.push_str(&format!("  {blanks}{cell}"));
            }
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::testing::{measurement, one_tree};
    use super::*;

    #[test]
    fn before_and_after() {
        insta::assert_snapshot!(render(&measurement(), Style::PLAIN));
    }

    #[test]
    fn one_tree_alone() {
        insta::assert_snapshot!(render(&one_tree(), Style::PLAIN));
    }

    #[test]
    fn no_line_is_wider_than_80_columns() {
        for line in render(&measurement(), Style::PLAIN).lines() {
            assert!(columns(line) <= 80, "{line}");
        }
    }
}
