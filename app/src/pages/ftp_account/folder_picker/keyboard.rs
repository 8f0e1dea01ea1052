//! What each key does in the tree (ARIA Authoring Practices, "Tree View Pattern").

use model::HomeDirectory;

use super::tree::{FolderTree, Row, RowContent, RowId};

/// What a key asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Command {
    /// To put the cursor on a row.
    GoTo(RowId),
    /// To show what is in a folder.
    Open(HomeDirectory),
    /// To show it no more.
    Close(HomeDirectory),
    /// To take the selected folder.
    Choose,
}

/// What a key asks for where the cursor is; none if it is no key of the tree.
///
/// The arrow to the right goes on where there is nothing to open, so that it alone walks through
/// the whole tree.
pub(super) fn command(tree: &FolderTree, key: &str) -> Option<Command> {
    let rows = tree.rows();
    let at = rows.iter().position(|row| row.id == *tree.cursor())?;
    let folder = match &rows[at].id {
        RowId::Folder(path) => Some((path.clone(), tree.is_open(path))),
        RowId::Other(..) => None,
    };
    let go_to = |index: usize| rows.get(index).map(|row| Command::GoTo(row.id.clone()));
    match (key, folder) {
        ("Enter", Some(_)) => Some(Command::Choose),
        (" ", Some((path, true))) | ("ArrowLeft", Some((path, true))) => Some(Command::Close(path)),
        (" ", Some((path, false))) | ("ArrowRight", Some((path, false))) => {
            Some(Command::Open(path))
        }
        ("ArrowLeft", _) => parent(&rows, at).and_then(go_to),
        ("ArrowDown" | "ArrowRight", _) => go_to(at + 1),
        ("ArrowUp", _) => go_to(at.checked_sub(1)?),
        ("Home", _) => go_to(0),
        ("End", _) => go_to(rows.len() - 1),
        _ => go_to(next_beginning_with(&rows, at, key)?),
    }
}

/// The row of the folder that a row is in.
fn parent(rows: &[Row], at: usize) -> Option<usize> {
    let level = rows[at].level;
    rows[..at].iter().rposition(|row| row.level < level)
}

/// The next row whose name begins with the letter that was typed, from the top again at the end.
fn next_beginning_with(rows: &[Row], at: usize, key: &str) -> Option<usize> {
    let mut letters = key.chars();
    let (letter, None) = (letters.next()?, letters.next()) else {
        return None;
    };
    let begins = |index: &usize| match &rows[*index].content {
        RowContent::Folder(name) | RowContent::Barred(name, _) => {
            let first = name.chars().next();
            first.is_some_and(|first| first.to_lowercase().eq(letter.to_lowercase()))
        }
        RowContent::More | RowContent::None => false,
    };
    (at + 1..rows.len()).chain(0..at).find(begins)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use model::{FieldError, FolderList, FolderRow};

    use super::*;

    fn home(path: &str) -> HomeDirectory {
        HomeDirectory::parse(path).unwrap()
    }

    /// `/`, in it `a` with `below` in it, `aa`, which leads out, and `b`.
    fn tree(cursor: RowId) -> FolderTree {
        let row = |name: &str, place| FolderRow {
            name: name.to_owned(),
            place,
        };
        let root = vec![
            row("a", Ok(home("/a"))),
            row("aa", Err(FieldError::LeavesWebspace)),
            row("b", Ok(home("/b"))),
        ];
        let list = |path: &str, folders| FolderList {
            path: home(path),
            folders,
            more: false,
        };
        let below = vec![row("below", Ok(home("/a/below")))];
        let mut tree = FolderTree::new(vec![list("/", root), list("/a", below)]).unwrap();
        tree.go_to(cursor);
        tree
    }

    fn folder(path: &str) -> RowId {
        RowId::Folder(home(path))
    }

    #[test]
    fn each_key_does_what_trees_do() {
        let outside = || RowId::Other(home("/"), 1);
        for (at, key, expected) in [
            (folder("/"), "ArrowDown", Some(Command::GoTo(folder("/a")))),
            (folder("/"), "ArrowUp", None),
            (folder("/"), "ArrowLeft", Some(Command::Close(home("/")))),
            (folder("/"), "End", Some(Command::GoTo(folder("/b")))),
            (
                folder("/a"),
                "ArrowRight",
                Some(Command::GoTo(folder("/a/below"))),
            ),
            (folder("/a"), "ArrowLeft", Some(Command::Close(home("/a")))),
            (folder("/a"), " ", Some(Command::Close(home("/a")))),
            (folder("/a"), "Enter", Some(Command::Choose)),
            (
                folder("/a/below"),
                "ArrowRight",
                Some(Command::Open(home("/a/below"))),
            ),
            (
                folder("/a/below"),
                "ArrowLeft",
                Some(Command::GoTo(folder("/a"))),
            ),
            (
                folder("/a/below"),
                "ArrowDown",
                Some(Command::GoTo(outside())),
            ),
            (outside(), "Enter", None),
            (outside(), " ", None),
            (outside(), "ArrowRight", Some(Command::GoTo(folder("/b")))),
            (outside(), "ArrowLeft", Some(Command::GoTo(folder("/")))),
            (folder("/b"), "ArrowDown", None),
            (folder("/b"), " ", Some(Command::Open(home("/b")))),
            (folder("/b"), "Home", Some(Command::GoTo(folder("/")))),
            (folder("/b"), "A", Some(Command::GoTo(folder("/a")))),
            (folder("/a"), "a", Some(Command::GoTo(outside()))),
            (folder("/a"), "x", None),
            (folder("/a"), "Tab", None),
        ] {
            assert_eq!(command(&tree(at.clone()), key), expected, "{at:?} {key}");
        }
    }
}
