//! The last line: what a run came to, in one sentence or a few.
use super::diff::Counts;
use super::words::{code, counted, listed};
use crate::verdict::{Accepted, Code, Finding, Results, Source, Strategy};

/// What became of the files that `fix` rewrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Rewritten {
    /// Imports that were deferred.
    pub imports: usize,
    /// Those of them that are listed in `__lazy_modules__`, which versions before Python 3.15 ignore.
    pub listed: usize,
    /// Files that were changed.
    pub files: usize,
    /// Lines that came and went.
    pub lines: Counts,
    /// Whether nothing was written: the sentence then says what would be done.
    pub is_preview: bool,
}

/// The summary of `check`; `show_blocked` says that the reader has already seen what stays.
pub fn check(results: &Results, show_blocked: bool) -> String {
    let files = counted(results.files, "file");
    let mut text = match (results.findings.len(), results.blocked.len()) {
        (0, 0) => format!("No heavy eager imports in {files}."),
        (0, kept) => format!(
            "No deferrable imports in {files}; {}.",
            stay(kept, "heavy import", show_blocked)
        ),
        (found, kept) => {
            let touched = results.findings.chunk_by(|left, right| left.path == right.path).count();
            // A stale file is none.
            let is_import = |finding: &Finding| !finding.strategies.is_empty();
            let noun = match results.findings.iter().all(is_import) {
                true => "deferrable import",
                false => "finding",
            };
            let imports = counted(found, noun);
            let by_code = by_code(results.findings.iter());
            let kept = if kept > 0 {
                format!("; {}", stay(kept, "", show_blocked))
            } else {
                String::new()
            };
            let listed = results.findings.iter().filter(|finding| finding.is_listed()).count();
            let sides = sides(found, listed);
            format!("Found {imports} in {touched} of {files} ({by_code}){sides}{kept}.")
        }
    };
    text.push_str(&asides(results));
    text
}

/// The summary of `fix`.
pub fn fix(results: &Results, rewritten: &Rewritten, show_blocked: bool) -> String {
    if rewritten.imports == 0 && results.findings.is_empty() {
        return check(results, show_blocked);
    }
    let Rewritten {
        lines: Counts { added, removed },
        ..
    } = *rewritten;
    let files = counted(rewritten.files, "file");
    let imports = counted(rewritten.imports, "import");
    let vain: Vec<&Finding> = results.findings.iter().filter(|finding| finding.is_vain()).collect();
    let left = match vain.len() {
        0 => String::new(),
        count => format!(
            "; {} left to you: {} (`dormant check` says where)",
            counted(count, "finding"),
            by_code(vain.iter().copied())
        ),
    };
    let done = match (rewritten.imports, rewritten.is_preview) {
        (0, _) if rewritten.files == 0 && !vain.is_empty() => "Nothing to defer".to_owned(),
        // Something else was not as it must be.
        (0, true) if rewritten.files > 0 => format!("Would rewrite {files}"),
        (0, false) if rewritten.files > 0 => format!("Rewrote {files}"),
        (_, true) => format!("Would defer {imports} in {files}"),
        (_, false) => format!("Deferred {imports} in {files}"),
    };
    let kept = results.blocked.len();
    let kept = if kept > 0 {
        format!("; {}", stay(kept, "", show_blocked))
    } else {
        String::new()
    };
    let sides = sides(rewritten.imports, rewritten.listed);
    let lines = match rewritten.files {
        0 if !vain.is_empty() => String::new(),
        _ => format!(" (+{added} -{removed} lines)"),
    };
    format!("{done}{lines}{sides}{kept}{left}.{}", asides(results))
}

/// Which version gains what, where some of the imports are lazy by a list.
fn sides(imports: usize, listed: usize) -> String {
    match imports.saturating_sub(listed) {
        _ if listed == 0 => String::new(),
        0 => " for Python 3.15 and later".to_owned(),
        moved => format!(": {moved} for all versions, {listed} for Python 3.15 and later"),
    }
}

/// `7 stay (--show-blocked says why)`.
fn stay(count: usize, noun: &str, show_blocked: bool) -> String {
    let what = if noun.is_empty() {
        count.to_string()
    } else {
        counted(count, noun)
    };
    let verb = if count == 1 { "stays" } else { "stay" };
    let hint = if show_blocked { "" } else { " (--show-blocked says why)" };
    format!("{what} {verb}{hint}")
}

