//! Comparing paths.

use std::path::{Component, Path, PathBuf};

/// Whether one of two paths is the other, or lies below it.
pub(super) fn nested(one: &Path, other: &Path) -> bool {
    one.starts_with(other) || other.starts_with(one)
}

/// The components of a path that name something.
pub(super) fn named_components(path: &Path) -> impl Iterator<Item = Component<'_>> {
    path.components()
        .filter(|component| matches!(component, Component::Normal(_)))
}

/// The path with its symlinks resolved, as far as it exists.
pub(super) fn real(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    for ancestor in absolute.ancestors() {
        if let Ok(real) = ancestor.canonicalize() {
            let rest = absolute.strip_prefix(ancestor).unwrap_or(Path::new(""));
            return named_components(rest).fold(real, |path, component| path.join(component));
        }
    }
    absolute
}
