//! Decisions into results: places into lines and columns, codes into sentences.
use std::path::{Path, PathBuf};

use rustc_hash::FxHashMap;

use super::accepting::facet_of;
use super::load::File;
use super::shown;
use crate::graph::{ModuleId, Sighting};
use crate::judge::{Decision, Inputs, Kept, Plan, Shape};
use crate::project::{Source, Spare};
use crate::rules::note;
use crate::semantics::facts::DefinitionId;
use crate::syntax::Span;
use crate::verdict::{Blocked, Finding, Position, Reason, Results, Strategy, Way, Why, shown_place};

pub(super) fn results(inputs: Inputs<'_>, plan: &Plan, files: &FxHashMap<ModuleId, File>) -> Results {
    let mut results = Results {
        files: files.values().filter(|file| file.is_target).count(),
        ..Results::default()
    };
    let mut texts = Texts::default();
    for decision in &plan.decisions {
        let Some(file) = files.get(&decision.module) else {
            continue;
        };
        let Some(facts) = inputs.program.facts(decision.module) else {
            continue;
        };
        let import = &facts.imports[decision.import as usize];
        let start = texts.position(file, import.alias.start);
        let end = texts.position(file, import.alias.end);
        let path = shown(&file.path);
        match &decision.verdict {
            Ok(shape) => results.findings.push(Finding {
                path,
                start,
                end,
                statement: import.statement,
                alias: import.alias,
                strategies: shape.strategies(),
                import: import.to_python(),
                why: why(inputs, decision),
                how: how(inputs, decision.module, shape),
            }),
            Err(reasons) => {
                let mut told = |kept: &Kept| Reason {
                    code: kept.code.code(),
                    text: sentence(kept),
                    place: kept.at.and_then(|at| texts.spot(files, at)),
                    help: kept.code.help().trim_end_matches('.').to_owned(),
                    risk: kept.risk.as_ref().map(|(module, facet)| {
                        let module = inputs.program.modules[*module].name.clone();
                        (module, facet_of(inputs.program, facet))
                    }),
                    cause: cause(decision, kept, import.alias),
                };
                results.blocked.push(Blocked {
                    path,
                    start,
                    end,
                    statement: import.statement,
                    alias: import.alias,
                    import: import.to_python(),
                    first: told(&reasons.first),
                    more: reasons.more.iter().map(told).collect(),
                });
            }
        }
    }
    let sorted = |is_meant: &dyn Fn(&&File) -> bool| {
        let mut found: Vec<PathBuf> = files.values().filter(is_meant).map(|file| shown(&file.path)).collect();
        found.sort();
        found
    };
    results.generated = sorted(&|file| file.is_target && file.is_generated);
    results.vendored = sorted(&|file| file.spare == Some(Spare::Vendored));
    results.left_out = sorted(&|file| file.spare == Some(Spare::Linter));
    let name = |id: &ModuleId| inputs.program.modules[*id].name.clone();
    results.assumed = plan.assumed.iter().map(name).collect();
    results.assumed.sort();
    results
        .findings
        .sort_by(|left, right| (&left.path, left.start).cmp(&(&right.path, right.start)));
    results
        .blocked
        .sort_by(|left, right| (&left.path, left.start).cmp(&(&right.path, right.start)));
    results
}

/// Lines and columns of offsets; the texts of files that need counting are read once more.
#[derive(Default)]
pub(super) struct Texts(FxHashMap<String, Option<String>>);

impl Texts {
    pub fn position(&mut self, file: &File, offset: u32) -> Position {
        let line = file.line_starts.partition_point(|&start| start <= offset);
        let start = file.line_starts.get(line.saturating_sub(1)).copied().unwrap_or(0);
        let bytes = offset - start;
        let column = if file.is_ascii {
            bytes
        } else {
            self.characters(file, start, offset).unwrap_or(bytes)
        };
        Position {
            line: line as u32,
            column: column + 1,
        }
    }

    fn characters(&mut self, file: &File, start: u32, end: u32) -> Option<u32> {
        self.text(file)?
            .get(start as usize..end as usize)
            .map(|line| line.chars().count() as u32)
    }

    /// The text of a file.
    pub(super) fn text(&mut self, file: &File) -> Option<&str> {
        let read = |path: &Path| Source::read(path).ok().map(|source| source.text);
        let text = self.0.entry(file.module.clone());
        text.or_insert_with(|| read(&file.path)).as_deref()
    }

