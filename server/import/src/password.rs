//! How accounts sign in on other servers.

use model::Field;
use zeroize::Zeroizing;

use crate::source::{SourceAccount, SourcePassword};

/// The lengths of digests in hexadecimal: of MySQL before 4.1, MD5, SHA-1, SHA-256 and SHA-512.
const HEX_LENGTHS: [usize; 5] = [16, 32, 40, 64, 128];
/// Those of the same in Base64, from MD5 on.
const BASE64_LENGTHS: [usize; 4] = [24, 28, 44, 88];
/// The length from which a text that begins as a hash with a mark is one.
const LEAST_MARKED_LENGTH: usize = 20;
/// The length of the traditional hashes of `crypt`.
const DES_LENGTH: usize = 13;

impl SourceAccount {
    /// Signs in by what `passwd` and `shadow` have: nothing, a hash, or what matches no password
    /// since it begins with `!` or `*`. An account that is locked so is disabled.
    pub(crate) fn sign_in_by(&mut self, field: &str) {
        if field.starts_with(['!', '*']) {
            self.set(Field::State, "disabled");
        } else if !field.is_empty() {
            self.password = SourcePassword::Hash(field.to_owned());
        }
    }
}

/// The password of a field that holds it as plain text; none if it is empty.
pub(crate) fn plain(text: &str) -> SourcePassword {
    match text {
        "" => SourcePassword::None,
        text => SourcePassword::Plain(Zeroizing::new(text.to_owned())),
    }
}

/// The password of a field that holds a hash or plain text, whichever the other server tries.
///
/// What may be a hash is taken for one. Taken for plain text, it would itself be the password, for
/// everyone who has seen the table; the other way round, the account only gets a new one.
pub(crate) fn hash_or_plain(text: &str) -> SourcePassword {
    match may_be_hash(text) {
        true => SourcePassword::Hash(text.to_owned()),
        false => plain(text),
    }
}

fn may_be_hash(text: &str) -> bool {
    is_marked(text)
        || HEX_LENGTHS.contains(&text.len()) && is_hex(text)
        || BASE64_LENGTHS.contains(&text.len()) && text.ends_with('=') && is_base64(text)
        || text.len() == DES_LENGTH && text.bytes().all(is_of_crypt)
}

/// Whether the text says of itself what it is: `$6$...`, `{md5}...`, or of MySQL's `PASSWORD()`.
fn is_marked(text: &str) -> bool {
    let marked_by = |first, last| {
        let rest = text.strip_prefix::<char>(first);
        let scheme = rest.and_then(|rest| rest.split_once::<char>(last));
        text.len() >= LEAST_MARKED_LENGTH && scheme.is_some_and(|(scheme, _)| !scheme.is_empty())
    };
    let of_mysql = text.strip_prefix('*');
    marked_by('$', '$')
        || marked_by('{', '}')
        || of_mysql.is_some_and(|digits| digits.len() == 40 && is_hex(digits))
}

fn is_hex(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn is_base64(text: &str) -> bool {
    let is_of_base64 = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
    text.trim_end_matches('=').bytes().all(is_of_base64)
}

fn is_of_crypt(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'/')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_without_a_hash_does_not_sign_in() {
        for (field, password, settings) in [
            ("", SourcePassword::None, vec![]),
            (
                "$6$salt$hash",
                SourcePassword::Hash("$6$salt$hash".to_owned()),
                vec![],
            ),
            (
                "!$6$salt$hash",
                SourcePassword::None,
                vec![(Field::State, "disabled".to_owned())],
            ),
            (
                "*LK*",
                SourcePassword::None,
                vec![(Field::State, "disabled".to_owned())],
            ),
        ] {
            let mut account = SourceAccount::default();
            account.sign_in_by(field);
            assert_eq!((account.password, account.settings), (password, settings));
        }
    }

    #[test]
    fn what_may_be_a_hash_is_no_plain_text() {
        for hash in [
            "$2y$10$abcdefghijklmnopqrstuv",
            "{md5}X03MO1qnZdYdgyfeuILPmQ==",
            "*2470C0C06DEE42FD1618BB99005ADCA2EC9D1E19",
            "5f4dcc3b5aa765d61d8327deb882cf99",
            "5F4DCC3B5AA765D61D8327DEB882CF99",
            "X03MO1qnZdYdgyfeuILPmQ==",
            "W6ph5Mm5Pz8GgiULbPgzG37mj9g=",
            "ab/JT5fg7q.Hk",
        ] {
            assert_eq!(hash_or_plain(hash), SourcePassword::Hash(hash.to_owned()));
        }
        for text in [
            "",
            "secret",
            "$ecret$1",
            "{curly}",
            "ab/JT5fg7q-Hk",
            "*2470C0C0",
        ] {
            assert_eq!(hash_or_plain(text), plain(text));
        }
        assert_eq!(plain(""), SourcePassword::None);
    }
}
