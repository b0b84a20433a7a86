//! Where the names of functions stand, and who runs the code there.
use rustc_hash::{FxHashMap, FxHashSet};

use super::constants::constants_that_never_hold;
use super::outside::{Imported, is_handed_on, is_listed_inside};
use super::{Caller, Private, Use};
use crate::graph::effort::spend;
use crate::graph::program::{Entity, ModuleId, Program};
use crate::graph::visibility::parts::{Part, parts_of_statement};
use crate::rules::{Group, Rules};
use crate::semantics::ModuleFacts;
use crate::semantics::code::{Body, BodyId, BodyKind, Code, Expr, ExprId, Stmt};
use crate::semantics::facts::{MentionKind, Object, ScopeId};

/// Who runs a body.
#[derive(Debug, Clone, Copy)]
struct Runner {
    by: Caller,
    at_once: bool,
    scope: ScopeId,
}

const BY_ANYBODY: Use = Use {
    by: Caller::Anybody,
    is_call: false,
};

/// What functions are called in each module.
pub(super) struct Spelled<'a> {
    program: &'a Program,
    rules: &'a Rules,
    /// Functions by what they are called where they stand, or where they are imported.
    names: FxHashMap<(ModuleId, &'a str), Vec<usize>>,
    /// All of these names, each with the functions that may be meant.
    texts: FxHashMap<&'a str, Vec<usize>>,
    /// The functions of each module.
    of_module: FxHashMap<ModuleId, Vec<usize>>,
    /// The last parts of the names of these modules.
    module_ends: FxHashSet<&'a str>,
    /// What these modules are called where they are imported as a whole.
    modules: FxHashMap<(ModuleId, &'a str), ModuleId>,
}

impl<'a> Spelled<'a> {
    pub fn new(
        program: &'a Program,
        rules: &'a Rules,
        private: &[Private<'a>],
        by_name: &FxHashMap<&'a str, Vec<usize>>,
        uses: &mut [Vec<Use>],
    ) -> Self {
        let mut names: FxHashMap<(ModuleId, &'a str), Vec<usize>> = FxHashMap::default();
        let mut texts = by_name.clone();
        let places: FxHashMap<(ModuleId, &str), usize> = private
            .iter()
            .enumerate()
            .map(|(at, function)| ((function.module, function.name), at))
            .collect();
        let mut of_module: FxHashMap<ModuleId, Vec<usize>> = FxHashMap::default();
        let mut modules = FxHashMap::default();
        for (at, function) in private.iter().enumerate() {
            names.entry((function.module, function.name)).or_default().push(at);
            of_module.entry(function.module).or_default().push(at);
        }
        for id in program.own_modules() {
            let Some(facts) = program.facts(id) else { continue };
            for import in &facts.imports {
                let imported = program.imported(id, import);
                if let Some(Entity::Module(module)) = imported
                    && of_module.contains_key(&module)
                {
                    modules.insert((id, import.bound_name()), module);
                }
                let Some(name) = import.name.as_deref() else { continue };
                if let Some(Entity::Attribute(target, attribute)) = &imported
                    && let Some(&at) = places.get(&(*target, attribute.as_str()))
                {
                    let bound = import.bound_name();
                    names.entry((id, bound)).or_default().push(at);
                    texts.entry(bound).or_default().push(at);
                    if is_handed_on(program, id, facts, bound) {
                        uses[at].push(BY_ANYBODY);
                    }
                } else if let Some(functions) = by_name.get(name)
                    && imported.is_none()
                {
                    functions.iter().for_each(|&at| uses[at].push(BY_ANYBODY));
                }
            }
        }
        let started = program.started.iter().flat_map(|name| name.split([':', '.']));
        let mut words: FxHashSet<&str> = started.collect();
        for id in program.own_modules() {
            let Some(facts) = program.facts(id) else { continue };
            let words_of_file = facts.words.iter().map(String::as_str);
            words.extend(words_of_file.filter(|word| !is_listed_inside(program, id, facts, word)));
        }
        // What is looked up by its name, or in a module that is, may be called by the code that does that.
        let named = texts
            .iter()
            .filter(|(name, _)| words.contains(*name))
            .map(|(_, functions)| functions);
        let imported = Imported::new(program);
        let of_named = of_module
            .iter()
            .filter(|(module, _)| imported.may_be(&program.modules[**module].name));
        // A module that is started, or plugged in, may be asked for any function.
        let whole = program.started.iter().filter_map(|name| match name.split_once(':') {
            Some((module, "*")) => program.find(module),
            Some(_) => None,
            None => program.find(name),
        });
        let of_started = whole.filter_map(|module| of_module.get(&module));
        let of_named = of_named.map(|(_, functions)| functions).chain(of_started);
        let functions = named.chain(of_named).flatten();
        functions.for_each(|&at| uses[at].push(BY_ANYBODY));
        Spelled {
            program,
            rules,
            names,
            texts,
            module_ends: of_module.keys().map(|&module| program.modules[module].last()).collect(),
            of_module,
            modules,
        }
    }

    /// All uses in one module.
    pub fn uses_in(&self, module: ModuleId, uses: &mut [Vec<Use>]) {
        let Some(facts) = self.program.facts(module) else {
            return;
        };
        let code = &facts.code;
        spend(code.names.len());
        let is_named = self.of_module.contains_key(&module)
            || code.names.iter().any(|name| {
                let name = name.as_str();
                let is_module = || self.modules.contains_key(&(module, name)) || self.module_ends.contains(name);
                self.texts.contains_key(name) || is_module()
            });
        // A doctest is code, too.
        for name in facts
            .doctest_names
            .iter()
            .chain(facts.doctest_names_behind.iter().map(|(name, _)| name))
        {
            let functions = self.texts.get(name.as_str()).into_iter().flatten();
            functions.for_each(|&at| uses[at].push(BY_ANYBODY));
        }
        if !is_named {
            return;
        }
        spend(code.expressions.len());
        let look = InModule {
            spelled: self,
            module,
            facts,
            has_star: facts.imports.iter().any(|import| import.is_star()),
            never: constants_that_never_hold(facts),
        };
        for (id, body) in code.bodies.iter().enumerate() {
            look.in_block(&body.statements, look.caller(id as BodyId), uses);
        }
        look.looks_at_itself(uses);
    }
}

/// The look at the code of one module.
struct InModule<'a> {
    spelled: &'a Spelled<'a>,
    module: ModuleId,
    facts: &'a ModuleFacts,
    has_star: bool,
    never: FxHashSet<&'a str>,
}

impl InModule<'_> {
    fn code(&self) -> &Code {
        &self.facts.code
    }

    /// Code that takes its own module as an object.
    fn looks_at_itself(&self, uses: &mut [Vec<Use>]) {
        let is_itself = |kind: &MentionKind| match kind {
            MentionKind::ThisModule => true,
            MentionKind::ComputedAttribute { object, .. } | MentionKind::DefinedAttribute { object, .. } => {
                *object == Object::ThisModule
            }
            _ => false,
        };
        for mention in self.facts.mentions.iter().filter(|mention| is_itself(&mention.kind)) {
            let mut bodies = self.code().bodies.iter().enumerate();
            let body = bodies.find(|(_, body)| body.scope == mention.scope);
            let by = body.map_or(Caller::Anybody, |(id, _)| self.caller(id as BodyId).by);
            self.hand_out(self.module, by, uses);
        }
    }

    /// Somebody gets hold of a module as an object, and may call any function of it.
    fn hand_out(&self, module: ModuleId, by: Caller, uses: &mut [Vec<Use>]) {
        let functions = self.spelled.of_module.get(&module).into_iter().flatten();
        functions.for_each(|&at| uses[at].push(Use { by, is_call: false }));
    }

    /// Who runs a body, and whether it does so at once: what a function makes, others may call later.
    fn caller(&self, id: BodyId) -> Runner {
        let bodies = &self.code().bodies;
        let around = std::iter::successors(Some(id), |&at| bodies[at as usize].parent.filter(|&parent| parent < at));
        let functions = around.map(|at| &bodies[at as usize]);
        let functions: Vec<&Body> = functions
            .filter(|body| matches!(body.kind, BodyKind::Function | BodyKind::Lambda))
            .collect();
        let known = &self.spelled.program.modules[self.module];
        let is_script = known.is_beside() || known.is_main();
        let by = match functions.last() {
            _ if is_script => Caller::Anybody,
            None => Caller::Import,
            Some(body) if body.kind == BodyKind::Function && body.parent == Some(0) => {
                Caller::Function(self.module, body.scope)
            }
            Some(_) => Caller::Anybody,
        };
        Runner {
            by,
            at_once: functions.len() < 2,
            scope: bodies[id as usize].scope,
        }
    }

    fn in_block(&self, statements: &[Stmt], runner: Runner, uses: &mut [Vec<Use>]) {
        for statement in statements {
            self.in_statement(statement, runner, uses);
            for (index, block) in statement.blocks().into_iter().enumerate() {
                let runner = match statement {
                    Stmt::If { test, .. } if runner.by == Caller::Import => {
                        if index == 0 && self.never_holds(*test) {
                            continue;
                        }
                        // What a script does comes after the import of all that it needs.
                        let by = if self.asks_for_name(statement) {
                            Caller::Anybody
                        } else {
                            runner.by
                        };
                        Runner { by, ..runner }
                    }
                    _ => runner,
                };
                self.in_block(block, runner, uses);
            }
        }
    }

    fn never_holds(&self, test: ExprId) -> bool {
        matches!(self.code().expression(test), Expr::Name(name) if self.never.contains(self.code().name(*name)))
    }

    fn asks_for_name(&self, statement: &Stmt) -> bool {
        let code = self.code();
        let mut asks = false;
        parts_of_statement(code, statement, &mut |part| {
            if let Part::Expression(at, _) = part {
                asks |= matches!(code.expression(at), Expr::Name(name) if code.name(*name) == "__name__");
            }
        });
        asks
    }

    fn in_statement(&self, statement: &Stmt, Runner { by, at_once, scope }: Runner, uses: &mut [Vec<Use>]) {
        let code = self.code();
        let decorators: &[ExprId] = match statement {
            Stmt::Define { decorators, .. } | Stmt::Class { decorators, .. } => decorators,
            _ => &[],
        };
        parts_of_statement(code, statement, &mut |part| {
            let Part::Expression(at, parent) = part else { return };
            if let Some(module) = self.module_handed(at, parent)
                && !self.asks_for_submodule(module, scope, parent)
            {
                self.hand_out(module, by, uses);
            }
            let functions = self.named(at);
            if functions.is_empty() {
                return;
            }
            let is_callee =
                parent.is_some_and(|parent| matches!(code.expression(parent), Expr::Call(callee, _) if *callee == at));
            let is_call = at_once && (is_callee || parent.is_none() && decorators.contains(&at));
            functions
                .iter()
                .for_each(|&function| uses[function].push(Use { by, is_call }));
        });
    }

    /// The module that an expression hands to whatever holds it.
    fn module_handed(&self, at: ExprId, parent: Option<ExprId>) -> Option<ModuleId> {
        let code = self.code();
        if matches!(parent.map(|parent| code.expression(parent)), Some(Expr::Attribute(..))) {
            return None;
        }
        match code.expression(at) {
            Expr::Name(name) => {
                let text = code.name(*name);
                let is_namespace = self.spelled.rules.knows(Group::SeesNames, text);
                let imported = || self.spelled.modules.get(&(self.module, text)).copied();
                if is_namespace { Some(self.module) } else { imported() }
            }
            Expr::Attribute(..) => match self.end_of_path(at)? {
                Entity::Module(module) => Some(module),
                Entity::Attribute(..) => None,
            },
            _ => None,
        }
    }

    /// Whether a module goes to a `getattr` that asks for a submodule, which was imported right before:
    /// `__import__("pkg." + name); getattr(pkg, name)`.
    fn asks_for_submodule(&self, module: ModuleId, scope: ScopeId, parent: Option<ExprId>) -> bool {
        let code = self.code();
        let Some(Expr::Call(callee, _)) = parent.map(|parent| code.expression(parent)) else {
            return false;
        };
        let is_getattr = matches!(code.expression(*callee), Expr::Name(name) if code.name(*name) == "getattr");
        let below = format!("{}.*", self.spelled.program.modules[module].name);
        is_getattr
            && self.facts.mentions.iter().any(|mention| {
                let is_it = matches!(&mention.kind, MentionKind::ImportsByName { module } if *module == below);
                is_it && mention.scope == scope
            })
    }

    /// The functions that an expression may name.
    fn named(&self, at: ExprId) -> &[usize] {
        match self.code().expression(at) {
            Expr::Name(name) => {
                let text = self.code().name(*name);
                let here = self.spelled.names.get(&(self.module, text));
                let brought = || self.spelled.texts.get(text).filter(|_| self.is_brought(text));
                here.or_else(brought).map(Vec::as_slice).unwrap_or_default()
            }
            Expr::Attribute(_, name) => {
                let text = self.code().name(*name);
                let meant = self.spelled.texts.get(text).map(Vec::as_slice).unwrap_or_default();
                if meant.is_empty() || self.is_of_others(at) {
                    &[]
                } else {
                    meant
                }
            }
            _ => &[],
        }
    }

    /// Whether a star import may bring a name.
    fn is_brought(&self, name: &str) -> bool {
        self.has_star && self.facts.global(name).is_none()
    }

    /// Whether an attribute is known to be that of a module of others, or a module.
    fn is_of_others(&self, at: ExprId) -> bool {
        match self.end_of_path(at) {
            Some(Entity::Module(_)) => true,
            Some(Entity::Attribute(module, _)) => !self.spelled.program.modules[module].is_own(),
            None => false,
        }
    }

    /// What a dotted name stands for that begins with something imported.
    fn end_of_path(&self, at: ExprId) -> Option<Entity> {
        let code = self.code();
        let (root, attributes) = code.dotted(at)?;
        let id = self.facts.global(root)?;
        let mut inner = code.bodies.iter().filter(|body| body.kind != BodyKind::Module);
        if !self.facts.bindings[id as usize].kinds.only_imports() || inner.any(|body| has_local(code, body, root)) {
            return None;
        }
        let trail = self.spelled.program.trail(self.module, id, &attributes)?;
        Some(trail.end)
    }
}

fn has_local(code: &Code, body: &Body, name: &str) -> bool {
    body.locals.iter().any(|&local| code.name(local) == name)
}
