#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

use std::io;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use cap_std::ambient_authority;
use cap_std::fs::Dir;
use proptest::prelude::*;

use super::*;
use crate::error::FileError;
use crate::file_request::{FileAction, FileRequest};
use crate::path::{UPLOAD_PREFIX, VirtualPath};
use crate::session::StoreMode;
use crate::storage::perform;
use crate::upload::Upload;

/// A webspace with homes in it, of which each has a quota.
struct World {
    folder: tempfile::TempDir,
    ledger: Arc<Ledger>,
    request_count: Arc<Mutex<Vec<QuotaHolder>>>,
    holders: Vec<(i64, &'static str, Quota)>,
}

/// The whole webspace; a home in it that two share; one in that.
const HOMES: [(i64, &str); 4] = [(1, "."), (2, "in"), (3, "in"), (4, "in/deep")];

/// The first is the webspace's own quota; the others are accounts'.
fn holder(id: i64) -> QuotaHolder {
    match id {
        1 => QuotaHolder::Webspace,
        id => QuotaHolder::Account(id),
    }
}

impl World {
    fn new(quotas: [Quota; 4]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(folder.path().join("in/deep")).unwrap();
        let request_count = Arc::new(Mutex::new(Vec::new()));
        let asked = Arc::clone(&request_count);
        let ledger = Arc::new(Ledger::new(move |id| asked.lock().unwrap().push(id)));
        let holders = HOMES.into_iter().zip(quotas);
        let world = Self {
            folder,
            ledger,
            request_count,
            holders: holders.map(|((id, home), q)| (id, home, q)).collect(),
        };
        world.ledger.replace(world.holders());
        world.count_wanted();
        world
    }

