//! What stands where a package has been found: `if find_spec("dask") is not None: import dask`.
use crate::graph::{ModuleId, Program};
use crate::semantics::ModuleFacts;
use crate::semantics::code::{Expr, ExprId, Literal, Name, Operator, Stmt};
use crate::semantics::facts::{Import, ImportId, Path};

/// The top-level packages that the program has found wherever an import runs: that one of them is missing is no answer that anybody
/// waits for there.
pub(super) fn found_before(program: &Program, importer: ModuleId, import: ImportId) -> Vec<String> {
    let mut found = Vec::new();
    if let Some(facts) = program.facts(importer) {
        let looking = Looking {
            program,
            module: importer,
            facts,
        };
        looking.found_around(&facts.code.bodies[0].statements, import, &mut found);
    }
    found
}

/// The module whose code is looked at.
struct Looking<'a> {
    program: &'a Program,
    module: ModuleId,
    facts: &'a ModuleFacts,
}

impl Looking<'_> {
    /// Notes what tests find below which an import stands in these statements; tells whether it stands there.
    fn found_around(&self, statements: &[Stmt], import: ImportId, found: &mut Vec<String>) -> bool {
        statements.iter().any(|statement| match statement {
            Stmt::Import(aliases) => aliases.contains(&import),
            Stmt::If { test, then, otherwise } => {
                if self.found_around(then, import, found) {
                    found.extend(self.finds(*test));
                    return true;
                }
                self.found_around(otherwise, import, found)
            }
            other => other
                .blocks()
                .into_iter()
                .any(|block| self.found_around(block, import, found)),
        })
    }

    /// The packages that are found wherever a test holds: it asks for them, or names a variable that is set once, to the answer.
    fn finds(&self, test: ExprId) -> Vec<String> {
        let code = &self.facts.code;
        match code.expression(test) {
            Expr::And(parts) => parts.iter().flat_map(|&part| self.finds(part)).collect(),
            Expr::Name(name) => self.answered_by(*name, &[]),
            Expr::Compare(named, rest) => match (code.expression(*named), &**rest) {
                (Expr::Name(name), [(Operator::IsNot, other)]) if self.is_literal(*other, &[Literal::None]) => {
                    // `False is not None`
                    self.answered_by(*name, &[Literal::Bool(false)])
                }
                _ => self.asked_for(test).into_iter().collect(),
            },
            _ => Vec::new(),
        }
    }

    /// The packages that are found wherever a variable of the module is true: each statement that sets it stands at module level, and
    /// there is one, or a `try` that has loaded them where it is set, and whose handlers set it to nothing, by other words than `but`.
    fn answered_by(&self, name: Name, but: &[Literal]) -> Vec<String> {
        let code = &self.facts.code;
        let Some(id) = self.facts.global(code.name(name)) else {
            return Vec::new();
        };
        let kinds = self.facts.bindings[id as usize].kinds;
        if kinds.functions + kinds.classes + kinds.deletions > 0 || kinds.from_global_statement {
            return Vec::new();
        }
        let sets = (kinds.assignments, kinds.imports);
        let of_statement = |statement: &Stmt| match statement {
            Stmt::Assign { .. } if sets == (1, 0) => {
                let asked = self.set_to(name, statement).and_then(|value| self.asked_for(value));
                asked.into_iter().collect()
            }
            Stmt::Try { body, handlers, .. } => {
                let unset = |value| {
                    let nothing = [Literal::None, Literal::Bool(false)];
                    self.is_literal(value, &nothing) && !self.is_literal(value, but)
                };
                let are_unset = handlers.iter().all(|handler| {
                    let mut values = handler.body.iter().filter_map(|one| self.set_to(name, one));
                    values.any(unset)
                });
                let is_by_import = kinds.imports > 0;
                let others = handlers.len() as u16 + u16::from(!is_by_import);
                let found = match kinds.assignments == others && are_unset && !handlers.is_empty() {
                    true => self.loaded_before(name, body, is_by_import),
                    false => Vec::new(),
                };
                let mut imports = self.facts.imports.iter();
                // `import absent.more` binds the name, too, and finds the same.
                let is_one = imports.all(|import| {
                    import.bound_name() != code.name(name) || found.last() == self.package_of(import).as_ref()
                });
                if is_one { found } else { Vec::new() }
            }
            _ => Vec::new(),
        };
        code.bodies[0].statements.iter().flat_map(of_statement).collect()
    }

    /// The packages that statements load, down to the one that sets a variable; none where no statement does that.
    fn loaded_before(&self, name: Name, statements: &[Stmt], is_by_import: bool) -> Vec<String> {
        let code = &self.facts.code;
        let mut loaded = Vec::new();
        for statement in statements {
            if let Stmt::Import(aliases) = statement {
                for &alias in aliases {
                    let import = &self.facts.imports[alias as usize];
                    loaded.extend(self.package_of(import));
                    if is_by_import && import.bound_name() == code.name(name) {
                        return loaded;
                    }
                }
            }
            if self.set_to(name, statement).is_some() {
                return loaded;
            }
        }
        Vec::new()
    }

    fn package_of(&self, import: &Import) -> Option<String> {
        let base = self.program.absolute(self.module, import);
        base.as_deref().map(top_level)
    }

    /// What a statement sets a variable to.
    fn set_to(&self, name: Name, statement: &Stmt) -> Option<ExprId> {
        let Stmt::Assign { targets, value } = statement else {
            return None;
        };
        let is_it = |&target: &ExprId| matches!(self.facts.code.expression(target), Expr::Name(set) if *set == name);
        targets.iter().any(is_it).then_some(*value)
    }

    fn is_literal(&self, value: ExprId, literals: &[Literal]) -> bool {
        matches!(self.facts.code.expression(value), Expr::Literal(literal) if literals.contains(literal))
    }

    /// The package of `find_spec("package") is not None`.
    fn asked_for(&self, test: ExprId) -> Option<String> {
        let code = &self.facts.code;
        let Expr::Compare(asked, rest) = code.expression(test) else {
            return None;
        };
        let [(Operator::IsNot, other)] = &**rest else {
            return None;
        };
        let Expr::Call(callee, handed) = code.expression(*asked) else {
            return None;
        };
        let [name] = &**handed else { return None };
        let (root, attributes) = code.dotted(*callee)?;
        let path = Path {
            root: root.to_owned(),
            binding: self.facts.global(root),
            attributes,
        };
        let names = self.program.known_names(self.module, &path);
        let looks = names.iter().any(|name| name == "importlib.util.find_spec");
        match code.expression(name.value) {
            Expr::Literal(Literal::Text(text)) if looks && self.is_literal(*other, &[Literal::None]) => {
                Some(top_level(code.name(*text)))
            }
            _ => None,
        }
    }
}

/// The package at the top of a dotted name.
pub(super) fn top_level(name: &str) -> String {
    name.split('.').next().unwrap_or_default().to_owned()
}
