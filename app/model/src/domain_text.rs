//! Internationalised domain names as people write them.

use std::borrow::Cow;
use std::ops::RangeInclusive;

use idna::punycode;

/// What begins the ASCII form of a label in other letters (RFC 5890, 2.3.2.1).
const PREFIX: &str = "xn--";

/// A script that labels are shown in: small letters that IDNA takes as they are.
struct Script {
    letters: &'static [RangeInclusive<char>],
    /// Those that look like Latin ones. A label of nothing else could be taken for another.
    lookalikes: &'static str,
}

/// The scripts, and no characters of them that are rare or look like another's: the browser's half
/// has no tables to know more by. What is in none of them, or in two, is shown in ASCII.
const SCRIPTS: [Script; 8] = [
    // Latin, without letters that are two, and without the dotless i.
    Script {
        letters: &[
            'a'..='z',
            'ß'..='ö',
            'ø'..='ÿ',
            'ā'..='į',
            'ĵ'..='ľ',
            'ł'..='ň',
            'ŋ'..='ž',
            'ơ'..='ơ',
            'ư'..='ư',
            'ș'..='ș',
            'ț'..='ț',
            'ạ'..='ỹ',
        ],
        lookalikes: "",
    },
    // Greek.
    Script {
        letters: &['ά'..='ώ'],
        lookalikes: "αγεηικνορτυχω",
    },
    // Cyrillic.
    Script {
        letters: &['а'..='џ', 'ґ'..='ґ'],
        lookalikes: "аеорсухһіјѕгпьъѵ",
    },
    // Hebrew.
    Script {
        letters: &['\u{5d0}'..='\u{5ea}'],
        lookalikes: "",
    },
    // Arabic.
    Script {
        letters: &[
            '\u{621}'..='\u{63a}',
            '\u{641}'..='\u{64a}',
            '\u{67e}'..='\u{67e}',
            '\u{686}'..='\u{686}',
            '\u{698}'..='\u{698}',
            '\u{6a9}'..='\u{6a9}',
            '\u{6af}'..='\u{6af}',
            '\u{6cc}'..='\u{6cc}',
        ],
        lookalikes: "",
    },
    // Chinese and Japanese.
    Script {
        letters: &[
            '々'..='々',
            'ぁ'..='ゖ',
            'ァ'..='ヺ',
            'ー'..='ー',
            '一'..='\u{9fff}',
        ],
        lookalikes: "一丨丶丿ノエロニハーへ",
    },
    // Korean.
    Script {
        letters: &['가'..='힣'],
        lookalikes: "",
    },
    // Thai.
    Script {
        letters: &['ก'..='ฮ', 'ะ'..='า', '\u{e34}'..='\u{e3a}', 'เ'..='\u{e4e}'],
        lookalikes: "",
    },
];

/// A domain name in ASCII as people write it: each label that can be read as no other in its own
/// letters, the others as they are.
pub fn domain_text(name: &str) -> Cow<'_, str> {
    if !name.contains(PREFIX) {
        return Cow::Borrowed(name);
    }
    let labels: Vec<Cow<'_, str>> = name.split('.').map(label_text).collect();
    Cow::Owned(labels.join("."))
}

fn label_text(label: &str) -> Cow<'_, str> {
    let in_letters = || {
        let encoded = label.strip_prefix(PREFIX)?;
        let decoded = punycode::decode_to_string(encoded)?;
        // Some labels mean what another one means.
        let is_canonical = punycode::encode_str(&decoded)? == encoded && !decoded.is_ascii();
        (is_canonical && is_unmistakable(&decoded)).then_some(decoded)
    };
    in_letters().map_or(Cow::Borrowed(label), Cow::Owned)
}

fn is_unmistakable(label: &str) -> bool {
    let letters = || label.chars().filter(|c| !c.is_ascii_digit() && *c != '-');
    let mut scripts = SCRIPTS.iter();
    let script = scripts.find(|script| letters().all(|letter| script.has(letter)));
    script.is_some_and(|script| letters().any(|letter| !script.lookalikes.contains(letter)))
}

impl Script {
    fn has(&self, letter: char) -> bool {
        let is_small = || letter.to_lowercase().eq([letter]);
        self.letters.iter().any(|range| range.contains(&letter)) && is_small()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::DomainName;

    #[test]
    fn what_could_be_taken_for_another_name_is_shown_in_ascii() {
        for text in [
            // Cyrillic letters that look like Latin ones, alone and among Latin ones.
            "\u{430}\u{440}\u{440}\u{435}.com",
            "p\u{430}ypal.com",
            // Greek among Latin, and alone.
            "examp\u{3bb}e.com",
            "\u{3bf}\u{3c5}.com",
            // A dotless i, a mark with no letter of its own, a script that is not known.
            "paypa\u{131}.com",
            "q\u{301}.com",
            "\u{13a0}.com",
            "☃.com",
        ] {
            if let Ok(name) = DomainName::parse(text) {
                assert!(name.as_str().starts_with(PREFIX), "{text}");
                assert_eq!(name.text(), name.as_str(), "{text}");
            }
        }
    }

    #[test]
    fn what_is_no_label_in_other_letters_is_shown_as_it_is() {
        for name in [
            "example.com",
            "xn--.com",
            "xn--a.com",
            "xn--a-.com",
            "xn--999999999.com",
            "axn--exmple-cua.com",
            "xn--exmple-cua--.com",
            // A capital.
            "xn--exmple-kra.com",
        ] {
            assert_eq!(domain_text(name), name);
        }
        assert_eq!(domain_text("www.xn--exmple-cua.xn--p1ai"), "www.exämple.рф");
    }
}
