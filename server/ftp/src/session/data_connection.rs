//! Commands that set up data connections: `PASV`, `EPSV`, `PORT` and `EPRT`.

use std::net::SocketAddr;

use super::{Action, Pending, Phase, Session};
use crate::command::ExtendedPassive;

/// Ports below belong to system services; no client listens there (RFC 2577, section 3).
const FIRST_UNPRIVILEGED_PORT: u16 = 1024;

impl Session {
    pub(super) fn passive(&mut self) -> Option<Action> {
        if self.extended_only {
            self.reply(503, "After EPSV ALL only EPSV is possible.");
        } else if self.config.peer.is_ipv6() {
            self.reply(425, "PASV knows IPv4 only: use EPSV.");
        } else {
            return self.open_passive(false);
        }
        None
    }

    pub(super) fn extended_passive(&mut self, which: ExtendedPassive) -> Option<Action> {
        match (which, self.config.peer.is_ipv6()) {
            (ExtendedPassive::Only, _) => {
                self.extended_only = true;
                self.reply(200, "From now on only EPSV.");
                None
            }
            (ExtendedPassive::Ipv4, true) => {
                self.reply(522, "Network protocol not supported, use (2).");
                None
            }
            (ExtendedPassive::Ipv6, false) => {
                self.reply(522, "Network protocol not supported, use (1).");
                None
            }
            (ExtendedPassive::Any, _)
            | (ExtendedPassive::Ipv4, false)
            | (ExtendedPassive::Ipv6, true) => self.open_passive(true),
        }
    }

    fn open_passive(&mut self, extended: bool) -> Option<Action> {
        self.data_ready = false;
        self.phase = Phase::Awaiting(Pending::Passive { extended });
        Some(Action::OpenPassive)
    }

    /// The passive listener was closed: no transfer used it in time.
    pub(crate) fn passive_closed(&mut self) {
        self.data_ready = false;
    }

    pub(super) fn port(&mut self, address: SocketAddr) -> Option<Action> {
        if self.extended_only {
            self.reply(503, "After EPSV ALL only EPSV is possible.");
            return None;
        }
        self.use_active(address)
    }

    pub(super) fn extended_port(&mut self, address: SocketAddr) -> Option<Action> {
        if self.extended_only {
            self.reply(503, "After EPSV ALL only EPSV is possible.");
        } else if !self.config.active_mode || address.is_ipv6() == self.config.peer.is_ipv6() {
            return self.use_active(address);
        } else if address.is_ipv6() {
            self.reply(522, "Network protocol not supported, use (1).");
        } else {
            self.reply(522, "Network protocol not supported, use (2).");
        }
        None
    }

    /// Prevents bounce attacks (RFC 2577, section 3): only the client's own address is allowed, and
    /// no port of a system service.
    fn use_active(&mut self, address: SocketAddr) -> Option<Action> {
        if !self.config.active_mode {
            self.reply(502, "Only passive data connections: use EPSV or PASV.");
        } else if address.ip() != self.config.peer {
            self.reply(504, "Data connections are made to your own address only.");
        } else if address.port() < FIRST_UNPRIVILEGED_PORT {
            self.reply(504, "Data connections are made to ports from 1024 on only.");
        } else {
            self.phase = Phase::Awaiting(Pending::Active);
            return Some(Action::UseActive(address));
        }
        None
    }
}
