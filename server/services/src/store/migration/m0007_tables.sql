ALTER TABLE ftp_account ADD COLUMN removed_by TEXT;
CREATE INDEX ftp_account_in_trash ON ftp_account (subscription_id, removed_at DESC, id DESC)
    WHERE removed_at IS NOT NULL;
CREATE INDEX ftp_account_by_removal ON ftp_account (removed_at) WHERE removed_at IS NOT NULL;

CREATE TABLE ftp_account_alias (
    name {text} NOT NULL CONSTRAINT ftp_account_alias_key PRIMARY KEY CHECK (name = lower(name)),
    ftp_account_id BIGINT NOT NULL REFERENCES ftp_account (id) ON DELETE CASCADE,
    valid_until BIGINT NOT NULL,
    last_used_at BIGINT
);
CREATE INDEX ftp_account_alias_of_account ON ftp_account_alias (ftp_account_id);
CREATE INDEX ftp_account_alias_by_end ON ftp_account_alias (valid_until);

ALTER TABLE audit_event ADD COLUMN ftp_account_id BIGINT;
CREATE INDEX audit_event_of_ftp_account ON audit_event (ftp_account_id, id DESC)
    WHERE ftp_account_id IS NOT NULL;
CREATE INDEX ftp_activity_of_sign_ins ON ftp_activity (ftp_account_id, id DESC)
    WHERE kind_group IN ('sign-ins', 'refused');
