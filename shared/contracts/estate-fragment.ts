import { stringify } from 'yaml';
import type { Appliance } from '#domain/estate/estate.ts';
import type { UnitProfile } from '#loadmaster/enrol-unit.ts';
import { addressOf } from '#loadmaster/private-endpoint.ts';

type Known = Pick<Appliance, 'management' | 'certificateSha256' | 'credentials'> &
  Partial<Pick<Appliance, 'instanceId'>>;

/**
 * A unit as the estate file wants it, under its designation where it has one: to be pasted under `units` of its pair, or,
 * without one, wherever the operator puts it. An instance id that nobody gave is left empty, which the estate refuses.
 */
export const estateFragment = (known: Known, designation: UnitProfile['designation']): string => {
  const { instanceId, management, certificateSha256, credentials } = known;
  const unit = {
    instanceId: instanceId ?? null,
    address: addressOf(management),
    management,
    certificateSha256,
    credentials,
  };
  const isOfPair = designation === 'first' || designation === 'second';
  return stringify(isOfPair ? { [designation]: unit } : unit, { nullStr: '', lineWidth: 0 });
};
