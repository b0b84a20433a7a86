//! What is decided about a case.
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::Case;
use crate::evaluate::Evaluation;
use crate::graph::{Graph, Kind, Module, Program, Visibility, listed, program};
use crate::judge::{Code, Inputs, Judged, Kept, Plan, Reasons, Strategy, decide, is_any_judged};
use crate::project::standard;
use crate::rewrite::rewrite;
use crate::rules::Rules;
use crate::verdict::FilePlan;

impl Case {
    /// The modules of the texts, and bare ones for all else that they import.
    fn modules(&self) -> Vec<Module> {
        let names: BTreeSet<&str> = self.texts.iter().map(|(name, _, _)| name.as_str()).collect();
        let holds = |name: &str| names.iter().any(|other| other.starts_with(&format!("{name}.")));
        let stub = |name: &str| {
            let found = self.stubs.iter().find(|(module, _)| module == name);
            found.map(|(_, text)| Arc::new(Self::facts(text)))
        };
        let mut modules: Vec<Module> = self
            .texts
            .iter()
            .map(|(name, text, kind)| Module {
                name: name.clone(),
                kind: *kind,
                is_package: holds(name),
                facts: Some(Arc::new(Self::facts(text))),
                stub: stub(name),
                is_copy: false,
            })
            .collect();
        let others: BTreeSet<(String, Kinded)> = modules.iter().flat_map(imported).collect();
        for (name, kinded) in others.into_iter().filter(|(name, _)| !names.contains(name.as_str())) {
            let kind = match kinded {
                Kinded::Standard => Kind::Standard,
                Kinded::Missing if names.contains(name.split('.').next().unwrap_or_default()) => continue,
                Kinded::Missing => Kind::Missing,
            };
            modules.push(Module {
                name,
                kind,
                is_package: true,
                facts: None,
                stub: None,
                is_copy: false,
            });
        }
        modules
    }

    /// Runs the stages up to the plan.
    pub(in crate::judge) fn decide(&self) -> (Program, Plan) {
        self.with_inputs(|inputs| {
            let plan = decide(inputs);
            let is_judged = is_any_judged(inputs.program, inputs.graph, inputs.options, inputs.editable);
            let is_empty = plan.decisions.is_empty() && plan.files.is_empty();
            assert!(is_judged || is_empty, "something is judged that nobody expects to be");
            plan
        })
    }

    /// The codes of the lazy imports of a module that should be plain ones, each with what happens.
    pub fn in_vain(&self, module: &str) -> Vec<(Code, String)> {
        let (program, found) = self.with_inputs(|inputs| {
            let judged = Judged::new(inputs);
            judged.map(|judged| judged.lazy_in_vain()).unwrap_or_default()
        });
        let own = found
            .into_iter()
            .filter(|vain| program.modules[vain.module].name == module);
        own.map(|vain| (vain.code, vain.what)).collect()
    }

