CREATE TABLE one_time_link (
    ftp_account_id BIGINT NOT NULL PRIMARY KEY REFERENCES ftp_account (id) ON DELETE CASCADE,
    token_hash {text} NOT NULL CONSTRAINT one_time_link_token_key UNIQUE,
    made_by TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX one_time_link_by_end ON one_time_link (expires_at);
