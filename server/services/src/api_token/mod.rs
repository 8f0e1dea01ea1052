//! API tokens: what programs act by, each in place of one panel user.
//!
//! A program that has a token acts as its owner, who is looked at anew each time: never as more than
//! they are now. What it may do less than they is enforced where everything is: no change begins with
//! a token for reading ([`Context::may_change`](crate::context::Context)), none but its subscriptions
//! are visible to a limited one ([`Visible`](crate::store::Visible)), and what is a person's own is for
//! no token ([`Context::refuse_tokens`](crate::context::Context)).

mod add;
mod authenticate;
mod last_used;
mod list;
mod revoke;
mod snapshot;

use crate::part::part;

pub use authenticate::AuthenticatedToken;

pub(crate) use revoke::revoke_all;

part! {
    /// The tokens by which programs act for panel users.
    ApiTokens
}
