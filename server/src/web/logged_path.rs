//! A request's path, as the log may show it.

use std::fmt::{self, Display, Formatter};

use app::routes;
use http::Uri;
use percent_encoding::percent_decode_str;

/// From this length on a run of characters may be a token, or nearly all of one (43 characters).
/// A build's folder has 32; the few names of accounts that are longer are not shown.
const MAX_SHOWN_RUN: usize = 35;

/// How much of a path is shown, in bytes.
const MAX_SHOWN_BYTES: usize = 512;

/// A request's path without what is secret in it: neither its query, which carries what people
/// entered, nor the token of a one-time link, wherever and however it stands in the path.
///
/// This is the only form in which an address goes into the log.
#[derive(Clone, Debug)]
pub(super) struct LoggedPath(String);

impl LoggedPath {
    pub(super) fn of(address: &Uri) -> Self {
        let path = address.path();
        let decoded = decoded(path);
        let shown = match secret_start(&decoded) {
            Some(start) => format!("{}…", &decoded[..start]),
            None => path.to_owned(),
        };
        Self(shortened(shown))
    }
}

impl Display for LoggedPath {
    /// Without anything that could disturb a terminal.
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        for character in self.0.chars() {
            if character.is_ascii_graphic() || character == '…' {
                write!(formatter, "{character}")?;
            } else {
                write!(formatter, "{}", character.escape_default())?;
            }
        }
        Ok(())
    }
}

/// A path without any percent-encoding, also where it was encoded more than once.
fn decoded(path: &str) -> String {
    let mut decoded = path.to_owned();
    loop {
        let once = percent_decode_str(&decoded)
            .decode_utf8_lossy()
            .into_owned();
        // Each time it becomes shorter.
        if once.len() >= decoded.len() {
            return decoded;
        }
        decoded = once;
    }
}

/// Where a secret may begin: after the address of a page where one-time links lead, or what is
/// like it, or with what may be a token.
fn secret_start(path: &str) -> Option<usize> {
    let lower = path.to_ascii_lowercase().replace('_', "-");
    let pages = [routes::set_password(""), routes::choose_password("")];
    let after_page = pages.iter().filter_map(|page| {
        let page = page.trim_matches('/');
        let end = lower.find(page)? + page.len();
        (end < path.len()).then_some(end)
    });
    let mut run_start = 0;
    let mut token = None;
    for part in path.split_inclusive(|character| !is_of_token(character)) {
        let run = part.trim_end_matches(|character| !is_of_token(character));
        if run.len() > MAX_SHOWN_RUN {
            token = Some(run_start);
            break;
        }
        run_start += part.len();
    }
    after_page.chain(token).min()
}

/// Whether a token may have this character (base64url, RFC 4648, 5).
fn is_of_token(character: char) -> bool {
    character.is_ascii_alphanumeric() || character == '-' || character == '_'
}

fn shortened(mut shown: String) -> String {
    if shown.len() > MAX_SHOWN_BYTES {
        shown.truncate(shown.floor_char_boundary(MAX_SHOWN_BYTES));
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = "Zm9vYmFy-3q2_7wAAQIDBAUGBwgJCgsMDQ4PEBESExQ";

    fn shown(address: &str) -> String {
        let address: Uri = address.parse().expect("an address");
        LoggedPath::of(&address).to_string()
    }

    #[test]
    fn a_token_is_not_shown_however_its_link_is_mistyped() {
        assert_eq!(TOKEN.len(), 43);
        for (address, expected) in [
            ("/set-password/{}", "/set-password…"),
            ("/set-password/{}/more?x={}", "/set-password…"),
            ("/set-password/{}/", "/set-password…"),
            ("/set-password/x", "/set-password…"),
            ("/choose-password/{}", "/choose-password…"),
            ("/panel/Choose_Password/x", "/panel/Choose_Password…"),
            ("/api/choose_password/{}", "/api/choose_password…"),
            ("//set-password//{}", "//set-password…"),
            ("/SET-Password/{}", "/SET-Password…"),
            ("/set_password/{}", "/set_password…"),
            ("/set%2Dpassword%2F{}", "/set-password…"),
            ("/set%252Dpassword/%25{}", "/set-password…"),
            ("/panel/set-password/{}", "/panel/set-password…"),
            ("/set-password%20{}", "/set-password…"),
            ("/set-password.{}", "/set-password…"),
            ("/api/set_password/{}", "/api/set_password…"),
            ("http://panel/set-password/{}", "/set-password…"),
            ("/{}", "/…"),
            ("/login/{}/more", "/login/…"),
            ("/login;{}", "/login;…"),
            ("/?token={}", "/"),
        ] {
            let shown = shown(&address.replace("{}", TOKEN));
            assert_eq!(shown, expected, "{address}");
        }
        // Also if its end was lost, and if all of it is encoded.
        assert_eq!(shown(&format!("/{}", &TOKEN[..36])), "/…");
        let encoded: String = TOKEN.bytes().map(|byte| format!("%{byte:02x}")).collect();
        assert_eq!(shown(&format!("/{encoded}")), "/…");
    }

    #[test]
    fn other_paths_are_shown_as_they_came() {
        for path in [
            "/",
            "/set-password",
            "/api/set_password",
            "/password-set",
            "/password-chosen",
            "/api/choose_password",
            "/subscriptions/example.com/ftp/paul/link",
            "/subscriptions/example.com/ftp/a%20b",
            "/pkg/0123456789abcdef0123456789abcdef/berth_bg.wasm",
        ] {
            assert_eq!(shown(path), path);
        }
        assert_eq!(shown("/login?next=%2Fsecret"), "/login");
    }

    #[test]
    fn a_path_is_shortened_and_disturbs_no_terminal() {
        let shown_path = shown(&format!("/{}", "x/".repeat(20_000)));
        assert_eq!(shown_path.len(), MAX_SHOWN_BYTES + '…'.len_utf8());
        assert_eq!(shown("/\u{202e}x"), "/\\u{202e}x");
    }
}
