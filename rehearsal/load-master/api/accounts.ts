import { randomBytes, timingSafeEqual } from 'node:crypto';
import { type EpochMs, MINUTE_MS } from '#domain/time.ts';

/** How a caller says who it is. */
export type Credentials =
  | { readonly kind: 'password'; readonly user: string; readonly password: string }
  | { readonly kind: 'api-key'; readonly key: string }
  | { readonly kind: 'none' };

/** "At most 16 keys per user; creating a 17th deletes the oldest." @see RESTful API interface description */
const MOST_KEYS = 16;

/** `bal` may try again after this; others stay blocked. @see LoadMaster User Management, "Failed Login Attempts" */
const BAL_BLOCKED_MS = 10 * MINUTE_MS;

/** The user that holds all permissions and cannot be removed. */
export const BAL = 'bal';

/** What a user may do: everything, or look. */
export type Permissions = 'all' | 'read-only';

/** A password alone: a user with all permissions. */
export type UserSetup = string | { readonly password: string; readonly permissions: Permissions };

interface Account {
  readonly password: string;
  readonly permissions: Permissions;
  readonly keys: string[];
  failures: number;
  blockedAt: EpochMs | undefined;
}

const equal = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

/** The users of one unit, their API keys, and who is blocked. */
export class Accounts {
  readonly #accounts: ReadonlyMap<string, Account>;

  constructor(users: Readonly<Record<string, UserSetup>>) {
    this.#accounts = new Map(
      Object.entries(users).map(([name, user]) => {
        const { password, permissions } =
          typeof user === 'string' ? { password: user, permissions: 'all' as const } : user;
        return [name, { password, permissions, keys: [], failures: 0, blockedAt: undefined }];
      }),
    );
  }

  mayChange(user: string): boolean {
    return this.#accounts.get(user)?.permissions === 'all';
  }

  /** The user's name, or undefined. `maxFailures`: failed passwords in a row that block a user; 0: never blocked. */
  authenticate(credentials: Credentials, maxFailures: number, now: EpochMs): string | undefined {
    if (credentials.kind === 'none') return undefined;
    if (credentials.kind === 'api-key') return this.#ownerOf(credentials.key);
    const account = this.#accounts.get(credentials.user);
    if (account === undefined || this.#isBlocked(credentials.user, account, now)) return undefined;
    if (equal(account.password, credentials.password)) {
      account.failures = 0;
      return credentials.user;
    }
    account.failures++;
    if (maxFailures > 0 && account.failures >= maxFailures) account.blockedAt = now;
    return undefined;
  }

  isBlocked(user: string, now: EpochMs): boolean {
    const account = this.#accounts.get(user);
    return account !== undefined && this.#isBlocked(user, account, now);
  }

  /** What an administrator does for a blocked user. */
  unblock(user: string): void {
    const account = this.#accounts.get(user);
    if (account !== undefined) this.#release(account);
  }

  /** The user's keys, oldest first; undefined for a user that does not exist. */
  keysOf(user: string): readonly string[] | undefined {
    return this.#accounts.get(user)?.keys;
  }

  addKey(user: string): void {
    const keys = this.#accounts.get(user)?.keys;
    if (keys === undefined) return;
    keys.push(randomBytes(32).toString('base64url'));
    if (keys.length > MOST_KEYS) keys.shift();
  }

  /** False when the user has no such key. */
  deleteKey(user: string, key: string): boolean {
    const keys = this.#accounts.get(user)?.keys ?? [];
    const at = keys.indexOf(key);
    if (at >= 0) keys.splice(at, 1);
    return at >= 0;
  }

  #ownerOf(key: string): string | undefined {
    for (const [name, account] of this.#accounts) {
      if (account.keys.some((own) => equal(own, key))) return name;
    }
    return undefined;
  }

  #isBlocked(user: string, account: Account, now: EpochMs): boolean {
    if (account.blockedAt === undefined) return false;
    if (user === BAL && now - account.blockedAt >= BAL_BLOCKED_MS) this.#release(account);
    return account.blockedAt !== undefined;
  }

  #release(account: Account): void {
    account.blockedAt = undefined;
    account.failures = 0;
  }
}
