//! Files as URIs and back.
use std::path::{Path, PathBuf};
use std::str::FromStr;

use lsp_types::Uri;

/// The file that a URI names; none where it is not a file of this machine.
pub fn path(uri: &Uri) -> Option<PathBuf> {
    let rest = uri.as_str().strip_prefix("file://")?;
    // Behind two slashes stands a host, which is this one where it is empty.
    let slash = rest.find('/')?;
    let text = decoded(&rest[slash..])?;
    let is_drive = |text: &str| text.as_bytes().get(2) == Some(&b':');
    Some(PathBuf::from(match cfg!(windows) && is_drive(&text) {
        true => text.trim_start_matches('/').replace('/', "\\"),
        false => text,
    }))
}

/// The URI of an absolute path.
pub fn uri(path: &Path) -> Option<Uri> {
    let text = path.to_str()?.replace(std::path::MAIN_SEPARATOR, "/");
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    let encoded: String = text
        .bytes()
        .map(|byte| match is_plain(byte) {
            true => char::from(byte).to_string(),
            false => format!("%{byte:02X}"),
        })
        .collect();
    Uri::from_str(&format!("file:///{}", encoded.trim_start_matches('/'))).ok()
}

fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, others @ ..] = rest {
        rest = others;
        if *first == b'%' {
            let digits = std::str::from_utf8(others.get(..2)?).ok()?;
            bytes.push(u8::from_str_radix(digits, 16).ok()?);
            rest = &others[2..];
        } else {
            bytes.push(*first);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn odd_names_come_back() {
        for name in ["/a/b.py", "/a b/ä漢#?%.py", "/c:/x.py"] {
            let uri = uri(Path::new(name)).unwrap();
            assert_eq!(path(&uri).as_deref(), Some(Path::new(name)), "{}", uri.as_str());
        }
        let from = |text: &str| path(&Uri::from_str(text).unwrap());
        assert_eq!(from("file://localhost/a%20b"), Some(PathBuf::from("/a b")));
        assert_eq!(from("untitled:Untitled-1"), None);
    }
}
