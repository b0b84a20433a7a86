//! Typer apps that one module imports to add them to its own: whether a stand-in can be added instead, and what it says.
use super::help::whole;
use super::{CommandQuery, Framework, Inputs, ModuleId, Sighting, Unclear, defined};
use crate::graph::{Entity, Trail};
use crate::judge::Code;
use crate::judge::verdict::Kept;
use crate::rules::{CommandRole, Group, Rules};
use crate::semantics::ModuleFacts;
use crate::semantics::code::{Argument, ArgumentKind, Code as Python, Expr, ExprId, Literal, Stmt};
use crate::semantics::facts::{BindingId, Import, Path, Reference, StandIn};
use crate::verdict::{CommandText, Deprecated, StandInCall, StandInClass};

pub(super) const FRAMEWORK: Framework = Framework {
    class: StandInClass {
        name: "DeferredTyper",
        is_told_name: true,
    },
    is_last: false,
    stand_in: |query, import, binding| query.app(import, binding),
    wanted,
};

/// An app where it is made.
pub(super) struct App<'a> {
    rules: &'a Rules,
    facts: &'a ModuleFacts,
    /// Where it stands.
    pub at: Sighting,
    /// The arguments of the call that makes it.
    made: &'a [Argument],
    /// Those of the decorator of its callback, and its docstring.
    callback: Option<(&'a [Argument], Option<&'a str>)>,
}

impl<'a> App<'a> {
    /// The app that an entity is; `None` where it is none, or where it is not plain to see what is done with it.
    pub fn of(inputs: Inputs<'a>, entity: Entity) -> Option<Self> {
        let program = inputs.program;
        let (module, name) = defined(entity)?;
        let facts = program.facts(module).filter(|_| program.modules[module].is_own())?;
        let binding = &facts.bindings[facts.global(&name)? as usize];
        let kinds = binding.kinds;
        let others = kinds.imports + kinds.functions + kinds.classes + kinds.deletions + kinds.parameters;
        if kinds.assignments != 1 || others > 0 || kinds.from_global_statement {
            return None;
        }
        let code = &facts.code;
        let statements = &code.bodies.first()?.statements;
        let is_it = |id: ExprId| matches!(code.expression(id), Expr::Name(found) if code.name(*found) == name);
        let value = statements.iter().find_map(|stmt| match stmt {
            Stmt::Assign { targets, value } if targets.len() == 1 && is_it(targets[0]) => Some(*value),
            _ => None,
        })?;
        let Expr::Call(callee, made) = code.expression(value) else {
            return None;
        };
        let names = program.known_names(module, &path(facts, *callee)?);
        let is_app = |name: &String| inputs.rules.command_role(name) == Some(CommandRole::App);
        if !names.iter().any(is_app) {
            return None;
        }
        let mut callbacks = statements.iter().filter_map(|stmt| {
            let Stmt::Define { body, decorators, .. } = stmt else {
                return None;
            };
            let given = decorators.iter().find_map(|&decorator| {
                let (called, arguments): (ExprId, &[Argument]) = match code.expression(decorator) {
                    Expr::Call(called, arguments) => (*called, arguments),
                    _ => (decorator, &[]),
                };
                matches!(code.expression(called), Expr::Attribute(object, method) if is_it(*object) && code.name(*method) == "callback")
                    .then_some(arguments)
            })?;
            let docstring = match code.bodies[*body as usize].statements.first() {
                Some(Stmt::Expression(first)) => code.text(*first),
                _ => None,
            };
            Some((given, docstring))
        });
        let (callback, another) = (callbacks.next(), callbacks.next());
        let app = App {
            rules: inputs.rules,
            facts,
            at: Sighting {
                module,
                span: binding.first,
            },
            made,
            callback,
        };
        (another.is_none() && app.is_left_alone(inputs, module, &name)).then_some(app)
    }

