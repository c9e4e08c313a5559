import type { RegionClients } from './region-clients.ts';

/** One request on the wire, as the client sees it. Times from `performance.now()`. */
export interface SentRequest {
  /** Such as `DescribeTargetHealthCommand`. */
  readonly command: string;
  readonly sentAt: number;
  readonly answeredAt: number;
}

/** Every request of some clients, each attempt by itself, in the order of the answers. */
export interface RequestLog {
  /** What was answered since the last time. */
  take(): readonly SentRequest[];
}

/** Logs what the clients send from now on. It costs both sides of a comparison the same. */
export const logRequests = (clients: RegionClients): RequestLog => {
  let sent: SentRequest[] = [];
  for (const client of Object.values(clients)) {
    client.middlewareStack.add(
      (next: (args: unknown) => Promise<unknown>, { commandName }: { commandName?: string }) =>
        async (args: unknown) => {
          const sentAt = performance.now();
          try {
            return await next(args);
          } finally {
            sent.push({ command: commandName ?? '', sentAt, answeredAt: performance.now() });
          }
        },
      // Next to the wire: after signing, and once for every attempt.
      { step: 'deserialize', priority: 'low', name: 'requestLog' },
    );
  }
  return {
    take: () => {
      const taken = sent;
      sent = [];
      return taken;
    },
  };
};

/** How many requests, at most, each waited for the one before: the longest chain that does not overlap. */
export const roundTrips = (requests: readonly SentRequest[]): number => {
  let chain = 0;
  let lastAnswer = Number.NEGATIVE_INFINITY;
  for (const { sentAt, answeredAt } of requests.toSorted((a, b) => a.answeredAt - b.answeredAt)) {
    if (sentAt < lastAnswer) continue;
    chain += 1;
    lastAnswer = answeredAt;
  }
  return chain;
};
