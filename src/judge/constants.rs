//! Constants that a module computes while it executes: whether one can be computed when it is first read instead.
//!
//! Computing it must be the same whenever it happens: only calls that the rules know to be so, of things that nobody replaces.
//! And nobody may need it at import: its uses are judged as those of an imported name.
use std::cell::RefCell;

use rustc_hash::FxHashMap;

use super::Code;
use super::import::place::place;
use super::inputs::Inputs;
use super::usage::{Usage, UsageQuery};
use super::verdict::{Kept, LazyConstant};
use crate::evaluate::{Access, Effect};
use crate::graph::{Entity, ModuleId, Sighting};
use crate::rules::{Group, Outside, prefixes};
use crate::semantics::ModuleFacts;
use crate::semantics::facts::{Constant, MODULE, Operation, OperationKind, Path, Reference};
use crate::syntax::Span;

/// Special names that Python itself reads, or that tell something about the module.
/// Not in `rules/`: Python's data model has no others.
const SPECIAL: [&str; 9] = [
    "__all__",
    "__path__",
    "__file__",
    "__name__",
    "__spec__",
    "__package__",
    "__loader__",
    "__doc__",
    "__slots__",
];
/// The constants of one module.
pub(super) struct ConstantQuery<'a> {
    inputs: Inputs<'a>,
    module: ModuleId,
    facts: &'a ModuleFacts,
    values: RefCell<FxHashMap<usize, Result<(), Kept>>>,
}

impl<'a> ConstantQuery<'a> {
    pub fn new(inputs: Inputs<'a>, module: ModuleId, facts: &'a ModuleFacts) -> Self {
        ConstantQuery {
            inputs,
            module,
            facts,
            values: RefCell::default(),
        }
    }

    /// The constant at `index`, and how its uses look, if computing it can wait.
    pub fn judge(&self, index: usize, usage: &UsageQuery<'_, '_>) -> Result<(LazyConstant, Usage), Kept> {
        let constant = &self.facts.constants[index];
        let known = self.values.borrow().get(&index).cloned();
        let value = known.unwrap_or_else(|| {
            let value = self.value(constant);
            self.values.borrow_mut().insert(index, value.clone());
            value
        });
        value?;
        let binding = constant
            .binding
            .ok_or_else(|| self.kept(constant, "under a condition"))?;
        let usage = usage.usage(binding, None)?;
        if usage.main_guard {
            return Err(self.kept(constant, "which the main guard reads"));
        }
        let mut functions: Vec<u32> = usage
            .functions
            .iter()
            .filter_map(|&(scope, _)| place(self.inputs, self.module, self.facts, &usage, scope))
            .collect();
        functions.dedup();
        let lazy = LazyConstant {
            statement: constant.statement,
            name: constant.name.clone(),
            reads: constant.reads.clone(),
            functions,
        };
        Ok((lazy, usage))
    }

    fn at(&self, constant: &Constant) -> Sighting {
        Sighting {
            module: self.module,
            span: constant.value,
        }
    }

    fn kept(&self, constant: &Constant, why: &str) -> Kept {
        let detail = format!("to compute `{}`, {why}", constant.name);
        Kept::at(Code::UsedAtImport, detail, self.at(constant))
    }

    /// Whether the value is the same whenever it is computed.
    fn value(&self, constant: &Constant) -> Result<(), Kept> {
        if SPECIAL.contains(&constant.name.as_str()) {
            return Err(self.kept(constant, "which Python reads"));
        }
        let binding = constant.binding.map(|id| &self.facts.bindings[id as usize]);
        let once = binding.is_some_and(|binding| {
            let kinds = binding.kinds;
            let others = kinds.imports + kinds.functions + kinds.classes + kinds.deletions + kinds.parameters;
            kinds.assignments == constant.times
                && others == 0
                && !kinds.from_global_statement
                && kinds.type_checking_imports == 0
        });
        if !once {
            return Err(self.kept(constant, "which is bound again"));
        }
        for &read in &constant.reads {
            let binding = &self.facts.bindings[read as usize];
            let kinds = binding.kinds;
            let bound = kinds.imports + kinds.functions + kinds.classes + kinds.assignments;
            // What is bound behind it was something else when it was computed: what a star import had brought, say.
            if binding.first.start > constant.statement.start {
                return Err(self.kept(constant, "from a name that is bound behind it"));
            }
            if bound != 1 || kinds.deletions > 0 || kinds.from_global_statement {
                return Err(self.kept(constant, "from a name that is bound again"));
            }
        }
        let within = |span: Span| constant.value.start <= span.start && span.end <= constant.value.end;
        for reference in self.facts.references.iter().filter(|reference| within(reference.span)) {
            self.reference(constant, reference)?;
        }
        if constant.parts.iter().any(|part| !self.is_definition(part)) {
            return Err(self.kept(constant, "which may be neither a class nor a function"));
        }
        for call in &constant.calls {
            self.call(constant, call)?;
        }
        // What they are handed may do something, such as the hook of a class that one is made from.
        let evaluation = self.inputs.evaluation;
        let mut effects = evaluation.that_count(self.inputs.program, self.module);
        let is_here = |effect: &&Effect| {
            let first = effect
                .chain
                .first()
                .map_or((effect.module, effect.span), |step| (step.module, step.span));
            effect.access != Access::Read && first.0 == self.module && within(first.1)
        };
        if let Some(effect) = effects.find(is_here) {
            return Err(self.kept(constant, &format!("which {}", effect.what)));
        }
        if constant.calls.iter().any(|call| self.is_typing(call)) {
            return Err(self.kept(constant, "which type checkers and their like read"));
        }
        let is_type = |path: &Path| {
            self.is_typing(path)
                || path.binding.is_none() && self.inputs.rules.knows(Group::TakesTypeArguments, &path.dotted())
        };
        if constant.subscripts.iter().any(|path| !is_type(path)) {
            return Err(self.kept(constant, "by a subscript whose effect is not known"));
        }
        Ok(())
    }

