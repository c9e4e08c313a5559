import type { EpochMs } from '#domain/time.ts';
import type { UnitBehaviour } from '#rehearsal/load-master/behaviour.ts';
import type { Firmware } from '#rehearsal/load-master/firmware/firmware.ts';
import type { ProbeAnswer } from '#rehearsal/network.ts';

/**
 * What the unit takes itself to be. `passive` is the manual's "Unconnected": configured, but the load balancer has not
 * polled it since it booted. @see LoadMaster HA for AWS, sections 4 and 8
 */
export type Role = 'not-configured' | 'passive' | 'active' | 'standby';

/** `hung` still accepts connections and answers none; `crashed` is dead until somebody reboots or powers it on. */
export type MachineState = 'off' | 'booting' | 'up' | 'hung' | 'crashed';

/** The designation as configured; it never changes by itself. */
export type HaMode = 'single' | 'first' | 'second';

/** The settings of the page "AWS HA Parameters". @see LoadMaster HA for AWS, section 6.2 */
export interface CloudHa {
  readonly mode: HaMode;
  /** Address or host name of the partner. */
  readonly partner?: string;
  /** `hcp`: where the unit answers health checks, and where it polls its partner. */
  readonly healthPort?: number;
  /** `haprefered`: Prefer First (1, the manual's default) or No Preferred Host (0). */
  readonly preferFirst: boolean;
  /** `hcai`: answer health checks on all interfaces instead of eth0 alone. */
  readonly allInterfaces: boolean;
}

/** Where a unit runs, which decides the cloud HA commands it takes. `none`: no cloud, or one without HA. */
export type Platform = 'aws' | 'azure' | 'none';

export interface UnitSetup {
  /** What the service port answers, and what people see: `first`, `second`, or a name of the pair's and unit's. */
  readonly name: string;
  /** Private address, of eth0. */
  readonly address: string;
  readonly cloudHa: CloudHa;
  /** For example `7.2.54.12.22642.RELEASE`, which it is where left out. */
  readonly version?: string;
  /** `aws` where left out. */
  readonly platform?: Platform;
  /** Anything left out behaves as `DEFAULT_BEHAVIOUR` says. */
  readonly behaviour?: Partial<UnitBehaviour>;
  /** `up` (the default): booted at the time of making. `off`: waits for `powerOn`. */
  readonly machine?: 'up' | 'off';
}

/**
 * One LoadMaster as a state machine: what it is, what it would answer, and what can be done to it. Synchronous, on a
 * Scheduler's time. The network shells and the virtual worlds both ask this, so they cannot disagree.
 */
export interface LoadMasterUnit {
  readonly name: string;
  readonly address: string;
  readonly platform: Platform;
  readonly behaviour: UnitBehaviour;
  readonly firmware: Firmware;

  machine(): MachineState;
  role(): Role;
  /** Rebooted too often: takes no part until `clearPacification`. @see High Availability, Feature Description */
  pacified(): boolean;
  cloudHa(): CloudHa;
  /** When it last came up; kept while it is down. */
  bootedAt(): EpochMs;
  /** When it came up again since it was made, from a time on; oldest first. */
  boots(from?: EpochMs): readonly EpochMs[];
  /** When it last became active; undefined while it is not. A unit without HA is active since it booted. */
  activeSince(): EpochMs | undefined;

  /** What a GET on this port gets, as asked by anybody but the load balancer. Changes nothing. */
  healthAnswer(port: number): ProbeAnswer;
  /** What the load balancer's health check on this port gets. The first one ends `passive`. */
  polledByLoadBalancer(port: number): ProbeAnswer;
  /** The port on which health checks are answered at this moment; undefined where a connection is refused. */
  openHealthPort(): number | undefined;
  /** A client that connects now is served. */
  acceptsConnections(): boolean;
  /** A client's connection is accepted, by a hung unit too, which then serves nobody. */
  opensServicePort(): boolean;

  /** Changes the given settings and keeps the others, as a partial `awshaparam` does. At once, without a reboot. */
  configureHa(change: Partial<CloudHa>): void;

  /** Boots a machine that is off or crashed. */
  powerOn(): void;
  /** Gone at once, as by a stopped instance or an orderly shutdown. */
  powerOff(): void;
  /** Gone at once, and stays so. */
  crash(): void;
  /** Stops answering; keeps its role in its own eyes. */
  hang(): void;
  /** Ends a hang: goes on where it stopped. */
  resume(): void;
  /** Down at once, up again after `rebootSeconds`. Nothing happens to a machine that is off. */
  reboot(): void;
  /** What a person does about a pacified unit: log in on its console and reboot it. Earlier reboots are forgotten. */
  clearPacification(): void;

  /** Calls after every change of what this interface shows; returns how to stop that. */
  onChange(listener: () => void): () => void;
}
