//! A page of the documentation about one code: what `dormant rule` prints, and what the tests run.
//!
//! A page is Markdown: a title, a summary in one paragraph, a paragraph that starts with a label (`What to do: `, `For: `),
//! and examples, each under a heading of its own: settings (` ```toml `), if it needs any, and code (` ```python `).

use serde::Serialize;

/// The text of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page(pub &'static str);

/// An example of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Example {
    /// Its heading, such as `Kept`.
    pub title: &'static str,
    /// What `pyproject.toml` says; empty where it needs nothing.
    pub settings: &'static str,
    /// Modules, each after a comment with its path unless it is the only one.
    pub code: &'static str,
}

impl Page {
    /// What the code means, in one sentence.
    pub fn summary(self) -> &'static str {
        self.paragraphs().nth(1).unwrap_or_default()
    }

    /// The paragraph that starts with `label` and a colon, without these; empty where there is none.
    pub fn labelled(self, label: &str) -> &'static str {
        let text = |paragraph: &'static str| paragraph.strip_prefix(label)?.strip_prefix(": ");
        self.paragraphs().find_map(text).unwrap_or_default()
    }

    /// Its examples, in the order of the page.
    pub fn examples(self) -> Vec<Example> {
        let sections = self.0.split("\n## ").skip(1);
        sections
            .map(|section| Example {
                title: section.lines().next().unwrap_or_default(),
                settings: block(section, "```toml\n"),
                code: block(section, "```python\n"),
            })
            .collect()
    }

    fn paragraphs(self) -> impl Iterator<Item = &'static str> {
        self.0.split("\n\n").map(str::trim_end)
    }
}

/// The text of the block that starts with `fence`.
fn block<'a>(section: &'a str, fence: &str) -> &'a str {
    let inside = section.split_once(fence).and_then(|(_, rest)| rest.split_once("```"));
    inside.map_or("", |(block, _)| block)
}

#[cfg(test)]
mod tests {
    use super::{Example, Page};

    #[test]
    fn a_page_is_read_by_its_parts() {
        let page = Page(
            "# code\n\nIt means this.\n\nWhat to do: That.\n\n## Kept\n\n```toml\na = 1\n```\n\n```python\nimport a\n```\n\n## Deferred\n\n```python\nimport b\n```\n",
        );
        assert_eq!(page.summary(), "It means this.");
        assert_eq!(page.labelled("What to do"), "That.");
        assert_eq!(page.labelled("For"), "");
        let example = |title, settings, code| Example { title, settings, code };
        assert_eq!(
            page.examples(),
            [
                example("Kept", "a = 1\n", "import a\n"),
                example("Deferred", "", "import b\n")
            ]
        );
    }
}