/// `9 function-local, 3 module-getattr`, in the order of the strategies.
fn by_code<'a>(findings: impl Iterator<Item = &'a Finding> + Clone) -> String {
    let count = |wanted: &str| findings.clone().filter(|finding| code(finding) == wanted).count();
    let counts = Strategy::ALL.into_iter().filter_map(|strategy| {
        let count = count(strategy.code());
        (count > 0).then(|| format!("{count} {}", strategy.code()))
    });
    let stale = Code::ALL.into_iter().filter(|known| known.source() == Source::Stale);
    let stale = stale.filter_map(|known| {
        let count = count(known.code());
        (count > 0).then(|| format!("{count} {}", known.code()))
    });
    counts.chain(stale).collect::<Vec<_>>().join(", ")
}

/// Sentences on what was skipped and what went wrong.
fn asides(results: &Results) -> String {
    let errors = results.problems.iter().filter(|problem| problem.is_error).count();
    let warnings = results.problems.len() - errors;
    let mut text = String::new();
    let skipped = [
        (&results.generated, "generated file", ""),
        (&results.vendored, "vendored file", ""),
        (&results.left_out, "file", " that ruff leaves out"),
    ];
    let skipped: Vec<String> = skipped
        .iter()
        .filter(|(files, ..)| !files.is_empty())
        .map(|(files, noun, rest)| counted(files.len(), noun) + rest)
        .collect();
    if !skipped.is_empty() {
        text.push_str(&format!(" Skipped {}.", skipped.join(", ")));
    }
    let assumed = if results.findings.is_empty() {
        &[]
    } else {
        results.assumed.as_slice()
    };
    text.push_str(&grades(assumed, &results.accepted));
    let wrong = [(errors, "error"), (warnings, "warning")]
        .into_iter()
        .filter(|(count, _)| *count > 0);
    let wrong: Vec<String> = wrong.map(|(count, noun)| counted(count, noun)).collect();
    if !wrong.is_empty() {
        text.push_str(&format!(" {}.", wrong.join(", ")));
    }
    text
}

/// Modules that a sentence names.
const NAMED: usize = 3;

