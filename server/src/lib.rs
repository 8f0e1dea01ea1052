//! Berth's server: the use cases, what they stand on, and the doors to them.

pub mod application;
mod audit_file;
mod backup;
pub mod certificate;
pub mod cli;
pub mod config;
mod csv_lines;
mod doctor;
mod export;
pub mod ftp;
pub mod listeners;
mod live_settings;
mod logging;
pub mod metrics;
mod open_files;
mod privileges;
pub mod readiness;
pub mod reload;
mod service_manager;
pub mod settings;
pub mod shutdown;
mod start_warnings;
pub mod transfer_log;
pub mod web;
mod whole_file;
