//! Commands of command-line programs: functions under a decorator called `command` or `group` with the literal texts that a
//! help page shows, the places where names are handed to a group and nothing else, and the stand-ins that dormant writes.
//! Whose decorators they are, and what may be deferred, is not decided here.
use ruff_python_ast::{Arguments, Expr, Stmt, StmtFunctionDef};
use ruff_text_size::Ranged;

use super::facts::{Command, CommandList, CommandTexts, Commands, DefinitionId, Literal, ModuleFacts, Path, StandIn};
use super::handed::{handed, names_in};
use super::{keepers, paths};
use crate::syntax::Span;

/// Finds them.
pub(super) fn collect(body: &[Stmt], facts: &mut ModuleFacts) {
    let mut commands = Commands::default();
    for stmt in body {
        match stmt {
            Stmt::FunctionDef(function) => {
                commands.defined.extend(command(function, facts));
                commands.keepers.extend(keepers::keepers(function, facts));
            }
            Stmt::Assign(assign) => {
                if let [Expr::Name(name)] = assign.targets.as_slice() {
                    commands.lists.extend(list(&name.id, &assign.value, facts));
                    commands.stand_ins.extend(stand_in(&name.id, &assign.value));
                }
            }
            Stmt::AnnAssign(assign) => {
                if let (Expr::Name(name), Some(value)) = (assign.target.as_ref(), &assign.value) {
                    commands.lists.extend(list(&name.id, value, facts));
                }
            }
            _ => {}
        }
    }
    commands.handed = handed(body);
    facts.commands = commands;
}

fn command(function: &StmtFunctionDef, facts: &ModuleFacts) -> Option<Command> {
    let name = Span::from(function.name.range());
    let definition = facts.definitions.iter().position(|known| known.name_span == name)?;
    let (at, arguments) = function.decorator_list.iter().enumerate().find_map(|(at, decorator)| {
        let (path, arguments) = match &decorator.expression {
            Expr::Call(call) => (paths::path(&call.func)?, Some(&call.arguments)),
            bare => (paths::path(bare)?, None),
        };
        matches!(path.last(), "command" | "group").then_some((at, arguments))
    })?;
    let argument = |name: &str| arguments.and_then(|all| all.find_keyword(name));
    let second = arguments.and_then(|all| all.args.get(1));
    let class = argument("cls").map(|keyword| &keyword.value).or(second);
    Some(Command {
        definition: definition as DefinitionId,
        decorator: at as u32,
        texts: arguments.map(texts).unwrap_or_default(),
        class: class
            .filter(|class| !class.is_none_literal_expr())
            .map(|class| resolved(class, facts)),
        is_chain: literal(argument("chain").map(|keyword| &keyword.value)) != Literal::Absent,
        is_open: arguments.is_some_and(is_open),
        docstring: docstring(&function.body),
    })
}

/// A dotted name, with what its first part is bound to.
fn resolved(expr: &Expr, facts: &ModuleFacts) -> Option<Path> {
    let path = paths::path(expr)?;
    Some(Path {
        binding: Some(facts.global(&path.root)?),
        ..path
    })
}

fn docstring(body: &[Stmt]) -> Option<String> {
    match body.first()? {
        Stmt::Expr(first) => Some(first.value.as_string_literal_expr()?.value.to_str().to_owned()),
        _ => None,
    }
}

fn is_open(arguments: &Arguments) -> bool {
    arguments.args.len() > 2
        || arguments.args.iter().any(Expr::is_starred_expr)
        || arguments.keywords.iter().any(|keyword| keyword.arg.is_none())
}

fn texts(arguments: &Arguments) -> CommandTexts {
    let keyword = |name: &str| literal(arguments.find_keyword(name).map(|keyword| &keyword.value));
    CommandTexts {
        name: match arguments.args.first() {
            Some(first) => literal(Some(first)),
            None => keyword("name"),
        },
        help: keyword("help"),
        short_help: keyword("short_help"),
        hidden: keyword("hidden"),
        deprecated: keyword("deprecated"),
        group: keyword("group"),
    }
}

fn literal(value: Option<&Expr>) -> Literal {
    match value {
        None | Some(Expr::NoneLiteral(_)) => Literal::Absent,
        Some(Expr::StringLiteral(string)) => Literal::Text(string.value.to_str().to_owned()),
        Some(Expr::BooleanLiteral(flag)) => Literal::Flag(flag.value),
        Some(_) => Literal::Computed,
    }
}

