//! Edits that are tested, not proven: which they are, and whether the commands and tests ran what they have moved.
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use similar::DiffOp;

use super::copies::Copies;
use super::stages::Stages;
use super::{Dropped, OptimizeFailure};
use crate::pipeline::planning::Planner;
use crate::pipeline::verifying::{KeptFile, Verified};
use crate::plan::model::{Reason, Tested};
use crate::rules::Rules;
use crate::semantics;
use crate::semantics::facts::MODULE;
use crate::syntax::difference;
use crate::verdict::Code;
use crate::verify::{self, Checks, Edit, Line};

/// Runs the commands and tests on verified edits of which something speaks against those `against`, by number; gives what was run of
/// these.
///
/// # Errors
/// Where the edited program cannot be run.
pub(super) fn evidence(
    planner: &Planner<'_>,
    against: BTreeMap<usize, Vec<Reason>>,
    verified: &Verified,
    copies: &Copies,
    checks: &Checks,
    stages: &Stages<'_>,
) -> Result<BTreeMap<usize, Tested>, OptimizeFailure> {
    let changed = verified.kept.iter();
    let made: BTreeMap<&Path, Vec<(String, u32)>> = changed.map(|file| (file.path.as_path(), made(file))).collect();
    let mut lines: BTreeSet<Line> = BTreeSet::new();
    let mut found: Vec<(usize, Vec<Reason>, Vec<Line>)> = Vec::new();
    for (number, reasons) in against {
        let Some(import) = planner.import(number) else { continue };
        let path = Path::new(&import.place.path);
        let of_file = made.get(path).into_iter().flatten();
        let uses: Vec<Line> = of_file
            .filter(|(text, _)| *text == import.text)
            .map(|&(_, number)| Line {
                path: path.to_owned(),
                number,
            })
            .collect();
        lines.extend(uses.iter().cloned());
        found.push((number, reasons, uses));
    }
    let mut ran = BTreeSet::new();
    if !lines.is_empty() {
        copies.edit(&verified.kept)?;
        ran = verify::ran(checks, copies.edited(), &lines, &|said| stages.say(said))?;
    }
    let tested = found.into_iter().map(|(number, reasons, uses)| {
        let tested = Tested {
            reasons,
            uses: uses.len(),
            ran: uses.iter().filter(|line| ran.contains(*line)).count(),
        };
        (number, tested)
    });
    Ok(tested.collect())
}

/// Why an edit is not made of which nothing ran.
pub(super) fn not_run(tested: &Tested) -> Reason {
    let uses = match tested.uses {
        0 => "nothing shows when it is used".to_owned(),
        1 => "its one use was not run".to_owned(),
        uses => format!("none of its {uses} uses was run"),
    };
    Reason::new(Code::NotRun.code(), format!("by the commands and the tests, {uses}"))
}

/// Such edits, for the report.
pub(super) fn left_out(planner: &Planner<'_>, not_run: &[(usize, Reason)]) -> Vec<Dropped> {
    let dropped = not_run.iter().filter_map(|(number, reason)| {
        let import = planner.import(*number)?;
        let edit = Edit {
            file: 0,
            path: import.place.path.as_str().into(),
            line: import.place.line,
            what: import.text.clone(),
        };
        let differs = reason.text.clone();
        Some(Dropped { edit, differs })
    });
    dropped.collect()
}

/// The imports in functions that edits have added to a file, each with its line.
fn made(file: &KeptFile) -> Vec<(String, u32)> {
    let text = |bytes: &Option<Vec<u8>>| String::from_utf8_lossy(bytes.as_deref().unwrap_or_default()).into_owned();
    let (before, after) = (text(&file.without), text(&file.kept));
    let Ok(facts) = semantics::analyse(&after, Rules::builtin()) else {
        return Vec::new();
    };
    let (old, new): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
    let changes = difference(&old, &new).into_iter();
    let changes = changes.filter(|change| !matches!(change, DiffOp::Equal { .. }));
    let inserted: BTreeSet<usize> = changes.flat_map(|change| change.new_range()).collect();
    let line = |start: u32| after[..start as usize].matches('\n').count();
    let imports = facts.imports.iter();
    let mut made: Vec<(String, u32)> = imports
        .filter(|one| one.scope != MODULE && !one.context.type_checking)
        .map(|one| (one.to_python(), line(one.statement.start)))
        .filter(|(_, line)| inserted.contains(line))
        .map(|(text, line)| (text, line as u32 + 1))
        .collect();
    made.dedup();
    made
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_an_edit_has_added_is_its_use() {
        let before = "import numpy as np\nimport json\n\n\ndef a():\n    return np.e\n\n\ndef b():\n    import numpy as np\n    return np.pi\n";
        let after = "import json\n\n\ndef a():\n    import numpy as np\n    return np.e\n\n\ndef b():\n    import numpy as np\n    return np.pi\n\n\n\
                     def __getattr__(name):\n    if name == \"np\":\n        import numpy as np\n        return np\n";
        let file = KeptFile {
            path: "app.py".into(),
            without: Some(before.into()),
            with_all: None,
            kept: Some(after.into()),
        };
        let made_at = |import: &str| -> Vec<u32> {
            let made = made(&file).into_iter().filter(|(text, _)| text == import);
            made.map(|(_, line)| line).collect()
        };
        assert_eq!(made_at("import numpy as np"), [5, 16]);
        assert_eq!(made_at("import json"), [] as [u32; 0]);
    }

    #[test]
    fn what_never_ran_is_said_so() {
        let tested = |uses| Tested {
            uses,
            ..Tested::default()
        };
        let told = [0, 1, 3].map(|uses| not_run(&tested(uses)).text);
        assert_eq!(
            told,
            [
                "by the commands and the tests, nothing shows when it is used",
                "by the commands and the tests, its one use was not run",
                "by the commands and the tests, none of its 3 uses was run"
            ]
        );
    }
}
