//! Modules of the project under other names: `lib.core`, where a folder on `sys.path` holds `app._vendor.lib.core`, or where that
//! folder is that of the script which runs; and those that are put in the place of others, in `sys.modules` or as an attribute.
use rustc_hash::FxHashMap;

use super::{Entity, Kind, ModuleId, Program, Trail};
use crate::graph::effort::spend;

impl Program {
    /// The modules of the project that may be found under the name of a module: it is not there, or is another name of one of
    /// their files, and their names end so; or they are put there.
    pub(super) fn renamed(&self, missing: ModuleId) -> &[ModuleId] {
        self.all_renamed().get(&missing).map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether any module of the project may be found under another name than its own.
    pub fn renames_some(&self) -> bool {
        !self.all_renamed().is_empty() || !self.all_set().is_empty()
    }

    /// The names of other modules under which a module of the project may be found.
    pub fn other_names(&self, module: ModuleId) -> impl Iterator<Item = ModuleId> + '_ {
        let renamed = self.all_renamed().iter();
        renamed.filter_map(move |(&other, meant)| meant.contains(&module).then_some(other))
    }

    fn all_renamed(&self) -> &FxHashMap<ModuleId, Vec<ModuleId>> {
        self.renamed.get_or_init(|| {
            let mut ends: FxHashMap<ModuleId, Vec<ModuleId>> = FxHashMap::default();
            for id in self.own_modules() {
                let mut name = self.modules[id].name.as_str();
                while let Some((_, end)) = name.split_once('.') {
                    spend(1);
                    let is_other = |id: &ModuleId| {
                        let found = &self.modules[*id];
                        found.kind == Kind::Missing || found.is_copy
                    };
                    if let Some(other) = self.find(end).filter(is_other) {
                        ends.entry(other).or_default().push(id);
                    }
                    name = end;
                }
            }
            self.put_under_other_names(&mut ends);
            ends
        })
    }

    /// The same way through the modules of the project that may be meant, where it passes one in whose place others are found, or
    /// an attribute that somebody sets to one.
    pub fn renamed_trails(&self, trail: &Trail) -> Vec<Trail> {
        let mut ways = Vec::new();
        let names = || {
            trail
                .hops
                .iter()
                .map(|hop| (hop.name.as_str(), hop.used))
                .chain(unknown(trail))
        };
        for (at, hop) in trail.hops.iter().enumerate() {
            let meant = self.meant_instead(hop.module);
            if !meant.is_empty() {
                self.ways_from(meant, names().skip(at), &mut ways);
                // What follows is passed on these ways.
                break;
            }
            let set = self.all_set().of_module(hop.module, &hop.name);
            self.ways_from(set, names().filter(|(_, used)| *used > hop.used), &mut ways);
        }
        // An attribute of what is no module, such as `app.BOX.tools`.
        for (name, behind) in unknown(trail) {
            let set = self.all_set().of_objects(name);
            self.ways_from(set, names().filter(|(_, used)| *used > behind), &mut ways);
        }
        ways
    }

    /// The ways from some modules along names.
    fn ways_from<'t>(
        &self,
        starts: &[ModuleId],
        names: impl Iterator<Item = (&'t str, usize)>,
        found: &mut Vec<Trail>,
    ) {
        if starts.is_empty() {
            return;
        }
        // Behind an attribute itself come the imports that bind it elsewhere.
        let mut names: Vec<(&str, usize)> = names.collect();
        names.dedup_by_key(|(_, used)| *used);
        let starts = starts.iter().map(|&module| Trail {
            hops: Vec::new(),
            end: Entity::Module(module),
        });
        let mut ways: Vec<Trail> = starts.collect();
        for (name, used) in names {
            ways = ways.into_iter().flat_map(|way| self.stepped(way, name, used)).collect();
        }
        found.extend(ways);
    }

    /// The modules of the project that an attribute of this name may be, of whatever is no module.
    pub fn set_to_objects(&self, name: &str) -> &[ModuleId] {
        self.all_set().of_objects(name)
    }

    /// The modules of the project that what has this path in a module may be, by what somebody sets it to.
    pub fn set_at(&self, module: ModuleId, path: &str) -> &[ModuleId] {
        match path.rsplit_once('.') {
            None => self.all_set().of_module(module, path),
            Some((_, last)) => self.all_set().of_objects(last),
        }
    }

    fn meant_instead(&self, module: ModuleId) -> &[ModuleId] {
        // A copy has the same names, which lead on from there.
        match self.modules[module].is_copy {
            true => &[],
            false => self.renamed(module),
        }
    }
}

/// The attributes that nothing is known of, behind the last hop of a trail, and how many are used up to get there.
fn unknown(trail: &Trail) -> impl Iterator<Item = (&str, usize)> {
    // The first of them is the last one passed.
    let last = trail.hops.last().map_or(0, |hop| hop.used);
    let unknown = match &trail.end {
        Entity::Module(_) => None,
        Entity::Attribute(_, path) => path.split_once('.').map(|(_, rest)| rest.split('.')),
    };
    unknown.into_iter().flatten().zip(last + 1..)
}
