//! A module's `__getattr__` (PEP 562): names that are imported when somebody first asks the module for them.
//!
//! The functions stand in the `else` of `if TYPE_CHECKING:`, for a checker that saw a `__getattr__` would accept any
//! attribute. `setdefault` never overwrites a name that a test has replaced, and is atomic where threads race.
use std::collections::BTreeSet;

use ruff_python_ast::Stmt;

use super::RewriteError;
use super::comment::Remarks;
use super::copies::{bound_name, copy_of, of_this_module};
use super::import_text::{ImportLine, Imported, Member, WIDTH, columns, merge};
use super::layout::{Source, range};
use super::lazy::absolute_module;
use super::locate::{Located, Statement};
use super::type_checking::statement_lines;
use crate::verdict::{DeferredConstant, FilePlan};

/// Linters see no use of these imports, and their fixes would remove them: `locals()` is what reads them. Where no linter is in
/// sight, this would be noise.
const UNUSED: &str = "# noqa: F401";

/// The names served, and by which imports.
#[derive(Debug)]
pub struct Getattr {
    branches: Vec<Branch>,
    /// What the parameter is called: no served name may hide it.
    pub parameter: &'static str,
}

/// Names that are imported together.
#[derive(Debug)]
struct Branch {
    names: Vec<String>,
    imports: Vec<ImportLine>,
    /// The statement that computes the constant, if it is one: its lines.
    statement: Vec<String>,
}

impl Getattr {
    /// What the plan wants served; `None` when nothing is.
    ///
    /// # Errors
    /// `Changed` when a name would hide one that the function itself needs.
    pub fn of(source: &Source<'_>, located: &Located<'_>, plan: &FilePlan) -> Result<Option<Self>, RewriteError> {
        let suppression = suppression(source, plan);
        let mut branches: Vec<Branch> = Vec::new();
        let mut submodules = BTreeSet::new();
        for statement in &located.statements {
            let mut together: Option<Branch> = None;
            for (alias, deferral) in statement.deferred().filter(|(_, deferral)| deferral.getattr) {
                submodules.extend(deferral.submodules.iter().cloned());
                let name = bound_name(alias, statement.stmt).to_owned();
                let mut remarks = statement.remarks.clone().without_prose().without_placement();
                remarks.merge(&suppression);
                let asname = alias
                    .asname
                    .as_ref()
                    .filter(|asname| asname.as_str() != alias.name.as_str())
                    .map(|asname| asname.to_string());
                match statement.stmt {
                    Stmt::ImportFrom(from) if is_itself(from.level, from.module.as_deref(), plan) => {
                        branches.push(submodule(plan, &alias.name, &name, remarks));
                    }
                    Stmt::ImportFrom(from) => {
                        let module = ".".repeat(from.level as usize) + from.module.as_deref().unwrap_or_default();
                        let member = Member {
                            name: alias.name.to_string(),
                            asname,
                            comment: None,
                        };
                        add_member(&mut together, name, module, member, remarks);
                    }
                    _ => {
                        let what = Imported::Plain {
                            module: alias.name.to_string(),
                            asname,
                        };
                        push(&mut branches, name, ImportLine { what, remarks });
                    }
                }
            }
            branches.extend(together);
        }
        for &(stmt, constant) in &located.constants {
            branches.push(constant_branch(source, located, plan, stmt, constant));
        }
        for name in submodules {
            if !branches.iter().any(|branch| branch.names.contains(&name)) {
                branches.push(submodule(plan, &name, &name, suppression.clone()));
            }
        }
        let served: BTreeSet<&str> = branches
            .iter()
            .flat_map(|branch| &branch.names)
            .map(String::as_str)
            .collect();
        refuse_hidden(located, &served, plan)?;
        let parameter = ["name", "attribute", "asked_name"]
            .into_iter()
            .find(|name| !served.contains(name) && !says(source, located, name))
            .unwrap_or("_name");
        Ok((!branches.is_empty()).then_some(Getattr { branches, parameter }))
    }

    /// All served names, sorted.
    pub fn names(&self) -> BTreeSet<&str> {
        self.branches
            .iter()
            .flat_map(|branch| &branch.names)
            .map(String::as_str)
            .collect()
    }

