//! Commands that are to fail: a `!` before a line says so, as it does to a shell. Pure.

/// A line of a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Marked<'a> {
    /// What is run.
    pub line: &'a str,
    /// Whether it is to end with another status than 0.
    pub is_to_fail: bool,
}

impl<'a> Marked<'a> {
    /// Reads a line. `!x` without a space is the name of a program.
    pub fn of(text: &'a str) -> Self {
        let rest = text.trim_start().strip_prefix('!');
        match rest.filter(|rest| rest.starts_with(char::is_whitespace)) {
            Some(rest) => Marked {
                line: rest.trim_start(),
                is_to_fail: true,
            },
            None => Marked {
                line: text,
                is_to_fail: false,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_a_word_of_its_own() {
        for (text, line, is_to_fail) in [
            ("app x", "app x", false),
            ("! app x", "app x", true),
            (" !\tapp x", "app x", true),
            ("!app x", "!app x", false),
            ("app ! x", "app ! x", false),
        ] {
            assert_eq!(Marked::of(text), Marked { line, is_to_fail }, "{text}");
        }
    }
}
