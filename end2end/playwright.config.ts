import { defineConfig } from '@playwright/test';

import type { Options } from './support/test.ts';

// Debian's Chromium, or yours; without what would make it talk to the network by itself.
const launchOptions = {
  executablePath: process.env.BERTH_CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-quic',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
  ],
};

const french = { language: 'fr', locale: 'fr-FR' } as const;
const english = { language: 'en', locale: 'en-GB' } as const;
const noScripts = { javaScriptEnabled: false };

// What needs scripts by its nature, or looks at the page rather than at what it does.
const withScripts = /(accessibility|language|readme)\.spec\.ts/;

export default defineConfig<Options>({
  testDir: 'tests',
  outputDir: 'test-results',
  forbidOnly: Boolean(process.env.CI),
  fullyParallel: true,
  workers: 2,
  // A test that only passes the second time is a bug, in it or in Berth. CI, whose machine may be
  // busy with something else, tells it as flaky and goes on to the others.
  retries: process.env.CI ? 1 : 0,
  timeout: 90_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['html', { open: 'never' }], ['./support/failures.ts']],
  use: { launchOptions, screenshot: 'only-on-failure', trace: 'retain-on-failure' },
  projects: [
    { name: 'fr', use: french, testIgnore: /readme\.spec\.ts/ },
    { name: 'en', use: english, testIgnore: /readme\.spec\.ts/ },
    { name: 'fr without scripts', use: { ...french, ...noScripts }, testIgnore: withScripts },
    { name: 'en without scripts', use: { ...english, ...noScripts }, testIgnore: withScripts },
    // Only on demand: `make screenshot`.
    ...(process.env.BERTH_SCREENSHOT ? [{ name: 'readme', use: french, testMatch: /readme\.spec\.ts/ }] : []),
  ],
});
