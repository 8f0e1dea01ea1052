import { readFile } from 'node:fs/promises';

import { expect, test } from '../support/test.ts';

// Handing an account over: what the receipt tells, files for clients, and one-time links.

const account = { name: 'contractor', home: '/httpdocs', password: 'vKr7-mPq2-xTd9' };
const pageOf = (name: string) => `/subscriptions/example.com/ftp/${name}`;

test('the receipt tells how to connect, and files hold all but the password', async ({ panel, page, berth, t }) => {
  await panel.signIn(berth.admin);
  await panel.openFtpAccess();
  await panel.addAccount(account);
  await expect(panel.status).toContainText(t.explicitTls);
  await expect(panel.status).toContainText('127.0.0.1');
  await panel.status.getByRole('link', { name: t.howToConnect }).click();
  await expect(page).toHaveTitle(`${t.connection(account.name)} – Berth`);
  await expect(panel.heading(account.name)).toBeVisible();
  await expect(page.getByText(`--user '${account.name}' 'ftp://127.0.0.1:`)).toBeVisible();
  // What FileZilla asks about is told, to be compared.
  await expect(page.getByText(await berth.ftp.fingerprint(), { exact: true })).toBeVisible();
  for (const [client, part] of [
    ['FileZilla', `<User>${account.name}</User>`],
    ['Cyberduck', '<string>ftps</string>'],
    ['WinSCP', `UserName=${account.name}`],
  ] as const) {
    const downloading = page.waitForEvent('download');
    await page.getByRole('link', { name: t.downloadFor(client) }).click();
    const content = await readFile(await (await downloading).path(), 'utf8');
    expect(content).toContain(part);
    expect(content).not.toContain(account.password);
  }
});

test('on paper there is no navigation, and it is black on white', async ({ panel, page, berth, t }) => {
  await panel.signIn(berth.admin);
  await panel.openFtpAccess();
  await panel.addAccount(account);
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  await panel.open(`${pageOf(account.name)}/connect`);
  await expect(page.getByRole('banner')).toBeHidden();
  await expect(page.getByRole('link', { name: t.downloadFor('FileZilla') })).toBeHidden();
  await expect(page.getByText(t.explicitTls)).toBeVisible();
  const [ink, ground] = await page.evaluate(() => {
    const { color, backgroundColor } = getComputedStyle(document.documentElement);
    return [color, backgroundColor];
  });
  expect([ink, ground]).toEqual(['rgb(0, 0, 0)', 'rgb(255, 255, 255)']);
});

test('a made password is shown once on the receipt', async ({ panel, page, berth, t, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled === false, 'buttons are for scripts');
  await panel.signIn(berth.admin);
  await panel.open('/subscriptions/example.com/ftp/new');
  await panel.fillAccount({ name: account.name, home: account.home });
  await page.getByRole('button', { name: t.generate }).click();
  await expect(panel.field(t.ftpPassword)).toHaveValue(/^\w{23}$/);
  const made = await panel.field(t.ftpPassword).inputValue();
  await panel.ok();
  await expect(panel.status).toContainText(made);
  await expect(panel.status).toContainText(t.shownThisOnce);
  expect(await berth.ftp.accepts({ name: account.name, password: made })).toBe(true);
  await page.reload();
  await panel.ready();
  await expect(panel.status).toContainText(t.added(account.name));
  await expect(panel.status).not.toContainText(made);

  // One that was typed is never shown.
  await panel.openFtpAccess();
  await panel.addAccount({ ...account, name: 'designer' });
  await expect(panel.status).not.toContainText(account.password);
});

test('what one needs is copied at the press of a button', async ({ panel, page, berth, t, context, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled === false, 'buttons are for scripts');
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
  await panel.signIn(berth.admin);
  await panel.open('/subscriptions/example.com/ftp/new');
  await panel.fillAccount(account);
  await page.getByRole('button', { name: t.copy, exact: true }).click();
  await expect(page.getByRole('button', { name: t.copied, exact: true })).toBeVisible();
  expect(await clipboard()).toBe(account.password);
  await panel.ok();
  await expect(panel.status).toContainText(t.added(account.name));
  const fact = panel.status.locator('dd').filter({ hasText: account.name });
  await fact.getByRole('button', { name: t.copy, exact: true }).click();
  await expect(panel.status.getByRole('button', { name: t.copied, exact: true })).toBeVisible();
  expect(await clipboard()).toBe(account.name);

  await panel.open(`${pageOf(account.name)}/connect`);
  await page.getByRole('button', { name: t.copy, exact: true }).first().click();
  await expect(page.getByRole('button', { name: t.copied, exact: true })).toBeVisible();
  expect(await clipboard()).toBe('127.0.0.1');
  await expect(page.getByRole('button', { name: t.copied, exact: true })).toBeHidden();
});

