//! Who uses, while being imported, an attribute of a module that somebody replaces.
use rustc_hash::{FxHashMap, FxHashSet};

use super::super::inputs::Inputs;
use super::is_set_on_purpose;
use super::known::Parts;
use super::looking::may_look_at;
use crate::evaluate::{Effect, Evaluation, Facet, Sought};
use crate::graph::visibility::{Part, each_part};
use crate::graph::{ModuleId, Program};
use crate::project::standard;
use crate::rules::{Group, Rules};
use crate::semantics::code::{Argument, ArgumentKind, Body, Code, Expr, ExprId};
use crate::semantics::facts::{Import, ScopeId};

/// The module whose attributes are names that every module sees.
const BUILTINS: &str = "builtins";
/// What something says of itself.
const DOC: &str = "__doc__";
/// How code names that.
/// Not in `rules/`: the language and its library have no others.
pub(super) const ASKS_FOR_TEXT: [&str; 3] = [DOC, "getdoc", "pydoc"];

/// Whether a part of the state is what something says of itself that only stands for a type.
pub(super) fn is_text_of_type(rules: &Rules, name: &str) -> bool {
    let owner = name.strip_suffix(DOC).and_then(|owner| owner.strip_suffix('.'));
    owner.is_some_and(|owner| rules.knows(Group::SpecialForm, owner))
}

/// The attribute that a write replaces, as the name of a module and its own; the second is empty for any attribute.
fn replaced(written: &Facet) -> Option<(&str, &str)> {
    match written {
        Facet::State(name) if name == BUILTINS => Some((BUILTINS, "")),
        Facet::State(name) if name.starts_with("module:") => Some((&name["module:".len()..], "")),
        Facet::State(name) if is_set_on_purpose(name) => None,
        Facet::State(name) | Facet::Attribute(name) => {
            let (owner, attribute) = name.rsplit_once('.')?;
            Some((owner, if attribute == "*" { "" } else { attribute }))
        }
        Facet::Module(_) | Facet::Subclasses(_) | Facet::Everything => None,
    }
}

/// The imports of modules some attribute of which is replaced.
pub(super) struct Users<'a> {
    program: &'a Program,
    evaluation: &'a Evaluation,
    rules: &'a Rules,
    by_owner: FxHashMap<&'a str, Vec<(ModuleId, &'a Import)>>,
    /// Who reads parts of the project.
    parts: &'a Parts,
    /// The modules whose import runs a function.
    running: FxHashMap<(ModuleId, ScopeId), Vec<ModuleId>>,
}

