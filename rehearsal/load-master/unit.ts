import { type EpochMs, SECOND_MS } from '#domain/time.ts';
import { DEFAULT_BEHAVIOUR, type UnitBehaviour } from '#rehearsal/load-master/behaviour.ts';
import { BootLog } from '#rehearsal/load-master/boot-log.ts';
import { Firmware } from '#rehearsal/load-master/firmware/firmware.ts';
import { HaAgent } from '#rehearsal/load-master/ha-agent.ts';
import type {
  CloudHa,
  LoadMasterUnit,
  MachineState,
  Platform,
  Role,
  UnitSetup,
} from '#rehearsal/load-master/types.ts';
import type { Probe, ProbeAnswer } from '#rehearsal/network.ts';
import type { Scheduler } from '#rehearsal/scheduler.ts';

/** What the unit of the published captures runs. */
const USUAL_VERSION = '7.2.54.12.22642.RELEASE';

const REFUSED: ProbeAnswer = { kind: 'refused' };
const TIMEOUT: ProbeAnswer = { kind: 'timeout' };
const OK: ProbeAnswer = { kind: 'status', status: 200 };
const UNAVAILABLE: ProbeAnswer = { kind: 'status', status: 503 };

class Unit implements LoadMasterUnit {
  readonly name: string;
  readonly address: string;
  readonly platform: Platform;
  readonly behaviour: UnitBehaviour;
  readonly firmware: Firmware;
  readonly #scheduler: Scheduler;
  readonly #agent: HaAgent;
  readonly #boots = new BootLog();
  readonly #listeners = new Set<() => void>();
  #machine: MachineState;
  #bootedAt: EpochMs;
  readonly #cameUpAt: EpochMs[] = [];
  #cancelBoot: (() => void) | undefined;

  constructor(setup: UnitSetup, scheduler: Scheduler, probe: Probe) {
    this.name = setup.name;
    this.address = setup.address;
    this.platform = setup.platform ?? 'aws';
    this.behaviour = { ...DEFAULT_BEHAVIOUR, ...setup.behaviour };
    this.firmware = new Firmware(setup.version ?? USUAL_VERSION);
    this.#scheduler = scheduler;
    this.#machine = setup.machine ?? 'up';
    this.#bootedAt = scheduler.now();
    this.#agent = new HaAgent(setup.cloudHa, {
      scheduler,
      probe,
      behaviour: this.behaviour,
      roleChanged: () => this.#changed(),
    });
    this.#agent.start(false);
  }

  machine(): MachineState {
    return this.#machine;
  }

  role(): Role {
    return this.#agent.role();
  }

  pacified(): boolean {
    return this.#agent.pacified();
  }

  cloudHa(): CloudHa {
    return this.#agent.settings();
  }

  bootedAt(): EpochMs {
    return this.#bootedAt;
  }

  boots(from: EpochMs = 0): readonly EpochMs[] {
    return this.#cameUpAt.filter((at) => at >= from);
  }

  activeSince(): EpochMs | undefined {
    return this.role() === 'not-configured' ? this.#bootedAt : this.#agent.activeSince();
  }

  openHealthPort(): number | undefined {
    const closed = this.role() === 'not-configured' && this.behaviour.singlePollResult === 'refused';
    return this.#listens() && !closed ? this.cloudHa().healthPort : undefined;
  }

  healthAnswer(port: number): ProbeAnswer {
    if (this.openHealthPort() !== port) return REFUSED;
    if (this.#machine === 'hung') return TIMEOUT;
    switch (this.role()) {
      case 'active':
        return OK;
      case 'standby':
        return UNAVAILABLE;
      case 'passive':
        return this.behaviour.passivePollStatus === 200 ? OK : UNAVAILABLE;
      case 'not-configured':
        return this.behaviour.singlePollResult === 200 ? OK : UNAVAILABLE;
    }
  }

  polledByLoadBalancer(port: number): ProbeAnswer {
    const answer = this.healthAnswer(port);
    if (answer.kind === 'status') this.#agent.polledByLoadBalancer();
    return answer;
  }

  acceptsConnections(): boolean {
    return this.#machine === 'up' && this.opensServicePort();
  }

  opensServicePort(): boolean {
    const serves = this.role() === 'active' || this.role() === 'not-configured';
    return this.#listens() && (serves || this.behaviour.standbyAcceptsConnections);
  }

  configureHa(change: Partial<CloudHa>): void {
    this.#agent.configure(change, this.#machine === 'up');
    this.#changed();
  }

  powerOn(): void {
    if (this.#machine === 'off' || this.#machine === 'crashed') this.#boot();
  }

  powerOff(): void {
    this.#goDown('off');
  }

  crash(): void {
    if (this.#machine !== 'off') this.#goDown('crashed');
  }

  hang(): void {
    if (this.#machine !== 'up') return;
    this.#agent.pause();
    this.#machine = 'hung';
    this.#changed();
  }

  resume(): void {
    if (this.#machine !== 'hung') return;
    this.#machine = 'up';
    this.#agent.keepLooking();
    this.#changed();
  }

  reboot(): void {
    if (this.#machine !== 'off') this.#boot();
  }

  clearPacification(): void {
    this.#boots.forget();
    this.reboot();
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #listens(): boolean {
    return this.#machine === 'up' || this.#machine === 'hung';
  }

  #boot(): void {
    this.#goDown('booting');
    this.#cancelBoot = this.#scheduler.after(this.behaviour.rebootSeconds * SECOND_MS, () => {
      if (!this.firmware.activate()) return this.#goDown('crashed');
      this.#machine = 'up';
      this.#bootedAt = this.#scheduler.now();
      this.#cameUpAt.push(this.#bootedAt);
      this.#agent.start(this.#boots.note(this.#bootedAt));
      this.#changed();
    });
  }

  #goDown(machine: 'off' | 'crashed' | 'booting'): void {
    this.#cancelBoot?.();
    this.#machine = machine;
    this.#agent.stop();
    this.#changed();
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** A unit, running unless `setup.machine` says off. `probe` is how it reaches its partner's health port. */
export const makeUnit = (setup: UnitSetup, scheduler: Scheduler, probe: Probe): LoadMasterUnit =>
  new Unit(setup, scheduler, probe);
