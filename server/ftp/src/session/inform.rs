//! What the server tells of itself and of the session: `FEAT`, `HELP`, `STAT`, `OPTS MLST`.

use super::{Identity, Session};
use crate::facts::FactSet;
use crate::reply::Reply;

const COMMANDS: &str = "ABOR ALLO APPE AUTH AVBL CDUP CWD DELE EPRT EPSV FEAT HELP LIST MDTM MFF \
                        MFMT MKD MLSD MLST MODE NLST NOOP OPTS PASS PASV PBSZ PORT PROT PWD QUIT \
                        REST RETR RMD RNFR RNTO SITE SIZE STAT STOR STOU STRU SYST TYPE USER";

impl Session {
    pub(super) fn help(&mut self) {
        let words: Vec<_> = COMMANDS.split(' ').collect();
        let lines = words.chunks(10).map(|line| line.join(" ").into_bytes());
        Reply::multi(214, "Commands:", lines, "End").write_to(&mut self.out);
    }

    pub(super) fn site_help(&mut self) {
        let lines = ["CHMOD mode name", "HELP"].map(|line| line.as_bytes().to_vec());
        Reply::multi(214, "SITE commands:", lines, "End").write_to(&mut self.out);
    }

    pub(super) fn features(&mut self) {
        let mut lines: Vec<Vec<u8>> = Vec::new();
        if self.policy.tls_offered {
            lines.extend([b"AUTH TLS".to_vec(), b"PBSZ".to_vec(), b"PROT".to_vec()]);
        }
        if self.policy.active_mode {
            lines.push(b"EPRT".to_vec());
        }
        let more = ["AVBL", "EPSV", "MDTM", "MFF Modify;UNIX.mode;", "MFMT"];
        lines.extend(more.map(|feature| feature.as_bytes().to_vec()));
        lines.push([&b"MLST "[..], &self.facts.feature()].concat());
        lines.extend(
            ["REST STREAM", "SIZE", "TVFS", "UTF8"].map(|feature| feature.as_bytes().to_vec()),
        );
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

    /// `transfer`: during one, whether it is an upload.
    pub(super) fn status(&mut self, transfer: Option<bool>) {
        let mut lines = vec![format!("Connected from {}.", self.policy.peer).into_bytes()];
        if let Identity::SignedIn(name) = &self.identity {
            lines.push(format!("Signed in as {name}.").into_bytes());
        }
        let word = |encrypted| if encrypted { "encrypted" } else { "in clear" };
        lines.push(
            format!(
                "Control is {}, data is {}.",
                word(self.secured),
                word(self.protect)
            )
            .into_bytes(),
        );
        lines.push(format!("Type is {}.", if self.ascii { 'A' } else { 'I' }).into_bytes());
        lines.push(match transfer {
            Some(true) => b"An upload is in progress.".to_vec(),
            Some(false) => b"A download is in progress.".to_vec(),
            None => b"No transfer is in progress.".to_vec(),
        });
        Reply::multi(211, "Status:", lines, "End").write_to(&mut self.out);
    }
}
