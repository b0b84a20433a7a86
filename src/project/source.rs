//! One source file: bytes to text and back (PEP 263). Knows how files are encoded and nothing of what they say.
use std::path::{Path, PathBuf};

use super::cookie::cookie;
use super::encoding::{BOM, Encoding};

/// A decoded file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Where it is.
    pub path: PathBuf,
    /// Its text, without the byte order mark, line ends untouched, shorter than 4 GiB and free of NUL.
    pub text: String,
    /// How it is written.
    pub encoding: Encoding,
}

/// Why a file cannot be read as a Python source, or a folder not at all.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
#[error("{}: {message}", path.display())]
pub struct ReadError {
    /// The file.
    pub path: PathBuf,
    /// The line, counted from one, where there is one.
    pub line: Option<u32>,
    /// What is wrong.
    pub message: String,
}

/// Why a text cannot be written in the encoding of its file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}: {message}", path.display())]
pub struct EncodeError {
    /// The file.
    pub path: PathBuf,
    /// What is wrong.
    pub message: String,
}

impl Source {
    /// Reads and decodes a file.
    pub fn read(path: &Path) -> Result<Source, ReadError> {
        let bytes = std::fs::read(path).map_err(|error| ReadError {
            path: path.to_owned(),
            line: None,
            message: format!("cannot be read: {error}"),
        })?;
        Source::decode(path, &bytes)
    }

    /// Decodes the bytes of a file as Python does: by the coding cookie, else as UTF-8.
    pub fn decode(path: &Path, bytes: &[u8]) -> Result<Source, ReadError> {
        let fail = |line: Option<u32>, message: String| {
            Err(ReadError {
                path: path.to_owned(),
                line,
                message,
            })
        };
        if u32::try_from(bytes.len()).is_err() {
            return fail(None, "larger than 4 GiB".to_owned());
        }
        let bom = bytes.starts_with(BOM);
        let body = if bom { &bytes[BOM.len()..] } else { bytes };
        let named = cookie(body);
        let encoding = match &named {
            None => Encoding::Utf8 { bom },
            Some((name, line)) => match Encoding::from_name(name) {
                Some(Encoding::Utf8 { .. }) if !bom || is_exactly_utf8(name) => Encoding::Utf8 { bom },
                // CPython compares the names and so refuses even `utf8` behind a byte order mark.
                Some(_) if bom => return fail(Some(*line), format!("encoding problem: {name} with a byte order mark")),
                Some(encoding) => encoding,
                None => return fail(Some(*line), format!("unknown encoding: {name}")),
            },
        };
        let text = match encoding.decode(body) {
            Ok(text) => text,
            Err(at) => {
                let line = line_of(body, at);
                return fail(
                    Some(line),
                    not_decodable(encoding, named.is_some(), body, at, bytes.len() - body.len()),
                );
            }
        };
        if let Some(at) = text.find('\0') {
            return fail(
                Some(line_of(text.as_bytes(), at)),
                "source code cannot contain null bytes".to_owned(),
            );
        }
        // UTF-8, ASCII and Latin-1 are exact by construction; of the others some spell one character in several ways.
        if matches!(encoding, Encoding::Other(_)) && encoding.encode(&text).ok().as_deref() != Some(bytes) {
            return fail(
                None,
                format!("{} text that cannot be written back byte for byte", encoding.name()),
            );
        }
        Ok(Source {
            path: path.to_owned(),
            text,
            encoding,
        })
    }

    /// The bytes of `text` in the encoding of this file, byte order mark included; for the original text the original bytes.
    ///
    /// Fails where a character cannot be written, and where the bytes would not be read as this very text again, such as when
    /// the coding cookie has moved.
    pub fn encode(&self, text: &str) -> Result<Vec<u8>, EncodeError> {
        let fail = |message: String| {
            Err(EncodeError {
                path: self.path.clone(),
                message,
            })
        };
        let bytes = match self.encoding.encode(text) {
            Ok(bytes) => bytes,
            Err(character) => {
                return fail(format!("{} cannot express {character:?}", self.encoding.name()));
            }
        };
        match Source::decode(&self.path, &bytes) {
            Ok(read) if read.text == text && read.encoding == self.encoding => Ok(bytes),
            Ok(read) => fail(format!(
                "would be read as {} instead of {}",
                read.encoding.name(),
                self.encoding.name()
            )),
            Err(error) => fail(format!("would not be readable: {}", error.message)),
        }
    }
}

/// Whether CPython's tokenizer calls this name `utf-8`.
fn is_exactly_utf8(name: &str) -> bool {
    let name = name.to_ascii_lowercase().replace('_', "-");
    name == "utf-8" || name.starts_with("utf-8-")
}

/// The line (from one) of the byte at `at`.
fn line_of(bytes: &[u8], at: usize) -> u32 {
    let before = bytes.get(..at).unwrap_or(bytes);
    let ends = before
        .iter()
        .enumerate()
        .filter(|&(index, &byte)| byte == b'\n' || (byte == b'\r' && bytes.get(index + 1) != Some(&b'\n')));
    u32::try_from(ends.count()).unwrap_or(u32::MAX - 1) + 1
}

