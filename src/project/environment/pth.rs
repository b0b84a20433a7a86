//! A folder of installed packages with its `.pth` files, as Python's `site` reads them; code in them is never run.
use std::path::Path;

use super::{Environment, editable, normal};

/// Adds a folder of installed packages and what its `.pth` files name, once.
pub(super) fn add_site_folder(environment: &mut Environment, folder: &Path) {
    if environment.site.iter().any(|known| known == folder) {
        return;
    }
    environment.site.push(folder.to_owned());
    let entries = std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let mut names: Vec<String> = entries
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| name.ends_with(".pth") && !name.starts_with('.'))
        .collect();
    names.sort();
    for name in names {
        let Ok(bytes) = std::fs::read(folder.join(&name)) else {
            continue;
        };
        let text = String::from_utf8_lossy(&bytes);
        for line in text.trim_start_matches('\u{feff}').lines() {
            add_line(environment, folder, line);
        }
    }
}

fn add_line(environment: &mut Environment, folder: &Path, line: &str) {
    let is_code = line.starts_with("import ") || line.starts_with("import\t");
    if is_code {
        let finder = editable::finder_named_in(line).map(|name| folder.join(format!("{name}.py")));
        if let Some(text) = finder.and_then(|path| std::fs::read_to_string(path).ok()) {
            let found = editable::read(&text, folder);
            environment.mapping.extend(found.mapping);
            environment.namespaces.extend(found.namespaces);
        }
        return;
    }
    let line = line.trim_end();
    if line.is_empty() || line.starts_with('#') {
        return;
    }
    let added = normal(&folder.join(line));
    if added.is_dir() && !environment.site.contains(&added) {
        environment.site.push(added);
    }
}
