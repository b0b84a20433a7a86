//! What the help page of a group shows of a command, read off the source of the command. The rules are those of click 8.0 to
//! 8.3 (`click.decorators.command`, `click.utils.make_default_short_help`); where versions differ, there is no answer.
use super::help::first_paragraph;
use super::{CommandText, Inputs, ModuleId, Sighting, Unclear, defined, deprecated, flag, function};
use crate::graph::Entity;
use crate::rules::{CommandRole, Group};
use crate::semantics::ModuleFacts;
use crate::semantics::facts::{Access, Command, Decorator, Definition, Literal, Path, Value};

/// What click takes from the function's name from version 8.2 on, and leaves there before.
/// Not in `rules/`: they are ends of names, in the code of click.
const SUFFIXES: [&str; 4] = ["-command", "-cmd", "-group", "-grp"];

/// Where a command is defined.
pub(super) struct Source<'a> {
    inputs: Inputs<'a>,
    module: ModuleId,
    facts: &'a ModuleFacts,
    command: &'a Command,
    definition: &'a Definition,
}

impl<'a> Source<'a> {
    /// The command that an entity is; `None` where it is none.
    pub fn of(inputs: Inputs<'a>, entity: Entity) -> Option<Self> {
        let (module, name) = defined(entity)?;
        let facts = inputs.program.facts(module)?;
        function(facts, &name)?;
        let command = facts.commands.defined.iter().find(|command| {
            let definition = &facts.definitions[command.definition as usize];
            definition.name == name && definition.scope == crate::semantics::facts::MODULE
        })?;
        let source = Source {
            inputs,
            module,
            facts,
            command,
            definition: &facts.definitions[command.definition as usize],
        };
        let decorator = source.definition.decorators.get(command.decorator as usize)?;
        (source.role(decorator.path.as_ref()?) == Some(CommandRole::Command)).then_some(source)
    }

    /// Where it stands.
    pub fn at(&self) -> Sighting {
        Sighting {
            module: self.module,
            span: self.definition.name_span,
        }
    }

    fn role(&self, path: &Path) -> Option<CommandRole> {
        let names = self.inputs.program.known_names(self.module, path);
        names.iter().find_map(|name| self.inputs.rules.command_role(name))
    }

    /// Whether it is of click's own class for commands that are not groups.
    pub fn is_leaf(&self) -> bool {
        let path = &self.definition.decorators[self.command.decorator as usize].path;
        let names = path
            .as_ref()
            .map(|path| self.inputs.program.known_names(self.module, path));
        let is_plain = |name: &String| matches!(name.as_str(), "click.command" | "click.decorators.command");
        self.command.class.is_none() && names.is_some_and(|names| names.iter().any(is_plain))
    }

    /// What is shown of it in a group that asks whether it is one, or does not; or why that cannot be told.
    pub fn text(&self, is_asked: bool) -> Result<CommandText, Unclear> {
        self.is_plain()?;
        let texts = &self.command.texts;
        let computed = |what: &str| Unclear::Computed(what.to_owned());
        let short_help = match &texts.short_help {
            Literal::Absent => None,
            Literal::Text(text) => Some(text.clone()).filter(|text| !text.is_empty()),
            _ => return Err(computed("short_help")),
        };
        let help = match (&short_help, &texts.help, &self.command.docstring) {
            (Some(_), _, _) => None,
            (None, Literal::Text(text), _) | (None, Literal::Absent, Some(text)) => first_paragraph(text)?,
            (None, Literal::Absent, None) => None,
            _ => return Err(computed("help")),
        };
        Ok(CommandText {
            name: self.name()?,
            help,
            short_help,
            hidden: flag(&texts.hidden).ok_or_else(|| computed("hidden"))?,
            deprecated: deprecated(&texts.deprecated).ok_or_else(|| computed("deprecated"))?,
            is_leaf: is_asked && self.is_leaf(),
        })
    }

    fn name(&self) -> Result<Option<String>, Unclear> {
        match &self.command.texts.name {
            Literal::Text(name) if !name.is_empty() => return Ok(Some(name.clone())),
            Literal::Absent => {}
            _ => return Err(Unclear::ComputedName),
        }
        let name = self.definition.name.to_lowercase().replace('_', "-");
        Ok(Some(name).filter(|name| !SUFFIXES.iter().any(|suffix| name.ends_with(suffix))))
    }

    /// Whether nothing but its arguments, name and docstring decides what is shown.
    fn is_plain(&self) -> Result<(), Unclear> {
        if self.command.is_open {
            return Err(Unclear::OpenArguments);
        }
        let (above, below) = self.definition.decorators.split_at(self.command.decorator as usize);
        if !above.is_empty() {
            return Err(Unclear::Decorated);
        }
        for decorator in below.iter().skip(1) {
            if !self.keeps(decorator) {
                let name = decorator.path.as_ref().map(Path::dotted).unwrap_or_default();
                return Err(Unclear::Decorator(name));
            }
        }
        match &self.command.class {
            Some(Some(class)) if !self.shows_what_it_is_given(self.module, class, None, 0) => {
                return Err(Unclear::Class(class.dotted()));
            }
            Some(None) => return Err(Unclear::ComputedClass),
            _ => {}
        }
        self.group_is_plain(&below[0])?;
        self.is_left_alone()
    }

