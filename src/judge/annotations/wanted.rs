//! Which arguments of a call a parameter of its function may be given.
use crate::semantics::facts::{Argument, Decorator, Definition};

/// A parameter, by how it is given something.
pub(super) enum Wanted<'d> {
    /// By its place, if it has one, or by its name.
    One { name: &'d str, by_place: bool },
    /// `*args`: what no parameter before it takes.
    More,
    /// `**kwargs`: what none of the parameters is named.
    Keywords(&'d [String]),
    /// Which function is called is not known so well.
    Anything,
}

impl<'d> Wanted<'d> {
    /// The parameter of a function at a place among all that it has.
    pub fn of(function: &'d Definition, place: usize) -> Self {
        // What decorates it may hand it something else.
        let leaves = |decorator: &Decorator| {
            let path = decorator.path.as_ref().filter(|_| !decorator.is_call);
            path.is_some_and(|path| matches!(path.last(), "staticmethod" | "classmethod" | "abstractmethod"))
        };
        if !function.decorators.iter().all(leaves) {
            return Wanted::Anything;
        }
        let by_place = usize::from(function.by_place);
        match function.parameters.get(place) {
            Some(_) if function.takes_more && place == by_place => Wanted::More,
            Some(_) if function.takes_keywords && place + 1 == function.parameters.len() => {
                Wanted::Keywords(&function.parameters)
            }
            Some(name) => Wanted::One {
                name,
                by_place: place < by_place,
            },
            None => Wanted::Anything,
        }
    }

    /// Those of the arguments of a call that it may be given, where the first that it is given by place is the one of this number;
    /// and whether it is just this one.
    pub fn among<'c>(&self, handed: &'c [Argument], place: usize) -> (Vec<&'c Argument>, bool) {
        let of_mapping = || handed.iter().filter(|one| one.keyword.as_deref() == Some(""));
        let by_place = || handed.iter().filter(|one| one.keyword.is_none());
        // Behind `*values` any argument may be at any place.
        let first_star = by_place().position(|one| one.is_starred).unwrap_or(usize::MAX);
        let from = |place: usize| by_place().skip(place.min(first_star));
        match *self {
            Wanted::One {
                name,
                by_place: has_place,
            } => {
                let named = handed.iter().find(|one| one.keyword.as_deref() == Some(name));
                let placed = by_place().nth(place).filter(|_| has_place && place < first_star);
                match named.or(placed) {
                    Some(argument) => (vec![argument], true),
                    None => {
                        let behind = from(usize::MAX).filter(|_| has_place);
                        (behind.chain(of_mapping()).collect(), false)
                    }
                }
            }
            Wanted::More => (from(place).collect(), true),
            Wanted::Keywords(names) => {
                let others = handed
                    .iter()
                    .filter(|one| one.keyword.as_ref().is_some_and(|keyword| !names.contains(keyword)));
                (others.collect(), false)
            }
            Wanted::Anything => (handed.iter().collect(), false),
        }
    }
}
