import { expect, test } from '../support/test.ts';

// Programs: a token that a person makes, and the page that tries the REST API with it.

test('one makes a token, tries the API with it, and revokes it', { tag: '@language' }, async ({ panel, page, berth, t, watch }) => {
  watch.allow(401);
  await panel.signIn(berth.admin);
  await panel.open('/account/tokens');
  await page.getByRole('link', { name: t.addApiToken }).click();
  await expect(panel.heading(t.addApiToken)).toBeVisible();
  await panel.field(t.apiTokenName).fill('Deploy');
  await panel.ok();
  await expect(panel.field(t.apiToken)).toHaveValue(/^berth_/);
  const token = await panel.field(t.apiToken).inputValue();
  // It is shown this once.
  await page.reload();
  await expect(page.getByText(token)).toHaveCount(0);

  await panel.open('/rest-api');
  await page.getByRole('link', { name: t.listFtpAccounts, exact: true }).click();
  await expect(panel.heading(t.listFtpAccounts)).toBeVisible();
  await panel.field(t.apiToken).fill(token);
  await panel.field('domain').fill('example.com');
  await page.getByRole('button', { name: t.sendRequest }).click();
  await expect(page.getByRole('heading', { name: t.apiAnswer, exact: true })).toBeVisible();
  await expect(page.getByText('200 OK')).toBeVisible();
  await expect(page.getByText('"is_main": true')).toBeVisible();
  await expect(page.getByText("example.com/ftp-accounts'")).toBeVisible();

  await panel.open('/account/tokens');
  await page.getByRole('button', { name: t.revokeApiToken('Deploy') }).click();
  await expect(panel.status).toContainText(t.apiTokenRevoked);
  await panel.open('/rest-api/list_ftp_accounts');
  await panel.field(t.apiToken).fill(token);
  await panel.field('domain').fill('example.com');
  await page.getByRole('button', { name: t.sendRequest }).click();
  await expect(page.getByText('401 Unauthorized')).toBeVisible();
});
