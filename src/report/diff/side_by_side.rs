//! Before and after in two columns, for a terminal.
use std::ops::Range;
use std::path::Path;

use anstyle::AnsiColor;
use similar::{DiffOp, group_diff_ops};

use super::super::Style;
use super::super::words::{column_width, columns, shown};
use super::{CONTEXT, lines};
use crate::syntax::difference;

/// Columns of source text on each side, at the least.
const LEAST_COLUMNS: usize = 16;
/// Columns from one tab stop to the next.
const TAB: usize = 8;

/// The changes with some unchanged lines around them, before on the left and after on the right, under a line with the path;
/// empty when nothing changed. Lines that are too long go on in the next row. Fills `style.width` columns, or more where
/// that leaves a side too narrow to read.
pub fn side_by_side(path: &Path, before: &str, after: &str, style: Style) -> String {
    if before == after {
        return String::new();
    }
    let (old, new) = (lines(before), lines(after));
    let digits = old.len().max(new.len()).to_string().len();
    // A number, a blank, a sign and a blank on each side; a blank, a bar and a blank between them.
    let text_columns = (style.width.saturating_sub(2 * (digits + 3) + 3) / 2).max(LEAST_COLUMNS);
    let page = Page {
        style,
        digits,
        text_columns,
    };
    let mut text = style.paint(anstyle::Style::new().bold(), &shown(&path.to_string_lossy()));
    text.push('\n');
    for (index, hunk) in group_diff_ops(difference(&old, &new), CONTEXT).iter().enumerate() {
        if index > 0 {
            text.push_str(&style.paint(AnsiColor::Cyan.on_default(), &format!("{:>digits$}", "⋮")));
            text.push('\n');
        }
        for op in hunk {
            page.rows(&mut text, op, &old, &new);
        }
    }
    text
}

struct Page {
    style: Style,
    digits: usize,
    text_columns: usize,
}

/// What one side shows of a line: its number and its text in rows, or nothing.
struct Cell {
    number: usize,
    sign: char,
    color: anstyle::Style,
    rows: Vec<String>,
}

impl Page {
    /// The rows of one operation; of a replacement the first lines stand next to each other, and so on.
    fn rows(&self, text: &mut String, op: &DiffOp, old: &[&str], new: &[&str]) {
        let is_equal = matches!(op, DiffOp::Equal { .. });
        let cells = |range: Range<usize>, lines: &[&str], sign: char, color: AnsiColor| -> Vec<Cell> {
            let (sign, color) = if is_equal {
                (' ', anstyle::Style::new())
            } else {
                (sign, color.on_default())
            };
            let numbered = range.clone().zip(lines.get(range).unwrap_or_default());
            let cell = |(index, line): (usize, &&str)| {
                let rows = broken(&expanded(line), self.text_columns);
                Cell {
                    number: index + 1,
                    sign,
                    color,
                    rows,
                }
            };
            numbered.map(cell).collect()
        };
        let left = cells(op.old_range(), old, '-', AnsiColor::Red);
        let right = cells(op.new_range(), new, '+', AnsiColor::Green);
        for index in 0..left.len().max(right.len()) {
            let (left, right) = (left.get(index), right.get(index));
            let height = [left, right]
                .into_iter()
                .flatten()
                .map(|cell| cell.rows.len())
                .max()
                .unwrap_or(0);
            for row in 0..height {
                let line = format!("{} │ {}", self.cell(left, row), self.cell(right, row));
                text.push_str(line.trim_end_matches(' '));
                text.push('\n');
            }
        }
    }

    /// One row of one side, padded to its width.
    fn cell(&self, cell: Option<&Cell>, row: usize) -> String {
        let Some((cell, text)) = cell.and_then(|cell| Some((cell, cell.rows.get(row)?))) else {
            return " ".repeat(self.digits + 3 + self.text_columns);
        };
        let number = if row == 0 {
            cell.number.to_string()
        } else {
            String::new()
        };
        let padding = " ".repeat(self.text_columns.saturating_sub(columns(text)));
        let marked = self.style.paint(cell.color, &format!("{} {text}", cell.sign));
        format!("{number:>digits$} {marked}{padding}", digits = self.digits)
    }
}