    /// The lines of both functions as black would write them, one step indented, the first one blank.
    pub fn lines(&self, unit: &str, newline: &str) -> Vec<String> {
        let parameter = self.parameter;
        let (two, three) = (unit.repeat(2), unit.repeat(3));
        let mut lines = vec![String::new(), format!("{unit}def __getattr__({parameter}):")];
        for (index, branch) in self.branches.iter().enumerate() {
            let keyword = if index == 0 { "if" } else { "elif" };
            lines.extend(branch.test(keyword, parameter, unit));
            lines.extend(branch.imports.iter().map(|line| line.text(&three, unit, newline)));
            if !branch.statement.is_empty() && !branch.imports.is_empty() {
                lines.push(String::new());
            }
            let indented = |line: &String| match line.trim() {
                "" => line.clone(),
                _ => format!("{three}{line}"),
            };
            lines.extend(branch.statement.iter().map(indented));
        }
        let message = format!("f\"module {{__name__!r}} has no attribute {{{parameter}!r}}\"");
        lines.push(format!("{two}else:"));
        lines.push(format!("{three}raise AttributeError({message})"));
        lines.push(format!(
            "{two}return globals().setdefault({parameter}, locals()[{parameter}])"
        ));
        lines.push(String::new());
        lines.push(format!("{unit}def __dir__():"));
        let items: Vec<String> = std::iter::once("*globals()".to_owned())
            .chain(self.names().into_iter().map(|name| format!("\"{name}\"")))
            .collect();
        lines.extend(bracketed(&format!("{two}return sorted("), &items, ")", &two, unit));
        lines
    }
}

impl Branch {
    fn test(&self, keyword: &str, parameter: &str, unit: &str) -> Vec<String> {
        let indent = unit.repeat(2);
        if let [name] = self.names.as_slice() {
            return vec![format!("{indent}{keyword} {parameter} == \"{name}\":")];
        }
        let quoted: Vec<String> = self.names.iter().map(|name| format!("\"{name}\"")).collect();
        let line = format!("{indent}{keyword} {parameter} in ({}):", quoted.join(", "));
        if columns(&line) <= WIDTH {
            return vec![line];
        }
        let mut lines = vec![format!("{indent}{keyword} {parameter} in (")];
        lines.extend(quoted.iter().map(|name| format!("{indent}{unit}{name},")));
        lines.push(format!("{indent}):"));
        lines
    }
}

/// A call with one set as its argument, broken once or twice where it is too long.
fn bracketed(head: &str, items: &[String], tail: &str, indent: &str, unit: &str) -> Vec<String> {
    let set = format!("{{{}}}", items.join(", "));
    let line = format!("{head}{set}{tail}");
    if columns(&line) <= WIDTH {
        return vec![line];
    }
    let line = format!("{indent}{unit}{set}");
    if columns(&line) <= WIDTH {
        return vec![head.to_owned(), line, format!("{indent}{tail}")];
    }
    let mut lines = vec![head.to_owned(), format!("{indent}{unit}{{")];
    lines.extend(items.iter().map(|item| format!("{indent}{unit}{unit}{item},")));
    lines.push(format!("{indent}{unit}}}"));
    lines.push(format!("{indent}{tail}"));
    lines
}

/// Whether the statement of a constant has a word in it.
fn says(source: &Source<'_>, located: &Located<'_>, word: &str) -> bool {
    let is_letter = |letter: char| letter == '_' || letter.is_alphanumeric();
    located.constants.iter().any(|(stmt, _)| {
        source.text[range(*stmt)]
            .split(|letter| !is_letter(letter))
            .any(|part| part == word)
    })
}

/// Some names cannot be served: those that the function itself uses, and a name that its package also has as a submodule
/// which the import loads, for loading it sets the attribute to the module before `setdefault` can set the right one.
fn refuse_hidden(located: &Located<'_>, served: &BTreeSet<&str>, plan: &FilePlan) -> Result<(), RewriteError> {
    if let Some(name) = ["globals", "locals", "AttributeError"]
        .into_iter()
        .find(|name| served.contains(name))
    {
        let what = format!("`__getattr__` cannot serve `{name}`, which it uses itself");
        return Err(RewriteError::Changed(what));
    }
    let loads = |statement: &Statement<'_>| match statement.stmt {
        Stmt::ImportFrom(from) => absolute_module(from.level, from.module.as_deref(), plan),
        _ => None,
    };
    for statement in &located.statements {
        let own = loads(statement).and_then(|module| {
            let below = module.strip_prefix(plan.module.as_str())?.strip_prefix('.')?;
            Some(below.split('.').next().unwrap_or_default().to_owned())
        });
        let is_hidden = |name: &str| own.as_deref() == Some(name) && plan.is_package;
        let hidden = statement
            .deferred()
            .find(|(alias, deferral)| deferral.getattr && is_hidden(bound_name(alias, statement.stmt)));
        if let Some((alias, _)) = hidden {
            let name = bound_name(alias, statement.stmt);
            let what = format!("`__getattr__` cannot serve `{name}`, which is also the submodule that it comes from");
            return Err(RewriteError::Changed(what));
        }
    }
    Ok(())
}

