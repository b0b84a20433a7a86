//! Which modules a piece of a function may reach: the imports that it and the functions it names make use of.
//!
//! Functions are followed by their names alone, whatever object they are asked of. What a call calls that has no such name is
//! not known. Special methods run without being named: those count that belong to classes which the code names or is part of.
use rustc_hash::{FxHashMap, FxHashSet};

use crate::evaluate::is_method_of_values;
use crate::graph::visibility::{Part, each_part};
use crate::graph::{ModuleId, Program};
use crate::rules::{Group, Rules, prefixes};
use crate::semantics::code::{BodyId, BodyKind, Code, Expr, ExprId, Literal, Stmt};
use crate::semantics::facts::{Import, MODULE};

/// A piece of the body of a function.
pub(super) type Region<'a> = (ModuleId, BodyId, &'a [Stmt]);

pub(super) struct Within<'a> {
    pub(super) program: &'a Program,
    pub(super) rules: &'a Rules,
    /// Functions and classes of the project, by their names.
    pub(super) by_name: FxHashMap<&'a str, Vec<(ModuleId, BodyId)>>,
    /// Names of the project's objects that others made, and that may call more than is seen: commands, applications, parsers.
    pub(super) open: FxHashSet<&'a str>,
}

/// What has been found so far.
#[derive(Default)]
struct Found<'a> {
    seen: FxHashSet<(ModuleId, BodyId)>,
    pending: Vec<(ModuleId, BodyId)>,
    reached: Reached<'a>,
    is_unknown: bool,
}

/// The modules that code may load, with all that these load.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::judge::commute) struct Reached<'a> {
    /// By imports of its own, by names in texts, or by what it hands on as a whole.
    pub loads: Vec<ModuleId>,
    /// Where a module defers its import of another one: by the name of that.
    pub names: Vec<(ModuleId, ModuleId)>,
    /// The names that it takes from modules, which these may serve; none for a name that is taken from any.
    pub attributes: FxHashSet<(Option<ModuleId>, &'a str)>,
    /// Whether only who is imported there is concerned: what it loads by itself was found there.
    pub is_of_importers: bool,
}

