import type { Probe, ProbeAnswer } from '#rehearsal/network.ts';
import type { Scheduler } from '#rehearsal/scheduler.ts';

/** Who asks a unit's health port: the load balancer's health checks, or the other unit of the pair. */
export type HealthAsker = 'load-balancer' | 'partner';

/**
 * Who may reach the health ports, as the security groups and network ACLs of a VPC say it. What they do not let through
 * is swallowed without a word. Everybody may unless it is closed to them, whatever EC2's own security groups say
 * (`ec2-security-groups.ts`): those are only read.
 */
export class SecurityGroups {
  readonly #closed = new Set<string>();

  close(address: string, to: HealthAsker): void {
    this.#closed.add(`${address} ${to}`);
  }

  open(address: string, to: HealthAsker): void {
    this.#closed.delete(`${address} ${to}`);
  }

  /** The probe as it fares under these rules. The timeout of what is swallowed runs on the scheduler. */
  between(from: HealthAsker, probe: Probe, scheduler: Scheduler): Probe {
    return (target, done) => {
      const swallowed: ProbeAnswer = { kind: 'timeout' };
      if (this.#closed.has(`${target.address} ${from}`))
        scheduler.after(target.timeoutMs, () => done(swallowed));
      else probe(target, done);
    };
  }
}
