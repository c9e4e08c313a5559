import type { InstanceState } from '#domain/pair/seen.ts';
import type { DurationMs, EpochMs } from '#domain/time.ts';
import type { CloudContext } from '#rehearsal/cloud/context.ts';
import { instanceStateChanged } from '#rehearsal/cloud/ec2/instance-events.ts';
import type { Instance, StateReason } from '#rehearsal/cloud/ec2/types.ts';
import type { Power } from '#rehearsal/cloud/types.ts';

interface Machine {
  /** Replaced whole at every change, so whoever holds one holds a snapshot. */
  instance: Instance;
  power: Power;
  /** When the power last changed; {@link FOUND} while it has not. */
  powerSince: EpochMs;
  /** Ends the transition that is under way. */
  cancels: (() => void)[];
}

/** An instance that was found running has had its power for long. */
const FOUND: EpochMs = 0;

/** The life of every instance: what follows what, after how long, who is told. Decides nothing about who may ask. */
export class InstanceMachine {
  readonly #context: CloudContext;
  readonly #machines = new Map<string, Machine>();
  readonly #listeners: ((instance: Instance) => void)[] = [];

  constructor(context: CloudContext) {
    this.#context = context;
  }

  find(instanceId: string): Instance | undefined {
    return this.#machines.get(instanceId)?.instance;
  }

  all(): readonly Instance[] {
    return [...this.#machines.values()].map((machine) => machine.instance);
  }

  /** Called after every change of an instance's state. */
  onTransition(listener: (instance: Instance) => void): void {
    this.#listeners.push(listener);
  }

  /** The instance must be new, and `pending` or `running`. */
  add(instance: Instance): void {
    const machine: Machine = { instance, power: 'off', powerSince: FOUND, cancels: [] };
    this.#machines.set(instance.instanceId, machine);
    if (instance.state === 'running') {
      this.#setPower(machine, 'on');
      machine.powerSince = FOUND;
    } else {
      this.#changed(machine);
      this.#later(machine, this.#context.timing.pendingMs, () => this.#run(machine));
    }
  }

  change(
    instanceId: string,
    part: Partial<Pick<Instance, 'disableApiTermination' | 'securityGroups'>>,
  ): void {
    const machine = this.#machine(instanceId);
    machine.instance = { ...machine.instance, ...part };
  }

  /** `stopped` to `pending` to `running`. */
  start(instanceId: string): void {
    const machine = this.#machine(instanceId);
    if (machine.instance.state !== 'stopped') return;
    const { stateReason: _, ...instance } = machine.instance;
    machine.instance = { ...instance, launchedAt: this.#context.scheduler.now() };
    this.#enter(machine, 'pending');
    this.#later(machine, this.#context.timing.pendingMs, () => this.#run(machine));
  }

  /** `stopping` to `stopped`, from `pending` and `running`. */
  stop(instanceId: string, reason: StateReason): void {
    const machine = this.#machine(instanceId);
    const { state } = machine.instance;
    if (state !== 'pending' && state !== 'running') return;
    this.#leave(machine, 'stopping', reason);
    this.#later(machine, this.#context.timing.stoppingMs, () => {
      this.#setPower(machine, 'off');
      this.#enter(machine, 'stopped');
    });
  }

  /** `shutting-down` to `terminated`; at once for a stopped instance. */
  terminate(instanceId: string, reason: StateReason): void {
    const machine = this.#machine(instanceId);
    const { state } = machine.instance;
    if (state === 'shutting-down' || state === 'terminated') return;
    if (state === 'stopped') {
      machine.instance = { ...machine.instance, stateReason: reason };
      this.#end(machine);
      return;
    }
    this.#leave(machine, 'shutting-down', reason);
    this.#later(machine, this.#context.timing.shuttingDownMs, () => this.#end(machine));
  }

  /** Off after the guest's shutdown, and on again at once. */
  reboot(instanceId: string): void {
    const machine = this.#machine(instanceId);
    this.#later(machine, this.#context.timing.guestShutdownMs, () => {
      this.#setPower(machine, 'off');
      this.#setPower(machine, 'on');
    });
  }

  powerOf(instanceId: string): { readonly power: Power; readonly since: EpochMs } {
    const { power, powerSince: since } = this.#machine(instanceId);
    return { power, since };
  }

  /** The machine's power, whatever EC2 says of the instance. */
  setPower(instanceId: string, power: Power): void {
    this.#setPower(this.#machine(instanceId), power);
  }

  #machine(instanceId: string): Machine {
    const machine = this.#machines.get(instanceId);
    if (machine === undefined) throw new Error(`${instanceId} is not an instance of ${this.#context.region}`);
    return machine;
  }

  #run(machine: Machine): void {
    this.#setPower(machine, 'on');
    this.#enter(machine, 'running');
  }

  #leave(machine: Machine, state: 'stopping' | 'shutting-down', reason: StateReason): void {
    for (const cancel of machine.cancels) cancel();
    machine.instance = { ...machine.instance, stateReason: reason };
    this.#enter(machine, state);
    this.#later(machine, this.#context.timing.guestShutdownMs, () => this.#setPower(machine, 'off'));
  }

  #end(machine: Machine): void {
    this.#setPower(machine, 'off');
    this.#enter(machine, 'terminated');
    this.#later(machine, this.#context.timing.terminatedVisibleMs, () =>
      this.#machines.delete(machine.instance.instanceId),
    );
  }

  #enter(machine: Machine, state: InstanceState): void {
    machine.cancels = [];
    machine.instance = { ...machine.instance, state };
    this.#changed(machine);
  }

  #changed({ instance }: Machine): void {
    this.#context.publish(instanceStateChanged(this.#context, instance));
    for (const listener of this.#listeners) listener(instance);
  }

  #setPower(machine: Machine, power: Power): void {
    if (machine.power === power) return;
    machine.power = power;
    machine.powerSince = this.#context.scheduler.now();
    this.#context.onPower(machine.instance.instanceId, power);
  }

  #later(machine: Machine, delayMs: DurationMs, task: () => void): void {
    machine.cancels.push(this.#context.scheduler.after(delayMs, task));
  }
}
