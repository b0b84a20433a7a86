//! Functions and classes.
use serde::{Deserialize, Serialize};

use super::ScopeId;
use super::binding::{Origin, Path};
use super::import::Context;
use crate::syntax::Span;

/// A function or class.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Definition {
    /// Whether it is a class.
    pub is_class: bool,
    /// Its name.
    pub name: String,
    /// Where its name stands.
    pub name_span: Span,
    /// The scope it is defined in.
    pub scope: ScopeId,
    /// The scope of its body.
    pub body: ScopeId,
    /// Its decorators, outermost first: the path, if it has one, and whether it is called.
    pub decorators: Vec<Decorator>,
    /// The bases of a class; none for one that is not a dotted name. `Generic[T]` counts as `Generic`.
    pub bases: Vec<Option<Path>>,
    /// The keywords of a class statement, such as `metaclass`.
    pub keywords: Vec<(String, Option<Path>)>,
    /// Under what conditions it is defined.
    pub context: Context,
    /// The parameters of a function in their order.
    pub parameters: Vec<String>,
    /// How many of them, the first ones, are found by their places.
    pub by_place: u16,
    /// Whether `*args` follows these.
    pub takes_more: bool,
    /// Whether `**kwargs` is the last.
    pub takes_keywords: bool,
    /// Where what a function hands out comes from, as far as it is not made on the spot.
    pub returns: Vec<Origin>,
}

/// A decorator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decorator {
    /// The decorator, or what is called to make it.
    pub path: Option<Path>,
    /// Whether arguments follow.
    pub is_call: bool,
    /// Where it stands.
    pub span: Span,
}
