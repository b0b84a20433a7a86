//! For PyInstaller: a hook that says of a program what its analysis does not see, and the script to freeze.
use std::path::{Path, PathBuf};

use super::arguments::Found;
use super::{BuildError, BuildOrder, entry, failure, looked, tools};

/// What was written for PyInstaller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hooks {
    /// The hooks, one for each package that the entry imports.
    pub hooks: Vec<PathBuf>,
    /// How many modules they name that only strings name.
    pub named: usize,
    /// PyInstaller's command line.
    pub command: Vec<String>,
}

/// Writes a hook into `folder` for each of the project's packages that the entry imports, and the script to freeze where the
/// entry is none.
///
/// # Errors
/// Where the interpreter or the entry is none, or a file cannot be written.
pub fn hooks(order: &BuildOrder, folder: &Path) -> Result<Hooks, BuildError> {
    let found = looked::found(order, &tools::facts(&order.python)?.site);
    let entry = entry::find(order, folder)?;
    std::fs::create_dir_all(folder).map_err(|error| failure(folder, &error))?;
    let text = text(&found, &order.include);
    let names = looked::imported_packages(order, &entry.script)?;
    let hooks: Vec<PathBuf> = names
        .iter()
        .map(|name| folder.join(format!("hook-{name}.py")))
        .collect();
    for hook in &hooks {
        std::fs::write(hook, &text).map_err(|error| failure(hook, &error))?;
    }
    let roots = order.tree.roots.iter();
    let paths = roots.flat_map(|root| ["--paths".to_owned(), root.display().to_string()]);
    let mut command = vec!["pyinstaller".to_owned(), "--name".to_owned(), entry.name.clone()];
    command.extend(paths);
    command.extend(["--additional-hooks-dir".to_owned(), folder.display().to_string()]);
    command.push(entry.script.display().to_string());
    Ok(Hooks {
        hooks,
        named: found.by_name.len() + order.include.len(),
        command,
    })
}

/// The hook.
fn text(found: &Found, include: &[String]) -> String {
    let quoted = |name: &String| format!("    {name:?},\n");
    let named: String = found.by_name.iter().chain(include).map(quoted).collect();
    let whole = found
        .whole
        .iter()
        .map(|name| format!("hiddenimports += collect_submodules({name:?})\n"));
    let data = found
        .with_data
        .iter()
        .map(|name| format!("datas += collect_data_files({name:?})\n"));
    let metadata = found
        .distributions
        .keys()
        .map(|name| format!("datas += copy_metadata({name:?})\n"));
    let rest: String = whole.chain(data).chain(metadata).collect();
    let used = ["collect_data_files", "collect_submodules", "copy_metadata"];
    let used: Vec<&str> = used
        .into_iter()
        .filter(|name| rest.contains(&format!("{name}(")))
        .collect();
    let import = match used.as_slice() {
        [] => String::new(),
        used => format!("from PyInstaller.utils.hooks import {}\n\n", used.join(", ")),
    };
    format!(
        "# Written by `dormant build --pyinstaller-hooks`: what PyInstaller does not see in the sources.\n\
         {import}hiddenimports = [\n{named}]\ndatas = []\n{rest}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hook_names_what_is_not_seen() {
        let found = Found {
            by_name: vec!["app.sales".into()],
            with_data: vec!["app".into()],
            ..Found::default()
        };
        assert_eq!(
            text(&found, &["app.extra".into()]),
            "# Written by `dormant build --pyinstaller-hooks`: what PyInstaller does not see in the sources.\n\
             from PyInstaller.utils.hooks import collect_data_files\n\n\
             hiddenimports = [\n    \"app.sales\",\n    \"app.extra\",\n]\ndatas = []\ndatas += collect_data_files(\"app\")\n"
        );
        assert!(!text(&Found::default(), &[]).contains("import PyInstaller"));
    }
}
