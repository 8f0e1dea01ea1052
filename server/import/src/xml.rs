//! XML, read element by element: only those that are wanted are kept in memory, one at a time.

use model::ImportFileError;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use crate::lines::without_byte_order_mark;

/// Elements that may stand in one another. No format has a dozen.
const MAX_DEPTH: usize = 100;
/// Elements and attributes in an element that is wanted. No account has a thousand.
const MAX_PARTS: usize = 10_000;

/// An element with all that is in it. Names are without their prefixes.
#[derive(Debug, Default)]
pub(crate) struct Element {
    /// What it is called.
    pub(crate) name: String,
    /// The line in which it begins, from 1.
    pub(crate) line: u64,
    /// Its attributes with their values.
    pub(crate) attributes: Vec<(String, String)>,
    /// The text that stands in it directly.
    pub(crate) text: String,
    /// The elements that stand in it directly.
    pub(crate) children: Vec<Element>,
}

impl Element {
    /// The value of an attribute; none if it is missing.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        let mut attributes = self.attributes.iter();
        let attribute = attributes.find(|(known, _)| known == name);
        attribute.map(|(_, value)| value.as_str())
    }

    /// The elements of this name that stand in it directly.
    pub(crate) fn children(&self, name: &str) -> impl Iterator<Item = &Element> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The first element of this name that stands in it directly.
    pub(crate) fn child(&self, name: &str) -> Option<&Element> {
        self.children(name).next()
    }

    /// Its text without white space around it.
    pub(crate) fn trimmed(&self) -> &str {
        self.text.trim()
    }
}

/// Hands each element that is `wanted` by its name to `found`, in their order and wherever they stand
/// below the root, which is called `root` if that is given. What stands in one belongs to it.
///
/// Entities other than those of XML itself are an error: nothing is ever expanded.
///
/// # Errors
/// It is no such document, an element that is wanted is too large, or what `found` says.
pub(crate) fn read(
    file: &[u8],
    root: Option<&str>,
    wanted: impl Fn(&str) -> bool,
    found: impl FnMut(Element) -> Result<(), ImportFileError>,
) -> Result<(), ImportFileError> {
    let file = without_byte_order_mark(file);
    let text = std::str::from_utf8(file).map_err(|error| {
        let valid = file.get(..error.valid_up_to()).unwrap_or_default();
        not_xml(1 + newlines(valid))
    })?;
    let mut document = Document {
        text,
        counted: 0,
        line: 1,
        depth: 0,
        parts: 0,
        open: Vec::new(),
        root,
        wanted,
        found,
    };
    document.read()
}

/// A document while it is read.
struct Document<'a, W, F> {
    text: &'a str,
    /// Up to which byte lines are counted.
    counted: usize,
    /// The line of that byte.
    line: u64,
    /// How many elements are open.
    depth: usize,
    /// Parts of the element that is wanted and open.
    parts: usize,
    /// The element that is wanted and those in it, as far as they are open.
    open: Vec<Element>,
    root: Option<&'a str>,
    wanted: W,
    found: F,
}

