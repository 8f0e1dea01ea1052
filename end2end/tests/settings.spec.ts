import { expect, test } from '../support/test.ts';

// « Options avancées »: what an account may do, set in the form and held by the FTP server.

const account = { name: 'contractor', home: '/httpdocs', password: 'vKr7-mPq2-xTd9' };

test('an account is made with settings, and they hold', { tag: '@plain' }, async ({ panel, page, berth, t }) => {
  await panel.signIn(berth.admin);
  await panel.openFtpAccess();
  await page.getByRole('link', { name: t.addAccount }).click();
  await expect(panel.heading(t.addAccount)).toBeVisible();
  await panel.ready();
  // The guide's three fields stay in front.
  await expect(panel.field(t.permission)).toBeHidden();
  await page.getByText(t.advancedOptions).click();
  await panel.fillAccount(account);
  await panel.field(t.permission).selectOption(t.readOnly);
  await panel.field(t.expires).fill('2100-12-31T18:30');
  await panel.field(t.allowedAddresses).fill('127.0.0.1, 2001:db8::/32');
  await panel.field(t.note).fill('Until the new site is there');
  await panel.ok();
  await expect(panel.status).toContainText(t.added(account.name));
  const row = panel.row(account.name);
  await expect(row).toContainText(t.readOnly);
  await expect(row).toContainText('2100');
  await expect(row).toContainText('Until the new site is there');

  const session = await berth.ftp.open(account);
  await session.send('MKD new', '550');
  await session.send('DELE index.html', '550');
  await session.send('CWD /', '250');

  // What is changed holds at once: the session that is open ends.
  await row.getByRole('link').click();
  await expect(panel.heading(new RegExp(account.name))).toBeVisible();
  await panel.ready();
  await expect(panel.field(t.expires)).toHaveValue('2100-12-31T18:30');
  await expect(panel.field(t.allowedAddresses)).toHaveValue('127.0.0.1, 2001:db8::/32');
  await panel.field(t.permission).selectOption(t.readWrite);
  await panel.field(t.expires).fill('');
  await panel.ok();
  await expect(panel.status).toContainText(t.noteTheChanges);
  const changes = panel.status.getByRole('row');
  await expect(changes.filter({ hasText: t.permission })).toContainText(`${t.readOnly}${t.readWrite}`);
  await expect(changes.filter({ hasText: t.expires })).toContainText('2100');
  await expect(changes).toHaveCount(3);
  await session.ended();
  await berth.ftp.exercise(account);
});

test('a disabled account is refused, and its owner reads why', async ({ panel, page, berth, t }) => {
  await panel.signIn(berth.admin);
  await panel.openFtpAccess();
  await panel.addAccount(account);
  const session = await berth.ftp.open(account);
  await panel.open(`/subscriptions/example.com/ftp/${account.name}`);
  await page.getByText(t.advancedOptions).click();
  await panel.field(t.state).selectOption(t.disabled);
  await panel.ok();
  await expect(panel.row(account.name)).toContainText(t.disabled);
  await session.ended();
  expect(await berth.ftp.accepts(account)).toBe(false);
  await expect(async () => {
    await panel.open('/subscriptions/example.com/activity');
    await expect(page.getByRole('table')).toContainText(t.accountDisabled, { timeout: 1_000 });
  }).toPass();

  await panel.open(`/subscriptions/example.com/ftp/${account.name}`);
  // What is out of the ordinary is open.
  await panel.field(t.state).selectOption(t.enabled);
  await panel.ok();
  await expect(panel.status).toContainText(t.noteTheChanges);
  expect(await berth.ftp.accepts(account)).toBe(true);
});

test('only over TLS', async ({ panel, page, berth, t }) => {
  await panel.signIn(berth.admin);
  await panel.openFtpAccess();
  await panel.addAccount(account);
  await panel.open(`/subscriptions/example.com/ftp/${account.name}`);
  await page.getByText(t.advancedOptions).click();
  await panel.field(t.tls).selectOption(t.required);
  await panel.ok();
  await expect(panel.status).toContainText(t.noteTheChanges);
  await expect(berth.ftp.accepts(account)).rejects.toThrow('curl answered 67,0');
});

test('settings that cannot be are told at their fields', async ({ panel, page, berth, t, watch }) => {
  watch.allow(422);
  await panel.signIn(berth.admin);
  await panel.open('/subscriptions/example.com/ftp/new');
  await page.getByText(t.advancedOptions).click();
  await panel.fillAccount(account);
  await panel.field(t.allowedAddresses).fill('here, there');
  await panel.field(t.maxSessions).fill('0');
  await panel.field(t.uploadRate).fill('fast');
  await panel.field(t.note).fill('kept');
  await panel.ok();
  await expect(panel.alert).toBeVisible();
  await panel.ready();
  await panel.expectFieldError(t.allowedAddresses, t.notAddresses);
  await panel.expectFieldError(t.maxSessions, t.notANumber);
  await panel.expectFieldError(t.uploadRate, t.notANumber);
  await expect(panel.field(t.allowedAddresses)).toHaveValue('here, there');
  await expect(panel.field(t.note)).toHaveValue('kept');
  await panel.fillAccount({ password: account.password });
  await panel.field(t.allowedAddresses).fill('127.0.0.1');
  await panel.field(t.maxSessions).fill('2');
  await panel.field(t.uploadRate).fill('');
  await panel.ok();
  await expect(panel.status).toContainText(t.added(account.name));
});

