//! Informational commands about the server and the session: `FEAT`, `HELP`, `STAT`, `OPTS MLST`.

use super::{Identity, Phase, Session, Task, TransferProgress};
use crate::facts::FactSet;
use crate::reply::Reply;

const COMMANDS: &str = "ABOR ACCT ALLO APPE AUTH AVBL CDUP CLNT CSID CWD DELE EPRT EPSV FEAT \
                        HASH HELP HOST LANG LIST MDTM MFF MFMT MKD MLSD MLST MODE NLST NOOP \
                        OPTS PASS PASV PBSZ PORT PROT PWD QUIT REIN REST RETR RMD RNFR RNTO \
                        SITE SIZE STAT STOR STOU STRU SYST TYPE USER";

/// The features that `FEAT` always lists (RFC 2389). `SITE` commands are not features.
const FEATURES: &[&str] = &[
    "AVBL",
    "CLNT",
    "CSID",
    "EPSV",
    "HASH SHA-256*;",
    "HOST",
    "LANG EN*",
    "MDTM",
    "MFF Modify;UNIX.mode;",
    "MFMT",
    "REST STREAM",
    "SIZE",
    "TVFS",
    "UTF8",
];

impl Session {
    pub(super) fn help(&mut self) {
        let commands: Vec<_> = COMMANDS.split(' ').collect();
        let lines = commands.chunks(10).map(|line| line.join(" ").into_bytes());
        Reply::multi(214, "Commands:", lines, "End").write_to(&mut self.out);
    }

    pub(super) fn site_help(&mut self) {
        let lines = ["CHMOD mode name", "HELP", "UTIME YYYYMMDDhhmm[ss] name"]
            .map(|line| line.as_bytes().to_vec());
        Reply::multi(214, "SITE commands:", lines, "End").write_to(&mut self.out);
    }

    pub(super) fn features(&mut self) {
        let tls: &[&str] = match self.config.tls_offered {
            true => &["AUTH TLS", "PBSZ", "PROT"],
            false => &[],
        };
        let active: &[&str] = match self.config.active_mode {
            true => &["EPRT"],
            false => &[],
        };
        let facts = [&b"MLST "[..], &self.facts.feature()].concat();
        let bytes = |features: &[&str]| features.iter().map(|f| f.as_bytes().to_vec()).collect();
        let lines: [Vec<Vec<u8>>; 4] = [bytes(tls), bytes(active), bytes(FEATURES), vec![facts]];
        let lines = lines.into_iter().flatten();
        Reply::multi(211, "Features:", lines, "End").write_to(&mut self.out);
    }

    pub(super) fn opts_mlst(&mut self, names: &[u8]) {
        self.facts = FactSet::choose(names);
        let mut text = b"MLST OPTS".to_vec();
        let chosen = self.facts.chosen();
        if !chosen.is_empty() {
            text.push(b' ');
            text.extend_from_slice(&chosen);
        }
        self.reply(200, text);
    }

    /// Result of `ReportProgress`: the reply to `STAT` during a transfer.
    pub(crate) fn progress_reported(&mut self, progress: TransferProgress) {
        let Phase::Running { task, .. } = self.phase else {
            return;
        };
        let what = match task {
            Task::Upload => "An upload",
            Task::Download | Task::Hash => "A download",
        };
        let TransferProgress { bytes, size } = progress;
        let of = size.map_or_else(String::new, |size| format!(" of {size}"));
        self.status(&format!("{what} is in progress: {bytes}{of} bytes so far."));
    }

    pub(super) fn status(&mut self, transfer: &str) {
        let mut lines = vec![format!("Connected from {}.", self.config.peer)];
        if let Identity::SignedIn(name) = &self.identity {
            lines.push(format!("Signed in as {name}."));
        }
        let name = |encrypted| {
            if encrypted {
                "encrypted"
            } else {
                "unencrypted"
            }
        };
        let (control, data) = (name(self.encrypted), name(self.protect));
        lines.push(format!("Control is {control}, data is {data}."));
        lines.push(format!("Type is {}.", if self.ascii { 'A' } else { 'I' }));
        lines.push(transfer.to_owned());
        let lines = lines.into_iter().map(String::into_bytes);
        Reply::multi(211, "Status:", lines, "End").write_to(&mut self.out);
    }
}
