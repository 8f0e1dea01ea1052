//! Lines for a shell.

use crate::model::FtpConnection;

/// A line for each client of the command line: each lists the account's files, or opens them.
/// Each asks for the password, since what is typed in a line others can read.
pub fn command_lines(connection: &FtpConnection) -> [(&'static str, String); 3] {
    let account = connection.account.as_str();
    let (host, port) = (connection.host.in_url(), connection.port);
    let url = quoted(&format!("ftp://{host}:{port}/"));
    let user = quoted(account);
    let always = quoted("set ftp:ssl-force true; set ftp:ssl-protect-data true");
    let remote = quoted(&format!(
        ":ftp,host=\"{}\",port={port},user=\"{account}\",explicit_tls=true,ask_password=true:",
        connection.host.as_str()
    ));
    [
        ("curl", format!("curl --ssl-reqd --user {user} {url}")),
        ("lftp", format!("lftp -u {user} -e {always} {url}")),
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

    #[test]
    fn each_line_is_whole() {
        let lines = command_lines(&example("paul@example.com", "ftp.example.com"));
        assert_eq!(
            lines.map(|(_, line)| line),
            [
                "curl --ssl-reqd --user 'paul@example.com' 'ftp://ftp.example.com:2121/'",
                "lftp -u 'paul@example.com' -e 'set ftp:ssl-force true; set ftp:ssl-protect-data true' 'ftp://ftp.example.com:2121/'",
                "rclone lsf ':ftp,host=\"ftp.example.com\",port=2121,user=\"paul@example.com\",explicit_tls=true,ask_password=true:'",
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