fn not_decodable(encoding: Encoding, has_cookie: bool, body: &[u8], at: usize, skipped: usize) -> String {
    let byte = body.get(at).copied().unwrap_or_default();
    let reason = if has_cookie {
        "though the coding cookie says so"
    } else {
        "and no coding cookie names another encoding"
    };
    format!(
        "not {}: byte 0x{byte:02x} at offset {}, {reason}",
        encoding.name(),
        at + skipped
    )
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use proptest::prelude::*;

    use super::*;

    fn decode(bytes: &[u8]) -> Result<Source, ReadError> {
        Source::decode(Path::new("app.py"), bytes)
    }

    #[track_caller]
    fn check_error(bytes: &[u8], line: Option<u32>, message: &str) {
        let error = decode(bytes).unwrap_err();
        assert_eq!((error.line, error.message.as_str()), (line, message));
    }

    #[test]
    fn utf8_is_the_default_and_line_ends_stay() {
        let source = decode("x = 'é'\r\ny = 1\r".as_bytes()).unwrap();
        assert_eq!(source.text, "x = 'é'\r\ny = 1\r");
        assert_eq!(source.encoding, Encoding::Utf8 { bom: false });
        assert_eq!(source.encode("é").unwrap(), "é".as_bytes());
    }

    #[test]
    fn the_byte_order_mark_is_kept_aside() {
        let source = decode(b"\xef\xbb\xbf# coding: utf-8\nx = 1\n").unwrap();
        assert_eq!(source.text, "# coding: utf-8\nx = 1\n");
        assert_eq!(source.encode("y\n").unwrap(), b"\xef\xbb\xbfy\n");
    }

    #[test]
    fn cookies_choose_the_encoding() {
        let source = decode(b"# coding: latin-1\nx = '\xe9\x80'\n").unwrap();
        assert_eq!(source.text, "# coding: latin-1\nx = 'é\u{80}'\n");
        assert_eq!(
            decode(b"# coding: cp1252\nx = '\x80'\n").unwrap().text,
            "# coding: cp1252\nx = '€'\n"
        );
        assert_eq!(
            decode(b"# coding: euc-jp\n# \xa4\xa2\n").unwrap().text,
            "# coding: euc-jp\n# あ\n"
        );
    }

    #[test]
    fn errors_are_pythons_with_place() {
        check_error(
            b"a = 1\nname = 'caf\xe9'\n",
            Some(2),
            "not UTF-8: byte 0xe9 at offset 17, and no coding cookie names another encoding",
        );
        check_error(
            b"\xef\xbb\xbf\xe9",
            Some(1),
            "not UTF-8: byte 0xe9 at offset 3, and no coding cookie names another encoding",
        );
        check_error(
            b"# coding: ascii\r\n\xe9",
            Some(2),
            "not ASCII: byte 0xe9 at offset 17, though the coding cookie says so",
        );
        check_error(b"\n# coding: klingon\n", Some(2), "unknown encoding: klingon");
        check_error(
            b"\xef\xbb\xbf# coding: latin-1\n",
            Some(1),
            "encoding problem: latin-1 with a byte order mark",
        );
        check_error(
            b"\xef\xbb\xbf# coding: utf8\n",
            Some(1),
            "encoding problem: utf8 with a byte order mark",
        );
        check_error(b"x = 1\n\0\n", Some(2), "source code cannot contain null bytes");
        let missing = Source::read(Path::new("no/such/file.py")).unwrap_err();
        assert!(missing.message.starts_with("cannot be read: "), "{missing}");
    }

    #[test]
    fn encoding_refuses_what_would_be_read_otherwise() {
        let latin = decode(b"# coding: latin-1\nx = '\xe9'\n").unwrap();
        assert_eq!(
            latin.encode("# coding: latin-1\n€").unwrap_err().message,
            "ISO-8859-1 cannot express '€'"
        );
        let moved = latin.encode("import a\n\n# coding: latin-1\nx = 'é'\n").unwrap_err();
        assert!(moved.message.starts_with("would not be readable: not UTF-8"), "{moved}");
        let ascii = latin.encode("import a\n").unwrap_err();
        assert_eq!(ascii.message, "would be read as UTF-8 instead of ISO-8859-1");
        assert!(decode(b"x\n").unwrap().encode("\0").is_err());
    }

    /// Files with a cookie more often than chance would have it.
    fn files() -> impl Strategy<Value = Vec<u8>> {
        let heads = [
            "",
            "\u{feff}",
            "# coding: utf-8\n",
            "# coding: latin-1\n",
            "# coding: ascii\n",
            "#coding:shift_jis\n",
            "#\n# coding: gb18030\n",
            "# coding: iso-2022-jp\n",
            "# coding: cp1252\n",
            "# coding: big5\n",
            "# coding: euc-kr\n",
        ];
        let any = prop::collection::vec(any::<u8>(), 0..40);
        let printable = "[ -~\r\nàéあ中€д]{0,20}".prop_map(String::into_bytes);
        (prop::sample::select(heads.to_vec()), prop_oneof![any, printable])
            .prop_map(|(head, tail)| [head.as_bytes(), &tail].concat())
    }

    proptest! {
        #[test]
        fn what_was_decoded_is_encoded_to_the_same_bytes(bytes in files()) {
            if let Ok(source) = decode(&bytes) {
                prop_assert_eq!(source.encode(&source.text).unwrap(), bytes);
            }
        }

        #[test]
        fn encoding_never_panics(bytes in files(), text in any::<String>()) {
            if let Ok(source) = decode(&bytes) && let Ok(written) = source.encode(&text) {
                prop_assert_eq!(decode(&written).unwrap().text, text);
            }
        }
    }
}
