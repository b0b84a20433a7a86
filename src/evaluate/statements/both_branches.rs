//! Attributes that both branches of an `if` set: which one runs is not known, and they are there behind it in any case.
use crate::evaluate::machine::Machine;
use crate::evaluate::object::EnvId;
use crate::evaluate::value::Atom;
use crate::semantics::code::{Code, Expr, ExprId, Name, Stmt};

/// What statements set in any case, as the name of an object and of its attribute; everything where they never come to their end.
#[derive(Debug, PartialEq, Eq)]
enum Sets {
    Everything,
    These(Vec<(Name, Name)>),
}

impl Sets {
    fn both(self, other: Sets) -> Sets {
        match (self, other) {
            (Sets::Everything, other) | (other, Sets::Everything) => other,
            (Sets::These(mut these), Sets::These(others)) => {
                these.retain(|one| others.contains(one));
                Sets::These(these)
            }
        }
    }
}

/// What a block sets in any case.
fn sets(code: &Code, block: &[Stmt]) -> Sets {
    let mut found: Vec<(Name, Name)> = Vec::new();
    let attribute = |target: ExprId| match code.expression(target) {
        Expr::Attribute(of, name) => match code.expression(*of) {
            Expr::Name(of) => Some((*of, *name)),
            _ => None,
        },
        _ => None,
    };
    for statement in block {
        match statement {
            Stmt::Assign { targets, .. } => {
                found.extend(targets.iter().filter_map(|&target| attribute(target)));
                // It is another object from here on.
                let is_bound = |name: Name| {
                    targets
                        .iter()
                        .any(|&target| *code.expression(target) == Expr::Name(name))
                };
                found.retain(|&(of, _)| !is_bound(of));
            }
            Stmt::If { then, otherwise, .. } => match sets(code, then).both(sets(code, otherwise)) {
                Sets::Everything => return Sets::Everything,
                Sets::These(more) => found.extend(more),
            },
            Stmt::Return(_) | Stmt::Raise { .. } | Stmt::Jump => return Sets::Everything,
            Stmt::Delete(targets) => {
                found.retain(|&one| targets.iter().all(|&target| attribute(target) != Some(one)));
            }
            // Whether these run to their ends, or leave with what they bind, is not looked at.
            Stmt::For { .. } | Stmt::While { .. } | Stmt::Try { .. } | Stmt::With { .. } | Stmt::Match { .. } => {
                found.clear();
            }
            // What a call takes away is noted where that is done.
            Stmt::Expression(_)
            | Stmt::Augment { .. }
            | Stmt::Declare(_)
            | Stmt::Annotation(_)
            | Stmt::Import(_)
            | Stmt::Define { .. }
            | Stmt::Class { .. }
            | Stmt::Assert { .. }
            | Stmt::TypeAlias(_)
            | Stmt::Pass => {}
        }
    }
    Sets::These(found)
}

impl Machine<'_> {
    /// Behind an `if` of which both branches were looked at.
    pub(super) fn set_by_both(&mut self, env: EnvId, then: &[Stmt], otherwise: &[Stmt]) {
        // One that does nothing sets nothing: so it is mostly.
        if then.is_empty() || otherwise.is_empty() {
            return;
        }
        let module = self.envs[env as usize].module;
        let Some(code) = self.code(module) else { return };
        let Sets::These(all) = sets(code, then).both(sets(code, otherwise)) else {
            return;
        };
        for (of, name) in all {
            let (of, name) = (self.symbol(module, of), self.symbol(module, name));
            let held = self.envs[env as usize].names.get(&of).and_then(|value| value.single());
            if let Some(Atom::Object(object)) = held
                && self.changes_for_sure(object)
            {
                self.perhaps.remove(&(object, name));
            }
        }
    }
}
