//! How one name comes about, as lines of a `__getattr__`. Linters see each import used: what they take for unused, their fixes
//! delete.
use super::missing::Missing;
use crate::rewrite::comment::Remarks;
use crate::rewrite::import_text::{ImportLine, Imported};
use crate::rewrite::layout::Source;

/// A name, and what makes it.
pub struct Branch {
    pub name: String,
    pub body: Body,
}

/// What makes a name.
pub enum Body {
    /// These imports bind it.
    Imports(Vec<ImportLine>),
    /// It is this submodule of the package, whatever that is called.
    Submodule { name: String, remarks: Remarks },
    /// A statement assigns it, behind these imports.
    Constant {
        imports: Vec<ImportLine>,
        statement: Vec<String>,
    },
    /// A `try` binds it, and the other names with which the branch is shared; perhaps not all of them.
    Attempt {
        names: Vec<(String, bool)>,
        statement: Vec<String>,
        /// What the names that were there before are kept in, and each of them: no name of the statement.
        kept: (&'static str, &'static str),
    },
}

impl Branch {
    /// The names that it is for.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let (one, several) = match &self.body {
            Body::Attempt { names, .. } => (None, names.as_slice()),
            _ => (Some(self.name.as_str()), [].as_slice()),
        };
        one.into_iter().chain(several.iter().map(|(name, _)| name.as_str()))
    }

    /// What a `try` keeps the names in that were there before.
    pub fn keep_in(&mut self, names: (&'static str, &'static str)) {
        if let Body::Attempt { kept, .. } = &mut self.body {
            *kept = names;
        }
    }

    /// Those that may turn out not to be bound.
    pub fn unsure(&self) -> impl Iterator<Item = &str> {
        let names = match &self.body {
            Body::Attempt { names, .. } => names.as_slice(),
            _ => &[],
        };
        names
            .iter()
            .filter(|(_, always)| !always)
            .map(|(name, _)| name.as_str())
    }

    /// The name to ask for so that it is known of all of them whether they are bound; none where that is known already.
    pub fn settling(&self) -> Option<&str> {
        let Body::Attempt { names, .. } = &self.body else {
            return None;
        };
        self.unsure().next()?;
        names.iter().find(|(_, always)| *always).map(|(name, _)| name.as_str())
    }

    /// What tests for its names.
    pub fn test(&self, parameter: &str, quote: char) -> String {
        let quoted: Vec<String> = self.names().map(|name| format!("{quote}{name}{quote}")).collect();
        match quoted.as_slice() {
            [one] => format!("{parameter} == {one}"),
            several => format!("{parameter} in ({})", several.join(", ")),
        }
    }

    /// The lines that bind the variable for the value; `namespace` is what the names of the module are called. An import that
    /// `keeps_case` gets no other name where its own has capitals.
    pub fn finding(
        &self,
        (value, namespace): (&str, &str),
        missing: &Missing<'_>,
        indent: &str,
        newline: &str,
        keeps_case: bool,
    ) -> Vec<String> {
        let (parameter, unit, quote) = (missing.parameter, missing.unit, missing.quote);
        let has_capitals = self.name.contains(char::is_uppercase);
        if let Body::Imports(lines) = &self.body
            && let [line] = lines.as_slice()
            && !(keeps_case && has_capitals && !line.is_renamed())
            && let Some(renamed) = renamed(line, value)
        {
            return vec![renamed.text(indent, unit, newline)];
        }
        let (mut lines, found) = self.parts(namespace, indent, unit, newline, quote);
        if self.unsure().next().is_some() {
            lines.push(format!("{indent}if {parameter} not in {namespace}:"));
            lines.extend(missing.lines(&format!("{indent}{unit}")));
        }
        let found = match self.body {
            Body::Attempt { .. } => format!("{namespace}[{parameter}]"),
            _ => found,
        };
        lines.push(format!("{indent}{value} = {found}"));
        lines
    }

    /// The lines of an `if` that returns the value, for a function whose parameter is called so.
    pub fn returning(&self, (parameter, namespace): (&str, &str), indent: &str, source: &Source<'_>) -> Vec<String> {
        let (unit, inner) = (&source.unit, format!("{indent}{}", source.unit));
        let quote = source.quote();
        let mut lines = vec![format!("{indent}if {}:", self.test(parameter, quote))];
        let (body, found) = self.parts(namespace, &inner, unit, source.newline, quote);
        lines.extend(body);
        lines.push(format!("{inner}return {namespace}.setdefault({parameter}, {found})"));
        lines
    }

    /// What has to run, and the expression of the value then. A blank line stands behind imports.
    fn parts(&self, namespace: &str, indent: &str, unit: &str, newline: &str, quote: char) -> (Vec<String>, String) {
        let text = |lines: &[ImportLine]| -> Vec<String> {
            let mut texts: Vec<String> = lines.iter().map(|line| line.text(indent, unit, newline)).collect();
            if !texts.is_empty() {
                texts.push(String::new());
            }
            texts
        };
        let indented = |line: &String| match line.trim() {
            "" => line.clone(),
            _ => format!("{indent}{line}"),
        };
        match &self.body {
            Body::Attempt {
                names,
                statement,
                kept: (before, key),
            } => {
                let names: Vec<&str> = names.iter().map(|(name, _)| name.as_str()).collect();
                // What somebody has put in the place of one of the names stays.
                let mut lines = vec![
                    format!("{indent}global {}", names.join(", ")),
                    format!("{indent}{before} = dict({namespace})"),
                ];
                lines.extend(statement.iter().map(indented));
                let quoted: Vec<String> = names.iter().map(|name| format!("{quote}{name}{quote}")).collect();
                let quoted = quoted.join(", ");
                lines.push(format!("{indent}for {key} in {before}.keys() & {{{quoted}}}:"));
                lines.push(format!("{indent}{unit}{namespace}[{key}] = {before}[{key}]"));
                (lines, self.name.clone())
            }
            Body::Imports(lines) => (text(lines), self.name.clone()),
            Body::Submodule { name, remarks } => {
                let line = ImportLine {
                    what: Imported::From {
                        module: "importlib".to_owned(),
                        members: vec![crate::rewrite::import_text::Member {
                            name: "import_module".to_owned(),
                            asname: None,
                            ..crate::rewrite::import_text::Member::default()
                        }],
                    },
                    remarks: remarks.clone(),
                };
                (text(&[line]), format!("import_module({quote}.{name}{quote}, __name__)"))
            }
            Body::Constant { imports, statement } => {
                let mut lines = text(imports);
                lines.extend(statement.iter().map(indented));
                (lines, self.name.clone())
            }
        }
    }
}

/// The import under another name; none where that would import something else, as for `import a.b`.
fn renamed(line: &ImportLine, value: &str) -> Option<ImportLine> {
    let asname = Some(value.to_owned());
    let what = match &line.what {
        Imported::Plain { module, asname: None } if module.contains('.') => return None,
        Imported::Asked { .. } => return None,
        Imported::Plain { module, .. } => Imported::Plain {
            module: module.clone(),
            asname,
        },
        Imported::From { module, members } => {
            let mut member = members.first().filter(|_| members.len() == 1)?.clone();
            member.asname = asname.filter(|value| *value != member.name);
            Imported::From {
                module: module.clone(),
                members: vec![member],
            }
        }
    };
    Some(ImportLine {
        what,
        remarks: line.remarks.clone(),
    })
}