    fn with(bytes: u64) -> Self {
        Self::new(
            [Quota {
                bytes: Some(bytes),
                files: None,
            }; 4],
        )
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn holders(&self) -> Vec<QuotaHome> {
        let quota_home = |&(id, home, quota): &(i64, &str, Quota)| {
            let path = self.path(home);
            QuotaHome {
                holder: holder(id),
                quota,
                used: None,
                at_least: Usage::default(),
                home: Arc::new(move || open(&path)),
            }
        };
        self.holders.iter().map(quota_home).collect()
    }

    fn count_wanted(&self) {
        loop {
            let request_count = std::mem::take(&mut *self.request_count.lock().unwrap());
            if request_count.is_empty() {
                return;
            }
            for id in request_count {
                self.ledger.count(id, &CountProgress::new()).unwrap();
            }
        }
    }

    fn usage(&self, id: i64) -> Usage {
        self.ledger.usage(holder(id)).unwrap()
    }

    fn session(&self, home: &str) -> Dir {
        open(&self.path(home)).unwrap()
    }

    fn begin(&self, home: &Dir, name: &str, mode: StoreMode) -> Result<Upload, FileError> {
        Upload::open(home, Some(&self.ledger), &path(name), mode, false, false)
            .map(|(upload, _)| upload)
    }

    fn store(&self, home: &Dir, name: &str, bytes: usize) -> Result<(), FileError> {
        let mut upload = self.begin(home, name, StoreMode::Replace)?;
        upload.write(&vec![b'x'; bytes])?;
        upload.complete()
    }

    fn perform(&self, home: &Dir, request: &FileRequest) -> Result<(), FileError> {
        perform(home, Some(&self.ledger), request).map(drop)
    }

    /// That what is known of each home is what is on the disk, and within its quota.
    fn check(&self) {
        for &(id, home, quota) in &self.holders {
            // A home whose path leads nowhere holds what it held.
            if open(&self.path(home)).is_err() {
                continue;
            }
            let found = usage_on_disk(&self.path(home));
            assert_eq!(self.ledger.usage(holder(id)), Some(found), "home {id}");
            assert!(quota.bytes.is_none_or(|most| found.bytes <= most));
            assert!(quota.files.is_none_or(|most| found.files <= most));
        }
    }

    /// That nothing is held once no upload is under way.
    fn check_nothing_held(&self) {
        for account in self.ledger.state().holders.values() {
            assert_eq!(account.reserved, Usage::default());
        }
    }
}

/// The usage of a folder, by other code than that under test.
fn usage_on_disk(folder: &Path) -> Usage {
    let mut usage = Usage::default();
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let metadata = entry.metadata().unwrap();
        if metadata.is_dir() {
            let within = usage_on_disk(&entry.path());
            usage.bytes += within.bytes;
            usage.files += within.files + 1;
        } else if metadata.is_file() && !entry.file_name().as_bytes().starts_with(UPLOAD_PREFIX) {
            usage.bytes += metadata.len();
            usage.files += 1;
        }
    }
    usage
}

fn open(path: &Path) -> io::Result<Dir> {
    Dir::open_ambient_dir(path, ambient_authority())
}

fn path(name: &str) -> VirtualPath {
    VirtualPath::root().resolve(name.as_bytes()).unwrap()
}

#[test]
fn an_upload_ends_at_the_byte_where_it_would_pass_the_quota() {
    let world = World::with(100);
    let home = world.session("in");
    world.store(&home, "a", 60).unwrap();
    let mut upload = world.begin(&home, "b", StoreMode::Replace).unwrap();
    upload.write(&[0; 40]).unwrap();
    assert_eq!(upload.write(&[0]), Err(FileError::OverQuota));
    drop(upload);
    world.store(&home, "b", 40).unwrap();
    assert_eq!(world.store(&home, "c", 1), Err(FileError::OverQuota));
    // An empty file takes no byte; what replaces another takes what that one gives back.
    world.store(&home, "c", 0).unwrap();
    world.store(&home, "a", 60).unwrap();
    assert_eq!(world.store(&home, "a", 61), Err(FileError::OverQuota));
    assert_eq!(std::fs::read(world.path("in/a")).unwrap().len(), 60);
    world.check();
    world.check_nothing_held();
}

#[test]
fn two_uploads_at_once_cannot_pass_it_together() {
    let world = World::with(100);
    let (one, other) = (world.session("."), world.session("in"));
    let mut first = world.begin(&one, "in/a", StoreMode::Replace).unwrap();
    let mut second = world.begin(&other, "b", StoreMode::Replace).unwrap();
    first.write(&[0; 60]).unwrap();
    assert_eq!(second.write(&[0; 41]), Err(FileError::OverQuota));
    second.write(&[0; 40]).unwrap();
    drop(first);
    second.write(&[0; 60]).unwrap();
    second.complete().unwrap();
    world.check();
    world.check_nothing_held();
}

#[test]
fn what_an_upload_was_to_replace_may_be_gone() {
    let world = World::with(100);
    let home = world.session("in");
    world.store(&home, "a", 100).unwrap();
    let mut upload = world.begin(&home, "a", StoreMode::Replace).unwrap();
    upload.write(&[0; 90]).unwrap();
    world
        .perform(&home, &FileAction::Delete.on(path("a")))
        .unwrap();
    world.store(&home, "b", 50).unwrap();
    assert_eq!(upload.complete(), Err(FileError::OverQuota));
    world.check();
    world.check_nothing_held();
}

#[test]
fn files_are_counted_too() {
    // One of them is the folder that is there.
    let files = Quota {
        bytes: None,
        files: Some(3),
    };
    let world = World::new([Quota::default(), files, Quota::default(), Quota::default()]);
    let (all, home) = (world.session("."), world.session("in"));
    let first = world.begin(&home, "a", StoreMode::Replace).unwrap();
    world.store(&home, "b", 1).unwrap();
    let refused = |outcome: Result<Upload, FileError>| outcome.err() == Some(FileError::OverQuota);
    for mode in [StoreMode::Replace, StoreMode::CreateNew, StoreMode::Append] {
        assert!(refused(world.begin(&home, "c", mode)));
    }
    assert!(refused(world.begin(&home, "", StoreMode::Unique)));
    first.complete().unwrap();
    world.store(&home, "a", 5).unwrap();
    world.store(&all, "c", 5).unwrap();
    let rename = |from: &str, to: &str| FileAction::Rename { from: path(from) }.on(path(to));
    assert_eq!(
        world.perform(&all, &rename("c", "in/c")),
        Err(FileError::OverQuota)
    );
    world.perform(&all, &rename("c", "in/b")).unwrap();
    assert_eq!(
        world.usage(2),
        Usage {
            bytes: 10,
            files: 3
        }
    );
    world.check();
}

#[test]
fn what_is_written_in_place_stays_up_to_the_quota() {
    let world = World::with(100);
    let home = world.session("in");
    world.store(&home, "a", 60).unwrap();
    let mut append = world.begin(&home, "a", StoreMode::Append).unwrap();
    assert_eq!(append.write(&[1; 50]), Err(FileError::OverQuota));
    drop(append);
    assert_eq!(world.usage(2).bytes, 100);
    // Resuming cuts off what follows, and takes that again.
    let mut resumed = world.begin(&home, "a", StoreMode::At(10)).unwrap();
    assert_eq!(world.usage(2).bytes, 100);
    resumed.write(&[2; 1]).unwrap();
    assert_eq!(world.usage(2).bytes, 11);
    resumed.write(&[2; 89]).unwrap();
    assert_eq!(resumed.write(&[2; 1]), Err(FileError::OverQuota));
    world.check();
}

#[test]
fn a_quota_that_comes_later_holds_for_uploads_under_way() {
    let mut world = World::new([Quota::default(); 4]);
    world.ledger.replace(Vec::new());
    let home = world.session(".");
    let mut upload = world.begin(&home, "in/a", StoreMode::Replace).unwrap();
    upload.write(&[0; 80]).unwrap();
    world.holders[1].2.bytes = Some(100);
    world.ledger.replace(world.holders());
    world.count_wanted();
    upload.write(&[0; 20]).unwrap();
    assert_eq!(upload.write(&[0]), Err(FileError::OverQuota));
    world.holders[1].2.bytes = Some(50);
    world.ledger.replace(world.holders());
    assert_eq!(upload.complete(), Err(FileError::OverQuota));
    assert!(!world.path("in/a").exists());
    world.check();
    world.check_nothing_held();
}

#[test]
fn nothing_is_uploaded_where_nobody_has_counted_yet() {
    let world = World::with(100);
    let home = world.session("in");
    world.store(&home, "b", 60).unwrap();
    let mut append = world.begin(&home, "b", StoreMode::Append).unwrap();
    world.ledger.replace(Vec::new());
    world.ledger.replace(world.holders());
    let refused = world.begin(&home, "a", StoreMode::Replace).err();
    assert_eq!(refused, Some(FileError::Counting));
    assert_eq!(append.write(&[0]), Err(FileError::Counting));
    let folder = FileAction::MakeDir.on(path("dir"));
    assert_eq!(world.perform(&home, &folder), Err(FileError::Counting));
    world.count_wanted();
    append.write(&[0; 39]).unwrap();
    world.store(&home, "a", 1).unwrap();
    world.check();
}

#[test]
fn folders_count_as_files_do() {
    let four = Quota {
        bytes: None,
        files: Some(4),
    };
    let none = Quota::default();
    let world = World::new([none, four, none, none]);
    let (all, home) = (world.session("."), world.session("in"));
    let make = |home: &Dir, name: &str| world.perform(home, &FileAction::MakeDir.on(path(name)));
    let rename = |home: &Dir, from: &str, to: &str| {
        let (from, to) = (path(from), path(to));
        world.perform(home, &FileAction::Rename { from }.on(to))
    };
    assert_eq!(world.usage(1).files, 2, "in and in/deep");
    assert_eq!(world.usage(2).files, 1, "in/deep; a home is not in itself");
    assert_eq!(world.usage(4).files, 0);
    make(&home, "a").unwrap();
    assert_eq!(make(&home, "a"), Err(FileError::Exists));
    make(&home, "deep/b").unwrap();
    world.check();
    make(&all, "in/deep/b/c").unwrap();
    for name in ["d", "deep/b/d"] {
        assert_eq!(make(&home, name), Err(FileError::OverQuota));
    }
    assert_eq!(make(&home, "a"), Err(FileError::Exists));
    assert_eq!(world.store(&home, "file", 0), Err(FileError::OverQuota));
    // Within the home nothing is used by a rename, and an empty folder may be replaced.
    rename(&home, "deep/b/c", "deep/c").unwrap();
    rename(&home, "deep/c", "a").unwrap();
    world.check();
    assert_eq!(world.usage(2).files, 3);
    // A tree counts with all that is in it, out of the home and into it.
    make(&home, "a/1").unwrap();
    rename(&all, "in/a", "out").unwrap();
    world.check();
    assert_eq!(world.usage(2).files, 2);
    make(&all, "out/2").unwrap();
    assert_eq!(rename(&all, "out", "in/a"), Err(FileError::OverQuota));
    world
        .perform(&all, &FileAction::RemoveDir.on(path("out/2")))
        .unwrap();
    rename(&all, "out", "in/a").unwrap();
    world
        .perform(&home, &FileAction::RemoveDir.on(path("a/1")))
        .unwrap();
    world.store(&home, "file", 1).unwrap();
    world.check();
    world.check_nothing_held();
}

#[test]
fn folders_made_at_once_cannot_pass_the_quota_together() {
    let ten = Quota {
        bytes: None,
        files: Some(10),
    };
    let world = World::new([Quota::default(), ten, ten, Quota::default()]);
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let world = &world;
            scope.spawn(move || {
                let home = world.session("in");
                for number in 0..20 {
                    let folder = path(&format!("{thread}-{number}"));
                    let _ = world.perform(&home, &FileAction::MakeDir.on(folder));
                }
            });
        }
    });
    assert_eq!(world.usage(2).files, 10);
    world.check();
}