impl<W, F> Document<'_, W, F>
where
    W: Fn(&str) -> bool,
    F: FnMut(Element) -> Result<(), ImportFileError>,
{
    fn read(&mut self) -> Result<(), ImportFileError> {
        let mut reader = Reader::from_str(self.text);
        reader.config_mut().expand_empty_elements = true;
        let mut has_root = false;
        loop {
            self.count_lines(reader.buffer_position());
            let Ok(event) = reader.read_event() else {
                self.count_lines(reader.error_position());
                return Err(self.broken());
            };
            match event {
                Event::Start(start) => {
                    // A document has one root.
                    let is_root = self.depth == 0;
                    if is_root && std::mem::replace(&mut has_root, true) {
                        return Err(self.broken());
                    }
                    self.start(&start)?;
                }
                Event::End(_) => self.end()?,
                Event::Text(text) => self.text(&text.xml10_content())?,
                Event::CData(text) => self.text(&text.xml10_content())?,
                Event::GeneralRef(reference) => {
                    let name = reference.xml10_content();
                    let character = reference.resolve_char_ref().map_err(|_| self.broken())?;
                    let known = quick_xml::escape::resolve_predefined_entity(&name);
                    match (character, known) {
                        (Some(character), _) => self.text(character.encode_utf8(&mut [0; 4]))?,
                        (None, Some(text)) => self.text(text)?,
                        (None, None) => return Err(self.broken()),
                    }
                }
                Event::Eof if has_root && self.depth == 0 => return Ok(()),
                Event::Eof => return Err(self.broken()),
                _ => {}
            }
        }
    }

    fn start(&mut self, start: &BytesStart<'_>) -> Result<(), ImportFileError> {
        let name = start.local_name();
        let name: &str = name.as_ref();
        let is_other_root = self.depth == 0 && self.root.is_some_and(|root| root != name);
        if is_other_root || self.depth == MAX_DEPTH {
            return Err(self.broken());
        }
        self.depth += 1;
        if self.open.is_empty() {
            self.parts = 0;
            if !(self.wanted)(name) {
                return Ok(());
            }
        }
        let element = self.element(name, start)?;
        self.parts += 1 + element.attributes.len();
        if self.parts > MAX_PARTS {
            return Err(ImportFileError::TooLarge);
        }
        self.open.push(element);
        Ok(())
    }

    fn element(&self, name: &str, start: &BytesStart<'_>) -> Result<Element, ImportFileError> {
        let mut element = Element {
            name: name.to_owned(),
            line: self.line,
            ..Element::default()
        };
        // Names that come twice would cost much to look for; the first one counts.
        for attribute in start.attributes().with_checks(false).take(MAX_PARTS) {
            let attribute = attribute.map_err(|_| self.broken())?;
            let value = attribute.normalized_value(XmlVersion::Implicit1_0);
            let value = value.map_err(|_| self.broken())?.into_owned();
            let name = attribute.key.local_name();
            let name: &str = name.as_ref();
            element.attributes.push((name.to_owned(), value));
        }
        Ok(element)
    }

    fn end(&mut self) -> Result<(), ImportFileError> {
        self.depth = self.depth.saturating_sub(1);
        let Some(element) = self.open.pop() else {
            return Ok(());
        };
        match self.open.last_mut() {
            Some(parent) => {
                parent.children.push(element);
                Ok(())
            }
            None => (self.found)(element),
        }
    }

    fn text(&mut self, text: &str) -> Result<(), ImportFileError> {
        if self.depth == 0 && !text.trim().is_empty() {
            return Err(self.broken());
        }
        if let Some(element) = self.open.last_mut() {
            element.text.push_str(text);
        }
        Ok(())
    }

    fn count_lines(&mut self, position: u64) {
        let position = usize::try_from(position).unwrap_or(usize::MAX);
        if let Some(bytes) = self.text.as_bytes().get(self.counted..position) {
            self.line += newlines(bytes);
            self.counted = position;
        }
    }

    fn broken(&self) -> ImportFileError {
        not_xml(self.line)
    }
}

fn not_xml(line: u64) -> ImportFileError {
    ImportFileError::NotThisFormat { line: Some(line) }
}

fn newlines(bytes: &[u8]) -> u64 {
    bytes.iter().filter(|byte| **byte == b'\n').count() as u64
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;

    fn accounts(file: &[u8]) -> Result<Vec<Element>, ImportFileError> {
        let mut found = Vec::new();
        read(
            file,
            Some("list"),
            |name| name == "account",
            |element| {
                found.push(element);
                Ok(())
            },
        )?;
        Ok(found)
    }

    #[test]
    fn an_element_comes_with_all_that_is_in_it() {
        let file = "\u{feff}<?xml version=\"1.0\"?>\n<x:list xmlns:x='urn:x'>\n<!-- <account/> -->\n\
            <group>\n<x:account x:name='a &lt; &#233;'>\n<note>one &amp; <b>no</b><![CDATA[<two>]]></note>\
            <account name='inner'/></x:account>\n</group><account/></x:list>";
        let found = accounts(file.as_bytes()).unwrap();
        let [first, second] = &found[..] else {
            unreachable!("{found:?}")
        };
        assert_eq!((first.line, first.attribute("name")), (5, Some("a < é")));
        assert_eq!(first.child("note").unwrap().text, "one & <two>");
        assert_eq!(
            first.child("account").unwrap().attribute("name"),
            Some("inner")
        );
        assert_eq!((second.line, second.attribute("name")), (7, None));
    }

    #[test]
    fn what_is_no_such_document_is_refused_with_its_line() {
        for (file, line) in [
            ("", 1),
            ("name,home\nmarie,/a\n", 1),
            ("<other>\n</other>", 1),
            ("<list>\n<account>\n</list>", 3),
            ("<list>\n<account", 2),
            ("<list>\n</list>\n<list/>", 3),
            ("<list>\n<account>&lol;</account></list>", 2),
            ("<list>\n<account a='&lol;'/></list>", 2),
            ("<list>\n<account a=1 '/></list>", 2),
        ] {
            let error = accounts(file.as_bytes()).unwrap_err();
            assert_eq!(error, not_xml(line), "{file}");
        }
        assert_eq!(accounts(b"<list>\n\xff</list>").unwrap_err(), not_xml(2));
    }

    #[test]
    fn what_an_attacker_nests_or_repeats_is_bounded() {
        let deep = "<list>".repeat(MAX_DEPTH) + "\n<list>";
        assert_eq!(accounts(deep.as_bytes()).unwrap_err(), not_xml(2));
        let wide = "<list><account>".to_owned() + &"<a/>".repeat(MAX_PARTS);
        assert_eq!(
            accounts(wide.as_bytes()).unwrap_err(),
            ImportFileError::TooLarge
        );
        let bomb = "<!DOCTYPE list [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]>\n<list><account>&b;</account></list>";
        assert_eq!(accounts(bomb.as_bytes()).unwrap_err(), not_xml(2));
    }
}
