import { fewWords } from '#domain/audit/few-words.ts';
import type { Judged } from '#domain/audit/judge.ts';
import { type Taking, takingOf } from '#domain/audit/service-ports.ts';
import { serviceWords } from '#domain/audit/service-words.ts';
import type { ServiceAudited } from '#domain/audit/unit-audited.ts';
import { canonicalAddress } from '#domain/canonical-address.ts';

/** A SubVS answers nowhere by itself: its virtual service does. */
const takesTcp = ({ enabled, address, protocol }: ServiceAudited): boolean =>
  enabled && address !== undefined && protocol !== 'udp';

const takes = (service: ServiceAudited, port: number): Taking =>
  service.protocol === undefined ? 'unknown' : takingOf(service, port);

/** Ports that are not for virtual services; the first fault of them counts. */
export const judgePorts = (
  services: readonly ServiceAudited[],
  ports: readonly number[],
  counts: readonly Taking[],
): Judged => {
  const judged = ports.map((port) => judgePort(services, port, counts));
  return (
    judged.find((each) => each !== undefined && 'seen' in each) ?? judged.find((each) => each !== undefined)
  );
};

/** A port that is not for virtual services. `counts`: the ways of taking it that are a fault here. */
export const judgePort = (
  services: readonly ServiceAudited[],
  port: number,
  counts: readonly Taking[],
): Judged => {
  const open = services.filter(takesTcp);
  const there = open.filter((service) => counts.includes(takes(service, port)));
  if (there.length > 0)
    return {
      seen: `virtual service ${fewWords(there.map(serviceWords))} takes port ${port}`,
      expected: `no TCP virtual service on port ${port}`,
    };
  const unclear = open.find((service) => takes(service, port) === 'unknown');
  return unclear && { unknown: `which ports virtual service ${serviceWords(unclear)} takes is not known` };
};

/** The same at addresses of the unit itself. A service with all ports is the rule `no-service-on-health-port`'s. */
export const judgeServicesAt = (
  addresses: ReadonlySet<string>,
  services: readonly ServiceAudited[],
  port: number,
): Judged => {
  if (addresses.size === 0) return { unknown: 'the unit does not name the address of the interface' };
  const there = services.filter(
    ({ address }) => address !== undefined && addresses.has(canonicalAddress(address)),
  );
  return judgePort(there, port, ['by-number']);
};
