import type { DurationMs } from '#domain/time.ts';
import type { CloudContext } from '#rehearsal/cloud/context.ts';
import type { CheckPlan } from '#rehearsal/cloud/elb/health-check.ts';
import type { ProbeAnswer } from '#rehearsal/network.ts';

/** What the checks say of a target; `initial` until they have said anything. */
export type Verdict = 'initial' | 'healthy' | 'unhealthy';

/**
 * A new target serves after a single passed check; the healthy threshold is for those that were unhealthy.
 * @see Elastic Load Balancing, Troubleshoot your Network Load Balancer, "A registered target is not in service"
 */
const INITIAL_PASSES = 1;

/**
 * The health checks of one target. They keep their own phase: one every interval from the first, whenever the answer
 * comes. (The real service checks from several places; the interval and the thresholds hold for each.)
 */
export class HealthChecker {
  readonly #context: Pick<CloudContext, 'scheduler' | 'probe' | 'random'>;
  readonly #address: string;
  readonly #trafficPort: number;
  readonly #plan: () => CheckPlan;
  readonly #onVerdict: (verdict: Verdict) => void;
  #verdict: Verdict = 'initial';
  /** Consecutive checks that speak against the verdict. */
  #against = 0;
  #cancel: (() => void) | undefined;
  /** Answers to checks of an earlier run are not heard. */
  #run = 0;

  constructor(
    context: Pick<CloudContext, 'scheduler' | 'probe' | 'random'>,
    target: { readonly address: string; readonly trafficPort: number },
    plan: () => CheckPlan,
    onVerdict: (verdict: Verdict) => void,
  ) {
    this.#context = context;
    this.#address = target.address;
    this.#trafficPort = target.trafficPort;
    this.#plan = plan;
    this.#onVerdict = onVerdict;
  }

  get verdict(): Verdict {
    return this.#verdict;
  }

  /** Begins anew; the first check comes within one interval. */
  start(): void {
    this.stop();
    const run = this.#run;
    const hear = (answer: ProbeAnswer): void => {
      if (run === this.#run) this.#judge(answer);
    };
    const check = (): void => {
      this.#schedule(this.#plan().intervalMs, check);
      this.#send(hear);
    };
    this.#schedule(this.#context.random() * this.#plan().intervalMs, check);
  }

  /** No check is sent and no answer heard any more; the verdict is `initial`. */
  stop(): void {
    this.#run += 1;
    this.#cancel?.();
    this.#cancel = undefined;
    this.#verdict = 'initial';
    this.#against = 0;
  }

  #schedule(delayMs: DurationMs, check: () => void): void {
    this.#cancel = this.#context.scheduler.after(delayMs, check);
  }

  #send(hear: (answer: ProbeAnswer) => void): void {
    const { port = this.#trafficPort, path, timeoutMs } = this.#plan();
    this.#context.probe({ address: this.#address, port, path, timeoutMs }, hear);
  }

  #judge(answer: ProbeAnswer): void {
    const plan = this.#plan();
    const passed = plan.passes(answer);
    if (this.#verdict === (passed ? 'healthy' : 'unhealthy')) {
      this.#against = 0;
      return;
    }
    this.#against += 1;
    if (this.#against >= this.#needed(passed, plan)) this.#decide(passed ? 'healthy' : 'unhealthy');
  }

  #needed(passed: boolean, plan: CheckPlan): number {
    if (!passed) return plan.unhealthyThreshold;
    return this.#verdict === 'initial' ? INITIAL_PASSES : plan.healthyThreshold;
  }

  #decide(verdict: Verdict): void {
    this.#verdict = verdict;
    this.#against = 0;
    this.#onVerdict(verdict);
  }
}