impl Reached<'_> {
    /// Whether a name is taken from a module.
    pub fn takes(&self, module: ModuleId, name: &str) -> bool {
        [None, Some(module)]
            .into_iter()
            .any(|from| self.attributes.contains(&(from, name)))
    }
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
            open: super::callees::open(program),
        }
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
    pub fn reached(&self, regions: &[Region<'_>]) -> Option<Reached<'a>> {
        let mut found = Found::default();
        for &(module, body, block) in regions {
            self.look_at(module, body, block, &mut found);
            self.of_class((module, body), &mut found);
        }
        while let Some((module, body)) = found.pending.pop() {
            if found.is_unknown {
                return None;
            }
            let code = self.code(module)?;
            let statements = match code.bodies[body as usize].kind {
                BodyKind::Class => &[],
                BodyKind::Module | BodyKind::Function | BodyKind::Lambda => {
                    code.bodies[body as usize].statements.as_slice()
                }
            };
            self.look_at(module, body, statements, &mut found);
            self.of_class((module, body), &mut found);
        }
        found.reached.loads.sort_unstable();
        found.reached.loads.dedup();
        found.reached.names.sort_unstable();
        found.reached.names.dedup();
        (!found.is_unknown).then_some(found.reached)
    }

    /// The special methods of a class, or of the class of a method.
    fn of_class(&self, (module, body): (ModuleId, BodyId), found: &mut Found<'a>) {
        let Some(code) = self.code(module) else { return };
        let own = &code.bodies[body as usize];
        let is_class = |id: &BodyId| code.bodies[*id as usize].kind == BodyKind::Class;
        let class = Some(body).filter(is_class).or(own.parent.filter(is_class));
        let Some(class) = class else { return };
        for (id, method) in code.bodies.iter().enumerate() {
            if method.parent == Some(class) && code.name(method.name).starts_with("__") {
                found.follow((module, id as BodyId));
            }
        }
    }

    fn follow_name(&self, name: &str, found: &mut Found<'a>) {
        for &place in self.by_name.get(name).into_iter().flatten() {
            found.follow(place);
        }
    }

    /// The functions and classes of this name of the module that an expression names, where that defines it.
    fn defined_by(
        &self,
        (module, body): (ModuleId, BodyId),
        of: ExprId,
        name: &str,
    ) -> Option<impl Iterator<Item = (ModuleId, BodyId)>> {
        let facts = self.program.facts(module)?;
        let code = &facts.code;
        let Expr::Name(of) = code.expression(of) else {
            return None;
        };
        let mut around = std::iter::successors(Some(body), |&id| code.bodies[id as usize].parent).filter(|&id| id != 0);
        if around.any(|id| code.bodies[id as usize].locals.contains(of)) {
            return None;
        }
        let of = code.name(*of);
        let is_import = facts.bindings[facts.global(of)? as usize].kinds.only_imports();
        let imports = facts.imports.iter();
        let mut imports = imports.filter(|import| import.scope == MODULE && import.bound_name() == of);
        let import = imports.next().filter(|_| is_import && imports.next().is_none())?;
        let target = *self.program.targets(module, import).last()?;
        let is_defined = |(home, _): &&(ModuleId, BodyId)| *home == target;
        let places: Vec<_> = self.by_name.get(name)?.iter().filter(is_defined).copied().collect();
        let is_module = match &import.name {
            Some(name) => self.program.modules[target].name.rsplit('.').next() == Some(name),
            None => import.asname.is_some() || !import.module.contains('.'),
        };
        (is_module && !places.is_empty()).then(|| places.into_iter())
    }

    /// The same for an attribute of something: texts and containers, or tests, have methods of that name, too, so that only what
    /// the module itself knows is meant.
    fn follow_attribute(&self, module: ModuleId, name: &str, found: &mut Found<'a>) {
        if !is_method_of_values(self.rules, name) && !self.rules.knows(Group::TellsTests, name) {
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

    fn look_at(&self, module: ModuleId, body: BodyId, block: &[Stmt], found: &mut Found<'a>) {
        let Some(facts) = self.program.facts(module) else {
            return;
        };
        self.imported(module, block, found);
        each_part(&facts.code, block, &mut |part| {
            let Part::Expression(id, within) = part else { return };
            let is_asked = within.is_some_and(|within| matches!(facts.code.expression(within), Expr::Attribute(..)));
            match facts.code.expression(id) {
                Expr::Name(name) => self.look_at_name(module, facts.code.name(*name), is_asked, found),
                Expr::Literal(Literal::Text(text)) => self.look_at_text(facts.code.name(*text), found),
                Expr::Attribute(of, name) if !self.is_foreign(module, *of) => {
                    let name = facts.code.name(*name);
                    found.reached.attributes.insert((None, name));
                    match self.defined_by((module, body), *of, name) {
                        Some(places) => places.for_each(|place| found.follow(place)),
                        None => self.follow_attribute(module, name, found),
                    }
                }
                Expr::Call(callee, handed) => match self.loaded_by_name(module, facts.code.span(id)) {
                    Some(loads) => found.reached.loads.extend(loads),
                    None => found.is_unknown |= !self.is_known(module, body, *callee, handed),
                },
                Expr::Lambda(body) => found.follow((module, *body)),
                _ => {}
            }
        });
    }

    /// The imports among statements.
    fn imported(&self, module: ModuleId, block: &[Stmt], found: &mut Found<'a>) {
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

    /// A text that names something: who patches that loads its module, and asks for it.
    fn look_at_text(&self, text: &'a str, found: &mut Found<'a>) {
        if text.contains('.') {
            let named = prefixes(text).filter_map(|name| self.program.find(name));
            found.reached.loads.extend(named);
            found
                .reached
                .attributes
                .extend(text.split('.').map(|name| (None, name)));
        }
    }

    /// A bare name: of a function or class of the module, or of what it imports. Of a module that is only asked for an attribute,
    /// that is what may be served.
    fn look_at_name(&self, module: ModuleId, name: &str, is_asked: bool, found: &mut Found<'a>) {
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
                found.reached.names.push((module, target));
                let own = self.program.modules[target]
                    .is_own()
                    .then_some(&self.program.modules[target].name);
                let is_meant = |own: &String| {
                    import
                        .name
                        .as_ref()
                        .is_none_or(|name| own.rsplit('.').next() == Some(name))
                };
                if !is_asked && own.is_some_and(is_meant) {
                    found.reached.loads.push(target);
                }
            }
            let targets = self.program.targets(module, import);
            let is_own = targets.iter().any(|&target| self.program.modules[target].is_own());
            if let Some(name) = import.name.as_ref().filter(|_| is_own) {
                let base = self.program.absolute(module, import);
                let base = base.and_then(|base| self.program.find(&base));
                found.reached.attributes.insert((base, name));
                self.follow_name(name, found);
            }
        }
    }
}

impl Found<'_> {
    fn follow(&mut self, place: (ModuleId, BodyId)) {
        if self.seen.insert(place) {
            self.pending.push(place);
        }
    }
}
