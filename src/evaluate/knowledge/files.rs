//! Which file an object stands for that was made of its name.
use crate::evaluate::machine::Machine;
use crate::evaluate::object::Arguments;
use crate::evaluate::value::{Atom, ObjectId, Value};

/// The attribute that keeps the name; no Python name.
const MARK: &str = "dormant.path";

impl Machine<'_> {
    /// `Path("a.txt")` stands for the file of that name. What is made of several parts, or of another path, is of no known name.
    pub(super) fn names_path(&mut self, called: &str, arguments: &Arguments, made: &Value) {
        let class = called.strip_prefix("pathlib.");
        // Not in `rules/`: it is how these classes take their argument that counts.
        let is_path = class.is_some_and(|class| !class.contains('.') && class.ends_with("Path"));
        let is_alone = arguments.keywords.is_empty() && arguments.rest.is_none();
        let ([path], true, true) = (arguments.positional.as_slice(), is_path, is_alone) else {
            return;
        };
        if let (Some(Atom::Object(made)), Some(name @ Atom::Text(_))) = (made.single(), path.single()) {
            let mark = self.symbols.of(MARK);
            self.objects[made as usize].attributes.insert(mark, name.into());
        }
    }

    /// The name of the file that an object stands for.
    pub(super) fn path_of(&self, object: ObjectId) -> Option<String> {
        let mark = self.symbols.find(MARK)?;
        match self.objects[object as usize].attributes.get(&mark)?.single()? {
            Atom::Text(name) => Some(self.symbols.text(name).to_owned()),
            _ => None,
        }
    }
}
