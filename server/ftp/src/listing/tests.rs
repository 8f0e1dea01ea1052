#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
use super::tree::{MAX_DEPTH, MAX_ENTRIES};
use super::*;
use crate::facts::FactSet;
use cap_std::ambient_authority;

fn home() -> (tempfile::TempDir, Dir) {
    let temp = tempfile::tempdir().unwrap();
    let dir = Dir::open_ambient_dir(temp.path(), ambient_authority()).unwrap();
    (temp, dir)
}

fn names(name: &str) -> ListStyle {
    ListStyle::Names { name: name.into() }
}

fn list(dir: &Dir, name: &str, style: ListStyle) -> Vec<String> {
    let path = VirtualPath::root().resolve(name.as_bytes()).unwrap();
    let pattern = path.name().and_then(|name| Pattern::of(name.as_bytes()));
    let mut listing = Listing::open(dir, &path, pattern.as_ref(), style).unwrap();
    let mut text = Vec::new();
    while listing.fill(&mut text).unwrap() {}
    let text = String::from_utf8(text).unwrap();
    assert!(text.is_empty() || text.ends_with("\r\n"));
    let mut lines: Vec<_> = text.split_terminator("\r\n").map(str::to_owned).collect();
    lines.sort();
    lines
}

#[test]
fn shows_files_folders_and_links_but_no_uploads() {
    let (temp, dir) = home();
    dir.write("a.txt", "four").unwrap();
    dir.write(".hidden", "").unwrap();
    dir.write(".berth-upload-00", "half").unwrap();
    dir.create_dir("sub").unwrap();
    dir.symlink("a.txt", "in").unwrap();
    std::os::unix::fs::symlink("/etc/passwd", temp.path().join("out")).unwrap();
    let shown = list(&dir, "/", names(""));
    assert_eq!(shown, [".hidden", "a.txt", "in", "out", "sub"]);
    let long = list(&dir, "/", ListStyle::Long);
    let line = |end: &str| long.iter().find(|line| line.ends_with(end)).unwrap();
    assert!(line(" a.txt").starts_with("-rw"));
    assert!(line(" a.txt").contains("           4 "));
    assert!(line(" sub").starts_with("drwx"));
    assert!(line(" in -> a.txt").starts_with("lrwx"));
    assert!(line(" out").starts_with("lrwx"));
    let perm = list(&dir, "/", ListStyle::Facts(FactSet::choose(b"perm")));
    assert!(perm.contains(&"perm=df; out".into()) && perm.contains(&"perm=adfrw; in".into()));
    let facts = list(&dir, "/", ListStyle::Facts(FactSet::choose(b"Size;type;x")));
    assert_eq!(
        facts,
        [
            "type=OS.unix=symlink;size=11; out",
            "type=dir; sub",
            "type=file;size=0; .hidden",
            "type=file;size=4; a.txt",
            "type=file;size=4; in",
        ]
    );
}

#[test]
fn a_link_has_the_facts_of_its_target_unless_it_leads_back() {
    let (_temp, dir) = home();
    dir.create_dir_all("a/b").unwrap();
    dir.create_dir("other").unwrap();
    for (target, name) in [
        ("../../other", "a/b/other"),
        (".", "a/b/itself"),
        ("..", "a/b/parent"),
        ("../..", "a/b/home"),
        ("../b/parent", "a/b/chain"),
        ("none", "a/b/dangling"),
    ] {
        dir.symlink(target, name).unwrap();
    }
    let facts = list(&dir, "a/b", ListStyle::Facts(FactSet::choose(b"type")));
    assert_eq!(
        facts,
        [
            "type=OS.unix=symlink; chain",
            "type=OS.unix=symlink; dangling",
            "type=OS.unix=symlink; home",
            "type=OS.unix=symlink; itself",
            "type=OS.unix=symlink; parent",
            "type=dir; other",
        ]
    );
}

/// The names and headings of a recursive listing, in their order.
fn tree(dir: &Dir, name: &str) -> Vec<String> {
    let path = VirtualPath::root().resolve(name.as_bytes()).unwrap();
    let pattern = path.name().and_then(|name| Pattern::of(name.as_bytes()));
    let style = ListStyle::Recursive { name: name.into() };
    let mut listing = Listing::open(dir, &path, pattern.as_ref(), style).unwrap();
    let mut lines = Vec::new();
    let mut more = true;
    while more {
        let mut chunk = Vec::new();
        more = listing.fill(&mut chunk).unwrap();
        assert!(chunk.len() < CHUNK + 1024);
        let chunk = String::from_utf8(chunk).unwrap();
        lines.extend(chunk.split_terminator("\r\n").map(str::to_owned));
    }
    // Behind the date.
    let name = |line: String| match line.contains(" ftp ") {
        true => line
            .split_whitespace()
            .skip(8)
            .collect::<Vec<_>>()
            .join(" "),
        false => line,
    };
    lines.into_iter().map(name).collect()
}