#[test]
fn nothing_more_is_written_to_a_file_that_is_gone() {
    type Change = fn(&World, &Dir);
    let gone: [(&str, Change); 4] = [
        ("removed", |world, home| {
            world
                .perform(home, &FileAction::Delete.on(path("dir/a")))
                .unwrap();
        }),
        ("renamed", |world, home| {
            let (from, to) = (path("dir/a"), path("dir/b"));
            world
                .perform(home, &FileAction::Rename { from }.on(to))
                .unwrap();
        }),
        ("replaced", |world, home| {
            world.store(home, "dir/a", 1).unwrap();
        }),
        ("removed from outside", |world, _| {
            std::fs::remove_dir_all(world.path("in/dir")).unwrap();
        }),
    ];
    for (how, remove) in gone {
        for mode in [StoreMode::Append, StoreMode::At(5)] {
            let world = World::with(100);
            let home = world.session("in");
            world
                .perform(&home, &FileAction::MakeDir.on(path("dir")))
                .unwrap();
            world.store(&home, "dir/a", 10).unwrap();
            let mut upload = world.begin(&home, "dir/a", mode).unwrap();
            upload.write(&[0; 10]).unwrap();
            remove(&world, &home);
            assert_eq!(upload.write(&[0; 10]), Err(FileError::NotFound), "{how}");
        }
    }
}

