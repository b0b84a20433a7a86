//! Which modules a piece of a function may reach: the imports that it and the functions it names make use of.
//!
//! Functions are followed by their names alone, whatever object they are asked of. What a call calls that has no such name is
//! not known. Special methods run without being named: those count that belong to classes which the code names or is part of, or to
//! their bases; and so do decorators.
use std::collections::VecDeque;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::evaluate::is_method_of_values;
use crate::graph::visibility::{Part, each_part};
use crate::graph::{ModuleId, Program};
use crate::project::standard;
use crate::rules::{Group, Rules};
use crate::semantics::code::{BodyId, BodyKind, Code, Expr, ExprId, Name, Stmt};
use crate::semantics::facts::{Import, MODULE};

/// What a test calls is followed through so many calls: all that has some name is far more than what runs.
const CALLS_OF_TESTS: usize = 2;

/// A piece of the body of a function.
pub(super) type Region<'a> = (ModuleId, BodyId, &'a [Stmt]);

pub(super) struct Within<'a> {
    pub(super) program: &'a Program,
    pub(super) rules: &'a Rules,
    /// Functions and classes of the project, by their names.
    by_name: FxHashMap<&'a str, Vec<(ModuleId, BodyId)>>,
}

/// What has been found so far.
#[derive(Default)]
struct Found {
    seen: FxHashSet<(ModuleId, BodyId)>,
    /// Each with how many calls lead to it.
    pending: VecDeque<(ModuleId, BodyId, usize)>,
    /// How many calls lead to what is looked at.
    depth: usize,
    reached: Reached,
    is_unknown: bool,
    /// Whether a test is looked at: what it imports has been loaded, but for what modules defer, which they load by its name.
    is_test: bool,
}

/// The modules that code may load, with all that these load.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::judge::commute) struct Reached {
    /// By imports of its own, or as attributes of modules of the project.
    pub loads: Vec<ModuleId>,
    /// Where a module defers its import of another one: by the name of that.
    pub names: Vec<(ModuleId, ModuleId)>,
    /// Whether only who is imported there is concerned: what it loads by itself was found there.
    pub is_of_importers: bool,
}

impl<'a> Within<'a> {
    pub fn new(program: &'a Program, rules: &'a Rules) -> Self {
        let mut by_name: FxHashMap<&str, Vec<_>> = FxHashMap::default();
        for module in program.own_modules() {
            let code = program.facts(module).map(|facts| &facts.code);
            for (code, (id, body)) in code
                .into_iter()
                .flat_map(|code| code.bodies.iter().enumerate().map(move |body| (code, body)))
            {
                if matches!(body.kind, BodyKind::Function | BodyKind::Class) {
                    by_name
                        .entry(code.name(body.name))
                        .or_default()
                        .push((module, id as BodyId));
                }
            }
        }
        Within {
            program,
            rules,
            by_name,
        }
    }

    /// Whether a function or class of the project has a name.
    pub(super) fn has_function(&self, name: &str) -> bool {
        self.by_name.contains_key(name)
    }

