CREATE TABLE ftp_activity (
    id {id},
    at BIGINT NOT NULL,
    subscription_id BIGINT NOT NULL,
    ftp_account_id BIGINT NOT NULL,
    account_name {text} NOT NULL,
    kind_group {text} NOT NULL,
    kind {text} NOT NULL,
    path TEXT,
    other_path TEXT,
    bytes BIGINT,
    took_ms BIGINT,
    complete BOOLEAN,
    reason TEXT,
    address TEXT NOT NULL,
    protocol TEXT
);
CREATE INDEX ftp_activity_of_subscription ON ftp_activity (subscription_id, id DESC);
CREATE INDEX ftp_activity_of_group ON ftp_activity (subscription_id, kind_group, id DESC);
CREATE INDEX ftp_activity_of_account ON ftp_activity (ftp_account_id, id DESC);
CREATE INDEX ftp_activity_of_name ON ftp_activity (subscription_id, account_name, id DESC);
CREATE INDEX ftp_activity_by_age ON ftp_activity (at);

ALTER TABLE ftp_account ADD COLUMN last_sign_in_at BIGINT;