#[test]
fn a_folder_on_the_move_takes_its_uploads_to_the_quota_where_it_goes() {
    let world = World::with(100);
    let all = world.session(".");
    world
        .perform(&all, &FileAction::MakeDir.on(path("dir")))
        .unwrap();
    world.store(&all, "dir/a", 10).unwrap();
    world.store(&world.session("in"), "b", 80).unwrap();
    let mut append = world.begin(&all, "dir/a", StoreMode::Append).unwrap();
    let mut new = world.begin(&all, "dir/new", StoreMode::Replace).unwrap();
    new.write(&[0; 5]).unwrap();
    let (from, to) = (path("dir"), path("in/dir"));
    world
        .perform(&all, &FileAction::Rename { from }.on(to))
        .unwrap();
    assert_eq!(append.write(&[0; 11]), Err(FileError::OverQuota));
    assert_eq!(new.write(&[0; 6]), Err(FileError::OverQuota));
    drop((append, new));
    world.check();
    world.check_nothing_held();
}

#[test]
fn an_upload_into_a_home_that_is_removed_ends() {
    let world = World::with(100);
    let all = world.session(".");
    let inner = world.session("in/deep");
    let mut upload = world.begin(&inner, "a", StoreMode::Replace).unwrap();
    upload.write(&[0; 50]).unwrap();
    world
        .perform(&all, &FileAction::RemoveDir.on(path("in/deep")))
        .unwrap();
    assert_eq!(upload.write(&[0; 10]), Err(FileError::NotFound));
}

