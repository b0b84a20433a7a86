//! Everything that a run found as one JSON object, for programs.
//!
//! The keys are stable: new ones may be added under the same `version`, none is taken away or changes its meaning. Paths have
//! forward slashes; lines and columns count from one; columns are characters.
use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::Serialize;

use super::words::{code, slashed};
use crate::verdict::{Accepted, Position, Reason, Results, Strategy, Why};

/// The version of the object's form.
pub const VERSION: u32 = 1;

/// What was found in a project.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Document<'a> {
    /// The version of this form.
    version: u32,
    /// What can be deferred, by path and place.
    findings: Vec<FindingObject<'a>>,
    /// Heavy imports that stay.
    blocked: Vec<BlockedObject<'a>>,
    /// What went wrong with files, and settings and comments that match nothing.
    problems: Vec<ProblemObject<'a>>,
    /// What the project's configuration accepts, with its reasons.
    accepted: &'a [Accepted],
    /// Modules whose code is not read and taken for harmless.
    assumed: &'a [String],
    /// How much there is of each.
    summary: Summary,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct FindingObject<'a> {
    code: &'static str,
    path: String,
    start: Position,
    end: Position,
    import: &'a str,
    /// The strategies that together defer it, the leading one first.
    strategies: &'a [Strategy],
    why: &'a Why,
    /// What `fix` does about it, in one sentence.
    how: &'a str,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct BlockedObject<'a> {
    code: &'static str,
    path: String,
    start: Position,
    end: Position,
    import: &'a str,
    reason: String,
    help: &'a str,
    /// All reasons, the one that is met first before the others.
    reasons: Vec<ReasonObject<'a>>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct ReasonObject<'a> {
    code: &'static str,
    reason: &'a str,
    path: Option<String>,
    line: Option<u32>,
    help: &'a str,
    accept: Option<AcceptObject<'a>>,
}

/// What an entry of `accept` would have to name.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct AcceptObject<'a> {
    module: &'a str,
    facet: &'a str,
}

impl<'a> From<&'a Reason> for ReasonObject<'a> {
    fn from(reason: &'a Reason) -> Self {
        ReasonObject {
            code: reason.code,
            reason: &reason.text,
            path: reason.place.as_ref().map(|(path, _)| slashed(path)),
            line: reason.place.as_ref().and_then(|(_, line)| *line),
            help: &reason.help,
            accept: reason
                .risk
                .as_ref()
                .map(|(module, facet)| AcceptObject { module, facet }),
        }
    }
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct ProblemObject<'a> {
    path: String,
    line: Option<u32>,
    message: &'a str,
    /// `error` or `warning`.
    severity: &'static str,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Summary {
    files: usize,
    /// Files that were left out because they say that they are generated.
    generated: Vec<String>,
    /// Files that were left out because they lie in a folder for copies of other people's packages.
    vendored: Vec<String>,
    /// Files that were left out because the project's linter leaves them out.
    left_out: Vec<String>,
    findings: usize,
    blocked: usize,
    errors: usize,
    warnings: usize,
    /// How many findings and imports that stay have each code.
    by_code: BTreeMap<&'static str, usize>,
}

