CREATE TABLE ftp_account_session (
    token_hash {text} NOT NULL PRIMARY KEY,
    ftp_account_id BIGINT NOT NULL REFERENCES ftp_account (id) ON DELETE CASCADE,
    access_version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    address {text} NOT NULL,
    user_agent {text} NOT NULL
);
CREATE INDEX ftp_account_session_of_account ON ftp_account_session (ftp_account_id, created_at);
CREATE INDEX ftp_account_session_expiry ON ftp_account_session (expires_at);