fn stand_in(name: &str, value: &Expr) -> Option<StandIn> {
    let call = value.as_call_expr()?;
    let maker = paths::path(&call.func)?.dotted();
    // Whether the helper has it is known where the helper is.
    let is_named_so = maker.starts_with("Deferred") || maker.starts_with("deferred_");
    if !is_named_so || is_open(&call.arguments) {
        return None;
    }
    let target = call.arguments.args.first()?.as_string_literal_expr()?;
    let mut texts = texts(&call.arguments);
    texts.name = literal(call.arguments.args.get(1));
    Some(StandIn {
        maker,
        name: name.to_owned(),
        span: call.range().into(),
        target: target.value.to_str().to_owned(),
        texts,
    })
}

fn list(name: &str, value: &Expr, facts: &ModuleFacts) -> Option<CommandList> {
    let binding = facts.global(name)?;
    let mut items = Vec::new();
    names_in(value, &mut items);
    (!items.is_empty()).then_some(CommandList { binding, items })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::semantics::analyse;

    fn commands(text: &str) -> Commands {
        analyse(text, crate::rules::Rules::builtin()).unwrap().commands
    }

    #[test]
    fn commands_are_functions_under_a_decorator_of_that_name() {
        let found = commands(
            "@click.command('ls', help='a' 'b', hidden=True, short_help=None, deprecated=x)\n@other\ndef f():\n    'doc'\n",
        );
        assert_eq!(
            found.defined[0].texts,
            CommandTexts {
                name: Literal::Text("ls".into()),
                help: Literal::Text("ab".into()),
                short_help: Literal::Absent,
                hidden: Literal::Flag(true),
                deprecated: Literal::Computed,
                group: Literal::Absent,
            }
        );
        assert_eq!(found.defined[0].docstring.as_deref(), Some("doc"));
        let class = |text: &str| {
            commands(&format!("import a\n@g.group({text})\ndef f(): ...\n")).defined[0]
                .class
                .clone()
        };
        assert_eq!(class("cls=a.B").unwrap().unwrap().dotted(), "a.B");
        assert_eq!(class("'x', a").unwrap().unwrap().dotted(), "a");
        assert_eq!(class("cls=make()"), Some(None));
        assert_eq!(class(""), None);
        assert!(commands("@g.command(**x)\ndef f(): ...\n").defined[0].is_open);
        assert!(!commands("@command\ndef f(): ...\n").defined[0].is_open);
        assert!(commands("@option()\ndef f(): ...\ndef g(): ...\n").defined.is_empty());
    }

    #[test]
    fn stand_ins_are_read_back() {
        let found = commands("x = DeferredCommand(\"a.b:c\", \"c\", help=\"Do.\")\ny = Other(\"a:b\")\n").stand_ins;
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].name.as_str(), found[0].target.as_str()), ("x", "a.b:c"));
        assert_eq!(found[0].texts.help, Literal::Text("Do.".into()));
    }

    /// The names that are handed over, in the order of the text.
    fn handed(text: &str) -> Vec<String> {
        let name = |&at: &u32| {
            let rest = &text[at as usize..];
            let end = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
            rest[..end].to_owned()
        };
        commands(text).handed.iter().map(name).collect()
    }

    #[test]
    fn names_are_handed_to_groups() {
        assert_eq!(
            handed("cli.add_command(a)\nf().add_command(cmd=b, name='x')\n"),
            ["a", "b"]
        );
        assert_eq!(
            handed("for c in [a, b]:\n    cli.add_command(c, c.name)\n"),
            ["a", "b", "c"]
        );
        assert_eq!(
            handed("for n, c in {'x': a}.items():\n    cli.add_command(c, n)\n"),
            ["a", "c"]
        );
        assert_eq!(handed("for c in ALL:\n    cli.add_command(c)\n"), ["ALL", "c"]);
        assert_eq!(handed("cli = click.Group(commands={'x': a})\n"), ["a"]);
        assert_eq!(
            handed("for c in ALL:\n    cli.add_command(c)\n    c.params.append(1)\n"),
            ["c"]
        );
        assert_eq!(
            handed("register(a)\nx = a\ncli.add_command(a.b.c)\n"),
            Vec::<String>::new()
        );
        assert_eq!(handed("cli.add_command(a.b)\n"), ["a"]);
    }

    #[test]
    fn lists_of_commands_are_displays_with_a_name() {
        let found = commands("ALL: list = [a, (b, 'x')]\nx = 1\n").lists;
        assert_eq!(found.iter().map(|list| list.items.len()).collect::<Vec<_>>(), [2]);
    }
}
