//! Setting attributes, and what changes with them.
use crate::evaluate::activity::{Activity, Changed};
use crate::evaluate::facet::{Access, Facet, Grade};
use crate::evaluate::machine::Machine;
use crate::evaluate::object::{Arguments, Kind, Owner, Place};
use crate::evaluate::value::{Atom, ObjectId, Symbol, Value};
use crate::graph::ModuleId;
use crate::rules::EffectKind;
use crate::semantics::code::{Expr, Stmt};

/// Whether a `finally` in a statement has one of some kind.
fn puts_back(statement: &Stmt, sets: &impl Fn(&Stmt) -> bool) -> bool {
    match statement {
        Stmt::Try { finally, body, .. } => {
            finally.iter().any(sets) || body.iter().any(|statement| puts_back(statement, sets))
        }
        Stmt::With { body, .. } => body.iter().any(|statement| puts_back(statement, sets)),
        Stmt::If { then, otherwise, .. } => then.iter().chain(otherwise).any(|statement| puts_back(statement, sets)),
        _ => false,
    }
}

impl Machine<'_> {
    pub(super) fn set_module_attribute(&mut self, module: ModuleId, name: Symbol, new: &Value, place: Place) {
        // At its own level, and not in a branch.
        let is_always = self.running.len() == 1 && self.weak == 0 && self.caught == 0;
        self.constant = self.constant_text(new).filter(|_| is_always);
        self.putting_in(Some(new.clone()), |machine| machine.replaces_name(module, name, place));
        self.constant = None;
        if self.code(module).is_none() {
            return;
        }
        let env = self.globals(module);
        self.weak += 1;
        self.bind(env, name, new.clone());
        self.weak -= 1;
    }

    /// Notes that a name of a module is bound by somebody.
    pub fn replaces_name(&mut self, module: ModuleId, name: Symbol, place: Place) {
        let whole = format!("{}.{}", self.program.modules[module].name, self.symbols.text(name));
        if self.code(module).is_none() {
            if !self.is_put_back(self.symbols.text(name)) {
                self.writes_external(&whole, None, place);
            }
            return;
        }
        if self.activity != Activity::Import(module) {
            let what = format!("replaces `{whole}`");
            self.note(
                EffectKind::Patching,
                Access::Write,
                Facet::Attribute(whole),
                Grade::Seen,
                place,
                what,
            );
        }
        self.changes_name(module, name, place);
    }

    /// A constant as Python writes it.
    fn constant_text(&self, value: &Value) -> Option<String> {
        match value.single()? {
            Atom::None => Some("None".to_owned()),
            Atom::Bool(truth) => Some(if truth { "True" } else { "False" }.to_owned()),
            Atom::Int(number) => Some(number.to_string()),
            Atom::Text(text) => Some(format!("{:?}", self.symbols.text(text))),
            Atom::Plain
            | Atom::Beginning(_)
            | Atom::Module(_)
            | Atom::Object(_)
            | Atom::External(_)
            | Atom::Unknown => None,
        }
    }

    /// Whether code of an installed package that is running puts an attribute of this name back before it ends, whatever
    /// happens: nobody else sees what it was in between.
    fn is_put_back(&self, name: &str) -> bool {
        let Some(&(module, body)) = self.running.last() else {
            return false;
        };
        let Some((code, found)) = self.code(module).zip(self.body(module, body)) else {
            return false;
        };
        let sets = |statement: &Stmt| match statement {
            // What was there before is in some variable.
            Stmt::Assign { targets, value } if !matches!(code.expression(*value), Expr::Literal(_)) => {
                targets.iter().any(|&target| match code.expression(target) {
                    Expr::Attribute(_, attribute) => code.name(*attribute) == name,
                    _ => false,
                })
            }
            _ => false,
        };
        !self.is_own(module) && found.statements.iter().any(|statement| puts_back(statement, &sets))
    }

    pub(super) fn set_object_attribute(&mut self, object: ObjectId, name: Symbol, new: &Value, place: Place) {
        let class = match *self.kind(object) {
            Kind::Instance(class) => Some(class),
            Kind::Class { .. } => self.metaclass(object),
            _ => None,
        };
        if let Some(class) = class {
            let is_deleted = new.is_nothing();
            let hook = self.symbols.of(if is_deleted { "__delattr__" } else { "__setattr__" });
            if let Some(function) = self.class_attribute(class, hook) {
                let bound = self.bound(&function, Atom::Object(object).into(), class, place);
                let mut arguments = vec![Atom::Text(name).into()];
                arguments.extend((!is_deleted).then(|| new.clone()));
                self.call(&bound, &Arguments::of(arguments), place);
                if !matches!(self.kind(object), Kind::Class { .. }) {
                    self.put(object, name, new);
                    return;
                }
            }
            if let Some(value) = self.class_attribute(class, name) {
                let mut arguments = Arguments::of(vec![Atom::Object(object).into()]);
                arguments.positional.extend((!is_deleted).then(|| new.clone()));
                let method = if is_deleted { "__delete__" } else { "__set__" };
                for atom in value.atoms() {
                    let Atom::Object(descriptor) = atom else { continue };
                    match self.kind(descriptor).clone() {
                        Kind::Property { set, delete, .. } => {
                            self.call(if is_deleted { &delete } else { &set }, &arguments, place);
                            return;
                        }
                        Kind::Instance(_) if self.special(&atom.into(), method, &arguments, place).is_some() => {
                            return;
                        }
                        _ => {}
                    }
                }
            }
        }
        if let Some(made_by) = self.made_by(object, class) {
            self.sets_on_external(&made_by, place);
        }
        // What is put on a class serves all who have an instance, and who asks these for it is not seen.
        let is_class = matches!(self.kind(object), Kind::Class { .. });
        let is_made_there = !is_class && self.is_made_there(object, new);
        self.put(object, name, new);
        if let Kind::Result(of) = *self.kind(object)
            && self.is_shared(self.symbols.text(of))
        {
            let whole = format!("{}.{}", self.symbols.text(of), self.symbols.text(name));
            self.enter_logger(object);
            self.writes_external(&whole, None, place);
            self.leave_logger(object);
            return;
        }
        let kind = EffectKind::Mutation;
        let what = format!("sets the attribute `{}`", self.symbols.text(name));
        // Another class has other attributes.
        let is_all = matches!(self.symbols.text(name), "__class__" | "__dict__");
        let changed = Changed {
            object,
            field: (!is_all).then_some(name),
            is_made_there,
        };
        self.changed_by(changed, kind, place, what);
    }

    /// Notes that an object is changed, if others have it.
    pub fn changes(&mut self, object: ObjectId, kind: EffectKind, place: Place, what: String) {
        let changed = Changed {
            object,
            field: None,
            is_made_there: false,
        };
        self.changed_by(changed, kind, place, what);
    }

    /// Notes that an object is changed, if others have it.
    pub fn changed_by(&mut self, changed: Changed, kind: EffectKind, place: Place, what: String) {
        let object = self.whose(changed.object);
        let changed = Changed { object, ..changed };
        // What is asked of an object by a name that its class does not show is part of it.
        if let Kind::Foreign { receiver, .. } = self.kind(object).clone() {
            for atom in receiver.atoms() {
                if let Atom::Object(object) = atom {
                    self.changed_by(Changed { object, ..changed }, kind, place, what.clone());
                }
            }
            return;
        }
        if self.is_fresh(object) {
            return;
        }
        self.changes_object(object, changed.field, place, &what);
        if let Owner::Module(owner) = self.objects[object as usize].owner {
            let what = format!("{what} of an object of `{}`", self.program.modules[owner].name);
            let facet = Facet::Module(owner);
            self.note_of(Some(changed), kind, Access::Write, facet, Grade::Seen, place, what);
        }
    }

    /// Notes that a name of a module is bound, if it is somebody else's.
    pub fn changes_module(&mut self, module: ModuleId, place: Place, what: String) {
        if self.activity != Activity::Import(module) {
            let what = format!("{what} in `{}`", self.program.modules[module].name);
            self.note(
                EffectKind::Mutation,
                Access::Write,
                Facet::Module(module),
                Grade::Seen,
                place,
                what,
            );
        }
    }
}
