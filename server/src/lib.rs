//! Berth's server: the use cases, what they stand on, and the doors to them.

pub mod application;
pub mod certificate;
pub mod cli;
pub mod config;
pub mod ftp;
pub mod listeners;
mod logging;
pub mod metrics;
pub mod readiness;
pub mod reload;
mod start_warnings;
pub mod transfer_log;
pub mod web;
