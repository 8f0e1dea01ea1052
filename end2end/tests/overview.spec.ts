import { expect, test } from '../support/test.ts';

// « Vue d'ensemble »: what is done over FTP day by day, seen, walked through by keyboard, read as a table.

const contractor = { name: 'contractor', home: '/httpdocs/shop', password: 'vKr7-mPq2-xTd9' };
const overview = '/subscriptions/example.com/overview';

test('what was done is in the charts, and in a table', { tag: ['@language', '@plain'] }, async ({ panel, page, berth, t }) => {
  await panel.signIn(berth.admin);
  await panel.openFtpAccess();
  await panel.addAccount(contractor);
  await panel.open(overview);
  await expect(page.getByText(t.nothingTransferred)).toBeVisible();

  expect(await berth.ftp.upload(contractor, 'photo.jpg', 1500)).toBe('226');
  const chart = page.getByRole('group', { name: t.dataPerDay });
  for (const address of [overview, '/overview']) {
    // It is written some moments later, and the page does not change by itself.
    await expect(async () => {
      await panel.open(address);
      await expect(chart.getByRole('img', { name: t.uploadedThatDay })).toHaveCount(1, { timeout: 500 });
    }).toPass();
    await expect(panel.heading(t.overview)).toBeVisible();
    await expect(chart.getByRole('img')).toHaveCount(30);
    await page.getByText(t.asTable).first().click();
    await expect(page.getByRole('table', { name: t.dataPerDay }).getByRole('cell', { name: t.size1500Shown })).toHaveCount(1);
  }
  await page.getByRole('link', { name: t.days90 }).click();
  await expect(chart.getByRole('img')).toHaveCount(90);
  await expect(page.getByRole('link', { name: t.days90 })).toHaveAttribute('aria-current', 'page');
});

test('the arrow keys go from day to day', async ({ panel, page, berth, t }) => {
  await panel.signIn(berth.admin);
  const today = 'unixepoch() / 86400';
  await berth.sql(`INSERT INTO ftp_activity_day VALUES (0, ${today} - 1, 120, 3400000000, 1, 5000, 31, 4)`);
  await panel.open('/overview');
  const chart = page.getByRole('group', { name: t.dataPerDay });
  const days = chart.getByRole('img');
  const said = page.locator('.chart-text').first();

  // Of all days, the tab key leads to one: at first to the last.
  await page.getByRole('link', { name: t.days90 }).focus();
  await expect(async () => {
    await page.keyboard.press('Tab');
    await expect(days.last()).toBeFocused({ timeout: 200 });
  }).toPass();
  for (const [key, day] of [
    ['ArrowLeft', 28],
    ['PageUp', 21],
    ['Home', 0],
    ['ArrowLeft', 0],
    ['ArrowRight', 1],
    ['End', 29],
  ] as const) {
    await page.keyboard.press(key);
    await expect(days.nth(day)).toBeFocused();
    await expect(said).toHaveText((await days.nth(day).locator('title').textContent()) ?? '');
  }
  await expect(chart.getByRole('img', { name: t.manyThatDay })).toHaveCount(1);
  await page.keyboard.press('Tab');
  await expect(page.locator('summary').first()).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await expect(days.last()).toBeFocused();
});
