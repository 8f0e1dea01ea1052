import { Panel } from '../support/panel.ts';
import { expect, test } from '../support/test.ts';

// Who may sign in to the panel, and what each person sees.

const customer = { name: 'camille', password: 'Tidal-lantern-58' };

test('a customer sees their own subscriptions, and of others nothing', async ({ panel, page, berth, t, watch }) => {
  watch.allow(403, 404);
  await berth.command(['user', 'add', customer.name, '--role', 'customer', '--keep-password', '--password-stdin'], {
    input: `${customer.password}\n`,
  });
  await panel.signIn(customer);
  await expect(page.getByText(t.noSubscription)).toBeVisible();
  await expect(page.getByRole('link', { name: t.addSubscription })).toHaveCount(0);

  await berth.command(
    [
      'subscription', 'add', 'camille.example', '--webspace-root', `${berth.dataFolder}/webspaces/camille.example`,
      '--owner', customer.name, '--main-account', 'camille-main', '--password-stdin',
    ],
    { input: 'Quay-anchor-Rope-7\n' },
  );
  await panel.open('/');
  await expect(page.getByRole('link', { name: 'camille.example', exact: true })).toBeVisible();
  await expect(page.getByRole('link', { name: 'example.com', exact: true })).toHaveCount(0);
  await panel.openFtpAccess('camille.example');
  await panel.addAccount({ name: 'friend', home: '/friend', password: 'Buoy-green-Light-3' });
  expect(await berth.ftp.accepts({ name: 'friend', password: 'Buoy-green-Light-3' })).toBe(true);

  for (const path of ['', '/new', '/anything']) {
    await panel.open(`/subscriptions/example.com/ftp${path}`);
    await expect(panel.heading(t.notFound)).toBeVisible();
  }
  const forged = await page.request.post('/api/remove_ftp_accounts', {
    form: { domain: 'example.com', names: 'anything' },
    headers: { 'Sec-Fetch-Site': 'same-origin' },
  });
  expect(forged.status()).toBe(404);
  await panel.open('/subscriptions/new');
  await expect(page.getByText(t.administratorsOnly)).toBeVisible();
});

test('an administrator adds a subscription, whose main account works at once', { tag: '@plain' }, async ({ panel, page, berth, t }) => {
  await panel.signIn(berth.admin);
  await page.getByRole('link', { name: t.addSubscription }).click();
  await expect(panel.heading(t.addSubscription)).toBeVisible();
  await panel.ready();
  const main = { name: 'boats', password: 'Quay-anchor-Rope-7' };
  await panel.field(t.domain).fill('boats.example');
  await panel.field(t.webspaceRoot).fill(`${berth.dataFolder}/webspaces/boats.example`);
  await panel.field(t.owner).selectOption(berth.admin.name);
  await panel.field(t.name).fill(main.name);
  await panel.field(t.ftpPassword).fill(main.password);
  await panel.ok();
  await expect(panel.status).toContainText(t.subscriptionAdded('boats.example'));
  await expect(panel.heading(t.websitesAndDomains)).toBeVisible();
  await berth.ftp.exercise(main);
  await panel.openFtpAccess('boats.example');
  await expect(panel.row(main.name)).toContainText(t.mainAccount);
});

test('signing in wrong tells nothing, keeps the login, and ends in a wait', { tag: '@plain' }, async ({ panel, page, berth, t, watch }) => {
  watch.allow(401, 429);
  await panel.open('/login');
  await panel.fillSignIn({ name: berth.admin.name, password: 'wrong-password' });
  await expect(panel.alert).toContainText(t.wrongCredentials);
  await expect(panel.field(t.login)).toHaveValue(berth.admin.name);
  await expect(panel.field(t.password)).toHaveValue('');
  expect(page.url()).not.toContain('wrong-password');
  // Failures that come fast cost ever more time; a page alone would be too slow to see it.
  await expect(async () => {
    const answer = await page.request.post('/api/sign_in', {
      form: { login: berth.admin.name, password: 'wrong-password' },
      headers: { 'Sec-Fetch-Site': 'same-origin' },
    });
    const seconds = Number(/"seconds":(\d+)/.exec(await answer.text())?.[1] ?? 0);
    expect(seconds).toBeGreaterThan(5);
  }).toPass({ timeout: 60_000, intervals: [100] });
  // The right one has to wait too.
  await panel.fillSignIn(berth.admin);
  await expect(panel.alert).toContainText(t.throttled);
});

test('who is not signed in is asked to, and comes back', { tag: '@plain' }, async ({ panel, page, berth, t }) => {
  await panel.open('/subscriptions/example.com/ftp');
  await expect(panel.heading(t.signInTitle)).toBeVisible();
  await panel.fillSignIn(berth.admin);
  await expect(panel.heading(t.ftpAccess)).toBeVisible();
  await expect(page).toHaveURL(/\/subscriptions\/example\.com\/ftp$/);
});

test('a way in leads to no other site', async ({ panel, page, berth, t }) => {
  for (const next of ['//evil.example/', 'https://evil.example/', '/\\evil.example']) {
    await page.context().clearCookies();
    await panel.open(`/login?next=${encodeURIComponent(next)}`);
    await panel.fillSignIn(berth.admin);
    await expect(panel.heading(t.websitesAndDomains)).toBeVisible();
    expect(new URL(page.url()).origin).toBe(berth.url);
  }
});

