//! Functions that a program only picks: the one behind the chosen subcommand is called, and nobody asks the others for anything.
//!
//! `parser.set_defaults(func=images.run)` puts a function where `args.func(args)` finds it. Where every reader of `func` in the
//! program calls what it finds, a function of this module that imports the other one and calls it is as good. The same holds for
//! a dict of functions in the function that picks from it, for the argument of a function of the module that hands it on so, and
//! for a loop over such functions.
mod flow;
mod readers;
mod target;
mod uses;

use std::cell::OnceCell;

use rustc_hash::FxHashMap;

use crate::graph::program::{Kind, ModuleId, Program};
use crate::rules::Rules;
use crate::semantics::ModuleFacts;
use crate::semantics::code::{Code, Expr, ExprId};
use crate::semantics::facts::{Access, BindingId, Reference};
use crate::syntax::Span;
use flow::Flow;
use readers::{Readers, readers};
use target::Target;
use uses::{Use, Uses};

/// How far a value is followed.
const LONGEST: usize = 12;
/// A function that is picked and called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picked {
    /// The expression that names it.
    pub span: Span,
    /// The name that it begins with.
    pub binding: BindingId,
    /// The attributes that follow.
    pub attributes: Vec<String>,
    /// The parameters of a function that calls it in the same way, and the arguments that it hands on.
    pub parameters: String,
    /// What it is called where it is defined, where somebody asks for that.
    pub called: Option<String>,
    /// Whether it is a class.
    pub is_class: bool,
}

/// The functions that are picked, found when somebody first asks.
pub(super) struct Picks<'a> {
    program: &'a Program,
    rules: &'a Rules,
    readers: OnceCell<Readers>,
}

impl<'a> Picks<'a> {
    pub fn new(program: &'a Program, rules: &'a Rules) -> Self {
        Picks {
            program,
            rules,
            readers: OnceCell::new(),
        }
    }

    /// The references in a module that do no more than pick a function, by where they begin.
    pub fn of(&self, module: ModuleId) -> FxHashMap<u32, Picked> {
        let mut found = FxHashMap::default();
        let is_program = self.program.modules[module].kind == Kind::FirstParty;
        let Some(facts) = self.program.facts(module).filter(|_| is_program) else {
            return found;
        };
        let code = &facts.code;
        let chains: FxHashMap<(u32, usize), ExprId> = (0..code.expressions.len() as ExprId)
            .filter_map(|id| Some(((code.span(id).start, depth(code, id)?), id)))
            .collect();
        let uses = Uses::of(code, self.rules);
        for reference in &facts.references {
            let is_imported = facts.bindings[reference.binding as usize].kinds.imports > 0;
            let key = (reference.span.start, reference.attributes.len());
            let value = chains
                .get(&key)
                .filter(|_| is_imported && reference.access == Access::Read);
            if let Some(picked) = value.and_then(|&value| self.picked(module, facts, &uses, reference, value)) {
                found.insert(reference.span.start, picked);
            }
        }
        found
    }

    fn picked(
        &self,
        module: ModuleId,
        facts: &ModuleFacts,
        uses: &Uses<'_>,
        reference: &Reference,
        value: ExprId,
    ) -> Option<Picked> {
        // What is called where it stands needs nothing.
        if matches!(
            uses.of_value(value),
            Use::Called | Use::Tested | Use::Object(_) | Use::Other
        ) {
            return None;
        }
        let mut flow = Flow::new(self, uses);
        if !flow.is_only_called(value, 0) || !flow.is_kept {
            return None;
        }
        let target = Target::of(self.program, module, reference.binding, &reference.attributes)?;
        if flow.shown && !target.is_function {
            return None;
        }
        let root = &facts.bindings[reference.binding as usize].name;
        Some(Picked {
            span: uses.code.span(value),
            binding: reference.binding,
            attributes: reference.attributes.clone(),
            parameters: target.parameters(root),
            is_class: target.is_class,
            called: flow.by_name.then_some(target.name),
        })
    }

    fn readers(&self) -> &Readers {
        self.readers.get_or_init(|| readers(self.program, self.rules))
    }
}

/// How many attributes of a name an expression reads.
fn depth(code: &Code, id: ExprId) -> Option<usize> {
    match code.expression(id) {
        Expr::Name(_) => Some(0),
        Expr::Attribute(object, _) => Some(depth(code, *object)? + 1),
        _ => None,
    }
}
