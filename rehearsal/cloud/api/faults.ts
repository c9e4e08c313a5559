import { RateLimits } from '#rehearsal/cloud/api/rate-limits.ts';
import type { ApiFaults, CallCounters, FaultRule } from '#rehearsal/cloud/api/types.ts';
import type { Scheduler } from '#rehearsal/scheduler.ts';

export const makeApiFaults = (scheduler: Scheduler, random: () => number): ApiFaults => {
  const limits = new RateLimits();
  let throttled = 0;
  let rules: readonly { readonly rule: FaultRule; left: number }[] = [];

  return {
    next: (service, operation) => {
      for (const entry of rules) {
        const { rule } = entry;
        if (rule.service !== service || (rule.operation ?? operation) !== operation || entry.left === 0)
          continue;
        if (rule.share !== undefined && random() >= rule.share) continue;
        entry.left -= 1;
        return rule.fault;
      }
      const refusal = limits.take(service, operation, scheduler.now());
      if (refusal !== undefined) throttled += 1;
      return refusal;
    },
    inject: (rule) => {
      const entry = { rule, left: rule.times ?? Number.POSITIVE_INFINITY };
      rules = [...rules, entry];
      return () => {
        rules = rules.filter((other) => other !== entry);
      };
    },
    setRateShare: (share) => limits.setShare(share),
    throttled: () => throttled,
  };
};

export const makeCallCounters = (): CallCounters => {
  const counts = new Map<string, number>();
  return {
    count: (service, operation) => {
      const name = `${service}.${operation}`;
      counts.set(name, (counts.get(name) ?? 0) + 1);
    },
    read: () => Object.fromEntries(counts),
    reset: () => counts.clear(),
  };
};
