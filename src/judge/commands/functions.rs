//! Functions that one module imports to make commands of a Typer app of them: whether stand-ins can be handed over instead, and
//! what these say.
use super::apps::{argument, path};
use super::help::whole;
use super::{CommandQuery, Framework, Inputs, ModuleId, Sighting, Unclear, defined, function};
use crate::graph::{Entity, Trail};
use crate::judge::Code;
use crate::judge::verdict::Kept;
use crate::rules::{CommandRole, Group};
use crate::semantics::ModuleFacts;
use crate::semantics::code::{Argument, ArgumentKind, Code as Python, Expr, ExprId, Literal, Stmt};
use crate::semantics::facts::{Access, BindingId, Import, Path, Reference, StandIn};
use crate::verdict::{CommandText, StandInCall, StandInClass};

/// What makes what stands in for a function that a Typer app makes a command of.
pub(in crate::judge) const DEFERRED_FUNCTION: &str = "deferred_function";

pub(super) const FRAMEWORK: Framework = Framework {
    class: StandInClass {
        name: DEFERRED_FUNCTION,
        // The name of a command comes from where it is made, else from the function.
        is_told_name: false,
    },
    is_last: false,
    stand_in: |query, import, binding| query.function(import, binding),
    wanted,
};

/// A statement that makes a command of a function: `app.command("name")(function)`.
struct Made<'a> {
    /// `app`
    app: ExprId,
    /// `app.command("name")`
    call: ExprId,
    arguments: &'a [Argument],
    /// `function`
    function: ExprId,
}

impl<'a> Made<'a> {
    /// Those at the module's own level.
    fn all(code: &'a Python) -> impl Iterator<Item = Made<'a>> {
        let statements = code.bodies.first().map_or(&[][..], |body| &body.statements);
        statements.iter().filter_map(|stmt| {
            let Stmt::Expression(outer) = stmt else { return None };
            let Expr::Call(call, given) = code.expression(*outer) else {
                return None;
            };
            let Expr::Call(callee, arguments) = code.expression(*call) else {
                return None;
            };
            let (Expr::Attribute(app, method), [only]) = (code.expression(*callee), &given[..]) else {
                return None;
            };
            let is_making = code.name(*method) == "command" && only.kind == ArgumentKind::Plain;
            is_making.then_some(Made {
                app: *app,
                call: *call,
                arguments,
                function: only.value,
            })
        })
    }

    /// Whether all that it says is plain to see, and a class is not among it.
    fn is_plain(&self, code: &Python) -> bool {
        let is_known = |(at, one): (usize, &Argument)| match one.kind {
            ArgumentKind::Plain => at == 0,
            ArgumentKind::Keyword(name) => code.name(name) != "cls",
            _ => false,
        };
        self.arguments.iter().enumerate().all(is_known)
    }

    /// Whether it has a help text; or why that cannot be told.
    fn has_help(&self, code: &Python) -> Result<bool, Unclear> {
        match argument(code, self.arguments, "help").map(|value| code.expression(value)) {
            None | Some(Expr::Literal(Literal::None)) => Ok(false),
            Some(Expr::Literal(Literal::Text(_))) => Ok(true),
            Some(_) => Err(Unclear::Computed("help".to_owned())),
        }
    }
}

/// A function where it is defined.
struct Source<'a> {
    /// Where it stands.
    at: Sighting,
    docstring: Option<&'a str>,
}

impl<'a> Source<'a> {
    /// The function that an entity is; `None` where it is none, or has decorators, or somebody changes what is shown of it.
    fn of(inputs: Inputs<'a>, entity: Entity) -> Option<Self> {
        let (module, name) = defined(entity)?;
        let facts = inputs.program.facts(module)?;
        let binding = function(facts, &name).filter(|_| inputs.program.modules[module].is_own())?;
        let code = &facts.code;
        let body = code.bodies.first()?.statements.iter().find_map(|stmt| match stmt {
            Stmt::Define { body, decorators, .. } => {
                Some(&code.bodies[*body as usize]).filter(|body| decorators.is_empty() && code.name(body.name) == name)
            }
            _ => None,
        })?;
        let docstring = match body.statements.first() {
            Some(Stmt::Expression(first)) => code.text(*first),
            _ => None,
        };
        let source = Source {
            at: Sighting {
                module,
                span: facts.bindings[binding as usize].first,
            },
            docstring,
        };
        is_left_alone(inputs, module, &name).then_some(source)
    }

