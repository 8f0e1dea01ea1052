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

// Everything runs once, in French and with scripts. In English and without scripts runs what can
// differ there: the guide, in all four; what shows texts (`@language`); and of each plain form one
// test that fills and sends it, and meets its refusals (`@plain`).
const guide = /@guide/;
const inEnglish = /@guide|@language/;
const withoutScripts = /@guide|@plain/;

export default defineConfig<Options>({
  testDir: 'tests',
  outputDir: 'test-results',
  forbidOnly: Boolean(process.env.CI),
  fullyParallel: true,
  workers: 2,
  // A test that only passes the second time is a bug, in it or in Berth.
  retries: 0,
  timeout: 90_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['html', { open: 'never' }], ['./support/failures.ts']],
  // A trace takes a fifth of a test's time, and nobody would read it in CI.
  use: { launchOptions, screenshot: 'only-on-failure', trace: process.env.CI ? 'off' : 'retain-on-failure' },
  projects: [
    { name: 'fr', use: french, testIgnore: /readme\.spec\.ts/ },
    { name: 'en', use: english, grep: inEnglish },
    { name: 'fr without scripts', use: { ...french, ...noScripts }, grep: withoutScripts },
    { name: 'en without scripts', use: { ...english, ...noScripts }, grep: guide },
    // Only on demand: `make screenshot`.
    ...(process.env.BERTH_SCREENSHOT ? [{ name: 'readme', use: french, testMatch: /readme\.spec\.ts/ }] : []),
  ],
});
