//! Where the project sets attributes, by their names. It knows nothing of whose they are.
use rustc_hash::{FxHashMap, FxHashSet};

use crate::graph::program::{ModuleId, Program};
use crate::semantics::ModuleFacts;
use crate::semantics::code::{BodyId, Code, Expr, ExprId, Name, Stmt};
use crate::semantics::facts::{MentionKind, ScopeKind, Touch};

/// A statement that sets an attribute.
#[derive(Debug)]
pub struct Setting {
    /// The module of the file.
    pub module: ModuleId,
    /// The body that the statement stands in.
    pub body: BodyId,
    /// Whose attribute it is, where that is a name: of each target that is one of this name.
    pub objects: Vec<Option<Name>>,
    /// What it is set to, where the statement does nothing else.
    pub value: Option<ExprId>,
}

/// Every place of the project that sets an attribute.
#[derive(Debug, Default)]
pub struct Attributes {
    by_name: FxHashMap<String, Vec<Setting>>,
    /// Names that a class binds, or that are set by their text.
    otherwise: FxHashSet<String>,
}

impl Attributes {
    pub fn of(program: &Program) -> Self {
        let mut found = Attributes::default();
        for (module, facts) in program.own_modules().filter_map(|id| Some((id, program.facts(id)?))) {
            let kept = facts.bindings.iter();
            let kept = kept.filter(|binding| facts.scopes[binding.scope as usize].kind == ScopeKind::Class);
            let by_text = facts.mentions.iter().filter_map(|mention| match &mention.kind {
                MentionKind::Attribute { name, touch, .. } if *touch != Touch::Read => Some(name),
                _ => None,
            });
            found
                .otherwise
                .extend(kept.map(|binding| &binding.name).chain(by_text).cloned());
            found.of_module(module, facts);
        }
        found
    }

    fn of_module(&mut self, module: ModuleId, facts: &ModuleFacts) {
        let code = &facts.code;
        for (body, statements) in (0..).zip(code.bodies.iter().map(|body| body.statements.as_slice())) {
            let mut blocks_left = vec![statements];
            while let Some(block) = blocks_left.pop() {
                blocks_left.extend(block.iter().flat_map(Stmt::blocks));
                for statement in block {
                    let (targets, value) = match statement {
                        Stmt::Assign { targets, value } => {
                            (targets.clone(), Some(*value).filter(|_| targets.len() == 1))
                        }
                        Stmt::Augment { target, .. } | Stmt::For { target, .. } => (vec![*target], None),
                        Stmt::With { items, .. } => (items.iter().filter_map(|item| item.1).collect(), None),
                        _ => continue,
                    };
                    let mut bound: FxHashMap<Name, Vec<Option<Name>>> = FxHashMap::default();
                    targets.iter().for_each(|&target| attributes(code, target, &mut bound));
                    for (name, objects) in bound {
                        let settings = self.by_name.entry(code.name(name).to_owned()).or_default();
                        settings.push(Setting {
                            module,
                            body,
                            objects,
                            value,
                        });
                    }
                }
            }
        }
    }

    /// The statements that set an attribute of this name; none where something else may set it as well.
    pub fn set(&self, name: &str) -> Option<&[Setting]> {
        let settings = self.by_name.get(name).map(Vec::as_slice).unwrap_or_default();
        (!self.otherwise.contains(name)).then_some(settings)
    }
}

/// The attributes that a target binds, each with whose it is.
fn attributes(code: &Code, target: ExprId, bound: &mut FxHashMap<Name, Vec<Option<Name>>>) {
    match code.expression(target) {
        Expr::Attribute(object, name) => {
            let object = match code.expression(*object) {
                Expr::Name(object) => Some(*object),
                _ => None,
            };
            bound.entry(*name).or_default().push(object);
        }
        Expr::Sequence(_, parts) => parts.iter().for_each(|&part| attributes(code, part, bound)),
        Expr::Starred(inner) => attributes(code, *inner, bound),
        _ => {}
    }
}