    pub(super) fn code(&self, module: ModuleId) -> Option<&'a Code> {
        self.program.facts(module).map(|facts| &facts.code)
    }

    /// Whether an expression is a module of others, or an attribute of one.
    pub(super) fn is_foreign(&self, module: ModuleId, id: ExprId) -> bool {
        let Some(facts) = self.program.facts(module) else {
            return false;
        };
        match facts.code.expression(id) {
            Expr::Attribute(of, _) => self.is_foreign(module, *of),
            Expr::Name(name) => {
                let name = facts.code.name(*name);
                let mut bound = facts.bindings.iter().filter(|binding| binding.name == name).peekable();
                let is_bound = bound.peek().is_some();
                let only_imported = bound.all(|binding| binding.kinds.only_imports());
                let mut imports = facts.imports.iter().filter(|import| import.bound_name() == name);
                is_bound
                    && only_imported
                    && imports.all(|import| {
                        let targets = self.program.targets(module, import);
                        (import.level == 0 || !targets.is_empty())
                            && targets.iter().all(|&target| !self.program.modules[target].is_own())
                    })
            }
            _ => false,
        }
    }

    /// The modules that pieces of functions may load; none where they may load any.
    pub fn reached(&self, regions: &[Region<'_>]) -> Option<Reached> {
        let mut found = Found::default();
        self.look_from(regions, &mut found);
        (!found.is_unknown).then_some(found.reached)
    }

    /// The modules that a test may load by what it names; what it calls that has no name is not looked for.
    pub fn named_by_test(&self, test: Region<'_>) -> Reached {
        let mut found = Found {
            is_test: true,
            ..Found::default()
        };
        self.look_from(&[test], &mut found);
        found.reached
    }

    fn look_from(&self, regions: &[Region<'_>], found: &mut Found) {
        for &(module, body, block) in regions {
            self.look_at(module, body, block, found);
            self.of_class((module, body), found);
        }
        while let Some((module, body, depth)) = found.pending.pop_front() {
            found.depth = depth;
            // Nobody asks for more than that.
            if found.is_unknown && !found.is_test {
                return;
            }
            let Some(code) = self.code(module) else { continue };
            let statements = match code.bodies[body as usize].kind {
                BodyKind::Class => &[],
                BodyKind::Module | BodyKind::Function | BodyKind::Lambda => {
                    code.bodies[body as usize].statements.as_slice()
                }
            };
            self.look_at(module, body, statements, found);
            self.of_definition((module, body), found);
            self.of_class((module, body), found);
        }
        found.reached.loads.sort_unstable();
        found.reached.loads.dedup();
        found.reached.names.sort_unstable();
        found.reached.names.dedup();
    }

    /// The special methods of a class; of a method, its class.
    fn of_class(&self, (module, body): (ModuleId, BodyId), found: &mut Found) {
        let Some(code) = self.code(module) else { return };
        let is_class = |id: &BodyId| code.bodies[*id as usize].kind == BodyKind::Class;
        if let Some(class) = code.bodies[body as usize].parent.filter(is_class) {
            found.follow((module, class));
        }
        if !is_class(&body) {
            return;
        }
        for (id, method) in code.bodies.iter().enumerate() {
            if method.parent == Some(body) && code.name(method.name).starts_with("__") {
                found.follow((module, id as BodyId));
            }
        }
    }

    /// What stands at the definition of a function or class, and runs with it unnamed: decorators, bases with their special methods,
    /// a metaclass. One that is computed may be anything.
    fn of_definition(&self, (module, body): (ModuleId, BodyId), found: &mut Found) {
        let Some(facts) = self.program.facts(module) else {
            return;
        };
        let scope = facts.code.bodies[body as usize].scope;
        let Some(definition) = facts.definitions.iter().find(|definition| definition.body == scope) else {
            return;
        };
        let decorators = definition.decorators.iter().map(|decorator| &decorator.path);
        let keywords = definition.keywords.iter().map(|(_, value)| value);
        for named in decorators.chain(&definition.bases).chain(keywords) {
            match named {
                Some(path) => self.follow_name(path.last(), found),
                None => found.is_unknown = true,
            }
        }
    }

    fn follow_name(&self, name: &str, found: &mut Found) {
        for &place in self.by_name.get(name).into_iter().flatten() {
            found.follow(place);
        }
    }

    /// The same for an attribute of something: texts and containers have methods of that name, too, so that only what the
    /// module itself knows is meant.
    fn follow_attribute(&self, module: ModuleId, name: &str, found: &mut Found) {
        // Objects of a test are of what it imports: of all methods of a name only some are meant.
        if !found.is_test && !is_method_of_values(self.rules, name) {
            return self.follow_name(name, found);
        }
        let Some(facts) = self.program.facts(module) else {
            return;
        };
        let imported = facts
            .imports
            .iter()
            .flat_map(|import| self.program.targets(module, import).to_vec());
        let near: Vec<ModuleId> = imported.chain([module]).collect();
        let known = self.by_name.get(name).into_iter().flatten();
        known
            .filter(|(home, _)| near.contains(home))
            .for_each(|&place| found.follow(place));
    }

    fn look_at(&self, module: ModuleId, body: BodyId, block: &[Stmt], found: &mut Found) {
        let Some(facts) = self.program.facts(module) else {
            return;
        };
        self.imported(module, block, found);
        each_part(&facts.code, block, &mut |part| {
            let Part::Expression(id, _) = part else { return };
            match facts.code.expression(id) {
                Expr::Name(name) => self.look_at_name(module, facts.code.name(*name), found),
                Expr::Attribute(of, name) if !self.is_foreign(module, *of) => {
                    self.follow_attribute(module, facts.code.name(*name), found);
                }
                Expr::Call(callee, _) => found.is_unknown |= !self.is_known(module, body, *callee),
                Expr::Lambda(body) => found.follow((module, *body)),
                _ => {}
            }
        });
    }

    /// The imports among statements.
    fn imported(&self, module: ModuleId, block: &[Stmt], found: &mut Found) {
        let Some(facts) = self.program.facts(module) else {
            return;
        };
        for statement in block {
            if let Stmt::Import(ids) = statement {
                for &id in ids {
                    found
                        .reached
                        .loads
                        .extend(self.program.targets(module, &facts.imports[id as usize]).iter());
                }
            }
            statement
                .blocks()
                .into_iter()
                .for_each(|inner| self.imported(module, inner, found));
        }
    }

    /// A bare name: of a function or class of the module, or of what it imports.
    fn look_at_name(&self, module: ModuleId, name: &str, found: &mut Found) {
        let Some(facts) = self.program.facts(module) else {
            return;
        };
        let has_stars = facts.imports.iter().any(|import| import.is_star());
        let known = self.by_name.get(name).into_iter().flatten();
        known
            .filter(|&&(home, _)| has_stars || home == module)
            .for_each(|&place| found.follow(place));
        let at_top = |import: &&Import| import.scope == MODULE;
        for import in facts.imports.iter().filter(|import| import.bound_name() == name) {
            for &target in self.program.targets(module, import).iter().filter(|_| at_top(&import)) {
                if self.program.modules[target].is_own() && !found.is_test {
                    found.reached.loads.push(target);
                } else {
                    found.reached.names.push((module, target));
                }
            }
            let targets = self.program.targets(module, import);
            let is_own = targets.iter().any(|&target| self.program.modules[target].is_own());
            if let Some(name) = import.name.as_ref().filter(|_| is_own) {
                self.follow_name(name, found);
            }
        }
    }

    /// Whether a local variable holds nothing but attributes of modules of others: `original = builtins.open`.
    fn is_foreign_variable(&self, module: ModuleId, home: BodyId, name: Name) -> bool {
        let Some(code) = self.code(module) else { return false };
        let body = &code.bodies[home as usize];
        if body.parameters.iter().any(|parameter| parameter.name == name) {
            return false;
        }
        let (mut is_bound, mut is_foreign) = (false, true);
        each_part(code, &body.statements, &mut |part| {
            if let Part::Binding(target, value) = part
                && *code.expression(target) == Expr::Name(name)
            {
                is_bound = true;
                is_foreign &= self.is_foreign(module, value);
            }
        });
        is_bound && is_foreign
    }

    /// Whether what is called is something that is followed by its name, or code of others.
    fn is_known(&self, module: ModuleId, body: BodyId, callee: ExprId) -> bool {
        let Some(facts) = self.program.facts(module) else {
            return false;
        };
        let code = &facts.code;
        match code.expression(callee) {
            Expr::Attribute(of, name) => {
                let name = code.name(*name);
                self.is_foreign(module, *of) || self.by_name.contains_key(name) || is_method_of_values(self.rules, name)
            }
            Expr::Name(name) => {
                let text = code.name(*name);
                if self.rules.knows(Group::RunsAnyCode, text) {
                    return false;
                }
                let around = std::iter::successors(Some(body), |&id| code.bodies[id as usize].parent);
                let mut around = around.filter(|&id| code.bodies[id as usize].locals.contains(name) && id != 0);
                if let Some(home) = around.next() {
                    let mut inner = code.bodies.iter();
                    let is_inner = inner.any(|inner| inner.parent == Some(home) && inner.name == *name);
                    return is_inner
                        || self.is_foreign_variable(module, home, *name)
                        || facts.imports.iter().any(|import| {
                            import.bound_name() == text && import.scope == code.bodies[home as usize].scope
                        });
                }
                match facts.global(text).map(|id| facts.bindings[id as usize].kinds) {
                    Some(kinds) => kinds.assignments == 0 && kinds.parameters == 0,
                    None => standard::is_builtin_name(text),
                }
            }
            _ => false,
        }
    }
}

impl Found {
    fn follow(&mut self, (module, body): (ModuleId, BodyId)) {
        if (!self.is_test || self.depth < CALLS_OF_TESTS) && self.seen.insert((module, body)) {
            self.pending.push_back((module, body, self.depth + 1));
        }
    }
}
