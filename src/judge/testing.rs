//! Help for the tests of this room: a program from inline texts, and what is decided about one of its modules.
//!
//! It never reads a file: installed packages are texts, too, and `dockyard` is always there, and heavy.
use std::collections::BTreeSet;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Code, Inputs, Judged, Kept, Options, Plan, Reasons, Selection, Strategy, decide};
use crate::evaluate::Evaluation;
use crate::graph::{Graph, Kind, Module, Program, Visibility, listed, program};
use crate::project::{bare_startup_modules, standard};
use crate::rewrite::rewrite;
use crate::rules::Rules;
use crate::semantics::{self, ModuleFacts};
use crate::verdict::FilePlan;

/// The heavy package of every case.
const DOCKYARD: [(&str, &str); 3] = [
    (
        "dockyard",
        "SIZE = 3\n\nclass Ship:\n    pass\n\nclass Error(Exception):\n    pass\n\ndef connect(*args):\n    return args\n",
    ),
    ("dockyard.hull", "def build():\n    return 1\n"),
    ("dockyard.sails", "def hoist():\n    return 2\n"),
];

/// A program in memory, and the settings to judge it with.
#[derive(Clone)]
pub(super) struct Case {
    texts: Vec<(String, String, Kind)>,
    stubs: Vec<(String, String)>,
    ignored: Vec<(String, String)>,
    started: Vec<String>,
    waived: Vec<(String, Vec<Kept>)>,
    options: Options,
}

impl Case {
    /// First-party modules. A module is a package where another is below it.
    pub fn new(modules: &[(&str, &str)]) -> Self {
        let case = Case {
            texts: Vec::new(),
            stubs: Vec::new(),
            ignored: Vec::new(),
            started: Vec::new(),
            waived: Vec::new(),
            options: Options {
                heavy: vec!["dockyard".to_owned()],
                eager: Vec::new(),
                target: (3, 12),
                strategies: Strategy::ALL
                    .into_iter()
                    .filter(|&strategy| strategy != Strategy::LazyModules)
                    .collect(),
                bare: bare_startup_modules().iter().map(|name| (*name).to_owned()).collect(),
                quote_annotations: false,
                scripts: Vec::new(),
                starts: None,
                selection: Selection::Useful,
                all_reasons: true,
                strict: false,
                waived: FxHashMap::default(),
            },
        };
        case.with(&DOCKYARD, Kind::Site).with(modules, Kind::FirstParty)
    }

    fn with(mut self, modules: &[(&str, &str)], kind: Kind) -> Self {
        for (name, text) in modules {
            self.texts.retain(|(known, _, _)| known != name);
            self.texts.push(((*name).to_owned(), dedent(text), kind));
        }
        self
    }

    /// More first-party modules.
    pub fn and(self, modules: &[(&str, &str)]) -> Self {
        self.with(modules, Kind::FirstParty)
    }

    /// Tests of the project.
    pub fn tests(self, modules: &[(&str, &str)]) -> Self {
        self.with(modules, Kind::Test)
    }

    /// Examples, scripts of the documentation and the like.
    pub fn beside(self, modules: &[(&str, &str)]) -> Self {
        self.with(modules, Kind::Beside)
    }

    /// Installed packages.
    pub fn site(self, modules: &[(&str, &str)]) -> Self {
        self.with(modules, Kind::Site)
    }

    /// Modules of the standard library whose files were read, as they are where everything is heavy.
    pub fn standard(self, modules: &[(&str, &str)]) -> Self {
        self.with(modules, Kind::Standard)
    }

    /// The stub file of a module.
    pub fn stub(mut self, module: &str, text: &str) -> Self {
        self.stubs.push((module.to_owned(), dedent(text)));
        self
    }

    pub fn heavy(mut self, patterns: &[&str]) -> Self {
        self.options.heavy = patterns.iter().map(|pattern| (*pattern).to_owned()).collect();
        self
    }

    pub fn eager(mut self, pattern: &str) -> Self {
        self.options.eager.push(pattern.to_owned());
        self
    }

    /// Nothing was said about what is heavy, and these are the modules that a user starts.
    pub fn starts(mut self, modules: &[&str]) -> Self {
        self.options.starts = Some(modules.iter().map(|name| (*name).to_owned()).collect());
        self
    }

    pub fn target(mut self, minor: u8) -> Self {
        self.options.target = (3, minor);
        self
    }

    pub fn strategies(mut self, strategies: &[Strategy]) -> Self {
        self.options.strategies = strategies.to_vec();
        self
    }

