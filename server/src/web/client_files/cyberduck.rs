//! Cyberduck's bookmark: a property list in XML.

use super::{title, xml};
use model::FtpConnection;

/// A bookmark. `ftps` is what Cyberduck calls FTP with explicit TLS; it asks for a password that
/// its keychain does not have.
pub(super) fn bookmark(connection: &FtpConnection) -> String {
    let entries = [
        ("Protocol", "ftps".to_owned()),
        ("Nickname", title(connection)),
        ("Hostname", connection.host.as_str().to_owned()),
        ("Port", connection.port.to_string()),
        ("Username", connection.account.as_str().to_owned()),
    ];
    let entries: String = entries
        .into_iter()
        .map(|(key, value)| {
            let value = xml(&value);
            format!("  <key>{key}</key>\n  <string>{value}</string>\n")
        })
        .collect();
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
{entries}</dict>
</plist>
"#
    )
}

#[cfg(test)]
mod tests {
    use super::super::example;
    use super::*;

    #[test]
    fn a_bookmark_uses_explicit_tls_and_holds_no_password() {
        let bookmark = bookmark(&example("paul", "ftp.example.com"));
        for entry in [
            "<key>Protocol</key>\n  <string>ftps</string>",
            "<key>Hostname</key>\n  <string>ftp.example.com</string>",
            "<key>Port</key>\n  <string>2121</string>",
            "<key>Username</key>\n  <string>paul</string>",
        ] {
            assert!(bookmark.contains(entry), "{entry} in {bookmark}");
        }
        assert!(!bookmark.contains("Password"), "{bookmark}");
    }
}
