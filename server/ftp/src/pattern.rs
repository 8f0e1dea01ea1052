//! Glob patterns: `*.txt`, as `mget` and `mdelete` send them with `LIST` and `NLST`.
//!
//! No RFC defines them, but all clients use them. The work for one name is bounded by the product
//! of the pattern's length and the name's: only the last `*` is ever tried again.

/// The maximum length of a pattern, which bounds the cost of a match. Longer ones are names.
const MAX_PATTERN: usize = 255;

/// A glob pattern for one path component, as in shells: `*`, `?`, `[a-z]`, `[!a-z]`,
/// and `\` to escape a character.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pattern(Vec<Token>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    One(Char),
    Any,
    Many,
    Class {
        negated: bool,
        ranges: Vec<(Char, Char)>,
    },
}

/// A Unicode scalar value, or a byte that is not UTF-8, numbered above all of them.
type Char = u32;

const NOT_UTF8: Char = 0x11_0000;

impl Pattern {
    /// None if `name` is no pattern: it has no wildcard, or it is too long.
    pub(crate) fn of(name: &[u8]) -> Option<Self> {
        let special = name.iter().any(|b| matches!(b, b'*' | b'?' | b'['));
        (special && name.len() <= MAX_PATTERN).then(|| Self(tokens(&chars(name))))
    }

    /// A dot at the beginning is matched by a dot only: `mdelete *` leaves `.htaccess` alone.
    pub(crate) fn matches(&self, name: &[u8]) -> bool {
        let dot = Token::One('.'.into());
        if name.starts_with(b".") && self.0.first() != Some(&dot) {
            return false;
        }
        matches(&self.0, &chars(name))
    }
}

fn chars(bytes: &[u8]) -> Vec<Char> {
    let mut chars = Vec::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        chars.extend(chunk.valid().chars().map(Char::from));
        chars.extend(chunk.invalid().iter().map(|b| NOT_UTF8 + Char::from(*b)));
    }
    chars
}

fn tokens(mut rest: &[Char]) -> Vec<Token> {
    let mut tokens = Vec::new();
    while let Some((first, mut after)) = rest.split_first() {
        let token = match char::from_u32(*first) {
            Some('*') => Token::Many,
            Some('?') => Token::Any,
            Some('[') => match class(after) {
                Some((class, behind)) => {
                    after = behind;
                    class
                }
                // Never closed: an ordinary character.
                None => Token::One(*first),
            },
            Some('\\') => match after.split_first() {
                Some((escaped, behind)) => {
                    after = behind;
                    Token::One(*escaped)
                }
                None => Token::One(*first),
            },
            _ => Token::One(*first),
        };
        tokens.push(token);
        rest = after;
    }
    tokens
}

/// Parses a class after its `[`; also gives what follows its `]`.
fn class(mut rest: &[Char]) -> Option<(Token, &[Char])> {
    let is = |c: Option<&Char>, what: char| c == Some(&what.into());
    let negated = is(rest.first(), '!') || is(rest.first(), '^');
    if negated {
        rest = rest.get(1..)?;
    }
    let mut ranges = Vec::new();
    // A `]` in the first position is a member of the class.
    while ranges.is_empty() || !is(rest.first(), ']') {
        let low = *rest.first()?;
        let last = rest
            .get(2)
            .filter(|c| is(rest.get(1), '-') && **c != ']'.into());
        let (high, length) = last.map_or((low, 1), |last| (*last, 3));
        ranges.push((low, high));
        rest = rest.get(length..)?;
    }
    Some((Token::Class { negated, ranges }, rest.get(1..)?))
}

impl Token {
    fn admits(&self, c: Char) -> bool {
        match self {
            Self::One(one) => *one == c,
            Self::Any | Self::Many => true,
            Self::Class { negated, ranges } => {
                ranges.iter().any(|(low, high)| (*low..=*high).contains(&c)) != *negated
            }
        }
    }
}

