//! Signing in, and what protects it: `USER`, `PASS`, `AUTH`, `PBSZ`, `PROT`.

use super::{Action, Busy, Identity, Phase, Session};
use crate::command::{Password, Protection};

impl Session {
    pub(super) fn user(&mut self, name: String) {
        if self.is_signed_in() {
            self.reply(503, "You are signed in already; QUIT first.");
        } else if self.refuses_clear() {
            self.reply(
                530,
                "This server takes no password in clear: AUTH TLS first.",
            );
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
        if self.refuses_clear() {
            self.reply(
                530,
                "This server takes no password in clear: AUTH TLS first.",
            );
            return None;
        }
        match std::mem::replace(&mut self.identity, Identity::Unknown) {
            Identity::Named(name) => {
                self.phase = Phase::Busy(Busy::SignIn);
                Some(Action::SignIn { name, password })
            }
            Identity::Unknown | Identity::SignedIn(_) => {
                self.reply(503, "USER has to come first.");
                None
            }
        }
    }

    pub(super) fn refuses_clear(&self) -> bool {
        self.policy.require_tls && !self.secured
    }

    pub(super) fn auth_tls(&mut self) -> Option<Action> {
        if !self.policy.tls_offered {
            self.reply(502, "This server has no TLS.");
        } else if self.secured {
            self.reply(503, "The connection is encrypted already.");
        } else if self.is_signed_in() {
            self.reply(503, "AUTH has to come before USER.");
        } else {
            self.reply(234, "Ready for TLS.");
            // What came in clear after AUTH may be an attacker's, put before the client's
            // encrypted words. It is never looked at.
            self.lines.clear();
            self.identity = Identity::Unknown;
            self.phase = Phase::Busy(Busy::Tls);
            return Some(Action::StartTls);
        }
        None
    }

    pub(super) fn pbsz(&mut self) {
        if self.secured {
            self.protection_sized = true;
            self.reply(200, "PBSZ=0");
        } else {
            self.reply(503, "AUTH TLS has to come first.");
        }
    }

    pub(super) fn prot(&mut self, level: Protection) {
        if !self.protection_sized {
            self.reply(503, "PBSZ has to come first.");
        } else if level == Protection::Clear && self.policy.require_tls {
            self.reply(534, "This server moves no data in clear: PROT P.");
        } else {
            self.protect = level == Protection::Private;
            self.reply(
                200,
                match level {
                    Protection::Clear => "Data connections are in clear.",
                    Protection::Private => "Data connections are encrypted.",
                },
            );
        }
    }
}
