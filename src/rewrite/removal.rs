//! Taking deferred imports out of their suites: whole statements with their lines, or single names.
//! What becomes of the import elsewhere is not its business.
use std::collections::BTreeMap;

use ruff_python_ast::Stmt;
use ruff_text_size::Ranged;

use super::alias_removal;
use super::edit::Edit;
use super::layout::{Source, is_blank, range};
use super::locate::{Located, Statement};

/// All removals of a plan.
pub fn edits(source: &Source<'_>, located: &Located<'_>) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut suites: BTreeMap<usize, Vec<&Statement<'_>>> = BTreeMap::new();
    for statement in &located.statements {
        if statement.is_all_removed() {
            let suite = statement.suite.first().map_or(0, |stmt| range(stmt).start);
            suites.entry(suite).or_default().push(statement);
        } else {
            edits.extend(alias_removal::edits(source, statement, |alias| statement.leaves(alias)));
        }
    }
    let mut blocks = Vec::new();
    for statements in suites.values() {
        remove_from_suite(source, statements, &mut blocks, &mut edits);
    }
    blocks.sort();
    edits.extend(line_edits(source, &blocks));
    edits
}

/// Whole lines to be removed.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Block {
    start: usize,
    end: usize,
    /// Blank lines that would come to stand directly behind a header go as well.
    opens_suite: bool,
}

fn remove_from_suite(source: &Source<'_>, removed: &[&Statement<'_>], blocks: &mut Vec<Block>, edits: &mut Vec<Edit>) {
    let Some((suite, top)) = removed.first().map(|statement| (statement.suite, statement.top)) else {
        return;
    };
    let is_removed = |stmt: &Stmt| removed.iter().any(|statement| statement.stmt.range() == stmt.range());
    let becomes_empty = !top && suite.iter().all(is_removed);
    let mut first = 0;
    while first < suite.len() {
        let line = source.logical_start(range(&suite[first]).start);
        let count = suite[first..]
            .iter()
            .take_while(|stmt| source.logical_start(range(*stmt).start) == line)
            .count();
        let on_line = &suite[first..first + count];
        let gone: Vec<bool> = on_line.iter().map(is_removed).collect();
        if becomes_empty && first == 0 {
            edits.extend(pass_instead(source, on_line));
        } else if gone.iter().all(|gone| *gone) {
            let opens_suite = !top && !becomes_empty && suite[..first].iter().all(is_removed);
            whole_line(source, on_line, line, opens_suite, blocks, edits);
        } else if gone.iter().any(|gone| *gone) {
            edits.extend(within_line(on_line, &gone));
        }
        first += count;
    }
}

/// A suite must not be empty: its first line becomes `pass`.
fn pass_instead(source: &Source<'_>, on_line: &[Stmt]) -> Option<Edit> {
    let (first, last) = (on_line.first()?, on_line.last()?);
    Some(Edit::replace(
        range(first).start,
        source.logical_end(range(last).end),
        "pass",
    ))
}

/// Statements that share their line with others: each goes with one semicolon.
fn within_line(on_line: &[Stmt], gone: &[bool]) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut at = 0;
    while at < on_line.len() {
        if !gone[at] {
            at += 1;
            continue;
        }
        let end = at + gone[at..].iter().take_while(|gone| **gone).count();
        edits.push(match (on_line.get(end), at.checked_sub(1)) {
            (Some(next), _) => Edit::remove(range(&on_line[at]).start, range(next).start),
            (None, Some(before)) => Edit::remove(range(&on_line[before]).end, range(&on_line[end - 1]).end),
            (None, None) => Edit::remove(range(&on_line[at]).start, range(&on_line[end - 1]).end),
        });
        at = end;
    }
    edits
}

fn whole_line(
    source: &Source<'_>,
    on_line: &[Stmt],
    line: usize,
    opens_suite: bool,
    blocks: &mut Vec<Block>,
    edits: &mut Vec<Edit>,
) {
    let (Some(first), Some(last)) = (on_line.first(), on_line.last()) else {
        return;
    };
    let (start, end) = (range(first).start, range(last).end);
    let before = &source.text[line..start];
    if is_blank(before)
        || before
            .bytes()
            .all(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b'\\'))
    {
        blocks.push(Block {
            start: line,
            end: source.logical_next(end),
            opens_suite,
        });
    } else {
        // A form feed stands before it: that stays, with the line end.
        edits.push(Edit::remove(start, source.logical_end(end)));
    }
}

/// Removes the blocks. Runs of blank lines that come to touch become one, the longest; none stays at the start of the file,
/// behind a header, or at the end.
fn line_edits(source: &Source<'_>, blocks: &[Block]) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut first = 0;
    while first < blocks.len() {
        let before = source.blank_before(blocks[first].start);
        let start = before.first().copied().unwrap_or(blocks[first].start);
        let mut longest = start..blocks[first].start;
        let mut longest_count = before.len();
        let mut last = first;
        let end = loop {
            let (run, end) = source.blank_after(blocks[last].end);
            if run.len() > longest_count {
                longest_count = run.len();
                longest = blocks[last].end..end;
            }
            match blocks.get(last + 1) {
                Some(next) if next.start <= end => last += 1,
                _ => break end,
            }
        };
        let keeps_blank = start > 0 && end < source.text.len() && !blocks[first].opens_suite;
        edits.push(Edit::replace(
            start,
            end,
            if keeps_blank { &source.text[longest] } else { "" },
        ));
        first = last + 1;
    }
    edits
}

