/**
 * How simulated machines reach one another. A machine has a private address (10.x.y.z) that exists only in the
 * simulation; each of its open ports is a real listener on 127.0.0.1 with a port of the system's choosing. The network
 * knows which is which, so two units can both have a port 8444 on any operating system and tests run side by side.
 */
export interface Network {
  /** `machine:port` now leads to this port on 127.0.0.1. */
  open(address: string, port: number, localPort: number): void;
  close(address: string, port: number): void;
  /** The port on 127.0.0.1, or undefined where nothing listens: a connection there is refused. */
  resolve(address: string, port: number): number | undefined;
}

export const makeNetwork = (): Network => {
  const listeners = new Map<string, number>();
  return {
    open: (address, port, localPort) => void listeners.set(`${address} ${port}`, localPort),
    close: (address, port) => void listeners.delete(`${address} ${port}`),
    resolve: (address, port) => listeners.get(`${address} ${port}`),
  };
};

/** What a health check or a partner poll got: an HTTP status, or no answer at all. */
export type ProbeAnswer =
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'refused' }
  | { readonly kind: 'timeout' };

/**
 * Asks `http://address:port/path`. In virtual time the answer comes at once from the model; in real time it is a real
 * HTTP request. `done` is called exactly once.
 */
export type Probe = (
  target: {
    readonly address: string;
    readonly port: number;
    readonly path: string;
    readonly timeoutMs: number;
  },
  done: (answer: ProbeAnswer) => void,
) => void;
