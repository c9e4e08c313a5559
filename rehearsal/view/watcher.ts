import type { UnitName } from '#domain/estate/estate.ts';
import { SECOND_MS } from '#domain/time.ts';
import { startTraffic, type Traffic } from '#rehearsal/data-path/traffic.ts';
import { followJournals } from '#rehearsal/view/journal-feed.ts';
import { observeRegion } from '#rehearsal/view/observe-world.ts';
import type { JournalLine, Snapshot } from '#rehearsal/view/snapshot.ts';
import { type Chosen, TROUBLES, throttle, toggleHold } from '#rehearsal/view/trouble.ts';
import type { WireRegion } from '#rehearsal/world/wire-region.ts';
import type { WireWorld } from '#rehearsal/world/wire-world.ts';

const CONNECTIONS_PER_SECOND = 4;
const CLIENT_TIMEOUT_MS = 3 * SECOND_MS;
const JOURNAL_KEPT = 200;

const startClients = ({ regions, scheduler }: WireWorld): ReadonlyMap<string, Traffic> =>
  new Map(
    regions.flatMap(({ pairs }) =>
      pairs.map(({ pair, paths }): [string, Traffic] => [
        pair.id,
        startTraffic({
          ports: paths.map(({ port }) => port),
          perSecond: CONNECTIONS_PER_SECOND,
          timeoutMs: CLIENT_TIMEOUT_MS,
          scheduler,
        }),
      ]),
    ),
  );

/** Watches a world for its user: clients, journal, what is chosen, and what keys do. */
export class Watcher {
  readonly #world: WireWorld;
  readonly #all: readonly Omit<Chosen, 'unit'>[];
  readonly #reports: JournalLine[];
  #traffic: ReadonlyMap<string, Traffic> = new Map();
  readonly #readJournal: () => Promise<readonly JournalLine[]>;
  readonly #endThrottle = new Map<WireRegion, () => void>();
  #journal: readonly JournalLine[] = [];
  #held: ReadonlySet<string> = new Set();
  #at = 0;
  #unit: UnitName = 'first';
  #message = '';

  /** `reports`: what the world complains of; its lines are taken into the journal. */
  constructor(world: WireWorld, reports: JournalLine[]) {
    this.#world = world;
    this.#reports = reports;
    this.#all = world.regions.flatMap((region) => region.pairs.map((pair) => ({ region, pair })));
    this.#readJournal = followJournals(
      this.#all.map(({ region, pair }) => ({ store: region.store, pairId: pair.pair.id })),
    );
  }

  /** Lets clients come, from now on. */
  startTraffic(): void {
    this.#traffic = startClients(this.#world);
  }

  /** The journal's new lines. */
  async readJournal(): Promise<readonly JournalLine[]> {
    const fresh = [...(await this.#readJournal()), ...this.#reports.splice(0)];
    this.#journal = [...this.#journal, ...fresh].slice(-JOURNAL_KEPT);
    return fresh;
  }

  async look(): Promise<Snapshot> {
    const { scheduler, speed, regions } = this.#world;
    const at = scheduler.now();
    const seen = await Promise.all(
      regions.map((region) => observeRegion(region, this.#traffic, this.#endThrottle.has(region), at)),
    );
    this.#held = new Set(
      seen.flatMap(({ pairs }) => pairs.flatMap(({ id, hold }) => (hold === undefined ? [] : [id]))),
    );
    const { pair, unit } = this.#chosen();
    return {
      at,
      speed,
      regions: seen,
      journal: this.#journal,
      chosen: { pairId: pair.pair.id, unit },
      message: this.#message,
    };
  }

  /** Does what the key stands for; keys that stand for nothing do nothing. */
  async press(key: string): Promise<void> {
    try {
      this.#message = (await this.#act(key)) ?? this.#message;
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      this.#message = error.message;
    }
  }

  /** Resolves when the last client has gone. */
  async stop(): Promise<void> {
    await Promise.all([...this.#traffic.values()].map((traffic) => traffic.stop()));
  }

  #chosen(): Chosen {
    const chosen = this.#all[this.#at];
    if (chosen === undefined) throw new Error('the rehearsal has no pairs');
    return { ...chosen, unit: this.#unit };
  }

  #act(key: string): string | undefined | Promise<string | undefined> {
    const number = Number(key);
    if (number >= 1 && number <= this.#all.length) this.#at = number - 1;
    else if (key === 'tab') this.#at = (this.#at + 1) % this.#all.length;
    else if (key === 'u') this.#unit = this.#unit === 'first' ? 'second' : 'first';
    else if (key === 'a') return this.#toggleThrottle();
    else if (key === 'h') return toggleHold(this.#chosen(), this.#held.has(this.#chosen().pair.pair.id));
    else if (Object.hasOwn(TROUBLES, key)) return TROUBLES[key]?.(this.#chosen());
    return undefined;
  }

  #toggleThrottle(): string {
    const { region } = this.#chosen();
    const end = this.#endThrottle.get(region);
    if (end === undefined) {
      this.#endThrottle.set(region, throttle(region));
      return `Elastic Load Balancing refuses every call in ${region.region}`;
    }
    end();
    this.#endThrottle.delete(region);
    return `Elastic Load Balancing answers again in ${region.region}`;
  }
}
