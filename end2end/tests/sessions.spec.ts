import { expect, test } from '../support/test.ts';

// Who is there over FTP, and who was: seen while it happens, and afterwards.

const contractor = { name: 'contractor', home: '/httpdocs/shop', password: 'vKr7-mPq2-xTd9' };

test('an upload is seen while it goes on, and ended', { tag: '@plain' }, async ({ panel, page, berth, t, javaScriptEnabled }) => {
  const scripts = javaScriptEnabled !== false;
  await panel.signIn(berth.admin);
  await panel.openFtpAccess();
  await panel.addAccount(contractor);
  await expect(panel.row(contractor.name)).toContainText(t.never);

  const sections = page.getByRole('navigation', { name: 'FTP' });
  await sections.getByRole('link', { name: t.ftpSessions }).click();
  await expect(panel.heading(t.ftpSessions)).toBeVisible();
  await panel.ready();
  await expect(sections.getByRole('link', { name: t.ftpSessions })).toHaveAttribute('aria-current', 'page');
  await expect(page.getByText(t.noSession)).toBeVisible();
  await expect(page.getByText(scripts ? t.live : t.notLive, { exact: true })).toBeVisible();

  /** What the page shows by itself, or with « Actualiser » where there are no scripts. */
  const shown = async (look: () => Promise<void>) => {
    if (scripts) return look();
    await expect(async () => {
      await page.getByRole('link', { name: t.refresh }).click();
      await look();
    }).toPass({ timeout: 20_000 });
  };
  // So that a reload would be seen.
  if (scripts) await page.evaluate(() => document.body.setAttribute('data-same-page', 'yes'));

  const upload = berth.ftp.slowUpload(contractor, 'film.mp4', 40_000_000, 500_000);
  const row = page.getByRole('row').filter({ hasText: contractor.name });
  await shown(async () => {
    for (const text of [t.upload, '/film.mp4', /\d[\s\u00a0][MkK](o|B)\/s/]) {
      await expect(row).toContainText(text, { timeout: scripts ? 10_000 : 500 });
    }
  });
  await expect(row).toContainText('127.0.0.1');
  const moved = async () => (await row.locator('.detail').last().textContent()) ?? '';
  const before = await moved();
  await shown(() => expect.poll(moved, { timeout: scripts ? 10_000 : 500 }).not.toBe(before));
  if (scripts) await expect(page.locator('body')).toHaveAttribute('data-same-page', 'yes');

  await page.getByRole('button', { name: t.disconnect(contractor.name) }).click();
  await expect(panel.status).toContainText(t.disconnected(contractor.name));
  expect(await upload.ended).not.toBe(0);
  await shown(async () => expect(page.getByText(t.noSession)).toBeVisible({ timeout: scripts ? 10_000 : 500 }));
  // It was the session that was ended, not the account.
  expect(await berth.ftp.accepts(contractor)).toBe(true);
});

test('a session that comes and goes is seen without a reload', async ({ panel, page, berth, t, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled === false, 'without scripts a page stays as it is');
  await panel.signIn(berth.admin);
  await page.getByRole('link', { name: t.ftpSessions }).click();
  await expect(panel.heading(t.ftpSessions)).toBeVisible();
  await expect(page.getByText(t.live, { exact: true })).toBeVisible();
  await panel.openFtpAccess();
  await panel.addAccount(contractor);
  await panel.open('/sessions');
  await expect(page.getByText(t.live, { exact: true })).toBeVisible();

  const [first, second] = [await berth.ftp.open(contractor), await berth.ftp.open(contractor)];
  const buttons = page.getByRole('button', { name: t.disconnect(contractor.name) });
  await expect(buttons).toHaveCount(2);
  await expect(page.getByRole('row').nth(1)).toContainText('example.com');

  // The button that one is about to press stays that of its session when another one goes.
  await buttons.nth(1).focus();
  first.close();
  await expect(buttons).toHaveCount(1);
  await expect(buttons).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(panel.status).toContainText(t.disconnected(contractor.name));
  await second.ended();
  await expect(page.getByText(t.noSession)).toBeVisible();
});

