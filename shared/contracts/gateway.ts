import * as z from 'zod/mini';
import type { SameType } from '#contracts/same-type.ts';
import type { LoadMasterCommand, UnitRef } from '#control/ports.ts';
import type { ActionOutcome } from '#domain/pair/action.ts';
import type { LoadMasterSeen, Reading } from '#domain/pair/seen.ts';

/*
 * What is said between the functions and the gateway. A request names units and never addresses, and commands are a
 * closed set, so whoever may invoke the gateway can ask declared units for what the control plane does, and no more.
 */

/** No `#`: that separates the parts of the table's keys. */
const pairId = z.string().check(z.regex(/^[^#]{1,128}$/));

const unitRef = z.strictObject({ pairId, unit: z.enum(['first', 'second']) });
true satisfies SameType<UnitRef, z.infer<typeof unitRef>>;

const command = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('set-health-port'), port: z.int().check(z.gte(1), z.lte(65_535)) }),
  z.strictObject({ kind: z.literal('reboot') }),
  z.strictObject({ kind: z.literal('shutdown') }),
]);
true satisfies SameType<LoadMasterCommand, z.infer<typeof command>>;

export const gatewayRequest = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('read-status'), units: z.array(unitRef) }),
  z.strictObject({ kind: z.literal('perform'), unit: unitRef, command }),
]);

export type GatewayRequest = z.infer<typeof gatewayRequest>;

const unread = z.object({
  kind: z.literal('unread'),
  code: z.enum([
    'not-asked',
    'throttled',
    'aws-error',
    'target-group-not-found',
    'loadmaster-unreachable',
    'loadmaster-refused',
    'loadmaster-certificate-changed',
    'loadmaster-garbage',
    'gateway-error',
  ]),
});

const seen = z.object({
  haStatus: z.enum(['active', 'standby', 'passive', 'not-configured', 'unknown']),
  healthPort: z.exactOptional(z.int()),
  bootedAt: z.exactOptional(z.int()),
});

/** Answers `read-status`, in the order of the request's units. */
export const gatewayReadings = z.array(
  z.discriminatedUnion('kind', [z.object({ kind: z.literal('read'), value: seen }), unread]),
);
true satisfies SameType<Reading<LoadMasterSeen>[], z.infer<typeof gatewayReadings>>;

/** Answers `perform`. */
export const gatewayOutcome = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('done') }),
  z.object({ kind: z.literal('gone') }),
  z.object({ kind: z.literal('failed'), code: z.string() }),
]);
true satisfies SameType<ActionOutcome, z.infer<typeof gatewayOutcome>>;
