//! « Vue d'ensemble ».

mod view;

use crate::part::part;

part! {
    /// The server and its subscriptions at a glance.
    Overviews
}