#[test]
fn an_incomplete_count_makes_no_room() {
    use rustix::thread::{Uid, set_thread_res_uid};
    let world = World::with(100);
    let home = world.session("in");
    for name in ["dir", "dir/x", "closed"] {
        world
            .perform(&home, &FileAction::MakeDir.on(path(name)))
            .unwrap();
    }
    world.store(&home, "dir/x/a", 40).unwrap();
    world.store(&home, "closed/a", 50).unwrap();
    let root = Uid::ROOT;
    let is_root = std::fs::metadata(world.path("in")).unwrap().uid() == 0;
    let nobody = if is_root {
        Uid::from_raw(65_534)
    } else {
        rustix::process::getuid()
    };
    for folder in [".", "in", "in/dir", "in/dir/x", "in/closed", "in/deep"] {
        std::os::unix::fs::chown(world.path(folder), Some(nobody.as_raw()), None).unwrap();
    }
    let set_mode = |name: &str, mode: u32| {
        let permissions = std::fs::Permissions::from_mode(mode);
        std::fs::set_permissions(world.path(name), permissions).unwrap();
    };
    let complete = |bytes, files| Counted {
        usage: Usage { bytes, files },
        is_complete: true,
    };
    std::thread::scope(|scope| {
        scope
            .spawn(|| {
                // As a server that is not root: of this thread only.
                if is_root {
                    set_thread_res_uid(nobody, nobody, root).unwrap();
                }
                let count = || {
                    world
                        .ledger
                        .count(holder(2), &CountProgress::new())
                        .unwrap()
                };
                assert_eq!(count(), Some(complete(90, 6)));
                // May not be listed; listed, but what is in it may not be examined.
                for mode in [0o000, 0o400, 0o100] {
                    set_mode("in/closed", mode);
                    let counted = count().unwrap();
                    assert!(!counted.is_complete);
                    assert_eq!(counted.usage, complete(90, 6).usage, "{mode:o}");
                    assert_eq!(world.store(&home, "b", 11), Err(FileError::OverQuota));
                }
                // What is known still follows the sessions.
                world.store(&home, "b", 10).unwrap();
                world
                    .perform(&home, &FileAction::Delete.on(path("b")))
                    .unwrap();
                assert_eq!(count().unwrap().usage, complete(90, 6).usage);
                // More than what is known is stored.
                std::fs::write(world.path("in/outside"), [0; 60]).unwrap();
                assert_eq!(count().unwrap().usage.bytes, 100);
                std::fs::remove_file(world.path("in/outside")).unwrap();
                // A tree that cannot be counted cannot be moved where it would use a quota.
                set_mode("in/dir/x", 0o000);
                let rename = FileAction::Rename { from: path("dir") }.on(path("deep/dir"));
                assert_eq!(world.perform(&home, &rename), Err(FileError::Denied));
                set_mode("in/dir/x", 0o755);
                set_mode("in/closed", 0o755);
                assert_eq!(count(), Some(complete(90, 6)));
                world.perform(&home, &rename).unwrap();
                // Permissions on the way up do not get an upload past the quotas above.
                let mut upload = world
                    .begin(&home, "deep/dir/x/b", StoreMode::Replace)
                    .unwrap();
                upload.write(&[0; 5]).unwrap();
                set_mode("in/deep/dir", 0o000);
                let others = world.perform(&home, &FileAction::MakeDir.on(path("c")));
                others.unwrap();
                let rename = FileAction::Rename { from: path("c") }.on(path("d"));
                world.perform(&home, &rename).unwrap();
                assert_eq!(upload.write(&[0; 200]), Err(FileError::Denied));
                drop(upload);
                // After a start, nothing is known but what was stored.
                let mut homes = world.holders();
                homes[1].at_least.bytes = 95;
                world.ledger.replace(Vec::new());
                world.ledger.replace(homes);
                let counted = count().unwrap();
                assert!(!counted.is_complete);
                assert_eq!((counted.usage.bytes, counted.usage.files), (95, 5));
                set_mode("in/deep/dir", 0o755);
                assert_eq!(count(), Some(complete(90, 7)));
            })
            .join()
            .unwrap();
    });
}

