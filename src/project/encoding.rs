//! The encodings of Python sources: bytes to text and back, strictly. Knows nothing of files or cookies.
use encoding_rs::{DecoderResult, EncoderResult};

/// How the text of a file is written as bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, Python's default.
    Utf8 {
        /// Whether the file starts with a byte order mark, which is not part of the text.
        bom: bool,
    },
    /// Seven bits only.
    Ascii,
    /// ISO-8859-1 proper, where each byte is the code point of the same number; not windows-1252.
    Latin1,
    /// Any other encoding that `encoding_rs` can both read and write.
    Other(&'static encoding_rs::Encoding),
}

/// Names of ASCII among Python's codec aliases, with `-` for `_`.
/// Not in `rules/`: Python's codecs have these aliases.
const ASCII: &[&str] = &[
    "ascii",
    "us-ascii",
    "646",
    "us",
    "cp367",
    "ibm367",
    "csascii",
    "iso646-us",
    "iso-ir-6",
    "ansi-x3.4-1968",
];

/// Names of ISO-8859-1 among Python's codec aliases, with `-` for `_`.
/// Not in `rules/`: Python's codecs have these aliases.
const LATIN1: &[&str] = &[
    "latin-1",
    "latin1",
    "latin",
    "l1",
    "iso-8859-1",
    "iso8859-1",
    "iso-latin-1",
    "8859",
    "cp819",
    "ibm819",
    "csisolatin1",
    "iso-ir-100",
    "iso8859",
];

/// Python's names where they differ from the labels that `encoding_rs` knows.
/// Not in `rules/`: Python's codecs have these aliases.
const RENAMED: &[(&str, &str)] = &[
    ("cp932", "shift-jis"),
    ("ms932", "shift-jis"),
    ("mskanji", "shift-jis"),
    ("shiftjis", "shift-jis"),
    ("s-jis", "shift-jis"),
    ("eucjp", "euc-jp"),
    ("ujis", "euc-jp"),
    ("euckr", "euc-kr"),
    ("cp949", "euc-kr"),
    ("uhc", "euc-kr"),
    ("cp936", "gbk"),
    ("ms936", "gbk"),
    ("euc-cn", "gb2312"),
    ("euccn", "gb2312"),
    ("latin-2", "iso-8859-2"),
    ("latin-9", "iso-8859-15"),
    ("latin9", "iso-8859-15"),
    ("mac-roman", "macintosh"),
    ("macroman", "macintosh"),
    ("mac-cyrillic", "x-mac-cyrillic"),
];

impl Encoding {
    /// The encoding that a coding cookie names, without a byte order mark; `None` where the name is unknown here.
    pub fn from_name(name: &str) -> Option<Encoding> {
        let name = name.to_ascii_lowercase().replace('_', "-");
        let is = |known: &str| name == known || name.strip_prefix(known).is_some_and(|rest| rest.starts_with('-'));
        if is("utf-8") || ["utf8", "u8", "utf", "cp65001"].contains(&name.as_str()) {
            return Some(Encoding::Utf8 { bom: false });
        }
        if ASCII.contains(&name.as_str()) {
            return Some(Encoding::Ascii);
        }
        if LATIN1.contains(&name.as_str()) || is("latin-1") || is("iso-8859-1") || is("iso-latin-1") {
            return Some(Encoding::Latin1);
        }
        let label = RENAMED
            .iter()
            .find(|(python, _)| *python == name)
            .map_or(name.as_str(), |(_, label)| label);
        let found = encoding_rs::Encoding::for_label_no_replacement(label.as_bytes())
            .or_else(|| encoding_rs::Encoding::for_label_no_replacement(label.replace('-', "_").as_bytes()))?;
        // UTF-16 cannot be written by encoding_rs and is not allowed by Python; the others are names that only the Web knows.
        let unfit = [
            encoding_rs::UTF_8,
            encoding_rs::UTF_16BE,
            encoding_rs::UTF_16LE,
            encoding_rs::X_USER_DEFINED,
        ];
        (!unfit.contains(&found)).then_some(Encoding::Other(found))
    }

    /// The name, for people.
    pub fn name(self) -> &'static str {
        match self {
            Encoding::Utf8 { .. } => "UTF-8",
            Encoding::Ascii => "ASCII",
            Encoding::Latin1 => "ISO-8859-1",
            Encoding::Other(encoding) => encoding.name(),
        }
    }

    /// The text of `bytes`, which are without a byte order mark; or the offset of the first byte that has no meaning.
    pub fn decode(self, bytes: &[u8]) -> Result<String, usize> {
        match self {
            Encoding::Utf8 { .. } => std::str::from_utf8(bytes)
                .map(str::to_owned)
                .map_err(|error| error.valid_up_to()),
            Encoding::Ascii => match bytes.iter().position(|byte| !byte.is_ascii()) {
                Some(at) => Err(at),
                None => Ok(bytes.iter().map(|&byte| char::from(byte)).collect()),
            },
            Encoding::Latin1 => Ok(bytes.iter().map(|&byte| char::from(byte)).collect()),
            Encoding::Other(encoding) => decode_other(encoding, bytes),
        }
    }

    /// The bytes of `text`, a byte order mark included where there is one; or the first character that cannot be written.
    pub fn encode(self, text: &str) -> Result<Vec<u8>, char> {
        match self {
            Encoding::Utf8 { bom } => {
                let mark = if bom { BOM } else { &[] };
                Ok([mark, text.as_bytes()].concat())
            }
            Encoding::Ascii => match text.chars().find(|character| !character.is_ascii()) {
                Some(character) => Err(character),
                None => Ok(text.as_bytes().to_vec()),
            },
            Encoding::Latin1 => text
                .chars()
                .map(|character| u8::try_from(character).map_err(|_| character))
                .collect(),
            Encoding::Other(encoding) => encode_other(encoding, text),
        }
    }
}