/// A line without its end, its tabs as blanks and its other control characters as pictures.
fn expanded(line: &str) -> String {
    let line = line.strip_suffix('\n').unwrap_or(line);
    let line = line.strip_suffix('\r').unwrap_or(line);
    let mut text = String::new();
    for (index, part) in line.split('\t').enumerate() {
        if index > 0 {
            text.push_str(&" ".repeat(TAB - columns(&text) % TAB));
        }
        text.push_str(&shown(part));
    }
    text
}

/// `text` in rows of at most `width` columns; at least one row.
fn broken(text: &str, width: usize) -> Vec<String> {
    let mut rows = vec![String::new()];
    let mut used = 0;
    for character in text.chars() {
        let columns = column_width(character);
        if used + columns > width {
            rows.push(String::new());
            used = 0;
        }
        if let Some(row) = rows.last_mut() {
            row.push(character);
        }
        used += columns;
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::visible;
    use super::*;

    const BEFORE: &str = "\
import os
from dockyard import connect, scan, tags

ROOT = os.getcwd()
A = 1
B = 2
C = 3
D = 4


def names():
    return connect()
";
    const AFTER: &str = "\
import os
from dockyard import scan, tags

ROOT = os.getcwd()
A = 1
B = 2
C = 3
D = 4


def names():
    from dockyard import connect

    return connect()
";

    #[test]
    fn two_columns() {
        let text = side_by_side(Path::new("app/images.py"), BEFORE, AFTER, Style::PLAIN);
        assert!(text.lines().all(|line| columns(line) <= 80), "{text}");
        insta::assert_snapshot!(text, @"
        app/images.py
         1   import os                         │  1   import os
         2 - from dockyard import connect, sca │  2 + from dockyard import scan, tags
           - n, tags                           │
         3                                     │  3
         4   ROOT = os.getcwd()                │  4   ROOT = os.getcwd()
         5   A = 1                             │  5   A = 1
         ⋮
         9                                     │  9
        10                                     │ 10
        11   def names():                      │ 11   def names():
                                               │ 12 +     from dockyard import connect
                                               │ 13 +
        12       return connect()              │ 14       return connect()
        ");
        assert_eq!(side_by_side(Path::new("x.py"), BEFORE, BEFORE, Style::PLAIN), "");
    }

    #[test]
    fn with_colour() {
        let text = side_by_side(Path::new("x.py"), "a\nb\n", "a\nc\n", Style { color: true, width: 60 });
        insta::assert_snapshot!(visible(&text), @"
        ␛[1mx.py␛[0m
        1   a                        │ 1   a
        2 ␛[31m- b␛[0m                        │ 2 ␛[32m+ c␛[0m
        ");
    }

    #[test]
    fn long_lines_go_on_below() {
        let (before, after) = (
            "x = 'some words that do not fit'\r\n",
            "\tif 漢字漢字漢字漢字漢字漢字:\r\n\u{1b}\r\n",
        );
        let text = side_by_side(
            Path::new("x.py"),
            before,
            after,
            Style {
                color: false,
                width: 50,
            },
        );
        assert!(text.lines().all(|line| columns(line) <= 50), "{text}");
        insta::assert_snapshot!(text, @"
        x.py
        1 - x = 'some words tha │ 1 +         if 漢字漢字
          - t do not fit'       │   + 漢字漢字漢字漢字:
                                │ 2 + ␛
        ");
    }

    #[test]
    fn a_narrow_terminal_does_no_harm() {
        for width in 0..30 {
            let text = side_by_side(Path::new("x.py"), BEFORE, AFTER, Style { color: false, width });
            assert!(text.contains("dockyard"), "{width}");
        }
    }
}
