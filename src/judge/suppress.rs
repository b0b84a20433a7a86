//! What comments say to dormant: `# dormant: eager`, `# dormant: ignore`, `# dormant: ignore[code, ...]`.
use crate::semantics::facts::Comment;
use crate::syntax::Span;

/// A wish in a comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Directive {
    /// Keep the import as it is.
    Eager,
    /// Do not report or fix: these codes, or all where there are none.
    Ignore(Vec<String>),
    /// Something that dormant does not know.
    Unknown(String),
}

/// The wish that a comment holds; none where it says nothing to dormant.
pub fn directive(comment: &str) -> Option<Directive> {
    let (_, rest) = comment.split_once("dormant:")?;
    let rest = rest.trim_start();
    let word: String = rest
        .chars()
        .take_while(|letter| letter.is_alphanumeric() || matches!(letter, '-' | '_'))
        .collect();
    Some(match word.as_str() {
        "eager" => Directive::Eager,
        "ignore" => {
            let listed = rest[word.len()..]
                .trim_start()
                .strip_prefix('[')
                .and_then(|rest| rest.split_once(']'));
            let codes = listed.map(|(codes, _)| codes.split(',').map(|code| code.trim().to_owned()).collect());
            Directive::Ignore(codes.unwrap_or_default())
        }
        _ => Directive::Unknown(word),
    })
}

/// Whether a setting of the file, or one of the comments on the lines of a statement, asks to leave what has this code.
pub fn is_ignored<'a>(
    setting: Option<&Vec<String>>,
    mut comments: impl Iterator<Item = &'a Comment>,
    code: &str,
) -> bool {
    let names = |codes: &[String]| codes.iter().any(|named| named == code || named == "all");
    setting.is_some_and(|codes| names(codes))
        || comments.any(|comment| match directive(&comment.text) {
            Some(Directive::Ignore(codes)) => codes.is_empty() || names(&codes),
            Some(Directive::Eager | Directive::Unknown(_)) | None => false,
        })
}

/// The comments on the lines of a statement: those between its first and last byte, or behind it.
pub fn comments_of(comments: &[Comment], statement: Span) -> impl Iterator<Item = &Comment> {
    comments
        .iter()
        .filter(move |comment| comment.span.start >= statement.start && comment.line_start <= statement.end)
}

#[cfg(test)]
mod tests {
    use super::{Directive, directive};

    #[test]
    fn reads_wishes_in_comments() {
        let ignore = |codes: &[&str]| Some(Directive::Ignore(codes.iter().map(ToString::to_string).collect()));
        assert_eq!(directive("# dormant: eager"), Some(Directive::Eager));
        assert_eq!(
            directive("# noqa: F401  # dormant:eager (needed early)"),
            Some(Directive::Eager)
        );
        assert_eq!(directive("# dormant: ignore"), ignore(&[]));
        assert_eq!(
            directive("# dormant: ignore[function-local, module-getattr]"),
            ignore(&["function-local", "module-getattr"])
        );
        assert_eq!(
            directive("# dormant: eagre"),
            Some(Directive::Unknown("eagre".to_owned()))
        );
        assert_eq!(directive("# a dormant volcano"), None);
    }
}
