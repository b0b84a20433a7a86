//! The order of imports among others, by the style of the project.
use super::stdlib::is_standard;
use crate::verdict::ImportStyle;

/// By section; lazy ones last; plain imports, then absolute and relative from-imports, the furthest first; by module within each; by the name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SortKey {
    /// The place of its section; 0 everywhere where there are no sections.
    pub section: usize,
    /// Whether it is a lazy import: ruff and isort put these behind the others of their section.
    pub is_lazy: bool,
    pub(super) kind: u8,
    pub(super) dots: usize,
    pub(super) name: String,
    pub(super) exact: String,
    /// Of the first name, where several statements import from one module.
    pub member: Option<(u8, String, String)>,
}

/// The place of an import statement among others.
pub fn sort_key(style: &ImportStyle, plain: bool, module: &str, asname: &str) -> SortKey {
    let name = module.trim_start_matches('.');
    let dots = module.len() - name.len();
    let folded = if style.case_sensitive {
        name.to_owned()
    } else {
        name.to_lowercase()
    };
    let kind = match (plain, dots) {
        _ if style.force_sort_within_sections => 0,
        (true, _) => u8::from(style.from_first) * 3,
        (false, 0) => 1,
        (false, _) => 2,
    };
    SortKey {
        section: style
            .sections
            .as_ref()
            .map_or(0, |sections| sections.of(module, is_standard)),
        is_lazy: false,
        kind,
        dots: if style.closest_first { dots } else { usize::MAX - dots },
        name: folded,
        exact: format!("{name} {asname}"),
        member: None,
    }
}

/// The place of a name in a from-import: constants, then classes, then the rest, each without regard to case.
pub fn member_key(style: &ImportStyle, name: &str) -> (u8, String, String) {
    let is_constant = name.len() > 1 && name.chars().any(char::is_uppercase) && !name.chars().any(char::is_lowercase);
    let kind = match name.chars().next() {
        _ if !style.order_by_type => 0,
        _ if is_constant => 0,
        Some(first) if first.is_uppercase() => 1,
        _ => 2,
    };
    let folded = if style.case_sensitive {
        name.to_owned()
    } else {
        name.to_lowercase()
    };
    (kind, folded, name.to_owned())
}