test('a recipient sets the password by a link that works once', { tag: '@plain' }, async ({ panel, otherPanel, page, berth, t, watch }) => {
  test.slow();
  watch.allow(404, 422);
  await panel.signIn(berth.admin);
  await panel.openFtpAccess();
  await page.getByRole('link', { name: t.addAccount }).click();
  await expect(panel.heading(t.addAccount)).toBeVisible();
  await panel.ready();
  await panel.fillAccount({ name: account.name, home: account.home });
  await panel.field(t.whoChooses).selectOption(t.recipientIn3Days);
  await expect(panel.field(t.ftpPassword)).toBeHidden();
  await panel.ok();
  await expect(panel.heading(t.linkOf(account.name))).toBeVisible();
  const link = await page.getByLabel(t.oneTimeLink).inputValue();
  expect(link).toMatch(new RegExp(`^${berth.url}/set-password/[\\w-]{43}$`));
  await page.reload();
  await expect(page.getByText(t.linkWasShown)).toBeVisible();
  await expect(page.getByLabel(t.oneTimeLink)).toBeHidden();
  expect(await berth.ftp.accepts(account)).toBe(false);

  await panel.openFtpAccess();
  await expect(panel.row(account.name)).toContainText(t.waits);
  await panel.open(pageOf(account.name));
  await expect(page.getByText(t.madeBy('admin'))).toBeVisible();
  await panel.open(`${pageOf(account.name)}/connect`);
  await expect(page.getByText(t.waitsForPassword)).toBeVisible();

  // The recipient's browser has no session.
  const recipient = await otherPanel();
  await recipient.open(link);
  await expect(recipient.heading(t.choosePassword)).toBeVisible();
  await expect(recipient.page.getByText('127.0.0.1')).toBeVisible();
  await recipient.field(t.ftpPassword).fill(account.password);
  await recipient.field(t.onceMore).fill('something else');
  await recipient.ok();
  await expect(recipient.page.getByText(t.passwordsDiffer)).toBeVisible();
  await recipient.field(t.ftpPassword).fill('password1234');
  await recipient.field(t.onceMore).fill('password1234');
  await recipient.ok();
  await recipient.expectFieldError(t.ftpPassword, t.passwordGuessable);
  await recipient.field(t.ftpPassword).fill(account.password);
  await recipient.field(t.onceMore).fill(account.password);
  await recipient.ok();
  await expect(recipient.heading(t.passwordIsSet)).toBeVisible();
  await expect(recipient.page.getByText(`open -u ${account.name} `)).toBeVisible();
  await berth.ftp.exercise(account);

  await recipient.open(link);
  await expect(recipient.heading(t.linkDoesNotWork)).toBeVisible();
  await panel.open(`${pageOf(account.name)}/connect`);
  await expect(page.getByText(t.noLink)).toBeVisible();

  // The owner reads why nobody signed in before.
  await expect(async () => {
    await panel.open('/subscriptions/example.com/activity?kind=refused');
    await expect(page.getByRole('table')).toContainText(t.passwordNotChosen, { timeout: 1_000 });
  }).toPass();
  expect(berth.log).not.toContain(link.split('/').pop());
});

test('a link is made later, replaces the password, and can be revoked', async ({ panel, otherPanel, page, berth, t, watch }) => {
  watch.allow(404);
  await panel.signIn(berth.admin);
  await panel.openFtpAccess();
  await panel.addAccount(account);
  const session = await berth.ftp.open(account);
  const makeLink = async () => {
    await panel.open(`${pageOf(account.name)}/connect`);
    await panel.field(t.worksFor).selectOption(t.oneHour);
    await page.getByRole('button', { name: t.makeLink }).click();
    await expect(panel.heading(t.linkOf(account.name))).toBeVisible();
    return page.getByLabel(t.oneTimeLink).inputValue();
  };
  const revoked = await makeLink();
  await panel.open(`${pageOf(account.name)}/connect`);
  await page.getByRole('button', { name: t.revokeLink }).click();
  await expect(page.getByText(t.noLink)).toBeVisible();
  const recipient = await otherPanel();
  await recipient.open(revoked);
  await expect(recipient.heading(t.linkDoesNotWork)).toBeVisible();

  const link = await makeLink();
  await session.send('NOOP', '200');
  const password = 'sullen-Walnut-77-kite';
  await recipient.open(link);
  await recipient.field(t.ftpPassword).fill(password);
  await recipient.field(t.onceMore).fill(password);
  await recipient.ok();
  await expect(recipient.heading(t.passwordIsSet)).toBeVisible();
  await session.ended();
  expect(await berth.ftp.accepts(account)).toBe(false);
  expect(await berth.ftp.accepts({ ...account, password })).toBe(true);
});