    /// Whether what a reference names is the same later: nobody replaces it, and it is not a module, whose attributes others
    /// would reach by another name.
    fn reference(&self, constant: &Constant, reference: &Reference) -> Result<(), Kept> {
        let (program, visibility) = (self.inputs.program, self.inputs.visibility);
        let binding = &self.facts.bindings[reference.binding as usize];
        let own = visibility.replacement(self.module, &binding.name);
        if let Some(at) = own.filter(|_| binding.scope == MODULE) {
            return Err(Kept::at(Code::SourcePatched, "", at));
        }
        let trails = program.trails(self.module, reference.binding, &reference.attributes);
        if trails.iter().any(|trail| matches!(trail.end, Entity::Module(_))) {
            return Err(self.kept(constant, "which is a module"));
        }
        let mut hops = trails.into_iter().flat_map(|trail| trail.hops);
        match hops.find_map(|hop| visibility.replacement(hop.module, &hop.name)) {
            Some(at) => Err(Kept::at(Code::SourcePatched, "", at)),
            None => Ok(()),
        }
    }

    /// Whether a path leads to a class or function, which is what it is for good; or to something of this very module.
    fn is_definition(&self, path: &Path) -> bool {
        let program = self.inputs.program;
        match program.entity(self.module, path) {
            Some(Entity::Attribute(target, _)) if target == self.module => true,
            Some(Entity::Attribute(target, name)) => program.facts(target).is_some_and(|facts| {
                let mut own = facts.definitions.iter();
                own.any(|definition| definition.scope == MODULE && definition.name == name)
            }),
            _ => path.binding.is_none(),
        }
    }

    /// Whether a path leads to the modules for type annotations.
    fn is_typing(&self, path: &Path) -> bool {
        let names = self.inputs.program.known_names(self.module, path);
        let known = |name: &String| {
            prefixes(name)
                .skip(1)
                .any(|module| self.inputs.rules.knows(Group::TypingModule, module))
        };
        names.iter().any(known)
    }

    /// Whether code of the project, be it a test, has one of some names or texts in it.
    fn may_be_set(&self, names: &[String]) -> bool {
        let program = self.inputs.program;
        let mut own = program.own_modules().filter_map(|module| program.facts(module));
        !names.is_empty() && own.any(|facts| names.iter().any(|name| facts.code.has_name(name)))
    }

    fn call(&self, constant: &Constant, call: &Path) -> Result<(), Kept> {
        let program = self.inputs.program;
        let names = program.known_names(self.module, call);
        let rule = names.iter().find_map(|name| self.inputs.rules.harmless_call(name));
        match rule {
            // Whether it fails there may depend on more than what the same call hands out elsewhere.
            Some(rule) if constant.times > 1 && rule.reads != Some(Outside::Installation) => Err(self.kept(
                constant,
                "in a `try`, by a call that asks for more than what is installed",
            )),
            Some(rule)
                if rule.calls_back
                    && !names
                        .iter()
                        .any(|name| self.inputs.rules.knows(Group::CallsOnlyIterator, name)) =>
            {
                Err(self.kept(constant, "by a call that calls what it is handed"))
            }
            Some(rule) if self.may_be_set(&rule.set_by) => {
                Err(self.kept(constant, "by a call whose result the program sets elsewhere"))
            }
            Some(rule) => match rule.reads {
                None | Some(Outside::Installation) => Ok(()),
                Some(Outside::Environment) => match environment_change(self.inputs) {
                    None => Ok(()),
                    Some(at) => Err(Kept::at(
                        Code::UsedAtImport,
                        format!(
                            "to compute `{}`, which depends on the environment that is changed",
                            constant.name
                        ),
                        at,
                    )),
                },
                Some(Outside::Surroundings) => Err(self.kept(constant, "which depends on when that happens")),
            },
            None => Err(self.kept(constant, "by a call whose effect is not known")),
        }
    }
}

/// The first place of the project that changes environment variables.
fn environment_change(inputs: Inputs<'_>) -> Option<Sighting> {
    let program = inputs.program;
    let own = program.own_modules();
    own.filter_map(|module| Some((module, program.facts(module)?)))
        .find_map(|(module, facts)| {
            let changes = |operation: &&Operation| {
                let Some(path) = &operation.path else { return false };
                let names = || program.known_names(module, path);
                let environ = |name: &String| name.starts_with("os.environ") || name == "os.putenv";
                match operation.kind {
                    OperationKind::WriteItem | OperationKind::Augment => names().iter().any(environ),
                    OperationKind::Call => {
                        matches!(path.last(), "setenv" | "delenv" | "putenv" | "unsetenv" | "load_dotenv")
                            || matches!(path.last(), "update" | "setdefault" | "pop" | "clear")
                                && names().iter().any(environ)
                            || path.last() == "dict" && path.attributes.len() > 1
                    }
                    _ => false,
                }
            };
            let span = facts.operations.iter().find(changes)?.span;
            Some(Sighting { module, span })
        })
}
