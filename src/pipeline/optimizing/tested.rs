//! Edits that are tested, not proven: which they are, and whether the commands and tests ran what they have moved.
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use similar::DiffOp;

use super::copies::Copies;
use super::stages::Stages;
use super::{Dropped, OptimizeFailure};
use crate::pipeline::planning::Planner;
use crate::pipeline::verifying::{KeptFile, Verified};
use crate::plan::Choice;
use crate::plan::model::{Reason, Tested};
use crate::rules::Rules;
use crate::semantics;
use crate::semantics::facts::MODULE;
use crate::syntax::difference;
use crate::verdict::Code;
use crate::verify::{self, Checks, Edit, Line};

/// The edits of what was proven to be the same program, by number, that the tests and commands have to settle, with what was run of
/// them.
///
/// # Errors
/// Where the edited program cannot be run.
pub(super) fn evidence(
    (planner, strict): (&Planner<'_>, &Planner<'_>),
    (choice, verified): (&Choice, Option<&Verified>),
    copies: &Copies,
    checks: &Checks,
    stages: &Stages<'_>,
) -> Result<BTreeMap<usize, Tested>, OptimizeFailure> {
    let against = planner.unproven(choice, strict);
    let kept = verified.iter().flat_map(|verified| &verified.kept);
    let files: BTreeMap<&Path, &KeptFile> = kept.map(|file| (file.path.as_path(), file)).collect();
    let mut lines: Vec<Line> = Vec::new();
    let mut found: BTreeMap<usize, (Vec<Reason>, BTreeSet<usize>)> = BTreeMap::new();
    for (number, reasons) in against {
        let Some(import) = planner.import(number) else { continue };
        let file = files.get(Path::new(&import.place.path));
        let numbers = file.map_or_else(Vec::new, |file| made_at(file, &import.text));
        let places = numbers.into_iter().map(|number| {
            let line = Line {
                path: import.place.path.as_str().into(),
                number,
            };
            let known = lines.iter().position(|other| *other == line);
            known.unwrap_or_else(|| {
                lines.push(line);
                lines.len() - 1
            })
        });
        found.insert(number, (reasons, places.collect()));
    }
    let mut ran = BTreeSet::new();
    if let Some(verified) = verified.filter(|_| !lines.is_empty()) {
        copies.edit(&verified.kept)?;
        ran = verify::ran(checks, copies.edited(), &lines, &|said| stages.say(said))?;
    }
    let tested = found.into_iter().map(|(number, (reasons, places))| {
        let tested = Tested {
            reasons,
            uses: places.len(),
            ran: places.intersection(&ran).count(),
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
pub(super) fn dropped(planner: &Planner<'_>, not_run: &[(usize, Reason)]) -> Vec<Dropped> {
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

/// The lines that an edit has added to a file and that make an import in a function.
fn made_at(file: &KeptFile, import: &str) -> Vec<u32> {
    let text = |bytes: &Option<Vec<u8>>| String::from_utf8_lossy(bytes.as_deref().unwrap_or_default()).into_owned();
    let (before, after) = (text(&file.without), text(&file.kept));
    let Ok(facts) = semantics::analyse(&after, Rules::builtin()) else {
        return Vec::new();
    };
    let (old, new): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
    let changes = difference(&old, &new).into_iter();
    let changes = changes.filter(|change| !matches!(change, DiffOp::Equal { .. }));
    let inserted: BTreeSet<usize> = changes.flat_map(|change| change.new_range()).collect();
    let made = facts.imports.iter().filter(|one| {
        let is_checked_only = one.context.type_checking;
        one.scope != MODULE && !is_checked_only && one.to_python() == import
    });
    let line = |start: u32| {
        after
            .get(..start as usize)
            .map_or(0, |before| before.matches('\n').count())
    };
    let mut lines: Vec<u32> = made
        .map(|one| line(one.statement.start))
        .filter(|line| inserted.contains(line))
        .map(|line| line as u32 + 1)
        .collect();
    lines.dedup();
    lines
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
        assert_eq!(made_at(&file, "import numpy as np"), [5, 16]);
        assert_eq!(made_at(&file, "import json"), [] as [u32; 0]);
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
