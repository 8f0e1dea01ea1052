//! A real mail server for tests: aiosmtpd, which `.ci/setup test` installs.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use serde_json::Value;

/// How long a mail takes at most to arrive that is on its way.
const ARRIVAL: Duration = Duration::from_secs(60);

/// A mail server that runs.
pub(crate) struct SmtpServer {
    process: Child,
    /// Where it listens, on loopback.
    pub(crate) port: u16,
    mails: Receiver<Value>,
}

impl SmtpServer {
    /// Starts one with these options.
    pub(crate) fn start(options: &[&str]) -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
        let python = folder.join("../target/tools/python/bin/python");
        let mut process = Command::new(&python)
            .arg(folder.join("tests/shared/smtp_server.py"))
            .args(options)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .expect("target/tools/python, which .ci/setup test makes");
        let output = process.stdout.take().expect("its output");
        let (sender, mails) = channel();
        std::thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                let said = serde_json::from_str::<Value>(&line).expect("JSON");
                if sender.send(said).is_err() {
                    return;
                }
            }
        });
        let begun = mails.recv_timeout(ARRIVAL).expect("a mail server");
        let port = begun["port"].as_u64().expect("a port");
        Self {
            process,
            port: port.try_into().expect("a port"),
            mails,
        }
    }

    /// The next mail that arrives.
    pub(crate) fn next(&self) -> Mail {
        let mail = self.mails.recv_timeout(ARRIVAL).expect("a mail");
        Mail(mail)
    }

    /// Whether no mail has arrived yet that was not asked for.
    pub(crate) fn is_idle(&self) -> bool {
        self.mails.try_recv().is_err()
    }
}

impl Drop for SmtpServer {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A mail that arrived, and how: what `smtp_server.py` says of it.
#[derive(Debug)]
pub(crate) struct Mail(pub(crate) Value);

impl Mail {
    /// The address that it was sent to; there is only one.
    pub(crate) fn to(&self) -> &str {
        let to = self.0["to"].as_array().expect("recipients");
        assert_eq!(to.len(), 1, "{self:?}");
        to[0].as_str().expect("an address")
    }

    /// A header.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.0["headers"][name].as_str().unwrap_or_default()
    }

    /// What it says.
    pub(crate) fn text(&self) -> &str {
        self.0["text"].as_str().expect("a text")
    }
}
