CREATE TABLE ftp_account_word (
    subscription_id BIGINT NOT NULL,
    word {text} NOT NULL,
    ftp_account_id BIGINT NOT NULL REFERENCES ftp_account (id) ON DELETE CASCADE,
    PRIMARY KEY (subscription_id, word, ftp_account_id)
){without_rowid};
CREATE INDEX ftp_account_word_of_account ON ftp_account_word (ftp_account_id, word);