#[test]
fn a_tree_of_any_depth_is_counted_with_few_open_folders() {
    const DEPTH: u64 = 2500;
    let folder = tempfile::tempdir().unwrap();
    // Deeper than any path may be long, and with something after each subfolder.
    let name = "a-name-of-some-length-in-a-deep-tree";
    let mut current = open(folder.path()).unwrap();
    for _ in 0..DEPTH {
        for sibling in ["0", "z"] {
            current.write(sibling, b"12").unwrap();
        }
        current.create_dir(name).unwrap();
        current.create_dir("empty").unwrap();
        current = current.open_dir(name).unwrap();
    }
    let home = open(folder.path()).unwrap();
    let counted = count(&home, &CountProgress::new()).unwrap();
    let expected = Usage {
        bytes: 4 * DEPTH,
        files: 4 * DEPTH,
    };
    assert_eq!(counted.usage, expected);
    assert!(counted.is_complete);
}

#[test]
fn links_count_where_they_are() {
    let world = World::with(100);
    let home = world.session("in");
    world.store(&home, "a", 10).unwrap();
    std::os::unix::fs::symlink("deep", world.path("in/link")).unwrap();
    std::os::unix::fs::symlink("..", world.path("in/out")).unwrap();
    std::os::unix::fs::symlink("a", world.path("in/to-a")).unwrap();
    // Through a symlink, to where it leads.
    world.store(&home, "link/b", 20).unwrap();
    assert_eq!(world.usage(4).bytes, 20);
    world.store(&home, "to-a", 15).unwrap();
    let mut append = world.begin(&home, "to-a", StoreMode::Append).unwrap();
    append.write(&[0; 5]).unwrap();
    drop(append);
    world.check();
    // A file with two names counts for both, and grows in both.
    std::fs::hard_link(world.path("in/a"), world.path("in/again")).unwrap();
    world
        .ledger
        .count(holder(2), &CountProgress::new())
        .unwrap();
    assert_eq!(
        world.usage(2),
        Usage {
            bytes: 60,
            files: 4
        }
    );
    for id in [1, 3, 4] {
        world
            .ledger
            .count(holder(id), &CountProgress::new())
            .unwrap();
    }
    let mut append = world.begin(&home, "a", StoreMode::Append).unwrap();
    append.write(&[0; 5]).unwrap();
    drop(append);
    world.count_wanted();
    assert_eq!(world.usage(2).bytes, 70);
    world
        .perform(&home, &FileAction::Delete.on(path("a")))
        .unwrap();
    world
        .perform(&home, &FileAction::Delete.on(path("link")))
        .unwrap();
    world.count_wanted();
    world.check();
}

#[test]
fn changes_from_outside_are_found_by_a_count() {
    let world = World::with(100);
    std::fs::write(world.path("in/outside"), [0; 70]).unwrap();
    world
        .ledger
        .count(holder(2), &CountProgress::new())
        .unwrap();
    let home = world.session("in");
    assert_eq!(world.store(&home, "a", 31), Err(FileError::OverQuota));
    world.store(&home, "a", 30).unwrap();
}

