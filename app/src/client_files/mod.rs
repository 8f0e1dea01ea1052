//! What FTP clients take to learn of an account: files to import, addresses and command lines.
//!
//! All ask for the password themselves: none of them holds one. All use explicit TLS.

mod command_lines;
mod cyberduck;
mod filezilla;
mod winscp;

pub use command_lines::command_lines;
pub use winscp::session_url;

use model::{AccountName, FtpConnection};

/// A file that an FTP client imports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClientFile {
    /// Sites for FileZilla's site manager.
    FileZilla,
    /// A bookmark for Cyberduck and Mountain Duck.
    Cyberduck,
    /// Sites for WinSCP, to be imported as sites.
    WinScp,
}

impl ClientFile {
    /// Every file, in the order in which a person is offered them.
    pub const ALL: [Self; 3] = [Self::FileZilla, Self::Cyberduck, Self::WinScp];

    /// The file in addresses.
    pub fn key(self) -> &'static str {
        match self {
            Self::FileZilla => "filezilla.xml",
            Self::Cyberduck => "cyberduck.duck",
            Self::WinScp => "winscp.ini",
        }
    }

    /// The file of a key; none for any other text.
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|file| file.key() == key)
    }

    /// The client that it is for.
    pub fn client(self) -> &'static str {
        match self {
            Self::FileZilla => "FileZilla",
            Self::Cyberduck => "Cyberduck",
            Self::WinScp => "WinSCP",
        }
    }

    /// The kind of file (RFC 9110, 8.3).
    pub fn content_type(self) -> &'static str {
        match self {
            Self::FileZilla => "application/xml; charset=utf-8",
            // As a file, not to be shown: browsers would draw the XML.
            Self::Cyberduck => "application/octet-stream",
            Self::WinScp => "text/plain; charset=utf-8",
        }
    }

    /// What the file is to be called. An account's name is safe in file names as it is.
    pub fn file_name(self, account: &AccountName) -> String {
        match self {
            Self::FileZilla => format!("filezilla-{account}.xml"),
            Self::Cyberduck => format!("{account}.duck"),
            Self::WinScp => format!("winscp-{account}.ini"),
        }
    }

    /// What is in the file.
    pub fn contents(self, connection: &FtpConnection) -> String {
        match self {
            Self::FileZilla => filezilla::sites(connection),
            Self::Cyberduck => cyberduck::bookmark(connection),
            Self::WinScp => winscp::sites(connection),
        }
    }
}

/// What a client's list calls the account.
fn title(connection: &FtpConnection) -> String {
    format!("{} – {}", connection.account, connection.host.as_str())
}

/// A text between two tags (XML 1.0, 2.4).
fn xml(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// A text with all but letters, digits and `- . _` as `%40` (RFC 3986, 2.1).
fn percent(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => {
                char::from(byte).to_string()
            }
            byte => format!("%{byte:02X}"),
        })
        .collect()
}

#[cfg(test)]
pub(crate) fn example(account: &str, host: &str) -> FtpConnection {
    FtpConnection {
        account: AccountName::parse(account).expect("a name"),
        host: model::FtpHost::parse(host).expect("a host"),
        port: 2121,
        implicit_port: None,
        allows_plaintext: false,
        certificate: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_found_by_its_key_alone() {
        for file in ClientFile::ALL {
            assert_eq!(ClientFile::parse(file.key()), Some(file));
        }
        assert_eq!(ClientFile::parse("../filezilla.xml"), None);
    }

    #[test]
    fn what_means_something_elsewhere_is_written_so_that_it_means_itself() {
        assert_eq!(xml("a<b>&c"), "a&lt;b&gt;&amp;c");
        assert_eq!(percent("paul@a.b_c-d é%"), "paul%40a.b_c-d%20%C3%A9%25");
    }
}
