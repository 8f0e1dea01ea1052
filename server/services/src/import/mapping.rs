//! Where the homes of another server are in a webspace.

use model::{
    AccountName, Field, HomeDirectory, HomeMapping, ImportFormat, ImportRefusal, WebspaceRoot,
};

/// The folders of another server that are mapped into a webspace.
pub(super) struct Homes {
    /// The deepest folder of the other server first.
    mappings: Vec<(SourcePath, HomeDirectory)>,
    /// Whether a home is written from the webspace root.
    are_in_webspace: bool,
}

impl Homes {
    /// Those that a person names, or else what is so by itself: the webspace root of this server is
    /// `/`, and homes of Berth's own format are written from there.
    pub(super) fn new(
        mappings: &[HomeMapping],
        format: ImportFormat,
        webspace_root: &WebspaceRoot,
    ) -> Self {
        let path = |from: &str, to: HomeDirectory| Some((SourcePath::parse(from)?, to));
        let mut read: Vec<_> = match mappings {
            [] => path(webspace_root.as_str(), HomeDirectory::root())
                .into_iter()
                .collect(),
            mappings => mappings
                .iter()
                .filter_map(|mapping| path(&mapping.from, mapping.to.clone()))
                .collect(),
        };
        read.sort_by_key(|(from, _)| std::cmp::Reverse(from.components.len()));
        Self {
            mappings: read,
            are_in_webspace: mappings.is_empty() && format.has_webspace_paths(),
        }
    }

    /// The home directory that a home becomes. An account without a home gets a folder of its name,
    /// if it has one; a home that is no absolute path is taken as one below the webspace root. Whatever
    /// `..` there is in it, it never leaves the folder that it is mapped into.
    pub(super) fn find(
        &self,
        home: &str,
        name: Option<&AccountName>,
    ) -> Result<Option<HomeDirectory>, ImportRefusal> {
        match (home, name) {
            ("", Some(name)) => read(&format!("/{name}")).map(Some),
            ("", None) => Ok(None),
            (home, _) => self.map(home).map(Some),
        }
    }

    fn map(&self, home: &str) -> Result<HomeDirectory, ImportRefusal> {
        if self.are_in_webspace {
            return read(home);
        }
        let not_mapped = || ImportRefusal::HomeNotMapped {
            home: home.to_owned(),
        };
        let Some(path) = SourcePath::parse(home) else {
            let components = resolve(home.split('/'), None).ok_or_else(not_mapped)?;
            return read(&format!("/{}", components.join("/")));
        };
        let mapped = self.mappings.iter().find_map(|(from, to)| {
            let below = path.below(from)?;
            Some(read(&format!("{to}/{}", below.join("/"))))
        });
        mapped.unwrap_or_else(|| Err(not_mapped()))
    }
}

fn read(home: &str) -> Result<HomeDirectory, ImportRefusal> {
    HomeDirectory::parse(home).map_err(|error| ImportRefusal::Field {
        field: Field::HomeDirectory,
        error: error.into(),
    })
}

/// An absolute path on another server.
struct SourcePath {
    components: Vec<String>,
    /// Windows does not tell letters by their case.
    is_windows: bool,
}

impl SourcePath {
    /// Reads a path of Unix or of Windows, without looking at any disk: `.` and `..` are resolved,
    /// and the path above the top is the top. None if it is not absolute.
    fn parse(path: &str) -> Option<Self> {
        if let Some(below) = path.strip_prefix('/') {
            let components = resolve(below.split('/'), Some(0))?;
            return Some(Self {
                components: components.into_iter().map(ToOwned::to_owned).collect(),
                is_windows: false,
            });
        }
        let has_drive = path.starts_with(|first: char| first.is_ascii_alphabetic())
            && path.get(1..2) == Some(":");
        if !has_drive && !path.starts_with("\\\\") {
            return None;
        }
        // The drive, or the other computer, is above all.
        let components = resolve(path.split(['\\', '/']), Some(1))?;
        Some(Self {
            components: components.into_iter().map(ToOwned::to_owned).collect(),
            is_windows: true,
        })
    }

    /// The folders from another path down to this one; none if it is not in there.
    fn below(&self, other: &Self) -> Option<&[String]> {
        let is_same = |(one, other): (&String, &String)| match self.is_windows {
            true => one.eq_ignore_ascii_case(other),
            false => one == other,
        };
        let (above, below) = self.components.split_at_checked(other.components.len())?;
        let is_in_there =
            self.is_windows == other.is_windows && above.iter().zip(&other.components).all(is_same);
        is_in_there.then_some(below)
    }
}

