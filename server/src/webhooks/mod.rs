//! Calling the addresses of webhooks: signed as Standard Webhooks describes, in order of each FTP
//! account, again and again for a day, and never in the server's own network.

mod address_policy;
mod client;
mod dispatcher;
mod pauses;
mod resolver;
mod signature;
mod turn;

pub(crate) use dispatcher::deliver_until;
