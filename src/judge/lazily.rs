//! Which reasons an import minds that Python 3.15 makes lazy in place.
use super::{Code, Strategy};
use crate::verdict::Holds;

/// The strategy by which an import becomes lazy in place; none where it moves.
pub(super) type Lazy = Option<Strategy>;

/// Whether a reason holds for at least some imports that are deferred so.
pub(super) fn minds(lazy: Lazy, code: Code) -> bool {
    lazy.is_none_or(|strategy| code.lazily().holds(strategy) != Holds::No)
}
