//! What click makes the short help of a command from: the first paragraph of its help text. Knows no source.
use super::unclear::Unclear;

/// The words of the first paragraph of a help text, from which click makes the short help; `None` where there are none.
pub(super) fn first_paragraph(text: &str) -> Result<Option<String>, Unclear> {
    let paragraph = |text: &str| -> Vec<String> {
        let first = text.split("\n\n").next().unwrap_or_default();
        first.split_whitespace().map(str::to_owned).collect()
    };
    let mut words = paragraph(&clean(text));
    // Click before 8.1, and Python from 3.13 on, take the indentation away first.
    if words != paragraph(&text.replace("\r\n", "\n")) {
        return Err(Unclear::FirstParagraph);
    }
    let first = clean(text);
    if first.split("\n\n").next().is_some_and(|first| first.contains('\x0c')) {
        return Err(Unclear::FormFeed);
    }
    // The mark for text that is not to be wrapped.
    if words.first().is_some_and(|word| word == "\x08") {
        words.remove(0);
    }
    Ok((!words.is_empty()).then(|| words.join(" ")))
}

/// A help text as typer keeps it of an app or a function: all of it, for who asks for the help gets all of it.
pub(super) fn whole(text: &str) -> Result<String, Unclear> {
    first_paragraph(text)?;
    let cleaned = clean(text);
    let is_blank = |line: &str| !line.is_empty() && line.trim().is_empty();
    // What is cleaned once more, as typer does with what it is told, and by Python from 3.13 on, must stay.
    if cleaned.split('\n').any(is_blank) || clean(&cleaned) != cleaned {
        return Err(Unclear::BlankLines);
    }
    // How wide a tab within a line is depends on what is before it.
    if text.split('\n').any(|line| line.trim_start().contains('\t')) {
        return Err(Unclear::Tabs);
    }
    Ok(cleaned)
}

/// `inspect.cleandoc`, but for tabs within a line.
fn clean(text: &str) -> String {
    let expanded = text.replace("\r\n", "\n").replace('\t', "        ");
    let lines: Vec<&str> = expanded.split('\n').collect();
    let indent = |line: &&str| line.len() - line.trim_start_matches(' ').len();
    let margin = lines
        .iter()
        .skip(1)
        .filter(|line| !line.trim().is_empty())
        .map(indent)
        .min();
    let cleaned = lines.iter().enumerate().map(|(at, line)| match at {
        0 => line.trim_start_matches(' '),
        _ => line.get(margin.unwrap_or(0)..).unwrap_or_default(),
    });
    cleaned.collect::<Vec<_>>().join("\n").trim_matches('\n').to_owned()
}

#[cfg(test)]
mod tests {
    use super::{first_paragraph, whole};

    #[test]
    fn help_is_cut_to_the_words_of_its_first_paragraph() {
        let of = |text: &str| first_paragraph(text).unwrap();
        assert_eq!(of("Do it.").as_deref(), Some("Do it."));
        assert_eq!(of("\n    Do\n    it.\n\n    More.\n    ").as_deref(), Some("Do it."));
        assert_eq!(of("\x08\n    Do  it.\n\n    More.").as_deref(), Some("Do it."));
        assert_eq!(of("Do it.\n\n    \x0c\n    Hidden.").as_deref(), Some("Do it."));
        assert_eq!(of("  \n  "), None);
    }

    #[test]
    fn what_versions_of_click_take_differently_is_refused() {
        for text in [
            "Do it.\n    \n    More.",
            "\n\n    Do it.",
            "Do it.\n    \x0c\n    Hidden.",
        ] {
            assert!(first_paragraph(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn a_whole_help_is_cleaned_and_kept() {
        let of = |text: &str| whole(text).unwrap();
        assert_eq!(of("Do it."), "Do it.");
        assert_eq!(of("\n    Do\n    it.\n\n      More.\n    "), "Do\nit.\n\n  More.");
        assert_eq!(of("Do it.\n\n    \x08\n    * This."), "Do it.\n\n\x08\n* This.");
        for text in ["Do it.\n\n    a\tb", "Do it.\n\n    More.\n      \n    Most."] {
            assert!(whole(text).is_err(), "{text:?}");
        }
    }
}
