//! Imports as sets of single names, read from trees and from plans, for the check of a rewrite. Independent of the code that
//! writes imports.
use std::collections::BTreeSet;

use ruff_python_ast::{Alias, Expr, Stmt, StmtAssign};

use crate::verdict::{FilePlan, Insertion};

/// One imported name, without regard to how statements group names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Atom {
    /// Leading dots.
    pub level: u32,
    /// The module of a from-import; `None` for plain imports.
    pub module: Option<String>,
    /// What is imported.
    pub name: String,
    /// The name it gets, where that is another.
    pub asname: Option<String>,
}

/// The one name that an alias imports.
pub fn atom(stmt: &Stmt, alias: &Alias) -> Atom {
    let (level, module) = match stmt {
        Stmt::ImportFrom(from) => (from.level, Some(from.module.as_deref().unwrap_or_default().to_owned())),
        _ => (0, None),
    };
    let asname = alias
        .asname
        .as_ref()
        .filter(|asname| asname.as_str() != alias.name.as_str())
        .map(|name| name.to_string());
    Atom {
        level,
        module,
        name: alias.name.to_string(),
        asname,
    }
}

/// The names of an import statement that is not lazy; `None` for any other statement.
pub fn atoms(stmt: &Stmt) -> Option<BTreeSet<Atom>> {
    let names = match stmt {
        Stmt::Assign(assign) => return asked(assign).map(|name| BTreeSet::from([own_by_asking(&name)])),
        Stmt::Import(import) if !import.is_lazy => &import.names,
        Stmt::ImportFrom(from) if !from.is_lazy => &from.names,
        _ => return None,
    };
    Some(names.iter().map(|alias| atom(stmt, alias)).collect())
}

impl Atom {
    /// The name that it binds.
    pub fn bound(&self) -> &str {
        match (&self.asname, &self.module) {
            (Some(asname), _) => asname,
            (None, Some(_)) => &self.name,
            (None, None) => self.name.split('.').next().unwrap_or_default(),
        }
    }

    /// What a planned insertion of this name imports.
    pub fn inserted(&self, place: &Insertion, plan: &FilePlan) -> Atom {
        if !place.through_module {
            return self.clone();
        }
        own(plan, self.bound())
    }
}

/// `from this.module import name`, or `from .module import name` where its package imports so.
pub fn own(plan: &FilePlan, name: &str) -> Atom {
    if plan.has_other_names {
        return own_by_asking(name);
    }
    let (level, module) = plan.this_module();
    Atom {
        level,
        module: Some(module.to_owned()),
        name: name.to_owned(),
        asname: None,
    }
}

/// What no import says: the module is asked under whatever name it has.
fn own_by_asking(name: &str) -> Atom {
    Atom {
        level: 0,
        module: Some("__getattr__()".to_owned()),
        name: name.to_owned(),
        asname: None,
    }
}

/// The name in `name = __getattr__("name")`.
fn asked(assign: &StmtAssign) -> Option<String> {
    let ([Expr::Name(target)], Expr::Call(call)) = (assign.targets.as_slice(), &*assign.value) else {
        return None;
    };
    let [Expr::StringLiteral(text)] = &*call.arguments.args else {
        return None;
    };
    let is_own = call.arguments.keywords.is_empty()
        && matches!(&*call.func, Expr::Name(called) if called.id == "__getattr__")
        && text.value.to_str() == target.id.as_str();
    is_own.then(|| target.id.to_string())
}
