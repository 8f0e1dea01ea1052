//! What FTP clients take to learn of an account, as far as pages show it: which files there are to
//! import, an address and command lines. What is in the files only the server knows.
//!
//! All ask for the password themselves: none of them holds one. All use explicit TLS.

mod command_lines;
mod session_url;

pub use command_lines::command_lines;
pub use session_url::session_url;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

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
}

/// All but letters, digits and `- . _`.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_');

/// A text with all but letters, digits and `- . _` as `%40` (RFC 3986, 2.1).
pub fn percent_encoded(text: &str) -> String {
    utf8_percent_encode(text, ENCODED).to_string()
}

#[cfg(test)]
pub(crate) fn example(account: &str, host: &str) -> model::FtpConnection {
    model::FtpConnection {
        account: model::AccountName::parse(account).expect("a name"),
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
    fn what_means_something_in_addresses_is_written_so_that_it_means_itself() {
        assert_eq!(
            percent_encoded("paul@a.b_c-d é%"),
            "paul%40a.b_c-d%20%C3%A9%25"
        );
    }
}