/// Sentences on what is not proven: what is assumed, and what the user accepts.
pub(super) fn grades(assumed: &[String], accepted: &[Accepted]) -> String {
    let mut text = String::new();
    if !assumed.is_empty() {
        let (modules, verb) = match assumed.len() {
            1 => ("1 module".to_owned(), "is"),
            count => (format!("{count} modules"), "are"),
        };
        let names = listed(assumed, NAMED);
        text.push_str(&format!(
            " {modules} that cannot be seen through {verb} assumed to be harmless: {names} (--strict leaves them alone)."
        ));
    }
    for one in accepted {
        let why = one.why.trim_end_matches('.');
        text.push_str(&format!(" Accepted: what {} does to {}: {why}.", one.module, one.facet));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::testing::results;
    use super::*;
    use crate::verdict::Why;
    use std::path::PathBuf;

    fn found(findings: usize, blocked: usize) -> Results {
        let mut found = results();
        let (finding, kept) = (found.findings[0].clone(), found.blocked[0].clone());
        found.findings = std::iter::repeat_n(finding, findings).collect();
        found.blocked = std::iter::repeat_n(kept, blocked).collect();
        found.generated.clear();
        found.problems.clear();
        found
    }

    #[test]
    fn summaries_of_check() {
        let mut many = found(12, 7);
        for finding in &mut many.findings[9..] {
            finding.strategies = vec![Strategy::ModuleGetattr];
            finding.path = PathBuf::from("app/z.py");
        }
        insta::assert_snapshot!(check(&many, false), @"Found 12 deferrable imports in 2 of 40 files (9 function-local, 3 module-getattr); 7 stay (--show-blocked says why).");
        insta::assert_snapshot!(check(&many, true), @"Found 12 deferrable imports in 2 of 40 files (9 function-local, 3 module-getattr); 7 stay.");
        insta::assert_snapshot!(check(&found(1, 1), false), @"Found 1 deferrable import in 1 of 40 files (1 function-local); 1 stays (--show-blocked says why).");
        insta::assert_snapshot!(check(&found(2, 0), false), @"Found 2 deferrable imports in 1 of 40 files (2 function-local).");
        insta::assert_snapshot!(check(&found(0, 1), false), @"No deferrable imports in 40 files; 1 heavy import stays (--show-blocked says why).");
        insta::assert_snapshot!(check(&found(0, 0), false), @"No heavy eager imports in 40 files.");
        insta::assert_snapshot!(check(&Results { files: 1, ..Results::default() }, false), @"No heavy eager imports in 1 file.");
    }

    #[test]
    fn asides_tell_what_was_skipped_and_what_went_wrong() {
        insta::assert_snapshot!(check(&results(), false), @"Found 1 deferrable import in 1 of 40 files (1 function-local); 1 stays (--show-blocked says why). Skipped 1 generated file. 1 error.");
        let mut more = results();
        more.vendored = vec!["app/_vendor/six.py".into(); 2];
        more.left_out = vec!["tests/data/bad.py".into(); 2];
        insta::assert_snapshot!(check(&more, false), @"Found 1 deferrable import in 1 of 40 files (1 function-local); 1 stays (--show-blocked says why). Skipped 1 generated file, 2 vendored files, 2 files that ruff leaves out. 1 error.");
    }

    #[test]
    fn what_is_not_proven_is_said() {
        let mut results = found(1, 0);
        results.assumed = ["a._c", "b", "c", "d"].map(str::to_owned).to_vec();
        results.accepted = vec![crate::verdict::Accepted {
            module: "colorama".to_owned(),
            facet: "stdout".to_owned(),
            why: "nothing is printed before.".to_owned(),
            count: 2,
        }];
        insta::assert_snapshot!(check(&results, false), @"Found 1 deferrable import in 1 of 40 files (1 function-local). 4 modules that cannot be seen through are assumed to be harmless: a._c, b and 2 more (--strict leaves them alone). Accepted: what colorama does to stdout: nothing is printed before.");
    }

    #[test]
    fn which_version_gains_what() {
        assert_eq!(sides(3, 0), "");
        assert_eq!(sides(3, 3), " for Python 3.15 and later");
        assert_eq!(sides(3, 1), ": 2 for all versions, 1 for Python 3.15 and later");
        let mut results = found(3, 1);
        results.findings[1].strategies = vec![Strategy::LazyModules];
        assert!(check(&results, false).contains("): 2 for all versions, 1 for Python 3.15 and later; 1 stays"));
        let rewritten = Rewritten {
            imports: 3,
            listed: 1,
            files: 1,
            ..Rewritten::default()
        };
        assert!(
            fix(&results, &rewritten, false)
                .contains(" lines): 2 for all versions, 1 for Python 3.15 and later; 1 stays")
        );
    }

    #[test]
    fn what_is_left_to_its_author_is_told() {
        let mut results = found(1, 0);
        results.findings[0].strategies.clear();
        results.findings[0].why = Why::Vain {
            code: "lazy-touched",
            what: "it is read".to_owned(),
        };
        insta::assert_snapshot!(fix(&results, &Rewritten::default(), false), @"Nothing to defer; 1 finding left to you: 1 lazy-touched (`dormant check` says where).");
    }

    #[test]
    fn summaries_of_fix() {
        let rewritten = Rewritten {
            imports: 12,
            files: 5,
            lines: Counts { added: 31, removed: 14 },
            listed: 0,
            is_preview: false,
        };
        insta::assert_snapshot!(fix(&found(12, 7), &rewritten, false), @"Deferred 12 imports in 5 files (+31 -14 lines); 7 stay (--show-blocked says why).");
        insta::assert_snapshot!(fix(&found(12, 0), &Rewritten { is_preview: true, ..rewritten }, false), @"Would defer 12 imports in 5 files (+31 -14 lines).");
        let one = Rewritten {
            imports: 1,
            files: 1,
            lines: Counts { added: 2, removed: 1 },
            listed: 0,
            is_preview: false,
        };
        insta::assert_snapshot!(fix(&found(1, 1), &one, true), @"Deferred 1 import in 1 file (+2 -1 lines); 1 stays.");
        insta::assert_snapshot!(fix(&found(0, 3), &Rewritten::default(), false), @"No deferrable imports in 40 files; 3 heavy imports stay (--show-blocked says why).");
        insta::assert_snapshot!(fix(&found(0, 0), &Rewritten::default(), false), @"No heavy eager imports in 40 files.");
    }
}
