//! Where webspaces may be: below the base folders, and apart from what is Berth's own.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};

use ftp::RunAs;
use model::{FieldError, WebspaceRoot};
use thiserror::Error;

use super::path::real;
use crate::config::WebspacePlaces;

/// Why a folder is no webspace, or none any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub(crate) enum RefusedRoot {
    /// It holds something of Berth's own, or lies in it.
    #[error("the webspace reaches Berth's own files")]
    ReachesOwn,
    /// It lies below no base folder.
    #[error("the webspace lies outside the folders of BERTH_WEBSPACE_BASES")]
    OutsideBases,
}

impl RefusedRoot {
    /// What was refused, if that is what an error of [`Webspace::run`](super::Webspace::run) is
    /// about.
    pub(super) fn of(error: &io::Error) -> Option<Self> {
        error.get_ref()?.downcast_ref().copied()
    }
}

impl From<RefusedRoot> for FieldError {
    fn from(refused: RefusedRoot) -> Self {
        match refused {
            RefusedRoot::ReachesOwn => Self::HoldsPanelData,
            RefusedRoot::OutsideBases => Self::OutsideBases,
        }
    }
}

/// The one list of what no webspace may contain or lie in, and of where webspaces may be.
///
/// It is asked when a subscription is added, and each time a webspace root is opened, about the
/// folder that was opened: what a symlink leads to by then counts.
#[derive(Debug)]
pub(crate) struct WebspacePolicy {
    bases: Vec<Base>,
    /// Berth's own folders, each as it is written and with its symlinks resolved.
    own_folders: Vec<PathBuf>,
    /// Berth's own files, likewise.
    own_files: Vec<PathBuf>,
    /// The one folder in a folder of Berth's own in which webspaces may be.
    data_webspaces: PathBuf,
    /// The home of the user that Berth runs as, symlinks resolved.
    user_home: Option<PathBuf>,
    /// Webspaces from before this start, each with the folder that it was when it was first opened.
    existing: Mutex<HashMap<WebspaceRoot, Option<PathBuf>>>,
}

/// A folder below which webspaces may be.
#[derive(Debug)]
struct Base {
    path: PathBuf,
    /// With its symlinks resolved. Only looked for where it matters: it may be on storage that hangs.
    real: OnceLock<PathBuf>,
}

impl WebspacePolicy {
    pub(crate) fn new(data_dir: &Path, places: WebspacePlaces) -> Self {
        let base = |path: PathBuf| Base {
            path: std::path::absolute(&path).unwrap_or(path),
            real: OnceLock::new(),
        };
        let mut own_folders = places.own_folders;
        own_folders.push(data_dir.to_owned());
        Self {
            bases: places.bases.into_iter().map(base).collect(),
            own_folders: both_spellings(&own_folders),
            own_files: both_spellings(&places.own_files),
            data_webspaces: real(data_dir).join(WebspacePlaces::IN_DATA_DIR),
            user_home: places.user_home.as_deref().map(real),
            existing: Mutex::default(),
        }
    }

    /// The folders below which webspaces may be.
    pub(crate) fn bases(&self) -> impl Iterator<Item = &Path> {
        self.bases.iter().map(|base| base.path.as_path())
    }

    /// Remembers the webspaces that there are at the start: one that lies elsewhere, since an older
    /// Berth or other settings allowed it, stays in use. Gives those that do, as far as can be told
    /// without looking at the disk.
    pub(crate) fn remember_existing(
        &self,
        roots: impl IntoIterator<Item = WebspaceRoot>,
    ) -> Vec<WebspaceRoot> {
        let mut existing = self.existing.lock().unwrap_or_else(PoisonError::into_inner);
        existing.extend(roots.into_iter().map(|root| (root, None)));
        let outside = existing.keys().filter(|root| {
            let root = Path::new(root.as_str());
            !self.bases.iter().any(|base| is_below(root, &base.path))
        });
        let mut outside: Vec<WebspaceRoot> = outside.cloned().collect();
        outside.sort_unstable();
        outside
    }

