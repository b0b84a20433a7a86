//! The ways of deferring an import.
//!
//! One strategy is one entry here and one page, `docs/strategies/CODE.md`, which says what it makes of which code. What the entry says
//! of imports may name them: `{who}`, `{is}` and `{it}` are one or several, `{into}` is the function that uses them.
use serde::{Deserialize, Serialize};

use super::attempt::DeferredAttempt;
use super::moved::Moved;
use super::page::Page;
use super::stand_in::StandInCall;
use crate::syntax::Span;

macro_rules! strategies {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $title:literal, $fix:literal;)*) => {
        /// A way of deferring an import, from the least to the most invasive.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(test, derive(schemars::JsonSchema))]
        #[serde(rename_all = "kebab-case")]
        pub enum Strategy {
            $($(#[$doc])* $name,)*
        }

        impl Strategy {
            /// Every strategy, in the order of the table.
            pub const ALL: [Strategy; [$($code),*].len()] = [$(Strategy::$name),*];

            /// The kebab-case name used in configuration, output and suppressions.
            pub fn code(self) -> &'static str {
                match self {
                    $(Strategy::$name => $code,)*
                }
            }

            /// What is the matter with imports that it can defer: one short sentence with places to fill in.
            pub fn title(self) -> &'static str {
                match self {
                    $(Strategy::$name => $title,)*
                }
            }

            /// What `fix` does, where it is the only one: one sentence without the names.
            pub fn fix(self) -> &'static str {
                match self {
                    $(Strategy::$name => $fix,)*
                }
            }

            /// The page that explains it.
            pub fn page(self) -> Page {
                match self {
                    $(Strategy::$name => Page(include_str!(concat!("../../docs/strategies/", $code, ".md"))),)*
                }
            }
        }
    };
}

impl Strategy {
    /// Whether it writes imports into functions, of which linters may complain.
    pub fn is_inline(self) -> bool {
        match self {
            Strategy::FunctionLocal | Strategy::ModuleGetattr | Strategy::LazyConstant => true,
            Strategy::LazyKeyword | Strategy::LazyModules | Strategy::TypeChecking | Strategy::Registry => false,
        }
    }
}

strategies! {
    /// `lazy import x` (Python 3.15 and later).
    LazyKeyword = "lazy-keyword",
        "{who} can be {lazy}",
        "make the import lazy";
    /// A `__lazy_modules__` list next to the untouched imports.
    LazyModules = "lazy-modules",
        "{who} can be imported lazily through `__lazy_modules__`",
        "name the module in `__lazy_modules__`";
    /// The import moves under `if TYPE_CHECKING:`.
    TypeChecking = "type-checking",
        "{who} {is} imported at run time but only annotations use {it}",
        "move the import under `if TYPE_CHECKING:`; only annotations use it";
    /// The import moves into each function that uses it.
    FunctionLocal = "function-local",
        "{who} {is} imported at module level but only functions use {it}",
        "move the import {into}";
    /// A module-level `__getattr__` (PEP 562).
    ModuleGetattr = "module-getattr",
        "{who} {is} imported at module level but needed only later",
        "serve the name by a module-level `__getattr__`";
    /// Tables hold names, which are resolved on first use.
    Registry = "registry",
        "{who} {is} imported at module level but needed only later",
        "name the object in the table, which imports it when its value is first read";
    /// Constants are computed when they are first read.
    LazyConstant = "lazy-constant",
        "{who} {is} imported at module level but needed only later",
        "compute what is made from it in a module-level `__getattr__`, when it is first read";
}

/// What becomes of one imported name: what is written, and no more than that needs.
#[derive(Debug, Clone, PartialEq)]
pub enum Way {
    /// The statement becomes `lazy import ...`.
    LazyKeyword,
    /// The statement stays untouched, and its module is named in `__lazy_modules__`.
    LazyModules,
    /// The name goes to where it is needed.
    Moved(Moved),
    /// The import is exchanged for a stand-in for the command that it imports.
    StandIn(StandInCall),
    /// It runs with the whole `try` statement around it.
    Attempt(DeferredAttempt),
}

impl Default for Way {
    fn default() -> Self {
        Way::Moved(Moved::default())
    }
}

impl Way {
    /// The strategies at work, the leading one first.
    pub fn strategies(&self) -> Vec<Strategy> {
        let of = |all: &[(bool, Strategy)]| all.iter().filter(|(is, _)| *is).map(|(_, one)| *one).collect();
        match self {
            Way::LazyKeyword => vec![Strategy::LazyKeyword],
            Way::LazyModules => vec![Strategy::LazyModules],
            Way::StandIn(_) => vec![Strategy::Registry],
            Way::Attempt(attempt) => of(&[
                (true, Strategy::ModuleGetattr),
                (!attempt.functions.is_empty(), Strategy::FunctionLocal),
            ]),
            Way::Moved(moved) => of(&[
                (!moved.entries.is_empty(), Strategy::Registry),
                (moved.getattr, Strategy::ModuleGetattr),
                (
                    !moved.insertions.is_empty() || !moved.forwards.is_empty(),
                    Strategy::FunctionLocal,
                ),
                (moved.type_checking && !moved.getattr, Strategy::TypeChecking),
            ]),
        }
    }

    /// Whether the import stays where it is, and becomes lazy there.
    pub fn is_lazy(&self) -> bool {
        matches!(self, Way::LazyKeyword | Way::LazyModules)
    }

    /// What becomes of a name that moves; nothing for all others.
    pub fn moved(&self) -> &Moved {
        static NOTHING: Moved = Moved::NOTHING;
        match self {
            Way::Moved(moved) => moved,
            _ => &NOTHING,
        }
    }

    /// The same, to be changed.
    pub fn moved_mut(&mut self) -> Option<&mut Moved> {
        match self {
            Way::Moved(moved) => Some(moved),
            _ => None,
        }
    }

    /// Goes over the places in the text of the file that it names: spans, and offsets. What is done for a whole `try` is told by
    /// the attempts of the plan.
    pub fn each_place(&mut self, span: &dyn Fn(&mut Span), at: &dyn Fn(&mut u32)) {
        match self {
            Way::Moved(moved) => {
                moved.quotes.iter_mut().for_each(span);
                moved.insertions.iter_mut().for_each(|place| at(&mut place.at));
                for entry in &mut moved.entries {
                    span(&mut entry.table);
                    span(&mut entry.value);
                }
                let picks = moved.forwards.iter_mut().flat_map(|forward| &mut forward.references);
                picks.for_each(span);
            }
            Way::StandIn(call) => call.references.iter_mut().chain(&mut call.told).for_each(span),
            Way::Attempt(_) | Way::LazyKeyword | Way::LazyModules => {}
        }
    }

    /// The stand-in, if there is one.
    pub fn stand_in(&self) -> Option<&StandInCall> {
        match self {
            Way::StandIn(call) => Some(call),
            _ => None,
        }
    }

    /// The same, to be changed.
    pub fn stand_in_mut(&mut self) -> Option<&mut StandInCall> {
        match self {
            Way::StandIn(call) => Some(call),
            _ => None,
        }
    }

    /// The `try` statement that it runs with, if there is one.
    pub fn attempt(&self) -> Option<&DeferredAttempt> {
        match self {
            Way::Attempt(attempt) => Some(attempt),
            _ => None,
        }
    }

    /// Whether the generated helper is needed for it.
    pub fn needs_helper(&self) -> bool {
        self.stand_in().is_some() || !self.moved().entries.is_empty()
    }
}