impl<'a> Users<'a> {
    pub fn new<'b: 'a>(inputs: Inputs<'a>, parts: &'a Parts, writes: impl Iterator<Item = &'a &'b Effect>) -> Self {
        let (program, evaluation) = (inputs.program, inputs.evaluation);
        let mut by_owner: FxHashMap<&'a str, Vec<(ModuleId, &'a Import)>> = FxHashMap::default();
        for (owner, _) in writes.filter_map(|write| replaced(&write.facet)) {
            by_owner.entry(owner).or_default();
        }
        let modules = if by_owner.is_empty() { 0 } else { program.modules.len() };
        let mut running: FxHashMap<_, Vec<ModuleId>> = FxHashMap::default();
        for id in 0..modules {
            for &function in &evaluation.followed.executed[id] {
                running.entry(function).or_default().push(id);
            }
            for import in program.facts(id).into_iter().flat_map(|facts| &facts.imports) {
                let base = match import.level {
                    0 => None,
                    _ => Some(program.absolute(id, import).unwrap_or_default()),
                };
                if let Some(users) = by_owner.get_mut(base.as_deref().unwrap_or(&import.module)) {
                    users.push((id, import));
                }
            }
        }
        Users {
            program,
            evaluation,
            rules: inputs.rules,
            by_owner,
            parts,
            running,
        }
    }

    /// The modules that take what is replaced by name, or whose import runs code that names it; ascending. Who hands the whole module
    /// on may do so for any of its names; for what a test replaces while it runs, who comes to these later finds what is there then.
    pub fn of(&self, written: &Facet, by_test: bool) -> Vec<ModuleId> {
        let Some((owner, attribute)) = replaced(written) else {
            return Vec::new();
        };
        let mut users = FxHashSet::default();
        for &(id, import) in self.by_owner.get(owner).into_iter().flatten() {
            match &import.name {
                Some(name) => drop(is_meant(owner, attribute, name).then(|| users.insert(id))),
                // Of files that are not the project's, only the code is kept.
                None if owner == BUILTINS => {}
                None => self.name_it(id, import, (attribute, by_test), &mut users),
            }
        }
        if owner == BUILTINS {
            self.name_builtin(attribute, &mut users);
        }
        self.take_it(written, owner, attribute, &mut users);
        if let Some(module) = self.program.find(owner) {
            users.extend(self.parts.others_that_read(self.evaluation, module, attribute));
        }
        let mut users: Vec<ModuleId> = users.into_iter().collect();
        users.sort_unstable();
        users
    }

    /// Modules whose import was seen to take an attribute of the standard library, or to call what may look at an attribute of a
    /// class there.
    fn take_it(&self, written: &Facet, owner: &str, attribute: &str, users: &mut FxHashSet<ModuleId>) {
        // Of what goes by the name of a module the rules say who reads it.
        let (Facet::State(name) | Facet::Attribute(name)) = written else {
            return;
        };
        if !name.starts_with(owner) {
            return;
        }
        let symbols = &self.evaluation.symbols;
        // A name that every module sees is seldom asked for so, but for all of them together.
        let attribute = if owner == BUILTINS { "__dict__" } else { attribute };
        // The module of the class that the attribute is of.
        let around = || crate::syntax::prefixes(owner).filter(|name| self.program.find(name).is_some());
        let module = match self.program.find(owner) {
            Some(_) => None,
            None => around()
                .last()
                .filter(|module| may_be_class(owner, module) && !self.is_put_on_type(owner, attribute)),
        };
        let sought = Sought::new(symbols, owner, attribute);
        if module.is_none() && matches!(&sought, Sought::Names(names) if names.is_empty()) {
            return;
        }
        for (id, taken) in self.evaluation.taken.iter().enumerate() {
            let calls = |module: &str| {
                let home = self.program.find(module);
                let mut called = taken.called(symbols, holder(owner, module));
                called.any(|name| home.is_none_or(|home| may_look_at(self.program, self.rules, home, name, attribute)))
            };
            if taken.has(symbols, &sought) || module.is_some_and(calls) {
                users.insert(id);
            }
        }
    }

    /// Whether an attribute is one that nobody asks for of what only stands for a type, such as `typing.Any`: what Python and `typing`
    /// ask of types begins with an underscore, and is known where it begins with two. Its text they do not ask for.
    fn is_put_on_type(&self, owner: &str, attribute: &str) -> bool {
        let is_asked = match attribute.strip_prefix('_') {
            Some(rest) if rest.starts_with('_') => {
                attribute != DOC && self.rules.knows(Group::AskedByPython, attribute)
            }
            Some(_) => true,
            None => attribute.is_empty(),
        };
        self.rules.knows(Group::SpecialForm, owner) && !is_asked
    }

    /// Code that names an attribute of what an import binds, or hands the module on.
    fn name_it(
        &self,
        id: ModuleId,
        import: &Import,
        (attribute, by_test): (&str, bool),
        users: &mut FxHashSet<ModuleId>,
    ) {
        let Some(facts) = self.program.facts(id) else { return };
        for reference in &facts.references {
            let first = reference.attributes.first();
            let is_named = attribute.is_empty() || first.map_or(!by_test, |first| first == attribute);
            if Some(reference.binding) == import.binding && is_named {
                users.extend(self.importing(id, reference.scope));
            }
        }
    }

    /// Code that names a builtin, or the module of all of them; where any may be replaced, one that Python does not have by
    /// itself.
    fn name_builtin(&self, attribute: &str, users: &mut FxHashSet<ModuleId>) {
        for id in 0..self.program.modules.len() {
            let Some(facts) = self.program.facts(id) else { continue };
            for read in &facts.unbound {
                // What is not found here and may come by a star comes by that, unless just this name is written.
                let is_brought = || attribute.is_empty() && self.program.star_that_binds(id, &read.name).is_some();
                if is_meant(BUILTINS, attribute, &read.name) && !is_brought() {
                    users.extend(self.importing(id, read.scope));
                }
            }
            let code = &facts.code;
            let modules: Vec<&str> = self.names_of_builtins(id).collect();
            let is_plain = |name: &str| name == "__builtins__" || standard::is_builtin_name(name) && name == attribute;
            // Most files name it nowhere.
            if !code
                .names
                .iter()
                .any(|name| is_plain(name) || modules.contains(&&**name))
            {
                continue;
            }
            for body in &code.bodies {
                let mut found = false;
                each_part(code, &body.statements, &mut |part| {
                    let Part::Expression(at, around) = part else { return };
                    let Expr::Name(name) = *code.expression(at) else { return };
                    let text = code.name(name);
                    let is_free = || facts.global(text).is_none() && !is_local(code, body, name);
                    let is_taken = || match around.map(|around| code.expression(around)) {
                        Some(&Expr::Attribute(_, name)) => is_meant(BUILTINS, attribute, code.name(name)),
                        Some(Expr::Call(callee, arguments)) => asked_by_text(code, *callee, arguments, at)
                            .filter(|_| facts.global("hasattr").is_none() && facts.global("getattr").is_none())
                            .is_none_or(|name| is_meant(BUILTINS, attribute, name)),
                        Some(_) | None => true,
                    };
                    found = found || is_plain(text) && is_free() || modules.contains(&text) && is_taken();
                });
                if found {
                    users.extend(self.importing(id, body.scope));
                }
            }
        }
    }

    /// What a file calls the module of all builtins.
    fn names_of_builtins(&self, id: ModuleId) -> impl Iterator<Item = &'a str> {
        let program = self.program;
        let imports = self.by_owner.get(BUILTINS).into_iter().flatten();
        let own = imports.filter(move |(importer, import)| *importer == id && import.name.is_none());
        own.filter_map(move |(_, import)| {
            let facts = program.facts(id)?;
            Some(facts.bindings[import.binding? as usize].name.as_str())
        })
    }

    /// The modules whose import runs the code of a scope.
    fn importing(&self, module: ModuleId, scope: ScopeId) -> Vec<ModuleId> {
        let facts = self.program.facts(module);
        match facts.and_then(|facts| facts.executing_function(scope)) {
            None => vec![module],
            Some(function) => self.running.get(&(module, function)).cloned().unwrap_or_default(),
        }
    }
}

