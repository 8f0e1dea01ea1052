//! Passwords for commands: from standard input or from a prompt, never from an argument, which
//! other users of the machine could read.

use std::io::{self, Read};

use clap::Args;
use model::{Field, FieldErrors, Password, SecretText};
use zeroize::Zeroizing;

use super::error::{CommandError, parsed};
use super::output::command_texts;

/// More than any password, in bytes, so that a wrong file on standard input does not fill the
/// memory.
const MAX_INPUT: u64 = 4096;

/// Where a password comes from.
#[derive(Args)]
pub(super) struct PasswordSource {
    /// Read the password from standard input (its first line) instead of asking for it
    #[arg(long)]
    password_stdin: bool,
}

impl PasswordSource {
    /// Whether it is said where the password comes from.
    pub(super) fn is_given(&self) -> bool {
        self.password_stdin
    }

    /// Reads the password for the account or panel user called `name`.
    pub(super) fn read(&self, name: &str) -> Result<SecretText, CommandError> {
        if self.password_stdin {
            from_stdin()
        } else {
            from_prompt(name)
        }
    }
}

/// The first line of standard input.
pub(super) fn from_stdin() -> Result<SecretText, CommandError> {
    let mut text = Zeroizing::new(String::new());
    let stdin = io::stdin().lock();
    stdin.take(MAX_INPUT).read_to_string(&mut text)?;
    Ok(text.lines().next().unwrap_or_default().into())
}

/// Asked for twice at the terminal, without an echo; a password for `name` by the rules.
pub(super) fn from_prompt(name: &str) -> Result<SecretText, CommandError> {
    let texts = command_texts();
    let password = prompt(texts.password_prompt)?;
    // Its rules first: nobody should have to type a bad one twice.
    parsed(
        Field::Password,
        Password::parse(password.expose(), name.trim()),
    )?;
    if prompt(texts.repeat_password_prompt)? != password {
        return Err(CommandError::PasswordsDiffer);
    }
    Ok(password)
}

fn prompt(question: &str) -> Result<SecretText, CommandError> {
    let text = rpassword::prompt_password(question);
    text.map(SecretText::from)
        .map_err(|_| CommandError::NoTerminal)
}

/// The errors of a form whose password is not read yet: they are reported before anybody is asked
/// for one.
pub(super) fn check_before_password<T>(parsed: Result<T, FieldErrors>) -> Result<(), CommandError> {
    match parsed {
        Ok(_) => Ok(()),
        Err(errors) => Ok(errors.except(Field::Password).into_result()?),
    }
}
