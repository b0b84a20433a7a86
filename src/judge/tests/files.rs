//! Files that a module reads when it is loaded, and that the program changes before.
use super::super::Code;
use super::super::testing::{Case, check_deferred, check_kept};
use super::outside::LOCAL;

fn case(reads: &str, changes: &str) -> Case {
    let deep = format!("import os, pathlib\nfrom pathlib import Path\n\nSIZE = {reads}\n");
    let main = format!(
        "import os, shutil\nfrom pathlib import Path\nfrom app import deep\n\ndef main(name):\n    {changes}\n    return deep.SIZE\n"
    );
    Case::from(main.as_str())
        .and(&[("app.deep", deep.as_str())])
        .heavy(&["app.deep"])
}

#[test]
fn one_file_under_any_spelling() {
    let reads = [
        "open('data/a.txt').read()",
        "Path('data/a.txt').read_text()",
        "(Path('data') / 'a.txt').read_text()",
        "Path('data', 'a.txt').exists()",
        "Path('data').joinpath('a.txt').stat()",
        "open(os.path.join('data', 'a.txt')).read()",
        "open(Path('data') / 'a.txt').read()",
    ];
    let changes = [
        "open('data/a.txt', 'w')",
        "Path('data/a.txt').touch()",
        "(Path('data') / 'a.txt').write_text('')",
        "os.remove(os.path.join('data', 'a.txt'))",
    ];
    for reads in reads {
        for changes in changes {
            check_kept(case(reads, changes), "app.images", Code::ImportWindow);
            let other = changes.replace("a.txt", "b.txt");
            check_deferred(case(reads, &other), "app.images", &LOCAL);
        }
        // What is not known is not taken for it.
        let unknown = "(Path('data') / name).write_text('')";
        check_deferred(case(reads, unknown), "app.images", &LOCAL);
    }
}

#[test]
fn a_folder_and_what_lies_in_it() {
    let file = "Path('data/a.txt').read_text()";
    check_kept(case(file, "shutil.rmtree('data')"), "app.images", Code::ImportWindow);
    check_deferred(case(file, "shutil.rmtree('dat')"), "app.images", &LOCAL);
    let folder = "sorted(os.listdir('data'))";
    for adds in [
        "open('data/b.txt', 'w')",
        "(Path('data') / 'more' / 'b.txt').write_text('')",
    ] {
        check_kept(case(folder, adds), "app.images", Code::ImportWindow);
        check_deferred(case(folder, &adds.replace("data", "other")), "app.images", &LOCAL);
    }
}