    /// What its stand-in says, which these statements make commands of.
    fn text(&self, code: &Python, made: &[Made<'_>]) -> Result<CommandText, Unclear> {
        let helped: Result<Vec<bool>, Unclear> = made.iter().map(|one| one.has_help(code)).collect();
        let helped = helped?;
        let help = match (helped.contains(&true), helped.contains(&false)) {
            (true, true) => return Err(Unclear::Twice),
            (true, false) => None,
            (false, _) => self.docstring.map(whole).transpose()?,
        };
        Ok(CommandText {
            help,
            ..CommandText::default()
        })
    }
}

/// Whether nobody assigns to the name or the docstring of a function.
fn is_left_alone(inputs: Inputs<'_>, owner: ModuleId, name: &str) -> bool {
    let program = inputs.program;
    own(inputs).all(|(module, facts)| {
        let writes = |reference: &Reference| {
            let Some((last, object)) = reference.attributes.split_last() else {
                return false;
            };
            let path = Path {
                root: facts.bindings[reference.binding as usize].name.clone(),
                binding: Some(reference.binding),
                attributes: object.to_vec(),
            };
            reference.access == Access::WriteAttribute
                && matches!(last.as_str(), "__doc__" | "__name__")
                && program.entity(module, &path).and_then(defined) == Some((owner, name.to_owned()))
        };
        !facts.references.iter().any(writes)
    })
}

/// The program's own files.
fn own<'a>(inputs: Inputs<'a>) -> impl Iterator<Item = (ModuleId, &'a ModuleFacts)> {
    let program = inputs.program;
    let own = program.own_modules();
    own.filter_map(|id| Some((id, program.facts(id)?)))
}

/// Whether the commands of apps are made as ever, and nobody gets their functions from an app.
fn are_made_plainly(inputs: Inputs<'_>) -> bool {
    let is_looked_at = |code: &Python, expression: &Expr| match expression {
        Expr::Attribute(_, name) => inputs.rules.knows(Group::AppAttribute, code.name(*name)),
        Expr::Call(_, arguments) => argument(code, arguments, "pretty_exceptions_short").is_some(),
        _ => false,
    };
    own(inputs).all(|(_, facts)| {
        let code = &facts.code;
        !code.expressions.iter().any(|expression| is_looked_at(code, expression))
    })
}

/// Whether a name is that of a Typer app: of a call of its class, or of a function of the program that returns such a call.
fn is_app(inputs: Inputs<'_>, module: ModuleId, named: &Path) -> bool {
    let program = inputs.program;
    let Some((owner, name)) = program.entity(module, named).and_then(defined) else {
        return false;
    };
    let Some(facts) = program.facts(owner) else {
        return false;
    };
    let code = &facts.code;
    let Some(binding) = facts.global(&name) else {
        return false;
    };
    let kinds = facts.bindings[binding as usize].kinds;
    let others = kinds.imports + kinds.functions + kinds.classes + kinds.deletions + kinds.parameters;
    let is_it = |id: ExprId| matches!(code.expression(id), Expr::Name(found) if code.name(*found) == name);
    let statements = code.bodies.first().map_or(&[][..], |body| &body.statements);
    let value = statements.iter().find_map(|stmt| match stmt {
        Stmt::Assign { targets, value } if targets.len() == 1 && is_it(targets[0]) => Some(*value),
        _ => None,
    });
    kinds.assignments == 1
        && others == 0
        && !kinds.from_global_statement
        && value.is_some_and(|value| makes_app(inputs, owner, facts, value, 0))
}