    /// A name in another file of the project, such as `app.cli:main`.
    pub fn started(mut self, name: &str) -> Self {
        self.started.push(name.to_owned());
        self
    }

    /// `annotations = "quote"`.
    pub fn quoting(mut self) -> Self {
        self.options.quote_annotations = true;
        self
    }

    /// `strict`.
    pub fn strict(mut self) -> Self {
        self.options.strict = true;
        self
    }

    /// `per-file-ignores`.
    pub fn ignore(mut self, module: &str, code: &str) -> Self {
        self.ignored.push((module.to_owned(), code.to_owned()));
        self
    }

    fn facts(text: &str) -> ModuleFacts {
        semantics::analyse(text).unwrap_or_else(|problem| panic!("{}: {text}", problem.message))
    }

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
            });
        }
        modules
    }

    /// Runs the stages up to the plan.
    pub(super) fn decide(&self) -> (Program, Plan) {
        self.with_inputs(decide)
    }

    /// The codes of the lazy imports of a module that had better be plain ones, each with what happens.
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
        let program = Program::new(modules).with_started(self.started.clone());
        let visibility = Visibility::new(&program);
        let rules = Rules::builtin();
        let evaluation = Evaluation::new(&program, &visibility, rules, self.options.target, |_| true);
        let graph = Graph::new(&program, &evaluation.executed, &evaluation.loads);
        let editable: FxHashSet<usize> = (0..program.modules.len())
            .filter(|&id| program.modules[id].is_own())
            .collect();
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

    /// The text of a module.
    pub fn text_of(&self, module: &str) -> &str {
        self.text(module)
    }

    fn text(&self, module: &str) -> &str {
        let found = self.texts.iter().find(|(name, _, _)| name == module);
        &found.unwrap_or_else(|| panic!("no module {module}")).1
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

    /// These reasons of all imports of a module are supposed to hold no more.
    pub fn waiving(mut self, module: &str, kept: &[Kept]) -> Self {
        self.waived.push((module.to_owned(), kept.to_vec()));
        self
    }

    /// The plan of a module, and each of its heavy imports with its strategies or the code and detail that keep it.
    fn outcome(&self, module: &str) -> (Option<FilePlan>, Vec<Outcome>) {
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

impl From<&str> for Case {
    /// A module `app.images` alone in its package.
    fn from(text: &str) -> Self {
        Case::new(&[("app", ""), ("app.images", text)])
    }
}

impl<const N: usize> From<[(&str, &str); N]> for Case {
    fn from(modules: [(&str, &str); N]) -> Self {
        Case::new(&modules)
    }
}

/// What became of one heavy import.
#[derive(Debug)]
struct Outcome {
    import: String,
    verdict: Result<Vec<Strategy>, (Code, String)>,
    /// The reasons behind the first.
    more: Vec<(Code, String)>,
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

/// Takes away a first empty line and what all lines are indented by.
pub(super) fn dedent(text: &str) -> String {
    let text = text.strip_prefix('\n').unwrap_or(text);
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    let margin = lines
        .map(|line| line.len() - line.trim_start().len())
        .min()
        .unwrap_or_default();
    let body: String = text
        .split_inclusive('\n')
        .map(|line| line.get(margin..).unwrap_or_else(|| line.trim_start_matches(' ')))
        .collect();
    // The line that the closing quotes stand on.
    let end = body.trim_end_matches(' ').len();
    body[..end].to_owned()
}

/// Asserts what becomes of a module, and that a second run leaves it so.
#[track_caller]
pub(super) fn check(case: impl Into<Case>, module: &str, expected: &str) {
    let case = case.into();
    let after = check_text(case.clone(), module, expected);
    settled(&case, module, &after);
}

/// Asserts what becomes of a module: its new text, for who wants to go on with it.
#[track_caller]
pub(super) fn check_text(case: impl Into<Case>, module: &str, expected: &str) -> String {
    let case = case.into();
    let (plan, outcomes) = case.outcome(module);
    let Some(plan) = plan else {
        panic!("nothing is deferred in {module}: {outcomes:?}")
    };
    let after = rewrite(case.text(module), &plan).unwrap_or_else(|error| panic!("{error}"));
    let expected = dedent(expected);
    assert!(
        after == expected,
        "\n--- wanted\n{expected}\n--- got\n{after}\n---\n{outcomes:?}"
    );
    after
}

/// What becomes of a module, whose second run changes nothing.
#[track_caller]
pub(super) fn rewritten(case: impl Into<Case>, module: &str) -> String {
    let case = case.into();
    let (plan, outcomes) = case.outcome(module);
    let Some(plan) = plan else {
        panic!("nothing is deferred in {module}: {outcomes:?}")
    };
    let after = rewrite(case.text(module), &plan).unwrap_or_else(|error| panic!("{error}"));
    settled(&case, module, &after);
    after
}

/// Asserts that a second run changes nothing.
#[track_caller]
fn settled(case: &Case, module: &str, after: &str) {
    let mut again = case.clone();
    for (name, text, _) in &mut again.texts {
        if name == module {
            *text = after.to_owned();
        }
    }
    if let (Some(plan), outcomes) = again.outcome(module) {
        let twice = rewrite(after, &plan).unwrap_or_else(|error| panic!("{error}"));
        assert!(
            twice == after,
            "\n--- once\n{after}\n--- twice\n{twice}\n---\n{outcomes:?}"
        );
    }
}

/// Asserts that every heavy import of a module stays, for this reason.
#[track_caller]
pub(super) fn check_kept(case: impl Into<Case>, module: &str, code: Code) {
    let case = case.into();
    let (_, outcomes) = case.outcome(module);
    assert!(!outcomes.is_empty(), "{module} has no heavy import");
    for outcome in &outcomes {
        let same = matches!(&outcome.verdict, Err((kept, _)) if *kept == code);
        assert!(same, "wanted {code:?}: {outcomes:?}\n{}", case.text(module));
    }
}

/// Asserts that every heavy import of a module stays, for exactly these reasons, each told once; the first is the one told first.
#[track_caller]
pub(super) fn check_reasons(case: impl Into<Case>, module: &str, codes: &[Code]) {
    let case = case.into();
    let (_, outcomes) = case.outcome(module);
    assert!(!outcomes.is_empty(), "{module} has no heavy import");
    for outcome in &outcomes {
        let first = outcome.verdict.as_ref().err().map(|(code, _)| *code);
        let more = outcome.more.iter().map(|(code, _)| *code);
        let mut found: Vec<Code> = first.into_iter().chain(more).collect();
        found.dedup();
        assert_eq!(found, codes, "{outcomes:#?}\n{}", case.text(module));
    }
}

/// Asserts that one import of a module stays, for these reasons and no others.
#[track_caller]
pub(super) fn check_reasons_of(case: Case, module: &str, import: &str, codes: &[Code]) {
    let (_, outcomes) = case.outcome(module);
    let found = outcomes.iter().find(|outcome| outcome.import == import);
    let found: Option<Vec<Code>> = found.map(|outcome| {
        let first = outcome.verdict.as_ref().err().map(|(code, _)| *code);
        first
            .into_iter()
            .chain(outcome.more.iter().map(|(code, _)| *code))
            .collect()
    });
    assert_eq!(found.as_deref(), Some(codes), "{outcomes:#?}");
}

/// Asserts that one import of a module stays, for this reason.
#[track_caller]
pub(super) fn check_one_kept(case: impl Into<Case>, module: &str, import: &str, code: Code) {
    let (_, outcomes) = case.into().outcome(module);
    let found = outcomes.iter().find(|outcome| outcome.import == import);
    let same = found.is_some_and(|outcome| matches!(&outcome.verdict, Err((kept, _)) if *kept == code));
    assert!(same, "wanted {code:?} for {import}: {outcomes:?}");
}

/// Asserts that some import of a module stays, whatever the reason: for programs that any edit would break.
#[track_caller]
pub(super) fn check_untouched(case: impl Into<Case>, module: &str) {
    let (plan, outcomes) = case.into().outcome(module);
    assert!(!outcomes.is_empty(), "{module} has no heavy import");
    assert!(plan.is_none(), "edited: {outcomes:?}");
}

/// Asserts that every heavy import of a module is deferred by these strategies, and that the text can be rewritten so.
#[track_caller]
pub(super) fn check_deferred(case: impl Into<Case>, module: &str, strategies: &[Strategy]) {
    let case = case.into();
    let (plan, outcomes) = case.outcome(module);
    assert!(!outcomes.is_empty(), "{module} has no heavy import");
    for outcome in &outcomes {
        let same = matches!(&outcome.verdict, Ok(found) if found == strategies);
        assert!(same, "wanted {strategies:?}: {outcomes:?}\n{}", case.text(module));
    }
    let plan = plan.unwrap_or_default();
    let after = rewrite(case.text(module), &plan).unwrap_or_else(|error| panic!("{error}"));
    settled(&case, module, &after);
}
