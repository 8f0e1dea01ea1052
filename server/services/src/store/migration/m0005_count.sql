ALTER TABLE subscription ADD COLUMN ftp_accounts BIGINT NOT NULL DEFAULT 0;
UPDATE subscription SET ftp_accounts = (
    SELECT count(*) FROM ftp_account
    WHERE subscription_id = subscription.id AND removed_at IS NULL
);
