//! What Berth's browser and server share: the server functions and the pages.

// Views are types as deep as the pages they draw.
#![recursion_limit = "256"]
#![expect(
    unreachable_pub,
    reason = "components and server functions write public items"
)]

pub mod api;
mod app;
mod components;
pub mod i18n;
mod page_groups;
mod pages;
pub mod routes;

pub mod client_files;
#[cfg(feature = "ssr")]
mod shell;

pub use app::App;
#[cfg(feature = "ssr")]
pub use shell::{SiteFiles, shell};
