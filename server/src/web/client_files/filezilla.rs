//! FileZilla's list of sites, as its site manager exports and imports it.

use super::{title, xml};
use model::FtpConnection;

/// `FTPES` in FileZilla's own numbers: FTP that must begin with explicit TLS.
const EXPLICIT_TLS: u8 = 4;
/// Ask for the password, each time anew.
const ASK: u8 = 2;

/// A list with one site.
pub(super) fn sites(connection: &FtpConnection) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<FileZilla3>
  <Servers>
    <Server>
      <Host>{host}</Host>
      <Port>{port}</Port>
      <Protocol>{EXPLICIT_TLS}</Protocol>
      <Type>0</Type>
      <User>{user}</User>
      <Logontype>{ASK}</Logontype>
      <PasvMode>MODE_DEFAULT</PasvMode>
      <EncodingType>UTF-8</EncodingType>
      <Name>{name}</Name>
    </Server>
  </Servers>
</FileZilla3>
"#,
        host = xml(connection.host.as_str()),
        port = connection.port,
        user = xml(connection.account.as_str()),
        name = xml(&title(connection)),
    )
}

#[cfg(test)]
mod tests {
    use super::super::example;
    use super::*;

    #[test]
    fn a_site_uses_explicit_tls_and_asks_for_the_password() {
        let sites = sites(&example("paul@example.com", "2001:db8::1"));
        for element in [
            "<Host>2001:db8::1</Host>",
            "<Port>2121</Port>",
            "<Protocol>4</Protocol>",
            "<User>paul@example.com</User>",
            "<Logontype>2</Logontype>",
        ] {
            assert!(sites.contains(element), "{element} in {sites}");
        }
        assert!(!sites.contains("<Pass"), "{sites}");
    }
}