/// The name that `hasattr(module, "name")` or `getattr` asks for, where it is written down.
fn asked_by_text<'c>(code: &'c Code, callee: ExprId, arguments: &[Argument], module: ExprId) -> Option<&'c str> {
    let Expr::Name(asks) = *code.expression(callee) else {
        return None;
    };
    let [of, name, ..] = arguments else { return None };
    let is_asked = matches!(code.name(asks), "hasattr" | "getattr") && of.value == module;
    code.text(name.value)
        .filter(|_| is_asked && name.kind == ArgumentKind::Plain)
}

/// Whether who takes `name` of a module may get what a write of `attribute` put there; of what Python has by itself, code that
/// writes names which are not known is taken to change nothing: it adds names. A namespace has all of them.
fn is_meant(owner: &str, attribute: &str, name: &str) -> bool {
    let is_dunder = name.starts_with("__") && name.ends_with("__");
    match attribute {
        _ if name == "__dict__" => true,
        "" if owner == BUILTINS => !(standard::is_builtin_name(name) || is_dunder),
        "" => true,
        _ => name == attribute,
    }
}

/// Who uses a class that is in a module, or in an object there, if it is one: the beginning of the names of what he calls.
fn holder<'n>(class: &'n str, module: &'n str) -> &'n str {
    let below = class.strip_prefix(module).unwrap_or_default().trim_start_matches('.');
    match below.split_once('.') {
        Some((object, _)) if object.starts_with(char::is_lowercase) => &class[..module.len() + 1 + object.len()],
        Some(_) | None => module,
    }
}

/// Whether something in a module is a class by its name, or the one that the module is named after: an attribute of a function, or
/// of a constant, changes nothing of what is called.
fn may_be_class(name: &str, module: &str) -> bool {
    let last = |name: &str| name.rsplit('.').next().unwrap_or_default().to_owned();
    let class = last(name);
    class.starts_with(char::is_uppercase) && class.contains(char::is_lowercase) || class == last(module)
}

/// Whether a name is one of the body's own, or of a body around it.
fn is_local(code: &Code, body: &Body, name: crate::semantics::code::Name) -> bool {
    let mut at = Some(body);
    while let Some(body) = at {
        if body.locals.binary_search(&name).is_ok() || body.type_parameters.contains(&name) {
            return true;
        }
        at = body.parent.map(|parent| &code.bodies[parent as usize]);
    }
    false
}
