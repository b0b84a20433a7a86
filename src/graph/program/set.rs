//! Modules of the project that become attributes of others, or of objects, under some name: `app.alias = tools`.
use rustc_hash::FxHashMap;

use super::{Entity, ModuleId, Program};
use crate::graph::effort::spend;
use crate::semantics::ModuleFacts;
use crate::semantics::code::{ArgumentKind, Code, Expr, ExprId, Stmt};
use crate::semantics::facts::{Origin, Path, Reference, ScopeKind};
use crate::syntax::Span;

/// The modules that attributes are set to: of modules, and of anything else.
#[derive(Debug, Default)]
pub(super) struct Set {
    of_modules: FxHashMap<(ModuleId, String), Vec<ModuleId>>,
    of_objects: FxHashMap<String, Vec<ModuleId>>,
}

impl Set {
    pub fn is_empty(&self) -> bool {
        self.of_modules.is_empty() && self.of_objects.is_empty()
    }

    /// The modules that an attribute of a module is set to.
    pub fn of_module(&self, module: ModuleId, name: &str) -> &[ModuleId] {
        let set = (!self.of_modules.is_empty()).then(|| self.of_modules.get(&(module, name.to_owned())));
        set.flatten().map(Vec::as_slice).unwrap_or_default()
    }

    /// The modules that attributes of this name are set to, of whatever is no module.
    pub fn of_objects(&self, name: &str) -> &[ModuleId] {
        self.of_objects.get(name).map(Vec::as_slice).unwrap_or_default()
    }

    fn add(&mut self, owner: Option<ModuleId>, name: &str, modules: Vec<ModuleId>) {
        if modules.is_empty() {
            return;
        }
        let all = match owner {
            Some(owner) => self.of_modules.entry((owner, name.to_owned())).or_default(),
            None => self.of_objects.entry(name.to_owned()).or_default(),
        };
        all.extend(modules);
        all.sort_unstable();
        all.dedup();
    }
}

impl Program {
    /// What the files of the project set so.
    pub(super) fn all_set(&self) -> &Set {
        self.set.get_or_init(|| {
            let mut found = Set::default();
            for (file, facts) in self.own_modules().filter_map(|id| Some((id, self.facts(id)?))) {
                self.set_by(file, facts, &mut found);
            }
            found
        })
    }

    fn set_by(&self, file: ModuleId, facts: &ModuleFacts, found: &mut Set) {
        if facts.imports.is_empty() {
            return;
        }
        spend(facts.references.len());
        let named = Named {
            program: self,
            file,
            facts,
            places: facts.references.iter().map(|one| (one.span, one)).collect(),
        };
        for binding in &facts.bindings {
            // `alias = tools` at module level, or in a class: the first reads like `app.alias`.
            let origins = binding.origins.iter().filter_map(|origin| match origin {
                Origin::Object(path) => named.module(path),
                _ => None,
            });
            let owner = match facts.scopes[binding.scope as usize].kind {
                ScopeKind::Module => Some(file),
                ScopeKind::Class => None,
                _ => continue,
            };
            found.add(owner, &binding.name, origins.collect());
        }
        for (target, value) in assigned(&facts.code) {
            named.set(target, value, found);
        }
        for (object, name, value) in set_by_text(&facts.code) {
            found.add(named.module_at(object), name, named.modules_at(value));
        }
    }
}

/// What the names in a file stand for.
struct Named<'a> {
    program: &'a Program,
    file: ModuleId,
    facts: &'a ModuleFacts,
    places: FxHashMap<Span, &'a Reference>,
}