fn makes_app(inputs: Inputs<'_>, module: ModuleId, facts: &ModuleFacts, value: ExprId, depth: usize) -> bool {
    let program = inputs.program;
    let Expr::Call(callee, _) = facts.code.expression(value) else {
        return false;
    };
    let Some(named) = path(facts, *callee) else {
        return false;
    };
    let names = program.known_names(module, &named);
    let is_class = |name: &String| inputs.rules.command_role(name) == Some(CommandRole::App);
    if names.iter().any(is_class) {
        return true;
    }
    let Some((owner, name)) = program.entity(module, &named).and_then(defined).filter(|_| depth < 4) else {
        return false;
    };
    let Some(facts) = program.facts(owner).filter(|facts| function(facts, &name).is_some()) else {
        return false;
    };
    let code = &facts.code;
    let statements = code.bodies.first().map_or(&[][..], |body| &body.statements);
    statements.iter().any(|stmt| match stmt {
        Stmt::Define { body, decorators, .. } if decorators.is_empty() => {
            let body = &code.bodies[*body as usize];
            let mut rest = body.statements.iter().skip_while(
                |stmt| matches!(stmt, Stmt::Expression(text) if matches!(code.expression(*text), Expr::Literal(_))),
            );
            let returned = match (rest.next(), rest.next()) {
                (Some(Stmt::Return(Some(value))), None) => Some(*value),
                _ => None,
            };
            code.name(body.name) == name
                && !body.is_async
                && returned.is_some_and(|value| makes_app(inputs, owner, facts, value, depth + 1))
        }
        _ => false,
    })
}

impl CommandQuery<'_, '_> {
    /// What takes the place of the import of a function; `None` where it is none, or where more is done with it than to make
    /// commands of it.
    fn function(&self, import: &Import, binding: BindingId) -> Option<Result<StandInCall, Kept>> {
        if !self.may_stand_in(import, binding) {
            return None;
        }
        let code = &self.facts.code;
        let references: Vec<&Reference> = self
            .facts
            .references
            .iter()
            .filter(|reference| reference.binding == binding)
            .collect();
        let attributes = &references.first()?.attributes;
        let is_same = |reference: &&Reference| reference.attributes == *attributes && self.runs_at_import(reference);
        let stands_at = |id: ExprId, reference: &&Reference| code.span(id).start == reference.span.start;
        let made: Vec<Made<'_>> = Made::all(code)
            .filter(|made| references.iter().any(|reference| stands_at(made.function, reference)))
            .collect();
        let is_app = |made: &Made<'_>| {
            let app = path(self.facts, made.app);
            app.is_some_and(|app| is_app(self.inputs, self.module, &app))
        };
        let named = |made: &Made<'_>| path(self.facts, made.function).map(|path| path.attributes);
        let all_made = made.len() == references.len() && references.iter().all(is_same);
        if !all_made
            || !made
                .iter()
                .all(|one| one.is_plain(code) && named(one).as_ref() == Some(attributes))
        {
            return None;
        }
        let Trail { end, .. } = self.inputs.program.trail(self.module, binding, attributes)?;
        let (owner, function) = defined(end.clone())?;
        let source = Source::of(self.inputs, end)?;
        let name = self.stand_in_name(binding, attributes)?;
        if !made.iter().all(is_app) || !are_made_plainly(self.inputs) {
            return None;
        }
        let text = source
            .text(code, &made)
            .map_err(|reason| Kept::at(Code::CommandText, reason.to_string(), source.at));
        Some(text.map(|text| StandInCall {
            class: FRAMEWORK.class,
            name,
            target: format!("{}:{function}", self.inputs.program.modules[owner].name),
            text,
            references: match attributes.is_empty() {
                true => Vec::new(),
                false => made.iter().map(|made| code.span(made.function)).collect(),
            },
            told: made.iter().map(|made| code.span(made.call)).collect(),
        }))
    }
}

/// What a stand-in for the function at an entity should say, of which this file makes commands.
fn wanted(inputs: Inputs<'_>, facts: &ModuleFacts, stand_in: &StandIn, entity: Entity) -> Result<CommandText, Unclear> {
    let source = Source::of(inputs, entity).ok_or(Unclear::NoFunction)?;
    let code = &facts.code;
    let is_it = |made: &Made<'_>| matches!(code.expression(made.function), Expr::Name(found) if code.name(*found) == stand_in.name);
    let made: Vec<Made<'_>> = Made::all(code).filter(is_it).collect();
    match made.is_empty() {
        true => Err(Unclear::NeverMade),
        false => source.text(code, &made),
    }
}
