//! Lines of `passwd`, which FTP servers and panels write too.

use model::RecordError;

use crate::lines::{Line, LineFormat};

/// The fields. C libraries take lines that end with the home.
pub(crate) const PASSWD: LineFormat = LineFormat {
    fields: &["name", "password", "uid", "gid", "gecos", "home", "shell"],
    least: 6,
};

/// What is read of every such line.
pub(crate) struct PasswdLine<'a> {
    pub(crate) name: &'a str,
    /// What `crypt` wrote, or what stands for it.
    pub(crate) password: &'a str,
    pub(crate) uid: u64,
    /// The full name, without the empty parts that follow it.
    pub(crate) gecos: &'a str,
    pub(crate) home: &'a str,
    pub(crate) shell: &'a str,
}

impl<'a> PasswdLine<'a> {
    /// Takes the fields of a line.
    ///
    /// # Errors
    /// A field is missing or cannot be read that every line has.
    pub(crate) fn of(line: &Line<'a>) -> Result<Self, RecordError> {
        line.required("uid")?;
        Ok(Self {
            name: line.value("name"),
            password: line.value("password"),
            uid: line.number("uid")?.unwrap_or_default(),
            gecos: line.value("gecos").trim_end_matches(','),
            home: line.required("home")?,
            shell: line.value("shell"),
        })
    }
}
