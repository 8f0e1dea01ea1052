//! Sessions of the panel, as their person sees them.

use serde::{Deserialize, Serialize};

use super::UtcTime;

/// What a session is called in the list of a person's sessions. It says nothing of its token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PanelSessionId(pub i64);

/// One of the sessions of a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PanelSessionRow {
    /// What it is called.
    pub id: PanelSessionId,
    /// What the browser calls itself; may be empty.
    pub user_agent: String,
    /// From where it began.
    pub address: String,
    /// Since when it is.
    pub since: UtcTime,
    /// When it was last seen, to some minutes.
    pub last_seen: UtcTime,
    /// Whether it is the one in which the list is read.
    pub is_current: bool,
}

/// What a browser is, as far as what it calls itself tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BrowserName {
    /// The browser; none if it is none of those that are known.
    pub browser: Option<&'static str>,
    /// The operating system; none if it is none of those that are known.
    pub system: Option<&'static str>,
}

/// Browsers by what stands in their `User-Agent`. Most call themselves by others' names, too: the
/// first that fits is what it is.
const BROWSERS: [(&str, &str); 12] = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Vivaldi/", "Vivaldi"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("HeadlessChrome/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
    ("curl/", "curl"),
    ("Wget/", "Wget"),
];

/// Operating systems, likewise.
const SYSTEMS: [(&str, &str); 9] = [
    ("Android", "Android"),
    ("iPhone", "iOS"),
    ("iPad", "iPadOS"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Macintosh", "macOS"),
    ("FreeBSD", "FreeBSD"),
    ("OpenBSD", "OpenBSD"),
    ("Linux", "Linux"),
];

impl BrowserName {
    /// Reads what a browser calls itself.
    pub fn of(user_agent: &str) -> Self {
        let first = |names: &[(&str, &'static str)]| {
            let mut names = names.iter();
            let found = names.find(|(mark, _)| user_agent.contains(mark));
            found.map(|(_, name)| *name)
        };
        Self {
            browser: first(&BROWSERS),
            system: first(&SYSTEMS),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_known_among_those_whose_names_it_takes() {
        for (user_agent, browser, system) in [
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0",
                Some("Firefox"),
                Some("Linux"),
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0",
                Some("Edge"),
                Some("Windows"),
            ),
            (
                "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36",
                Some("Chrome"),
                Some("Android"),
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
                Some("Safari"),
                Some("iOS"),
            ),
            ("curl/8.5.0", Some("curl"), None),
            ("", None, None),
            ("<script>", None, None),
        ] {
            let expected = BrowserName { browser, system };
            assert_eq!(BrowserName::of(user_agent), expected, "{user_agent}");
        }
    }
}
