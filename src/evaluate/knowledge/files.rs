//! Which file an object stands for that was made of its name.
use super::Use;
use crate::evaluate::machine::Machine;
use crate::evaluate::object::Kind;
use crate::evaluate::value::{Atom, ObjectId, Value};
use crate::semantics::code::Operator;

/// The attribute that keeps the name; no Python name.
const MARK: &str = "dormant.path";

impl Machine<'_> {
    /// `Path("a", "b.txt")` stands for the file of that name, and so does `Path("a").joinpath("b.txt")`. What is made of a part that is not
    /// known is of no known name.
    pub(super) fn names_path(&mut self, called: &str, of: Use<'_>, made: &Value) {
        let class = called.strip_prefix("pathlib.");
        // Not in `rules/`: it is how these classes and their methods take their arguments that counts.
        let is_path = class.is_some_and(|class| !class.contains('.') && class.ends_with("Path"));
        let is_join = class == Some("Path.joinpath");
        let is_alone = of.arguments.keywords.is_empty() && of.arguments.rest.is_none();
        let Some(Atom::Object(made)) = made.single().filter(|_| is_alone && (is_path || is_join)) else {
            return;
        };
        let folder = of
            .receiver
            .filter(|_| is_join)
            .map(|folder| Atom::Object(folder).into());
        let parts: Vec<Value> = folder
            .into_iter()
            .chain(of.arguments.positional.iter().cloned())
            .collect();
        let name = self.joined_parts(&parts);
        self.mark_path(made, name);
    }

    /// `Path("a") / "b.txt"`, where it is such a path.
    pub fn path_operator(&mut self, operator: Operator, operands: &[Value]) -> Option<Value> {
        let mut paths = operands.iter().filter_map(|operand| match operand.single()? {
            Atom::Object(object) => self.path_of(object).map(|_| object),
            _ => None,
        });
        let path = paths.next().filter(|_| operator == Operator::Div)?;
        let Kind::Result(class) = *self.kind(path) else {
            return None;
        };
        let name = self.joined_parts(operands);
        let made = self.make(Kind::Result(class));
        self.mark_path(made, name);
        Some(Atom::Object(made).into())
    }

    /// The name of a file whose parts are texts and such paths, if all of them are known.
    pub fn joined_parts(&self, parts: &[Value]) -> Option<String> {
        let mut name = String::new();
        for part in parts {
            let part = match part.single()? {
                Atom::Text(part) => self.symbols.text(part).to_owned(),
                Atom::Object(path) => self.path_of(path)?,
                _ => return None,
            };
            if part.starts_with('/') {
                name.clear();
            } else if !name.is_empty() && !name.ends_with('/') {
                name.push('/');
            }
            name.push_str(&part);
        }
        (!name.is_empty()).then_some(name)
    }

    fn mark_path(&mut self, path: ObjectId, name: Option<String>) {
        if let Some(name) = name {
            let (mark, name) = (self.symbols.of(MARK), self.symbols.of(&name));
            self.objects[path as usize]
                .attributes
                .insert(mark, Atom::Text(name).into());
        }
    }

    /// The name of the file that an object stands for.
    pub(in crate::evaluate) fn path_of(&self, object: ObjectId) -> Option<String> {
        let mark = self.symbols.find(MARK)?;
        match self.objects[object as usize].attributes.get(&mark)?.single()? {
            Atom::Text(name) => Some(self.symbols.text(name).to_owned()),
            _ => None,
        }
    }
}
