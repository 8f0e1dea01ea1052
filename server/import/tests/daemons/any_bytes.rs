//! What nobody expects.

use import::{SourceFiles, read};
use model::ImportFormat;
use proptest::prelude::*;

/// Bytes of which readers make something, more often than of any bytes.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        any::<Vec<u8>>(),
        "[a-z0-9$!*:,;\t\"\\\\\r\n#/.-]{0,20}".prop_map(String::into_bytes),
        proptest::sample::select(vec![
            "userid,passwd,homedir,bytes_in_avail\n",
            "marie:$6$salt$hash:1000:1000::/home/marie/./:/bin/bash\n",
            "marie:$6$salt$hash:0:99999:99999999999999999999:7::-1:\n",
            "\u{feff}",
            "{\"users\": [",
            "<?xml version=\"1.0\"?><migration-dump>",
            "\x1f\u{8b}\x08",
        ])
        .prop_map(|text| text.as_bytes().to_vec()),
    ];
    proptest::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn no_bytes_make_a_reader_panic(main in bytes(), shadow in proptest::option::of(bytes())) {
        for format in ImportFormat::ALL {
            let files = SourceFiles { main: &main, shadow: shadow.as_deref() };
            if let Ok(source) = read(format, files) {
                let lines = source.records.iter().map(|record| record.line);
                prop_assert!(lines.is_sorted(), "{:?}", format);
            }
        }
    }
}
