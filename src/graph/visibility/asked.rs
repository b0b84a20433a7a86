//! Installed packages that ask `sys.modules` for others: `"pandas" in sys.modules`. What they do depends on which of them the program
//! has loaded by then.
use rustc_hash::FxHashSet;

use super::parts::{Part, each_part};
use super::{Sighting, Visibility, note};
use crate::graph::program::{Kind, ModuleId, Program};
use crate::semantics::ModuleFacts;
use crate::semantics::code::{Expr, ExprId, Stmt};
use crate::semantics::facts::{Import, MODULE, MentionKind, ScopeId};
use crate::syntax::Span;

/// Who looks at the class of an object asks for a module only because the object would be of it: then somebody has loaded that.
/// Not in `rules/`: Python has no others.
const OF_OBJECTS: [&str; 2] = ["isinstance", "issubclass"];

/// Notes the modules that they ask for.
pub(super) fn by_installed(program: &Program, seen: &mut Visibility) {
    for module in 0..program.modules.len() {
        let name = &program.modules[module].name;
        // The standard library asks for what it would set up then, and for nothing that a program shows.
        let is_installed = program.modules[module].kind == Kind::Site;
        let Some(facts) = program.facts(module).filter(|_| is_installed) else {
            continue;
        };
        for mention in &facts.mentions {
            let MentionKind::Loaded {
                module: wanted,
                asked: true,
            } = &mention.kind
            else {
                continue;
            };
            // What a package has loaded of its own is its own business.
            let is_own = top(wanted) == top(name);
            if !is_own
                && !looks_at_objects(facts, mention.scope)
                && !is_loaded_first(program, module, wanted, mention.span)
            {
                let span = mention.span;
                note(&mut seen.asked, wanted.clone(), Sighting { module, span });
            }
        }
    }
}

/// Whether a package around a module, or the module itself, has loaded another one before any code that asks for that.
fn is_loaded_first(program: &Program, module: ModuleId, wanted: &str, span: Span) -> bool {
    let loads = |around: ModuleId| {
        let imports = program
            .facts(around)
            .into_iter()
            .flat_map(|facts| &facts.imports)
            .filter(|import| import.scope == MODULE);
        let targets = |import: &Import| program.targets(around, import).into_iter();
        let is_of_package = |id: ModuleId| top(&program.modules[id].name) == top(&program.modules[around].name);
        // What a package loads of its own may ask, and so may the module itself from the place on where it does.
        let mut before = imports.take_while(|import| match around == module {
            true => import.statement.end <= span.start,
            false => !targets(import).any(is_of_package),
        });
        before.any(|import| {
            let mut loaded = targets(import).flat_map(|target| program.with_parents(target));
            import.runs_in_any_case() && loaded.any(|id| program.modules[id].name == wanted)
        })
    };
    program.with_parents(module).any(loads)
}

fn top(name: &str) -> &str {
    name.split('.').next().unwrap_or_default()
}

/// Whether the function around a place looks at classes of objects that it takes from modules which it finds, or loads, itself.
fn looks_at_objects(facts: &ModuleFacts, scope: ScopeId) -> bool {
    let function = facts.executing_function(scope);
    let code = &facts.code;
    let Some(body) = code.bodies.iter().find(|body| Some(body.scope) == function) else {
        return false;
    };
    let imports = facts.imports.iter().filter(|import| Some(import.scope) == function);
    let mut found: FxHashSet<&str> = imports.map(Import::bound_name).collect();
    found.insert("modules");
    let names = |root: ExprId, found: &FxHashSet<&str>| {
        let mut is_named = false;
        each_part(code, &[Stmt::Expression(root)], &mut |part| {
            let Part::Expression(at, _) = part else { return };
            is_named |= matches!(code.expression(at), Expr::Name(name) | Expr::Attribute(_, name) if found.contains(code.name(*name)));
        });
        is_named
    };
    // `np = sys.modules.get("numpy")`, `kinds = (np.ndarray,)`
    for _ in 0..2 {
        each_part(code, &body.statements, &mut |part| {
            if let Part::Binding(target, value) = part
                && let Expr::Name(name) = code.expression(target)
                && names(value, &found)
            {
                found.insert(code.name(*name));
            }
        });
    }
    let mut looks = false;
    each_part(code, &body.statements, &mut |part| {
        let Part::Expression(at, _) = part else { return };
        if let Expr::Call(callee, handed) = code.expression(at)
            && let Expr::Name(called) = code.expression(*callee)
            && OF_OBJECTS.contains(&code.name(*called))
            && let [_, classes] = &handed[..]
        {
            looks |= names(classes.value, &found);
        }
    });
    looks
}
