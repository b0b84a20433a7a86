//! Where the project enters a context manager that a generator function or a class makes: what runs between its halves.
use super::within::{Region, Within};
use crate::graph::ModuleId;
use crate::graph::visibility::{Part, each_part};
use crate::semantics::code::{BodyId, Expr, ExprId, Stmt};

impl<'a> Within<'a> {
    /// What runs in the `with` statements of the project that enter a generator function; none where it is used in other ways.
    pub fn managed(&self, module: ModuleId, body: BodyId) -> Option<Vec<Region<'a>>> {
        let code = self.code(module)?;
        let function = &code.bodies[body as usize];
        let parent = &code.bodies[function.parent? as usize];
        let is_manager = |id: &ExprId| match code.expression(*id) {
            Expr::Name(name) | Expr::Attribute(_, name) => code.name(*name) == "contextmanager",
            _ => false,
        };
        let decorators = decorators(&parent.statements, body)?;
        if !matches!(decorators, [one] if is_manager(one)) {
            return None;
        }
        self.within_every(module, code.name(function.name))
    }

    /// What runs in the `with` statements of the project that enter an instance of a class, on the spot; none where the class is
    /// used in other ways.
    pub fn managed_by_class(&self, module: ModuleId, class: BodyId) -> Option<Vec<Region<'a>>> {
        let code = self.code(module)?;
        self.within_every(module, code.name(code.bodies[class as usize].name))
    }

    /// The `with` statements that enter what something of this name makes, which `module` defines; none where it is named in
    /// another way.
    fn within_every(&self, module: ModuleId, name: &str) -> Option<Vec<Region<'a>>> {
        let mut found = Vec::new();
        let with_tests = self.program.modules[module].is_beside();
        for id in self
            .program
            .own_modules()
            .filter(|&id| with_tests || !self.program.modules[id].is_beside())
        {
            let Some(facts) = self.program.facts(id) else { continue };
            if facts.imports.iter().any(|import| {
                import.name.as_deref() == Some(name) && import.asname.as_deref().is_some_and(|other| other != name)
            }) {
                return None;
            }
            for (at, body) in facts.code.bodies.iter().enumerate() {
                let place = (id, at as BodyId);
                if !self.entered(place, name, &body.statements, &mut found) {
                    return None;
                }
            }
        }
        Some(found)
    }

    /// Notes the blocks of `with` statements that enter what has a name; false where it is named in another way.
    fn entered(&self, at: (ModuleId, BodyId), name: &str, block: &'a [Stmt], found: &mut Vec<Region<'a>>) -> bool {
        let Some(code) = self.code(at.0) else { return true };
        block.iter().all(|statement| {
            if let Stmt::With { items, body } = statement {
                let enters = |&(item, _): &(ExprId, Option<ExprId>)| match code.expression(item) {
                    Expr::Call(callee, _) => self.names(at, *callee, name),
                    _ => false,
                };
                if items.iter().any(enters) {
                    found.push((at.0, at.1, std::slice::from_ref(statement)));
                    return self.entered(at, name, body, found);
                }
            }
            let inner = statement.blocks();
            let below: usize = inner.iter().map(|block| self.mentions(at, block, name)).sum();
            // In its blocks, and not in the statement itself.
            self.mentions(at, std::slice::from_ref(statement), name) == below
                && inner.into_iter().all(|block| self.entered(at, name, block, found))
        })
    }

    /// How often code names something of the project.
    fn mentions(&self, at: (ModuleId, BodyId), block: &[Stmt], name: &str) -> usize {
        let mut count = 0;
        if let Some(code) = self.code(at.0) {
            each_part(code, block, &mut |part| {
                count += usize::from(matches!(part, Part::Expression(id, _) if self.names(at, id, name)));
            });
        }
        count
    }

    /// Whether an expression is a name of something of the project.
    fn names(&self, at: (ModuleId, BodyId), id: ExprId, name: &str) -> bool {
        let Some(code) = self.code(at.0) else { return false };
        match code.expression(id) {
            Expr::Name(own) => code.name(*own) == name,
            Expr::Attribute(of, own) => code.name(*own) == name && !self.is_foreign(at.0, *of),
            _ => false,
        }
    }
}

/// The decorators of a function among statements.
pub(super) fn decorators(block: &[Stmt], of: BodyId) -> Option<&[ExprId]> {
    block.iter().find_map(|statement| match statement {
        Stmt::Define { body, decorators, .. } if *body == of => Some(decorators.as_slice()),
        _ => statement.blocks().into_iter().find_map(|inner| decorators(inner, of)),
    })
}
