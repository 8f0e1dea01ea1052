//! A settings file to begin with.

use super::describe::{Kind, Setting, all_settings};

/// The width of its lines.
const WIDTH: usize = 100;

const BEGINNING: &str = "\
# Settings of Berth. Each that is commented out shows its default, or what stands for a value.
#
# Variables of the environment and options of the command line win over this file.
#   berth config check FILE    says what is wrong with a file, by line
#   berth config show          shows what holds, and where each value is from
# `systemctl reload berth` (SIGHUP) reads the file again; the log says what needs a restart.
";

/// A settings file with every setting, all of them commented out.
pub fn example() -> String {
    let mut text = BEGINNING.to_owned();
    for setting in all_settings() {
        text.push('\n');
        for line in wrapped(&setting.help) {
            text.push_str(&format!("# {line}\n"));
        }
        text.push_str(&format!("# ({}, {})\n", setting.variable, setting.option));
        text.push_str(&format!("#{} = {}\n", setting.key, example_value(&setting)));
    }
    text
}

fn example_value(setting: &Setting) -> String {
    let text = setting.default.as_ref().unwrap_or(&setting.placeholder);
    match setting.kind {
        Kind::Boolean | Kind::Number => text.clone(),
        // Nothing but a control character, a quote or a backslash is written otherwise in TOML.
        Kind::Text => format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")),
    }
}

fn wrapped(text: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let is_full = |line: &String| !line.is_empty() && line.len() + word.len() + 3 > WIDTH;
        if lines.last().is_some_and(is_full) {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines
}