/// The byte order mark of UTF-8.
pub(super) const BOM: &[u8] = b"\xef\xbb\xbf";

fn decode_other(encoding: &'static encoding_rs::Encoding, bytes: &[u8]) -> Result<String, usize> {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(
        decoder
            .max_utf8_buffer_length_without_replacement(bytes.len())
            .unwrap_or(0),
    );
    let (result, read) = decoder.decode_to_string_without_replacement(bytes, &mut text, true);
    match result {
        DecoderResult::InputEmpty => Ok(text),
        DecoderResult::Malformed(length, after) => Err(read.saturating_sub(usize::from(length) + usize::from(after))),
        DecoderResult::OutputFull => Err(read),
    }
}

fn encode_other(encoding: &'static encoding_rs::Encoding, text: &str) -> Result<Vec<u8>, char> {
    let mut encoder = encoding.new_encoder();
    let room = encoder
        .max_buffer_length_from_utf8_without_replacement(text.len())
        .unwrap_or(0);
    let mut bytes = Vec::with_capacity(room);
    let (result, read) = encoder.encode_from_utf8_to_vec_without_replacement(text, &mut bytes, true);
    match result {
        EncoderResult::InputEmpty => Ok(bytes),
        EncoderResult::Unmappable(character) => Err(character),
        EncoderResult::OutputFull => Err(text[read..].chars().next().unwrap_or(char::REPLACEMENT_CHARACTER)),
    }
}

#[cfg(test)]
mod tests {
    use super::Encoding;

    #[test]
    fn names_are_pythons_not_the_webs() {
        for name in ["latin-1", "ISO-8859-1", "iso8859_1", "l1", "iso-8859-1-unix", "Latin_1"] {
            assert_eq!(Encoding::from_name(name), Some(Encoding::Latin1), "{name}");
        }
        for name in ["utf-8", "UTF8", "utf_8_sig", "utf-8-unix"] {
            assert_eq!(Encoding::from_name(name), Some(Encoding::Utf8 { bom: false }), "{name}");
        }
        assert_eq!(Encoding::from_name("US_ASCII"), Some(Encoding::Ascii));
        for (name, expected) in [
            ("cp1252", encoding_rs::WINDOWS_1252),
            ("euc_jp", encoding_rs::EUC_JP),
            ("cp932", encoding_rs::SHIFT_JIS),
            ("koi8-r", encoding_rs::KOI8_R),
            ("mac_roman", encoding_rs::MACINTOSH),
            ("iso-8859-15", encoding_rs::ISO_8859_15),
            ("big5", encoding_rs::BIG5),
        ] {
            assert_eq!(Encoding::from_name(name), Some(Encoding::Other(expected)), "{name}");
        }
    }

    #[test]
    fn names_that_cannot_be_a_sources_are_unknown() {
        for name in [
            "utf-16",
            "utf-16le",
            "utf-7",
            "rot13",
            "hz-gb-2312",
            "x-user-defined",
            "nonsense",
            "",
        ] {
            assert_eq!(Encoding::from_name(name), None, "{name}");
        }
    }

    #[test]
    fn latin1_is_byte_for_code_point() {
        let bytes: Vec<u8> = (0..=255).collect();
        let text = Encoding::Latin1.decode(&bytes).unwrap();
        assert_eq!(text.chars().nth(0x80), Some('\u{80}'));
        assert_eq!(Encoding::Latin1.encode(&text), Ok(bytes));
        assert_eq!(Encoding::Latin1.encode("a€"), Err('€'));
    }

    #[test]
    fn errors_say_where() {
        assert_eq!(Encoding::Ascii.decode(b"ab\xe9"), Err(2));
        assert_eq!(Encoding::Utf8 { bom: false }.decode(b"ab\xe9"), Err(2));
        assert_eq!(Encoding::Other(encoding_rs::EUC_JP).decode(b"abc\xff"), Err(3));
        assert_eq!(Encoding::Other(encoding_rs::EUC_JP).decode(b"abc\xa4"), Err(3));
        assert_eq!(Encoding::Ascii.encode("é"), Err('é'));
        assert_eq!(Encoding::Other(encoding_rs::KOI8_R).encode("д中"), Err('中'));
    }
}
