CREATE TABLE ftp_activity_day (
    subscription_id BIGINT NOT NULL,
    day BIGINT NOT NULL,
    uploads BIGINT NOT NULL,
    upload_bytes BIGINT NOT NULL,
    downloads BIGINT NOT NULL,
    download_bytes BIGINT NOT NULL,
    sign_ins BIGINT NOT NULL,
    refusals BIGINT NOT NULL,
    PRIMARY KEY (subscription_id, day)
){without_rowid};
CREATE INDEX ftp_activity_day_by_age ON ftp_activity_day (day);
