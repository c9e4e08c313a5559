import { inEveryPosition } from '../simulated-unit.ts';
import { describeReadAudit } from './read-audit.contract.ts';

inEveryPosition(describeReadAudit);
