import { type EpochMs, SECOND_MS } from '#domain/time.ts';
import type {
  LifecycleActionRef,
  LifecycleResult,
  TerminateHook,
} from '#rehearsal/cloud/auto-scaling/types.ts';
import type { Scheduler } from '#rehearsal/scheduler.ts';

/** One hook holding one instance: ends by being completed, or when a timeout gives the hook's default result. */
export class LifecycleAction {
  readonly hook: TerminateHook;
  readonly instanceId: string;
  readonly token: string;
  readonly #scheduler: Scheduler;
  readonly #onResult: (result: LifecycleResult) => void;
  readonly #globalDeadlineAt: EpochMs;
  #cancel: () => void;

  constructor(
    scheduler: Scheduler,
    action: { readonly hook: TerminateHook; readonly instanceId: string; readonly token: string },
    onResult: (result: LifecycleResult) => void,
  ) {
    this.hook = action.hook;
    this.instanceId = action.instanceId;
    this.token = action.token;
    this.#scheduler = scheduler;
    this.#onResult = onResult;
    this.#globalDeadlineAt = scheduler.now() + action.hook.globalTimeoutSeconds * SECOND_MS;
    this.#cancel = this.#wait();
  }

  isMeantBy(ref: LifecycleActionRef): boolean {
    return (
      ref.groupName === this.hook.groupName &&
      ref.hookName === this.hook.hookName &&
      (ref.token ?? this.token) === this.token &&
      (ref.instanceId ?? this.instanceId) === this.instanceId
    );
  }

  /** The heartbeat timeout starts anew; the global one stays. */
  heartbeat(): void {
    this.#cancel();
    this.#cancel = this.#wait();
  }

  complete(result: LifecycleResult): void {
    this.#cancel();
    this.#onResult(result);
  }

  /** Ends without a result. */
  drop(): void {
    this.#cancel();
  }

  #wait(): () => void {
    const heartbeatMs = this.hook.heartbeatTimeoutSeconds * SECOND_MS;
    const leftMs = this.#globalDeadlineAt - this.#scheduler.now();
    return this.#scheduler.after(Math.min(heartbeatMs, leftMs), () =>
      this.#onResult(this.hook.defaultResult),
    );
  }
}
