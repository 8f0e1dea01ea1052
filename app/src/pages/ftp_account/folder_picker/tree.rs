//! The tree of folders as far as it is known: which are open, which row has the cursor.

use std::collections::{BTreeMap, BTreeSet};

use model::{FieldError, FolderList, FolderRow, HomeDirectory};

/// What has been learnt of a webspace's folders, and where one is among them.
///
/// A folder that is not open has no rows below it, so that every row that there is can be seen.
#[derive(Clone, Debug)]
pub(super) struct FolderTree {
    lists: BTreeMap<HomeDirectory, FolderList>,
    open: BTreeSet<HomeDirectory>,
    selected: HomeDirectory,
    cursor: RowId,
}

/// Which row of the tree.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum RowId {
    /// A folder that can be chosen.
    Folder(HomeDirectory),
    /// What can only be read: so many rows below the first in a folder.
    Other(HomeDirectory, usize),
}

/// One row of the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// Which.
    pub(super) id: RowId,
    /// How deep it is, from 1.
    pub(super) level: usize,
    /// What it shows.
    pub(super) content: RowContent,
}

/// What a row shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum RowContent {
    /// A folder of this name, which can be opened and chosen.
    Folder(String),
    /// A folder of this name, which can be no home directory.
    Barred(String, FieldError),
    /// There are more folders than are listed.
    More,
    /// There are no folders.
    None,
}

impl FolderTree {
    /// The tree with the folders that are open in one another, from the webspace root down; the
    /// last one is selected. None without the root.
    pub(super) fn new(opened: Vec<FolderList>) -> Option<Self> {
        let selected = opened.last()?.path.clone();
        let mut tree = Self {
            lists: BTreeMap::new(),
            open: BTreeSet::new(),
            cursor: RowId::Folder(selected.clone()),
            selected,
        };
        for list in opened {
            tree.open.insert(list.path.clone());
            tree.learn(list);
        }
        Some(tree)
    }

    /// Takes in what is in a folder.
    pub(super) fn learn(&mut self, list: FolderList) {
        self.lists.insert(list.path.clone(), list);
    }

    /// Opens a folder; its rows come when it is known what is in it.
    pub(super) fn open(&mut self, folder: HomeDirectory) {
        self.open.insert(folder);
    }

    /// Closes a folder. The cursor stays in sight.
    pub(super) fn close(&mut self, folder: &HomeDirectory) {
        self.open.remove(folder);
        if !self.rows().iter().any(|row| row.id == self.cursor) {
            self.go_to(RowId::Folder(folder.clone()));
        }
    }

    /// Whether a folder is open.
    pub(super) fn is_open(&self, folder: &HomeDirectory) -> bool {
        self.open.contains(folder)
    }

    /// The folder that is selected.
    pub(super) fn selected(&self) -> &HomeDirectory {
        &self.selected
    }

    /// The row that has the cursor.
    pub(super) fn cursor(&self) -> &RowId {
        &self.cursor
    }

    /// Puts the cursor on a row, and selects its folder if it can be chosen.
    pub(super) fn go_to(&mut self, row: RowId) {
        if let RowId::Folder(path) = &row {
            self.selected = path.clone();
        }
        self.cursor = row;
    }

    /// All rows, from top to bottom.
    pub(super) fn rows(&self) -> Vec<Row> {
        let root = HomeDirectory::root();
        let name = root.to_string();
        let mut rows = Vec::new();
        self.add_folder(root, name, 1, &mut rows);
        rows
    }

    fn add_folder(&self, path: HomeDirectory, name: String, level: usize, rows: &mut Vec<Row>) {
        rows.push(Row {
            id: RowId::Folder(path.clone()),
            level,
            content: RowContent::Folder(name),
        });
        if let Some(list) = self.lists.get(&path).filter(|_| self.is_open(&path)) {
            self.add_list(list, level + 1, rows);
        }
    }

