//! Import statements as source text: joined by module, sorted as isort sorts, broken as black breaks. It knows no tree.
use super::comment::Remarks;
use super::layout::Source;
use super::sort_key::{SortKey, member_key, sort_key};
use crate::verdict::ImportStyle;

/// The longest line, in columns, before a list of names is broken, where the project does not say it.
pub const WIDTH: usize = 88;

/// One name of a from-import.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Member {
    /// The name in the module.
    pub name: String,
    /// The name here, where it differs.
    pub asname: Option<String>,
    /// A comment for people that stood behind this name, without `#`.
    pub comment: Option<String>,
    /// The comment lines above this name, `#` included.
    pub above: Vec<String>,
}

/// What is imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Imported {
    /// `import module [as asname]`
    Plain {
        /// Dotted.
        module: String,
        /// The name here, where it is given.
        asname: Option<String>,
    },
    /// `from module import members`
    From {
        /// With the dots of a relative import.
        module: String,
        /// At least one.
        members: Vec<Member>,
    },
    /// `name = __getattr__("name")`, which asks this very module, whatever it is called.
    Asked {
        /// What it serves.
        name: String,
    },
}

/// A statement to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportLine {
    /// What it imports.
    pub what: Imported,
    /// What stands behind it.
    pub remarks: Remarks,
}

impl Member {
    /// `name` or `name as asname`.
    pub fn text(&self) -> String {
        match &self.asname {
            Some(asname) => format!("{} as {asname}", self.name),
            None => self.name.clone(),
        }
    }

    /// Whether a comment belongs to this name alone.
    pub fn is_commented(&self) -> bool {
        self.comment.is_some() || !self.above.is_empty()
    }

    /// What stands above the name or its statement.
    fn above_text(&self, indent: &str, newline: &str) -> String {
        let lines = self.above.iter().map(|line| format!("{indent}{line}{newline}"));
        lines.collect()
    }
}

impl ImportLine {
    /// Its place among others.
    pub fn key(&self, style: &ImportStyle) -> SortKey {
        match &self.what {
            Imported::Plain { module, asname } => sort_key(style, true, module, asname.as_deref().unwrap_or_default()),
            Imported::From { module, members } => {
                let first = members.first().filter(|_| style.has_repeated_modules());
                SortKey {
                    member: first.map(|member| member_key(style, &member.name)),
                    ..sort_key(style, false, module, "")
                }
            }
            // No import: behind all that are.
            Imported::Asked { name } => SortKey {
                section: usize::MAX,
                ..sort_key(style, true, name, "")
            },
        }
    }

    /// The statement as it is written in a text: by its line ends, indentation and style.
    pub fn text_in(&self, source: &Source<'_>, indent: &str) -> String {
        self.text_within(indent, &source.unit, source.newline, source.style.line_length)
    }

    /// The statement with its comment, first line indented, without a line end behind the last.
    pub fn text(&self, indent: &str, unit: &str, newline: &str) -> String {
        self.text_within(indent, unit, newline, WIDTH)
    }

    /// The statement at the top of a text as a lazy one.
    pub fn lazy_text_in(&self, source: &Source<'_>) -> String {
        let above = self.remarks.above_text("", source.newline);
        let width = source.style.line_length.saturating_sub("lazy ".len());
        let text = self.text_within("", &source.unit, source.newline, width);
        format!("{above}lazy {}", text.strip_prefix(&above).unwrap_or(&text))
    }

    fn text_within(&self, indent: &str, unit: &str, newline: &str, width: usize) -> String {
        let above = self.remarks.above_text(indent, newline);
        let Imported::From { module, members } = &self.what else {
            return format!("{above}{indent}{}{}", self.code(), self.remarks.text());
        };
        let code = format!("{indent}{}", self.code());
        let mut remarks = self.remarks.clone();
        let lone = members.first().filter(|_| members.len() == 1);
        if let Some(comment) = lone.and_then(|member| member.comment.as_deref()) {
            remarks.merge(&Remarks::parse(comment));
        }
        let above = above + &lone.map_or_else(String::new, |member| member.above_text(indent, newline));
        let is_commented = members.len() > 1 && members.iter().any(Member::is_commented);
        if !is_commented && columns(&code) + remarks.width() <= width {
            return above + &code + &remarks.text();
        }
        let mut text = format!("{above}{indent}from {module} import ({}{newline}", self.remarks.text());
        for member in members {
            let comment = member
                .comment
                .as_deref()
                .map(|comment| format!("  # {comment}"))
                .unwrap_or_default();
            if lone.is_none() {
                text.push_str(&member.above_text(&format!("{indent}{unit}"), newline));
            }
            text.push_str(&format!("{indent}{unit}{},{comment}{newline}", member.text()));
        }
        text + indent + ")"
    }

    /// Whether a name gets another one by `as`.
    pub fn is_renamed(&self) -> bool {
        matches!(&self.what, Imported::From { members, .. } if is_renamed(members))
    }

    /// Puts what the comment behind the statement tells people behind its first name.
    fn comment_on_member(&mut self) {
        let Imported::From { members, .. } = &mut self.what else {
            return;
        };
        let first = members.first_mut().filter(|member| member.comment.is_none());
        if let Some(member) = first {
            member.comment = self.remarks.take_prose();
        }
    }

    /// The statement on one line.
    pub fn code(&self) -> String {
        match &self.what {
            Imported::Plain {
                module,
                asname: Some(asname),
            } => format!("import {module} as {asname}"),
            Imported::Plain { module, asname: None } => format!("import {module}"),
            Imported::From { module, members } => {
                let names: Vec<String> = members.iter().map(Member::text).collect();
                format!("from {module} import {}", names.join(", "))
            }
            Imported::Asked { name } => format!("{name} = __getattr__(\"{name}\")"),
        }
    }
}