impl Named<'_> {
    fn module(&self, path: &Path) -> Option<ModuleId> {
        match self.program.entity(self.file, path)? {
            Entity::Module(module) => Some(module).filter(|&module| self.program.modules[module].is_own()),
            Entity::Attribute(..) => None,
        }
    }

    /// The module of the project that an expression names.
    fn module_at(&self, at: ExprId) -> Option<ModuleId> {
        let code = &self.facts.code;
        let (root, attributes) = code.dotted(at)?;
        let mut first = at;
        while let Expr::Attribute(of, _) = code.expression(first) {
            first = *of;
        }
        self.module(&Path {
            root: root.to_owned(),
            binding: Some(self.places.get(&code.span(first))?.binding),
            attributes,
        })
    }

    /// The modules of the project that the value of an expression may be.
    fn modules_at(&self, at: ExprId) -> Vec<ModuleId> {
        let code = &self.facts.code;
        match code.expression(at) {
            Expr::Conditional { then, otherwise, .. } => [*then, *otherwise]
                .into_iter()
                .flat_map(|at| self.modules_at(at))
                .collect(),
            Expr::And(parts) | Expr::Or(parts) => parts.iter().flat_map(|&at| self.modules_at(at)).collect(),
            // `import_module("app.tools")`, `sys.modules["app.tools"]`
            Expr::Call(_, arguments) => self.named_by(arguments.first().map(|argument| argument.value)),
            Expr::Subscript(_, key) => self.named_by(Some(*key)),
            _ => self.module_at(at).into_iter().collect(),
        }
    }

    fn named_by(&self, at: Option<ExprId>) -> Vec<ModuleId> {
        let text = at.and_then(|at| self.facts.code.text(at));
        let named = text.and_then(|text| self.program.find(text));
        named
            .filter(|&id| self.program.modules[id].is_own())
            .into_iter()
            .collect()
    }

    /// Notes what an assignment sets: `app.alias = tools`, `vars(app)["alias"] = tools`.
    fn set(&self, target: ExprId, value: ExprId, found: &mut Set) {
        let code = &self.facts.code;
        match code.expression(target) {
            Expr::Attribute(of, name) => found.add(self.module_at(*of), code.name(*name), self.modules_at(value)),
            Expr::Subscript(of, key) => {
                let Some(name) = code.text(*key) else { return };
                let owner = match code.expression(*of) {
                    Expr::Attribute(of, dict) if code.name(*dict) == "__dict__" => self.module_at(*of),
                    Expr::Call(callee, arguments) => match (code.dotted(*callee), &arguments[..]) {
                        (Some(("vars", _)), [of]) => self.module_at(of.value),
                        (Some(("globals" | "vars", _)), []) => Some(self.file),
                        _ => None,
                    },
                    _ => None,
                };
                if owner.is_some() {
                    found.add(owner, name, self.modules_at(value));
                }
            }
            _ => {}
        }
    }
}

/// The attributes and items that the statements of a file assign to, each with the value.
fn assigned(code: &Code) -> Vec<(ExprId, ExprId)> {
    let mut found = Vec::new();
    let mut blocks: Vec<&[Stmt]> = code.bodies.iter().map(|body| body.statements.as_slice()).collect();
    while let Some(block) = blocks.pop() {
        blocks.extend(block.iter().flat_map(Stmt::blocks));
        for statement in block {
            if let Stmt::Assign { targets, value } = statement {
                targets
                    .iter()
                    .for_each(|&target| pairs(code, target, *value, &mut found));
            }
        }
    }
    found
}

fn pairs(code: &Code, target: ExprId, value: ExprId, found: &mut Vec<(ExprId, ExprId)>) {
    match (code.expression(target), code.expression(value)) {
        (Expr::Attribute(..) | Expr::Subscript(..), _) => found.push((target, value)),
        (Expr::Sequence(_, targets), Expr::Sequence(_, values)) => {
            let each = targets.iter().zip(values);
            each.for_each(|(&target, &value)| pairs(code, target, value, found));
        }
        _ => {}
    }
}

/// `setattr(app, "alias", tools)`
fn set_by_text(code: &Code) -> impl Iterator<Item = (ExprId, &str, ExprId)> {
    code.expressions.iter().filter_map(|expression| {
        let Expr::Call(callee, arguments) = expression else {
            return None;
        };
        let (Expr::Name(called) | Expr::Attribute(_, called)) = code.expression(*callee) else {
            return None;
        };
        let [object, name, value] = &arguments[..] else {
            return None;
        };
        let is_plain = arguments.iter().all(|one| one.kind == ArgumentKind::Plain);
        let sets = matches!(code.name(*called), "setattr" | "__setattr__") && is_plain;
        sets.then_some((object.value, code.text(name.value)?, value.value))
    })
}
