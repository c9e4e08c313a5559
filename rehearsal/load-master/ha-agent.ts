import { type EpochMs, SECOND_MS } from '#domain/time.ts';
import type { UnitBehaviour } from '#rehearsal/load-master/behaviour.ts';
import { isConfigured, looksAtPartner, onFirstPoll, onPartnerSeen } from '#rehearsal/load-master/ha-rules.ts';
import type { CloudHa, Role } from '#rehearsal/load-master/types.ts';
import type { Probe, ProbeAnswer } from '#rehearsal/network.ts';
import type { Scheduler } from '#rehearsal/scheduler.ts';

export interface HaAgentSurroundings {
  readonly scheduler: Scheduler;
  /** Reaches the partner's health port. */
  readonly probe: Probe;
  readonly behaviour: UnitBehaviour;
  /** Called after the role changed. */
  readonly roleChanged: () => void;
}

/** The part of a running unit that holds its role: it polls the partner and applies `ha-rules.ts`. */
export class HaAgent {
  readonly #surroundings: HaAgentSurroundings;
  #ha: CloudHa;
  #role: Role = 'not-configured';
  #misses = 0;
  #activeSince: EpochMs | undefined;
  #pacified = false;
  #cancelNextPoll: (() => void) | undefined;
  /** Answers to polls of an earlier session are not listened to. */
  #session = 0;

  constructor(ha: CloudHa, surroundings: HaAgentSurroundings) {
    this.#ha = ha;
    this.#surroundings = surroundings;
  }

  role(): Role {
    return this.#role;
  }

  activeSince(): EpochMs | undefined {
    return this.#activeSince;
  }

  settings(): CloudHa {
    return this.#ha;
  }

  pacified(): boolean {
    return this.#pacified;
  }

  /** The machine came up. A pacified unit takes no part in HA, whatever it sees, until it starts again. */
  start(pacified: boolean): void {
    this.#pacified = pacified;
    this.#misses = 0;
    this.#become(isConfigured(this.#ha) ? 'passive' : 'not-configured');
  }

  /** Stops polling and forgets the role: the machine went down. */
  stop(): void {
    this.pause();
    this.#become(isConfigured(this.#ha) ? 'passive' : 'not-configured');
  }

  /** Stops polling and keeps the role: the machine hangs. */
  pause(): void {
    this.#session++;
    this.#cancelNextPoll?.();
    this.#cancelNextPoll = undefined;
  }

  /** `running`: false where the machine is down and only the stored settings change. */
  configure(change: Partial<CloudHa>, running: boolean): void {
    this.pause();
    this.#ha = { ...this.#ha, ...change };
    this.#misses = 0;
    const takesPart = this.#role !== 'not-configured';
    if (isConfigured(this.#ha) !== takesPart) this.#become(takesPart ? 'not-configured' : 'passive');
    if (running) this.keepLooking();
  }

  polledByLoadBalancer(): void {
    if (this.#role !== 'passive' || this.#pacified) return;
    const next = onFirstPoll(this.#ha);
    if (next === 'ask-partner') this.#look();
    else this.#become(next);
    this.keepLooking();
  }

  /** Polls the partner from now on if that can matter, and is not done already. */
  keepLooking(): void {
    if (this.#pacified || !looksAtPartner(this.#role, this.#ha) || this.#cancelNextPoll !== undefined) return;
    const { scheduler, behaviour } = this.#surroundings;
    this.#cancelNextPoll = scheduler.after(behaviour.partnerPollSeconds * SECOND_MS, () => {
      this.#cancelNextPoll = undefined;
      if (looksAtPartner(this.#role, this.#ha)) this.#look();
      this.keepLooking();
    });
  }

  #look(): void {
    const { partner, healthPort } = this.#ha;
    if (partner === undefined || healthPort === undefined) return;
    const session = this.#session;
    const timeoutMs = this.#surroundings.behaviour.partnerPollTimeoutSeconds * SECOND_MS;
    this.#surroundings.probe({ address: partner, port: healthPort, path: '/', timeoutMs }, (answer) => {
      if (session === this.#session) this.#partnerSeen(answer);
    });
  }

  #partnerSeen(answer: ProbeAnswer): void {
    const partnerActive = answer.kind === 'status' && answer.status === 200;
    const standing = { role: this.#role, misses: this.#misses };
    const next = onPartnerSeen(standing, this.#ha, partnerActive, this.#surroundings.behaviour);
    this.#misses = next.misses;
    this.#become(next.role);
    this.keepLooking();
  }

  #become(role: Role): void {
    if (role === this.#role) return;
    this.#role = role;
    this.#activeSince = role === 'active' ? this.#surroundings.scheduler.now() : undefined;
    this.#surroundings.roleChanged();
  }
}