    /// `path:line` of a place.
    pub(super) fn place(&mut self, files: &FxHashMap<ModuleId, File>, at: Sighting) -> Option<String> {
        self.spot(files, at).map(|(path, line)| shown_place(&path, line))
    }

    /// The file of a place, and the line where it is not the file as a whole.
    fn spot(&mut self, files: &FxHashMap<ModuleId, File>, at: Sighting) -> Option<(PathBuf, Option<u32>)> {
        let file = files.get(&at.module)?;
        let line = (at.span != Span::default()).then(|| self.position(file, at.span.start).line);
        Some((shown(&file.path), line))
    }
}

fn why(inputs: Inputs<'_>, decision: &Decision) -> Why {
    let chain: Vec<String> = decision
        .chain
        .iter()
        .map(|&id| inputs.program.modules[id].name.clone())
        .collect();
    let heavy = chain.last().cloned().unwrap_or_default();
    let note = inputs.rules.package(&heavy).map(note);
    if chain.len() > 1 {
        Why::Reaches { chain, note }
    } else {
        Why::Heavy { module: heavy, note }
    }
}

/// What `fix` does about a command.
const COMMAND: &str = "put a stand-in here, which imports the command when it is run";

/// What `fix` does, in one sentence without the names, so that the names of one statement can share it.
fn how(inputs: Inputs<'_>, module: ModuleId, shape: &Shape) -> String {
    let functions: Vec<u32> = match &shape.way {
        Way::Attempt(attempt) => attempt.functions.iter().map(|(at, _)| *at).collect(),
        way => way.moved().insertions.iter().map(|place| place.at).collect(),
    };
    let mut names: Vec<Option<&str>> = functions.iter().map(|&at| function_name(inputs, module, at)).collect();
    names.dedup();
    let users = match (functions.len(), names.as_slice()) {
        (1, [Some(name)]) => format!("`{name}`, which uses it"),
        (1, _) => "the function that uses it".to_owned(),
        (count, [Some(name)]) => format!("the {count} branches of `{name}` that use it"),
        (count, _) => format!("the {count} functions that use it"),
    };
    let into = format!("into {users}");
    match shape.strategies().as_slice() {
        [Strategy::LazyKeyword] if shape.returns => "import it lazily at the top of the file".to_owned(),
        [Strategy::FunctionLocal, Strategy::TypeChecking] => {
            format!("move the import {into}, and keep it under `if TYPE_CHECKING:` for annotations")
        }
        [Strategy::Registry] if shape.way.stand_in().is_some() => COMMAND.to_owned(),
        [only] => only.fix().replace("{into}", &into),
        [first @ Strategy::LazyConstant, ..] => {
            let rest = Shape {
                constants: Vec::new(),
                ..shape.clone()
            };
            format!("{}; {}", first.fix(), how(inputs, module, &rest))
        }
        [first @ Strategy::Registry, ..] => {
            let mut rest = shape.clone();
            if let Some(moved) = rest.way.moved_mut() {
                moved.entries.clear();
            }
            format!("{}; {}", first.fix(), how(inputs, module, &rest))
        }
        _ => format!("serve the name by a module-level `__getattr__`, and import it in {users}"),
    }
}

/// The function whose name starts at an offset, or the first statement of one of its branches.
pub(super) fn function_name(inputs: Inputs<'_>, module: ModuleId, at: u32) -> Option<&str> {
    let facts = inputs.program.facts(module)?;
    let mut branches = facts.blocks.iter();
    let branch = branches.find(|branch| branch.span.start == at);
    let around = branch.and_then(|branch| facts.scopes[branch.scope as usize].definition);
    let mut definitions = facts.definitions.iter().enumerate();
    let function = definitions.find(|&(id, one)| one.name_span.start == at || Some(id as DefinitionId) == around);
    function.map(|(_, function)| function.name.as_str())
}

/// A reason in one sentence, without its place.
pub(super) fn sentence(kept: &Kept) -> String {
    let summary = kept.code.summary().trim_end_matches('.');
    match kept.detail.as_str() {
        "" => summary.to_owned(),
        detail => format!("{summary}: {detail}"),
    }
}

/// The place in the same file that keeps the import.
fn cause(decision: &Decision, kept: &Kept, alias: Span) -> Option<(Span, String)> {
    let at = kept
        .at
        .filter(|at| at.module == decision.module && at.span != alias && at.span != Span::default())?;
    let label = if kept.detail.is_empty() || kept.detail.len() > 60 {
        "here".to_owned()
    } else {
        kept.detail.clone()
    };
    Some((at.span, label))
}