fn matches(tokens: &[Token], name: &[Char]) -> bool {
    let (mut token, mut at) = (0, 0);
    // Behind the last `*`, and where in the name it was tried last.
    let mut star = None;
    while let Some(c) = name.get(at) {
        match tokens.get(token) {
            Some(Token::Many) => {
                token += 1;
                star = Some((token, at));
            }
            Some(one) if one.admits(*c) => {
                token += 1;
                at += 1;
            }
            _ => match star {
                Some((behind, tried)) => {
                    token = behind;
                    at = tried + 1;
                    star = Some((behind, at));
                }
                None => return false,
            },
        }
    }
    tokens
        .get(token..)
        .is_some_and(|rest| rest.iter().all(|token| *token == Token::Many))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;
    use proptest::prelude::*;

    fn fits(pattern: &str, name: &str) -> bool {
        Pattern::of(pattern.as_bytes())
            .unwrap()
            .matches(name.as_bytes())
    }

    #[test]
    fn names_are_no_patterns() {
        for name in ["", "a.txt", "a\\b", "a]b", "été"] {
            assert_eq!(Pattern::of(name.as_bytes()), None, "{name}");
        }
        assert_eq!(Pattern::of(&[b'*'; MAX_PATTERN + 1]), None);
    }

    #[test]
    fn matches_as_shells_do() {
        for (pattern, yes, no) in [
            ("*.txt", "a.txt", "a.txt.gz"),
            ("*.txt", "x.y.txt", ".txt"),
            ("*", "a", ".a"),
            (".*", ".htaccess", "a"),
            ("?.txt", "é.txt", "ab.txt"),
            ("?*", "a", ".a"),
            ("[a-c]*", "beta", "delta"),
            ("[!a-c]*", "delta", "beta"),
            ("[^a-c]*", "delta", "beta"),
            ("[!.]*", "a", ".a"),
            ("[]x]", "]", "y"),
            ("[a-]", "-", "b"),
            ("[é-ü]", "ï", "z"),
            ("a[b", "a[b", "ab"),
            ("\\**", "*a", "a"),
            ("[[]a]", "[a]", "a]"),
            ("*a*b*c", "xaybzc", "xaybz"),
            ("a*\\", "a\\", "a"),
        ] {
            assert!(fits(pattern, yes), "{pattern} {yes}");
            assert!(!fits(pattern, no), "{pattern} {no}");
        }
        assert!(Pattern::of(b"caf?").unwrap().matches(b"caf\xe9"));
        assert!(Pattern::of(b"caf[\xe8-\xea]").unwrap().matches(b"caf\xe9"));
    }

    #[test]
    fn no_pattern_takes_long() {
        let pattern = "a*".repeat(127);
        let name = format!("{}b", "a".repeat(254));
        let begun = std::time::Instant::now();
        for _ in 0..100 {
            assert!(!fits(&format!("{}c", &pattern[..250]), &name));
        }
        assert!(begun.elapsed() < std::time::Duration::from_secs(5));
    }

    /// The plain definition, exponential as it is.
    fn naive(tokens: &[Token], name: &[Char]) -> bool {
        match (tokens.split_first(), name.split_first()) {
            (None, None) => true,
            (Some((Token::Many, rest)), _) => {
                (0..=name.len()).any(|skipped| naive(rest, &name[skipped..]))
            }
            (Some((token, rest)), Some((c, behind))) => token.admits(*c) && naive(rest, behind),
            _ => false,
        }
    }

    proptest! {
        #[test]
        fn agrees_with_the_plain_definition(pattern in "[ab*?\\[\\]!-]{1,8}", name in "[ab\\[-]{0,8}") {
            let tokens = tokens(&chars(pattern.as_bytes()));
            let name = chars(name.as_bytes());
            prop_assert_eq!(matches(&tokens, &name), naive(&tokens, &name));
        }

        #[test]
        fn is_total(
            pattern in proptest::collection::vec(
                prop_oneof![Just(b'*'), Just(b'['), Just(b'-'), Just(b']'), any::<u8>()], 0..40),
            name in proptest::collection::vec(any::<u8>(), 0..40),
        ) {
            if let Some(pattern) = Pattern::of(&pattern) {
                pattern.matches(&name);
            }
        }
    }
}
