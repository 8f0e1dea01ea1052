//! Authentication and encryption: `USER`, `PASS`, `REIN`, `AUTH`, `PBSZ`, `PROT`.

use super::{Action, Identity, Pending, Phase, Session};
use crate::command::{Password, Protection};
use crate::facts::FactSet;
use crate::path::VirtualPath;
use crate::policy::SessionPolicy;

impl Session {
    pub(super) fn user(&mut self, name: String) {
        if self.is_signed_in() {
            self.reply(503, "You are signed in already; QUIT first.");
        } else if self.rejects_plaintext() {
            self.reply(530, "This server requires encryption: AUTH TLS first.");
        } else {
            self.identity = Identity::Named(name);
            self.reply(331, "Password, please.");
        }
    }

    pub(super) fn pass(&mut self, password: Password) -> Option<Action> {
        if self.is_signed_in() {
            self.reply(503, "You are signed in already.");
            return None;
        }
        if self.rejects_plaintext() {
            self.reply(530, "This server requires encryption: AUTH TLS first.");
            return None;
        }
        match std::mem::replace(&mut self.identity, Identity::Unknown) {
            Identity::Named(name) => {
                self.phase = Phase::Awaiting(Pending::SignIn);
                Some(Action::SignIn { name, password })
            }
            Identity::Unknown | Identity::SignedIn(_) => {
                self.reply(503, "USER has to come first.");
                None
            }
        }
    }

    /// `HOST` has to come before `USER` (RFC 7151, section 3).
    pub(super) fn host(&mut self) {
        match self.identity {
            Identity::Unknown => self.reply(220, "The same accounts are served for all hosts."),
            Identity::Named(_) | Identity::SignedIn(_) => {
                self.reply(503, "HOST has to come before USER.");
            }
        }
    }

    /// `REIN`: resets the session as if it had just connected, except for the number of failed
    /// sign-ins and `EPSV ALL`.
    ///
    /// Over TLS it is refused: it would have to end the encryption (RFC 4217, section 11), and
    /// then a man in the middle could take over the connection.
    pub(super) fn reinitialize(&mut self) -> Option<Action> {
        if self.encrypted {
            self.reply(
                502,
                "REIN would end the encryption: QUIT, and connect again.",
            );
            return None;
        }
        let was_signed_in = self.is_signed_in();
        self.identity = Identity::Unknown;
        self.policy = SessionPolicy::default();
        self.cwd = VirtualPath::root();
        self.restart = 0;
        self.ascii = false;
        self.facts = FactSet::default();
        self.data_ready = false;
        if was_signed_in {
            self.phase = Phase::Awaiting(Pending::SignOut);
            return Some(Action::SignOut);
        }
        self.greet();
        None
    }

    /// Result of `SignOut`.
    pub(crate) fn signed_out(&mut self) {
        if matches!(self.phase, Phase::Awaiting(Pending::SignOut)) {
            self.phase = Phase::Ready;
            self.greet();
        }
    }

    /// Whether data must be encrypted.
    pub(super) fn rejects_plaintext_data(&self) -> bool {
        self.config.require_tls || self.policy.tls_required
    }

    pub(super) fn rejects_plaintext(&self) -> bool {
        self.config.require_tls && !self.encrypted
    }

    pub(super) fn auth_tls(&mut self) -> Option<Action> {
        if !self.config.tls_offered {
            self.reply(502, "This server has no TLS.");
        } else if self.encrypted {
            self.reply(503, "The connection is encrypted already.");
        } else if self.is_signed_in() {
            self.reply(503, "AUTH has to come before USER.");
        } else {
            self.reply(234, "Ready for TLS.");
            // Discards what was pipelined after AUTH: an attacker may have injected it before the
            // encrypted commands of the client.
            self.lines.clear();
            self.identity = Identity::Unknown;
            self.phase = Phase::Awaiting(Pending::Tls);
            return Some(Action::StartTls);
        }
        None
    }

    pub(super) fn pbsz(&mut self) {
        if self.encrypted {
            self.protection_sized = true;
            self.reply(200, "PBSZ=0");
        } else {
            self.reply(503, "AUTH TLS has to come first.");
        }
    }

    pub(super) fn prot(&mut self, level: Protection) {
        if !self.protection_sized {
            self.reply(503, "PBSZ has to come first.");
        } else if level == Protection::Clear && self.rejects_plaintext_data() {
            self.reply(534, "Unencrypted data connections are not allowed: PROT P.");
        } else {
            self.protect = level == Protection::Private;
            self.reply(
                200,
                match level {
                    Protection::Clear => "Data connections are unencrypted.",
                    Protection::Private => "Data connections are encrypted.",
                },
            );
        }
    }
}