    fn add_list(&self, list: &FolderList, level: usize, rows: &mut Vec<Row>) {
        let other = |index, content| Row {
            id: RowId::Other(list.path.clone(), index),
            level,
            content,
        };
        for (index, row) in list.folders.iter().enumerate() {
            match row {
                FolderRow {
                    name,
                    place: Ok(path),
                } => self.add_folder(path.clone(), name.clone(), level, rows),
                FolderRow {
                    name,
                    place: Err(error),
                } => rows.push(other(index, RowContent::Barred(name.clone(), *error))),
            }
        }
        for path in self.unlisted(list) {
            let name = path.components().last().unwrap_or_default().to_owned();
            self.add_folder(path.clone(), name, level, rows);
        }
        let end = list.folders.len();
        if list.more {
            rows.push(other(end, RowContent::More));
        } else if list.folders.is_empty() {
            rows.push(other(end, RowContent::None));
        }
    }

    /// The folders that one is in, where there are too many beside them to be listed.
    fn unlisted(&self, list: &FolderList) -> impl Iterator<Item = &HomeDirectory> {
        let listed = |path: &HomeDirectory| {
            let mut rows = list.folders.iter();
            rows.any(|row| row.place.as_ref() == Ok(path))
        };
        let selected = Some(&self.selected).filter(|path| !self.open.contains(path));
        let known = self.open.iter().chain(selected).filter(|_| list.more);
        known.filter(move |path| path.parent().as_ref() == Some(&list.path) && !listed(path))
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;

    fn home(path: &str) -> HomeDirectory {
        HomeDirectory::parse(path).unwrap()
    }

    fn list(path: &str, folders: &[&str], more: bool) -> FolderList {
        let row = |name: &&str| FolderRow {
            name: (*name).to_owned(),
            place: match *name {
                "out" => Err(FieldError::LeavesWebspace),
                name => Ok(home(&format!("{path}/{name}"))),
            },
        };
        FolderList {
            path: home(path),
            folders: folders.iter().map(row).collect(),
            more,
        }
    }

    fn shown(tree: &FolderTree) -> Vec<(usize, String)> {
        let text = |row: Row| match row.content {
            RowContent::Folder(name) => name,
            RowContent::Barred(name, _) => format!("({name})"),
            RowContent::More => "…".to_owned(),
            RowContent::None => "-".to_owned(),
        };
        let rows = tree.rows().into_iter();
        rows.map(|row| (row.level, text(row))).collect()
    }

    #[test]
    fn what_is_open_is_shown_below_its_folder() {
        let opened = vec![list("/", &["a", "out", "z"], false), list("/a", &[], false)];
        let tree = FolderTree::new(opened).unwrap();
        let expected = [(1, "/"), (2, "a"), (3, "-"), (2, "(out)"), (2, "z")];
        assert_eq!(
            shown(&tree),
            expected.map(|(level, name)| (level, name.to_owned()))
        );
        assert_eq!(tree.selected(), &home("/a"));
        assert_eq!(tree.cursor(), &RowId::Folder(home("/a")));
    }

    #[test]
    fn a_folder_among_too_many_is_shown_all_the_same() {
        let opened = vec![list("/", &["a"], true), list("/z", &["b"], false)];
        let tree = FolderTree::new(opened).unwrap();
        let expected = [(1, "/"), (2, "a"), (2, "z"), (3, "b"), (2, "…")];
        assert_eq!(
            shown(&tree),
            expected.map(|(level, name)| (level, name.to_owned()))
        );
    }

    #[test]
    fn the_cursor_leaves_what_is_closed() {
        let opened = vec![list("/", &["a"], false), list("/a", &["b"], false)];
        let mut tree = FolderTree::new(opened).unwrap();
        tree.go_to(RowId::Folder(home("/a/b")));
        tree.close(&home("/a"));
        assert_eq!(tree.selected(), &home("/a"));
        assert_eq!(shown(&tree).len(), 2);
        // A closed folder is opened again with what is known of it.
        tree.open(home("/a"));
        assert_eq!(shown(&tree).len(), 3);
    }

    #[test]
    fn what_cannot_be_chosen_leaves_the_selection() {
        let mut tree = FolderTree::new(vec![list("/", &["out"], false)]).unwrap();
        tree.go_to(RowId::Other(home("/"), 0));
        assert_eq!(tree.selected(), &home("/"));
        assert_eq!(tree.cursor(), &RowId::Other(home("/"), 0));
    }
}