    /// `@group.command()`: whether the group makes plain commands.
    fn group_is_plain(&self, decorator: &Decorator) -> Result<(), Unclear> {
        let Some(path) = decorator.path.as_ref().filter(|path| !path.attributes.is_empty()) else {
            return Ok(());
        };
        let group = Path {
            attributes: path.attributes[..path.attributes.len() - 1].to_vec(),
            ..path.clone()
        };
        let Some(Entity::Attribute(module, name)) = self.inputs.program.entity(self.module, &group) else {
            return Ok(());
        };
        let Some(facts) = self.inputs.program.facts(module) else {
            return Ok(());
        };
        let made = facts.commands.defined.iter().find(|command| {
            let definition = &facts.definitions[command.definition as usize];
            definition.name == name
        });
        match made.and_then(|group| group.class.as_ref()) {
            None => Ok(()),
            Some(Some(class)) if self.shows_what_it_is_given(module, class, Some(Group::CommandMaker), 0) => Ok(()),
            Some(_) => Err(Unclear::Group(name.clone())),
        }
    }

    /// Whether the function has its own name and docstring behind a decorator.
    fn keeps(&self, decorator: &Decorator) -> bool {
        decorator
            .path
            .as_ref()
            .is_some_and(|path| self.keeps_path(self.module, path, decorator.is_call, 0))
    }

    fn keeps_path(&self, module: ModuleId, path: &Path, is_call: bool, depth: usize) -> bool {
        let program = self.inputs.program;
        let names = program.known_names(module, path);
        let known = names.iter().find_map(|name| self.inputs.rules.command_role(name));
        if known == Some(CommandRole::Keeps) {
            return true;
        }
        let Some((owner, name)) = program.entity(module, path).and_then(defined).filter(|_| depth < 8) else {
            return false;
        };
        let Some(facts) = program.facts(owner) else {
            return false;
        };
        // `verbose = click.option("-v")`
        let binding = facts.global(&name).map(|id| &facts.bindings[id as usize]);
        if let Some(Value::Call(made)) = binding.and_then(|binding| binding.value.as_deref())
            && !is_call
        {
            return self.keeps_path(owner, made, true, depth + 1);
        }
        if function(facts, &name).is_none() {
            return false;
        }
        let found = facts.commands.keepers.iter().find(|keeper| {
            let definition = &facts.definitions[keeper.definition as usize];
            definition.name == name && keeper.is_factory == is_call && definition.decorators.is_empty()
        });
        found.is_some_and(|keeper| {
            let mut through = keeper.through.iter();
            through.all(|(path, is_call)| self.keeps_path(owner, path, *is_call, depth + 1))
        })
    }

    /// Whether a class of commands shows the name, help and flags that it is given, and has none of `others` of its own.
    fn shows_what_it_is_given(&self, module: ModuleId, class: &Path, others: Option<Group>, depth: usize) -> bool {
        let program = self.inputs.program;
        let names = program.known_names(module, class);
        let known = |name: &String| self.inputs.rules.command_role(name) == Some(CommandRole::Class);
        if names.iter().any(known) {
            return true;
        }
        let Some((owner, name)) = program.entity(module, class).and_then(defined).filter(|_| depth < 8) else {
            return false;
        };
        let Some(facts) = program.facts(owner) else {
            return false;
        };
        let mut named = facts
            .definitions
            .iter()
            .filter(|known| known.name == name && known.is_class);
        let (Some(definition), None) = (named.next(), named.next()) else {
            return false;
        };
        let own = &facts.scopes[definition.body as usize].names;
        let rules = self.inputs.rules;
        let is_other = |name: &str| others.is_some_and(|others| rules.knows(others, name));
        let is_shown = |name: &str| rules.knows(Group::CommandAttribute, name) || is_other(name);
        definition.scope == crate::semantics::facts::MODULE
            && definition.decorators.is_empty()
            && definition.keywords.is_empty()
            && !definition.bases.is_empty()
            && !own.iter().any(|&id| is_shown(&facts.bindings[id as usize].name))
            && definition.bases.iter().all(|base| {
                let base = base.as_ref();
                base.is_some_and(|base| self.shows_what_it_is_given(owner, base, others, depth + 1))
            })
    }

    /// Whether nobody assigns to what is shown.
    fn is_left_alone(&self) -> Result<(), Unclear> {
        let program = self.inputs.program;
        let name = &self.definition.name;
        for (module, facts) in program.own_modules().filter_map(|id| Some((id, program.facts(id)?))) {
            let writes = facts.references.iter().filter(|reference| {
                let last = reference.attributes.last();
                reference.access == Access::WriteAttribute
                    && last.is_some_and(|last| self.inputs.rules.knows(Group::CommandAttribute, last))
            });
            for write in writes {
                let path = Path {
                    root: facts.bindings[write.binding as usize].name.clone(),
                    binding: Some(write.binding),
                    attributes: write.attributes[..write.attributes.len() - 1].to_vec(),
                };
                if program.entity(module, &path).and_then(defined).as_ref() == Some(&(self.module, name.clone())) {
                    return Err(Unclear::Assigned {
                        module: program.modules[module].name.clone(),
                        attribute: write.attributes.last().cloned().unwrap_or_default(),
                    });
                }
            }
        }
        debug_assert!(self.facts.definitions.len() > self.command.definition as usize);
        Ok(())
    }
}
