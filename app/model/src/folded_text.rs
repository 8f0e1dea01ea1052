//! Text without what people leave out when they search and sort.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The text in small letters and without accents; letters that no accent makes as people type them.
///
/// It is for the server, since the tables it needs are too big for the browser.
pub(super) fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let small = text
        .nfkd()
        .filter(|character| !is_combining_mark(*character))
        .flat_map(char::to_lowercase);
    for character in small {
        match character {
            'œ' => folded.push_str("oe"),
            'æ' => folded.push_str("ae"),
            'ß' => folded.push_str("ss"),
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            'đ' => folded.push('d'),
            other => folded.push(other),
        }
    }
    folded
}
