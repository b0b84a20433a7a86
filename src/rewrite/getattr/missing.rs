//! What a `__getattr__` says where the module has no such name.
use crate::rewrite::import_text::columns;

/// How it is said.
pub struct Missing<'a> {
    /// What holds the name.
    pub parameter: &'a str,
    /// The variable for the text, where linters want one.
    pub message: Option<&'a str>,
    /// What strings stand in.
    pub quote: char,
    /// One step of indentation.
    pub unit: &'a str,
    /// The longest line, in columns.
    pub width: usize,
}

impl Missing<'_> {
    /// The lines, as black would write them.
    pub fn lines(&self, indent: &str) -> Vec<String> {
        let (parameter, quote) = (self.parameter, self.quote);
        let text = format!("f{quote}module {{__name__!r}} has no attribute {{{parameter}!r}}{quote}");
        if let Some(message) = self.message {
            return vec![
                format!("{indent}{message} = {text}"),
                format!("{indent}raise AttributeError({message})"),
            ];
        }
        let line = format!("{indent}raise AttributeError({text})");
        if columns(&line) <= self.width {
            return vec![line];
        }
        vec![
            format!("{indent}raise AttributeError("),
            format!("{indent}{}{text}", self.unit),
            format!("{indent})"),
        ]
    }
}
