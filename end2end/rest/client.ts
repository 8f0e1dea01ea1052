// A program that uses types made from the API's description: it is compiled, not run (.ci/test-rest).
import type { components, operations, paths } from './api.js'

type FtpAccount = components['schemas']['FtpAccount']
type NewFtpAccount = components['schemas']['NewFtpAccount']
type Problem = components['schemas']['Problem']
type Answer<Operation extends keyof operations> = operations[Operation]['responses']
type Listed = Answer<'list_ftp_accounts'>[200]['content']['application/json']
type Body<Operation extends keyof operations> = operations[Operation] extends {
    requestBody: { content: { 'application/json': infer Json } }
} ? Json : never

/** All accounts of a subscription, page by page. */
export async function accounts(page: (cursor: string | null) => Promise<Listed>): Promise<FtpAccount[]> {
    const all: FtpAccount[] = []
    let cursor: string | null = null
    do {
        const { items, next }: Listed = await page(cursor)
        all.push(...items)
        cursor = next
    } while (cursor !== null)
    return all
}

/** An account whose recipient chooses the password. */
export const added: NewFtpAccount = {
    name: 'marie',
    home_directory: '/site',
    credential: { type: 'one_time_link', valid_hours: 24 },
    settings: { expires_at: null, permission: 'read_only', quota_bytes: 1_000_000 },
}

export const changed: Body<'change_ftp_account'> = { settings: { note: 'until spring' } }

export const disabled: Body<'do_ftp_accounts_bulk_action'> = { names: ['marie'], action: { type: 'disable' } }

/** A form with a file in it. */
export const imported: components['schemas']['FtpAccountsImport'] = {
    format: 'csv',
    file: 'name,home\nmarie,/site\n',
    map: ['/site=/shop'],
}

/** When an account expires, and how much it holds. */
export function told(account: FtpAccount): string {
    const until: string | null = account.settings.expires_at
    const bytes: number = account.usage.bytes
    return `${account.name} until ${until ?? 'ever'}: ${bytes}`
}

/** What to say of a problem. */
export function sentence(problem: Problem): string {
    const fields = (problem.errors ?? []).map(error => `${error.field}: ${error.detail}`)
    return [problem.detail, ...fields].join('\n')
}

export type Address = keyof paths & `/subscriptions/{domain}/${string}`
