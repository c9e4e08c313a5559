import { expect } from 'vitest';
import { parse } from 'yaml';
import { parseEstate } from '#contracts/estate.ts';

const FIRST_PIN = 'a1'.repeat(32);
const SECOND_PIN = 'b2'.repeat(32);

/** Two pairs and a standalone in one region, without fault. The tables of faults name lines and columns of it. */
export const SOUND_ESTATE = `defaults:
  preferred: first
pairs:
  - id: edge
    region: eu-west-1
    mode: enforce
    healthCheck:
      port: 8444
      handoverPort: 8445
      interval: 10s
      healthyThreshold: 3
    drain:
      onRebalance: drain
      maintenanceLead: 2h
      hookBudget: 30m
    units:
      first:
        instanceId: i-00000000000000001
        address: 10.0.0.1
        management: https://10.0.0.1:8443
        certificateSha256: ${FIRST_PIN}
        credentials: lm/edge
      second:
        instanceId: i-00000000000000002
        address: 10.0.0.2
        management: https://10.0.0.2:8443
        certificateSha256: ${SECOND_PIN}
        credentials: lm/edge
    targetGroups:
      - arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/edge-1/0000000000000001
      - arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/edge-2/0000000000000002
  - id: core
    region: eu-west-1
    units:
      first:
        instanceId: i-00000000000000003
        address: 10.0.0.3
        management: https://10.0.0.3
        certificateSha256: ${FIRST_PIN}
        credentials: lm/core
      second:
        instanceId: i-00000004
        address: fd00::4
        management: https://core-2.example:9443
        certificateSha256: ${SECOND_PIN}
        credentials: lm/core
    targetGroups: [arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/core/0000000000000003]
standalones:
  - id: lab
    region: eu-west-1
    instanceId: i-00000000000000005
    address: 10.0.0.5
    management: https://10.0.0.5:8443
    certificateSha256: ${FIRST_PIN}
    credentials: lm/lab
`;

/** The faults of a text, each as `line:column path: message`; empty for an estate. */
export const faultsOf = (text: string): readonly string[] => {
  const parsed = parseEstate(text);
  if (parsed.ok) return [];
  return parsed.errors.map(({ line, column, path, message }) => `${line}:${column} ${path}: ${message}`);
};

/** One edit that spoils the sound estate, and what is said of it where. */
export interface Spoiled {
  readonly mistake: string;
  readonly from: string;
  readonly to: string;
  /** Line and column in the YAML, and in the same estate as indented JSON. */
  readonly yaml: string;
  readonly json: string;
  readonly error: string;
}

/** Expects exactly this fault, in YAML and in JSON. */
export const expectFault = ({ from, to, yaml, json, error }: Spoiled): void => {
  expect(SOUND_ESTATE.split(from)).toHaveLength(2);
  const text = SOUND_ESTATE.replace(from, to);
  expect(faultsOf(text)).toEqual([`${yaml} ${error}`]);
  expect(faultsOf(JSON.stringify(parse(text), null, 2))).toEqual([`${json} ${error}`]);
};