/// The schema of the object.
#[cfg(test)]
pub fn schema() -> schemars::Schema {
    schemars::schema_for!(Document<'static>)
}

/// The object, indented, with a final newline; imports that stay are always part of it.
pub fn render(results: &Results) -> String {
    // Plain structs with text keys: serialising them cannot fail.
    serde_json::to_string_pretty(&document(results)).unwrap_or_default() + "\n"
}

/// The object itself.
pub(super) fn document(results: &Results) -> Document<'_> {
    let findings = results.findings.iter().map(|finding| FindingObject {
        code: code(finding),
        path: slashed(&finding.path),
        start: finding.start,
        end: finding.end,
        import: &finding.import,
        strategies: &finding.strategies,
        why: &finding.why,
        how: &finding.how,
    });
    let blocked = results.blocked.iter().map(|blocked| BlockedObject {
        code: blocked.first.code,
        path: slashed(&blocked.path),
        start: blocked.start,
        end: blocked.end,
        import: &blocked.import,
        reason: blocked.first.sentence(&blocked.path),
        help: &blocked.first.help,
        reasons: blocked.reasons().map(ReasonObject::from).collect(),
    });
    let problems = results.problems.iter().map(|problem| ProblemObject {
        path: slashed(&problem.path),
        line: problem.line,
        message: &problem.message,
        severity: if problem.is_error { "error" } else { "warning" },
    });
    let paths = |paths: &[PathBuf]| paths.iter().map(|path| slashed(path)).collect();
    let errors = results.problems.iter().filter(|problem| problem.is_error).count();
    let mut by_code = BTreeMap::new();
    for code in results
        .findings
        .iter()
        .map(code)
        .chain(results.blocked.iter().map(|blocked| blocked.first.code))
    {
        *by_code.entry(code).or_insert(0) += 1;
    }
    Document {
        version: VERSION,
        findings: findings.collect(),
        blocked: blocked.collect(),
        problems: problems.collect(),
        accepted: &results.accepted,
        assumed: &results.assumed,
        summary: Summary {
            files: results.files,
            generated: paths(&results.generated),
            vendored: paths(&results.vendored),
            left_out: paths(&results.left_out),
            findings: results.findings.len(),
            blocked: results.blocked.len(),
            errors,
            warnings: results.problems.len() - errors,
            by_code,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::results;
    use super::*;

    #[test]
    fn the_whole_object() {
        insta::assert_snapshot!(render(&results()), @r#"
        {
          "version": 1,
          "findings": [
            {
              "code": "function-local",
              "path": "app/images.py",
              "start": {
                "line": 3,
                "column": 22
              },
              "end": {
                "line": 3,
                "column": 41
              },
              "import": "from dockyard import from_env as connect",
              "strategies": [
                "function-local"
              ],
              "why": {
                "kind": "heavy",
                "module": "dockyard",
                "note": "about 104 ms"
              },
              "how": "moves it into `names` and `total_size`"
            }
          ],
          "blocked": [
            {
              "code": "base-class",
              "path": "app/images.py",
              "start": {
                "line": 2,
                "column": 8
              },
              "end": {
                "line": 2,
                "column": 15
              },
              "import": "import framely",
              "reason": "`framely.Model` is a base class of `Order` on line 5",
              "help": "import app.orders later instead, or build the class inside a function",
              "reasons": [
                {
                  "code": "base-class",
                  "reason": "`framely.Model` is a base class of `Order` on line 5",
                  "path": null,
                  "line": null,
                  "help": "import app.orders later instead, or build the class inside a function",
                  "accept": null
                }
              ]
            }
          ],
          "problems": [
            {
              "path": "app/old.py",
              "line": 3,
              "message": "does not parse: expected ':', found newline",
              "severity": "error"
            }
          ],
          "accepted": [],
          "assumed": [],
          "summary": {
            "files": 40,
            "generated": [
              "app/schema_pb2.py"
            ],
            "vendored": [],
            "left_out": [],
            "findings": 1,
            "blocked": 1,
            "errors": 1,
            "warnings": 0,
            "by_code": {
              "base-class": 1,
              "function-local": 1
            }
          }
        }
        "#);
    }

    #[test]
    fn equal_results_give_equal_bytes() {
        assert_eq!(render(&results()), render(&results().clone()));
        insta::assert_snapshot!(render(&Results::default()), @r#"
        {
          "version": 1,
          "findings": [],
          "blocked": [],
          "problems": [],
          "accepted": [],
          "assumed": [],
          "summary": {
            "files": 0,
            "generated": [],
            "vendored": [],
            "left_out": [],
            "findings": 0,
            "blocked": 0,
            "errors": 0,
            "warnings": 0,
            "by_code": {}
          }
        }
        "#);
    }

    #[cfg(unix)]
    #[test]
    fn paths_that_are_no_text_do_no_harm() {
        use std::os::unix::ffi::OsStrExt;
        let mut found = results();
        found.findings[0].path = std::ffi::OsStr::from_bytes(b"a\xff.py").into();
        let document: serde_json::Value = serde_json::from_str(&render(&found)).unwrap();
        assert_eq!(document["findings"][0]["path"], "a\u{fffd}.py");
    }
}