#[test]
fn lists_all_folders_below() {
    let (_temp, dir) = home();
    dir.create_dir_all("sub/deep/empty").unwrap();
    dir.write("sub/deep/file", "four").unwrap();
    dir.write("sub/deep/.berth-upload-00", "half").unwrap();
    dir.symlink("..", "sub/deep/up").unwrap();
    let deep = ["empty", "file", "up -> .."];
    let check = |name: &str, headings: &[&str]| {
        let blocks = tree(&dir, name);
        let blocks: Vec<_> = blocks.split(|line| line.is_empty()).collect();
        assert_eq!(blocks.len(), headings.len(), "{blocks:?}");
        for (block, heading) in blocks.iter().zip(headings) {
            assert_eq!(block[0], format!("{heading}:"));
            let mut entries = block[1..].to_vec();
            entries.sort();
            match heading.rsplit('/').next().unwrap() {
                "deep" => assert_eq!(entries, deep),
                "sub" => assert_eq!(entries, ["deep"]),
                "empty" => assert!(entries.is_empty()),
                _ => assert_eq!(entries, ["sub"]),
            }
        }
    };
    check("", &[".", "./sub", "./sub/deep", "./sub/deep/empty"]);
    check("/", &["/", "/sub", "/sub/deep", "/sub/deep/empty"]);
    check("sub", &["sub", "sub/deep", "sub/deep/empty"]);
    check("sub/", &["sub", "sub/deep", "sub/deep/empty"]);
    check("s*", &[".", "./sub", "./sub/deep", "./sub/deep/empty"]);
    check("sub/d*p", &["sub", "sub/deep", "sub/deep/empty"]);
    assert_eq!(tree(&dir, "sub/deep/file"), ["file"]);
}

#[test]
fn a_recursive_listing_is_bounded_and_says_so() {
    let (_temp, dir) = home();
    let mut path = String::new();
    for _ in 0..MAX_DEPTH {
        path += "d/";
    }
    dir.create_dir_all(&path).unwrap();
    assert!(!tree(&dir, "").last().unwrap().contains("not complete"));
    dir.create_dir_all(format!("{path}d/d")).unwrap();
    let lines = tree(&dir, "");
    assert!(lines.last().unwrap().contains("not complete"), "{lines:?}");
    assert_eq!(
        lines.iter().filter(|line| *line == "d").count(),
        MAX_DEPTH + 1
    );

    // Hard links are quicker to make than files.
    let (_temp, dir) = home();
    for folder in 0..10 {
        dir.create_dir(format!("{folder}")).unwrap();
        let file = format!("{folder}/0");
        dir.write(&file, "").unwrap();
        for n in 1..MAX_ENTRIES / 10 - 1 {
            dir.hard_link(&file, &dir, format!("{folder}/{n}")).unwrap();
        }
    }
    let entries = |lines: &[String]| {
        let is_entry = |line: &&String| !line.is_empty() && !line.ends_with(':');
        lines.iter().filter(is_entry).count()
    };
    let lines = tree(&dir, "");
    assert_eq!(entries(&lines), MAX_ENTRIES);
    dir.write("9/more", "").unwrap();
    let lines = tree(&dir, "");
    assert!(lines.last().unwrap().contains("not complete"));
    assert_eq!(entries(&lines), MAX_ENTRIES + 1);
}

#[test]
fn lists_one_file() {
    let (_temp, dir) = home();
    dir.create_dir("sub").unwrap();
    dir.write("sub/a", "four").unwrap();
    let long = list(&dir, "sub/a", ListStyle::Long);
    assert!(long.len() == 1 && long[0].ends_with(" a"));
    assert_eq!(list(&dir, "sub/a", names("sub/a")), ["sub/a"]);
    assert_eq!(list(&dir, "sub", names("sub")), ["sub/a"]);
    let path = VirtualPath::root().resolve(b"sub/a").unwrap();
    let facts = Listing::open(&dir, &path, None, ListStyle::Facts(FactSet::default()));
    assert_eq!(facts.err(), Some(FileError::MlsdOfFile));
}

#[test]
fn lists_what_a_pattern_matches() {
    let (_temp, dir) = home();
    dir.create_dir("sub").unwrap();
    for name in ["a.txt", "b.txt", "c.php", ".htaccess", "sub/d.txt"] {
        dir.write(name, "").unwrap();
    }
    dir.write(".berth-upload-00.txt", "half").unwrap();
    assert_eq!(list(&dir, "*.txt", names("*.txt")), ["a.txt", "b.txt"]);
    assert_eq!(list(&dir, "sub/*", names("./sub/*")), ["./sub/d.txt"]);
    assert_eq!(
        list(&dir, "*", names("*")),
        ["a.txt", "b.txt", "c.php", "sub"]
    );
    assert_eq!(list(&dir, ".*", names(".*")), [".htaccess"]);
    assert!(list(&dir, "*.none", ListStyle::Long).is_empty());
    let long = list(&dir, "?.php", ListStyle::Long);
    assert!(long.len() == 1 && long[0].ends_with(" c.php"));
    let path = VirtualPath::root().resolve(b"none/*").unwrap();
    let none = Listing::open(&dir, &path, Pattern::of(b"*").as_ref(), ListStyle::Long);
    assert_eq!(none.err(), Some(FileError::NotFound));
    // A name comes first, whatever it looks like.
    dir.write("*.txt", "").unwrap();
    assert_eq!(list(&dir, "*.txt", names("*.txt")), ["*.txt"]);
}

#[test]
fn a_name_cannot_forge_an_entry() {
    let (_temp, dir) = home();
    dir.write("a\r\ntype=dir; b", "").unwrap();
    let shown = list(&dir, "/", names(""));
    assert_eq!(shown, ["a??type=dir; b"]);
}

#[test]
fn a_big_folder_comes_in_chunks() {
    let (_temp, dir) = home();
    for n in 0..8000 {
        dir.write(format!("{n:0>100}"), "").unwrap();
    }
    let path = VirtualPath::root();
    let mut listing = Listing::open(&dir, &path, None, ListStyle::Long).unwrap();
    let (mut chunks, mut lines) = (0, 0);
    let mut more = true;
    while more {
        let mut chunk = Vec::new();
        more = listing.fill(&mut chunk).unwrap();
        assert!(chunk.len() < CHUNK + 1024);
        lines += chunk.iter().filter(|b| **b == b'\n').count();
        chunks += 1;
    }
    assert_eq!(lines, 8000);
    assert!(chunks > 3);
}
