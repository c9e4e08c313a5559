import { type DurationMs, SECOND_MS } from '#domain/time.ts';
import type { Scheduler } from '#rehearsal/scheduler.ts';
import type { LocalTable } from '#rehearsal/world/table.ts';
import { makeTableCopies } from '#rehearsal/world/table-copies.ts';
import type { WrittenItem } from '#rehearsal/world/written-items.ts';

/** From one region to another. */
export interface Direction {
  readonly from: string;
  readonly to: string;
}

/** How a region's writes get to another region. */
export interface ReplicaLink {
  /** After how long a write is there. */
  readonly lagMs: DurationMs;
  /** Up to so much later, each by itself: what was written first may be there last. */
  readonly jitterMs: DurationMs;
  /** Nothing gets through. What was written meanwhile is there as soon as it does again. */
  readonly partitioned: boolean;
}

export interface Replicator {
  set(change: Direction & Partial<ReplicaLink>): void;
  /** Resolves when everything that has arrived is written. */
  settled(): Promise<void>;
  /** Nothing more gets through, whatever the scheduler still does; resolves when what has arrived is written. */
  stop(): Promise<void>;
}

export interface ReplicatorOptions {
  /** By region. */
  readonly tables: ReadonlyMap<string, LocalTable>;
  readonly scheduler: Scheduler;
  readonly random: () => number;
  readonly onDefect: (error: unknown) => void;
}

/** Two regions wrote one item, neither of them knowing of the other's write: one of the writes is lost. */
export class ReplicationConflictError extends Error {
  override readonly name = 'ReplicationConflictError';
}

/** "Typically within a second". */
const USUAL_LINK: ReplicaLink = { lagMs: SECOND_MS, jitterMs: 0, partitioned: false };

interface Replica {
  readonly table: LocalTable;
  /** By item, the number of the last write that was made here. */
  readonly own: Map<string, number>;
  /** By item, the number of the write that it is from, wherever that was made. */
  readonly latest: Map<string, number>;
}

/** A write on its way. */
interface Copy extends Direction, WrittenItem {
  readonly id: string;
  /** Grows with the time of the write, over all regions: the last writer wins. */
  readonly number: number;
}

const isNewer = (one: number | undefined, other: number | undefined): boolean => (one ?? 0) > (other ?? 0);

class TableReplicator implements Replicator {
  readonly #options: ReplicatorOptions;
  readonly #replicas: ReadonlyMap<string, Replica>;
  readonly #links = new Map<string, ReplicaLink>();
  /** By direction and item, what waits for the partition to end: only the last write matters. */
  readonly #held = new Map<string, Map<string, Copy>>();
  /** By region and item, the write under way: two of one item must not overtake each other. */
  readonly #underWay = new Map<string, Promise<void>>();
  readonly #copies = makeTableCopies();
  #writes = 0;
  #stopped = false;

  constructor(options: ReplicatorOptions) {
    this.#options = options;
    this.#replicas = new Map(
      [...options.tables].map(([region, table]) => [region, { table, own: new Map(), latest: new Map() }]),
    );
    for (const [region, { table }] of this.#replicas)
      table.onWritten((written) => this.#written(region, written));
  }

  set({ from, to, ...change }: Direction & Partial<ReplicaLink>): void {
    const direction = directionOf(from, to);
    const link = { ...this.#linkOf(direction), ...change };
    this.#links.set(direction, link);
    if (link.partitioned) return;
    const held = [...(this.#held.get(direction)?.values() ?? [])];
    this.#held.delete(direction);
    for (const copy of held) this.#arrive(copy);
  }

  async settled(): Promise<void> {
    await Promise.all(this.#underWay.values());
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.settled();
    this.#copies.destroy();
  }

  #linkOf(direction: string): ReplicaLink {
    return this.#links.get(direction) ?? USUAL_LINK;
  }

  #replicaOf(region: string): Replica {
    const replica = this.#replicas.get(region);
    if (replica === undefined) throw new Error(`the rehearsal has no region ${region}`);
    return replica;
  }

  #written(from: string, written: WrittenItem): void {
    const id = JSON.stringify([written.key.PK, written.key.SK]);
    const { own, latest } = this.#replicaOf(from);
    const number = ++this.#writes;
    for (const [to, other] of this.#replicas) {
      if (to === from) continue;
      if (isNewer(other.own.get(id), latest.get(id))) this.#reportConflict(id, from, to);
      this.#send({ ...written, id, number, from, to });
    }
    own.set(id, number);
    latest.set(id, number);
  }

  #reportConflict(id: string, from: string, to: string): void {
    this.#options.onDefect(
      new ReplicationConflictError(`${id} was written in ${from} before the write of ${to} was there`),
    );
  }

  #send(copy: Copy): void {
    const { scheduler, random } = this.#options;
    const { lagMs, jitterMs } = this.#linkOf(directionOf(copy.from, copy.to));
    scheduler.after(lagMs + random() * jitterMs, () => this.#arrive(copy));
  }

  #arrive(copy: Copy): void {
    if (this.#stopped) return;
    const direction = directionOf(copy.from, copy.to);
    if (this.#linkOf(direction).partitioned) this.#hold(direction, copy);
    else this.#replace(copy);
  }

  #hold(direction: string, copy: Copy): void {
    const held = this.#held.get(direction) ?? new Map<string, Copy>();
    this.#held.set(direction, held);
    if (!isNewer(held.get(copy.id)?.number, copy.number)) held.set(copy.id, copy);
  }

  /** The last writer wins. */
  #replace(copy: Copy): void {
    const { latest } = this.#replicaOf(copy.to);
    if (isNewer(latest.get(copy.id), copy.number)) return;
    latest.set(copy.id, copy.number);
    this.#write(copy);
  }

  #write(copy: Copy): void {
    const turn = `${copy.to} ${copy.id}`;
    const before = this.#underWay.get(turn) ?? Promise.resolve();
    const written = before
      .then(() => this.#put(copy))
      .catch(this.#options.onDefect)
      .finally(() => {
        if (this.#underWay.get(turn) === written) this.#underWay.delete(turn);
      });
    this.#underWay.set(turn, written);
  }

  async #put({ key, became, from, to }: Copy): Promise<void> {
    const source = this.#replicaOf(from).table;
    const item = became.kind === 'unknown' ? await this.#copies.read(source, key) : undefined;
    await this.#copies.write(this.#replicaOf(to).table, key, became.kind === 'item' ? became.item : item);
  }
}

const directionOf = (from: string, to: string): string => `${from} ${to}`;

/**
 * Replicates between the tables of the regions as DynamoDB does for a global table with eventual consistency: later,
 * every item by itself, the last writer wins, and each replica is consistent with itself alone. That two regions write
 * one item without knowing of each other, which a global table leaves unsaid, is a defect here: every item has one
 * region that writes it.
 * @see Amazon DynamoDB Developer Guide, "How DynamoDB global tables work"
 */
export const startReplicator = (options: ReplicatorOptions): Replicator => new TableReplicator(options);
