//! Import statements, and the conditions under which a statement runs.
use serde::{Deserialize, Serialize};

use super::{BindingId, ScopeId};
use crate::syntax::Span;

/// One alias of an import statement.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Import {
    /// The whole statement.
    pub statement: Span,
    /// The alias within it.
    pub alias: Span,
    /// The dots before a relative module; 0 for an absolute one.
    pub level: u32,
    /// The module as written, without the dots; may be empty in `from . import x`.
    pub module: String,
    /// For `from m import name`: the name, or `*`.
    pub name: Option<String>,
    /// The name after `as`.
    pub asname: Option<String>,
    /// The scope the statement stands in.
    pub scope: ScopeId,
    /// What it binds; none for `*`.
    pub binding: Option<BindingId>,
    /// Under what conditions it runs.
    pub context: Context,
    /// Whether it is a `lazy` import (PEP 810).
    pub is_lazy: bool,
}

impl Import {
    /// Whether it is `from m import *`.
    pub fn is_star(&self) -> bool {
        self.name.as_deref() == Some("*")
    }

    /// The name it binds; of `import a.b`, `a`.
    pub fn bound_name(&self) -> &str {
        match (&self.asname, &self.name) {
            (Some(asname), _) => asname,
            (None, Some(name)) => name,
            (None, None) => self.module.split('.').next().unwrap_or_default(),
        }
    }

    /// Whether it runs whenever the statements around it do.
    pub fn is_certain(&self) -> bool {
        let context = self.context;
        !context.conditional && !context.type_checking && !context.main_guard && !self.is_lazy
    }

    /// Whether it runs whenever its scope does, and nobody handles its failure.
    pub fn runs_in_any_case(&self) -> bool {
        self.is_certain() && !self.context.import_errors_caught
    }

    /// Whether it is `import a.b` or `import a` without `as`: several of these can share the name that they bind.
    pub fn binds_first_part(&self) -> bool {
        self.name.is_none() && self.asname.is_none()
    }

    /// The alias as an import statement of its own.
    pub fn to_python(&self) -> String {
        let asname = self
            .asname
            .as_ref()
            .map(|name| format!(" as {name}"))
            .unwrap_or_default();
        match &self.name {
            Some(name) => format!(
                "from {}{} import {name}{asname}",
                ".".repeat(self.level as usize),
                self.module
            ),
            None => format!("import {}{asname}", self.module),
        }
    }
}

/// Under what conditions a statement runs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Context {
    /// In a `try` statement (any part of it).
    pub in_try: bool,
    /// In the body of a `try` whose handlers catch import errors, or of a `with` that may suppress them.
    pub import_errors_caught: bool,
    /// Where the innermost statement that does so begins; 0 where there is none.
    pub catcher: u32,
    /// In a `with` block.
    pub in_with: bool,
    /// In an `if`, `match`, `for` or `while` block.
    pub conditional: bool,
    /// Under `if TYPE_CHECKING:`.
    pub type_checking: bool,
    /// Under `if not TYPE_CHECKING:`, and under no other condition.
    pub runs_always: bool,
    /// Under `if __name__ == "__main__":`.
    pub main_guard: bool,
}

impl Context {
    /// In one more branch or loop; `runs` where it is the branch for the program of an `if` about type checkers.
    pub fn under_condition(&mut self, runs: bool) {
        self.runs_always = runs && (!self.conditional || self.runs_always);
        self.conditional = true;
    }
}
