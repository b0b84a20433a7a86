//! A profile into what people and machines read: a table, speedscope's format, and a page with a chart.
//!
//! Sees the data of a profile, nothing else.
mod blame;
pub mod html;
mod packages;
pub mod speedscope;
pub mod table;

use crate::profile::model::Kind;

/// Whose a module is, in words.
fn owner(kind: Kind) -> &'static str {
    match kind {
        Kind::FirstParty => "your code",
        Kind::ThirdParty => "installed",
        Kind::Standard => "standard library",
    }
}