/// The folders of a path without `.` and `..`. Where the path has a top, of so many folders, nothing
/// is above it; where it has none, a path that leads above its beginning is none.
fn resolve<'a>(path: impl Iterator<Item = &'a str>, top: Option<usize>) -> Option<Vec<&'a str>> {
    let mut components = Vec::new();
    for component in path {
        match component {
            "" | "." => {}
            ".." if components.len() > top.unwrap_or(0) => {
                components.pop();
            }
            ".." => {
                top?;
            }
            name => components.push(name),
        }
    }
    Some(components)
}

#[cfg(test)]
mod tests {
    #![expect(
        clippy::unwrap_used,
        clippy::panic,
        reason = "a test may fail by panicking"
    )]
    use proptest::prelude::*;

    use super::*;

    fn homes(rules: &[&str], format: ImportFormat) -> Homes {
        let rules = HomeMapping::parse_all(rules.iter().copied()).unwrap();
        let root = WebspaceRoot::parse("/var/www/example.com").unwrap();
        Homes::new(&rules, format, &root)
    }

    /// The home directory; none if it is not mapped.
    fn find(homes: &Homes, home: &str) -> Option<String> {
        let name = AccountName::parse("marie").unwrap();
        match homes.find(home, Some(&name)) {
            Ok(home) => home.map(String::from),
            Err(ImportRefusal::HomeNotMapped { home: named }) => {
                assert_eq!(named, home);
                None
            }
            Err(refusal) => panic!("{refusal:?}"),
        }
    }

    #[test]
    fn the_deepest_folder_that_is_above_a_home_maps_it() {
        let rules = ["/home=/all", "/home/marie=/", "/home/marie/www=/site/www"];
        let homes = homes(&rules, ImportFormat::ProFtpd);
        for (home, found) in [
            ("/home/marie", Some("/")),
            ("/home/marie/", Some("/")),
            ("/home/marie/www", Some("/site/www")),
            ("//home//marie/./www/a b/", Some("/site/www/a b")),
            ("/home/marie/wwwx", Some("/wwwx")),
            ("/home/marieke", Some("/all/marieke")),
            ("/home/marie/../paul", Some("/all/paul")),
            ("/../home/marie", Some("/")),
            ("/home/marie/../../etc", None),
            ("/homes", None),
            ("/", None),
            ("/var/www/example.com", None),
        ] {
            assert_eq!(find(&homes, home).as_deref(), found, "{home}");
        }
    }

    #[test]
    fn without_rules_the_webspace_is_where_it_is() {
        let homes = homes(&[], ImportFormat::PureFtpd);
        for (home, found) in [
            ("/var/www/example.com", Some("/")),
            ("/var/www/example.com/a/./b", Some("/a/b")),
            ("/var/www/example.com.old", None),
            ("/site", None),
            ("", Some("/marie")),
            ("site/www", Some("/site/www")),
            ("./site/../www", Some("/www")),
            ("../site", None),
        ] {
            assert_eq!(find(&homes, home).as_deref(), found, "{home}");
        }
    }

    #[test]
    fn a_path_of_windows_is_told_by_its_drive_and_not_by_its_case() {
        let homes = homes(&[r"C:\Sites=/", r"\\nas\ftp=/nas"], ImportFormat::FileZilla);
        for (home, found) in [
            (r"c:\sites\Marie", Some("/Marie")),
            ("C:/Sites/Marie/www", Some("/Marie/www")),
            (r"C:\Sites\..\..\Sites\a", Some("/a")),
            (r"\\NAS\ftp\a", Some("/nas/a")),
            (r"D:\Sites", None),
            ("/Sites", None),
        ] {
            assert_eq!(find(&homes, home).as_deref(), found, "{home}");
        }
    }

    #[test]
    fn homes_of_berths_own_format_are_as_they_are() {
        let csv = homes(&[], ImportFormat::Csv);
        assert_eq!(find(&csv, "/site/www").as_deref(), Some("/site/www"));
        let refused = csv.find("/a/../b", None);
        assert!(matches!(refused, Err(ImportRefusal::Field { .. })));
        let mapped = homes(&["/site=/"], ImportFormat::Csv);
        assert_eq!(find(&mapped, "/site/www").as_deref(), Some("/www"));
    }

    proptest! {
        #[test]
        fn a_home_never_leaves_the_folder_that_it_is_mapped_into(
            home in r"/?(srv|\.\.|\.|a|)(/(srv|ftp|\.\.|\.|a|b)){0,8}/?",
        ) {
            let homes = homes(&["/srv/ftp=/kept/here"], ImportFormat::ProFtpd);
            if let Some(found) = find(&homes, &home) {
                prop_assert!(found.split('/').all(|part| part != ".." && part != "."));
                let is_below = found == "/kept/here" || found.starts_with("/kept/here/");
                // What is no absolute path is below the webspace root itself.
                prop_assert!(is_below || !home.starts_with('/'), "{home}: {found}");
            }
        }
    }
}
