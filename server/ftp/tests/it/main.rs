//! The real server on a free port: real clients, and hostile ones on bare sockets.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may fail by panicking"
)]

mod clients;
mod data;
mod habits;
mod jail;
mod limits;
mod policy;
mod proxy_protocol;
mod quota;
mod raw;
mod server;
mod stopping;
mod system_users;
mod tls;
mod upload_ends;
mod uploads;