fn is_renamed(members: &[Member]) -> bool {
    members.iter().any(|member| member.asname.is_some())
}

/// How wide a line is, tabs as four.
pub fn columns(line: &str) -> usize {
    line.chars().map(|c| if c == '\t' { 4 } else { 1 }).sum()
}

/// Joins the names of one from-import again, in their order; plain imports stay one by one.
pub fn group(lines: Vec<ImportLine>, style: &ImportStyle) -> Vec<ImportLine> {
    let mut grouped: Vec<ImportLine> = Vec::new();
    for line in lines {
        match (grouped.last_mut(), line.what) {
            (
                Some(ImportLine {
                    what: Imported::From { module, members },
                    remarks,
                }),
                Imported::From {
                    module: same,
                    members: more,
                },
            ) if *module == same && !style.separates(is_renamed(members) || is_renamed(&more)) => {
                members.extend(more);
                remarks.merge(&line.remarks);
            }
            (_, what) => grouped.push(ImportLine {
                what,
                remarks: line.remarks,
            }),
        }
    }
    grouped
}

/// A statement as the style has it: sorted names, each in a statement of its own where that is wanted.
pub fn one_by_one(line: &ImportLine, style: &ImportStyle) -> Vec<ImportLine> {
    let Imported::From { module, members } = &line.what else {
        return vec![line.clone()];
    };
    let single = |member: &Member| ImportLine {
        what: Imported::From {
            module: module.clone(),
            members: vec![member.clone()],
        },
        remarks: line.remarks.clone(),
    };
    merge(members.iter().map(single).collect(), style)
}

/// Joins from-imports of one module (unless the style forbids it), drops repetitions, and sorts statements and names.
pub fn merge(lines: Vec<ImportLine>, style: &ImportStyle) -> Vec<ImportLine> {
    let mut merged: Vec<ImportLine> = Vec::new();
    for mut line in lines {
        let known = merged.iter_mut().find(|known| match (&known.what, &line.what) {
            (Imported::From { module: a, .. }, Imported::From { module: b, .. }) if a == b => {
                known.what == line.what || !style.separates(known.is_renamed() || line.is_renamed())
            }
            (a, b) => a == b,
        });
        let Some(known) = known else {
            merged.push(line);
            continue;
        };
        if known.remarks.prose() != line.remarks.prose() {
            // Each comment speaks of its own name.
            known.comment_on_member();
            line.comment_on_member();
        }
        known.remarks.merge(&line.remarks);
        if let (Imported::From { members, .. }, Imported::From { members: more, .. }) = (&mut known.what, line.what) {
            for member in more {
                if !members
                    .iter()
                    .any(|one| one.name == member.name && one.asname == member.asname)
                {
                    members.push(member);
                }
            }
        }
    }
    for line in &mut merged {
        if let Imported::From { members, .. } = &mut line.what {
            members.sort_by_key(|member| (member_key(style, &member.name), member.asname.clone()));
        }
    }
    merged.sort_by_key(|line| line.key(style));
    merged
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(module: &str, names: &[&str]) -> ImportLine {
        let members = names
            .iter()
            .map(|text| {
                let (name, asname) = text
                    .split_once(" as ")
                    .map_or((*text, None), |(name, asname)| (name, Some(asname.into())));
                Member {
                    name: name.into(),
                    asname,
                    ..Member::default()
                }
            })
            .collect();
        ImportLine {
            what: Imported::From {
                module: module.into(),
                members,
            },
            remarks: Remarks::default(),
        }
    }

    fn plain(module: &str) -> ImportLine {
        ImportLine {
            what: Imported::Plain {
                module: module.into(),
                asname: None,
            },
            remarks: Remarks::default(),
        }
    }

    fn text(lines: Vec<ImportLine>) -> String {
        merge(lines, &ImportStyle::default())
            .iter()
            .map(|line| line.text("", "    ", "\n"))
            .collect::<Vec<_>>()
            .join("\n")
    }

    #[test]
    fn statements_are_joined_and_sorted() {
        let lines = vec![
            from(".a", &["x"]),
            from("..b", &["x"]),
            from("m", &["read", "Frame"]),
            plain("zlib"),
            from("a.b", &["x"]),
            from("m", &["WIDTH", "Frame", "concat as join"]),
            plain("Zed"),
            plain("zlib"),
        ];
        assert_eq!(
            text(lines),
            "import Zed\nimport zlib\nfrom a.b import x\nfrom m import WIDTH, Frame, concat as join, read\n\
             from ..b import x\nfrom .a import x"
        );
    }

    #[test]
    fn long_lists_are_broken() {
        let names = [
            "a_rather_long_name_of_a_function",
            "another_rather_long_name_of_one",
            "third_name",
        ];
        assert_eq!(
            text(vec![from("package", &names)]),
            "from package import (\n    a_rather_long_name_of_a_function,\n    another_rather_long_name_of_one,\n    third_name,\n)"
        );
    }

    #[test]
    fn comments_of_single_names_stay_behind_them() {
        let mut line = from("m", &["a", "b"]);
        line.remarks = Remarks::parse("# noqa: S404");
        if let Imported::From { members, .. } = &mut line.what {
            members[1].comment = Some("why".into());
        }
        assert_eq!(
            text(vec![line.clone()]),
            "from m import (  # noqa: S404\n    a,\n    b,  # why\n)"
        );
        if let Imported::From { members, .. } = &mut line.what {
            members.remove(0);
        }
        assert_eq!(text(vec![line]), "from m import b  # noqa: S404  # why");
    }
}
