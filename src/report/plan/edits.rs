//! The edits of one step as lines of the table: imports of one module together, and those of one file on one line.
use anstyle::AnsiColor;

use super::super::Style;
use super::super::words::{columns, counted, shown, wrapped};
use crate::plan::model::Edit;

/// The lines for some edits, each no wider than `width` where its names allow that.
pub(super) fn lines(edits: &[Edit], width: usize, style: Style) -> Vec<String> {
    let mut groups: Vec<(&str, Vec<&Edit>)> = Vec::new();
    for edit in edits {
        let module = module(edit);
        match groups.iter_mut().find(|(known, _)| *known == module) {
            Some((_, group)) => group.push(edit),
            None => groups.push((module, vec![edit])),
        }
    }
    let mut lines = Vec::new();
    for (module, group) in groups {
        match group.as_slice() {
            [edit] => lines.extend(one(edit, width, style)),
            group => {
                let title = format!("{} of {}", counted(group.len(), "import statement"), shown(module));
                lines.extend(wrapped(&title, width).lines().map(str::to_owned));
                for file in group.chunk_by(|left, right| left.place.path == right.place.path) {
                    lines.extend(places(file, width, style));
                }
            }
        }
    }
    lines
}

/// The module that an edit defers first: `a.b` of `from a.b import c`.
pub(super) fn module(edit: &Edit) -> &str {
    let first = edit.imports.first().map_or("", String::as_str);
    first.split_whitespace().nth(1).unwrap_or(first)
}

/// `app/cli.py:12  import requests`, on more lines where it does not fit.
fn one(edit: &Edit, width: usize, style: Style) -> Vec<String> {
    let place = format!("{}:{}", shown(&edit.place.path), edit.place.line);
    let import = shown(&edit.statement());
    let painted = style.paint(AnsiColor::Cyan.on_default(), &place);
    if columns(&place) + 2 + columns(&import) <= width {
        return vec![format!("{painted}  {import}")];
    }
    let below = wrapped(&import, width.saturating_sub(2).max(20));
    std::iter::once(painted)
        .chain(below.lines().map(|line| format!("  {line}")))
        .collect()
}

/// `  app/cli.py:12-14,20`, on more lines where that does not fit.
fn places(edits: &[&Edit], width: usize, style: Style) -> Vec<String> {
    let path = edits.first().map(|edit| shown(&edit.place.path)).unwrap_or_default();
    let mut lines: Vec<u32> = edits.iter().map(|edit| edit.place.line).collect();
    lines.sort_unstable();
    lines.dedup();
    let runs: Vec<String> = lines
        .chunk_by(|left, right| left + 1 == *right)
        .map(|run| match run {
            [first, .., last] => format!("{first}-{last}"),
            run => run.iter().map(u32::to_string).collect(),
        })
        .collect();
    let painted = |text: &str| format!("  {}", style.paint(AnsiColor::Cyan.on_default(), text));
    let line = format!("{path}:{}", runs.join(","));
    if columns(&line) + 2 <= width {
        return vec![painted(&line)];
    }
    let below = wrapped(&runs.join(", "), width.saturating_sub(4).max(20));
    std::iter::once(painted(&format!("{path}:")))
        .chain(below.lines().map(|line| painted(&format!("  {line}"))))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::edit;
    use super::*;

    #[test]
    fn imports_of_one_module_stand_together() {
        let of = |path: &str, lines: &[u32], module: &str| -> Vec<Edit> {
            let one = |&line: &u32| edit(path, line, &format!("from {module} import name{line}"));
            lines.iter().map(one).collect()
        };
        let many: Vec<u32> = (1..40).map(|at| at * 3).collect();
        let edits: Vec<Edit> = [
            of("app/list.py", &[52, 53, 54, 55, 62, 63], "app.cel"),
            of("app/list.py", &[70], "app.other"),
            of("app/make.py", &[7], "app.cel"),
            of("app/more.py", &many, "app.cel"),
        ]
        .concat();
        let text = lines(&edits, 54, Style::PLAIN);
        assert!(text.iter().all(|line| columns(line) <= 54), "{text:#?}");
        insta::assert_snapshot!(text.join("\n"), @r"
        46 import statements of app.cel
          app/list.py:52-55,62-63
          app/make.py:7
          app/more.py:
            3, 6, 9, 12, 15, 18, 21, 24, 27, 30, 33, 36, 39,
            42, 45, 48, 51, 54, 57, 60, 63, 66, 69, 72, 75,
            78, 81, 84, 87, 90, 93, 96, 99, 102, 105, 108,
            111, 114, 117
        app/list.py:70  from app.other import name70
        ");
    }
}
