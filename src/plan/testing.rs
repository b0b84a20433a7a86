//! Help for the tests of this room: imports and networks in few words.
use super::imports::{Import, Imports};
use super::model::{Place, Reason};
use super::network::{Edge, Hold, Network, Workload};
use crate::verdict::Strategy;

/// An import that can be deferred.
pub fn import(key: usize, module: &str, line: u32, text: &str) -> Import {
    let words: Vec<&str> = text.split_whitespace().collect();
    Import {
        key,
        module: module.to_owned(),
        place: Place {
            path: format!("{}.py", module.replace('.', "/")),
            line,
        },
        text: text.to_owned(),
        target: words[1].to_owned(),
        name: words.get(3).map(|name| (*name).to_owned()),
        at: (line * 100, line * 100 + 5 + key as u32),
        binding: Some(key as u32),
        group: None,
        verdict: Ok(vec![Strategy::FunctionLocal]),
    }
}

/// The program `__main__` loads modules with the given milliseconds over the given imports: `from > to`, and `from = to` where the
/// import has to stay.
pub fn workload(modules: &[(&str, u64)], edges: &[&str]) -> (Workload, Imports) {
    let mut network = Network::new("__main__");
    for (name, ms) in modules {
        network.add(name, ms * 1000, !name.starts_with("big"));
    }
    let mut all = Vec::new();
    for (at, edge) in edges.iter().enumerate() {
        let words: Vec<&str> = edge.split_whitespace().collect();
        let mut found = import(at, words[0], at as u32 + 1, &format!("import {}", words[2]));
        if words[1] == "=" {
            let reason = Reason::new("used-at-import", "it is used while the module is imported");
            found.verdict = Err(vec![reason]);
        }
        all.push(found);
    }
    let imports = Imports::new(all);
    for (at, edge) in edges.iter().enumerate() {
        let words: Vec<&str> = edge.split_whitespace().collect();
        let ends = (network.find(words[0]), network.find(words[2]), imports.of_key(at));
        let (Some(from), Some(to), Some(number)) = ends else {
            panic!("{edge}: no such module")
        };
        network.connect(Edge {
            from,
            to,
            hold: Hold::Import(number),
            place: Some(imports.all[number].place.clone()),
        });
    }
    (Workload { network, weight: 1.0 }, imports)
}
