//! Text edits by byte range: applying them, refusing overlaps, and following an offset through them.
//! Knows nothing of Python.
use std::ops::Range;

use crate::syntax::Span;

use super::RewriteError;

/// One replacement: the bytes of `span` become `replacement`. An empty span inserts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced.
    pub span: Span,
    /// What stands there afterwards.
    pub replacement: String,
}

/// The runs of items that go, as ranges of their places.
pub fn runs(gone: &[bool]) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    let runs = gone.chunk_by(|one, other| one == other).map(move |run| {
        let start = at;
        at += run.len();
        (run[0], start..at)
    });
    runs.filter(|(gone, _)| *gone).map(|(_, run)| run)
}

impl Edit {
    /// Replaces the bytes from `start` to `end`.
    pub fn replace(start: usize, end: usize, replacement: impl Into<String>) -> Self {
        Edit {
            span: Span::new(start as u32, end as u32),
            replacement: replacement.into(),
        }
    }

    /// Removes the bytes from `start` to `end`.
    pub fn remove(start: usize, end: usize) -> Self {
        Edit::replace(start, end, "")
    }

    /// Inserts before the byte at `at`.
    pub fn insert(at: usize, text: impl Into<String>) -> Self {
        Edit::replace(at, at, text)
    }
}

/// The edited text, and how offsets moved.
#[derive(Debug, Default)]
pub struct Applied {
    /// The text after all edits.
    pub text: String,
    edits: Vec<Edit>,
}

impl Applied {
    /// Where the old offset `at` lies in the new text: behind what was inserted there, at the end of what replaced it.
    pub fn follow(&self, at: usize) -> usize {
        let mut moved = at as isize;
        for edit in &self.edits {
            let (start, end) = (edit.span.start as usize, edit.span.end as usize);
            if end <= at {
                moved += edit.replacement.len() as isize - (end - start) as isize;
            } else if start < at {
                moved += edit.replacement.len() as isize - (at - start) as isize;
            } else {
                break;
            }
        }
        usize::try_from(moved).unwrap_or(0).min(self.text.len())
    }
}

/// Applies `edits`, in whatever order they come; of two insertions at one place the first given comes first.
///
/// # Errors
/// `Overlap` when two edits touch the same byte, `NotFound` when one lies outside the text or inside a character.
pub fn apply(text: &str, mut edits: Vec<Edit>) -> Result<Applied, RewriteError> {
    edits.sort_by_key(|edit| edit.span);
    let mut out = String::with_capacity(text.len() + edits.iter().map(|edit| edit.replacement.len()).sum::<usize>());
    let mut done = 0;
    for edit in &edits {
        let (start, end) = (edit.span.start as usize, edit.span.end as usize);
        if start < done {
            return Err(RewriteError::Overlap(edit.span));
        }
        let (Some(kept), Some(_)) = (text.get(done..start), text.get(start..end)) else {
            return Err(RewriteError::NotFound(edit.span));
        };
        out.push_str(kept);
        out.push_str(&edit.replacement);
        done = end;
    }
    out.push_str(&text[done..]);
    Ok(Applied { text: out, edits })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_are_applied_in_the_order_of_the_text() {
        let edits = vec![
            Edit::insert(6, "!"),
            Edit::replace(0, 1, "H"),
            Edit::insert(6, "?"),
            Edit::remove(3, 5),
        ];
        assert_eq!(apply("hello ", edits).unwrap().text, "Hel !?");
    }

    #[test]
    fn overlapping_edits_are_refused() {
        let edits = vec![Edit::remove(0, 3), Edit::remove(2, 4)];
        assert!(matches!(apply("hello", edits), Err(RewriteError::Overlap(span)) if span == Span::new(2, 4)));
    }

    #[test]
    fn an_insertion_may_touch_a_removal() {
        let edits = vec![Edit::remove(2, 4), Edit::insert(2, "<"), Edit::insert(4, ">")];
        assert_eq!(apply("hello", edits).unwrap().text, "he<>o");
    }

    #[test]
    fn edits_outside_the_text_or_inside_a_character_are_refused() {
        assert!(matches!(
            apply("abc", vec![Edit::remove(2, 9)]),
            Err(RewriteError::NotFound(_))
        ));
        assert!(matches!(
            apply("ö", vec![Edit::insert(1, "x")]),
            Err(RewriteError::NotFound(_))
        ));
    }

    #[test]
    fn offsets_are_followed_through_edits() {
        let applied = apply(
            "abcdef",
            vec![Edit::remove(0, 2), Edit::replace(3, 5, "XYZ"), Edit::insert(6, "!")],
        )
        .unwrap();
        assert_eq!(applied.text, "cXYZf!");
        let places: Vec<usize> = (0..=6).map(|at| applied.follow(at)).collect();
        assert_eq!(places, [0, 0, 0, 1, 4, 4, 6]);
    }
}
