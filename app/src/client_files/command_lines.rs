//! Lines for a shell.

use model::FtpConnection;

/// A line for each client of the command line: each lists the account's files, or opens them.
/// Each asks for the password, since what is typed in a line others can read.
///
/// A certificate that only the server itself has signed is told to `curl` and `lftp`, which take no
/// other then. `rclone` can be told nothing of the kind, and takes any.
pub fn command_lines(connection: &FtpConnection) -> [(&'static str, String); 3] {
    let account = connection.account.as_str();
    let (host, port) = (connection.host.in_url(), connection.port);
    let url = format!("ftp://{host}:{port}/");
    let (pinned, known, unchecked) = match &connection.certificate {
        Some(own) => (
            format!(
                " --insecure --pinnedpubkey {}",
                quoted(&format!("sha256//{}", own.key_pin))
            ),
            format!(" set ssl:verify-certificate/{} no;", own.sha1),
            ",no_check_certificate=true",
        ),
        None => Default::default(),
    };
    // A URL that is no command is opened before what is set.
    let commands = quoted(&format!(
        "set ftp:ssl-force true; set ftp:ssl-protect-data true;{known} open -u {account} {url}"
    ));
    let remote = quoted(&format!(
        ":ftp,host=\"{}\",port={port},user=\"{account}\",explicit_tls=true{unchecked},ask_password=true:",
        connection.host.as_str()
    ));
    [
        (
            "curl",
            format!(
                "curl --ssl-reqd{pinned} --user {} {}",
                quoted(account),
                quoted(&url)
            ),
        ),
        ("lftp", format!("lftp -e {commands}")),
        ("rclone", format!("rclone lsf {remote}")),
    ]
}

/// A text as one word of a POSIX shell ("Shell Command Language", 2.2.2).
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::super::example;
    use super::*;
    use model::OwnCertificate;

    #[test]
    fn each_line_is_whole() {
        let lines = command_lines(&example("paul@example.com", "ftp.example.com"));
        assert_eq!(
            lines.map(|(_, line)| line),
            [
                "curl --ssl-reqd --user 'paul@example.com' 'ftp://ftp.example.com:2121/'",
                "lftp -e 'set ftp:ssl-force true; set ftp:ssl-protect-data true; open -u paul@example.com ftp://ftp.example.com:2121/'",
                "rclone lsf ':ftp,host=\"ftp.example.com\",port=2121,user=\"paul@example.com\",explicit_tls=true,ask_password=true:'",
            ]
        );
    }

    #[test]
    fn a_certificate_of_its_own_is_told_where_it_can_be() {
        let connection = FtpConnection {
            certificate: Some(OwnCertificate {
                sha256: "AA:BB".to_owned(),
                sha1: "CC:DD".to_owned(),
                key_pin: "iP7+/w=".to_owned(),
            }),
            ..example("paul", "ftp.example.com")
        };
        let lines = command_lines(&connection);
        assert_eq!(
            lines.map(|(_, line)| line),
            [
                "curl --ssl-reqd --insecure --pinnedpubkey 'sha256//iP7+/w=' --user 'paul' 'ftp://ftp.example.com:2121/'",
                "lftp -e 'set ftp:ssl-force true; set ftp:ssl-protect-data true; set ssl:verify-certificate/CC:DD no; open -u paul ftp://ftp.example.com:2121/'",
                "rclone lsf ':ftp,host=\"ftp.example.com\",port=2121,user=\"paul\",explicit_tls=true,no_check_certificate=true,ask_password=true:'",
            ]
        );
    }

    #[test]
    fn an_address_of_ipv6_stands_in_brackets_where_a_url_is_meant() {
        let [(_, curl), _, (_, rclone)] = command_lines(&example("paul", "::1"));
        assert!(curl.ends_with("'ftp://[::1]:2121/'"), "{curl}");
        assert!(rclone.contains("host=\"::1\""), "{rclone}");
    }

    #[test]
    fn a_shell_reads_a_quoted_text_as_it_is() {
        assert_eq!(quoted("it's $HOME"), r"'it'\''s $HOME'");
    }
}
