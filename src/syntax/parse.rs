//! Text into a syntax tree, or the place where it stops being Python. Knows nothing of files.
use ruff_python_ast::ModModule;
use ruff_python_parser::Parsed;

/// Python's own tokenizer refuses deeper brackets (`MAXLEVEL` in CPython's Parser/lexer/state.h).
const DEEPEST_BRACKETS: usize = 200;

/// Why a text is not Python.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxProblem {
    /// Byte offset into the decoded text.
    pub offset: u32,
    /// What the parser says.
    pub message: String,
}

/// Parses a module.
///
/// # Errors
/// The first syntax error, or brackets nested deeper than Python allows.
pub fn parse(text: &str) -> Result<Parsed<ModModule>, SyntaxProblem> {
    if let Some(offset) = too_deep(text) {
        return Err(SyntaxProblem {
            offset,
            message: "too many nested parentheses".to_owned(),
        });
    }
    ruff_python_parser::parse_module(text).map_err(|error| SyntaxProblem {
        offset: error.location.start().into(),
        message: error.error.to_string(),
    })
}

/// Where brackets open deeper than Python allows, strings and comments left out. The parser descends once for each level,
/// so this keeps hostile input from exhausting its stack.
fn too_deep(text: &str) -> Option<u32> {
    let bytes = text.as_bytes();
    let mut depth = 0usize;
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'(' | b'[' | b'{' => {
                depth += 1;
                if depth > DEEPEST_BRACKETS {
                    return u32::try_from(at).ok();
                }
            }
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            b'#' => at = line_end(bytes, at),
            quote @ (b'"' | b'\'') => at = string_end(bytes, at, quote),
            _ => {}
        }
        at += 1;
    }
    None
}

/// Index of the last byte of the line that holds `at`.
fn line_end(bytes: &[u8], at: usize) -> usize {
    bytes[at..]
        .iter()
        .position(|&byte| byte == b'\n')
        .map_or(bytes.len(), |length| at + length)
}

/// Index of the last byte of the string that opens at `at`.
fn string_end(bytes: &[u8], at: usize, quote: u8) -> usize {
    let triple = bytes[at..].starts_with(&[quote; 3]);
    let mut next = if triple { at + 3 } else { at + 1 };
    while next < bytes.len() {
        match bytes[next] {
            b'\\' => next += 1,
            b'\n' if !triple => return next,
            byte if byte == quote && (!triple || bytes[next..].starts_with(&[quote; 3])) => {
                return if triple { next + 2 } else { next };
            }
            _ => {}
        }
        next += 1;
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn names_the_place_of_a_syntax_error() {
        let problem = parse("import x\ndef names(:\n    pass\n").expect_err("a syntax error");
        assert_eq!(problem.offset, 19);
    }

    #[test]
    fn refuses_what_python_refuses_without_descending() {
        let deep = format!("x = {}1{}", "(".repeat(10_000), ")".repeat(10_000));
        assert_eq!(parse(&deep).err().map(|problem| problem.offset), Some(204));
    }

    #[test]
    fn brackets_in_strings_and_comments_do_not_count() {
        let text = format!(
            "x = '{}'\n# {}\ny = '''{}'''\n",
            "(".repeat(300),
            "[".repeat(300),
            "{".repeat(300)
        );
        assert!(parse(&text).is_ok());
    }
}
