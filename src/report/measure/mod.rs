//! A measurement and a build into text: a table for the terminal, Markdown for pull requests, JSON, and HTML with plots.
pub mod build;
pub mod caches;
mod html;
mod json;
mod markdown;
pub(super) mod numbers;
mod plot;
mod table;

pub use html::render as html;
pub use json::render as json;
pub use markdown::render as markdown;
pub use table::render as table;

#[cfg(test)]
pub(super) mod testing;