/// What stands behind the imports. A linter is at work where the plan silences one, or where some comment already does.
fn suppression(source: &Source<'_>, plan: &FilePlan) -> Remarks {
    let mut comments = source.comments_in(0..source.text.len());
    let is_linted = plan.suppression.is_some() || comments.any(|comment| comment.to_ascii_lowercase().contains("noqa"));
    let mut suppression = if is_linted {
        Remarks::parse(UNUSED)
    } else {
        Remarks::default()
    };
    suppression.merge(&plan.suppression.as_deref().map(Remarks::parse).unwrap_or_default());
    suppression
}

/// Whether a from-import imports from this very package: inside its `__getattr__` that would ask the same `__getattr__` again.
fn is_itself(level: u32, module: Option<&str>, plan: &FilePlan) -> bool {
    absolute_module(level, module, plan).is_some_and(|module| module == plan.module)
}

/// `import package.submodule as name`, or `name = import_module(".submodule", __name__)`: a relative import of a submodule
/// would ask the package for the name first, and so this function again.
fn submodule(plan: &FilePlan, submodule: &str, name: &str, remarks: Remarks) -> Branch {
    let what = if plan.is_relative {
        Imported::From {
            module: "importlib".to_owned(),
            members: vec![Member {
                name: "import_module".to_owned(),
                asname: None,
                comment: None,
            }],
        }
    } else {
        Imported::Plain {
            module: format!("{}.{submodule}", plan.module),
            asname: Some(name.to_owned()),
        }
    };
    let by_call = format!("{name} = import_module(\".{submodule}\", __name__)");
    Branch {
        names: vec![name.to_owned()],
        // The import of the function is used.
        imports: vec![ImportLine {
            what,
            remarks: if plan.is_relative { Remarks::default() } else { remarks },
        }],
        statement: plan.is_relative.then_some(by_call).into_iter().collect(),
    }
}

/// Several imports may bind one name, as `import a.b` and `import a.c` do.
fn push(branches: &mut Vec<Branch>, name: String, line: ImportLine) {
    match branches
        .iter_mut()
        .find(|branch| branch.names.as_slice() == [name.clone()])
    {
        Some(branch) if branch.imports.iter().any(|known| known.what == line.what) => {}
        Some(branch) => branch.imports.push(line),
        None => branches.push(Branch {
            names: vec![name],
            imports: vec![line],
            statement: Vec::new(),
        }),
    }
}

/// What computes a constant: the deferred imports that it needs, the other constants, and the statement as it stood.
fn constant_branch(
    source: &Source<'_>,
    located: &Located<'_>,
    plan: &FilePlan,
    stmt: &Stmt,
    constant: &DeferredConstant,
) -> Branch {
    let mut imports = Vec::new();
    for statement in &located.statements {
        for (alias, deferral) in statement.deferred() {
            if constant.imports.contains(&deferral.alias) {
                let mut line = copy_of(source, statement, alias, false);
                line.remarks = line.remarks.without_prose().without_placement();
                imports.push(line);
            }
        }
    }
    imports.extend(constant.constants.iter().map(|name| of_this_module(plan, name)));
    let mut imports = merge(imports);
    let placement = plan.suppression.as_deref().map(Remarks::parse).unwrap_or_default();
    imports.iter_mut().for_each(|line| line.remarks.merge(&placement));
    Branch {
        names: vec![constant.name.clone()],
        imports,
        statement: statement_lines(source, stmt),
    }
}

fn add_member(together: &mut Option<Branch>, name: String, module: String, member: Member, remarks: Remarks) {
    match together {
        Some(branch) => {
            if let Some(ImportLine {
                what: Imported::From { members, .. },
                ..
            }) = branch.imports.first_mut()
            {
                members.push(member);
            }
            branch.names.push(name);
        }
        None => {
            let what = Imported::From {
                module,
                members: vec![member],
            };
            *together = Some(Branch {
                names: vec![name],
                imports: vec![ImportLine { what, remarks }],
                statement: Vec::new(),
            });
        }
    }
}
