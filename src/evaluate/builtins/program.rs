//! Functions about the program: imports, loggers, frames, code in texts.
use super::Builtin;
use crate::evaluate::machine::Machine;
use crate::evaluate::object::{Kind, Place};
use crate::evaluate::stand_ins::IMPORT;
use crate::evaluate::value::{Atom, Value};

/// What code in a text names that changes how modules are found, and what it changes there.
/// Not in `rules/`: Python has no others.
const FINDING: [(&str, &str); 3] = [
    (IMPORT[0], IMPORT[1]),
    ("meta_path", "sys.meta_path"),
    ("path_hooks", "sys.path_hooks"),
];

impl Machine<'_> {
    /// Code in a text is executed: what it names of how modules are found may be other afterwards.
    fn replaces_finders(&mut self, text: &Value, place: Place) {
        for atom in text.atoms() {
            let Atom::Text(text) = atom else { continue };
            let text = self.symbols.shared(text);
            for (name, whole) in FINDING {
                // Not where it is called: `__import__("os").getcwd()`.
                let mut behind = text.split(name).skip(1);
                if behind.any(|behind| !behind.trim_start().starts_with('(')) {
                    self.writes_external(whole, None, place);
                }
            }
        }
    }

    /// What a builtin of this family hands out; none where it is of another one.
    pub(super) fn builtin_of_program(&mut self, of: &Builtin<'_>) -> Option<Value> {
        let Builtin {
            name,
            arguments,
            first,
            second,
            place,
        } = *of;
        Some(match name {
            "importlib.import_module" => {
                let value = self.import_by_name(first, Some(second), true, place);
                if value.is_unknown() {
                    self.unknown_import(place)
                } else {
                    value
                }
            }
            "__import__" => {
                let from_list = self.symbols.of("fromlist");
                let is_whole = arguments.get(3, Some(from_list)).is_some();
                let value = self.import_by_name(first, None, is_whole, place);
                if value.is_unknown() {
                    self.unknown_import(place)
                } else {
                    value
                }
            }
            "logging.getLogger" => {
                let name = match first.single() {
                    Some(Atom::Text(name)) => self.symbols.text(name).to_owned(),
                    None | Some(Atom::None) => "root".to_owned(),
                    _ => "*".to_owned(),
                };
                let symbol = self.symbols.of("logging.Logger");
                let made = self.make(Kind::Result(symbol));
                let key = self.symbols.of(&name);
                self.finds_logger(&name, place);
                self.loggers_of.insert(made, key);
                Atom::Object(made).into()
            }
            "exec" | "eval" | "compile" if name != "compile" => {
                self.replaces_finders(first, place);
                let what = format!("calls `{name}`, which may do anything");
                self.note_anything(crate::evaluate::facet::Grade::Unknown, place, what);
                // What it binds, it binds in the names that it is handed: `exec(code, globals())`.
                let names = arguments.positional.get(1).filter(|_| name == "exec");
                for atom in names.into_iter().flat_map(Value::atoms) {
                    if let Atom::Object(object) = atom
                        && let &Kind::Namespace(module) = self.kind(object)
                    {
                        self.set_global(module, &Value::plain(), &Value::unknown(), place);
                    }
                }
                Value::unknown()
            }
            "operator.setitem" => {
                let rest = arguments.rest.clone().unwrap_or_default();
                let part = |at: usize| arguments.positional.get(at).cloned().unwrap_or_else(|| rest.clone());
                self.set_item(first, &part(1), &part(2), place);
                Atom::None.into()
            }
            "types.SimpleNamespace" => {
                let made = self.make(Kind::Result(0));
                for (key, value) in &arguments.keywords {
                    self.put(made, *key, value);
                }
                Atom::Object(made).into()
            }
            // A logger that is made by hand is nobody else's.
            "logging.Logger" => {
                let symbol = self.symbols.of("logging.Logger()");
                self.make_value(Kind::Result(symbol))
            }
            "sys._getframe" => return self.frame(first, place),
            "inspect.getmodule" => return self.module_of_frame(first),
            "asyncio.run" => {
                self.iterate(first, place);
                return None;
            }

            _ => return None,
        })
    }
}
