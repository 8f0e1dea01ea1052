//! Comparing paths.

use std::path::{Component, Path};

/// Whether one of two paths is the other, or lies below it.
pub(super) fn nested(one: &Path, other: &Path) -> bool {
    one.starts_with(other) || other.starts_with(one)
}

/// The components of a path that name something.
pub(super) fn named_components(path: &Path) -> impl Iterator<Item = Component<'_>> {
    path.components()
        .filter(|component| matches!(component, Component::Normal(_)))
}
