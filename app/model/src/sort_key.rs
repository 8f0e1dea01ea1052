//! The order of texts in lists.

use super::folded_text::folded;

/// The longest key, in characters. Texts that are equal so far are equal in the order.
const MAX_KEY_LENGTH: usize = 256;

/// What separates a key from the text that it was made of: it comes before any character of a text.
const END: char = '\u{1}';

/// What a text is sorted by: compared byte by byte, keys have the order in which people expect texts.
///
/// Letter case and accents do not count, and runs of digits compare as numbers: `Été`, `file9`,
/// `file10`. Where two texts differ in nothing else, they are compared as they are, so that their
/// order is always the same; short texts, names of accounts among them, have one key each.
///
/// Keys are stored: another way to make them needs a migration.
pub fn sort_key(text: &str) -> String {
    let folded = folded(text);
    let mut key = String::with_capacity(folded.len() + 4);
    let mut is_exact = folded == text;
    let mut rest = folded.as_str();
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, digits) = rest.split_at(start);
        let end = digits.find(|c: char| !c.is_ascii_digit());
        let (digits, after) = digits.split_at(end.unwrap_or(digits.len()));
        key.push_str(before);
        is_exact &= push_number(&mut key, digits);
        rest = after;
    }
    key.push_str(rest);
    if !is_exact {
        key.push(END);
        key.push_str(text);
    }
    if let Some((end, _)) = key.char_indices().nth(MAX_KEY_LENGTH) {
        key.truncate(end);
    }
    key
}

/// Adds a number so that a greater one comes later: first how many digits it has, written in digits
/// itself, so that numbers stay where digits are among other characters. Returns whether there were
/// no zeros before it.
fn push_number(key: &mut String, digits: &str) -> bool {
    let significant = digits.trim_start_matches('0');
    // Zero has one digit, too.
    let number = if significant.is_empty() {
        "0"
    } else {
        significant
    };
    let more = number.len() - 1;
    key.extend(std::iter::repeat_n('9', more / 9));
    key.push(char::from(b"012345678"[more % 9]));
    key.push_str(number);
    number.len() == digits.len()
}

#[cfg(test)]
mod tests {
    use std::cmp::Ordering;

    use proptest::prelude::*;

    use super::*;
    use crate::AccountName;

    fn compare(one: &str, other: &str) -> Ordering {
        sort_key(one).cmp(&sort_key(other))
    }

    #[test]
    fn texts_come_in_the_order_that_people_expect() {
        let expected = [
            "",
            " after a space",
            "/",
            "/a",
            "/A",
            "/a/b",
            "/Été",
            "/étés",
            "/f",
            "2 files",
            "10 files",
            "a",
            "A",
            "a2",
            "a02",
            "a10",
            "abc",
            "Ärger",
            "cœur",
            "coexist",
            "file",
            "file 10",
            "file0",
            "file1.txt",
            "file9",
            "File9",
            "file10",
            "file10a",
            "file10b",
            "file99",
            "file100",
            "file12345678901234567890",
            "file12345678901234567891",
            "file112345678901234567890",
            "Straße",
            "strasse 2",
            "zoe",
            "Zoé",
            "рим",
        ];
        let mut sorted = expected;
        sorted.reverse();
        sorted.sort_by_key(|text| sort_key(text));
        assert_eq!(sorted, expected);
    }

    #[test]
    fn long_texts_have_bounded_keys() {
        for text in ["\u{fdfa}".repeat(1_000), "9".repeat(5_000)] {
            assert_eq!(sort_key(&text).chars().count(), MAX_KEY_LENGTH);
        }
    }

    proptest! {
        #[test]
        fn numbers_compare_as_numbers(one in any::<u64>(), other in any::<u64>(), small in 0_u64..2_000) {
            for (one, other) in [(one, other), (one, small), (small, one), (small, other % 2_000)] {
                prop_assert_eq!(
                    compare(&format!("file{one}.txt"), &format!("file{other}.txt")),
                    one.cmp(&other)
                );
            }
        }

        #[test]
        fn case_and_accents_decide_only_between_equals(
            one in "[a-e0-3 /]{0,8}", other in "[a-e0-3 /]{0,8}",
        ) {
            let decorated = |text: &str| text.replace('a', "Á").replace('c', "ç").replace('e', "E");
            let plain = compare(&one, &other);
            // Zeros before a number count as little as accents.
            prop_assume!(!sort_key(&one).contains(END) && !sort_key(&other).contains(END));
            if plain != Ordering::Equal {
                prop_assert_eq!(compare(&decorated(&one), &other), plain);
                prop_assert_eq!(compare(&one, &decorated(&other)), plain);
            }
        }

        #[test]
        fn texts_that_differ_have_keys_that_differ(one in "\\PC{0,20}", other in "\\PC{0,20}") {
            prop_assert_eq!(one == other, sort_key(&one) == sort_key(&other));
        }

        #[test]
        fn each_account_name_has_a_key_of_its_own(
            one in "[a-z0][0a1.-]{0,63}", other in "[a-z0][0a1.-]{0,63}",
        ) {
            if let (Ok(one), Ok(other)) = (AccountName::parse(&one), AccountName::parse(&other)) {
                let (one, other) = (one.as_str(), other.as_str());
                prop_assert!(sort_key(one).chars().count() < MAX_KEY_LENGTH);
                prop_assert_eq!(one == other, sort_key(one) == sort_key(other));
            }
        }
    }
}
