//! Dotted names against patterns. It knows no rules: only where one name ends and the next begins.

/// Whether `module` is what `pattern` names or lies below it: `a.b` matches `a.b` and `a.b.c`, but not `a.bc`; `*` matches
/// everything.
pub fn matches(pattern: &str, module: &str) -> bool {
    pattern == "*"
        || module
            .strip_prefix(pattern)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// A dotted name and everything above it, the longest first: `a.b.c`, `a.b`, `a`.
pub fn prefixes(dotted: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(dotted), |name| name.rsplit_once('.').map(|(above, _)| above))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_covers_itself_and_what_lies_below() {
        for (pattern, module, expected) in [
            ("a.b", "a.b", true),
            ("a.b", "a.b.c", true),
            ("a.b", "a.bc", false),
            ("a.b", "a", false),
            ("a", "b.a", false),
            ("*", "anything.at.all", true),
            ("*", "", true),
            ("", "a", false),
        ] {
            assert_eq!(matches(pattern, module), expected, "{pattern:?} against {module:?}");
        }
    }

    #[test]
    fn prefixes_go_from_long_to_short() {
        assert_eq!(prefixes("a.b.c").collect::<Vec<_>>(), ["a.b.c", "a.b", "a"]);
        assert_eq!(prefixes("a").collect::<Vec<_>>(), ["a"]);
        assert_eq!(prefixes("").collect::<Vec<_>>(), [""]);
    }
}
