//! Single names taken out of statements.
use super::help::check;

#[test]
fn from_a_list_on_one_line() {
    check(
        "import os, framely, posixpath\n",
        |p| p.defer_names("import", &["framely"]),
        "import os, posixpath\n",
    );
    check(
        "import os, framely  # c\n",
        |p| p.defer_names("import", &["framely"]),
        "import os  # c\n",
    );
    check(
        "from m import a, b as c, d\n",
        |p| p.defer_names("from", &["a", "b"]),
        "from m import d\n",
    );
    check(
        "from m import (a, b,)\n",
        |p| p.defer_names("from", &["b"]),
        "from m import (a,)\n",
    );
    check(
        "from m import (a, b, c)\n",
        |p| p.defer_names("from", &["a", "c"]),
        "from m import (b)\n",
    );
}

#[test]
fn over_backslashes() {
    let before = "from framely import \\\n    read, \\\n    concat\n";
    check(
        before,
        |p| p.defer_names("from", &["concat"]),
        "from framely import \\\n    read\n",
    );
    check(
        before,
        |p| p.defer_names("from", &["read"]),
        "from framely import \\\n    concat\n",
    );
}

#[test]
fn whole_lines_of_a_list_in_brackets() {
    let before =
        "from m import (  # m\n    # images\n    Image,\n    from_env as connect,  # connects\n\n    NotFound,\n)\n";
    check(
        before,
        |p| p.defer_names("from", &["from_env"]),
        "from m import (  # m\n    # images\n    Image,\n\n    NotFound,\n)\n",
    );
    check(
        before,
        |p| p.defer_names("from", &["Image", "NotFound"]),
        "from m import (  # m\n    # images\n    from_env as connect,  # connects\n\n)\n",
    );
}

#[test]
fn the_style_of_the_last_comma_stays() {
    check(
        "from m import (\n    a,\n    b\n)\n",
        |p| p.defer_names("from", &["b"]),
        "from m import (\n    a\n)\n",
    );
    check(
        "from m import (\n    a,  # 1\n    b\n)\n",
        |p| p.defer_names("from", &["b"]),
        "from m import (\n    a  # 1\n)\n",
    );
    check(
        "from m import (\n    a,\n    b,\n)\n",
        |p| p.defer_names("from", &["b"]),
        "from m import (\n    a,\n)\n",
    );
}

#[test]
fn several_names_on_the_lines_of_a_list() {
    let before = "from m import (a, b,\n               c, d)\n";
    check(
        before,
        |p| p.defer_names("from", &["a"]),
        "from m import (b,\n               c, d)\n",
    );
    check(
        before,
        |p| p.defer_names("from", &["b", "c"]),
        "from m import (a,\n               d)\n",
    );
    check(
        before,
        |p| p.defer_names("from", &["c", "d"]),
        "from m import (a, b\n               )\n",
    );
    check(
        before,
        |p| p.defer_names("from", &["d"]),
        "from m import (a, b,\n               c)\n",
    );
    check(
        before,
        |p| p.defer_names("from", &["a", "b"]),
        "from m import (\n               c, d)\n",
    );
}
