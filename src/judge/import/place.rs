//! Where in a function an import goes: into the innermost branch that holds all uses of the name, so that a function which
//! dispatches loads only what it needs.
use rustc_hash::FxHashSet;

use super::super::commute::changes_what_is_found;
use super::super::inputs::Inputs;
use super::super::usage::Usage;
use crate::graph::ModuleId;
use crate::semantics::ModuleFacts;
use crate::semantics::facts::{BlockId, ScopeId};
use crate::syntax::Span;

/// More places than this in one function are no fewer lines than a function that is called there.
const MOST_BRANCHES: usize = 3;

/// The places in a function for the import of a name. A function that every start of the program runs gets it in each of the few
/// branches that use it, where none holds all uses: in front of them the program would load it whenever it starts.
pub fn places(
    inputs: Inputs<'_>,
    module: ModuleId,
    facts: &ModuleFacts,
    (usage, first): (&Usage, &FxHashSet<(ModuleId, ScopeId)>),
    function: ScopeId,
) -> Vec<u32> {
    let innermost = usage.blocks.get(&function).copied().flatten();
    let is_first = innermost.is_none() && first.contains(&(module, function));
    let branches = is_first.then(|| branches(facts, usage, function)).flatten();
    let whole = whole(facts, function);
    let found: Option<Vec<u32>> = branches.and_then(|branches| {
        let place = |&branch: &BlockId| place_of(inputs, module, facts, Some(branch), function);
        branches
            .iter()
            .map(|branch| place(branch).filter(|&at| Some(at) != whole))
            .collect()
    });
    match found {
        Some(mut found) => {
            found.sort_unstable();
            found.dedup();
            found
        }
        None => place(inputs, module, facts, usage, function).into_iter().collect(),
    }
}

/// The branches of a function that hold the uses of a name, of each outermost one the innermost that holds all that are in it; none
/// where a use stands in no branch, or they are many.
fn branches(facts: &ModuleFacts, usage: &Usage, function: ScopeId) -> Option<Vec<BlockId>> {
    let mut found: Vec<(BlockId, BlockId)> = Vec::new();
    for (_, block) in usage.places.iter().filter(|(home, _)| *home == function) {
        let own = |block: &BlockId| facts.blocks[*block as usize].scope == function;
        let chain: Vec<BlockId> = facts.block_chain(*block).filter(own).collect();
        let (&inner, &outer) = (chain.first()?, chain.last()?);
        match found.iter_mut().find(|(known, _)| *known == outer) {
            Some((_, known)) => *known = common_block(facts, function, Some(*known), Some(inner))?,
            None => found.push((outer, inner)),
        }
    }
    (found.len() <= MOST_BRANCHES).then(|| found.into_iter().map(|(_, inner)| inner).collect())
}

/// The place in a function for the import of a name: the offset of the function's name, or of the first statement of a branch.
/// What changes what imports find stays behind the import where it would otherwise have come before it.
pub fn place(
    inputs: Inputs<'_>,
    module: ModuleId,
    facts: &ModuleFacts,
    usage: &Usage,
    function: ScopeId,
) -> Option<u32> {
    let innermost = usage.blocks.get(&function).copied().flatten();
    place_of(inputs, module, facts, innermost, function)
}

/// The same of several names, by the innermost branch that holds the uses of all.
pub fn place_of(
    inputs: Inputs<'_>,
    module: ModuleId,
    facts: &ModuleFacts,
    innermost: Option<BlockId>,
    function: ScopeId,
) -> Option<u32> {
    let whole = whole(facts, function)?;
    let Some(innermost) = innermost else {
        return Some(whole);
    };
    let changes = changes_what_is_found(inputs, module, function);
    let chain: Vec<BlockId> = facts
        .block_chain(Some(innermost))
        .take_while(|&block| facts.blocks[block as usize].scope == function)
        .collect();
    let is_first = |block: &&BlockId| {
        let start = facts.blocks[**block as usize].span.start;
        !changes
            .iter()
            .any(|change| change.start < start && !is_excluded(facts, &chain, *change))
    };
    let block = chain.iter().find(is_first);
    Some(block.map_or(whole, |&block| facts.blocks[block as usize].span.start))
}

/// The innermost branch of a function that holds both.
pub fn common_block(
    facts: &ModuleFacts,
    function: ScopeId,
    one: Option<BlockId>,
    other: Option<BlockId>,
) -> Option<BlockId> {
    let others: Vec<BlockId> = facts.block_chain(other).collect();
    let mut both = facts.block_chain(one).filter(|block| others.contains(block));
    both.find(|&block| facts.blocks[block as usize].scope == function)
}

/// The place at the beginning of the whole function.
fn whole(facts: &ModuleFacts, function: ScopeId) -> Option<u32> {
    let definition = facts.scopes[function as usize].definition?;
    Some(facts.definitions[definition as usize].name_span.start)
}

/// Whether what stands there does not run where one of these branches is taken: it is in another branch of the same statement.
fn is_excluded(facts: &ModuleFacts, chain: &[BlockId], at: Span) -> bool {
    let holds = |id: usize| facts.blocks[id].span.start <= at.start && at.end <= facts.blocks[id].span.end;
    let mut holders = (0..facts.blocks.len()).filter(|&id| holds(id));
    holders.any(|holder| {
        let own = |&id: &BlockId| facts.blocks[id as usize].statement == facts.blocks[holder].statement;
        !chain.contains(&(holder as BlockId)) && chain.iter().any(own)
    })
}