    /// What the help page of another app shows of it, where it is added with these arguments; or why that cannot be told.
    pub fn text(&self, added: &Added<'_>) -> Result<CommandText, Unclear> {
        let code = &self.facts.code;
        let callback = self.callback.map_or(&[][..], |(given, _)| given);
        let own = [("made", self.made), ("called back", callback)];
        for (_, arguments) in own {
            let is_open = |argument: &Argument| !matches!(argument.kind, ArgumentKind::Keyword(_));
            if arguments.iter().any(is_open) {
                return Err(Unclear::OpenArguments);
            }
            let mut names = arguments.iter().filter_map(|argument| match argument.kind {
                ArgumentKind::Keyword(name) => Some(code.name(name)),
                _ => None,
            });
            let given = names.find(|name| self.rules.knows(Group::AppUnclear, name));
            if let Some(name) = given {
                return Err(Unclear::Decides(name.to_owned()));
            }
        }
        if let Some(name) = ["name", "short_help", "hidden"]
            .into_iter()
            .find(|name| argument(code, callback, name).is_some())
        {
            return Err(Unclear::Callback(name.to_owned()));
        }
        // Where both say something, the one that adds it has to say what is not nothing.
        let both = |name: &&&str| argument(code, self.made, name).is_some() || argument(code, callback, name).is_some();
        let twice = added
            .names
            .iter()
            .filter(both)
            .find(|&&name| name != "name" && !added.says(name));
        if let Some(name) = twice {
            return Err(Unclear::TakenBack((*name).to_owned()));
        }
        let literal = |arguments: &[Argument], name: &str| match argument(code, arguments, name) {
            None => Ok(None),
            Some(value) => match code.expression(value) {
                Expr::Literal(Literal::None) => Ok(None),
                Expr::Literal(Literal::Text(found)) => Ok(Some(code.name(*found).to_owned())),
                _ => Err(Unclear::Computed(name.to_owned())),
            },
        };
        let name = match added.name()? {
            Some(name) => Some(name),
            None => literal(self.made, "name")?,
        };
        let name = name.filter(|name| !name.is_empty()).ok_or(Unclear::NoName)?;
        let help = match (
            added.names.contains(&"help"),
            literal(callback, "help")?,
            literal(self.made, "help")?,
        ) {
            (true, ..) => None,
            (false, Some(help), _) | (false, None, Some(help)) => Some(whole(&help)?),
            (false, None, None) => match self.callback.and_then(|(_, docstring)| docstring) {
                Some(help) => Some(whole(help)?),
                None => None,
            },
        };
        let help = help.filter(|help| !help.is_empty());
        let short_help = match added.names.contains(&"short_help") {
            true => None,
            false => literal(self.made, "short_help")?,
        };
        let hidden = match argument(code, self.made, "hidden").filter(|_| !added.names.contains(&"hidden")) {
            None => false,
            Some(value) => match code.expression(value) {
                Expr::Literal(Literal::Bool(hidden)) => *hidden,
                _ => return Err(Unclear::Computed("hidden".to_owned())),
            },
        };
        Ok(CommandText {
            name: Some(name),
            help,
            short_help,
            hidden,
            deprecated: Deprecated::No,
            is_leaf: false,
        })
    }

    /// Whether nobody else changes what is shown of it, and nobody decides how errors of its commands are shown.
    fn is_left_alone(&self, inputs: Inputs<'_>, owner: ModuleId, name: &str) -> bool {
        let program = inputs.program;
        let own = program.own_modules();
        let mut files = own.filter_map(|id| Some((id, program.facts(id)?)));
        let changes = |module: ModuleId, facts: &ModuleFacts, reference: &Reference| {
            let Some(at) = reference
                .attributes
                .iter()
                .position(|one| one == "info" || one == "callback" && module != owner)
            else {
                return false;
            };
            let path = Path {
                root: facts.bindings[reference.binding as usize].name.clone(),
                binding: Some(reference.binding),
                attributes: reference.attributes[..at].to_vec(),
            };
            program.entity(module, &path).and_then(defined) == Some((owner, name.to_owned()))
        };
        files.all(|(module, facts)| {
            let own_method = |name: &str| facts.code.bodies.iter().any(|body| facts.code.name(body.name) == name);
            let is_told = |name: &str| {
                facts.code.expressions.iter().any(|expression| {
                matches!(expression, Expr::Call(_, arguments) if argument(&facts.code, arguments, name).is_some())
            })
            };
            !own_method("add_typer")
                && !is_told("pretty_exceptions_short")
                && !facts
                    .references
                    .iter()
                    .any(|reference| changes(module, facts, reference))
        })
    }
}

/// A call that adds an app to another one.
pub(super) struct Added<'a> {
    code: &'a Python,
    arguments: &'a [Argument],
    /// The keywords that it has.
    names: Vec<&'a str>,
    /// The app, as it is named there.
    app: ExprId,
}