#[cfg(test)]
mod tests {
    use super::super::testing::check;

    #[test]
    fn the_statement_goes_with_its_line_and_comment() {
        check(
            "import os\nimport dockyard  # why\nX = 1\n",
            |p| p.defer("import dockyard"),
            "import os\nX = 1\n",
        );
    }

    #[test]
    fn the_longer_run_of_blank_lines_stays() {
        check(
            "import os\n\nimport dockyard\n\n\nX = 1\n",
            |p| p.defer("import dockyard"),
            "import os\n\n\nX = 1\n",
        );
        check(
            "import os\n\n\nimport dockyard\n\nX = 1\n",
            |p| p.defer("import dockyard"),
            "import os\n\n\nX = 1\n",
        );
    }

    #[test]
    fn neighbours_go_as_one_block() {
        check(
            "\"\"\"Doc.\"\"\"\n\nimport a\n\nimport b\nimport c\n\n\ndef f():\n    pass\n",
            |p| p.defer("import a").defer("import b").defer("import c"),
            "\"\"\"Doc.\"\"\"\n\n\ndef f():\n    pass\n",
        );
    }

    #[test]
    fn no_blank_lines_are_left_at_the_start_or_the_end() {
        check("import a\n\n\nX = 1\n", |p| p.defer("import a"), "X = 1\n");
        check("\nimport a\n\nX = 1\n", |p| p.defer("import a"), "X = 1\n");
        check("X = 1\n\nimport a\n", |p| p.defer("import a"), "X = 1\n");
        check("X = 1\n\nimport a", |p| p.defer("import a"), "X = 1\n");
        check("import a", |p| p.defer("import a"), "");
    }

    #[test]
    fn comments_above_stay() {
        check(
            "#!/usr/bin/env python3\n# head\n\n# third party\nimport a  # noqa: E402\n# about X\nX = 1\n",
            |p| p.defer("import a"),
            "#!/usr/bin/env python3\n# head\n\n# third party\n# about X\nX = 1\n",
        );
    }

    #[test]
    fn one_semicolon_goes_with_a_statement_that_shares_its_line() {
        check(
            "import os; import a; R = 1  # c\n",
            |p| p.defer("import a"),
            "import os; R = 1  # c\n",
        );
        check("import a; R = 1\n", |p| p.defer("import a"), "R = 1\n");
        check("R = 1; import a\n", |p| p.defer("import a"), "R = 1\n");
        check("R = 1; import a;\n", |p| p.defer("import a"), "R = 1;\n");
        check(
            "R = 1; import a; import b; S = 1\n",
            |p| p.defer("import a").defer("import b"),
            "R = 1; S = 1\n",
        );
        check(
            "import a; import b\nR = 1\n",
            |p| p.defer("import a").defer("import b"),
            "R = 1\n",
        );
        check(
            "R = 1; \\\nimport a\nS = 1\n",
            |p| p.defer("import a"),
            "R = 1\nS = 1\n",
        );
    }

    #[test]
    fn an_emptied_block_gets_pass() {
        check(
            "if x:\n    import a  # c\nelse:\n    import b\n",
            |p| p.defer("import a"),
            "if x:\n    pass\nelse:\n    import b\n",
        );
        check("if x: import a\n", |p| p.defer("import a"), "if x: pass\n");
        check(
            "with x:\n    import a\n\n    import b\n\ny = 1\n",
            |p| p.defer("import a").defer("import b"),
            "with x:\n    pass\n\ny = 1\n",
        );
        check(
            "if x: import a; import b  # c\n",
            |p| p.defer("import a").defer("import b"),
            "if x: pass\n",
        );
        check(
            "try:\n    import a\n\n    X = 1\nfinally:\n    pass\n",
            |p| p.defer("import a"),
            "try:\n    X = 1\nfinally:\n    pass\n",
        );
    }

    #[test]
    fn line_ends_form_feeds_and_backslashes_survive() {
        check(
            "import os\r\nimport a\r\n\r\nX = 1\r\n",
            |p| p.defer("import a"),
            "import os\r\n\r\nX = 1\r\n",
        );
        check(
            "\"\"\"D.\"\"\"\n\x0c\nimport a\n\x0c\nX = 1\n",
            |p| p.defer("import a"),
            "\"\"\"D.\"\"\"\n\x0c\n\x0c\nX = 1\n",
        );
        check(
            "Y = 1\n\x0cimport a  # c\nX = 1\n",
            |p| p.defer("import a"),
            "Y = 1\n\x0c\nX = 1\n",
        );
        check(
            "import framely \\\n    as fr\nX = 1\n",
            |p| p.defer("import framely"),
            "X = 1\n",
        );
        check(
            "Y = 1\n\\\nimport a\nX = 1\n",
            |p| p.defer("import a"),
            "Y = 1\nX = 1\n",
        );
    }
}