    /// What is made of what the stages before have found out.
    fn with_inputs<R>(&self, make: impl FnOnce(Inputs<'_>) -> R) -> (Program, R) {
        let mut modules = self.modules();
        if self.options.heeds_lists() {
            listed::make_listed_lazy(&mut modules);
        }
        let folder = |(name, _, _): &(String, String, Kind)| {
            let package = name.rsplit_once('.').map_or("", |(package, _)| package);
            (name.clone(), PathBuf::from(package.replace('.', "/")))
        };
        let folders: Vec<(String, PathBuf)> = self.texts.iter().map(folder).collect();
        let program = Program::new(modules)
            .with_started(self.started.clone())
            .with_scripts(self.scripts.clone())
            .with_folders(folders.iter().map(|(name, folder)| (name.as_str(), folder.as_path())));
        let mut visibility = Visibility::new(&program, Rules::builtin());
        let rules = Rules::builtin();
        let evaluation = Evaluation::new(&program, &visibility, rules, self.options.target);
        evaluation.add_to(&mut visibility);
        let graph = Graph::new(&program, &evaluation.followed, rules);
        let is_edited = |&id: &usize| self.edits_tests || program.modules[id].kind != Kind::Test;
        let editable: FxHashSet<usize> = program.own_modules().filter(is_edited).collect();
        let mut ignored: FxHashMap<usize, Vec<String>> = FxHashMap::default();
        for (module, code) in &self.ignored {
            if let Some(id) = program.find(module) {
                ignored.entry(id).or_default().push(code.clone());
            }
        }
        let mut options = self.options.clone();
        for (name, kept) in &self.waived {
            let keys = graph.imports.iter().enumerate();
            let own = keys.filter(|(_, (module, _))| program.modules[*module].name == *name);
            options.waived.extend(own.map(|(key, _)| (key, kept.clone())));
        }
        let made = make(Inputs {
            program: &program,
            graph: &graph,
            visibility: &visibility,
            evaluation: &evaluation,
            rules,
            options: &options,
            editable: &editable,
            ignored: &ignored,
        });
        (program, made)
    }

    /// Asserts that some import of a module stays for this reason.
    #[track_caller]
    pub fn assert_some_kept(&self, module: &str, code: Code) {
        let (_, outcomes) = self.outcome(module);
        let same = |outcome: &Outcome| matches!(&outcome.verdict, Err((kept, _)) if *kept == code);
        assert!(outcomes.iter().any(same), "wanted {code:?}: {outcomes:?}");
    }

    /// Asserts that no heavy import of a module stays.
    #[track_caller]
    pub fn assert_none_kept(&self, module: &str) {
        let (_, outcomes) = self.outcome(module);
        let kept = outcomes.iter().find(|outcome| outcome.verdict.is_err());
        assert!(kept.is_none(), "{kept:?} stays in {module}\n{}", self.text(module));
    }

    /// Asserts that some import of a module is deferred by a strategy, and what the module's text becomes.
    #[track_caller]
    pub fn assert_written_by(&self, module: &str, strategy: Strategy, expected: &str) {
        let (plan, outcomes) = self.outcome(module);
        let uses = |outcome: &Outcome| outcome.verdict.as_ref().is_ok_and(|found| found.contains(&strategy));
        let constants = plan.as_ref().is_some_and(|plan| !plan.constants.is_empty());
        let is_used = outcomes.iter().any(uses) || strategy == Strategy::LazyConstant && constants;
        assert!(is_used, "wanted {strategy:?}: {outcomes:?}");
        let after = plan.map(|plan| rewrite(self.text(module), &plan).expect("the plan can be written"));
        let after = after.unwrap_or_default();
        assert!(
            after == expected,
            "{strategy:?}\n--- wanted\n{expected}\n--- got\n{after}"
        );
    }

    /// The plan of a module, and how many of its imports are decided on.
    pub fn outcome_of(&self, module: &str) -> (Option<FilePlan>, usize) {
        let (plan, outcomes) = self.outcome(module);
        (plan, outcomes.len())
    }

    /// The reasons of the imports of a module that stay, with their details.
    pub fn reasons(&self, module: &str) -> Vec<(Code, String)> {
        let kept = self.kept(module).into_iter();
        kept.map(|kept| (kept.code, kept.detail)).collect()
    }

    /// The same as they are.
    pub fn kept(&self, module: &str) -> Vec<Kept> {
        let (program, plan) = self.decide();
        let own = plan.decisions.iter();
        let own = own.filter(|decision| program.modules[decision.module].name == module);
        let reasons = own.filter_map(|decision| decision.verdict.as_ref().err());
        reasons.flat_map(Reasons::all).cloned().collect()
    }

    /// The plan of a module, and each of its heavy imports with its strategies or the code and detail that keep it.
    pub(super) fn outcome(&self, module: &str) -> (Option<FilePlan>, Vec<Outcome>) {
        let (program, plan) = self.decide();
        let id = program.find(module).unwrap_or_else(|| panic!("no module {module}"));
        let outcomes = plan.decisions.iter().filter(|decision| decision.module == id);
        let outcomes = outcomes
            .map(|decision| {
                let import = program
                    .facts(id)
                    .map(|facts| facts.imports[decision.import as usize].to_python());
                let more = decision.verdict.as_ref().err().map(|reasons| reasons.more.as_slice());
                let more = more.unwrap_or_default().iter();
                Outcome {
                    import: import.unwrap_or_default(),
                    more: more.map(|kept| (kept.code, kept.detail.clone())).collect(),
                    verdict: match &decision.verdict {
                        Ok(shape) => Ok(shape.strategies()),
                        Err(reasons) => Err((reasons.first.code, reasons.first.detail.clone())),
                    },
                }
            })
            .collect();
        (plan.files.get(&id).cloned(), outcomes)
    }
}

/// What became of one heavy import.
#[derive(Debug)]
pub(super) struct Outcome {
    pub(super) import: String,
    pub(super) verdict: Result<Vec<Strategy>, (Code, String)>,
    /// The reasons behind the first.
    pub(super) more: Vec<(Code, String)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kinded {
    Standard,
    Missing,
}

/// What a module imports from outside the texts, by name.
fn imported(module: &Module) -> Vec<(String, Kinded)> {
    let mut names = Vec::new();
    for import in module.facts.iter().flat_map(|facts| &facts.imports) {
        let Some(base) = program::absolute(&module.name, module.is_package, import.level, &import.module) else {
            continue;
        };
        let top = base.split('.').next().unwrap_or_default();
        let kind = if standard::is_standard(top) {
            Kinded::Standard
        } else {
            Kinded::Missing
        };
        let ends = base.match_indices('.').map(|(at, _)| at).chain([base.len()]);
        names.extend(ends.map(|end| (base[..end].to_owned(), kind)));
    }
    names
}