impl<'a> Added<'a> {
    /// The calls in a file that add an app.
    fn all(rules: &'a Rules, code: &'a Python) -> impl Iterator<Item = Added<'a>> {
        code.expressions.iter().filter_map(move |expression| {
            let Expr::Call(callee, arguments) = expression else {
                return None;
            };
            let is_adding =
                matches!(code.expression(*callee), Expr::Attribute(_, method) if code.name(*method) == "add_typer");
            let (first, rest) = arguments.split_first().filter(|_| is_adding)?;
            let names: Option<Vec<&str>> = rest
                .iter()
                .map(|argument| match argument.kind {
                    ArgumentKind::Keyword(name) => {
                        Some(code.name(name)).filter(|name| rules.knows(Group::AppParameter, name))
                    }
                    _ => None,
                })
                .collect();
            Some(Added {
                code,
                arguments,
                names: names.filter(|_| first.kind == ArgumentKind::Plain)?,
                app: first.value,
            })
        })
    }

    /// Whether it says something that is not nothing.
    fn says(&self, name: &str) -> bool {
        argument(self.code, self.arguments, name).is_some_and(|value| match self.code.expression(value) {
            Expr::Literal(Literal::Text(text)) => !self.code.name(*text).is_empty(),
            Expr::Literal(Literal::Bool(flag)) => *flag,
            _ => false,
        })
    }

    fn name(&self) -> Result<Option<String>, Unclear> {
        match argument(self.code, self.arguments, "name").map(|value| self.code.expression(value)) {
            None | Some(Expr::Literal(Literal::None)) => Ok(None),
            Some(Expr::Literal(Literal::Text(text))) => Ok(Some(self.code.name(*text).to_owned())),
            Some(_) => Err(Unclear::ComputedName),
        }
    }
}

pub(super) fn argument(code: &Python, arguments: &[Argument], wanted: &str) -> Option<ExprId> {
    let mut all = arguments.iter();
    let found = all.find(|argument| matches!(argument.kind, ArgumentKind::Keyword(name) if code.name(name) == wanted));
    found.map(|argument| argument.value)
}

/// A dotted name at module level.
pub(super) fn path(facts: &ModuleFacts, id: ExprId) -> Option<Path> {
    match facts.code.expression(id) {
        Expr::Name(name) => {
            let root = facts.code.name(*name).to_owned();
            Some(Path {
                binding: Some(facts.global(&root)?),
                root,
                attributes: Vec::new(),
            })
        }
        Expr::Attribute(object, name) => {
            let mut path = path(facts, *object)?;
            path.attributes.push(facts.code.name(*name).to_owned());
            Some(path)
        }
        _ => None,
    }
}

impl CommandQuery<'_, '_> {
    /// What takes the place of the import of an app; `None` where it is none, or where more is done with it than to add it to
    /// another one.
    fn app(&self, import: &Import, binding: BindingId) -> Option<Result<StandInCall, Kept>> {
        let program = self.inputs.program;
        if !self.may_stand_in(import, binding) {
            return None;
        }
        let mut references = self
            .facts
            .references
            .iter()
            .filter(|reference| reference.binding == binding);
        let (only, None) = (references.next()?, references.next()) else {
            return None;
        };
        let code = &self.facts.code;
        let mut adding =
            Added::all(self.inputs.rules, code).filter(|added| code.span(added.app).start == only.span.start);
        let added = adding.next().filter(|_| self.runs_at_import(only))?;
        let named = path(self.facts, added.app)?;
        if named.attributes != only.attributes {
            return None;
        }
        let Trail { end, .. } = program.trail(self.module, binding, &only.attributes)?;
        let (owner, app) = defined(end.clone())?;
        let source = App::of(self.inputs, end)?;
        let name = self.stand_in_name(binding, &only.attributes)?;
        let text = source
            .text(&added)
            .map_err(|reason| Kept::at(Code::CommandText, reason.to_string(), source.at));
        Some(text.map(|text| StandInCall {
            class: FRAMEWORK.class,
            name,
            target: format!("{}:{app}", program.modules[owner].name),
            text,
            references: match only.attributes.is_empty() {
                true => Vec::new(),
                false => vec![code.span(added.app)],
            },
            told: Vec::new(),
        }))
    }
}

/// What a stand-in for the app at an entity should say, where it is added so in this file.
fn wanted(inputs: Inputs<'_>, facts: &ModuleFacts, stand_in: &StandIn, entity: Entity) -> Result<CommandText, Unclear> {
    let app = App::of(inputs, entity).ok_or(Unclear::NoApp)?;
    let code = &facts.code;
    let is_it = |added: &Added<'_>| matches!(code.expression(added.app), Expr::Name(found) if code.name(*found) == stand_in.name);
    let added = Added::all(inputs.rules, code).find(is_it).ok_or(Unclear::NeverAdded)?;
    app.text(&added)
}