test('signing out ends the session, not only the cookie', async ({ panel, page, berth, t }) => {
  await panel.signIn(berth.admin);
  const cookies = await page.context().cookies();
  await panel.signOut();
  await expect(panel.heading(t.signInTitle)).toBeVisible();
  await page.context().addCookies(cookies);
  await panel.open('/');
  await expect(panel.heading(t.signInTitle)).toBeVisible();
});

test('a session that ends while a form is filled in loses nothing', { tag: '@plain' }, async ({ panel, page, berth, t, watch, javaScriptEnabled }) => {
  watch.allow(401);
  const account = { name: 'contractor', home: '/httpdocs/shop', password: 'vKr7-mPq2-xTd9' };
  await panel.signIn(berth.admin);
  await panel.openFtpAccess();
  await page.getByRole('link', { name: t.addAccount }).click();
  await expect(panel.heading(t.addAccount)).toBeVisible();
  await panel.ready();
  await panel.fillAccount(account);
  await berth.sql('DELETE FROM session');
  await panel.ok();
  await expect(panel.alert).toContainText(t.sessionEnded);
  if (javaScriptEnabled === false) {
    await panel.fillSignIn(berth.admin);
    await expect(panel.alert).toContainText(t.hadEnded);
    await panel.field(t.ftpPassword).fill(account.password);
  } else {
    const opened = page.context().waitForEvent('page');
    await page.getByRole('link', { name: t.signInAgain }).click();
    const tab = new Panel(await opened, t, true);
    await tab.ready();
    await tab.fillSignIn(berth.admin);
    await expect(tab.heading(t.signedInAgain)).toBeVisible();
    await tab.page.close();
    await expect(panel.field(t.ftpPassword)).toHaveValue(account.password);
  }
  await expect(panel.field(t.name)).toHaveValue(account.name);
  await expect(panel.field(t.home)).toHaveValue(account.home);
  await panel.ok();
  await expect(panel.status).toContainText(t.added(account.name));
  expect(await berth.ftp.accepts(account)).toBe(true);
});

test('changing the own password ends all other sessions', { tag: '@plain' }, async ({ panel, page, berth, t, watch, otherPanel }) => {
  watch.allow(422, 401);
  const other = await otherPanel();
  await other.signIn(berth.admin);
  await panel.signIn(berth.admin);
  await panel.open('/account');
  await expect(panel.heading(t.myAccount)).toBeVisible();
  const password = 'Breakwater-seal-92';
  await panel.field(t.currentPassword).fill('not-my-password');
  await panel.field(t.newPassword).fill(password);
  await panel.ok();
  await panel.expectFieldError(t.currentPassword, t.wrongPassword);

  await panel.ready();
  await panel.field(t.currentPassword).fill(berth.admin.password);
  await panel.field(t.newPassword).fill('password1234');
  await panel.ok();
  await panel.expectFieldError(t.newPassword, t.passwordGuessable);

  await panel.ready();
  await panel.field(t.currentPassword).fill(berth.admin.password);
  await panel.field(t.newPassword).fill(password);
  await panel.ok();
  await expect(panel.status).toContainText(t.passwordWasChanged);

  await panel.open('/');
  await expect(panel.heading(t.websitesAndDomains)).toBeVisible();
  await other.open('/');
  await expect(other.heading(t.signInTitle)).toBeVisible();
  await other.fillSignIn(berth.admin);
  await expect(other.alert).toContainText(t.wrongCredentials);
  await other.fillSignIn({ ...berth.admin, password });
  await expect(other.heading(t.websitesAndDomains)).toBeVisible();
});

test('an address fills no form in', { tag: '@plain' }, async ({ panel, page, t }) => {
  const error = JSON.stringify({ error: 'WrongCredentials', submitted: [['login', 'call 555-0100']] });
  const encoded = Buffer.from(error).toString('base64').replaceAll('+', '-').replaceAll('/', '_');
  await panel.open(`/login?next=%2Faccount&__path=%2Fapi%2Fsign_in&__err=${encodeURIComponent(encoded)}`);
  await expect(page).toHaveURL(/\/login\?next=%2Faccount$/);
  await expect(panel.field(t.login)).toHaveValue('');
  await expect(panel.alert).toHaveCount(0);
});

test('pages and answers carry the headers that keep a browser safe', async ({ page, berth }) => {
  const answer = await page.request.get('/login');
  const headers = answer.headers();
  expect(headers['content-security-policy']).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
  expect(headers['content-security-policy']).not.toContain('unsafe-inline');
  expect(headers['x-content-type-options']).toBe('nosniff');
  expect(headers['referrer-policy']).toBe('same-origin');
  expect(headers['cache-control']).toContain('no-store');
  const signIn = await page.request.post('/api/sign_in', {
    form: { login: berth.admin.name, password: berth.admin.password },
    headers: { 'Sec-Fetch-Site': 'same-origin' },
    maxRedirects: 0,
  });
  const cookie = signIn.headers()['set-cookie'] ?? '';
  expect(cookie).toContain('HttpOnly');
  expect(cookie).toContain('SameSite=Lax');
});