#[test]
fn a_home_that_is_moved_away_and_made_again_begins_anew() {
    let world = World::with(100);
    let (all, inner) = (world.session("."), world.session("in"));
    world.store(&inner, "a", 80).unwrap();
    let rename = FileAction::Rename { from: path("in") }.on(path("old"));
    world.perform(&all, &rename).unwrap();
    // Who is signed in there goes on, within the quota.
    assert_eq!(world.store(&inner, "b", 21), Err(FileError::OverQuota));
    world
        .perform(&all, &FileAction::MakeDir.on(path("in")))
        .unwrap();
    world.count_wanted();
    assert_eq!(world.usage(2), Usage::default());
    world.check();
}

#[test]
fn a_home_that_was_missing_has_its_quota_at_the_next_sign_in() {
    let world = World::with(100);
    std::fs::rename(world.path("in"), world.path("away")).unwrap();
    world.ledger.replace(Vec::new());
    world.ledger.replace(world.holders());
    world.count_wanted();
    std::fs::rename(world.path("away"), world.path("in")).unwrap();
    std::fs::write(world.path("in/a"), [0; 60]).unwrap();
    let home = world.session("in");
    for _ in 0..2 {
        world.ledger.locate_home(holder(2), &home).unwrap();
    }
    world.request_count.lock().unwrap().sort_unstable();
    assert_eq!(*world.request_count.lock().unwrap(), [2, 3, 4].map(holder));
    let refused = world.begin(&home, "b", StoreMode::Replace).err();
    assert_eq!(refused, Some(FileError::Counting));
    world.count_wanted();
    assert_eq!(world.store(&home, "b", 41), Err(FileError::OverQuota));
    world.store(&home, "b", 40).unwrap();
}

#[derive(Clone, Debug)]
enum Step {
    Begin(usize, usize, usize, StoreMode),
    Write(usize, usize),
    Commit(usize),
    Abort(usize),
    Delete(usize, usize),
    Rename(usize, usize, usize),
    MakeDir(usize, usize),
    RemoveDir(usize, usize),
    Count(i64),
}

const FILES: [&str; 8] = [
    "a",
    "b",
    "in/a",
    "in/b",
    "in/deep/a",
    "deep/b",
    "dir/a",
    "in/dir/a",
];
const FOLDERS: [&str; 6] = ["dir", "in/dir", "in", "deep", "in/deep", "dir/deep"];
const SESSIONS: [&str; 3] = [".", "in", "in/deep"];
const UPLOADS: usize = 3;

fn names() -> Vec<&'static str> {
    FILES.into_iter().chain(FOLDERS).collect()
}

