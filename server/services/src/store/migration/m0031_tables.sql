ALTER TABLE panel_user ADD COLUMN email TEXT;

CREATE TABLE mail_switched_off (
    panel_user_id BIGINT NOT NULL REFERENCES panel_user (id) ON DELETE CASCADE,
    kind {text} NOT NULL,
    PRIMARY KEY (panel_user_id, kind)
);

CREATE TABLE outgoing_mail (
    id {id},
    panel_user_id BIGINT NOT NULL REFERENCES panel_user (id) ON DELETE CASCADE,
    reminder TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    next_attempt_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX outgoing_mail_due ON outgoing_mail (next_attempt_at, id);
CREATE INDEX outgoing_mail_of_panel_user ON outgoing_mail (panel_user_id);

CREATE TABLE expiry_reminder (
    days BIGINT NOT NULL PRIMARY KEY,
    expires_at BIGINT NOT NULL,
    ftp_account_id BIGINT NOT NULL
);
INSERT INTO expiry_reminder (days, expires_at, ftp_account_id) VALUES
    (0, {now}, 0),
    (1, {now} + 86400, 0),
    (7, {now} + 7 * 86400, 0),
    (30, {now} + 30 * 86400, 0);

CREATE TABLE certificate_reminder (
    certificate {text} NOT NULL,
    expires_at BIGINT NOT NULL,
    days BIGINT NOT NULL,
    PRIMARY KEY (certificate, expires_at)
);

ALTER TABLE ftp_account ADD COLUMN nearly_full_at BIGINT;
ALTER TABLE ftp_account ADD COLUMN lock_told_at BIGINT;
CREATE INDEX ftp_account_newly_full ON ftp_account (id)
    WHERE nearly_full_at IS NULL AND removed_at IS NULL AND {usage} >= 9000;
CREATE INDEX ftp_account_told_nearly_full ON ftp_account (id) WHERE nearly_full_at IS NOT NULL;
