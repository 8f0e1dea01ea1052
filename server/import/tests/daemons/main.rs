//! Files of FTP daemons and of cPanel, made by hand after their documentation, each with what it is
//! expected to hold.
#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod any_bytes;
mod cpanel;
mod lines;
mod passwd;
mod proftpd_sql;
mod shown;