fn mode() -> impl Strategy<Value = StoreMode> {
    prop_oneof![
        4 => Just(StoreMode::Replace),
        1 => Just(StoreMode::CreateNew),
        1 => Just(StoreMode::Unique),
        2 => Just(StoreMode::Append),
        2 => (0_u64..60).prop_map(StoreMode::At),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    let (session, name, folder) = (
        0..SESSIONS.len(),
        0..FILES.len() + FOLDERS.len(),
        0..FOLDERS.len(),
    );
    let slot = 0..UPLOADS;
    prop_oneof![
        5 => (slot.clone(), session.clone(), name.clone(), mode())
            .prop_map(|(slot, session, name, mode)| Step::Begin(slot, session, name, mode)),
        6 => (slot.clone(), 0_usize..60).prop_map(|(slot, bytes)| Step::Write(slot, bytes)),
        4 => slot.clone().prop_map(Step::Commit),
        1 => slot.prop_map(Step::Abort),
        2 => (session.clone(), name.clone()).prop_map(|(s, n)| Step::Delete(s, n)),
        3 => (session.clone(), name.clone(), name).prop_map(|(s, f, t)| Step::Rename(s, f, t)),
        1 => (session.clone(), folder.clone()).prop_map(|(s, f)| Step::MakeDir(s, f)),
        1 => (session, folder).prop_map(|(s, f)| Step::RemoveDir(s, f)),
        1 => (1_i64..=4).prop_map(Step::Count),
    ]
}

fn quota() -> impl Strategy<Value = Quota> {
    let bytes = proptest::option::of(1_u64..400);
    let files = proptest::option::of(2_u64..10);
    (bytes, files).prop_map(|(bytes, files)| Quota { bytes, files })
}

/// Takes steps one after the other; uploads stay under way meanwhile.
fn take(world: &World, steps: Vec<Step>) {
    let names = names();
    let sessions = SESSIONS.map(|home| world.session(home));
    let mut uploads: [Option<Upload>; UPLOADS] = [const { None }; UPLOADS];
    for step in steps {
        match step {
            Step::Begin(slot, session, name, mode) => {
                let name = if mode == StoreMode::Unique {
                    ""
                } else {
                    names[name]
                };
                uploads[slot] = None;
                uploads[slot] = world.begin(&sessions[session], name, mode).ok();
            }
            Step::Write(slot, bytes) => {
                let failed = uploads[slot]
                    .as_mut()
                    .is_some_and(|upload| upload.write(&vec![0; bytes]).is_err());
                if failed {
                    uploads[slot] = None;
                }
            }
            Step::Commit(slot) => {
                let _ = uploads[slot].take().map(Upload::complete);
            }
            Step::Abort(slot) => uploads[slot] = None,
            Step::Delete(session, name) => {
                let request = FileAction::Delete.on(path(names[name]));
                let _ = world.perform(&sessions[session], &request);
            }
            Step::Rename(session, from, to) => {
                let (from, to) = (path(names[from]), path(names[to]));
                let request = FileAction::Rename { from }.on(to);
                let _ = world.perform(&sessions[session], &request);
            }
            Step::MakeDir(session, folder) => {
                let request = FileAction::MakeDir.on(path(FOLDERS[folder]));
                let _ = world.perform(&sessions[session], &request);
            }
            Step::RemoveDir(session, folder) => {
                let request = FileAction::RemoveDir.on(path(FOLDERS[folder]));
                let _ = world.perform(&sessions[session], &request);
            }
            Step::Count(id) => {
                world
                    .ledger
                    .count(holder(id), &CountProgress::new())
                    .unwrap();
            }
        }
        world.count_wanted();
        world.check();
    }
    drop(uploads);
    world.check_nothing_held();
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn usage_is_exact_after_any_mix(
        quotas in [quota(), quota(), quota(), quota()],
        steps in proptest::collection::vec(step(), 1..60),
    ) {
        take(&World::new(quotas), steps);
    }
}

/// A number that nobody could guess, but always the same.
fn next(state: &mut u64) -> usize {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    usize::try_from(*state >> 33).unwrap()
}

#[test]
fn sessions_at_once_and_a_count_stay_exact() {
    const MAX_BYTES: u64 = 20_000;
    let world = World::with(MAX_BYTES);
    let names = names();
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let (world, names) = (&world, &names);
            scope.spawn(move || {
                let home = world.session(SESSIONS[thread % 2]);
                let mut state = 88_172_645_463_325_252 + thread as u64;
                for _ in 0..400 {
                    let (name, other) = (names[next(&mut state) % 8], names[next(&mut state) % 8]);
                    let bytes = next(&mut state) % 3000;
                    let _ = match next(&mut state) % 8 {
                        0 => world.perform(&home, &FileAction::Delete.on(path(name))),
                        1 => {
                            let (from, to) = (path(name), path(other));
                            world.perform(&home, &FileAction::Rename { from }.on(to))
                        }
                        2 | 3 => world
                            .begin(&home, name, StoreMode::Append)
                            .and_then(|mut upload| upload.write(&vec![0; bytes])),
                        4 => world
                            .begin(&home, name, StoreMode::At(100))
                            .and_then(|mut upload| upload.write(&vec![0; bytes])),
                        _ => world.store(&home, name, bytes),
                    };
                    assert!(world.usage(1).bytes <= MAX_BYTES);
                }
            });
        }
        for _ in 0..50 {
            for id in 1..=4 {
                world
                    .ledger
                    .count(holder(id), &CountProgress::new())
                    .unwrap();
            }
        }
    });
    world.check();
    world.check_nothing_held();
}