test('the expiry can be chosen by a button', async ({ panel, page, berth, t, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled === false, 'buttons are for scripts');
  await panel.signIn(berth.admin);
  await panel.open('/subscriptions/example.com/ftp/new');
  await page.getByText(t.advancedOptions).click();
  await page.getByRole('button', { name: t.inOneWeek }).click();
  const chosen = Date.parse(`${await panel.field(t.expires).inputValue()}Z`);
  expect(Math.abs(chosen - Date.now() - 7 * 86_400_000)).toBeLessThan(2 * 60_000);
});

test('a month after the 31st is the last day of the next month', async ({ panel, page, berth, t, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled === false, 'buttons are for scripts');
  await panel.signIn(berth.admin);
  await panel.open('/subscriptions/example.com/ftp/new');
  await page.getByText(t.advancedOptions).click();
  await page.clock.setFixedTime('2027-01-31T12:34:56Z');
  await page.getByRole('button', { name: t.inOneMonth }).click();
  await expect(panel.field(t.expires)).toHaveValue(/^2027-02-28T/);
});

test('a password can be made by a button, and signs in', async ({ panel, page, berth, t, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled === false, 'buttons are for scripts');
  await panel.signIn(berth.admin);
  await panel.open('/subscriptions/example.com/ftp/new');
  await panel.fillAccount({ name: account.name, home: account.home });
  await page.getByRole('button', { name: t.generate }).click();
  const password = panel.field(t.ftpPassword);
  await expect(password).toHaveAttribute('type', 'text');
  await expect(password).toHaveValue(/^\w{23}$/);
  const made = await password.inputValue();
  await page.getByRole('button', { name: t.generate }).click();
  await expect(password).not.toHaveValue(made);
  const kept = await password.inputValue();
  await panel.ok();
  await expect(panel.status).toContainText(t.added(account.name));
  expect(await berth.ftp.accepts({ name: account.name, password: kept })).toBe(true);
});

test('an account that may only upload adds files, and reads none', async ({ panel, page, berth, t }) => {
  await panel.signIn(berth.admin);
  await panel.open('/subscriptions/example.com/ftp/new');
  await page.getByText(t.advancedOptions).click();
  await panel.fillAccount({ ...account, home: '/inbox' });
  await panel.field(t.permission).selectOption(t.uploadOnly);
  await panel.ok();
  await expect(panel.row(account.name)).toContainText(t.uploadOnly);

  expect(await berth.ftp.upload(account, 'sent', 1_000)).toBe('226');
  expect(await berth.ftp.download(account, 'sent')).toBe('550');
  expect(await berth.ftp.upload(account, 'sent', 1)).toBe('550');
  const session = await berth.ftp.open(account);
  await session.send('DELE sent', '550');
  session.close();
});

test('an account is refused from elsewhere and once it has expired, and its owner reads why', async ({ panel, page, berth, t }) => {
  await panel.signIn(berth.admin);
  await panel.openFtpAccess();
  await panel.addAccount(account);
  const change = async (label: string, value: string) => {
    await panel.open(`/subscriptions/example.com/ftp/${account.name}`);
    const field = panel.field(label);
    if (!(await field.isVisible())) await page.getByText(t.advancedOptions).click();
    await field.fill(value);
    await panel.ok();
    await expect(panel.status).toContainText(t.noteTheChanges);
  };
  const expectRefused = async (why: string) => {
    expect(await berth.ftp.accepts(account)).toBe(false);
    await expect(async () => {
      await panel.open('/subscriptions/example.com/activity');
      await expect(page.getByRole('table')).toContainText(why, { timeout: 1_000 });
    }).toPass();
  };

  let session = await berth.ftp.open(account);
  await change(t.allowedAddresses, '192.0.2.0/24, 2001:db8::/32');
  await session.ended();
  await expectRefused(t.addressNotAllowed);
  await change(t.allowedAddresses, '192.0.2.0/24, 127.0.0.0/8');
  expect(await berth.ftp.accepts(account)).toBe(true);

  session = await berth.ftp.open(account);
  await change(t.expires, '2020-01-31T12:00');
  await session.ended();
  await expectRefused(t.accountExpired);
  await change(t.expires, '');
  expect(await berth.ftp.accepts(account)).toBe(true);
});

test('sessions at once and rates are set in the form, and hold', async ({ panel, page, berth, t }) => {
  await panel.signIn(berth.admin);
  await panel.openFtpAccess();
  await panel.addAccount(account);
  await panel.open(`/subscriptions/example.com/ftp/${account.name}`);
  await page.getByText(t.advancedOptions).click();
  await panel.field(t.maxSessions).fill('1');
  await panel.field(t.uploadRate).fill('50');
  await panel.field(t.downloadRate).fill('60');
  await panel.ok();
  await expect(panel.status).toContainText(t.noteTheChanges);

  let begun = Date.now();
  expect(await berth.ftp.upload(account, 'slow.bin', 150 * 1024)).toBe('226');
  expect(Date.now() - begun).toBeGreaterThan(1_500);
  begun = Date.now();
  expect(await berth.ftp.download(account, 'slow.bin')).toBe(150 * 1024);
  expect(Date.now() - begun).toBeGreaterThan(1_200);
  const session = await berth.ftp.open(account);
  // What curl makes of a 421.
  await expect(berth.ftp.accepts(account)).rejects.toThrow('curl answered 28,28');
  session.close();
  await expect.poll(() => berth.ftp.accepts(account)).toBe(true);
});