test('the list of accounts marks who is connected', { tag: '@plain' }, async ({ panel, berth, t, javaScriptEnabled }) => {
  await panel.signIn(berth.admin);
  await panel.openFtpAccess();
  await panel.addAccount(contractor);
  const mark = panel.row(contractor.name).getByText(t.connected, { exact: true });
  await expect(mark).toBeHidden();
  const session = await berth.ftp.open(contractor);
  if (javaScriptEnabled === false) await panel.openFtpAccess();
  await expect(mark).toBeVisible();
  session.close();
  if (javaScriptEnabled === false) {
    await expect(async () => {
      await panel.openFtpAccess();
      await expect(mark).toBeHidden({ timeout: 500 });
    }).toPass();
  }
  await expect(mark).toBeHidden();
});

test('activity is kept, found by account and kind, and outlives the account', async ({ panel, page, berth, t }) => {
  await panel.signIn(berth.admin);
  await panel.openFtpAccess();
  await panel.addAccount(contractor);
  await berth.ftp.makeFolder(contractor, 'photos');
  const upload = berth.ftp.slowUpload(contractor, 'film.mp4', 1000, 1_000_000);
  expect(await upload.ended).toBe(0);
  expect(await berth.ftp.accepts({ ...contractor, password: 'wrong' })).toBe(false);

  // Written within a moment, and told in the list of accounts.
  await expect(async () => {
    await panel.openFtpAccess();
    await expect(panel.row(contractor.name)).not.toContainText(t.never, { timeout: 500 });
  }).toPass();
  await panel.row(contractor.name).getByRole('link').click();
  await expect(panel.field(t.name)).toHaveValue(contractor.name);
  await panel.ready();
  await page.getByRole('main').getByRole('link', { name: t.ftpActivity }).click();
  await expect(panel.heading(t.ftpActivity)).toBeVisible();
  await panel.ready();
  await expect(panel.field(t.name)).toHaveValue(contractor.name);
  const rows = page.getByRole('row').filter({ hasText: contractor.name });
  for (const text of [t.signedIn, t.folderMade, '/photos', t.upload, '/film.mp4', t.wrongFtpPassword]) {
    await expect(rows.filter({ hasText: text })).not.toHaveCount(0);
  }

  const choose = async (kind: string) => {
    await panel.field(t.kindOfActivity).selectOption({ label: kind });
    await page.getByRole('button', { name: t.filter }).click();
    await page.waitForLoadState();
    await panel.ready();
  };
  await choose(t.uploads);
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText('/film.mp4');
  await choose(t.refusals);
  // The same wrong password was tried twice, unencrypted and over TLS: once a minute it is said.
  await expect(rows).toHaveCount(1);
  await expect(rows.first()).toContainText(t.wrongFtpPassword);
  await panel.field(t.name).fill('somebody-else');
  await page.getByRole('button', { name: t.filter }).click();
  await expect(page.getByText(t.noActivity)).toBeVisible();

  await berth.command(['ftp-account', 'remove', contractor.name]);
  await panel.open(`/subscriptions/example.com/activity?account=${contractor.name}`);
  await expect(rows.filter({ hasText: '/film.mp4' })).toHaveCount(1);
});

test('a session that is over already is told so', { tag: '@plain' }, async ({ panel, page, berth, t, watch, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled !== false, 'with scripts it is gone from the page before one can press');
  watch.allow(404);
  await panel.signIn(berth.admin);
  await panel.openFtpAccess();
  await panel.addAccount(contractor);
  const session = await berth.ftp.open(contractor);
  await panel.open('/subscriptions/example.com/sessions');
  const button = page.getByRole('button', { name: t.disconnect(contractor.name) });
  await expect(button).toBeVisible();
  session.close();
  await expect(async () => {
    await button.click();
    await expect(panel.alert).toContainText(t.sessionOver, { timeout: 500 });
  }).toPass();
});