    /// Whether a new webspace may be at a path, symlinks resolved.
    ///
    /// More than in what is refused later: the folders of Berth's own files are its own, unless a
    /// base is in them.
    pub(crate) fn check_new(&self, root: &Path) -> Result<(), RefusedRoot> {
        let root = real(root);
        let mut own_places = self.own_files.iter().filter_map(|file| file.parent());
        let lies_beside_own = own_places.any(|folder| {
            root.starts_with(folder) && !self.bases().any(|base| base.starts_with(folder))
        });
        let holds_home = self
            .user_home
            .as_ref()
            .is_some_and(|home| home.starts_with(&root));
        if holds_home
            || self.reaches_own(&root)
            || (lies_beside_own && !self.is_in_data_webspaces(&root))
        {
            return Err(RefusedRoot::ReachesOwn);
        }
        if self.is_in_base(&root) {
            Ok(())
        } else {
            Err(RefusedRoot::OutsideBases)
        }
    }

    /// Whether the folder that a webspace root has turned out to be may be served.
    pub(crate) fn check_opened(
        &self,
        root: &WebspaceRoot,
        opened: PathBuf,
    ) -> Result<(), RefusedRoot> {
        if self.reaches_own(&opened) {
            return Err(RefusedRoot::ReachesOwn);
        }
        if self.is_in_base(&opened) {
            return Ok(());
        }
        let mut existing = self.existing.lock().unwrap_or_else(PoisonError::into_inner);
        match existing.get_mut(root) {
            Some(Some(first)) if *first == opened => Ok(()),
            Some(first @ None) => {
                tracing::warn!(
                    webspace = root.as_str(), folder = %opened.display(),
                    "a webspace from before lies outside the folders of BERTH_WEBSPACE_BASES"
                );
                *first = Some(opened);
                Ok(())
            }
            // A new one; or it led elsewhere a moment ago.
            _ => Err(RefusedRoot::OutsideBases),
        }
    }

    /// Whether FTP in a folder would reach something of Berth's own.
    fn reaches_own(&self, folder: &Path) -> bool {
        let holds = |own: &PathBuf| own.starts_with(folder);
        let lies_in = |own: &PathBuf| {
            let allowed = self.data_webspaces.starts_with(own) && self.is_in_data_webspaces(folder);
            folder.starts_with(own) && !allowed
        };
        self.is_private(folder)
            || self.own_files.iter().any(holds)
            || (self.own_folders.iter()).any(|own| holds(own) || lies_in(own))
    }

    /// Whether a folder is one in which the user that Berth runs as has keys and settings, such as
    /// `~/.ssh`: who may write there is that user.
    fn is_private(&self, folder: &Path) -> bool {
        let home = self.user_home.as_ref();
        let below = home.and_then(|home| folder.strip_prefix(home).ok());
        let first = below.and_then(|below| below.components().next());
        let is_hidden =
            first.is_some_and(|first| first.as_os_str().as_encoded_bytes().starts_with(b"."));
        is_hidden && !self.is_in_data_webspaces(folder)
    }

    fn is_in_base(&self, folder: &Path) -> bool {
        let real_of = |base: &Base| match base.real.get() {
            Some(real) => real.clone(),
            // Another user may not see all of the way there: that is no answer to keep.
            None if !RunAs::current().is_program() => real(&base.path),
            None => base.real.get_or_init(|| real(&base.path)).clone(),
        };
        self.bases.iter().any(|base| is_below(folder, &base.path))
            || self
                .bases
                .iter()
                .any(|base| is_below(folder, &real_of(base)))
    }

    fn is_in_data_webspaces(&self, folder: &Path) -> bool {
        is_below(folder, &self.data_webspaces)
    }
}

/// Whether a path lies below another, and is not that itself.
fn is_below(path: &Path, other: &Path) -> bool {
    path.starts_with(other) && path != other
}

