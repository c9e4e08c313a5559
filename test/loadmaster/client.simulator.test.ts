import { describeLoadMasterClient } from './client.contract.ts';
import { inEveryPosition } from './simulated-unit.ts';

inEveryPosition(describeLoadMasterClient);
