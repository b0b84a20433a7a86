//! A string behind the imports is not a docstring, and must not become one where they leave.
use super::RewriteError;
use super::layout::{Source, range};
use super::suites::docstring;

/// The text with a `pass` before a string that would come to stand first, and did not.
///
/// # Errors
/// Where the text is not Python.
pub fn keep(source: &Source<'_>, text: String) -> Result<String, RewriteError> {
    if docstring(source.body()).is_some() {
        return Ok(text);
    }
    let new = Source::parse(&text)?;
    let Some(first) = new.body().first().filter(|_| docstring(new.body()).is_some()) else {
        return Ok(text);
    };
    let at = new.line_start(range(first).start);
    Ok(format!("{}pass{}{}", &text[..at], source.newline, &text[at..]))
}