fn both_spellings(paths: &[PathBuf]) -> Vec<PathBuf> {
    let absolute = |path: &PathBuf| std::path::absolute(path).unwrap_or_else(|_| path.clone());
    let mut both: Vec<PathBuf> = paths.iter().map(absolute).collect();
    both.extend(paths.iter().map(|path| real(path)));
    both.sort_unstable();
    both.dedup();
    both
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use std::fs;
    use std::os::unix::fs::symlink;

    use super::*;

    /// A server whose data is in `/srv/berth/data`, with webspaces in `/srv` and `/home`.
    fn policy() -> WebspacePolicy {
        let paths = |paths: &[&str]| paths.iter().map(PathBuf::from).collect();
        let places = WebspacePlaces {
            bases: paths(&["/srv", "/home", "/srv/berth/data/webspaces"]),
            own_folders: paths(&["/srv/berth/site"]),
            own_files: paths(&["/srv/keys/key.pem", "/home/berth", "/srv/bin/berth"]),
            user_home: Some("/srv/user".into()),
        };
        WebspacePolicy::new(Path::new("/srv/berth/data"), places)
    }

    #[test]
    fn a_webspace_neither_holds_nor_lies_in_what_is_berths_own() {
        let policy = policy();
        let new = |root: &str| policy.check_new(Path::new(root));
        for root in [
            "/srv/berth/data",
            "/srv/berth",
            "/srv/berth/data/tls",
            "/srv/berth/data/webspaces",
            "/srv/berth/site",
            "/srv/berth/site/pkg",
            "/srv/keys",
            "/srv/keys/below",
            "/srv/bin",
            "/home",
            "/srv/user",
            "/srv/user/.ssh",
            "/srv/user/.config/new",
        ] {
            assert_eq!(new(root), Err(RefusedRoot::ReachesOwn), "{root}");
        }
        for root in [
            "/srv/berth/data/webspaces/example.com",
            "/srv/berth/data2",
            "/srv/keys2",
            "/srv/user/site/.well-known",
            // The program lies right in a base, which stays one.
            "/home/example.com",
        ] {
            assert_eq!(new(root), Ok(()), "{root}");
        }
    }

    #[test]
    fn a_new_webspace_lies_below_a_base_and_is_none() {
        let policy = policy();
        for root in [
            "/etc",
            "/proc/self",
            "/var/www/site",
            "/srvx/site",
            "/usr/bin",
        ] {
            let refused = policy.check_new(Path::new(root));
            assert_eq!(refused, Err(RefusedRoot::OutsideBases), "{root}");
        }
        let places = WebspacePlaces {
            bases: vec!["/srv".into()],
            own_folders: Vec::new(),
            own_files: Vec::new(),
            user_home: None,
        };
        let policy = WebspacePolicy::new(Path::new("/var/lib/berth"), places);
        let base = policy.check_new(Path::new("/srv"));
        assert_eq!(base, Err(RefusedRoot::OutsideBases));
    }

    #[test]
    fn symlinks_are_resolved_in_bases_in_roots_and_in_what_is_own() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        for name in ["disk", "data", "archive"] {
            fs::create_dir(at(name)).unwrap();
        }
        fs::write(at("archive/key.pem"), "").unwrap();
        symlink(at("disk"), at("base")).unwrap();
        symlink("/etc", at("disk/out")).unwrap();
        symlink(at("data"), at("disk/data")).unwrap();
        symlink(at("archive/key.pem"), at("key.pem")).unwrap();
        symlink(at("archive"), at("disk/archive")).unwrap();
        let places = WebspacePlaces {
            bases: vec![at("base")],
            own_folders: Vec::new(),
            own_files: vec![at("key.pem")],
            user_home: None,
        };
        let policy = WebspacePolicy::new(&at("data"), places);
        assert_eq!(policy.check_new(&at("base/site")), Ok(()));
        assert_eq!(policy.check_new(&at("disk/site")), Ok(()));
        let refused = |name: &str| policy.check_new(&at(name)).unwrap_err();
        assert_eq!(refused("base/out/ssl"), RefusedRoot::OutsideBases);
        assert_eq!(refused("base/data"), RefusedRoot::ReachesOwn);
        assert_eq!(refused("base/archive"), RefusedRoot::ReachesOwn);
    }

    #[test]
    fn one_from_before_stays_in_use_where_it_was_but_never_at_what_is_own() {
        let policy = policy();
        let root = |path: &str| WebspaceRoot::parse(path).unwrap();
        let before = [root("/var/www/old"), root("/srv/link"), root("/srv/berth")];
        assert_eq!(policy.remember_existing(before), [root("/var/www/old")]);
        let opened = |path: &str, real: &str| policy.check_opened(&root(path), real.into());
        assert_eq!(opened("/var/www/old", "/var/www/old"), Ok(()));
        assert_eq!(opened("/srv/link", "/mnt/disk"), Ok(()));
        assert_eq!(opened("/srv/link", "/mnt/disk"), Ok(()));
        let outside = Err(RefusedRoot::OutsideBases);
        assert_eq!(opened("/srv/link", "/etc"), outside, "led elsewhere since");
        assert_eq!(opened("/srv/new", "/etc"), outside, "added since");
        assert_eq!(opened("/srv/new", "/srv/other"), Ok(()));
        let own = Err(RefusedRoot::ReachesOwn);
        assert_eq!(opened("/srv/berth", "/srv/berth"), own);
        assert_eq!(opened("/var/www/old", "/srv/berth/data"), own);
        assert_eq!(opened("/srv/link", "/srv/user/.ssh"), own);
    }
}
