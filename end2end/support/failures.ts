import type { FullConfig, Reporter, TestCase, TestResult } from '@playwright/test/reporter';

const LINES = 15;

/**
 * Says last of all, and in few lines, what failed: of a long log often only the end is kept.
 * What failed once and then passed is said too.
 */
export default class Failures implements Reporter {
  private readonly said: string[] = [];
  private root = '';

  onBegin(config: FullConfig): void {
    this.root = config.rootDir;
  }

  onTestEnd(test: TestCase, result: TestResult): void {
    if (result.status === test.expectedStatus || result.status === 'skipped') return;
    const title = test.titlePath().filter(Boolean).join(' › ');
    this.said.push(`\n${title}: ${result.status} after ${Math.round(result.duration / 1000)} s, try ${result.retry + 1}`);
    for (const { message, location } of result.errors) {
      // Without the colours.
      const lines = (message ?? '').replaceAll(/\u001b\[\d+m/g, '').split('\n').slice(0, LINES);
      const at = location ? `at ${location.file.replace(`${this.root}/`, '')}:${location.line}` : '';
      this.said.push(...[...lines, at].filter((line) => line.trim()).map((line) => `    ${line}`));
    }
    for (const { name, body } of result.attachments) {
      if (name !== 'berth.log' || !body) continue;
      const warnings = body.toString().split('\n').filter((line) => / (WARN|ERROR) /.test(line));
      this.said.push(...warnings.slice(-LINES).map((line) => `    berth: ${line}`));
    }
  }

  onEnd(): void {
    if (this.said.length > 0) console.log(['\nWhat failed:', ...this.said].join('\n'));
  }

  printsToStdio(): boolean {
    return true;
  }
}
