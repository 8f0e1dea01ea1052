//! What the new FTP accounts of a subscription begin with.

mod change;
mod draft;
mod told;
mod view;
